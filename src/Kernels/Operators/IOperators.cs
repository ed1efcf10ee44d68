namespace NeuralJit.Kernels;

/// <summary>An element-wise function of one argument, written once for every vector width and element type.</summary>
public interface IUnaryOperator
{
    /// <summary>f(x), lane by lane.</summary>
    static abstract V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged;
}

/// <summary>An element-wise function of two arguments, written once for every vector width and element type.</summary>
public interface IBinaryOperator
{
    /// <summary>f(x, y), lane by lane.</summary>
    static abstract V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged;
}

/// <summary>An associative combination with an identity: what a reduction repeats.</summary>
public interface IReducer : IBinaryOperator
{
    /// <summary>The value that changes nothing, in every lane.</summary>
    static abstract V Identity<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged;
}
