using System.Buffers.Binary;
using System.Text;

namespace NeuralJit.NN.Tests.Weights;

/// <summary>Safetensors files made by hand, right or wrong.</summary>
internal static class RawFile
{
    /// <summary>A file with this header and this many bytes of data.</summary>
    public static byte[] Of(string header, int data) => Of(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file with this header and this many bytes of data; it may claim another length of the header.</summary>
    public static byte[] Of(byte[] header, int data, ulong? claimed = null)
    {
        byte[] file = new byte[sizeof(ulong) + header.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, claimed ?? (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        return file;
    }

    /// <summary>An entry of a header.</summary>
    public static string Entry(string name, string dtype, string shape, string offsets) =>
        $"\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":{offsets}}}";
}
