using System.Collections.Concurrent;
using System.Diagnostics;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// Records which thread ran which piece of which step, and when. Library kernels are one piece, whichever threads they use.
/// </summary>
internal sealed unsafe class PieceRecorder : IStepObserver
{
    private readonly ConcurrentQueue<(int Step, int Thread, string? ThreadName, long Start, long End)> pieces = [];
    private readonly long begin = Stopwatch.GetTimestamp();
    private readonly int caller = Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void Run(int number, BoundStep step, RunContext context, nint* arguments, int threads)
    {
        BoundStep wrapped = step.Wrap(body => Recorded(number, body));
        if (!ReferenceEquals(wrapped, step))
        {
            wrapped.Run(context, arguments, threads);
            return;
        }
        long start = Stopwatch.GetTimestamp();
        step.Run(context, arguments, threads);
        Add(number, start);
    }

    /// <summary>The threads that took part, the caller first.</summary>
    public IReadOnlyList<string> Threads() =>
        [.. Ordered().Select(p => p.Thread == caller ? "caller" : p.ThreadName ?? $"thread {p.Thread}")];

    /// <summary>The pieces in the order in which they began.</summary>
    public IReadOnlyList<ProfilePiece> Pieces()
    {
        int[] threads = [.. Ordered().Select(p => p.Thread)];
        return [.. pieces.OrderBy(p => p.Start).Select(p => new ProfilePiece(p.Step, Array.IndexOf(threads, p.Thread),
            Stopwatch.GetElapsedTime(begin, p.Start).TotalMicroseconds, Stopwatch.GetElapsedTime(p.Start, p.End).TotalMicroseconds))];
    }

    private IEnumerable<(int Thread, string? ThreadName)> Ordered() =>
        pieces.Select(p => (p.Thread, p.ThreadName)).Distinct().OrderBy(p => p.Thread != caller)
            .ThenBy(p => p.ThreadName, StringComparer.Ordinal).ThenBy(p => p.Thread);

    private ChunkBody Recorded(int number, ChunkBody body) => (state, first, end) =>
    {
        long start = Stopwatch.GetTimestamp();
        body(state, first, end);
        Add(number, start);
    };

    private void Add(int step, long start)
    {
        long end = Stopwatch.GetTimestamp();
        pieces.Enqueue((step, Environment.CurrentManagedThreadId, Thread.CurrentThread.Name, start, end));
    }
}
