namespace NeuralJit.Compilation;

/// <summary>For how long the values of a program are needed.</summary>
internal static class Lifetimes
{
    /// <summary>The first and the last of the steps that read or write each value.</summary>
    public static Dictionary<Node, (int First, int Last)> Of(IReadOnlyList<Step> steps)
    {
        var lives = new Dictionary<Node, (int First, int Last)>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Node node in steps[i].Reads.Concat(steps[i].Writes))
            {
                lives[node] = (lives.TryGetValue(node, out var life) ? life.First : i, i);
            }
        }
        return lives;
    }
}
