using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>The modules that values and parameters name.</summary>
internal static class ModuleTable
{
    /// <summary>All modules, parents before children, each in the order in which the model runs them.</summary>
    public static IReadOnlyList<DocumentModule> Of(CompilationReport report)
    {
        var order = new List<string> { "" };
        var flops = new Dictionary<string, long> { [""] = 0 };
        var parameters = new Dictionary<string, long> { [""] = 0 };
        foreach (Node node in report.Original.Nodes)
        {
            Know(node.Origin?.ModulePath ?? "");
        }
        foreach (KernelReport kernel in report.Kernels.Where(k => !k.Prepared))
        {
            foreach (Node node in kernel.Nodes)
            {
                AddTo(flops, node.Origin?.ModulePath ?? "", node.Op.Flops(node));
            }
        }
        foreach (Parameter parameter in DocumentBuilder.VariablesOf(report.Original).OfType<Parameter>())
        {
            int dot = parameter.Name.LastIndexOf('.');
            AddTo(parameters, dot < 0 ? "" : parameter.Name[..dot], parameter.Shape.Count);
        }
        return [.. order.Select(path => new DocumentModule(path, parameters[path], flops[path]))];

        void AddTo(Dictionary<string, long> sums, string path, long amount)
        {
            Know(path);
            foreach (string module in Ancestors(path))
            {
                sums[module] += amount;
            }
        }

        void Know(string path)
        {
            foreach (string module in Ancestors(path))
            {
                if (flops.TryAdd(module, 0))
                {
                    parameters[module] = 0;
                    order.Add(module);
                }
            }
        }
    }

    /// <summary>The whole model, then each module around the path, then the path itself.</summary>
    private static IEnumerable<string> Ancestors(string path)
    {
        yield return "";
        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return path[..dot];
        }
        if (path.Length > 0)
        {
            yield return path;
        }
    }
}
