using System.Runtime.CompilerServices;

namespace NeuralJit.Tests;

/// <summary>
/// In whatever order and on whatever threads traces are ended and resumed, the right one is current, and what has ended is let go.
/// </summary>
internal sealed class TraceOrderTests
{
    private readonly ManualResetEventSlim resumedThere = new(), asked = new();

    [OneTimeTearDown]
    public void DisposeEvents()
    {
        resumedThere.Dispose();
        asked.Dispose();
    }

    [Test]
    public void Traces_disposed_out_of_order_are_an_error_and_both_end([Values] bool innerIsSymbolic)
    {
        GraphTrace outermost = GraphTrace.Symbolic(), outer = GraphTrace.Eager(), inner = innerIsSymbolic
            ? GraphTrace.Symbolic()
            : GraphTrace.Eager();
        Assert.That(outer.Dispose, Throws.TypeOf<GraphException>().With.Message.Contains("reverse order"));
        Assert.That(GraphTrace.Current, Is.SameAs(outermost));
        Assert.That(inner.Dispose, Throws.Nothing, "it was ended");
        Assert.That(GraphTrace.Current, Is.SameAs(outermost));
        outermost.Dispose();
        Assert.That(GraphTrace.Current, Is.Null);
    }

    [Test]
    public void What_was_disposed_out_of_order_can_be_resumed_in_any_order([Values] bool innerFirst) => Elsewhere.Soon(() =>
    {
        var parameter = new Parameter(TensorData.From([1], 3), "p");
        GraphTrace outer = GraphTrace.Eager(), inner = GraphTrace.Eager();
        Assert.That(outer.Dispose, Throws.TypeOf<GraphException>());
        GraphTrace first = innerFirst ? inner : outer, second = innerFirst ? outer : inner;
        using (first.Resume())
        {
            Assert.That(parameter.RequiresGradient);
            using (second.Resume())
            {
                Assert.That(parameter.RequiresGradient);
                Assert.That(GraphTrace.Current, Is.SameAs(second));
                Assert.That((parameter.Read() * 2).Item<float>(), Is.EqualTo(6));
                Assert.That(() => first.Resume(), Throws.TypeOf<GraphException>().With.Message.Contains("open on thread"));
            }
            Assert.That(GraphTrace.Current, Is.SameAs(first));
        }
        Assert.That(GraphTrace.Current, Is.Null);
    });

    [Test]
    public void The_outer_trace_holds_after_the_inner_one_was_disposed_on_another_thread([Values] bool outerIsSymbolic)
    {
        GraphTrace outer = outerIsSymbolic ? GraphTrace.Symbolic() : GraphTrace.Eager(), inner = GraphTrace.Eager();
        Assert.That(Elsewhere.Run(inner.Dispose, out _), Is.TypeOf<GraphException>());
        Assert.That(GraphTrace.Current, Is.SameAs(outer));
        Assert.That(Node.Scalar(1).Value is null, Is.EqualTo(outerIsSymbolic));
        outer.Dispose();
        Assert.That(GraphTrace.Current, Is.Null);
    }

    [Test]
    public void The_inner_trace_holds_after_the_outer_one_was_disposed_on_another_thread()
    {
        GraphTrace outermost = GraphTrace.Symbolic(), outer = GraphTrace.Symbolic(), inner = GraphTrace.Eager();
        Assert.That(Elsewhere.Run(outer.Dispose, out _), Is.TypeOf<GraphException>());
        Assert.That(Node.Scalar(1).Value, Is.Not.Null);
        inner.Dispose();
        Assert.That(GraphTrace.Current, Is.SameAs(outermost));
        outermost.Dispose();
    }

