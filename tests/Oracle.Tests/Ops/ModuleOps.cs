using System.Text.RegularExpressions;
using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Modules and losses from PyTorch's own module tests: made from what they print, with the weights of the case in them.</summary>
internal static partial class ModuleOps
{
    // What these were made with is not in the case.
    private static readonly string[] Incomplete =
        ["weights", "smoothing", "ignore_index", "no_reduce", "SmoothL1Loss_beta", "HuberLoss_delta"];

    /// <summary>What computes a case, or null.</summary>
    public static Func<Call, Node[]>? Find(OracleCase oracle)
    {
        if (Incomplete.Any(part => oracle.Op.Contains(part, StringComparison.Ordinal)) && oracle.Inputs.All(i => i.Name != "buffer/weight"))
        {
            throw new UnsupportedCaseException("the case does not tell the arguments");
        }
        return Make(oracle) switch
        {
            Module module => call => Run(call, module, x => module.Forward(x[0])),
            Module<(Node A, Node B), Node> module => call => Run(call, module, x => module.Forward((x[0], x[1]))),
            Module<(Node A, Node B, Node C), Node> module =>
                call => Run(call, module, x => module.Forward((x[0], x[1], Signs(call["target"], x[0])))),
            Loss loss => call => Run(call, loss, x => loss.Forward(x[0], Target(loss, call))),
            _ => null,
        };
    }

    private static Component? Make(OracleCase oracle)
    {
        string name = oracle.Attributes.GetProperty("module").GetString()!, text = oracle.Attributes.GetProperty("repr").GetString()!;
        (List<object?> positional, Dictionary<string, object?> named) = PythonValue.Arguments(text[(name.Length + 1)..^1]);
        if (oracle.Family == "criterion")
        {
            // Losses print none of their arguments.
            positional = [.. oracle.Attributes.GetProperty("constructor_args").EnumerateArray().Select(a => PythonValue.Of(a, _ => null))];
        }
        if (oracle.Op.EndsWith("_no_batch_dim_mean", StringComparison.Ordinal) && oracle.Family == "criterion")
        {
            // The loop that makes these binds its last value, sum, to all of them, whatever their names say.
            named["reduction"] = "sum";
        }
        if (oracle.Op.Contains("divisor", StringComparison.Ordinal))
        {
            named["divisor_override"] = 1.0;
        }
        Component? component = ModuleFactory.Make(name, positional, named);
        if (component is not null && oracle.Family == "module"
            && WholeNumbers().Replace(component.ToString(), "$1") != WholeNumbers().Replace(text, "$1"))
        {
            throw new AssertionException($"{oracle.Id} prints {component}, in PyTorch {text}");
        }
        return component;
    }

    private static Node[] Run(Call call, Component component, Func<Node[], Node> forward)
    {
        foreach ((string name, Variable variable) in component.NamedVariables())
        {
            string input = $"{(variable is Parameter ? "param" : "buffer")}/{name}";
            if (call.Find(input) is not null)
            {
                call.Bind(variable, input);
            }
        }
        return [forward([.. call.Case.Inputs.Where(i => i.Name[0] == 'x').Select(i => call[i.Name])])];
    }

    private static Node Target(Loss loss, Call call) => loss is ElementwiseLoss ? Signs(call["target"], call["x0"]) : call["target"];

    // Signs may come as integers.
    private static Node Signs(Node target, Node like) => target.DType.IsInteger ? target.Cast(like.DType) : target;

    // Python prints a float as it was given: 2.0 here may be 2 there.
    [GeneratedRegex(@"(\d)\.0\b")]
    private static partial Regex WholeNumbers();
}
