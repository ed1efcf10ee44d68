namespace NeuralJit.Oracle.Tests;

/// <summary>PyTorch's ops as NeuralJit's: by family and op where a family means something of its own, else by op.</summary>
internal static class OracleOps
{
    private static readonly (string Part, string Reason)[] Later =
    [
        ("rnn", "recurrent networks are not there yet"), ("attention", "attention is not there yet"),
            ("Transformer", "attention is not there yet"),
        ("einsum", "einsum is not there yet"), ("tensordot", "einsum is not there yet"),
            ("schedule", "learning rate schedules are not there yet"),
    ];

    private static readonly Dictionary<string, Func<Call, Node[]>> All = new(
        [.. ElementwiseOps.All, .. ReductionOps.All, .. ShapeOps.All, .. IndexOps.All, .. ActivationOps.All, .. NormalizationOps.All,
            .. ConvolutionOps.All,
            .. PoolingOps.All, .. ResizeOps.All, .. LossOps.All, .. SecondOrderOps.All]);

    /// <summary>What computes a case.</summary>
    /// <exception cref="UnsupportedCaseException">Nothing does.</exception>
    public static Func<Call, Node[]> Find(OracleCase oracle) => Known(oracle)
        ?? throw new UnsupportedCaseException(
            Later.FirstOrDefault(l => oracle.Group.Contains(l.Part, StringComparison.Ordinal)).Reason ?? "no such op yet");

    private static Func<Call, Node[]>? Known(OracleCase oracle) => oracle.Family switch
    {
        "module" or "criterion" => All.GetValueOrDefault($"{oracle.Family}/{oracle.Op}")
            ?? All.GetValueOrDefault($"{oracle.Family}/{oracle.Op.Split('_')[0]}") ?? ModuleOps.Find(oracle),
        _ => All.GetValueOrDefault($"{oracle.Family}/{oracle.Op}") ?? All.GetValueOrDefault(oracle.Op),
    };
}
