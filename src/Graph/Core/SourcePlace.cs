using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace NeuralJit;

/// <summary>Finds file and line of a method's IL offset in the portable symbols beside its assembly.</summary>
internal static class SourcePlace
{
    // Symbols never change, so remembering what was read of them is not shared state; it goes when the method's assembly does.
    private static readonly ConditionalWeakTable<MethodBase, ConcurrentDictionary<int, SourceLine?>> Known = [];

    /// <summary>Whether the method belongs to NeuralJit's own libraries or to the runtime.</summary>
    /// <param name="method">The method.</param>
    /// <param name="ofNode">Whether classes that are marked with <see cref="OriginOfNodesAttribute"/> do not count.</param>
    public static bool IsLibrary(MethodBase method, bool ofNode)
    {
        Assembly? assembly = method.DeclaringType?.Assembly;
        if (assembly is null || assembly == typeof(object).Assembly)
        {
            return true;
        }
        string name = assembly.GetName().Name ?? "";
        return name is "NeuralJit.Kernels" or "NeuralJit.Graph" or "NeuralJit.Compiler" or "NeuralJit.Training" or "System.Linq"
            || (name == "NeuralJit.NN" && !(ofNode && method.DeclaringType!.IsDefined(typeof(OriginOfNodesAttribute), inherit: false)));
    }

    /// <summary>Whether the method belongs to NeuralJit's tool, whose lines tell its users nothing.</summary>
    public static bool IsTool(MethodBase method) => method.DeclaringType?.Assembly.GetName().Name == "neuraljit";

    /// <summary>The file, as the symbols name it, and the line; null where there are no symbols.</summary>
    public static SourceLine? Find(MethodBase method, int offset) =>
        Known.GetValue(method, static _ => new()).GetOrAdd(offset, static (offset, method) => Read(method, offset), method);

    private static SourceLine? Read(MethodBase method, int offset)
    {
        try
        {
            return FindLine(method, offset);
        }
        catch (Exception error) when (
            error is IOException or BadImageFormatException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(
        "SingleFile", "IL3000", Justification = "An empty location means no symbols, which is handled.")]
    private static SourceLine? FindLine(MethodBase method, int offset)
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
        var handle = (System.Reflection.Metadata.MethodDefinitionHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.EntityHandle(
            method.MetadataToken);
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
        return new SourceLine(reader.GetString(reader.GetDocument(found.Document).Name), found.StartLine);
    }
}
