namespace NeuralJit.Fuzz;

/// <summary>Makes the case of a seed.</summary>
internal sealed class CaseGenerator
{
    private const int MostTries = 80;
    private const int MostGradientNodes = 260;

    private readonly int seed;
    private readonly Recipe? only;
    private readonly Draft draft;
    private readonly List<Node> outputs = [];
    private readonly List<GradientClaim> claims = [];

    private CaseGenerator(int seed, Recipe? only)
    {
        this.seed = seed;
        this.only = only;
        draft = new Draft(seed);
    }

    /// <summary>The case of a seed; half of its values by one recipe, if that is given.</summary>
    public static FuzzCase Make(int seed, Recipe? only = null) => new CaseGenerator(seed, only).Make();

    private FuzzCase Make()
    {
        State random = RandomState.Create(seed);
        random.Data.Span<ulong>()[1] = (ulong)draft.Random.Next(3);
        using GraphTrace trace = GraphTrace.Symbolic(training: false, random);
        int kind = draft.Random.Next(20);
        Grow(kind switch
        {
            < 9 =>
            draft.Random.Next(3, 22),
            < 14 => draft.Random.Next(2, 8),
            < 16 => draft.Random.Next(1, 4),
            _ => draft.Random.Next(2, 12)
        });
        if (kind is >= 9 and < 18)
        {
            Differentiate();
        }
        if (kind is 14 or 15 && claims.Count > 0)
        {
            DifferentiateTwice();
        }
        if (kind >= 16)
        {
            Update(trace);
        }
        ChooseOutputs(hasUpdates: kind >= 16);
        return Finish(trace, random);
    }

    private void Grow(int steps)
    {
        int[] weights = [.. Recipes.Families.Select(_ => draft.Of(0, 1, 1, 1, 3, 6))];
        Recipe[] menu = [.. Recipes.Families.SelectMany(
            (family, i) => family.SelectMany(r => Enumerable.Repeat(r, r.Weight * Math.Max(weights[i], draft.OneIn(3) ? 1 : 0))))];
        menu = menu.Length == 0 ? [.. Recipes.All] : menu;
        // Leaves that a recipe asked for do not count.
        for (int tries = 0, made = 0; tries < MostTries && made < steps; tries++)
        {
            Recipe recipe = only is not null && draft.OneIn(2) ? only : menu[draft.Random.Next(menu.Length)];
            if (recipe.Make(draft) is { } node && draft.Accept(node))
            {
                made++;
            }
        }
    }

    private void Differentiate()
    {
        Node[] candidates = [.. draft.Values.Where(n => n.DType.IsComputeFloat && n.Op is not (InputOp or VariableRead or ConstantOp))];
        Node[] targets = [.. draft.Values.Where(n => n.DType.IsFloat && n.Op is InputOp or VariableRead && n.DType.IsFloat).Take(8)];
        if (candidates.Length == 0 || targets.Length == 0)
        {
            return;
        }
        Node[] ys = [.. Enumerable.Range(0, draft.Of(1, 1, 2))
            .Select(_ => candidates[Math.Max(draft.Random.Next(candidates.Length), draft.Random.Next(candidates.Length))]).Distinct()];
        // Now and then a value in the middle, whose gradient is asked for like a leaf's.
        Node middle = candidates[draft.Random.Next(candidates.Length)];
        Claim(ys, draft.OneIn(4) && !ys.Contains(middle) ? [.. targets, middle] : targets);
    }

    private void DifferentiateTwice()
    {
        GradientClaim first = claims[0];
        Node[] slopes = [.. first.Gradients.OfType<Node>().Where(g => g.DType.IsComputeFloat).Take(2)];
        if (slopes.Length > 0)
        {
            Claim(slopes, [.. first.Targets.Where(t => t.Op is InputOp or VariableRead)]);
        }
    }

    private void Claim(Node[] ys, Node[] targets)
    {
        Node[] seeds =
            [.. ys.Select(y => draft.OneIn(3) ? y.FilledLike(1) : Node.Constant(SampleData.Of(y.Type, draft.Random, special: false)))];
        Node?[] gradients = Gradients.TryOf(ys, seeds, targets);
        Node[] found = [.. gradients.OfType<Node>()];
        if (found.Length == 0 || TopologicalOrder.Of(found, stop: null).Length > MostGradientNodes || !found.All(draft.IsSmall))
        {
            return;
        }
        claims.Add(new GradientClaim(ys, seeds, targets, gradients));
        outputs.AddRange(found.Where(g => !draft.OneIn(4)));
        foreach (Node gradient in found.Where(_ => draft.OneIn(3)))
        {
            draft.Accept(gradient);
        }
    }

