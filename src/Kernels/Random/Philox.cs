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
        RandomJob<T, UniformAction<T>>.Run(Philox4x32.Key(seed, stream), step, firstElement, count, 0, y);

    /// <summary>Normal with mean 0 and variance 1, by Box and Muller's transform of pairs of uniforms.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the random node.</param>
    /// <param name="step">The number of the run.</param>
    /// <param name="firstElement">The number of the first element, from 0.</param>
    /// <param name="count">How many elements to make.</param>
    /// <param name="y">The destination: float or double.</param>
    public static void Normal<T>(ulong seed, ulong stream, ulong step, long firstElement, long count, T* y)
        where T : unmanaged =>
        RandomJob<T, NormalAction<T>>.Run(Philox4x32.Key(seed, stream), step, firstElement, count, 0, y);

    /// <summary>1 with a probability, else 0: whether the float64 uniform of the same element is below the probability, whatever the type of y.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the random node.</param>
    /// <param name="step">The number of the run.</param>
    /// <param name="firstElement">The number of the first element, from 0.</param>
    /// <param name="count">How many elements to make.</param>
    /// <param name="probability">The probability of 1.</param>
    /// <param name="y">The destination: float or double.</param>
    public static void Bernoulli<T>(ulong seed, ulong stream, ulong step, long firstElement, long count, double probability, T* y)
        where T : unmanaged
    {
        const int Part = 1024;
        double steps = probability * 16777216;
        if (typeof(T) == typeof(double) || steps == Math.Floor(steps))
        {
            RandomJob<T, BernoulliAction<T>>.Run(Philox4x32.Key(seed, stream), step, firstElement, count, probability, y);
            return;
        }
        // 24 bits cannot tell on which side of such a probability a number lies.
        double* values = stackalloc double[Part];
        for (long done = 0; done < count; done += Part)
        {
            int part = (int)Math.Min(Part, count - done);
            Bernoulli(seed, stream, step, firstElement + done, part, probability, values);
            Cast.Run([part], values, [1], y + done);
        }
    }

    /// <summary>Booleans as bytes: 1 with a probability, the same elements as <see cref="Bernoulli{T}"/> makes 1.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the random node.</param>
    /// <param name="step">The number of the run.</param>
    /// <param name="firstElement">The number of the first element, from 0.</param>
    /// <param name="count">How many elements to make.</param>
    /// <param name="probability">The probability of 1.</param>
    /// <param name="y">The destination.</param>
    public static void BernoulliMask(ulong seed, ulong stream, ulong step, long firstElement, long count, double probability, byte* y)
    {
        const int Part = 1024;
        float* values = stackalloc float[Part];
        float zero = 0;
        for (long done = 0; done < count; done += Part)
        {
            int part = (int)Math.Min(Part, count - done);
            Bernoulli(seed, stream, step, firstElement + done, part, probability, values);
            Elementwise.Compare<NotEqualOperator, float>([part], values, [1], &zero, [0], y + done);
        }
    }
}
