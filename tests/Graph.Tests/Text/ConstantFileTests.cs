using System.Text;

namespace NeuralJit.Tests;

/// <summary>The file that keeps the large constants of a graph's text.</summary>
internal sealed class ConstantFileTests
{
    private string folder = "";

    private string Path => System.IO.Path.Combine(folder, "graph.constants");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("neuraljit").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Large_constants_are_saved_and_read_by_their_hash()
    {
        Graph graph = Sample();
        ConstantFile.Save(Path, graph);
        IReadOnlyDictionary<string, TensorData> constants = ConstantFile.Load(Path);
        Assert.That(constants, Has.Count.EqualTo(2));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { Path }));
        string text = GraphText.Print(graph);
        Graph again = GraphText.Parse(text, new GraphParseOptions { Constants = constants.GetValueOrDefault });
        Assert.That(GraphText.Print(again), Is.EqualTo(text));
        RoundTrip.AssertSameBits(graph, again, Samples.Uniform([40]));
        ConstantFile.Save(Path, Graph.Create([], [Node.Scalar(1)]));
        Assert.That(ConstantFile.Load(Path), Is.Empty);
    }

    [Test]
    public void The_header_can_be_read_by_people()
    {
        ConstantFile.Save(Path, Sample());
        string header = Encoding.UTF8.GetString(File.ReadAllBytes(Path)).Split("\n\n")[0];
        Assert.That(header,
            Does.Match(@"^NeuralJit constants 1\nsha256:[0-9a-f]{16} (f32\[40\]|i64\[5,4\])\nsha256:[0-9a-f]{16} (f32\[40\]|i64\[5,4\])$"));
    }

    [Test]
    public void A_file_that_cannot_be_written_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Path);
        Assert.That(() => ConstantFile.Save(Path, Sample()), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    [Test]
    public void A_damaged_file_is_refused()
    {
        ConstantFile.Save(Path, Sample());
        byte[] bytes = File.ReadAllBytes(Path);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] flipped = [.. bytes];
            flipped[i] ^= 1;
            AssertRefused(flipped);
            AssertRefused(bytes[..i]);
        }
        AssertRefused([.. bytes, 0]);
        File.WriteAllText(Path, "NeuralJit constants 1\nsha256:0123456789abcdef f32[2000000000]\n\n");
        Assert.That(() => ConstantFile.Load(Path),
            Throws.TypeOf<GraphException>().With.Message.Contains("the header tells of 8000000000 bytes of constants, the file has 0"));
        File.WriteAllText(Path, "NeuralJit constants 1\nsha256:0123456789abcdef u8[2147483647]\n\n");
        Assert.That(() => ConstantFile.Load(Path),
            Throws.TypeOf<GraphException>().With.Message.StartsWith($"\"{Path}\", line 2: u8[2147483647] has 2147483647 elements"));
    }

    private void AssertRefused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        Assert.That(() => ConstantFile.Load(Path), Throws.InstanceOf<GraphException>());
    }

    private static Graph Sample()
    {
        Node x = Node.Input("x", [40]);
        return Graph.Create(
            [x], [x * Node.Constant(Samples.Uniform([40])) * 2, Node.Constant(Samples.Longs([5, 4], -9, 9)), Node.From<float>(1, 2, 3)]);
    }
}
