using System.Reflection;
using System.Runtime.Loader;

namespace NeuralJit.Cli;

/// <summary>
/// Loads a program of the user's: what it needs comes from beside it, NeuralJit itself from this tool, so that its modules are modules
/// here.
/// </summary>
internal sealed class UserProgram : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver dependencies;

    private UserProgram(string path) => dependencies = new AssemblyDependencyResolver(path);

    /// <summary>The assembly of a file.</summary>
    /// <exception cref="InvalidDataException">The file is no .NET assembly.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static Assembly Load(string path)
    {
        using (InputFile.Open(path))
        {
            // Says what is wrong with the path.
        }
        string whole = Path.GetFullPath(path);
        try
        {
            return new UserProgram(whole).LoadFromAssemblyPath(whole);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw new InvalidDataException($"{path}: this is no .NET assembly for this system", error);
        }
    }

    /// <summary>All classes of an assembly.</summary>
    /// <exception cref="InvalidDataException">It was built with a NeuralJit that is not this one, or needs what is not there.</exception>
    public static Type[] TypesOf(Assembly program, string path)
    {
        try
        {
            return program.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            throw new InvalidDataException($"{path}: {error.LoaderExceptions.FirstOrDefault()?.Message ?? error.Message}", error);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Default.Assemblies.Any(a => a.GetName().Name == assemblyName.Name)
            || assemblyName.Name?.StartsWith("NeuralJit", StringComparison.Ordinal) == true
            ? null
            : dependencies.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
}
