namespace NeuralJit.Cli;

/// <summary>What the command line says of a model: <c>classifier:size=16:batch=8</c>, or the path of a file.</summary>
/// <param name="Name">The model's name or the file.</param>
/// <param name="Options">Options as <c>name=value</c>, without the batch.</param>
/// <param name="Batch">Samples per call.</param>
internal sealed record ModelSpec(string Name, IReadOnlyList<string> Options, int Batch)
{
    private const int MostSamples = 65536;

    /// <summary>The class of a module of the user's own, or null.</summary>
    public string? Type { get; init; }

    /// <summary>The shape of a sample of such a module, perhaps with its element type, or null.</summary>
    public string? Input { get; init; }

    /// <summary>The loss of such a module.</summary>
    public string Loss { get; init; } = UserModel.MeanSquaredError;

    /// <summary>Reads a model and adds options that were given apart.</summary>
    /// <exception cref="InvalidDataException">The batch is no number of samples.</exception>
    public static ModelSpec Parse(string text, IEnumerable<string> options, int batch)
    {
        string[] parts = text.Split(':');
        if (Specimen.Find(parts[0]) is null && (Specimen.IsFile(text) || GraphFile.IsFile(text)))
        {
            // A file's path may hold colons.
            parts = [text];
        }
        string[] all = [.. parts.Skip(1), .. options];
        const string Batch = "batch=";
        foreach (string given in all.Where(o => o.StartsWith(Batch, StringComparison.Ordinal)))
        {
            if (!NumberText.TryRead(given.AsSpan(Batch.Length), out batch) || batch is < 1 or > MostSamples)
            {
                throw new InvalidDataException(
                    $"model {parts[0]}: batch needs a whole number from 1 to {MostSamples}, got '{given[Batch.Length..]}'");
            }
        }
        return new ModelSpec(parts[0], [.. all.Where(o => !o.StartsWith(Batch, StringComparison.Ordinal))], batch);
    }
}
