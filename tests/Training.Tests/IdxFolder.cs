using System.Buffers.Binary;
using System.IO.Compression;

namespace NeuralJit.Tests;

/// <summary>IDX files made by hand, and small folders of images that a perceptron can learn.</summary>
internal static class IdxFolder
{
    public const int Side = 8, Classes = 4;

    /// <summary>A file of this element type with these extents and this content.</summary>
    public static byte[] File(byte type, int[] extents, params byte[] content)
    {
        byte[] file = new byte[4 + (4 * extents.Length)];
        file[2] = type;
        file[3] = (byte)extents.Length;
        for (int i = 0; i < extents.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), extents[i]);
        }
        return [.. file, .. content];
    }

    /// <summary>The same, compressed.</summary>
    public static byte[] Compress(byte[] content)
    {
        var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }
        return result.ToArray();
    }

    /// <summary>Writes training and test images: of class k, the k-th quarter of the rows is bright.</summary>
    public static void Write(TemporaryFolder folder, int training, int test)
    {
        Write(folder, "train-small", training, new Random(1), compress: true);
        Write(folder, "t10k", test, new Random(2), compress: false);
    }

    private static void Write(TemporaryFolder folder, string prefix, int count, Random random, bool compress)
    {
        byte[] pixels = new byte[count * Side * Side], labels = new byte[count];
        random.NextBytes(pixels);
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % Classes);
            foreach (ref byte pixel in pixels.AsSpan((i * Side * Side) + (labels[i] * Side * Side / Classes), Side * Side / Classes))
            {
                pixel = (byte)(160 + (pixel % 96));
            }
        }
        byte[] images = File(0x08, [count, Side, Side], pixels);
        folder.Write($"{prefix}-images-idx3-ubyte{(compress ? ".gz" : "")}", compress ? Compress(images) : images);
        folder.Write($"{prefix}-labels-idx1-ubyte", File(0x08, [count], labels));
    }
}
