using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Times the model compiled and in eager mode: the same code, the same numbers.</summary>
internal static class SpeedBars
{
    private const int BarWidth = 20;

    /// <summary>
    /// Measures and writes a bar for each piece of work. Works on models of its own, so that the trained one stays as it is.
    /// </summary>
    public static void Show(DemoSettings settings, Dataset training)
    {
        int batch = Math.Min(settings.BatchSize, training.Count);
        Dataset one = training.Select([0]), data = training.Select([.. Enumerable.Range(0, batch)]);
        (string What, Measurement Compiled, Measurement Eager)[] rows =
        [
            ("1 image", CompiledForward(settings, one), EagerForward(settings, one)),
            (Text($"{batch} images"), CompiledForward(settings, data), EagerForward(settings, data)),
            ("training step", CompiledStep(settings, data), EagerStep(settings, data)),
        ];
        double most = rows.Max(r => r.Eager.Microseconds / r.Compiled.Microseconds);
        Terminal.Line("              compiled      eager  compiled is faster        bytes allocated");
        foreach ((string what, Measurement compiled, Measurement eager) in rows)
        {
            double factor = eager.Microseconds / compiled.Microseconds;
            string bar = new('█', Math.Max(1, (int)Math.Round(factor / most * BarWidth)));
            string times = Text($"{what,-13}{compiled.Microseconds,6:F1} µs {eager.Microseconds,7:F1} µs  {Text($"{factor:F1}×"),-6}");
            Terminal.Line(times + Text($"{bar,-BarWidth} {compiled.Bytes:N0}, eager {eager.Bytes:N0}").TrimEnd());
        }
    }

    private static Measurement CompiledForward(DemoSettings settings, Dataset samples) =>
        ModelTimes.Forward(
            Compiler.Compile(new DigitClassifier(settings.Seed).Model.Forward, settings.Compile).For(samples.Inputs.Shape), samples.Inputs);

    private static Measurement EagerForward(DemoSettings settings, Dataset samples) =>
        ModelTimes.EagerForward(new DigitClassifier(settings.Seed).Model, samples.Inputs);

    private static Measurement CompiledStep(DemoSettings settings, Dataset samples)
    {
        DigitClassifier classifier = new(settings.Seed);
        return ModelTimes.Step(
            new TrainingStep(classifier.Objective, classifier.Optimizer, settings.Compile), samples.Inputs, samples.Targets);
    }

    private static Measurement EagerStep(DemoSettings settings, Dataset samples)
    {
        DigitClassifier classifier = new(settings.Seed);
        return ModelTimes.Step(new EagerTrainingStep(classifier.Objective, classifier.Optimizer), samples.Inputs, samples.Targets);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
