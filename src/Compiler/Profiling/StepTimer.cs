using System.Diagnostics;

namespace NeuralJit.Compilation;

/// <summary>Takes the time of every step of the runs that it watches.</summary>
internal sealed unsafe class StepTimer : IStepObserver
{
    private const int ClockReadings = 1000;

    private readonly double[][] times;
    private readonly double clock = TimeOfClock();
    private int run = -1;

    /// <summary>Makes a timer for a number of steps and runs.</summary>
    public StepTimer(int steps, int runs)
    {
        times = new double[steps][];
        for (int i = 0; i < steps; i++)
        {
            times[i] = new double[runs];
        }
    }

    /// <summary>Begins the next run.</summary>
    public void NextRun() => run++;

    /// <summary>The times of a step in microseconds, one for each run; what reading the clock takes is not in them.</summary>
    public double[] Of(int step) => times[step];

    /// <inheritdoc/>
    public void Run(int number, BoundStep step, RunContext context, nint* arguments, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        step.Run(context, arguments, threads);
        times[number][run] = Math.Max(0, Stopwatch.GetElapsedTime(start).TotalMicroseconds - clock);
    }

    private static double TimeOfClock()
    {
        double least = double.MaxValue;
        for (int i = 0; i < ClockReadings; i++)
        {
            long start = Stopwatch.GetTimestamp();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        return least;
    }
}
