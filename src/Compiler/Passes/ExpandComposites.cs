namespace NeuralJit.Compilation;

/// <summary>Replaces composites by their definitions; fusion makes them one kernel again.</summary>
internal static class ExpandComposites
{
    /// <summary>Only those that the library has no kernel for.</summary>
    public static Pass WithoutKernels { get; } = RulePass.Of("expand composites without kernels",
        new Rule("composite without a kernel → its definition", node =>
            node.Op is CompositeOp composite && !composite.HasKernel(node.Inputs) ? composite.Expand(node.Inputs) : null));

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("expand composites",
        new Rule("composite → its definition", node => node.Op is CompositeOp composite ? composite.Expand(node.Inputs) : null),
        new Rule("stop_gradient(x) → x", node => node.Op is StopGradient ? node.Inputs[0] : null));
}
