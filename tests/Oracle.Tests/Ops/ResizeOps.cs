namespace NeuralJit.Oracle.Tests;

/// <summary>Interpolation.</summary>
internal static class ResizeOps
{
    public static IEnumerable<KeyValuePair<string, Func<Call, Node[]>>> All => new Dictionary<string, Func<Call, Node[]>>
    {
        ["resize/interpolate"] = c => [Resize(c, 99, c.Text(99, "mode")!)],
        ["nn.functional.interpolate.nearest"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["nn.functional.interpolate.linear"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["nn.functional.interpolate.bilinear"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["nn.functional.interpolate.bicubic"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["nn.functional.interpolate.trilinear"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["nn.functional.interpolate.area"] = c => [Resize(c, 1, c.Text(3, "mode")!)],
        ["module/interpolate_nearest_1d"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_nearest_tuple_1d"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_nearest_2d_launch_configs"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_nearest_tuple_2d"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_nearest_2d_zero_dim"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_nearest_3d_zero_dim"] = c => [c[0].Resize(Sizes(c))],
        ["module/interpolate_linear_1d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_bilinear_2d_zero_dim"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_trilinear_3d_zero_dim"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_bilinear_scale_2d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_linear_scale_1d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_trilinear_scale_3d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_bilinear_scale_tuple_skewed_2d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear)],
        ["module/interpolate_linear_1d_align_corners"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear, alignCorners: true)],
        ["module/interpolate_bilinear_scale_tuple_skewed_2d_align_corners"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear, alignCorners: true)],
        ["module/interpolate_trilinear_scale_3d_align_corners"] = c => [c[0].Resize(Sizes(c), ResizeMode.Linear, alignCorners: true)],
        ["module/interpolate_bicubic_2d_zero_dim"] = c => [c[0].Resize(Sizes(c), ResizeMode.Cubic)],
        ["module/interpolate_bicubic_scale_2d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Cubic)],
        ["module/interpolate_bicubic_scale_tuple_skewed_2d"] = c => [c[0].Resize(Sizes(c), ResizeMode.Cubic)],
        ["module/interpolate_bicubic_scale_tuple_skewed_2d_align_corners"] = c => [c[0].Resize(Sizes(c), ResizeMode.Cubic, alignCorners: true)],
    };

    // These were made with whole scales, so the extents of the result tell them.
    private static IntList Sizes(Call c) => IntList.Create(c.Case.Outputs[0].Value.Shape.Extents[2..]);

    private static Node Resize(Call c, int first, string name)
    {
        ResizeMode mode = name switch
        {
            "nearest" => ResizeMode.Nearest,
            "nearest-exact" => ResizeMode.NearestExact,
            "area" => ResizeMode.Area,
            "bicubic" => ResizeMode.Cubic,
            _ => ResizeMode.Linear,
        };
        bool align = c.Flag(first + 3, "align_corners");
        int rank = c[0].Rank - 2;
        return c.List(first, "size", rank) is { } sizes ? c[0].Resize(sizes, mode, align) : c[0].ResizeBy(Scales(c.Get(first + 1, "scale_factor")), mode, align);
    }

    private static double[] Scales(object? value) => value is double one ? [one] : [.. ((object?[])value!).Cast<double>()];
}
