using System.Globalization;

namespace NeuralJit;

/// <summary>What a gradient check found: the derivative that fits worst.</summary>
public sealed record GradientCheckResult
{
    /// <summary>Whether every derivative is within the tolerance.</summary>
    public required bool Passed { get; init; }

    /// <summary>How many derivatives were compared.</summary>
    public required int Checked { get; init; }

    /// <summary>The tolerance.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The greatest relative error.</summary>
    public double WorstError { get; init; }

    /// <summary>The name of the input or parameter with the greatest error.</summary>
    public string WorstTarget { get; init; } = "";

    /// <summary>The position of the worst element, or null if it was found along a random direction.</summary>
    public IReadOnlyList<int>? WorstIndex { get; init; }

    /// <summary>The derivative by the graph.</summary>
    public double Analytic { get; init; }

    /// <summary>The derivative by central differences.</summary>
    public double Numeric { get; init; }

    /// <summary>The op whose own gradient is wrong, with its type and origin; null when the check passed or none was found.</summary>
    public string? Culprit { get; init; }

    /// <summary>One line for a log: what was checked, and the worst.</summary>
    public override string ToString()
    {
        string at = WorstIndex is null ? "along a random direction" : $"at [{string.Join(',', WorstIndex)}]";
        string verdict = Passed ? "passed" : "FAILED";
        string text = string.Create(CultureInfo.InvariantCulture,
            $"gradient check {verdict}: {Checked} derivatives, worst relative error {WorstError:e1} (tolerance {Tolerance:e0})");
        if (WorstTarget.Length > 0)
        {
            text += string.Create(
                CultureInfo.InvariantCulture, $" in \"{WorstTarget}\" {at}: graph {Analytic:g9}, central difference {Numeric:g9}");
        }
        return Culprit is null ? text : text + "; wrong is the gradient of " + Culprit;
    }
}
