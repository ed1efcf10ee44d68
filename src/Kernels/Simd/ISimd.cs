namespace NeuralJit.Kernels;

/// <summary>
/// The operations of one vector width, as a policy: <typeparamref name="V"/> is the register type
/// (<c>Vector512&lt;T&gt;</c>, <c>Vector256&lt;T&gt;</c>, <c>Vector128&lt;T&gt;</c> or plain <typeparamref name="T"/>).
/// Every formula of the library is written once against this interface; eager kernels instantiate it for the widest
/// width of the machine, compiled kernels for the width they were compiled for. Each operation gives the same bits per
/// lane at every width, so results do not depend on it.
/// </summary>
/// <typeparam name="V">The register type.</typeparam>
/// <typeparam name="T">The element type of a lane.</typeparam>
/// <remarks>A comparison gives a mask: a lane with all bits set is true, one with none is false.</remarks>
public unsafe interface ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Lanes in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Loads <see cref="Count"/> elements; the address need not be aligned.</summary>
    static abstract V Load(T* source);

    /// <summary>Stores <see cref="Count"/> elements; the address need not be aligned.</summary>
    static abstract void Store(V value, T* destination);

    /// <summary>
    /// Loads the first <paramref name="count"/> (0 to <see cref="Count"/>) elements, zeros in the other lanes; reads no memory beyond them.
    /// </summary>
    static abstract V LoadPartial(T* source, int count);

    /// <summary>Stores the first <paramref name="count"/> (0 to <see cref="Count"/>) lanes; writes no memory beyond them.</summary>
    static abstract void StorePartial(V value, T* destination, int count);

    /// <summary>The same value in every lane.</summary>
    static abstract V Broadcast(T value);

    /// <summary>The same value in every lane, converted from double (integers: truncated).</summary>
    static abstract V Create(double value);

    /// <summary>0, 1, 2, … in the lanes.</summary>
    static abstract V Indices { get; }

    /// <summary>A mask that is true in the first <paramref name="count"/> lanes.</summary>
    static abstract V FirstLanes(int count);

    /// <summary>The first lane.</summary>
    static abstract T First(V value);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V Subtract(V a, V b);

    /// <summary>a · b.</summary>
    static abstract V Multiply(V a, V b);

    /// <summary>a / b; integers truncate towards zero and give 0 for division by zero.</summary>
    static abstract V Divide(V a, V b);

    /// <summary>
    /// a · b + c (integers: wrapping), rounded once where <see cref="Simd.FusesMultiplyAdd"/>, otherwise after each of the two.
    /// </summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>−a (floats: the sign bit flipped).</summary>
    static abstract V Negate(V a);

    /// <summary>|a|.</summary>
    static abstract V Abs(V a);

    /// <summary>The greater; NaN if either is NaN; +0 is greater than −0.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; NaN if either is NaN; −0 is smaller than +0.</summary>
    static abstract V Min(V a, V b);

    /// <summary>a &gt; b ? a : b, in one instruction: b where either is NaN or both are zero.</summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>a &lt; b ? a : b, in one instruction: b where either is NaN or both are zero.</summary>
    static abstract V MinNative(V a, V b);

    /// <summary>√a, correctly rounded.</summary>
    static abstract V Sqrt(V a);

    /// <summary>Rounds down.</summary>
    static abstract V Floor(V a);

    /// <summary>Rounds up.</summary>
    static abstract V Ceiling(V a);

    /// <summary>Rounds to the nearest integer, halves to even.</summary>
    static abstract V Round(V a);

    /// <summary>Rounds towards zero.</summary>
    static abstract V Truncate(V a);

    /// <summary>a · 2^n for a finite integral n (as a float), rounded once, with IEEE overflow and gradual underflow.</summary>
    static abstract V ScaleB(V a, V n);

    /// <summary>floor(log2(|a|)) as a float, denormals included; −∞ for zero, +∞ for infinity, NaN for NaN.</summary>
    static abstract V Exponent(V a);

    /// <summary>The mantissa of a positive a, in [1, 2), denormals included; 1 for zeros and +∞, NaN for negatives and NaN.</summary>
    static abstract V Mantissa(V a);

    /// <summary>2^n for an integral n (as a float) that gives a normal number; no other n.</summary>
    static abstract V PowerOfTwo(V n);

    /// <summary>The biased exponent field of the bits of a, as a float.</summary>
    static abstract V ExponentField(V a);

    /// <summary>a == b (false for NaN).</summary>
    static abstract V Equal(V a, V b);

    /// <summary>a &lt; b (false for NaN).</summary>
    static abstract V Less(V a, V b);

    /// <summary>a ≤ b (false for NaN).</summary>
    static abstract V LessOrEqual(V a, V b);

    /// <summary>Bitwise and.</summary>
    static abstract V And(V a, V b);

    /// <summary>Bitwise or.</summary>
    static abstract V Or(V a, V b);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract V Xor(V a, V b);

    /// <summary>Bitwise not.</summary>
    static abstract V Not(V a);

    /// <summary>mask ? a : b, lane by lane.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>Whether any lane of a mask is true.</summary>
    static abstract bool Any(V mask);

    /// <summary>Loads <see cref="Count"/> bytes of booleans as a mask.</summary>
    static abstract V LoadMask(byte* source);

    /// <summary>Loads the first <paramref name="count"/> booleans as a mask, false in the other lanes.</summary>
    static abstract V LoadMaskPartial(byte* source, int count);

    /// <summary>Stores a mask as <see cref="Count"/> bytes of 0 and 1.</summary>
    static abstract void StoreMask(V mask, byte* destination);

    /// <summary>Stores the first <paramref name="count"/> lanes of a mask as bytes of 0 and 1.</summary>
    static abstract void StoreMaskPartial(V mask, byte* destination, int count);

    /// <summary>Loads <see cref="Count"/> elements that lie <paramref name="stride"/> elements apart.</summary>
    static abstract V Gather(T* source, long stride);

    /// <summary>Stores <see cref="Count"/> elements <paramref name="stride"/> elements apart.</summary>
    static abstract void Scatter(V value, T* destination, long stride);
}
