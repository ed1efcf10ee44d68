using NeuralJit.Compilation;
using NeuralJit.NN;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>A model with what it takes to compile it: types of a batch, a loss and an optimiser.</summary>
internal sealed class Specimen
{
    private const double LearningRate = 2e-3;

    private readonly string name;
    private readonly string options;
    private readonly string optimizer;

    private Specimen(string name, string options, Module model, Loss loss, TensorType input, TensorType target, string optimizer)
    {
        this.name = name;
        this.options = options;
        this.optimizer = optimizer;
        Model = model;
        Input = input;
        Target = target;
        Objective = new Objective(model, loss);
    }

    /// <summary>The models that can be looked at: those of <see cref="ModelCatalog"/>, the demonstration's and an encoder layer.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        .. ModelCatalog.Entries,
        new("demo", "what 'neuraljit demo' trains", [Digits.Side * Digits.Side], Digits.Classes, [], _ =>
            new DigitClassifier(seed: 0).Model),
        new("encoder", "layer of a transformer's encoder", [EncoderOptions.Length, EncoderOptions.Features], 0, EncoderOptions.All,
            EncoderOptions.Create),
    ];

    /// <summary>Whether a name means the file of a model: one that was saved, or a program with a module.</summary>
    public static bool IsFile(string name) =>
        Find(name) is null && Path.GetExtension(name).ToLowerInvariant() is SavedModel.Extension or UserModel.Extension;

    /// <summary>The built-in model of a name, or null.</summary>
    public static ModelEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);

    /// <summary>The model.</summary>
    public Module Model { get; }

    /// <summary>The model and its loss.</summary>
    public Objective Objective { get; }

    /// <summary>The type of a batch.</summary>
    public TensorType Input { get; }

    /// <summary>The type of a batch's targets.</summary>
    public TensorType Target { get; }

    /// <summary>Samples in a batch.</summary>
    public int Batch => Input.Shape[0];

    /// <summary>The model that a specification names: read from its file, or made with random weights.</summary>
    /// <exception cref="InvalidDataException">There is no such model, or it does not take an option.</exception>
    public static Specimen Create(ModelSpec spec, string optimizer)
    {
        string? extension = IsFile(spec.Name) ? Path.GetExtension(spec.Name).ToLowerInvariant() : null;
        if (extension != UserModel.Extension && (spec.Type ?? spec.Input) is { } given)
        {
            throw new InvalidDataException(
                $"'{given}' does not go with {spec.Name}: a class and --input are for programs ({UserModel.Extension})");
        }
        if (extension is not null && spec.Options.Count > 0)
        {
            throw new InvalidDataException($"--option {spec.Options[0]} does not go with {spec.Name}: options are for built-in models");
        }
        return extension switch
        {
            UserModel.Extension => OfProgram(spec, optimizer),
            SavedModel.Extension => OfFile(spec, optimizer),
            _ => OfCatalog(spec, optimizer),
        };
    }

    private static Specimen OfProgram(ModelSpec spec, string optimizer)
    {
        UserModel model = UserModel.Load(spec);
        return new Specimen(model.Module.GetType().Name, "", model.Module, model.Loss, model.Input, model.Target, optimizer);
    }

    private static Specimen OfFile(ModelSpec spec, string optimizer)
    {
        SavedModel saved = SavedModel.Read(spec.Name);
        var input = new TensorType(DType.Float32, [spec.Batch, 1, .. saved.ImageSize]);
        return new Specimen(
            Path.GetFileName(spec.Name), $"{saved.Entry.Name}{(saved.Options.ToString() is { Length: > 0 } options ? " " + options : "")}",
            saved.Module, new CrossEntropyLoss(), input,
            new TensorType(DType.Int64, [spec.Batch]), optimizer);
    }

    private static Specimen OfCatalog(ModelSpec spec, string optimizer)
    {
        ModelEntry entry = Find(spec.Name)
            ?? throw new InvalidDataException(
                $"there is neither a file nor a built-in model '{spec.Name}'; the models are "
                + $"{string.Join(", ", Entries.Select(e => e.Name))}{CommandLine.Meant(spec.Name, Entries.Select(e => e.Name))}");
        try
        {
            ModelOptions options = ModelOptions.Parse(entry, spec.Options);
            Module model = entry.Create(options);
            Shape sample = SampleOf(entry, options);
            var input = new TensorType(DType.Float32, [spec.Batch, .. sample]);
            bool classifies = entry.Classes > 0;
            TensorType target = classifies ? new TensorType(DType.Int64, [spec.Batch]) : input;
            return new Specimen(
                entry.Name, options.ToString(), model, classifies ? new CrossEntropyLoss() : new MSELoss(), input, target, optimizer);
        }
        catch (GraphException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    /// <summary>What is compiled, in words.</summary>
    public string Title(bool train) =>
        $"{name}{(options.Length > 0 ? $" ({options})" : "")} · "
        + $"{(train ? $"training step with {optimizer}" : "inference")} · batch {Batch}";

    /// <summary>The compiled model, or its whole training step.</summary>
    public CompiledProgram Compile(bool train, CompileOptions compile) => train
        ? CompiledStep(compile).For(Input, Target)
        : Compiler.Compile(Model.Forward, compile).For(Input);

    /// <summary>The compiled training step.</summary>
    public TrainingStep CompiledStep(CompileOptions compile) =>
        new(Objective, Optimizers.Create(optimizer, Model.Parameters(), LearningRate), compile);

    /// <summary>The training step op by op.</summary>
    public EagerTrainingStep EagerStep() => new(Objective, Optimizers.Create(optimizer, Model.Parameters(), LearningRate));

    private static Shape SampleOf(ModelEntry entry, ModelOptions options)
    {
        if (entry.Create == EncoderOptions.Create)
        {
            return [options.Integer(EncoderOptions.LengthOption.Name), options.Integer(EncoderOptions.FeaturesOption.Name)];
        }
        Shape sample = entry.InputShape;
        sample = entry.Takes(ModelOption.Channels) ? sample.With(0, options.Channels) : sample;
        return entry.Takes(ModelOption.Size) ? sample.With(1, options.Size).With(2, options.Size) : sample;
    }
}
