using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The planes that a window moves over: how they are laid out (see <see cref="PhasePlanes"/>), where the window's elements read,
/// and the loop over planes. With the phases apart, one element of the window is a row of neighbours for a row of results,
/// so that every window, whatever its stride and dilation, takes the same vector loops.
/// </summary>
internal unsafe struct PoolPlanes<T>
    where T : unmanaged
{
    private readonly ConvolutionGeometry g;

    /// <summary>Plans for a window.</summary>
    public PoolPlanes(in PoolShape shape)
    {
        g = new ConvolutionGeometry(shape);
        Phases = PhasePlanes.Of(g);
    }

    /// <summary>How a plane is laid out.</summary>
    public readonly PhasePlanes Phases;

    /// <summary>How results are cut into runs.</summary>
    public Runs Runs;

    /// <summary>Where each element of the window reads for the first result.</summary>
    public long* Places;

    /// <summary>The source.</summary>
    public T* X;

    /// <summary>The gradient of the results, or values of the source's shape.</summary>
    public T* D;

    /// <summary>What is computed.</summary>
    public T* Result;

    /// <summary>Elements of the window.</summary>
    public readonly int Taps => g.Taps;

    /// <summary>Extents of a plane.</summary>
    public readonly Triple Input => g.Input;

    /// <summary>Extents of a result.</summary>
    public readonly Triple Output => g.Output;

    /// <summary>Whether it is the window of 2 by 2 elements that do not overlap and leave no padding.</summary>
    public readonly bool IsTwoByTwo
    {
        get
        {
            bool holds = g.Kernel[0] == 1 && g.Strides[0] == 1 && g.Pads[0] == 0 && g.Output[0] == g.Input[0];
            for (int i = 1; i < 3; i++)
            {
                holds &= g.Kernel[i] == 2 && g.Strides[i] == 2 && g.Pads[i] == 0 && g.Dilations[i] == 1 && 2 * g.Output[i] <= g.Input[i];
            }

            return holds;
        }
    }

    /// <summary>Computes all planes.</summary>
    public readonly void Run<TAction>()
        where TAction : struct, IPoolAction<T>
    {
        // Windows over an empty plane have results too, of padding alone.
        if (g.Batch != 0 && Math.Max(g.Input.Volume, g.Output.Volume) != 0)
        {
            Simd.Run<Loop<TAction>, T, PoolPlanes<T>>(this);
        }
    }

    /// <summary>The laid-out plane: the source itself where it lies so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T* Lay<W, V>(T* plane, T* copy, T fill)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        if (Phases.IsSource)
        {
            return plane;
        }

        Phases.Copy<W, V, T>(plane, copy, 1, fill);
        return copy;
    }

    private readonly struct Loop<TAction> : ISimdAction<T, PoolPlanes<T>>
        where TAction : struct, IPoolAction<T>
    {
        public static void Invoke<W, V>(in PoolPlanes<T> given)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            PoolPlanes<T> planes = given;
            using Scratch scratch = new(planes.Taps * sizeof(long));
            planes.Places = (long*)scratch.Address;
            planes.Runs = Runs.Of(planes.Output, planes.Phases, W.Count);
            for (int tap = 0; tap < planes.Taps; tap++)
            {
                (int k0, int k1, int k2) = planes.g.Tap(tap);
                planes.Places[tap] = planes.Phases.Place(k0, k1, k2);
            }

            long elements = Math.Max(planes.Input.Volume, planes.Output.Volume * planes.Taps);
            WidthLoop<Job<TAction>, W, V, T>.Run(new(&planes), planes.g.Batch, work: elements);
        }
    }

    private readonly struct Job<TAction>(PoolPlanes<T>* planes) : ISimdJob<T>
        where TAction : struct, IPoolAction<T>
    {
        public void Run<W, V>(long begin, long end)
            where W : struct, ISimd<V, T>
            where V : struct
        {
            using Scratch scratch = new(TAction.Scratch(*planes) * sizeof(T));
            for (long plane = begin; plane < end; plane++)
            {
                TAction.Run<W, V>(*planes, plane, (T*)scratch.Address);
            }
        }
    }
}
