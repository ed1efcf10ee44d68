namespace NeuralJit.Compilation;

/// <summary>Describes the steps of a program as kernels.</summary>
internal static class KernelReports
{
    /// <summary>The description of a step.</summary>
    public static KernelReport Of(Step step, bool prepared, int vectorBits) => step switch
    {
        KernelStep kernel => OfKernel(kernel, prepared, vectorBits),
        LibraryStep library => OfLibrary(library.Node, prepared),
        AssignStep assign => OfAssignment(assign),
        _ => throw new InvalidOperationException(),
    };

    private static KernelReport OfKernel(KernelStep step, bool prepared, int vectorBits)
    {
        KernelCall call = step.Call;
        return new KernelReport(new Lazy<string>(() => step.Code.Print(call.Name)))
        {
            Name = call.Name,
            Kind = call.Kind,
            Prepared = prepared,
            Description = call.Description,
            Nodes = step.Group.Nodes,
            Domain = step.Group.Domain,
            Reduced = step.Group.Reduced,
            Loads = call.Loads,
            Stores = call.Stores,
            Tile = call.Tile,
            Passes = call.Sweeps,
            Unroll = call.Unroll,
            VectorBits = vectorBits,
            LambdaCompiler = step.Code.Lambdas.Name,
            Chunks = call.Chunks,
            IsParallel = call.IsParallel,
        };
    }

    private static KernelReport OfLibrary(Node node, bool prepared) => new(source: null)
    {
        Name = node.Op.Name,
        Kind = "library",
        Prepared = prepared,
        Description = $"{node.Op.Name} {node.Type}" + (node.Op.Attributes is { Length: > 0 } attributes ? $" {{{attributes}}}" : ""),
        Nodes = [node],
        Domain = node.Shape,
        Loads = [.. node.Inputs.ToArray()
            .Select(i => AccessReport.OfOperand(i, Views.Resolve(i).Layout.IsDense ? AccessPattern.Contiguous : AccessPattern.Strided))],
        Stores = [new AccessReport(node, node.Type.Bytes, AccessPattern.Contiguous)],
    };

    private static KernelReport OfAssignment(AssignStep step)
    {
        var access = new AccessReport(step.Source, step.Variable.Type.Bytes, AccessPattern.Contiguous);
        return new KernelReport(source: null)
        {
            Name = "assign",
            Kind = "assign",
            Prepared = false,
            Description = $"copies into \"{step.Variable.Name}\"",
            Nodes = [],
            Domain = step.Variable.Shape,
            Loads = [access],
            Stores = [access],
        };
    }
}
