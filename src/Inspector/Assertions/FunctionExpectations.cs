using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>
/// What a test expects of a compiled function. Each method gives the object back, or throws an <see cref="ExpectationException"/>.
/// </summary>
public sealed class FunctionExpectations
{
    private readonly CompiledFunction function;

    internal FunctionExpectations(CompiledFunction function) => this.function = function;

    /// <summary>The function has compiled one program at most.</summary>
    public FunctionExpectations NoRecompile() => Compilations(Math.Min(1, function.Compilations));

    /// <summary>The calls that <paramref name="calls"/> makes find programs that are compiled already.</summary>
    public FunctionExpectations NoRecompile(Action calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        int before = function.Compilations;
        calls();
        return Check(before, "no recompile during the calls", function.History.Skip(before));
    }

    /// <summary>The function has compiled so many programs.</summary>
    public FunctionExpectations Compilations(int count) => Check(count, $"{count} compilation{(count == 1 ? "" : "s")}", function.History);

    private FunctionExpectations Check(int count, string wanted, IEnumerable<Specialisation> shown)
    {
        if (function.Compilations == count)
        {
            return this;
        }
        Specialisation[] entries = [.. shown];
        string compiled = entries.Length switch
        {
            0 => "nothing was",
            1 => "1 program was",
            var n => $"{n} programs were",
        };
        throw new ExpectationException($"expected {wanted}, but {compiled} compiled{string.Concat(entries.Select(e => $"\n  {e}"))}");
    }
}
