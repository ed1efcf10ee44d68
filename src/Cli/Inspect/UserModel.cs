using System.Reflection;
using NeuralJit.NN;
using Module = NeuralJit.NN.Module;

namespace NeuralJit.Cli;

/// <summary>A module of the user's own, from a program that references NeuralJit, with what it takes to compile it.</summary>
/// <param name="Module">The module.</param>
/// <param name="Input">The type of a batch.</param>
/// <param name="Target">The type of a batch's targets.</param>
/// <param name="Loss">What training makes small.</param>
internal sealed record UserModel(Module Module, TensorType Input, TensorType Target, Loss Loss)
{
    /// <summary>What the names of programs end in.</summary>
    public const string Extension = ".dll";

    /// <summary>The loss against targets that are like the outputs.</summary>
    public const string MeanSquaredError = "mse";

    private const string CrossEntropy = "cross-entropy";

    /// <summary>The losses that there are, by name.</summary>
    public static IReadOnlyList<string> Losses { get; } = [MeanSquaredError, CrossEntropy];

    /// <summary>Loads the program and makes the module.</summary>
    /// <exception cref="InvalidDataException">There is no such program or class, or it cannot be made.</exception>
    public static UserModel Load(ModelSpec spec)
    {
        Module module = Create(FindType(UserProgram.Load(spec.Name), spec), spec);
        TensorType input = InputOf(spec), output = OutputOf(module, input);
        bool classifies = spec.Loss == CrossEntropy;
        if (classifies && output.Shape.Rank < 2)
        {
            throw new InvalidDataException(
                $"{spec.Name}: --loss {CrossEntropy} needs an output of [batch, classes, …]; {module.GetType().Name} gives {output}");
        }
        TensorType target = classifies ? new TensorType(DType.Int64, [output.Shape[0], .. output.Shape.Skip(2)]) : output;
        return new UserModel(module, input, target, classifies ? new CrossEntropyLoss() : new MSELoss());
    }

    private static Type FindType(Assembly program, ModelSpec spec)
    {
        Type[] modules =
            [.. UserProgram.TypesOf(program, spec.Name).Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract && !t.IsGenericType)];
        string known = modules.Length == 0
            ? $"it has no class that derives from {typeof(Module).FullName}"
            : $"the modules in it are {string.Join(", ", modules.Select(t => t.FullName).Order(StringComparer.Ordinal))}";
        if (spec.Type is null)
        {
            throw new InvalidDataException($"{spec.Name}: name the class of the module after the program; {known}");
        }
        Type[] found = [.. modules.Where(t => t.FullName == spec.Type || t.Name == spec.Type)];
        return found switch
        {
            [var type] => type,
            [] => throw new InvalidDataException(
                $"{spec.Name}: there is no module '{spec.Type}'; {known}{CommandLine.Meant(spec.Type, modules.Select(t => t.Name))}"),
            _ => throw new InvalidDataException(
                $"{spec.Name}: several modules are called '{spec.Type}': {string.Join(", ", found.Select(t => t.FullName))}; give "
                + $"the whole name"),
        };
    }

    private static Module Create(Type type, ModelSpec spec)
    {
        if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is not { } constructor)
        {
            throw new InvalidDataException(
                $"{spec.Name}: {type.FullName} has no constructor without parameters; derive a class from it that has one");
        }
        try
        {
            return (Module)constructor.Invoke([]);
        }
        catch (TargetInvocationException error)
        {
            throw new InvalidDataException(
                $"{spec.Name}: the constructor of {type.FullName} threw {error.InnerException?.GetType().Name}: "
                + $"{error.InnerException?.Message}", error);
        }
    }

    // "1,28,28" or "i64[12]"
    private static TensorType InputOf(ModelSpec spec)
    {
        string text = spec.Input ?? throw new InvalidDataException(
            $"{spec.Name}: say what a sample is, without the batch: --input 1,28,28, or with its element type --input i64[12]");
        int open = text.IndexOf('[', StringComparison.Ordinal);
        (string name, string extents) = open < 0 ? ("f32", $"[{text}]") : (text[..open], text[open..]);
        return DTypes.Parse(name) is { } dtype && AttributeText.Ints(extents) is { } numbers && numbers.All(n => n > 0)
            ? new TensorType(dtype, [spec.Batch, .. numbers])
            : throw new InvalidDataException($"--input needs extents above 0, as 1,28,28 or i64[12], got '{text}'");
    }

    private static TensorType OutputOf(Module module, TensorType input)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        return module.Forward(Node.Input("x", input)).Type;
    }
}
