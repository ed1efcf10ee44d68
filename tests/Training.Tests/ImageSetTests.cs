using NeuralJit.Tests;

namespace NeuralJit.Training.Tests;

/// <summary>Folders of images: what belongs together, and what does not.</summary>
public sealed class ImageSetTests
{
    [Test]
    public void Reads_images_and_labels_and_normalises_them()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train10k-images-idx3-ubyte", IdxFolder.File(0x08, [2, 1, 2], 0, 255, 51, 102));
        folder.Write("train10k-labels-idx1-ubyte.gz", IdxFolder.Compress(IdxFolder.File(0x08, [2], 1, 0)));
        ImageSet images = ImageSet.ReadTraining(folder["."]);
        Normalization normalization = Normalization.Of(images.Images);
        Dataset data = images.Normalize(normalization);
        float mean = 0.4f, deviation = MathF.Sqrt((0.16f + 0.36f + 0.04f + 0) / 4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((images.Count, images.CountClasses()), Is.EqualTo((2, 2)));
            Assert.That(normalization.Mean, Is.EqualTo(mean).Within(1e-6));
            Assert.That(normalization.Deviation, Is.EqualTo(deviation).Within(1e-6));
            Assert.That(data.Inputs.Type, Is.EqualTo(new TensorType(DType.Float32, [2, 1, 1, 2])));
            Assert.That(data.Inputs.Span<float>().ToArray(),
                Is.EqualTo((float[])[-mean / deviation, 0.6f / deviation, -0.2f / deviation, 0]).Within(1e-6));
            Assert.That(data.Targets.Span<long>().ToArray(), Is.EqualTo((long[])[1, 0]));
        }
    }

    [Test]
    public void Images_of_one_colour_become_zeros()
    {
        TensorData images = TensorData.From<byte>([1, 2, 2], [7, 7, 7, 7]);
        Assert.That(Normalization.Of(images).Apply(images).Span<float>().ToArray(), Has.All.EqualTo(0f).Within(1e-7));
    }

    [TestCase("none", "expected one file t10k*-images-idx3-ubyte or t10k*-images-idx3-ubyte.gz, found none")]
    [TestCase("several", "found 2: t10k-images-idx3-ubyte, t10k-images-idx3-ubyte.gz")]
    [TestCase("no labels", "expected one file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz, found none")]
    [TestCase("other count", "t10k-labels-idx1-ubyte: 3 labels, but 2 images in t10k-images-idx3-ubyte")]
    [TestCase("no images", "expected images, u8 of (n, height, width) with n of at least 1, got u8[0,1,2]")]
    [TestCase("labels as images", "expected images, u8 of (n, height, width) with n of at least 1, got u8[2]")]
    [TestCase("images as labels", "expected labels, u8 of (n), got u8[2,1]")]
    [TestCase("damaged", "t10k-images-idx3-ubyte: not a valid IDX file")]
    public void Says_what_is_wrong_with_a_folder(string problem, string reason)
    {
        const string Images = "t10k-images-idx3-ubyte", Labels = "t10k-labels-idx1-ubyte";
        using var folder = new TemporaryFolder();
        byte[] images = IdxFolder.File(0x08, [2, 1, 2], 1, 2, 3, 4), labels = IdxFolder.File(0x08, [2], 0, 1);
        images = problem switch
        {
            "no images" => IdxFolder.File(0x08, [0, 1, 2]),
            "labels as images" => labels,
            "damaged" => images[..^1],
            _ => images,
        };
        labels = problem switch
        {
            "other count" => IdxFolder.File(0x08, [3], 0, 1, 2),
            "images as labels" => IdxFolder.File(0x08, [2, 1], 0, 1),
            _ => labels,
        };
        if (problem != "none")
        {
            folder.Write(Images, images);
        }
        if (problem == "several")
        {
            folder.Write(Images + ".gz", IdxFolder.Compress(images));
        }
        if (problem != "no labels")
        {
            folder.Write(Labels, labels);
        }
        Assert.That(() => ImageSet.ReadTest(folder["."]), Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason));
    }

    [Test]
    public void A_folder_that_is_not_there_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => ImageSet.ReadTest(folder["none"]), Throws.InstanceOf<IOException>().With.Message.Contains("none"));
    }

    [Test]
    public void Labels_outside_the_classes_are_refused_with_their_number()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t10k-images-idx3-ubyte", IdxFolder.File(0x08, [4, 1, 1], 1, 2, 3, 4));
        folder.Write("t10k-labels-idx1-ubyte", IdxFolder.File(0x08, [4], 0, 1, 255, 2));
        ImageSet images = ImageSet.ReadTest(folder["."]);
        Assert.That(() => images.CheckLabels(2), Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains("t10k-labels-idx1-ubyte: label 2 is 255, outside of the 2 classes 0 to 1"));
        Assert.That(
            () => images.CountClasses(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("label 2 is 255, but no label is 3"));
        images.CheckLabels(256);
    }

    [Test]
    public void MNIST_is_read()
    {
        string folder = SharedFolder.Find("data", "mnist");
        ImageSet training = ImageSet.ReadTraining(folder), test = ImageSet.ReadTest(folder);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((training.Count, test.Count, training.CountClasses()), Is.EqualTo((10_000, 10_000, 10)));
            Assert.That(test.Labels.Span<long>()[..5].ToArray(), Is.EqualTo((long[])[7, 2, 1, 0, 4]));
            Assert.That(training.Images.Type.ToString(), Is.EqualTo("u8[10000,28,28]"));
            Assert.That(Normalization.Of(training.Images).Mean, Is.EqualTo(0.13).Within(0.005));
        }
    }
}
