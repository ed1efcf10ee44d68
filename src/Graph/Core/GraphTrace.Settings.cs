namespace NeuralJit;

/// <content>The settings on which what is traced depends.</content>
public sealed partial class GraphTrace
{
    /// <summary>The settings that were read in this trace, and in traces inside it (symbolic mode).</summary>
    internal TraceSettings Settings { get; } = new();

    internal static void NoteRead(Setting setting)
    {
        for (TraceOpening? opening = current; opening is not null; opening = opening.Outer)
        {
            if (opening.Trace is { IsRecording: true } trace)
            {
                trace.Settings.Read(setting);
            }
        }
    }

    internal static void NoteWrite(Setting setting)
    {
        for (TraceOpening? opening = current; opening is not null; opening = opening.Outer)
        {
            if (opening.Trace is { IsRecording: true } trace)
            {
                trace.Settings.Written(setting);
            }
        }
    }

    private bool IsRecording => !IsEager && !rewriting;
}
