using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralJit.Inspection.Tests;

/// <summary>Documents of the report's format, made of a <see cref="SyntheticNetwork"/>, for tests that must know every number.</summary>
internal static class SyntheticReport
{
    /// <summary>The time that every synthetic kernel takes when profiled: ten microseconds for each place in the running order.</summary>
    public static double Microseconds(int kernel) => 10 * (kernel + 1);

    /// <summary>The machine of every synthetic profile.</summary>
    public const double PeakGflops = 200, PeakGbs = 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A report with every member.</summary>
    public static string Full(int layers = 3, int batch = 32, int width = 64) => Write(new(layers, batch, width), profile: true);

    /// <summary>A report of a program that was not run, without sources.</summary>
    public static string WithoutProfile(int layers = 3, int batch = 32, int width = 64) => Write(new(layers, batch, width), profile: false);

    /// <summary>A graph of zero nodes.</summary>
    public static string Empty() => Text(new
    {
        Format = "neuraljit-report",
        Version = 1,
        Title = "empty graph",
        Versions = Versions(2),
        Totals = new
        {
            Parameters = 0,
            ParameterBytes = 0,
            Flops = 0,
            BytesRead = 0,
            BytesWritten = 0,
            ArenaBytes = 0,
            PreparedBytes = 0,
            Kernels = 0,
            CompileMs = 0.1
        },
        Timings = Array.Empty<object>(),
        Modules = Array.Empty<object>(),
        Variables = Array.Empty<object>(),
        Origins = Array.Empty<object>(),
        Sources = Array.Empty<object>(),
        Nodes = Array.Empty<object>(),
        Kernels = Array.Empty<object>(),
        Fusion = Array.Empty<object>(),
        Stages = new[] { new { Name = "written", Title = "graph as written", Nodes = Array.Empty<int>(), Outputs = Array.Empty<int>(),
            Updates = Array.Empty<object>(), Changed = false } },
    });

    /// <summary>A program that the interpreter runs: a graph, and neither kernels nor memory plan nor decisions on fusion.</summary>
    public static string Fallback()
    {
        var network = new SyntheticNetwork(2, 32, 64);
        return Text(new
        {
            Format = "neuraljit-report",
            Version = 1,
            Title = "interpreted",
            Versions = Versions(1),
            Totals = new
            {
                network.Parameters,
                ParameterBytes = 4L * network.Parameters,
                Flops = network.Kernels.Sum(k => k.Flops),
                CompileMs = 1.5
            },
            Modules = Modules(network),
            Nodes = Nodes(network),
            Stages = Stages(network),
        });
    }

    /// <summary>The report of a network.</summary>
    public static string Write(SyntheticNetwork network, bool profile)
    {
        SyntheticMemory memory = new(network);
        return Text(new
        {
            Format = "neuraljit-report",
            Version = 1,
            Created = "2026-01-02T03:04:05Z",
            Title = $"{network.Layers} layers · training step",
            Cause = "first compilation of this function",
            Versions = Versions(2),
            Totals = new
            {
                network.Parameters,
                ParameterBytes = 4L * network.Parameters,
                Flops = network.Kernels.Sum(k => k.Flops),
                BytesRead = network.Kernels.Sum(k => k.BytesRead),
                BytesWritten = network.Kernels.Sum(k => k.BytesWritten),
                ArenaBytes = memory.Arena,
                PreparedBytes = 0,
                Kernels = network.Kernels.Count,
                NewKernels = 3,
                CompileMs = 35.25,
            },
            Timings = new[] { ("canonicalise", 1.25), ("fuse", 4.0), ("lower", 6.0), ("compile kernels", 22.0), ("plan memory", 2.0) }
                .Select(t => new { Stage = t.Item1, Ms = t.Item2 }),
            Modules = Modules(network),
            Variables = network.Values.Where(v => v.Kind == "variable").Select(
                v => new { v.Name, v.Type, v.Bytes, Kind = "parameter", Updated = v.Name!.EndsWith("weight", StringComparison.Ordinal) }),
            Origins = Enumerable.Range(0, network.Layers)
                .Select(i => new { Module = $"body.layer{i}", File = profile ? "Network.cs" : null, Line = profile ? 10 + i : (int?)null }),
            Sources = profile ? new[] { new { File = "Network.cs", First = 9, Lines = Enumerable.Range(0, network.Layers + 2)
                .Select(i => $"        x = Layer{i}.Forward(x).Relu(); // line {9 + i}") } } : null,
            Nodes = Nodes(network),
            Stages = Stages(network),
            Code = network.Kernels.Select(Code),
            Kernels = network.Kernels.Select(Kernel),
            Fusion = Fusion(network),
            Memory = memory.Document(),
            Profile = profile ? Profile(network) : null,
            Recompiles = new[] { "f32[33,64]", "f32[34,64]" }
                .Select(t => new { Cause = $"input 0 was f32[32,64], is {t}", Types = new[] { t }, CompileMs = 12.0 }),
        });
    }

    private static object Versions(int threads) => new
    {
        NeuralJit = "0.1.0",
        DotNet = ".NET 10.0.0",
        Os = "Linux x64",
        Cpu = "a processor",
        Cores = 2,
        Threads = threads,
        VectorBits = 512,
        LambdaCompiler = "LambdaExpression.Compile",
    };

