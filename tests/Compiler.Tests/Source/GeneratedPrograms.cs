using System.Globalization;
using System.Reflection;

namespace NeuralJit.Compilation.Tests;

/// <summary>Runs a program that was compiled from its C# file.</summary>
internal delegate void GeneratedRun(TensorData[] inputs, TensorData[] outputs);

/// <summary>Makes such a program for its variables.</summary>
internal delegate GeneratedRun GeneratedFactory(
    Variable[] variables, IReadOnlyDictionary<string, TensorData>? constants, OpCatalog? catalog = null);

/// <summary>Programs as C# files, compiled together.</summary>
internal static class GeneratedPrograms
{
    /// <summary>The classes of the programs' files, in order.</summary>
    public static GeneratedFactory[] Compile(IReadOnlyList<CompiledProgram> programs)
    {
        string[] names = [.. programs.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"Program{i}"))];
        return Compile(names, programs.Select((p, i) => p.ToCSharp(names[i])));
    }

    /// <summary>The classes of the files.</summary>
    public static GeneratedFactory[] Compile(IReadOnlyList<string> classes, IEnumerable<string> files)
    {
        // Spans cannot be passed by reflection.
        string makers = string.Concat(classes.Select(name => $$"""
                public static Action<TensorData[], TensorData[]> {{name}}(Variable[] variables, IReadOnlyDictionary<string, TensorData>? constants, OpCatalog? catalog)
                {
                    var program = new global::{{name}}(variables, constants, catalog);
                    return (inputs, outputs) => program.Run(inputs, outputs);
                }

            """));
        Type type = CSharp.Load(
            [.. files, $"using System;\nusing System.Collections.Generic;\nusing NeuralJit;\npublic static class Makers\n{{\n{makers}}}\n"])
            .GetType("Makers")!;
        return [.. classes.Select(name => Factory(type.GetMethod(name)!))];
    }

    private static GeneratedFactory Factory(MethodInfo maker)
    {
        var make = maker.CreateDelegate<
            Func<Variable[], IReadOnlyDictionary<string, TensorData>?, OpCatalog?, Action<TensorData[], TensorData[]>>>();
        return (variables, constants, catalog) => make(variables, constants, catalog).Invoke;
    }
}
