namespace NeuralJit.Tests;

/// <summary>
/// A trace belongs to the thread, and to the code, that opened it: whatever leaves either is told so, and nothing stays current behind.
/// </summary>
internal sealed class TraceThreadTests
{
    private const string Remedy = "without await";

    [Test]
    public void A_trace_disposed_on_another_thread_is_an_error_and_ends()
    {
        GraphTrace trace = GraphTrace.Eager();
        int here = Environment.CurrentManagedThreadId;
        Exception? error = Elsewhere.Run(trace.Dispose, out int there);
        Assert.That(error, Is.TypeOf<GraphException>());
        Assert.That(error!.Message,
            Does.Contain($"opened on thread {here}").And.Contain($"disposed on thread {there} (elsewhere)").And.Contain(Remedy));
        Assert.That(GraphTrace.Current, Is.Null);
        Assert.That(Node.Scalar(1).Value, Is.Null, "what comes later is not eager");
        Assert.That(trace.Dispose, Throws.Nothing, "it was ended");
    }

    [Test]
    public async Task After_an_await_nodes_are_refused_on_both_threads()
    {
        var awaited = new TaskCompletionSource();
        Task<Exception?[]> method = Forgetful(awaited.Task);
        // The method has gone on to wait, and its trace is still open on this thread.
        Assert.That(() => Node.Scalar(1),
            Throws.TypeOf<GraphException>().With.Message.Contains("an eager trace is open on thread").And.Message.Contains(Remedy));
        new Thread(awaited.SetResult).Start();
        Exception?[] errors = await method.ConfigureAwait(false);
        foreach (Exception? error in errors)
        {
            Assert.That(error, Is.TypeOf<GraphException>());
            Assert.That(error!.Message, Does.Contain(Remedy).And.Match(@"thread \d+"));
        }
    }

    [Test]
    public async Task Code_that_opens_a_trace_of_its_own_under_that_of_others_is_refused_again_after_it()
    {
        var awaited = new TaskCompletionSource();
        Task method = Forgetful(awaited.Task);
        using (GraphTrace own = GraphTrace.Eager())
        {
            Assert.That((Node.Scalar(1) + 1).Item<float>(), Is.EqualTo(2));
            Assert.That(Elsewhere.Run(own.Dispose, out _), Is.TypeOf<GraphException>());
            Assert.That(() => Node.Scalar(1), Throws.TypeOf<GraphException>().With.Message.Contains("not for this code"));
        }
        using (GraphTrace.Eager())
        {
        }
        Assert.That(() => Node.Scalar(1), Throws.TypeOf<GraphException>().With.Message.Contains("not for this code"));
        new Thread(awaited.SetResult).Start();
        await method.ConfigureAwait(false);
    }

    [Test]
    public void The_thread_of_a_trace_left_behind_is_free_again()
    {
        Exception? error = Elsewhere.Run(() =>
        {
            var awaited = new TaskCompletionSource();
            Task<Exception?[]> method = Forgetful(awaited.Task);
            new Thread(awaited.SetResult).Start();
            method.GetAwaiter().GetResult();
            Assert.That(GraphTrace.Current, Is.Null);
            using GraphTrace trace = GraphTrace.Eager();
            Assert.That((Node.Scalar(1) + 1).Item<float>(), Is.EqualTo(2));
        }, out _);
        Assert.That(error, Is.Null);
    }

    [Test]
    public async Task A_piece_without_await_works_before_and_after_one()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.That(await Sum(i).ConfigureAwait(false), Is.EqualTo(i + 1));
            await Task.Yield();
        }

        static Task<float> Sum(int i)
        {
            using GraphTrace trace = GraphTrace.Eager();
            return Task.FromResult((Node.Scalar(i) + 1).Item<float>());
        }
    }

    [Test]
    public void A_node_used_across_traces_names_the_thread_that_made_it()
    {
        Node? made = null;
        Elsewhere.Run(() => made = Node.Input("x", [2]), out int there);
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(() => made! + 1, Throws.TypeOf<GraphException>().With.Message.Contains($"on thread {there}")
            .And.Message.Contains($"on thread {Environment.CurrentManagedThreadId}"));
        Assert.That(() => made!.Data, Throws.TypeOf<GraphException>().With.Message.Contains($"on thread {there}"));
    }

    [Test]
    public void A_trace_used_on_another_thread_is_an_error()
    {
        var state = new State(TensorData.From([1], 1), "s");
        using GraphTrace trace = GraphTrace.Eager();
        Node value = Node.From<float>(2);
        using EagerScope scope = trace.Scope();
        foreach (Action use in new Action[]
            {
                () => trace.Update(state, value), () =>
                    trace.Read(state), () => trace.Scope(), () => trace.Enter("m"), () => trace.Resume(), scope.Dispose,
            })
        {
            Assert.That(Elsewhere.Run(use, out int there)?.Message, Does.Contain($"thread {Environment.CurrentManagedThreadId}"));
        }
        Assert.That(state.Value.Item<float>(), Is.EqualTo(1));
    }

    [Test]
    public void Threads_started_under_a_trace_open_their_own()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        float seen = 0;
        Exception? error = Elsewhere.Run(() =>
        {
            using GraphTrace own = GraphTrace.Eager();
            seen = (Node.Scalar(1) + 1).Item<float>();
        }, out _);
        Assert.That(error, Is.Null);
        Assert.That(seen, Is.EqualTo(2));
        Assert.That(Elsewhere.Run(() => Node.Scalar(1), out _)?.Message, Does.Contain("symbolic trace that is open on thread"));
    }

    [Test]
    public void Scopes_disposed_out_of_order_are_an_error_and_both_end()
    {
        using GraphTrace trace = GraphTrace.Eager();
        EagerScope outer = trace.Scope(), inner = trace.Scope();
        Node x = Node.Scalar(1) + 1;
        Assert.That(outer.Dispose, Throws.TypeOf<GraphException>().With.Message.Contains("reverse order"));
        Assert.That(inner.Dispose, Throws.Nothing);
        Assert.That(() => x.Data, Throws.TypeOf<GraphException>().With.Message.Contains("released"));
        using EagerScope next = trace.Scope();
        Assert.That((Node.Scalar(1) + 1).Item<float>(), Is.EqualTo(2));
    }

    // Opens a trace, awaits, and goes on as if it held: gives what making a node and disposing the trace threw.
    private static async Task<Exception?[]> Forgetful(Task awaited)
    {
        GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1, 2);
        await awaited.ConfigureAwait(false);
        return [Elsewhere.ErrorOf(() => _ = x + 1), Elsewhere.ErrorOf(trace.Dispose)];
    }
}
