using System.Numerics;

namespace NeuralJit.NN;

/// <summary>Fills parameters with their initial values. Shapes are (out, in, …), as in PyTorch.</summary>
/// <param name="distribution">Gives, for the shape of a parameter, what draws its next value.</param>
public sealed class Initializer(Func<Shape, Func<Generator, double>> distribution)
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = Constant(1);

    /// <summary>One value everywhere.</summary>
    public static Initializer Constant(double value)
    {
        NumberRules.Finite("initialise", nameof(value), value);
        return new(_ => _ => value);
    }

    /// <summary>Uniform in [low, high).</summary>
    public static Initializer Uniform(double low, double high)
    {
        NumberRules.Finite("initialise", nameof(low), low);
        NumberRules.Within("initialise", nameof(high), high, low, double.MaxValue);
        return new(_ => random => low + ((high - low) * random.NextUniform()));
    }

    /// <summary>Normal with this mean and standard deviation.</summary>
    public static Initializer Normal(double mean = 0, double standardDeviation = 1)
    {
        NumberRules.Finite("initialise", nameof(mean), mean);
        NumberRules.NotNegative("initialise", nameof(standardDeviation), standardDeviation);
        return new(_ => random => mean + (standardDeviation * random.NextNormal()));
    }

    /// <summary>Uniform in ±gain · √(3 / fan): He et al. 2015.</summary>
    public static Initializer KaimingUniform(double gain = Gain.Relu, FanMode fan = FanMode.FanIn)
    {
        CheckGain(gain);
        return new(shape => Symmetric(gain * Math.Sqrt(3.0 / Fan(shape, fan))));
    }

    /// <summary>Normal with deviation gain / √fan: He et al. 2015.</summary>
    public static Initializer KaimingNormal(double gain = Gain.Relu, FanMode fan = FanMode.FanIn)
    {
        CheckGain(gain);
        return new(shape => Centred(gain / Math.Sqrt(Fan(shape, fan))));
    }

    /// <summary>Uniform in ±gain · √(6 / (fan in + fan out)): Glorot and Bengio 2010.</summary>
    public static Initializer XavierUniform(double gain = Gain.Linear)
    {
        CheckGain(gain);
        return new(shape => Symmetric(gain * Math.Sqrt(6.0 / (Fan(shape, FanMode.FanIn) + Fan(shape, FanMode.FanOut)))));
    }

    /// <summary>Normal with deviation gain · √(2 / (fan in + fan out)): Glorot and Bengio 2010.</summary>
    public static Initializer XavierNormal(double gain = Gain.Linear)
    {
        CheckGain(gain);
        return new(shape => Centred(gain * Math.Sqrt(2.0 / (Fan(shape, FanMode.FanIn) + Fan(shape, FanMode.FanOut)))));
    }

    /// <summary>Fills a parameter in row-major order.</summary>
    /// <exception cref="GraphException">
    /// The parameter is not float32 or float64, or has no fans although they are needed, or its type does not hold a value; it is as it was
    /// then.
    /// </exception>
    public void Fill(Parameter parameter, Generator random)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(random);
        Func<Generator, double> next = distribution(parameter.Shape);
        switch (parameter.DType)
        {
            case DType.Float32:
                Fill<float>(parameter, () => (float)next(random));
                break;
            case DType.Float64:
                Fill(parameter, () => next(random));
                break;
            default:
                throw new GraphException($"initialise: \"{parameter.Name}\" is {parameter.Type}; parameters are f32 or f64");
        }
    }

    private static void Fill<T>(Parameter parameter, Func<T> next)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorData values = TensorData.Zeros(parameter.Type);
        foreach (ref T value in values.Span<T>())
        {
            value = next();
            if (!T.IsFinite(value))
            {
                throw new GraphException(
                    $"initialise: a value of \"{parameter.Name}\" is not finite as {parameter.DType.ShortName}: give the initializer "
                    + $"smaller numbers");
            }
        }
        parameter.Assign(values);
    }

    private static void CheckGain(double gain) => NumberRules.Finite("initialise", nameof(gain), gain);

    private static Func<Generator, double> Symmetric(double bound) => random => bound * ((2 * random.NextUniform()) - 1);

    private static Func<Generator, double> Centred(double deviation) => random => deviation * random.NextNormal();

    private static long Fan(Shape shape, FanMode mode)
    {
        if (shape.Rank < 2)
        {
            throw new GraphException($"initialise: {shape} has no fan in and fan out; they need at least 2 dimensions (out, in, …)");
        }
        long receptive = 1;
        for (int i = 2; i < shape.Rank; i++)
        {
            receptive *= shape[i];
        }
        return Math.Max(1, shape[mode == FanMode.FanIn ? 1 : 0] * receptive);
    }
}
