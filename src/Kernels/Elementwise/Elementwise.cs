namespace NeuralJit.Kernels;

/// <summary>
/// Element-wise kernels: an operator over tensors of one shape. Strides are in elements; 0 repeats an element along a
/// dimension (broadcasting), negative ones walk backwards. The destination is dense in row-major order and may be one
/// of the sources if that is laid out the same way. Large tensors are computed by several threads.
/// </summary>
public static unsafe class Elementwise
{
    /// <summary>y = f(x).</summary>
    /// <param name="lengths">The shape.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides.</param>
    /// <param name="y">The destination.</param>
    public static void Unary<TOperator, T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, T* y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, sizeof(T));
        nest.Add(x, xStrides, sizeof(T));
        if (nest.Prepare())
        {
            nest.Run<UnaryRow<TOperator, T>>();
        }
    }

    /// <summary>y = f(a, b).</summary>
    /// <param name="lengths">The shape of the result.</param>
    /// <param name="a">The first source.</param>
    /// <param name="aStrides">Its strides.</param>
    /// <param name="b">The second source.</param>
    /// <param name="bStrides">Its strides.</param>
    /// <param name="y">The destination.</param>
    public static void Binary<TOperator, T>(
        ReadOnlySpan<int> lengths, T* a, ReadOnlySpan<long> aStrides, T* b, ReadOnlySpan<long> bStrides, T* y)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, sizeof(T));
        nest.Add(a, aStrides, sizeof(T));
        nest.Add(b, bStrides, sizeof(T));
        if (nest.Prepare())
        {
            nest.Run<BinaryRow<TOperator, T>>();
        }
    }

    /// <summary>y = f(x) as bytes of 0 and 1, for operators that give masks.</summary>
    /// <param name="lengths">The shape.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides.</param>
    /// <param name="y">The destination, booleans.</param>
    public static void UnaryMask<TOperator, T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, byte* y)
        where TOperator : struct, IUnaryOperator
        where T : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, 1);
        nest.Add(x, xStrides, sizeof(T));
        if (nest.Prepare())
        {
            nest.Run<UnaryMaskRow<TOperator, T>>();
        }
    }

    /// <summary>y = f(a, b) as bytes of 0 and 1, for operators that give masks.</summary>
    /// <param name="lengths">The shape of the result.</param>
    /// <param name="a">The first source.</param>
    /// <param name="aStrides">Its strides.</param>
    /// <param name="b">The second source.</param>
    /// <param name="bStrides">Its strides.</param>
    /// <param name="y">The destination, booleans.</param>
    public static void Compare<TOperator, T>(
        ReadOnlySpan<int> lengths, T* a, ReadOnlySpan<long> aStrides, T* b, ReadOnlySpan<long> bStrides, byte* y)
        where TOperator : struct, IBinaryOperator
        where T : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, 1);
        nest.Add(a, aStrides, sizeof(T));
        nest.Add(b, bStrides, sizeof(T));
        if (nest.Prepare())
        {
            nest.Run<CompareRow<TOperator, T>>();
        }
    }

    /// <summary>y = condition ? a : b.</summary>
    /// <param name="lengths">The shape of the result.</param>
    /// <param name="condition">Booleans: 0 is false.</param>
    /// <param name="conditionStrides">Their strides.</param>
    /// <param name="a">Taken where the condition holds.</param>
    /// <param name="aStrides">Its strides.</param>
    /// <param name="b">Taken elsewhere.</param>
    /// <param name="bStrides">Its strides.</param>
    /// <param name="y">The destination.</param>
    public static void Select<T>(
        ReadOnlySpan<int> lengths,
        byte* condition,
        ReadOnlySpan<long> conditionStrides,
        T* a,
        ReadOnlySpan<long> aStrides,
        T* b,
        ReadOnlySpan<long> bStrides,
        T* y)
        where T : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, sizeof(T));
        nest.Add(condition, conditionStrides, 1);
        nest.Add(a, aStrides, sizeof(T));
        nest.Add(b, bStrides, sizeof(T));
        if (!nest.Prepare())
        {
            return;
        }

        // Only the size of an element matters, so Half and BFloat16 work too.
        switch (sizeof(T))
        {
            case 1: nest.Run<SelectRow<byte>>(); break;
            case 2: nest.Run<SelectRow<ushort>>(); break;
            case 4: nest.Run<SelectRow<uint>>(); break;
            default: nest.Run<SelectRow<ulong>>(); break;
        }
    }

    /// <summary>y = !x for booleans stored as bytes of 0 and 1.</summary>
    /// <param name="lengths">The shape.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides.</param>
    /// <param name="y">The destination.</param>
    public static void LogicalNot(ReadOnlySpan<int> lengths, byte* x, ReadOnlySpan<long> xStrides, byte* y) =>
        Unary<BooleanNotOperator, byte>(lengths, x, xStrides, y);
}
