using System.Numerics;

namespace NeuralJit.Kernels;

/// <summary>Convolution and its two gradients over dense memory: (batch, channels, spatial…) and (outputs, channels / groups, kernel…).</summary>
public static unsafe class Convolution
{
    /// <summary>y = x convolved with weight.</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, T* weight, T* y) where T : unmanaged, INumber<T> =>
        throw new NotImplementedException();

    /// <summary>dx = the gradient with respect to the input.</summary>
    public static void InputGradient<T>(in ConvolutionShape shape, T* dy, T* weight, T* dx) where T : unmanaged, INumber<T> =>
        throw new NotImplementedException();

    /// <summary>dweight = the gradient with respect to the weight.</summary>
    public static void WeightGradient<T>(in ConvolutionShape shape, T* x, T* dy, T* dweight) where T : unmanaged, INumber<T> =>
        throw new NotImplementedException();
}
