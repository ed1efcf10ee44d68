namespace NeuralJit.Compilation;

/// <content>Checking.</content>
public sealed unsafe partial class CompiledProgram
{
    /// <summary>
    /// Runs the program once and compares its outputs and the variables that it updates with eager mode and with float64. When one is
    /// wrong, the first pass and rule that changed it is named, or the first kernel. Slow. Parameters, states and random numbers are
    /// afterwards as they were before; meanwhile nothing else may use them.
    /// </summary>
    /// <param name="inputs">Inputs as for <c>Run</c>; without them floats are normal random numbers, integers 0 and booleans false.</param>
    /// <exception cref="ShapeException">An input is not of the type that the program takes.</exception>
    public VerificationReport Verify(params ReadOnlySpan<TensorData> inputs) => Verify(new VerifyOptions(), inputs);

    /// <summary>The same with other tolerances, or without looking for what is to blame.</summary>
    public VerificationReport Verify(VerifyOptions settings, params ReadOnlySpan<TensorData> inputs)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using ProgramSession session = OpenSession(inputs);
        return new ProgramVerifier(Report, session.Inputs, settings)
            .Check(session, v => new Bisection(Report, options.PassList, v).Find(session, executor));
    }

    /// <summary>
    /// Runs the program's graph op by op and looks for the first node that makes NaN or an infinity of finite inputs; null when all values
    /// are finite. Nothing is changed.
    /// </summary>
    /// <param name="inputs">Inputs as for <c>Run</c>; without them floats are normal random numbers, integers 0 and booleans false.</param>
    /// <exception cref="ShapeException">An input is not of the type that the program takes.</exception>
    public NonFiniteReport? FindNonFinite(params ReadOnlySpan<TensorData> inputs)
    {
        using ProgramSession session = OpenSession(inputs);
        return NonFiniteReport.Find(Report.Original, session.Inputs);
    }
}
