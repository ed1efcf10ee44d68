using System.Diagnostics;
using NeuralJit.Compilation;

namespace NeuralJit.Bench;

/// <summary>A computation to time, with a name and a definition that it shares with the peers' scripts.</summary>
/// <param name="Group">inference, training or micro.</param>
/// <param name="Name">The name in every result file.</param>
/// <param name="Flops">Floating-point operations of one call where that means something, else 0.</param>
/// <param name="Prepare">Makes fresh inputs and weights, the same ones each time.</param>
internal sealed record Workload(string Group, string Name, double Flops, Func<Problem> Prepare)
{
    /// <summary>The ways in which a workload runs.</summary>
    public static string[] Modes { get; } = ["compiled", "eager"];

    /// <summary>
    /// Training steps after which the losses of the modes are still compared. A rounding error grows with every step, in some networks by a
    /// factor of a thousand.
    /// </summary>
    public int ComparedSteps { get; init; } = 40;

    /// <summary>Makes the workload ready to run in one mode.</summary>
    public Run Start(string mode, CompileOptions options) => Start(mode, options, out _);

    /// <summary>Makes the workload ready to run in one mode; tells how long that took once inputs and weights were there.</summary>
    public Run Start(string mode, CompileOptions options, out TimeSpan time)
    {
        Problem problem = Prepare();
        long start = Stopwatch.GetTimestamp();
        Run run = mode == "compiled" ? problem.Compile(options with { Name = Name }) : problem.RunEagerly();
        time = Stopwatch.GetElapsedTime(start);
        return run;
    }
}

/// <summary>Inputs, weights and the function of a workload, before anything has run.</summary>
internal abstract class Problem
{
    /// <summary>Compiles the function for these inputs.</summary>
    public abstract Run Compile(CompileOptions options);

    /// <summary>Prepares to evaluate the function op by op.</summary>
    public abstract Run RunEagerly();
}

/// <summary>A workload in one mode, ready to be called again and again.</summary>
internal abstract class Run : IDisposable
{
    /// <summary>The compiled program, or null.</summary>
    public virtual CompiledProgram? Program => null;

    /// <summary>Whether calls change the weights, so that they are put back between batches.</summary>
    public virtual bool Trains => false;

    /// <summary>What is timed.</summary>
    public abstract void Call();

    /// <summary>Puts the weights back and takes one step; not timed.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>A copy of the last call's results.</summary>
    public abstract TensorData[] Result();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
