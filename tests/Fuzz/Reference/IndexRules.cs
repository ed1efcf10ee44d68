namespace NeuralJit.Fuzz;

/// <summary>Reading and writing at places that another tensor names; where places repeat, in their order.</summary>
internal static class IndexRules
{
    extension(RuleTable table)
    {
        public RuleTable AddIndexing() => table
            .Add<Gather>((op, node, x) => Read(node, x, Elementwise(x[0].Shape, x[1], op.Axis)))
            .Add<Take>((op, node, x) => Read(node, x, Rows(x[0].Shape, x[1], op.Axis)))
            .Add<Scatter>((op, _, x) => Write(x, Elementwise(x[0].Shape, x[1], op.Axis), op.Mode))
            .Add<ScatterFactors>(
                (op, _, x) => Factors(x, op.WholeRows ? Rows(x[0].Shape, x[1], op.Axis) : Elementwise(x[0].Shape, x[1], op.Axis)))
            .Add<ScatterRows>((op, _, x) => Write(x, Rows(x[0].Shape, x[1], op.Axis), op.Mode));
    }

    // For each element of the indices the element of x; −1 where the index hangs on rounding.
    private static int[] Elementwise(Shape shape, Approx indices, int axis)
    {
        int[] strides = Places.Strides(shape);
        int step = strides[axis];
        strides[axis] = 0;
        int[] map = Places.Walk(indices.Shape, strides, 0);
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = indices.Errors[i] > 0 ? -1 : map[i] + (int)indices.Integers[i] * step;
        }
        return map;
    }

    // The same for whole slices along an axis: the indices' axes take the place of that one.
    private static int[] Rows(Shape shape, Approx indices, int axis)
    {
        (int outer, int extent, int inner) = Places.Around(shape, axis);
        int[] map = new int[outer * indices.Count * inner];
        for (int i = 0; i < map.Length; i++)
        {
            int o = i / (indices.Count * inner), at = i / inner % indices.Count;
            map[i] = indices.Errors[at] > 0 ? -1 : (o * extent + (int)indices.Integers[at]) * inner + i % inner;
        }
        return map;
    }

    private static Approx Read(Node node, Approx[] x, int[] map)
    {
        var y = new Approx(node.Type);
        for (int i = 0; i < map.Length; i++)
        {
            if (map[i] < 0)
            {
                y.Errors[i] = double.PositiveInfinity;
            }
            else
            {
                y.Copy(x[0], map[i], i);
            }
        }
        return y;
    }

    private static Approx Write(Approx[] x, int[] map, ScatterMode mode)
    {
        Approx y = x[0].Reshaped(x[0].Shape), updates = x[2];
        if (map.Contains(-1))
        {
            Array.Fill(y.Errors, double.PositiveInfinity);
            return y;
        }
        if (mode == ScatterMode.Add && y.DType.IsFloat)
        {
            return Add(y, updates, map);
        }
        for (int i = 0; i < map.Length; i++)
        {
            if (mode == ScatterMode.Set)
            {
                y.Copy(updates, i, map[i]);
            }
            else if (y.DType.IsFloat)
            {
                y[map[i]] = Combine(y.Arithmetic, y[map[i]], updates[i], mode);
            }
            else
            {
                y.Integers[map[i]] = Combine(y.Integers[map[i]], updates.Integers[i], y.DType, mode);
                y.Errors[map[i]] = Math.Max(y.Errors[map[i]], updates.Errors[i]);
            }
        }
        return y;
    }

    // What each update is multiplied by: the element, the gradient, and the other updates of its place. (x, indices, u, dy)
    private static Approx Factors(Approx[] x, int[] map)
    {
        Approx u = x[2], y = u.Reshaped(u.Shape);
        Arithmetic m = u.Arithmetic;
        bool tame = x[0].Values.Concat(u.Values).Concat(x[3].Values).All(v => Math.Abs(v) < 1e4);
        for (int i = 0; i < map.Length; i++)
        {
            Num product = map[i] < 0 || !tame ? Num.Unknown : m.Multiply(x[0][map[i]], x[3][map[i]]);
            double least = 1;
            int count = 4;
            for (int j = 0; j < map.Length && !product.IsUnknown; j++)
            {
                if (j != i && map[j] == map[i])
                {
                    product = m.Multiply(product, u[j]);
                    least *= u[j].Value == 0 ? 1 : Math.Min(1, Math.Abs(u[j].Value));
                    count++;
                }
            }
            // It may be the product of all, divided: rounded as often again, and lost where that underflows.
            least *= u[i].Value == 0 ? 1 : Math.Min(1, Math.Abs(u[i].Value));
            bool known = !product.IsUnknown && least > 1e-20 && Math.Abs(product.Value) < 1e20;
            bool divides = u[i].Error == 0 || u[i].IsAwayFromZero;
            y[i] = known && divides
                ? product with
                {
                    Error = product.Error + count * m.Unit * Math.Abs(product.Value)
                    + Math.Abs(product.Value) * RelativeError(u[i]) + m.Tiny * 1e20
                }
                : Num.Unknown;
        }
        return y;
    }

    private static double RelativeError(Num x) => x.Error == 0 ? 0 : 2 * x.Error / (Math.Abs(x.Value) - x.Error);

    private static Approx Add(Approx y, Approx updates, int[] map)
    {
        var sums = new DotProduct[y.Count];
        bool[] touched = new bool[y.Count];
        for (int i = 0; i < map.Length; i++)
        {
            sums[map[i]].Add(updates[i]);
            touched[map[i]] = true;
        }
        for (int i = 0; i < y.Count; i++)
        {
            if (touched[i])
            {
                sums[i].Add(y[i]);
                y[i] = sums[i].Result(y.Arithmetic, exactWhenWhole: true);
            }
        }
        return y;
    }

    private static Num Combine(Arithmetic m, Num a, Num b, ScatterMode mode) => mode switch
    {
        ScatterMode.Multiply => m.Multiply(a, b),
        ScatterMode.Minimum => m.Min(a, b),
        _ => m.Max(a, b),
    };

    private static long Combine(long a, long b, DType type, ScatterMode mode) => mode switch
    {
        ScatterMode.Add => Elements.Wrapped(unchecked(a + b), type),
        ScatterMode.Multiply => Elements.Wrapped(unchecked(a * b), type),
        ScatterMode.Minimum => WholeNumbers.Less(b, a, type) ? b : a,
        _ => WholeNumbers.Less(a, b, type) ? b : a,
    };
}
