namespace NeuralJit.Compilation;

/// <summary>One program that a <see cref="CompiledFunction"/> compiled, and why.</summary>
/// <param name="InputTypes">The types that it was compiled for.</param>
/// <param name="Reason">Why it was compiled.</param>
/// <param name="Cause">The reason as a sentence: which input changed, and how.</param>
/// <param name="CompileTime">How long that took, without tracing.</param>
public sealed record Specialisation(IReadOnlyList<TensorType> InputTypes, SpecialisationReason Reason, string Cause, TimeSpan CompileTime)
{
    /// <summary>For example <c>(f32[33,64]): input 0 was f32[32,64], is f32[33,64]</c>.</summary>
    public override string ToString() => $"({string.Join(", ", InputTypes)}): {Cause}";

    /// <summary>Says why a program for <paramref name="types"/> is compiled.</summary>
    /// <param name="types">The types of the call.</param>
    /// <param name="changed">Where a program for these types is kept: how the settings differ from those that it was traced with.</param>
    /// <param name="history">What was compiled before.</param>
    /// <param name="last">The types of the call before, if there was one.</param>
    /// <param name="options">How many programs the function keeps.</param>
    internal static (SpecialisationReason Reason, string Cause) Explain(
        ReadOnlySpan<TensorType> types, string? changed, IEnumerable<Specialisation> history, ReadOnlySpan<TensorType> last,
            CompileOptions options)
    {
        if (!history.Any())
        {
            return (SpecialisationReason.FirstCall, "the first call");
        }
        if (!string.IsNullOrEmpty(changed))
        {
            return (SpecialisationReason.OtherSettings, changed);
        }
        TensorType[] wanted = types.ToArray();
        return history.Any(s => s.InputTypes.SequenceEqual(wanted))
            ? (SpecialisationReason.Dropped,
                $"the program for ({string.Join(", ", wanted)}) was dropped from the cache, which keeps up to {options.CacheSize} "
                + $"programs of up to {options.CacheBytes >> 20} MiB, and is needed again")
            : (SpecialisationReason.OtherInputs, Difference(last, types));
    }

    private static string Difference(ReadOnlySpan<TensorType> before, ReadOnlySpan<TensorType> now)
    {
        if (before.Length != now.Length)
        {
            return $"the call before had {before.Length} input{(before.Length == 1 ? "" : "s")}, this one has {now.Length}";
        }
        var changes = new List<string>();
        for (int i = 0; i < now.Length; i++)
        {
            if (before[i] != now[i])
            {
                changes.Add($"input {i} was {before[i]}, is {now[i]}");
            }
        }
        return string.Join("; ", changes);
    }
}
