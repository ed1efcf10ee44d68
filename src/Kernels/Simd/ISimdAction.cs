namespace NeuralJit.Kernels;

/// <summary>A loop written once for every width; see <see cref="Simd.Run"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TArguments">What the loop works on.</typeparam>
public interface ISimdAction<T, TArguments>
    where T : unmanaged
    where TArguments : struct
{
    /// <summary>Runs the loop at one width.</summary>
    static abstract void Invoke<W, V>(in TArguments arguments)
        where W : struct, ISimd<V, T>
        where V : struct;
}
