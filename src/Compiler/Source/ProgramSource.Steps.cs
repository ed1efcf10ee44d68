using System.Globalization;

namespace NeuralJit.Compilation;

/// <content>What a run does.</content>
internal sealed partial class ProgramSource
{
    private void WriteRun()
    {
        Graph graph = program.Graph;
        code.Blank();
        code.Line("/// <summary>The most threads that a run uses.</summary>");
        code.Line(
            $"public int Threads {{ get; set; }} = "
            + $"{(program.Threads == int.MaxValue ? "int.MaxValue" : CSharpTypes.Literal(program.Threads))};");
        code.Blank();
        code.Line(
            "/// <summary>Runs once: writes the outputs, which share no memory with the inputs, and changes the variables that are "
            + "updated.</summary>");
        code.Open("public void Run(ReadOnlySpan<TensorData> inputs, ReadOnlySpan<TensorData> outputs)");
        code.Line("Check(ReadOnlySpan<ReadOnlyTensor>.CastUp(inputs), inputTypes, \"input\");");
        code.Line("Check(ReadOnlySpan<ReadOnlyTensor>.CastUp(outputs), outputTypes, \"output\");");
        if (program.Prepare.Count > 0)
        {
            code.Open("if (!IsPrepared)");
            code.Line("Prepare();");
            code.Close();
        }
        Locals(graph.Inputs, "x", "inputs");
        Locals(graph.Outputs, "y", "outputs");
        WriteSteps(program.Program);
        foreach (Update update in graph.Updates)
        {
            code.Line($"{names.NameOf(update.Variable)}.MarkChanged();");
        }
        foreach (State random in program.Random)
        {
            code.Line($"RandomState.Advance((State){names.NameOf(random)});");
        }
        code.Lines("KeepAlive(inputs);\nKeepAlive(outputs);\nGC.KeepAlive(this);");
        code.Close();
    }

    private void Locals(ReadOnlySpan<Node> nodes, string name, string list)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            code.Line($"nint {name}{i} = {list}[{i}].Address; // {CodeText.OneLine(Describe(nodes[i]))}");
        }
    }

    private void WritePrepare()
    {
        if (program.Prepare.Count == 0)
        {
            return;
        }
        code.Blank();
        string[] terms = ["wasPrepared", .. versioned.Select((v, i) => $"versions[{i}] == {names.NameOf(v)}.Version")];
        code.List("private bool IsPrepared => ", SourceTypes.Separated(terms, " && "), ";");
        code.Blank();
        code.Line("/// <summary>Computes what depends on parameters alone; a run does it when one has changed.</summary>");
        code.Open("public void Prepare()");
        code.Line("wasPrepared = false;");
        for (int i = 0; i < versioned.Count; i++)
        {
            code.Line($"versions[{i}] = {names.NameOf(versioned[i])}.Version;");
        }
        WriteSteps(program.Prepare);
        code.Line("wasPrepared = true;");
        code.Line("GC.KeepAlive(this);");
        code.Close();
    }

    private void WriteSteps(IReadOnlyList<Step> steps)
    {
        if (steps.Any(s => s is not KernelStep))
        {
            code.Line("using ThreadLimit limit = WorkerPool.Limit(Threads);");
        }
        if (steps.Any(s => s is KernelStep))
        {
            code.Line("Span<long> a = table.Span<long>();");
        }
        for (int i = 0; i < steps.Count; i++)
        {
            code.Blank();
            switch (steps[i])
            {
                case KernelStep step:
                    code.Comment($"{i}: {step.Call.Description}");
                    WriteCall(step.Call, step.Code);
                    break;
                case LibraryStep library:
                    code.Comment($"{i}: {library.Node.Op.Name} {library.Node.Type}");
                    code.List($"{OpOf(library.Node.Op)}.Evaluate([",
                        SourceTypes.Separated(library.FittedOperands().Select(o => View(o.Source, o.Layout)), ", "),
                        $"], {View(library.Node, Layout.Dense(library.Node.Shape))});");
                    break;
                case AssignStep assign:
                    code.Comment($"{i}: the new value of {QuotedText.Quote(assign.Variable.Name)}");
                    code.Line(
                        $"{OpOf(new Copy())}.Evaluate(["
                        + $"{View(assign.Source, assign.Layout)}], {names.NameOf(assign.Variable)}.Value.View);");
                    break;
            }
        }
        code.Blank();
    }

    /// <summary>Fills the table, first what is known, then the addresses, and runs the kernel.</summary>
    private void WriteCall(KernelCall call, CompiledKernel compiled)
    {
        code.List("((ReadOnlySpan<long>)[",
            SourceTypes.Separated(call.Arguments.Select(a => a.ToString(CultureInfo.InvariantCulture)), ", "), "]).CopyTo(a);");
        foreach (AddressArgument address in call.Addresses)
        {
            string what = CodeText.OneLine($"{Describe(address.Source)} ({compiled.Arguments[address.Slot]})");
            code.Line($"a[{address.Slot}] = {SourceTypes.Plus(names.AddressOf(address.Source), address.ByteOffset)}; // {what}");
        }
        string chunks = call.Chunks.ToString(CultureInfo.InvariantCulture), kernel = kernels[compiled];
        code.Line(call.IsParallel
            ? $"WorkerPool.Shared.Run({kernel}, table.Address, {chunks}, Threads);"
            : $"{kernel}(table.Address, 0, {chunks});");
    }

    private static string Describe(Node node) => node.Op switch
    {
        VariableRead read => $"{node.Type} {QuotedText.Quote(read.Variable.Name)}",
        InputOp input => $"{node.Type} {QuotedText.Quote(input.Label)}",
        _ => $"{node.Type} {node.Op.Name}",
    };

    private string View(Node source, Layout layout) =>
        $"new TensorView({names.AddressOf(source)}, DType.{source.DType}, layout{layouts[SourceTypes.Layout(layout)]})";

    private string OpOf(Op op) => $"op{ops[OpText.Print(op)]}";

    private void WriteHelpers()
    {
        code.Blank();
        code.Lines("""
            private static void Check(ReadOnlySpan<ReadOnlyTensor> given, ReadOnlySpan<TensorType> expected, string what)
            {
                if (given.Length != expected.Length)
                {
                    throw new GraphException($"expected {expected.Length} {what}s, got {given.Length}");
                }
                for (int i = 0; i < given.Length; i++)
                {
                    if (given[i].Type != expected[i])
                    {
                        throw new ShapeException($"{what} {i} is {expected[i]}, got {given[i].Type}");
                    }
                }
            }

            private static void KeepAlive(ReadOnlySpan<TensorData> tensors)
            {
                foreach (TensorData tensor in tensors)
                {
                    GC.KeepAlive(tensor);
                }
            }
            """);
        if (names.Constants.Any(SourceConstants.IsGiven))
        {
            code.Blank();
            code.Lines("""
                private static TensorData Given(IReadOnlyDictionary<string, TensorData>? constants, string hash, TensorType type) =>
                    constants is not null && constants.TryGetValue(hash, out TensorData? data) && data.Type == type
                        ? data
                        : throw new GraphException($"expected the constant {hash} {type}; save it with ConstantFile.Save and pass what ConstantFile.Load gives");
                """);
        }
        if (names.Constants.Any(c => !SourceConstants.IsGiven(c) && !SourceConstants.IsWrittenOut(c)))
        {
            code.Blank();
            code.Lines(SourceConstants.Helpers);
        }
        code.Blank();
    }
}
