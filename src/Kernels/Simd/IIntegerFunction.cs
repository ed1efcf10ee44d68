using System.Numerics;

namespace NeuralJit.Kernels;

/// <summary>A function of two integers that no vector instruction computes.</summary>
internal interface IIntegerFunction
{
    /// <summary>f(a, b).</summary>
    static abstract T Invoke<T>(T a, T b)
        where T : IBinaryInteger<T>, IMinMaxValue<T>;
}
