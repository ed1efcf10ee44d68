using System.Numerics.Tensors;
using NeuralJit.Compilation;

namespace NeuralJit.Fuzz;

/// <summary>Runs programs on tensors of System.Numerics.Tensors whose elements lie apart and in another order.</summary>
internal static class StridedEdge
{
    private const int Apart = 2;

    /// <summary>
    /// Whether a case has a signature that tensors are accepted for: one or two inputs and one output of one float type, none empty.
    /// </summary>
    public static bool Fits(Graph graph)
    {
        Node[] edge = [.. graph.Inputs, .. graph.Outputs];
        return graph.Inputs.Length is 1 or 2 && graph.Outputs.Length == 1
            && edge.All(n => n.DType == edge[0].DType && n.DType.IsComputeFloat && n.Shape.Count > 0);
    }

    /// <summary>The output of a run.</summary>
    public static TensorData Run(CompiledProgram program, FuzzCase c) =>
        c.Inputs[0].DType == DType.Float32 ? Run<float>(program, c) : Run<double>(program, c);

    private static TensorData Run<T>(CompiledProgram program, FuzzCase c)
        where T : unmanaged
    {
        Tensor<T>[] inputs = [.. c.Inputs.Select(Spread<T>)];
        TensorData y = Engines.Outputs(c.Graph)[0];
        Tensor<T> output = Spread<T>(y);
        if (inputs.Length == 1)
        {
            program.Run<T, T>(inputs[0].AsReadOnlyTensorSpan(), output.AsTensorSpan());
        }
        else
        {
            program.Run<T, T, T>(inputs[0].AsReadOnlyTensorSpan(), inputs[1].AsReadOnlyTensorSpan(), output.AsTensorSpan());
        }
        output.AsReadOnlyTensorSpan().FlattenTo(y.Span<T>());
        return y;
    }

    // Column-major, with a gap after each element.
    private static Tensor<T> Spread<T>(TensorData data)
        where T : unmanaged
    {
        nint[] lengths = data.Shape.Rank == 0 ? [1] : [.. data.Shape.Select(e => (nint)e)], strides = new nint[lengths.Length];
        nint step = Apart;
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = lengths[i] == 1 ? 0 : step;
            step *= lengths[i];
        }
        Tensor<T> tensor = Tensor.Create(new T[step], 0, lengths, strides);
        new ReadOnlyTensorSpan<T>(data.Span<T>().ToArray(), 0, lengths, []).CopyTo(tensor.AsTensorSpan());
        return tensor;
    }
}
