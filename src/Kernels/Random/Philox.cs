namespace NeuralJit.Kernels;

/// <summary>
/// Random tensors that depend on nothing but seed, stream, step and the number of an element: element i comes from word
/// i mod 4 of the <see cref="Philox4x32"/> block with the counter (i / 4, step) and the key of (seed, stream), however
/// the work is split: 24 random bits of it. Float64 has 29 more, from the block with the counter (2^62 + i / 4, step), below them, so that
/// a graph draws alike in both types.
/// </summary>
public static unsafe class Philox
{
    /// <summary>Uniform in [0, 1): multiples of 2^−24, in float64 of 2^−53.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the random node.</param>
    /// <param name="step">The number of the run.</param>
    /// <param name="firstElement">The number of the first element, from 0.</param>
    /// <param name="count">How many elements to make.</param>
    /// <param name="y">The destination: float or double.</param>
    public static void Uniform<T>(ulong seed, ulong stream, ulong step, long firstElement, long count, T* y)
        where T : unmanaged =>
        RandomJob<T, UniformAction<T>>.Run(Philox4x32.Key(seed, stream), step, firstElement, count, y);

    /// <summary>Normal with mean 0 and variance 1, by Box and Muller's transform of pairs of uniforms.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the random node.</param>
    /// <param name="step">The number of the run.</param>
    /// <param name="firstElement">The number of the first element, from 0.</param>
    /// <param name="count">How many elements to make.</param>
    /// <param name="y">The destination: float or double.</param>
    public static void Normal<T>(ulong seed, ulong stream, ulong step, long firstElement, long count, T* y)
        where T : unmanaged =>
        RandomJob<T, NormalAction<T>>.Run(Philox4x32.Key(seed, stream), step, firstElement, count, y);
}
