using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Examples;

/// <summary>What the examples share: fixed weights, and results printed as PyTorch prints them.</summary>
internal static class Show
{
    private const double Tolerance = 1e-6;

    /// <summary>Computes f(x) eagerly and compiled, checks that they agree, and gives the value.</summary>
    public static TensorData Evaluate(Func<Node, Node> f, TensorData x)
    {
        TensorData eager;
        using (GraphTrace.Eager())
        {
            eager = f(Node.Constant(x)).Data;
        }
        CompiledProgram program = Compiler.Compile(f).For(x.Type);
        TensorData compiled = TensorData.Zeros(program.OutputTypes[0]);
        program.Run([x], [compiled]);
        ReadOnlySpan<float> a = compiled.Span<float>(), b = eager.Span<float>();
        for (int i = 0; i < a.Length; i++)
        {
            if (!(Math.Abs(a[i] - b[i]) <= Tolerance * Math.Max(1, Math.Abs(b[i]))))
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"compiled gives {a[i]}, eager {b[i]} at {i}"));
            }
        }
        return eager;
    }

    /// <summary>Shows how a shape that does not fit is refused: with both shapes, the module and the line that called it.</summary>
    public static void Refusal(Action action)
    {
        try
        {
            action();
        }
        catch (ShapeException error)
        {
            Console.WriteLine($"{nameof(ShapeException)}: {error.Message}");
        }
    }

    /// <summary>Standard normal numbers, the same every time.</summary>
    public static TensorData Normal(Shape shape)
    {
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(seed: 0));
        return Node.RandomNormal(shape).Data;
    }

    /// <summary>A linear layer with the weights that the document shows.</summary>
    public static Linear Linear(int inputs, int outputs, float[] weight, float[]? bias)
    {
        var layer = new Linear(inputs, outputs, bias is not null);
        layer.Weight.Assign<float>(weight);
        layer.Bias?.Assign<float>(bias);
        return layer;
    }

    /// <summary>A parameter as PyTorch prints it.</summary>
    public static string Text(Parameter? parameter) => parameter is null
        ? "None"
        : $"Parameter containing:\n{parameter.Value.ToString()[..^1]}, requires_grad={(parameter.RequiresGradient ? "True" : "False")})";

    /// <summary>The elements as NumPy prints them, with nine significant digits.</summary>
    public static string Numbers(TensorData data) => "[" + string.Join(' ', data.DType == DType.Float64
        ? data.Span<double>().ToArray().Select(v => v.ToString("G9", CultureInfo.InvariantCulture))
        : data.Span<float>().ToArray().Select(v => v.ToString("G9", CultureInfo.InvariantCulture))) + "]";

    /// <summary>A heading underlined by dashes.</summary>
    public static void Heading(string title) => Console.WriteLine($"\n{title}\n{new string('-', 40)}");
}
