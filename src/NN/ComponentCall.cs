namespace NeuralJit.NN;

/// <summary>
/// One call of a component: the trace shows its path and its training mode, and refuses parameters that the outermost
/// component does not know. Disposing it restores what was before. What eager mode updates in the outermost call is written when that is complete:
/// a call that throws has changed nothing.
/// </summary>
internal readonly ref struct ComponentCall
{
    private readonly Trace? trace;
    private readonly ModuleScope scope;
    private readonly DeferredUpdates updates;
    private readonly Setting<int> registered;
    private readonly bool trainingBefore;
    private readonly bool isOutermost;

    public ComponentCall(Trace? trace, string name, Setting<ComponentMode> mode, Setting<int> registered, Func<Parameter, bool> owns)
    {
        this.trace = trace;
        this.registered = registered;
        if (trace is null)
        {
            return;
        }
        isOutermost = trace.Owns is null;
        scope = trace.Enter(isOutermost ? "" : name);
        trainingBefore = trace.Training;
        trace.Training = mode.Value switch
        {
            ComponentMode.Training => true,
            ComponentMode.Evaluation => false,
            _ => trainingBefore,
        };
        trace.Owns ??= owns;
        updates = isOutermost ? trace.Defer() : default;
    }

    /// <summary>Says that the component has computed its result.</summary>
    public void Complete() => updates.Commit();

    public void Dispose()
    {
        if (trace is null)
        {
            return;
        }
        // After the call: what a component registers when it is called first is no reason to trace it again.
        _ = registered.Value;
        updates.Dispose();
        scope.Dispose();
        trace.Training = trainingBefore;
        if (isOutermost)
        {
            trace.Owns = null;
        }
    }
}
