using System.Reflection;
using System.Reflection.Metadata;

namespace NeuralJit;

/// <summary>Finds file and line of a method's IL offset in the portable symbols beside its assembly.</summary>
internal static class SourcePlace
{
    /// <summary>Whether the method belongs to NeuralJit's own libraries or to the runtime.</summary>
    public static bool IsLibrary(MethodBase method)
    {
        Assembly? assembly = method.DeclaringType?.Assembly;
        if (assembly is null || assembly == typeof(object).Assembly)
        {
            return true;
        }
        string name = assembly.GetName().Name ?? "";
        return name is "NeuralJit.Kernels" or "NeuralJit.Graph" or "NeuralJit.Compiler" or "NeuralJit.NN" or "NeuralJit.Training" or "System.Linq";
    }

    /// <summary><c>Mlp.cs:41</c>, or the method's name where there are no symbols.</summary>
    public static string Find(MethodBase method, int offset)
    {
        string fallback = $"{method.DeclaringType?.Name}.{method.Name}";
        try
        {
            return FindLine(method, offset) ?? fallback;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or InvalidOperationException or UnauthorizedAccessException)
        {
            return fallback;
        }
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location means no symbols, which is handled.")]
    private static string? FindLine(MethodBase method, int offset)
    {
        string location = method.Module.Assembly.Location;
        string symbols = location.Length == 0 ? "" : Path.ChangeExtension(location, ".pdb");
        if (!File.Exists(symbols))
        {
            return null;
        }
        using FileStream stream = File.OpenRead(symbols);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        MetadataReader reader = provider.GetMetadataReader();
        var handle = (System.Reflection.Metadata.MethodDefinitionHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.EntityHandle(method.MetadataToken);
        SequencePoint? best = null;
        foreach (SequencePoint point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            if (!point.IsHidden && (point.Offset <= offset || best is null))
            {
                best = point;
            }
        }
        if (best is not { } found)
        {
            return null;
        }
        string file = reader.GetString(reader.GetDocument(found.Document).Name);
        return $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{found.StartLine}";
    }
}
