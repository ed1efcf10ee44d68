namespace NeuralJit.Fuzz;

/// <summary>One way to grow a graph: makes a value out of those that a draft has.</summary>
/// <param name="Names">The public methods and operators that it calls, by which a law finds those that no recipe calls.</param>
/// <param name="Make">Makes the value; null where nothing fits.</param>
/// <param name="Weight">How often it is taken, relative to others.</param>
internal sealed record Recipe(string Names, Func<Draft, Node?> Make, int Weight = 2)
{
    /// <summary>The name by which it is asked for.</summary>
    public string Name => Names.Split(' ')[0];
}
