using System.Globalization;

namespace NeuralJit.Fuzz;

/// <summary>
/// Compares gradients with differences of the reference along random directions. Where the function has a corner or a jump nearby, the
/// differences of both sides disagree, and nothing is said; corners of several elements may hide each other along one direction, but not
/// along all.
/// </summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;
    private const double Smooth = 1e-3;
    private const double Tolerance = 1e-4;
    private const double Corners = 4;
    private const double Largest = 1e5, Least = 1e-7;
    private const int Directions = 4;

    public static string? Check(FuzzCase c)
    {
        c.Reset();
        foreach (GradientClaim claim in c.Claims)
        {
            if (Check(c, claim) is { } what)
            {
                return what;
            }
        }
        return null;
    }

    private static string? Check(FuzzCase c, GradientClaim claim)
    {
        Node[] roots = [.. claim.Outputs, .. claim.Seeds, .. claim.Gradients.OfType<Node>()];
        Node[] order = TopologicalOrder.Of(roots, stop: null),
            forward = TopologicalOrder.Of([.. claim.Outputs, .. claim.Seeds], stop: null);
        bool known = order.All(n => n.Op is not InputOp || c.Graph.Inputs.ToArray().Contains(n, ReferenceEqualityComparer.Instance));
        if (!known || !forward.All(IsSmooth))
        {
            return null;
        }
        string? what = null;
        for (int i = 0; i < Directions && (i == 0 || what is not null); i++)
        {
            what = Check(c, claim, order, forward, new Random(c.Seed + i));
        }
        return what;
    }

    private static string? Check(FuzzCase c, GradientClaim claim, Node[] order, Node[] forward, Random random)
    {
        var directions = new Dictionary<Node, double[]>(ReferenceEqualityComparer.Instance);
        // Where all cancels, as in x − mean(x), the rounding of the numbers that were there is left.
        double rounding = 1e-6;
        foreach (Node target in order.Where(n =>
            n.Op is InputOp or VariableRead && n.DType.IsComputeFloat && claim.Targets.Contains(n, ReferenceEqualityComparer.Instance)))
        {
            // A step would be lost in a large number, and from a very small one leads over whatever is at 0, where slopes may be of any
            // size.
            Approx start = c.Leaf(target);
            rounding += 1e-6 * start.Values.Where(v => Math.Abs(v) <= Largest).Sum(Math.Abs);
            directions[target] =
                [.. start.Values.Select(v => v == 0 || Math.Abs(v) is >= Least and <= Largest ? random.NextDouble() * 2 - 1 : 0)];
        }
        (double slope, double scale) = Claimed(c, claim, order, directions);
        (double here, double magnitude) = Sum(c, claim, forward, directions, 0);
        double At(double step) => Sum(c, claim, forward, directions, step).Sum;
        double after = At(Step), before = At(-Step), right = (after - here) / Step, left = (here - before) / Step,
            middle = (after - before) / (2 * Step);
        scale += Math.Abs(middle) + 1e-4 * magnitude + rounding;
        double corner = Math.Abs(right - left);
        if (!double.IsFinite(scale) || !(corner <= Smooth * scale) || Math.Abs(middle - slope) <= Tolerance * scale + Corners * corner)
        {
            return null;
        }
        // A jump looks steeper the nearer it is seen.
        double far = (At(3 * Step) - At(-3 * Step)) / (6 * Step);
        return !(Math.Abs(far - middle) <= Smooth * scale) ? null : string.Create(CultureInfo.InvariantCulture,
            $"the gradients give the slope {slope:R}, differences {middle:R} (left {left:R}, right {right:R})");
    }

    // Constant pieces and chosen gradients have differences of their own: shrinking by 0 changes nothing, but its gradient at 0 is 0 as for
    // any other λ (PyTorch's too). Narrow floats are steps.
    private static bool IsSmooth(Node node) =>
        node.Op is not (StopGradient or CustomGradient or Hardshrink { Lambda: 0 } or Softshrink { Lambda: 0 }
            or Scatter { Mode: ScatterMode.Set } or ScatterRows { Mode: ScatterMode.Set })
        && node.DType is not (DType.Float16 or DType.BFloat16);

    private static (double Slope, double Scale) Claimed(
        FuzzCase c, GradientClaim claim, Node[] order, Dictionary<Node, double[]> directions)
    {
        Dictionary<Node, Approx> values = Evaluate(c, order, directions, 0);
        double slope = 0, scale = 0;
        for (int i = 0; i < claim.Targets.Length; i++)
        {
            if (claim.Gradients[i] is { } gradient && directions.TryGetValue(claim.Targets[i], out double[]? direction))
            {
                for (int k = 0; k < direction.Length; k++)
                {
                    Num g = values[gradient][k];
                    slope += g.IsUnknown ? double.NaN : g.Value * direction[k];
                    scale += Math.Abs(g.Value * direction[k]);
                }
            }
        }
        return (slope, scale);
    }

    private static (double Sum, double Magnitude) Sum(
        FuzzCase c, GradientClaim claim, Node[] order, Dictionary<Node, double[]> directions, double step)
    {
        Dictionary<Node, Approx> values = Evaluate(c, order, directions, step);
        double sum = 0, magnitude = 0;
        for (int i = 0; i < claim.Outputs.Length; i++)
        {
            Approx y = values[claim.Outputs[i]], seed = values[claim.Seeds[i]];
            for (int k = 0; k < y.Count; k++)
            {
                sum += y.Values[k] * seed.Values[k];
                magnitude += Math.Abs(y.Values[k] * seed.Values[k]);
            }
        }
        return (sum, magnitude);
    }

    private static Dictionary<Node, Approx> Evaluate(FuzzCase c, Node[] order, Dictionary<Node, double[]> directions, double step)
    {
        var values = new Dictionary<Node, Approx>(ReferenceEqualityComparer.Instance);
        foreach (Node node in order)
        {
            Approx value = node.Op is InputOp or VariableRead ? c.Leaf(node) : Reference.Evaluate(node, n => values[n]);
            if (directions.TryGetValue(node, out double[]? direction))
            {
                for (int i = 0; i < direction.Length; i++)
                {
                    value.Values[i] += step * direction[i];
                }
            }
            values[node] = value;
        }
        return values;
    }
}
