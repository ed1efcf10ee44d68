using System.Globalization;

namespace NeuralJit.Compilation;

/// <summary>What numbers a value holds.</summary>
/// <param name="Node">The value.</param>
/// <param name="Minimum">The smallest finite element; NaN where there is none.</param>
/// <param name="Maximum">The greatest finite element; NaN where there is none.</param>
/// <param name="FiniteShare">The part of the elements that is finite, from 0 to 1.</param>
/// <param name="HasInfinity">Whether an element is an infinity.</param>
/// <param name="HasNaN">Whether an element is NaN.</param>
public sealed record ValueRange(Node Node, double Minimum, double Maximum, double FiniteShare, bool HasInfinity, bool HasNaN)
{
    /// <summary>For example <c>add f32[2,3] from -1.5 to 2, 100 % finite</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Node.Op.Name} {Node.Type} from {Minimum:G6} to {Maximum:G6}, {FiniteShare * 100:0.##} % finite");

    internal static ValueRange Of(Node node, TensorData data)
    {
        double[] values = data.AsDoubles(), finite = [.. values.Where(double.IsFinite)];
        return new ValueRange(node, finite.DefaultIfEmpty(double.NaN).Min(), finite.DefaultIfEmpty(double.NaN).Max(),
            values.Length == 0 ? 1 : (double)finite.Length / values.Length, values.Any(double.IsInfinity), values.Any(double.IsNaN));
    }
}
