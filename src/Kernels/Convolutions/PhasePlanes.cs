using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// How the channels of one sample lie for a convolution: with the zeros of the padding around them and, where the stride is
/// above 1, divided into phases (the elements whose padded position leaves the same remainder), so that what one tap of the
/// kernel reads for neighbouring results are neighbours. The rest of a convolution then is the same for all windows.
/// </summary>
internal struct PhasePlanes
{
    private Triple source;
    private Triple strides;
    private Triple dilations;
    private Triple first;
    private Triple phases;
    private Triple periods;

    /// <summary>The extents of one phase.</summary>
    public Triple Extents;

    /// <summary>Elements from one channel to the next.</summary>
    public long Pitch;

    /// <summary>Whether this is how the source lies, so that nothing has to be copied.</summary>
    public bool IsSource;

    /// <summary>The planes that the taps of a convolution read.</summary>
    public static PhasePlanes Of(in ConvolutionGeometry g)
    {
        PhasePlanes planes = new() { source = g.Input, strides = g.Strides, dilations = g.Dilations, IsSource = true };
        for (int i = 0; i < 3; i++)
        {
            int stride = g.Strides[i], reach = g.Dilations[i] * (g.Kernel[i] - 1);
            planes.periods[i] = stride / GreatestCommonDivisor(stride, g.Dilations[i]);
            planes.phases[i] = Math.Min(planes.periods[i], g.Kernel[i]);
            planes.first[i] = -g.Pads[i];
            planes.Extents[i] = g.Output[i] + (reach / stride);
            planes.IsSource &= stride == 1 && g.Pads[i] == 0 && g.Output[i] + reach <= g.Input[i];
        }

        planes.SetPitch();
        return planes;
    }

    /// <summary>A part of the source with zeros around it, in one phase.</summary>
    /// <param name="source">The source's extents.</param>
    /// <param name="first">The place in the source where the part begins; negative for zeros before.</param>
    /// <param name="extents">The extents of the part.</param>
    public static PhasePlanes Of(Triple source, Triple first, Triple extents)
    {
        Triple ones = Triple.Of([], 1);
        PhasePlanes planes = new()
        {
            source = source,
            strides = ones,
            dilations = ones,
            first = first,
            phases = ones,
            periods = ones,
            Extents = extents,
            IsSource = true,
        };
        for (int i = 0; i < 3; i++)
        {
            planes.IsSource &= first[i] == 0 && extents[i] <= source[i];
        }

        planes.SetPitch();
        return planes;
    }

    /// <summary>The same planes, copied even if the source lies so.</summary>
    public readonly PhasePlanes Copied()
    {
        PhasePlanes planes = this;
        planes.IsSource = false;
        planes.SetPitch();
        return planes;
    }

    /// <summary>Elements from one row of a phase to the next.</summary>
    public readonly long RowPitch => Extents[2];

    /// <summary>Elements from one plane of a phase to the next.</summary>
    public readonly long PlanePitch => (long)Extents[1] * Extents[2];

    /// <summary>The number of phases.</summary>
    public readonly long Count => phases.Volume;

    /// <summary>Elements of one channel of the source.</summary>
    public readonly long SourcePitch => source.Volume;

    /// <summary>Where the element lies that a tap of the kernel reads for the first result.</summary>
    public readonly long Place(int k0, int k1, int k2)
    {
        ReadOnlySpan<int> tap = [k0, k1, k2];
        long phase = 0, place = 0;
        for (int i = 0; i < 3; i++)
        {
            phase = (phase * phases[i]) + (tap[i] % periods[i]);
            place = (place * Extents[i]) + (tap[i] * dilations[i] / strides[i]);
        }

        return (phase * Extents.Volume) + place;
    }

    /// <summary>Copies channels, given the first one's source and target, with <paramref name="fill"/> around them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly unsafe void Copy<W, V, T>(T* from, T* to, long channels, T fill = default)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        long volume = Extents.Volume;
        for (long channel = 0; channel < channels; channel++, from += SourcePitch, to += Pitch)
        {
            T* target = to;
            for (int p0 = 0; p0 < phases[0]; p0++)
            {
                for (int p1 = 0; p1 < phases[1]; p1++)
                {
                    for (int p2 = 0; p2 < phases[2]; p2++, target += volume)
                    {
                        CopyPhase<W, V, T>(from, target, First(0, p0), First(1, p1), First(2, p2), fill);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly unsafe void CopyPhase<W, V, T>(T* from, T* to, int first0, int first1, int first2, T fill)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int length = Extents[2], step = strides[2];
        (int begin, int end) = Inside(2, first2);
        for (int e0 = 0; e0 < Extents[0]; e0++)
        {
            int i0 = first0 + (e0 * strides[0]);
            for (int e1 = 0; e1 < Extents[1]; e1++, to += length)
            {
                int i1 = first1 + (e1 * strides[1]);
                if ((uint)i0 >= (uint)source[0] || (uint)i1 >= (uint)source[1])
                {
                    RowCopy.Fill<W, V, T>(to, length, fill);
                    continue;
                }

                RowCopy.Fill<W, V, T>(to, begin, fill);
                T* row = from + ((((long)i0 * source[1]) + i1) * source[2]) + first2;
                RowCopy.Read<W, V, T>(row + (begin * step), step, to + begin, end - begin);
                RowCopy.Fill<W, V, T>(to + end, length - end, fill);
            }
        }
    }

    /// <summary>Copies one channel back to where it came from; of elements that belong to no phase nothing is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly unsafe void CopyBack<W, V, T>(T* planes, T* channel)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (int phase = 0; phase < Count; phase++, planes += Extents.Volume)
        {
            (int p0, int rest) = Math.DivRem(phase, phases[1] * phases[2]);
            (int p1, int p2) = Math.DivRem(rest, phases[2]);
            int first0 = First(0, p0), first1 = First(1, p1), first2 = First(2, p2);
            (int begin0, int end0) = Inside(0, first0);
            (int begin1, int end1) = Inside(1, first1);
            (int begin2, int end2) = Inside(2, first2);
            for (int e0 = begin0; e0 < end0; e0++)
            {
                for (int e1 = begin1; e1 < end1; e1++)
                {
                    long row = (((first0 + ((long)e0 * strides[0])) * source[1]) + first1 + (e1 * strides[1])) * source[2];
                    T* from = planes + (e0 * PlanePitch) + (e1 * RowPitch) + begin2;
                    RowCopy.Write<W, V, T>(from, channel + row + first2 + (begin2 * strides[2]), strides[2], end2 - begin2);
                }
            }
        }
    }

    /// <summary>The places of a phase along a dimension that the source has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (int Begin, int End) Inside(int dimension, int first)
    {
        int step = strides[dimension], length = Extents[dimension];
        int begin = Math.Min(length, first >= 0 ? 0 : (step - 1 - first) / step);
        return (begin, Math.Clamp((source[dimension] - first + step - 1) / step, begin, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int First(int dimension, int phase) => first[dimension] + (phase * dilations[dimension] % strides[dimension]);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private void SetPitch()
    {
        if (IsSource)
        {
            Extents = source;
            Pitch = source.Volume;
            return;
        }

        // An odd number of cache lines from channel to channel, so that they do not fight for the same sets.
        const int Line = 16;
        long lines = ((phases.Volume * Extents.Volume) + Line - 1) / Line;
        Pitch = (lines | 1) * Line;
    }
}
