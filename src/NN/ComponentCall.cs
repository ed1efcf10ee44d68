namespace NeuralJit.NN;

/// <summary>
/// One call of a component: the trace shows its path and its training mode, and refuses parameters that the outermost
/// component does not know. Disposing it restores what was before. What eager mode updates in the outermost call is written when that is
/// complete: a call that throws has changed nothing.
/// </summary>
internal readonly ref struct ComponentCall
{
    private readonly Component component;
    private readonly GraphTrace? trace;
    private readonly ModuleScope scope;
    private readonly DeferredUpdates updates;
    private readonly Setting<int> registered;
    private readonly bool trainingBefore;
    private readonly bool isOutermost;

    public ComponentCall(
        Component component, GraphTrace? trace, Setting<ComponentMode> mode, Setting<int> registered, Func<Parameter, bool> owns)
    {
        this.component = component;
        this.trace = trace;
        this.registered = registered;
        if (trace is null)
        {
            return;
        }
        isOutermost = trace.Owns is null;
        scope = trace.Enter(isOutermost ? "" : component.Name);
        trainingBefore = trace.Training;
        trace.Training = mode.Value switch
        {
            ComponentMode.Training => !trace.OnlyEvaluates,
            ComponentMode.Evaluation => false,
            _ => trainingBefore,
        };
        trace.Owns ??= owns;
        updates = isOutermost ? trace.Defer() : default;
    }

    /// <summary>Says that the component has computed its result.</summary>
    /// <exception cref="GraphException">It has left a trace open, which would be current for whatever comes after it.</exception>
    public void Complete()
    {
        trace?.CheckInside($"{component.GetType().Name} \"{component.Name}\"");
        updates.Commit();
    }

    public void Dispose()
    {
        if (trace is null)
        {
            return;
        }
        // Only after an error is there something left to end; it goes on, and the traces around it are disposed in order.
        trace.EndInside();
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
