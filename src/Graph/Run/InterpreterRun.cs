using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>One run of an <see cref="InterpreterPlan"/>.</summary>
internal readonly ref struct InterpreterRun
{
    private readonly InterpreterPlan plan;
    private readonly Storage[] workspace;
    private readonly ReadOnlySpan<TensorData> inputs;

    public InterpreterRun(InterpreterPlan plan, Storage[] workspace, ReadOnlySpan<TensorData> inputs)
    {
        this.plan = plan;
        this.workspace = workspace;
        this.inputs = inputs;
    }

    /// <summary>Computes all values.</summary>
    public void Compute()
    {
        ReadOnlySpan<Node> nodes = plan.Graph.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (plan.Slots[i] >= 0)
            {
                Node node = nodes[i];
                var views = new TensorView[node.Inputs.Length];
                for (int k = 0; k < views.Length; k++)
                {
                    views[k] = ViewOf(node.Inputs[k]);
                }
                node.Op.Evaluate(views, View(i));
            }
        }
    }

    /// <summary>The value of a node.</summary>
    public TensorView ViewOf(Node node) => View(plan.NumberOf(node));

    /// <summary>Writes all new values; those that look at a variable's own memory are copied first, because updates are simultaneous.</summary>
    public void ApplyUpdates()
    {
        ReadOnlySpan<Update> updates = plan.Graph.Updates;
        var values = new TensorData?[updates.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int number = plan.NumberOf(updates[i].Value);
            if (plan.Slots[plan.Owners[number]] < 0)
            {
                values[i] = TensorData.Uninitialized(updates[i].Value.Type);
                StridedCopying.Copy(View(number), values[i]!.View);
            }
        }
        for (int i = 0; i < values.Length; i++)
        {
            StridedCopying.Copy(values[i]?.View ?? ViewOf(updates[i].Value), updates[i].Variable.Value.View);
            updates[i].Variable.MarkChanged();
        }
        GC.KeepAlive(values);
    }

    private TensorView View(int number)
    {
        int owner = plan.Owners[number];
        Node node = plan.Graph.Nodes[owner];
        nint address = node.Op switch
        {
            InputOp => InputAddress(owner, node),
            VariableRead read => read.Variable.Value.Address,
            ConstantOp constant => constant.Data.Address,
            _ => workspace[plan.Slots[owner]].Address,
        };
        return new TensorView(address, plan.Graph.Nodes[number].DType, plan.Layouts[number]);
    }

    // A graph's inputs are its first nodes.
    private nint InputAddress(int number, Node input) => number < inputs.Length
        ? inputs[number].Address
        : throw new GraphException($"run: input \"{input.Name}\" {input.Type} was not given a value");
}
