using NeuralJit.Compilation;

namespace NeuralJit.Cli;

/// <summary>Files of a graph as text, perhaps with a file of constants beside it.</summary>
internal static class GraphFile
{
    private const long LargestText = 256L << 20;

    /// <summary>The file of constants beside a graph's text.</summary>
    public static string ConstantsOf(string path) => path + ".constants";

    /// <summary>Whether a name that is no built-in model's means a file: it is there, or looks like a path.</summary>
    public static bool IsFile(string name) => Specimen.Find(name) is null && !Specimen.IsFile(name) && (Path.Exists(name)
        || name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || Path.HasExtension(name));

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">It is too large to be one.</exception>
    public static string Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        if (file.Length > LargestText)
        {
            throw new InvalidDataException($"{path} has {file.Length} bytes; at most {LargestText} are read");
        }
        // Files of the system's, as those of /proc, have a length of 0.
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        using var reader = new StreamReader(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }

    /// <summary>Compiles the graph of a file.</summary>
    /// <exception cref="InvalidDataException">The text is no graph; the message names the file and the line.</exception>
    public static CompiledProgram Compile(string path, CompileOptions compile)
    {
        string text = Read(path), constants = ConstantsOf(path);
        try
        {
            var options = new GraphParseOptions
            {
                Constants = File.Exists(constants) ? ConstantFile.Load(constants).GetValueOrDefault : null,
            };
            return Compiler.Compile(GraphText.Parse(text, options), compile);
        }
        catch (GraphException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}{Hint(text)}", error);
        }
    }

    private static string Hint(string text)
    {
        if (text.AsSpan().TrimStart().StartsWith('{'))
        {
            return "; reports as JSON go with --diff";
        }
        // The compiler's own ops believe their attributes, which whoever writes a file must not be able to choose.
        bool optimized = CompilerOps.Catalog.Names.Except(OpCatalog.Default.Names)
            .Any(op => text.Contains($" = {op} ", StringComparison.Ordinal));
        return optimized
            ? "; it is an optimised graph, which is for reading only: write the stage 'written' or 'gradients' to read it again"
            : "";
    }
}
