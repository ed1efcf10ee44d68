using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Compilations and runs can be counted, timed and traced by the platform's tools. Programs are told apart by names that nothing else uses.
/// </summary>
[NonParallelizable]
internal sealed class TelemetryTests
{
    private static readonly TensorData X = Samples.Uniform([3, 4]);

    [Test]
    public void Runs_and_compilations_are_counted_and_timed()
    {
        CompiledFunction function = Named("counted", x => x.Tanh());
        List<(string Instrument, double Value, string? Reason)> seen = Measure("counted", () =>
        {
            function.For(X.Type).RunOnRubbish(X);
            function.For(X.Type).RunOnRubbish(X);
            function.For([5, 4]);
        });
        Assert.That(Sum(seen, "neuraljit.runs"), Is.EqualTo(2));
        Assert.That(seen.Count(s => s.Instrument == "neuraljit.run.duration" && s.Value > 0), Is.EqualTo(2));
        Assert.That(Sum(seen, "neuraljit.compilations"), Is.EqualTo(2));
        Assert.That(seen.Count(s => s.Instrument == "neuraljit.compile.duration" && s.Value > 0), Is.EqualTo(2));
        Assert.That(seen.Where(s => s.Instrument == "neuraljit.recompiles").Select(s => s.Reason), Is.EqualTo(new[] { "OtherInputs" }));
    }

    [Test]
    public void Arenas_are_counted()
    {
        var bytes = new List<long>();
        using MeterListener listener = Listener("neuraljit.arena.allocated");
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => bytes.Add(value));
        listener.Start();
        CompiledProgram program = Compiler.Compile(x => x.MatMul(x.T).Softmax(1).MatMul(x)).For(X.Type);
        program.RunOnRubbish(X);
        program.RunOnRubbish(X);
        Assert.That(program.Report.ArenaBytes, Is.GreaterThan(0));
        Assert.That(bytes.Count(b => b == program.Report.ArenaBytes), Is.EqualTo(1), "the second run found the arena of the first");
    }

    [Test]
    public void Runs_and_compilations_are_activities_for_whoever_listens()
    {
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        CompiledProgram program = Named("traced", x => x.Tanh()).For(X.Type);
        program.RunOnRubbish(X);
        Activity[] own = [.. ended.Where(a => "traced".Equals(a.GetTagItem("neuraljit.program"))).OrderBy(a => a.StartTimeUtc)];
        Assert.That(own.Select(a => a.OperationName), Is.EqualTo(new[] { "neuraljit.compile", "neuraljit.run" }));
        Assert.That(own[0].GetTagItem("neuraljit.cause"), Is.EqualTo("the first call"));
        Assert.That(own[0].GetTagItem("neuraljit.kernels"), Is.EqualTo(program.Report.Kernels.Count));
    }

    [Test]
    public void A_run_that_fails_fails_its_activity_and_is_not_counted()
    {
        Activity? failed = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => failed = a,
        };
        CompiledProgram program = Named("cancelled", x => x.Tanh()).For(X.Type);
        ActivitySource.AddActivityListener(listener);
        List<(string Instrument, double Value, string? Reason)> seen = Measure("cancelled",
            () => Assert.That(() => program.Run([X], [Programs.Rubbish(X.Type)], new CancellationToken(true)),
                Throws.InstanceOf<OperationCanceledException>()));
        Assert.That(failed?.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(seen, Is.Empty);
    }

    [Test]
    public void Compilations_are_events()
    {
        using var listener = new Events();
        CompiledProgram program = Named("logged", x => x.Tanh()).For(X.Type);
        var broken = new CompileOptions
        {
            Name = "logged",
            Passes = [new Pass("broken", (_, _) => throw new InvalidOperationException("a broken pass"))]
        };
        Assert.That(() => Compiler.Compile(program.Report.Original, broken), Throws.Exception);
        EventWrittenEventArgs[] own = [.. listener.Seen.Where(e => "logged".Equals(e.Payload?[0]))];
        Assert.That(own.Select(e => e.EventName), Is.EqualTo(new[] { "CompileStart", "CompileStop", "CompileStart", "CompileFailed" }));
        Assert.That(own[0].Payload![1], Is.EqualTo("the first call"));
        Assert.That(own[1].Payload![1], Is.EqualTo(program.Report.Kernels.Count));
        Assert.That(own[3].Payload![1], Does.Contain("broken"));
    }

    [Test]
    public void While_nobody_listens_runs_take_the_short_way()
    {
        Assert.That(Telemetry.ListensToRuns, Is.False);
        using (MeterListener listener = Listener("neuraljit.runs"))
        {
            listener.Start();
            Assert.That(Telemetry.ListensToRuns, Is.True);
        }
        Assert.That(Telemetry.ListensToRuns, Is.False);
    }

    private static CompiledFunction Named(string name, Func<Node, Node> function) =>
        Compiler.Compile(function, new CompileOptions { Name = name });

    private static double Sum(List<(string Instrument, double Value, string? Reason)> seen, string instrument) =>
        seen.Where(s => s.Instrument == instrument).Sum(s => s.Value);

    /// <summary>What the instruments record of the program of a name while <paramref name="action"/> runs.</summary>
    private static List<(string Instrument, double Value, string? Reason)> Measure(string program, Action action)
    {
        var seen = new List<(string, double, string?)>();
        using MeterListener listener = Listener(instrument: null);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        action();
        return seen;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> known = new(tags.ToArray());
            if (program.Equals(known.GetValueOrDefault("neuraljit.program")))
            {
                seen.Add((instrument.Name, value, known.GetValueOrDefault("neuraljit.reason") as string));
            }
        }
    }

    private static MeterListener Listener(string? instrument) => new()
    {
        InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == Telemetry.Name && (instrument is null || published.Name == instrument))
            {
                listener.EnableMeasurementEvents(published);
            }
        },
    };

    private sealed class Events : EventListener
    {
        public ConcurrentQueue<EventWrittenEventArgs> Seen { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == Telemetry.Name)
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Seen?.Enqueue(eventData);
    }
}
