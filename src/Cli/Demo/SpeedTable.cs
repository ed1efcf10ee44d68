using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>Times the model compiled and in eager mode: the same code, the same numbers.</summary>
internal static class SpeedTable
{
    /// <summary>Measures and writes the table. Works on models of its own, so that the trained one stays as it is.</summary>
    public static void Show(DemoSettings settings, Dataset training)
    {
        Table table = Terminal.Table("what", "batch", "compiled µs", "eager µs", "speed-up", "compiled bytes/call", "eager bytes/call");
        int batch = Math.Min(settings.BatchSize, training.Count);
        foreach (int size in batch == 1 ? [1] : (int[])[1, batch])
        {
            Dataset samples = training.Select([.. Enumerable.Range(0, size)]);
            AddRow(table, "forward", size, CompiledForward(settings, samples), EagerForward(settings, samples));
        }
        Dataset data = training.Select([.. Enumerable.Range(0, batch)]);
        AddRow(table, "training step", batch, CompiledStep(settings, data), EagerStep(settings, data));
        Terminal.Heading("Compiled against eager");
        Terminal.Output.Write(table);
    }

    private static void AddRow(Table table, string what, int batch, Measurement compiled, Measurement eager) => table.AddText(
        what, Text($"{batch}"), Text($"{compiled.Microseconds:F1}"), Text($"{eager.Microseconds:F1}"), Text($"{eager.Microseconds / compiled.Microseconds:F1}"),
        Text($"{compiled.Bytes:N0}"), Text($"{eager.Bytes:N0}"));

    private static Measurement CompiledForward(DemoSettings settings, Dataset samples)
    {
        CompiledProgram program = Compiler.Compile(new DigitClassifier(settings.Seed).Model.Forward, settings.Compile).For(samples.Inputs.Shape);
        TensorData[] inputs = [samples.Inputs];
        TensorData[] outputs = [TensorData.Zeros(program.OutputTypes[0])];
        return Measurement.Of(() => program.Run(inputs, outputs));
    }

    private static Measurement EagerForward(DemoSettings settings, Dataset samples)
    {
        DigitClassifier classifier = new(settings.Seed);
        using GraphTrace trace = GraphTrace.Eager();
        Node input = Node.Constant(samples.Inputs);
        return Measurement.Of(() =>
        {
            using EagerScope scope = trace.Scope();
            classifier.Model.Forward(input);
        });
    }

    private static Measurement CompiledStep(DemoSettings settings, Dataset samples)
    {
        DigitClassifier classifier = new(settings.Seed);
        var step = new TrainingStep(classifier.Objective, classifier.Optimizer, settings.Compile);
        return Measurement.Of(() => step.Run(samples.Inputs, samples.Targets));
    }

    private static Measurement EagerStep(DemoSettings settings, Dataset samples)
    {
        DigitClassifier classifier = new(settings.Seed);
        var step = new EagerTrainingStep(classifier.Objective, classifier.Optimizer);
        return Measurement.Of(() => step.Run(samples.Inputs, samples.Targets));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
