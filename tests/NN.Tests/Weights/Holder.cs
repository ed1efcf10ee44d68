namespace NeuralJit.NN.Tests.Weights;

/// <summary>A module that has the parameters and states that a table lists by dotted names, and computes nothing.</summary>
internal sealed class Holder : Module
{
    private static readonly string[] States = ["running_mean", "running_var", "num_batches_tracked"];

    public Holder(IEnumerable<(string Name, TensorType Type)> variables)
    {
        foreach (IGrouping<string, (string Name, TensorType Type)> group in variables.GroupBy(v => v.Name.Split('.')[0]))
        {
            (string Name, TensorType Type)[] inner =
                [.. group.Select(v => (v.Name[Math.Min(v.Name.Length, group.Key.Length + 1)..], v.Type))];
            if (inner is not [("", var type)])
            {
                Child(group.Key, new Holder(inner));
            }
            else if (States.Contains(group.Key))
            {
                State(group.Key, TensorData.Zeros(type));
            }
            else
            {
                Parameter(group.Key, TensorData.Zeros(type));
            }
        }
    }

    protected override Node Compute(Node x) => x;
}
