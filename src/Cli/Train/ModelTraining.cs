using System.Globalization;
using NeuralJit.Compilation;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>Trains a built-in model on a folder of images, saves it, and measures it on the held-out ones.</summary>
internal static class ModelTraining
{
    /// <summary>Runs the training; gives the exit code.</summary>
    public static int Run(TrainSettings settings)
    {
        using var interruption = new Interruption();
        // Better now than after the training.
        OutputFile.Check("--out", settings.Output);
        ImageSet training = ImageSet.ReadTraining(settings.Data), test = ImageSet.ReadTest(settings.Data);
        SavedModel model = Create(settings, training, test);
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{settings.Model.Name} ({model.Options}): {model.Module.ParameterCount:N0} parameters; {training.Count} training images, "
            + $"{test.Count} held out"));

        State random = RandomState.Create(settings.Seed);
        CompileOptions compile = settings.Compile with { Random = random };
        var step = new TrainingStep(
            model.Objective(), Optimizers.Create(settings.Optimizer, model.Module.Parameters(), settings.LearningRate), compile);
        var trainer = new Trainer(step, settings.Compile) { NonFiniteFinder = settings.FindNaN ? new NonFiniteFinder(random) : null };
        Dataset images = training.Normalize(model.Normalization), heldOut = test.Normalize(model.Normalization);
        var options = new FitOptions
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            DropLast = settings.DropLast,
            Seed = settings.Seed,
            ThrowOnDivergence = false,
            Validation = heldOut,
        };
        var best = new BestModel(model, settings);
        FitReport report = new FitDisplay(epochLines: true)
            .Show(progress => trainer.Fit(images, options, best.Watch(progress), interruption.Token));
        switch (report.Outcome)
        {
            case FitOutcome.Interrupted:
                Terminal.Line(
                    string.Create(CultureInfo.InvariantCulture, $"interrupted in epoch {report.Epochs + 1} of {settings.Epochs}; {best}"));
                return Interruption.ExitCode;
            case FitOutcome.Diverged:
                throw new GraphException($"{report.Message}; {best}");
        }
        model.Save(settings.Output, settings.Summary(settings.Epochs));
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{report.Message} in {report.Duration.TotalSeconds:F1} s; wrote {OutputFile.Describe(settings.Output)}"));
        return HeldOut.Show(() => HeldOut.Measure(model, test, settings.Compile, interruption.Token));
    }

    private static SavedModel Create(TrainSettings settings, ImageSet training, ImageSet test)
    {
        if (!test.Images.Shape.Equals(training.Images.Shape.With(0, test.Count)))
        {
            throw new InvalidDataException(
                $"{settings.Data}: the training images are {training.Images.Type}, the held-out ones {test.Images.Type}: of another size");
        }
        ModelOptions options = ModelOptions.Parse(settings.Model, [.. settings.Options, .. OptionsOf(settings, training)]);
        CheckFits(settings, options, training);
        SavedModel model = SavedModel.Create(
            settings.Model, options, Normalization.Of(training.Images), [.. training.Images.Shape.Skip(1)]);
        training.CheckLabels(model.Classes);
        test.CheckLabels(model.Classes);
        model.Module.Initialize(settings.Seed);
        return model;
    }

    /// <summary>
    /// Channels and size are those of the images; a model that was made for others would stop in the middle of its computation.
    /// </summary>
    private static void CheckFits(TrainSettings settings, ModelOptions options, ImageSet training)
    {
        int height = training.Images.Shape[1], width = training.Images.Shape[2];
        if (settings.Model.Takes(ModelOption.Channels) && options.Channels != 1)
        {
            throw new InvalidDataException(
                $"{settings.Data}: the images have 1 channel, and the option says channels={options.Channels}; leave it out");
        }
        if (settings.Model.Takes(ModelOption.Size) && (options.Size != width || options.Size != height))
        {
            throw new InvalidDataException(
                $"{settings.Data}: the images have {height} x {width} pixels, and the option says size={options.Size}; leave it out");
        }
    }

    /// <summary>What the model has to know of the data, where it was not given.</summary>
    private static IEnumerable<string> OptionsOf(TrainSettings settings, ImageSet training)
    {
        bool IsOpen(ModelOption option) =>
            settings.Model.Takes(option) && !settings.Options.Any(o => o.StartsWith(option.Name + "=", StringComparison.Ordinal));
        if (IsOpen(ModelOption.Channels))
        {
            yield return $"{ModelOption.Channels.Name}=1";
        }
        if (IsOpen(ModelOption.Size))
        {
            int height = training.Images.Shape[1], width = training.Images.Shape[2];
            yield return height == width
                ? $"{ModelOption.Size.Name}={width}"
                : throw new InvalidDataException(
                    $"{settings.Data}: {settings.Model.Name} takes square images, these have {height} x {width} pixels");
        }
        if (IsOpen(ModelOption.Classes))
        {
            yield return $"{ModelOption.Classes.Name}={training.CountClasses()}";
        }
    }
}
