using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Random numbers: a stream for each place, a step for each run, and the same in every mode.</summary>
internal sealed class RandomTests
{
    private static readonly TensorData Ones = TensorData.From([40, 50], [.. Enumerable.Repeat(1f, 2000)]);

    private static readonly bool[] Modes = [true, false];

    [Test]
    public void Two_equal_dropouts_differ([ValueSource(nameof(Modes))] bool generate)
    {
        TensorData[] y = Compiled(generate, RandomState.Create(1)).RunOnRubbish(Ones);
        Assert.That(Comparison.ErrorOf(y[0], y[1]), Is.GreaterThan(0.5));
        Assert.That(y[0].Span<float>().ToArray().Average(), Is.EqualTo(1).Within(0.15));
    }

    [Test]
    public void One_dropout_differs_from_step_to_step([ValueSource(nameof(Modes))] bool generate)
    {
        State random = RandomState.Create(1);
        CompiledProgram program = Compiled(generate, random);
        TensorData first = program.RunOnRubbish(Ones)[0], second = program.RunOnRubbish(Ones)[0];
        Assert.That(Comparison.ErrorOf(first, second), Is.GreaterThan(0.5));
        Assert.That(random.Value.Span<ulong>()[1], Is.EqualTo(2));
    }

    [Test]
    public void Every_mode_draws_the_same_numbers_for_the_same_seed_and_step()
    {
        for (ulong step = 0; step < 3; step++)
        {
            State State() => At(5, step);
            State interpreted = State();
            TensorData[] expected = Interpreter.Run(Programs.Trace(Draw, [Ones.Type], interpreted, training: true), Ones);
            Assert.That(interpreted.Value.Span<ulong>()[1], Is.EqualTo(step), "the interpreter does not step by itself");
            TensorData[][] others =
                [Compiled(true, State()).RunOnRubbish(Ones), Compiled(false, State()).RunOnRubbish(Ones), Eager(State())];
            foreach (TensorData[] other in others)
            {
                Comparison.AssertSameBits(other[0], expected[0]);
                Comparison.AssertSameBits(other[1], expected[1]);
                Comparison.AssertClose(other[2], expected[2]);
            }
        }
    }

    [Test]
    public void Every_width_draws_the_same_numbers()
    {
        TensorData[][] drawn = [.. Programs.Widths.Select(bits =>
            Compiler.Compile(Programs.Trace(Draw, [Ones.Type], RandomState.Create(5), training: true),
                new CompileOptions { VectorBits = bits }).RunOnRubbish(Ones))];
        foreach (TensorData[] other in drawn)
        {
            Comparison.AssertSameBits(other[2], drawn[0][2]);
        }
    }

    [Test]
    public void Seeds_differ()
    {
        TensorData a = Compiled(true, RandomState.Create(1)).RunOnRubbish(Ones)[0],
            b = Compiled(true, RandomState.Create(2)).RunOnRubbish(Ones)[0];
        Assert.That(Comparison.ErrorOf(a, b), Is.GreaterThan(0.5));
    }

    [Test]
    public void Functions_that_share_a_state_share_its_steps_and_others_have_their_own()
    {
        State random = RandomState.Create(4);
        CompiledFunction Function(State? state) =>
            Compiler.Compile(x => x + Node.RandomUniform([40, 50]), new CompileOptions { Random = state });
        CompiledFunction first = Function(random), second = Function(random), own = Function(null), ownToo = Function(null);
        TensorData a = first.For(Ones.Type).RunOnRubbish(Ones)[0], b = second.For(Ones.Type).RunOnRubbish(Ones)[0];
        Assert.That(random.Value.Span<ulong>()[1], Is.EqualTo(2));
        Assert.That(Comparison.ErrorOf(a, b), Is.GreaterThan(0));
        Assert.That(Comparison.ErrorOf(own.For(Ones.Type).RunOnRubbish(Ones)[0], ownToo.For(Ones.Type).RunOnRubbish(Ones)[0]),
            Is.GreaterThan(0), "fresh seeds");
    }

    [Test]
    public void Specialisations_of_a_function_go_on_with_its_steps()
    {
        State random = RandomState.Create(4);
        CompiledFunction function = Compiler.Compile(x => x + Node.RandomUniform([3]), new CompileOptions { Random = random });
        function.For([1, 3]).RunOnRubbish(Samples.Uniform([1, 3]));
        function.For([2, 3]).RunOnRubbish(Samples.Uniform([2, 3]));
        Assert.That(random.Value.Span<ulong>()[1], Is.EqualTo(2));
    }

    [Test]
    public void Every_state_that_a_program_draws_from_steps_and_one_that_it_sets_is_as_set([Values] bool generate)
    {
        State first = RandomState.Create(1), second = RandomState.Create(2), set = RandomState.Create(3);
        var type = new TensorType(DType.Float32, [5]);
        using GraphTrace trace = GraphTrace.Symbolic();
        Node[] drawn = [.. ((State[])[first, second, set]).Select((state, i) => Node.Apply(new RandomUniform(type, i), state.Read()))];
        trace.Update(set, Node.From<ulong>([2], [7, 70]));
        Graph graph = Graph.Create([], drawn, [.. trace.Updates]);
        CompiledProgram program = Compiler.Compile(graph, new CompileOptions { GenerateCode = generate });
        TensorData[] once = program.RunOnRubbish(), again = program.RunOnRubbish();
        Assert.That((first.Value.Span<ulong>()[1], second.Value.Span<ulong>()[1]), Is.EqualTo((2UL, 2UL)));
        Assert.That(set.Value.Span<ulong>().ToArray(), Is.EqualTo((ulong[])[7, 70]));
        for (int i = 0; i < once.Length; i++)
        {
            Assert.That(Comparison.ErrorOf(once[i], again[i]), Is.GreaterThan(0), $"state {i} draws others");
        }
    }

    [Test]
    public void A_program_that_draws_nothing_does_not_step()
    {
        State random = RandomState.Create(4);
        Compiler.Compile(x => x * 2, new CompileOptions { Random = random }).For([3]).RunOnRubbish(Samples.Uniform([3]));
        Assert.That(random.Value.Span<ulong>()[1], Is.Zero);
    }

    // Two dropouts of the same input, and something computed from both and from normal numbers.
    private static Node[] Draw(Node[] x)
    {
        var dropout = new Dropout(0.4);
        Node a = dropout.Forward(x[0]), b = dropout.Forward(x[0]);
        return [a, b, ((a - b) * Node.RandomNormal([50])).Sum(1)];
    }

    private static CompiledProgram Compiled(bool generate, State random) =>
        Compiler.Compile(Programs.Trace(Draw, [Ones.Type], random, training: true), new CompileOptions { GenerateCode = generate });

    private static TensorData[] Eager(State random)
    {
        using GraphTrace trace = GraphTrace.Eager(training: true, random);
        return [.. Draw([Node.Constant(Ones)]).Select(n => n.Data)];
    }

    private static State At(long seed, ulong step)
    {
        State random = RandomState.Create(seed);
        random.Data.Span<ulong>()[1] = step;
        return random;
    }
}
