namespace NeuralJit.Oracle.Tests;

/// <summary>Interpolation.</summary>
internal static class ResizeOps
{
    public static OpRows All => new OpRows
    {
        { "module/interpolate", OfModule },
        { "resize/interpolate", c => Resize(c, 99, c.Text(99, "mode")!) },
        {
            "nn.functional.interpolate.nearest nn.functional.interpolate.linear nn.functional.interpolate.bilinear "
            + "nn.functional.interpolate.bicubic nn.functional.interpolate.trilinear nn.functional.interpolate.area",
            c => Resize(c, 1, c.Text(3, "mode")!)
        },
    };

    // These were made with whole scales, so the extents of the result tell them.
    private static Node OfModule(Call c)
    {
        string name = c.Case.Op;
        return c[0].Resize(IntList.Create(c.Case.Outputs[0].Value.Shape.Extents[2..]), Mode(name.Split('_')[1]),
            name.EndsWith("align_corners", StringComparison.Ordinal));
    }

    private static Node Resize(Call c, int first, string name)
    {
        ResizeMode mode = Mode(name);
        bool align = c.Flag(first + 3, "align_corners");
        int rank = c[0].Rank - 2;
        return c.List(first, "size", rank) is { } sizes
            ? c[0].Resize(sizes, mode, align)
            : c[0].ResizeBy(Scales(c.Get(first + 1, "scale_factor")), mode, align);
    }

    private static ResizeMode Mode(string name) => name switch
    {
        "nearest" => ResizeMode.Nearest,
        "nearest-exact" => ResizeMode.NearestExact,
        "area" => ResizeMode.Area,
        "bicubic" => ResizeMode.Cubic,
        _ => ResizeMode.Linear,
    };

    private static double[] Scales(object? value) => value is double one ? [one] : [.. ((object?[])value!).Cast<double>()];
}
