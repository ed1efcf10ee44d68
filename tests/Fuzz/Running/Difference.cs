namespace NeuralJit.Fuzz;

/// <summary>That an engine did not do what it should.</summary>
/// <param name="Engine">The engine, or the check, that found it.</param>
/// <param name="What">What differs, in a few lines.</param>
internal sealed record Difference(string Engine, string What)
{
    public override string ToString() => $"{Engine}: {What}";
}