    // Each state gets a value that was computed, something near its own, another state's, or another view of itself.
    private void Update(GraphTrace trace)
    {
        Variable[] states = [.. draft.Updatable];
        draft.Random.Shuffle(states);
        foreach (Variable state in states.Take(4))
        {
            Node own = draft.Values.First(n => n.Op is VariableRead read && ReferenceEquals(read.Variable, state));
            Node? slope = claims.SelectMany(c => c.Targets.Zip(c.Gradients)).FirstOrDefault(p => ReferenceEquals(p.First, own)).Second;
            Node[] fitting = [.. draft.Values.Where(v => v.Type == state.Type)];
            Node value = draft.Random.Next(8) switch
            {
                0 or 1 when slope is not null && own.DType.IsComputeFloat => own - slope * 0.125,
                2 when own.DType.IsComputeFloat => own * 0.5 + fitting[draft.Random.Next(fitting.Length)] * 0.5,
                3 when own.Rank > 0 => own.Flip(draft.Axis(own)),
                3 or 4 when own.Rank > 1 && own.T.Type == own.Type => own.T,
                5 or 6 when own.DType.IsComputeFloat && own.Rank <= 4 => own * 0.5 + draft.CrossedSum(own) * 0.125,
                _ => fitting[draft.Random.Next(fitting.Length)],
            };
            if (draft.IsSmall(value))
            {
                trace.Update(state, value);
                ReadBoth(own, value);
            }
        }
    }

    // A step's length and the like: what needs the new value and the old one must be computed before the one is written over the other.
    private void ReadBoth(Node old, Node value)
    {
        if (old.DType.IsComputeFloat && draft.Of(value * old, (value - old).Square(), old - value, old) is var both && draft.OneIn(2)
            && draft.Accept(both))
        {
            outputs.Add(both);
        }
    }

    private void ChooseOutputs(bool hasUpdates)
    {
        Node[] values = [.. draft.Values];
        int count = hasUpdates && GraphTrace.Current!.Updates.Count > 0 && draft.OneIn(3) ? 0 : draft.Random.Next(1, 4);
        if (values.Length == 0)
        {
            values = [draft.Float()];
        }
        for (int i = 0; i < count && values.Length > 0; i++)
        {
            outputs.Add(values[Math.Max(draft.Random.Next(values.Length), draft.Random.Next(values.Length))]);
        }
        if (count > 0)
        {
            outputs.Add(values[^1]);
        }
        // The one signature that tensors of System.Numerics are accepted for.
        if (count > 0 && draft.OneIn(6))
        {
            outputs.RemoveRange(0, outputs.Count - 1);
            return;
        }
        if (outputs.Count > 0 && draft.OneIn(5))
        {
            outputs.Add(outputs[draft.Random.Next(outputs.Count)]);
        }
        if (draft.OneIn(6) && values.FirstOrDefault(v => v.Op is InputOp or VariableRead or ConstantOp) is { } leaf)
        {
            outputs.Add(draft.OneIn(2) || leaf.Rank == 0 ? leaf : leaf.Flip(0));
        }
    }

    private FuzzCase Finish(GraphTrace trace, State random)
    {
        var used = TopologicalOrder.Of([.. outputs, .. trace.Updates.Select(u => u.Value)], stop: null)
            .ToHashSet<Node>(ReferenceEqualityComparer.Instance);
        var inputs = draft.Inputs.Where(i => used.Contains(i.Node) || draft.OneIn(8)).ToList();
        Graph graph = Graph.Create([.. inputs.Select(i => i.Node)], [.. outputs], [.. trace.Updates]);
        Variable[] variables = [.. draft.Variables, random];
        return new FuzzCase(
            seed, graph, [.. inputs.Select(i => i.Data)], variables.ToDictionary(v => v, v => v.Value.Clone()), random, claims);
    }
}
