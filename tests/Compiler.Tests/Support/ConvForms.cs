using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Every form in which the compiler computes convolutions of images (2, 8, 6, 6): what laws about all of them run over.</summary>
internal static class ConvForms
{
    /// <summary>The images.</summary>
    public static readonly Shape Image = [2, 8, 6, 6];

    /// <summary>What follows each form where its weight is prepared, and where it is computed in the run.</summary>
    public static IReadOnlyList<(string Name, Func<Node, Node> Apply)> All { get; } = [.. Rows().SelectMany(Both)];

    private static IEnumerable<(string Name, Shape Weight, ConvWindow Window)> Rows() =>
        [
            ("planes", [5, 8, 3, 3], ConvWindow.Create(2, padding: [1])),
            ("planes with strides", [5, 8, 3, 3], ConvWindow.Create(2, strides: [2], padding: [1])),
            ("planes with dilation", [5, 8, 3, 2], ConvWindow.Create(2, padding: [2, 1], dilations: [2])),
            ("patches", [5, 8, 2, 3], ConvWindow.Create(2, strides: [2, 3])),
            ("groups", [6, 4, 3, 3], ConvWindow.Create(2, padding: [1], groups: 2)),
            ("depth-wise", [8, 1, 3, 3], ConvWindow.Create(2, padding: [1], groups: 8)),
            ("depth-wise with a multiplier", [16, 1, 3, 3], ConvWindow.Create(2, strides: [2], padding: [1], groups: 8)),
            ("channels", [5, 8, 1, 1], ConvWindow.Create(2)),
            ("channels with strides", [5, 8, 1, 1], ConvWindow.Create(2, strides: [2])),
            ("positions", [64, 8, 3, 3], ConvWindow.Create(2, padding: [1])),
        ];

    private static IEnumerable<(string, Func<Node, Node>)> Both((string Name, Shape Weight, ConvWindow Window) row)
    {
        var weight = new Parameter(Samples.Uniform(row.Weight, seed: 2), "weight");
        yield return (row.Name + ", prepared", x => x.Conv(weight, row.Window));
        // Something of the image in the weight: it is different in every run.
        yield return (row.Name, x => x.Conv(weight.Read() * (x[0, 0, 0, 0] * 0 + 1), row.Window));
        if (row.Window.Groups == 1)
        {
            yield return (row.Name + ", transposed", x => x.ConvTranspose(
                weight.Read().Transpose(0, 1), null, row.Window.Strides, row.Window.PadsBefore, null, row.Window.Dilations));
        }
    }
}
