namespace NeuralJit.Compilation;

/// <summary>What the memory of each node is called in the source of a program.</summary>
internal sealed class SourceNames
{
    private readonly MemoryMap memory;
    private readonly int inputs;
    private readonly Dictionary<long, string> addresses = [];
    private readonly Dictionary<Node, string> buffers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, int> variables;

    /// <summary>Names everything that the steps of <paramref name="program"/> read and write.</summary>
    public SourceNames(Executor program)
    {
        memory = program.Memory;
        inputs = program.Graph.Inputs.Length;
        Variables = ProgramVariables.Of(program.Graph);
        variables = Variables.Index().ToDictionary(v => v.Item, v => v.Index);
        Constants = [.. program.Prepare.Concat(program.Program).SelectMany(s => s.Reads).Select(n => n.Op).OfType<ConstantOp>()
            .Select(c => c.Data).Distinct()];
        Prepared = [.. program.Prepare.SelectMany(s => s.Writes)];
        Buffers = [.. program.Program.SelectMany(s => s.Writes).Where(n => memory[n].Kind == MemoryKind.Arena)];
        Add(Variables, v => v.Value.Address, i => $"v{i}.Value.Address");
        Add(Constants, c => c.Address, i => $"c{i}.Address");
        Add(Prepared, p => (nint)memory[p].Value, i => $"w{i}.Address");
        for (int i = 0; i < Buffers.Count; i++)
        {
            buffers[Buffers[i]] = $"t{i}";
        }
    }

    /// <summary>Parameters and states: v0, v1, …</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>Constants: c0, c1, …</summary>
    public IReadOnlyList<TensorData> Constants { get; }

    /// <summary>What is prepared: w0, w1, …</summary>
    public IReadOnlyList<Node> Prepared { get; }

    /// <summary>What lies in the arena: t0, t1, …</summary>
    public IReadOnlyList<Node> Buffers { get; }

    /// <summary>The variable's name.</summary>
    public string NameOf(Variable variable) => $"v{variables[variable]}";

    /// <summary>The expression for the address of a node's memory.</summary>
    public string AddressOf(Node node) => memory[node] switch
    {
        { Kind: MemoryKind.Arena } => buffers[node],
        { Kind: MemoryKind.Argument, Value: var number } => number < inputs ? $"x{number}" : $"y{number - inputs}",
        { Value: var address } => addresses[address],
    };

    // What is the same memory (a variable's that an update is written into) has one name.
    private void Add<T>(IReadOnlyList<T> items, Func<T, nint> address, Func<int, string> name)
    {
        for (int i = 0; i < items.Count; i++)
        {
            addresses.TryAdd(address(items[i]), name(i));
        }
    }
}
