namespace NeuralJit.Compilation;

/// <content>Measuring.</content>
public sealed unsafe partial class CompiledProgram
{
    /// <summary>
    /// Measures where the time of a run goes, kernel by kernel, on the threads that a run uses. Parameters, states and random numbers are
    /// afterwards as they were before; meanwhile nothing else may use them.
    /// </summary>
    /// <param name="runs">How many runs are measured; half a dozen more warm up and record what each thread does.</param>
    /// <param name="inputs">Inputs as for <c>Run</c>; without them floats are normal random numbers, integers 0 and booleans false.</param>
    /// <exception cref="ShapeException">An input is not of the type that the program takes.</exception>
    public ProgramProfile Profile(int runs = 50, params ReadOnlySpan<TensorData> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runs);
        using ProgramSession session = OpenSession(inputs);
        return Profiler.Run(session, Report, runs, options.Threads);
    }

    /// <summary>
    /// Runs the program and gives the bytes that a warm run allocates: 0 for generated code. Parameters, states and random numbers are
    /// afterwards as they were before; meanwhile nothing else may use them.
    /// </summary>
    /// <param name="inputs">Inputs as for <c>Run</c>; without them floats are normal random numbers, integers 0 and booleans false.</param>
    /// <exception cref="ShapeException">An input is not of the type that the program takes.</exception>
    public long AllocatedBytes(params ReadOnlySpan<TensorData> inputs)
    {
        using ProgramSession session = OpenSession(inputs);
        return AllocationMeter.Measure(session);
    }

    private ProgramSession OpenSession(ReadOnlySpan<TensorData> inputs)
    {
        if (inputs.Length == 0)
        {
            return new ProgramSession(executor, Report.Original, DefaultInputs.For(inputTypes));
        }
        CheckCounts(inputs.Length, outputTypes.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            CheckType(inputs[i].Type, inputTypes[i], "input", i);
        }
        return new ProgramSession(executor, Report.Original, inputs.ToArray());
    }
}
