namespace NeuralJit;

/// <content>The settings on which what is traced depends.</content>
public sealed partial class Trace
{
    /// <summary>The settings that were read in this trace, and in traces inside it (symbolic mode).</summary>
    internal TraceSettings Settings { get; } = new();

    internal static void NoteRead(Setting setting)
    {
        for (Trace? trace = current; trace is not null; trace = trace.outer)
        {
            if (trace.IsRecording)
            {
                trace.Settings.Read(setting);
            }
        }
    }

    internal static void NoteWrite(Setting setting)
    {
        for (Trace? trace = current; trace is not null; trace = trace.outer)
        {
            if (trace.IsRecording)
            {
                trace.Settings.Written(setting);
            }
        }
    }

    private bool IsRecording => !IsEager && !rewriting && thread != 0;
}
