namespace NeuralJit.Tests;

/// <summary>Every op with sample inputs: what the laws of all modes are tested on.</summary>
public static class OpTable
{
    /// <summary>All rows.</summary>
    public static IEnumerable<OpCase> All =>
        [
            .. ElementwiseCases.Unary, .. ElementwiseCases.Binary, .. ElementwiseCases.Logic,
            .. ReductionCases.All, .. ViewCases.All, .. IndexCases.All, .. MatMulCases.All, .. CompositeCases.All, .. ActivationCases.All,
                .. NormalizationCases.All, .. LossCases.All, .. RandomCases.All,
            .. ConvCases.All, .. PoolCases.All, .. ResizeCases.All,
        ];
}