    [Test]
    public void A_trace_resumed_on_another_thread_is_not_current_where_it_was_opened()
    {
        GraphTrace trace = GraphTrace.Eager();
        GraphTrace? here = trace;
        Exception? error = Elsewhere.Run(() =>
        {
            Assert.That(trace.Dispose, Throws.TypeOf<GraphException>());
            using ResumedTrace resumed = trace.Resume();
            Assert.That((Node.Scalar(1) + 1).Item<float>(), Is.EqualTo(2));
            resumedThere.Set();
            Assert.That(asked.Wait(TimeSpan.FromSeconds(30)));
        }, out _, meanwhile: () =>
        {
            Assert.That(resumedThere.Wait(TimeSpan.FromSeconds(30)));
            here = GraphTrace.Current;
            asked.Set();
        });
        Assert.That(error, Is.Null);
        Assert.That(here, Is.Null);
    }

    [Test]
    public void A_trace_is_resumed_by_one_of_two_threads()
    {
        GraphTrace trace = GraphTrace.Eager();
        trace.Dispose();
        for (int round = 0; round < 200; round++)
        {
            using var both = new Barrier(2);
            int resumed = 0;
            void Resume()
            {
                both.SignalAndWait();
                Exception? refused = Elsewhere.ErrorOf(() => trace.Resume());
                Interlocked.Add(ref resumed, refused is null ? 1 : 0);
                both.SignalAndWait();
                _ = refused ?? Elsewhere.ErrorOf(trace.Dispose);
            }
            Assert.That(Elsewhere.Run(Resume, out _, meanwhile: Resume), Is.Null);
            Assert.That(resumed, Is.EqualTo(1));
        }
    }

    [Test]
    public void A_resumed_trace_that_is_disposed_twice_leaves_the_next_one_open()
    {
        GraphTrace trace = GraphTrace.Eager();
        trace.Dispose();
        ResumedTrace first = trace.Resume();
        first.Dispose();
        using ResumedTrace second = trace.Resume();
        first.Dispose();
        Assert.That(GraphTrace.Current, Is.SameAs(trace));
    }

    [Test]
    public void Code_that_began_under_a_trace_goes_on_when_it_has_ended()
    {
        GraphTrace trace = GraphTrace.Eager();
        ExecutionContext began = ExecutionContext.Capture()!;
        trace.Dispose();
        using (trace.Resume())
        {
            GraphTrace? seen = trace;
            Assert.That(Elsewhere.Run(() => ExecutionContext.Run(began, _ => seen = GraphTrace.Current, null), out _), Is.Null);
            Assert.That(seen, Is.Null, "the opening under which it began has ended; this is another one");
            Assert.That(() => ExecutionContext.Run(began, _ => Node.Scalar(1), null),
                Throws.TypeOf<GraphException>().With.Message.Contains("not for this code"));
        }
    }

    [TestCase("task")]
    [TestCase("timer")]
    [TestCase("ended elsewhere")]
    [TestCase("nested")]
    public void A_trace_that_was_ended_is_collected_whatever_flowed_from_it(string what)
    {
        using var release = new ManualResetEventSlim();
        (WeakReference trace, object outlives) = Left(what, release);
        for (int i = 0; i < 10 && trace.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.That(trace.IsAlive, Is.False);
        release.Set();
        (outlives as Task)?.Wait();
        (outlives as IDisposable)?.Dispose();
    }

    /// <summary>Opens a trace, starts what outlives it, and ends it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Trace, object Outlives) Left(string what, ManualResetEventSlim release)
    {
        GraphTrace trace = GraphTrace.Eager();
        _ = (Node.Ones([100, 100]) + 1).Exp();
        object outlives = what switch
        {
            "task" => Task.Run(release.Wait),
            "timer" => new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite),
            "nested" => Nested(),
            _ => Elsewhere.Run(trace.Dispose, out int _)!,
        };
        trace.Dispose();
        return (new WeakReference(trace), outlives);

        Task Nested()
        {
            using GraphTrace inner = GraphTrace.Symbolic();
            return Task.Run(release.Wait);
        }
    }
}
