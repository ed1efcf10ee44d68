using System.Globalization;
using System.Numerics;
using System.Reflection;
using NeuralJit.NN;
using NeuralJit.Training;
using Module = NeuralJit.NN.Module;

namespace NeuralJit.Cli;

/// <summary>
/// A built-in model with all that is needed to use it again; in a weights file, the texts under <c>neuraljit.</c> hold it.
/// </summary>
/// <param name="Entry">Which model.</param>
/// <param name="Options">How it was made.</param>
/// <param name="Module">The model.</param>
/// <param name="Normalization">How images become its inputs.</param>
/// <param name="ImageSize">Height and width of the images that it was trained on.</param>
internal sealed record SavedModel(ModelEntry Entry, ModelOptions Options, Module Module, Normalization Normalization, Shape ImageSize)
{
    /// <summary>What the names of such files end in, where the tool tells files by their names.</summary>
    public const string Extension = ".safetensors";

    private const string ModelKey = "neuraljit.model", OptionsKey = "neuraljit.options", MeanKey = "neuraljit.mean",
        DeviationKey = "neuraljit.deviation",
        SizeKey = "neuraljit.image", ClassesKey = "neuraljit.classes", VersionKey = "neuraljit.version", TrainingKey = "neuraljit.training";

    /// <summary>How many classes it tells apart.</summary>
    public int Classes => Entry.Takes(ModelOption.Classes) ? Options.Classes : Entry.Classes;

    /// <summary>Makes a model with random weights.</summary>
    public static SavedModel Create(ModelEntry entry, ModelOptions options, Normalization normalization, Shape imageSize) =>
        new(entry, options, entry.Create(options), normalization, imageSize);

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or no such file.</exception>
    public static SavedModel Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (!file.Metadata.ContainsKey(ModelKey))
        {
            throw new InvalidDataException(
                $"{path}: the file does not say which model it holds ({ModelKey} in its metadata), so it was not " +
                "written by 'neuraljit train'; load its weights in code, with Load of the module that they belong to");
        }
        try
        {
            ModelEntry entry = ModelCatalog.Find(file.Metadata[ModelKey]);
            ModelOptions options = ModelOptions.Parse(entry, Text(file, OptionsKey).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            entry.CheckFits(file, options);
            var normalization = new Normalization(
                Number<float>(file, MeanKey, Text(file, MeanKey), float.IsFinite, "a number"),
                Number<float>(file, DeviationKey, Text(file, DeviationKey), v => v > 0 && float.IsFinite(v), "a number above 0"));
            SavedModel model = Create(entry, options, normalization, Shape.Create(
                [.. Text(file, SizeKey).Split(',').Select(e => Number<int>(file, SizeKey, e, v => v > 0, "whole numbers above 0"))]));
            model.Module.Load(file);
            return model;
        }
        catch (GraphException error)
        {
            throw new InvalidDataException(
                error.Message.StartsWith(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes the model, with a text that tells how it was trained.</summary>
    public void Save(string path, string training)
    {
        string version = typeof(Module).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        Module.Save(path, new Dictionary<string, string>
        {
            [ModelKey] = Entry.Name,
            [OptionsKey] = Options.ToString(),
            [ClassesKey] = Classes.ToString(CultureInfo.InvariantCulture),
            [SizeKey] = string.Join(',', ImageSize),
            [MeanKey] = Normalization.Mean.ToString("R", CultureInfo.InvariantCulture),
            [DeviationKey] = Normalization.Deviation.ToString("R", CultureInfo.InvariantCulture),
            [TrainingKey] = training,
            [VersionKey] = version.Split('+')[0],
        });
    }

    /// <summary>What training makes small and evaluation measures.</summary>
    public Objective Objective() => new(Module, new CrossEntropyLoss(), Metric.Accuracy);

    /// <summary>Reads the held-out images of a folder.</summary>
    /// <exception cref="InvalidDataException">They are malformed, or not such as the model was trained on.</exception>
    public ImageSet ReadTest(string path, string folder)
    {
        ImageSet test = ImageSet.ReadTest(folder);
        if (!test.Images.Shape.Skip(1).SequenceEqual(ImageSize))
        {
            throw new InvalidDataException($"{folder}: the images have {test.Images.Shape[1]} x {test.Images.Shape[2]} pixels, " +
                $"the model of {path} was trained on {string.Join(" x ", ImageSize)}");
        }
        test.CheckLabels(Classes);
        return test;
    }

    private static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? text)
        ? text
        : throw new InvalidDataException($"{file.Path}: its metadata has no {key}");

    private static T Number<T>(SafetensorsFile file, string key, string text, Predicate<T> fits, string need)
        where T : struct, INumberBase<T> =>
        NumberText.TryRead(text, out T value) && fits(value)
            ? value
            : throw new InvalidDataException($"{file.Path}: {key} in its metadata must be {need}, got '{text}'");
}
