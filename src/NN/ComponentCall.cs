namespace NeuralJit.NN;

/// <summary>
/// One call of a component: the trace shows its path and its training mode, and refuses parameters that the outermost
/// component does not know. Disposing it restores what was before.
/// </summary>
internal readonly ref struct ComponentCall
{
    private readonly Trace? trace;
    private readonly ModuleScope scope;
    private readonly bool trainingBefore;
    private readonly bool isOutermost;

    public ComponentCall(Trace? trace, string name, bool? training, Func<Parameter, bool> owns)
    {
        this.trace = trace;
        if (trace is null)
        {
            return;
        }
        isOutermost = trace.Owns is null;
        scope = trace.Enter(isOutermost ? "" : name);
        trainingBefore = trace.Training;
        trace.Training = training ?? trainingBefore;
        trace.Owns ??= owns;
    }

    public void Dispose()
    {
        if (trace is null)
        {
            return;
        }
        scope.Dispose();
        trace.Training = trainingBefore;
        if (isOutermost)
        {
            trace.Owns = null;
        }
    }
}
