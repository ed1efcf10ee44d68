namespace NeuralJit.Training;

/// <summary>Grey images with the numbers of their classes, as a folder of IDX files holds them.</summary>
public sealed class ImageSet
{
    private const string ImagesEnd = "-images-idx3-ubyte", LabelsEnd = "-labels-idx1-ubyte", Compressed = ".gz";

    private ImageSet(string labelsPath, TensorData images, TensorData labels)
    {
        LabelsPath = labelsPath;
        Images = images;
        Labels = labels;
    }

    /// <summary>The file that the labels come from.</summary>
    public string LabelsPath { get; }

    /// <summary>The pixels, u8 of shape (n, height, width): 0 is paper, 255 is ink.</summary>
    public TensorData Images { get; }

    /// <summary>The class of each image, i64 of shape (n).</summary>
    public TensorData Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Images.Shape[0];

    /// <summary>Reads the training images of a folder: one <c>train*-images-idx3-ubyte[.gz]</c> and its labels.</summary>
    /// <exception cref="InvalidDataException">
    /// There is none or more than one, or the files are malformed or do not belong together.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageSet ReadTraining(string folder) => Read(folder, "train");

    /// <summary>Reads the held-out images of a folder: one <c>t10k*-images-idx3-ubyte[.gz]</c> and its labels.</summary>
    /// <exception cref="InvalidDataException">
    /// There is none or more than one, or the files are malformed or do not belong together.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageSet ReadTest(string folder) => Read(folder, "t10k");

    /// <summary>The number of classes: labels 0, 1, 2, … of which each occurs.</summary>
    /// <exception cref="InvalidDataException">A number is left out, so that it is not clear how many there are.</exception>
    public int CountClasses()
    {
        bool[] occurs = new bool[byte.MaxValue + 2];
        foreach (long label in Labels.Span<long>())
        {
            occurs[label] = true;
        }
        int classes = Array.IndexOf(occurs, false);
        return FindBeyond(classes) is not { } index
            ? classes
            : throw new InvalidDataException(
                $"{LabelsPath}: label {index} is {Labels.Span<long>()[index]}, but no label is {classes}; if that is right, say how many "
                + $"classes there are");
    }

    /// <summary>Checks that each label is that of a class.</summary>
    /// <exception cref="InvalidDataException">One is not; the message has its number.</exception>
    public void CheckLabels(int classes)
    {
        if (FindBeyond(classes) is { } index)
        {
            throw new InvalidDataException(
                $"{LabelsPath}: label {index} is {Labels.Span<long>()[index]}, outside of the {classes} classes 0 to {classes - 1}");
        }
    }

    /// <summary>Inputs f32[n,1,height,width] and targets i64[n].</summary>
    public Dataset Normalize(Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        return new Dataset(normalization.Apply(Images), Labels);
    }

    /// <summary>Some images that follow one another.</summary>
    public ImageSet Range(int first, int count)
    {
        int[] numbers = [.. Enumerable.Range(first, count)];
        Dataset selected = new Dataset(Images, Labels).Select(numbers);
        return new ImageSet(LabelsPath, selected.Inputs, selected.Targets);
    }

    private static ImageSet Read(string folder, string prefix)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string imagesPath = FindOne(folder, prefix + "*" + ImagesEnd);
        string name = Path.GetFileName(imagesPath);
        string labelsPath = FindOne(folder, name[..name.IndexOf(ImagesEnd, StringComparison.Ordinal)] + LabelsEnd);
        TensorData images = IdxFile.Read(imagesPath), labels = IdxFile.Read(labelsPath);
        Expect(images.DType == DType.UInt8 && images.Shape.Rank == 3 && images.Shape.Count > 0, imagesPath,
            $"expected images, u8 of (n, height, width) with n of at least 1, got {images.Type}");
        Expect(labels.DType == DType.UInt8 && labels.Shape.Rank == 1, labelsPath, $"expected labels, u8 of (n), got {labels.Type}");
        Expect(images.Shape[0] == labels.Shape[0], labelsPath, $"{labels.Shape[0]} labels, but {images.Shape[0]} images in {name}");
        return new ImageSet(
            labelsPath, images, TensorData.From<long>(labels.Shape, [.. labels.Span<byte>().ToArray().Select(l => (long)l)]));
    }

    private int? FindBeyond(int classes)
    {
        ReadOnlySpan<long> labels = Labels.Span<long>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
            {
                return i;
            }
        }
        return null;
    }

    private static string FindOne(string folder, string pattern)
    {
        string[] found = [.. Files(folder, pattern).Concat(Files(folder, pattern + Compressed)).Order(StringComparer.Ordinal)];
        return found is [var only]
            ? only
            : throw new InvalidDataException($"{folder}: expected one file {pattern} or {pattern}{Compressed}, found " +
                (found.Length == 0 ? "none" : $"{found.Length}: {string.Join(", ", found.Select(Path.GetFileName))}"));
    }

    private static string[] Files(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{folder}: permission to read the folder is missing", error);
        }
        catch (Exception error) when (error is DirectoryNotFoundException or ArgumentException || File.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder", error);
        }
    }

    private static void Expect(bool condition, string path, string reason)
    {
        if (!condition)
        {
            throw new InvalidDataException($"{path}: {reason}");
        }
    }
}
