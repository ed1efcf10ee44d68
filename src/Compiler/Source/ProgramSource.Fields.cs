using System.Globalization;

namespace NeuralJit.Compilation;

/// <content>What the class holds, and how it is made.</content>
internal sealed partial class ProgramSource
{
    private void WriteFields()
    {
        WriteTypes("inputTypes", program.Graph.Inputs.ToArray().Select(n => n.Type));
        WriteTypes("outputTypes", program.Graph.Outputs.ToArray().Select(n => n.Type));
        WriteTypes("variableTypes", names.Variables.Select(v => v.Type));
        WriteVariables();
        WriteConstants();
        Section("Ops that the library's kernels compute.", ops, (text, i) => $"private readonly Op op{i}; // {CodeText.OneLine(text)}");
        Section("How operands of such ops lie in memory.", layouts, (text, i) => $"private static readonly Layout layout{i} = {text};");
        WritePrepared();
        WriteArena();
        int entries = program.Prepare.Concat(program.Program).OfType<KernelStep>().Select(s => s.Call.Arguments.Length)
            .DefaultIfEmpty(0).Max();
        if (entries > 0)
        {
            code.Blank();
            code.Comment("The argument table of the kernel that runs.");
            code.Line(string.Create(CultureInfo.InvariantCulture, $"private readonly Storage table = Storage.Allocate<long>({entries});"));
        }
    }

    private void WriteTypes(string name, IEnumerable<TensorType> types) =>
        code.List($"private static readonly TensorType[] {name} = [", SourceTypes.Separated(types.Select(SourceTypes.New), ", "), "];");

    private void WriteVariables()
    {
        var updated = program.Graph.Updates.ToArray().Select(u => u.Variable).ToHashSet();
        Section("Parameters and states.", names.Variables, (v, i) =>
            $"private readonly Variable v{i}; // {v.Type} "
            + $"{QuotedText.Quote(v.Name)}"
            + $"{(updated.Contains(v) ? ", updated" : program.Random.Contains(v) ? ", goes to its next step" : "")}");
    }

    private void WriteConstants()
    {
        if (names.Constants.Count == 0)
        {
            return;
        }
        code.Blank();
        code.Comment("Constants.");
        for (int i = 0; i < names.Constants.Count; i++)
        {
            TensorData data = names.Constants[i];
            if (SourceConstants.IsGiven(data))
            {
                code.Line($"private readonly TensorData c{i}; // {data.Type} {ConstantText.HashOf(data)}");
            }
            else
            {
                SourceConstants.Declare(code, data, $"c{i}");
            }
        }
    }

    private void WritePrepared()
    {
        Section("Computed by Prepare when a parameter has changed.", names.Prepared,
            (node, i) => $"private readonly TensorData w{i} = TensorData.Uninitialized({SourceTypes.New(node.Type)}); // {node.Op.Name}");
        if (program.Prepare.Count > 0)
        {
            code.Line(string.Create(CultureInfo.InvariantCulture, $"private readonly long[] versions = new long[{versioned.Count}];"));
            code.Line("private bool wasPrepared;");
        }
    }

    /// <summary>The memory plan: what is alive at the same time lies apart.</summary>
    private void WriteArena()
    {
        if (names.Buffers.Count == 0)
        {
            return;
        }
        Dictionary<Node, (int First, int Last)> lives = Lifetimes.Of(program.Program);
        Section(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The memory of a run: {Math.Max(1, program.Memory.ArenaBytes)} bytes, shared by buffers that are not needed at "
                + $"the same time."),
            names.Buffers,
            (node, i) =>
                $"private nint t{i} => {SourceTypes.Plus("arena.Address", program.Memory[node].Value)}; // {node.Type} {node.Op.Name}, "
                + $"steps {lives[node].First} to {lives[node].Last}");
        code.Line(string.Create(CultureInfo.InvariantCulture,
            $"private readonly Storage arena = Storage.AllocateBytes({Math.Max(1, program.Memory.ArenaBytes)});"));
    }

    private void Section<T>(string comment, IEnumerable<T> items, Func<T, int, string> line)
    {
        string[] lines = [.. items.Select(line)];
        if (lines.Length > 0)
        {
            code.Blank();
            code.Comment(comment);
            Array.ForEach(lines, code.Line);
        }
    }

    private void Section(string comment, Dictionary<string, int> items, Func<string, int, string> line) =>
        Section(comment, items.OrderBy(i => i.Value).Select(i => i.Key), line);

    private void WriteConstructor()
    {
        code.Blank();
        code.Line("/// <summary>Makes the program for its parameters and states.</summary>");
        code.Line(
            $"/// <param name=\"variables\">v0, v1, …: what <c>CompiledProgram.Variables</c> lists ({names.Variables.Count}).</param>");
        code.Line("/// <param name=\"constants\">Large constants by their hash, as <c>ConstantFile.Load</c> gives them.</param>");
        code.Line(
            "/// <param name=\"catalog\">The ops that can be read from text; needed where the program evaluates ops of your own.</param>");
        code.Open(
            $"public {className}(ReadOnlySpan<Variable> variables, IReadOnlyDictionary<string, TensorData>? constants = null, OpCatalog? "
            + $"catalog = null)");
        code.Line("Check(Array.ConvertAll(variables.ToArray(), v => v.Value), variableTypes, \"variable\");");
        for (int i = 0; i < names.Variables.Count; i++)
        {
            code.Line($"v{i} = variables[{i}];");
        }
        foreach ((int i, TensorData data) in names.Constants.Index().Where(c => SourceConstants.IsGiven(c.Item)))
        {
            code.Line($"c{i} = Given(constants, \"{ConstantText.HashOf(data)}\", {SourceTypes.New(data.Type)});");
        }
        foreach ((string text, int i) in ops)
        {
            code.Line($"op{i} = OpText.Parse({QuotedText.Quote(text)}, catalog ?? CompilerOps.Catalog);");
        }
        code.Close();
    }
}