    private static IEnumerable<object> Modules(SyntheticNetwork network) =>
        Enumerable.Range(-2, network.Layers + 2).Select(i => new
        {
            Path = i == -2 ? "" : i == -1 ? "body" : $"body.layer{i}",
            Parameters = i < 0 ? network.Parameters : network.Parameters / network.Layers,
            Flops = network.Values.Where(v => i < 0 || v.Module == $"body.layer{i}").Sum(v => v.Flops),
        });

    private static IEnumerable<object> Nodes(SyntheticNetwork network) => network.Values.Select(v => new
    {
        v.Id,
        v.Op,
        v.Kind,
        v.Type,
        Dtype = "f32",
        v.Shape,
        v.Inputs,
        v.Gradient,
        v.Flops,
        Name = v.Kind == "input" ? v.Name : null,
        Variable = v.Kind == "variable" ? v.Name : null,
        Origins = v.Module.Length == 0 ? [] : new[] { int.Parse(v.Module["body.layer".Length..], CultureInfo.InvariantCulture) },
        Bytes = v.Bytes + v.Inputs.Sum(i => network.Values[i].Bytes),
        Text = $"%{v.Id} = {v.Op} {v.Type} {string.Join(", ", v.Inputs.Select(i => $"%{i}"))}".TrimEnd()
            + (v.Module.Length == 0 ? "" : $"  # {v.Module}"),
    });

    private static object[] Stages(SyntheticNetwork network)
    {
        int[] all = [.. network.Values.Select(v => v.Id)], outputs = [network.Values[^1].Id];
        var updates = network.Updates.Select(u => new { Variable = u.Updates, Value = u.Id });
        var rewrites = new[] { new { Rule = "x * 1 → x", Before = "x * 1", After = "x", At = 1, Becomes = 1, Microseconds = 1.5 } };
        return
        [
            new { Name = "written", Title = "graph as written", Nodes = all, Outputs = outputs, Updates = updates,
                Changed = true, Ms = 0.3 },
            new { Name = "optimized", Title = "optimized", Nodes = all, Outputs = outputs, Updates = updates, Changed = true, Ms = 0.5,
                Rewrites = rewrites },
        ];
    }

    private static object Kernel(SyntheticKernel kernel, int index) => new
    {
        kernel.Name,
        kernel.Kind,
        Prepared = false,
        Nodes = kernel.Nodes.Select(n => n.Id),
        Domain = kernel.Nodes[^1].Shape,
        Reduced = kernel.Kind == "contraction" ? new[] { 1 } : null,
        Loads = kernel.Loads.Select(l => new { Node = l.Id, l.Bytes, Pattern = l.Shape.Length == 1 ? "broadcast" : "contiguous" }),
        Stores = kernel.Stores.Select(s => new { Node = s.Id, s.Bytes, Pattern = "contiguous" }),
        Tile = kernel.Kind == "contraction" ? "8×48" : null,
        VectorBits = 512,
        Passes = 1,
        Chunks = 4,
        Parallel = true,
        kernel.Flops,
        kernel.BytesRead,
        kernel.BytesWritten,
        Description = $"computes {string.Join(", ", kernel.Nodes.Select(n => n.Op))}.",
        Code = kernel.Kind == "library" ? (int?)null : index,
    };

    private static string Code(SyntheticKernel kernel) =>
        $"// {{kernel}}\nfor (int i = 0; i < {kernel.Nodes[^1].Shape[0]}; i += 8)\n{{\n    var x = Load(\"a\", i); /* a row */\n    "
        + $"Store(x + 1.5f);\n}}\n";

    private static IEnumerable<object> Fusion(SyntheticNetwork network)
    {
        var kernelOf = network.Kernels.SelectMany((k, i) => k.Nodes.Select(n => (n.Id, i))).ToDictionary(p => p.Id, p => p.i);
        return from v in network.Values
               where kernelOf.ContainsKey(v.Id)
               from input in v.Inputs
               where kernelOf.ContainsKey(input)
               let inside = kernelOf[v.Id] == kernelOf[input]
               let reason = inside ? "fused" : network.Kernels[kernelOf[input]].Kind == "library" ? "library-op" : "operand-of-product"
               select new
               {
                   Producer = input,
                   Consumer = v.Id,
                   From = kernelOf[input],
                   To = kernelOf[v.Id],
                   Fused = inside,
                   Reason = reason,
                   Text = $"%{input} is used by {v.Op}",
                   Bytes = 2 * network.Values[input].Bytes
               };
    }

    private static object Profile(SyntheticNetwork network)
    {
        int count = network.Kernels.Count;
        double start = 0;
        var events = new List<object>();
        for (int i = 0; i < count; i++)
        {
            for (int thread = 0; thread < 2; thread++)
                events.Add(new { Kernel = i, Thread = thread, StartMicroseconds = start, Microseconds = Microseconds(i) / (thread + 1) });
            start += Microseconds(i) + 1;
        }

        return new
        {
            Runs = 50,
            Threads = 2,
            MedianMicroseconds = start,
            MinMicroseconds = start * 0.9,
            PeakGflops,
            PeakGbs,
            Events = events,
            Kernels = Enumerable.Range(0, count)
                .Select(i => new { Kernel = i, MedianMicroseconds = Microseconds(i), MinMicroseconds = Microseconds(i) * 0.9 }),
        };
    }

    private static string Text(object document) => JsonSerializer.Serialize(document, Json);
}
