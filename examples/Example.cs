namespace NeuralJit.Examples;

/// <summary>A program of this project.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Description">What it does, in one line.</param>
/// <param name="Run">Runs it; told the folder of its data, or null.</param>
/// <param name="TakesFolder">Whether it reads data from a folder.</param>
internal sealed record Example(string Name, string Description, Action<string?> Run, bool TakesFolder)
{
    /// <summary>A program that needs no data.</summary>
    public Example(string name, string description, Action run)
        : this(name, description, _ => run(), TakesFolder: false)
    {
    }

    /// <summary>A program that reads data from a folder, or has some of its own.</summary>
    public Example(string name, string description, Action<string?> run)
        : this(name, description, run, TakesFolder: true)
    {
    }
}
