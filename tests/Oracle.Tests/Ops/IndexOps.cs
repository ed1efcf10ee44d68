namespace NeuralJit.Oracle.Tests;

/// <summary>Reading and writing by index.</summary>
internal static class IndexOps
{
    public static OpRows All => new OpRows
    {
        { "shape/gather", c => c["x"].Gather(c.Int(99, "dim", 0), c["i"]) },
        { "shape/index_select", c => c["x"].Take(c["i"], c.Int(99, "dim", 0)) },
        { "shape/scatter_add", c => c["x"].Scatter(c.Int(99, "dim", 0), c["i"], Narrowed(c["s"], c["i"].Shape), ScatterMode.Add) },
        { "shape/index_add", c => c["x"].ScatterRows(c["i"], c["s"], c.Int(99, "dim", 0), ScatterMode.Add) },
        { "shape/embedding", c =>
            c.Has(99, "padding_idx") ? throw new UnsupportedCaseException("a row without gradient") : c["w"].Take(c["i"]) },
        { "opinfo/gather", c => c[0].Gather(c.Int(1, "dim", 0), c[2]) },
        { "opinfo/index_select", c => c[0].Take(c[2], c.Int(1, "dim", 0)) },
        { "opinfo/scatter", c => c[0].Scatter(c.Int(1, "dim", 0), c[2], c[3]) },
        { "opinfo/scatter_add", c => c[0].Scatter(c.Int(1, "dim", 0), c[2], Narrowed(c[3], c[2].Shape), ScatterMode.Add) },
        { "opinfo/index_add", c => c[0].ScatterRows(c[2], c[3] * c.Number("alpha", 1), c.Int(1, "dim", 0), ScatterMode.Add) },
        { "nn.functional.embedding", c => c[0].Take(c[1]) },
    };

    // torch.scatter_add reads only as many updates as there are indices.
    private static Node Narrowed(Node x, Shape shape)
    {
        for (int i = 0; i < shape.Rank; i++)
        {
            x = x.Narrow(i, 0, shape[i]);
        }
        return x;
    }
}
