using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <content>What is done to a tile's sums.</content>
internal sealed partial class ContractionEmitter
{
    /// <summary>Puts the tile into memory and applies the body row by row: the body's code is there once, not once per row.</summary>
    private void EmitResultsOfTile(int height, ParameterExpression row, ParameterExpression column, ParameterExpression[][] sums,
        int vectors, Expression? rest, List<Expression> code)
    {
        long rowBytes = InMemory(sums, vectors, code);
        ParameterExpression from = writer.Assign(code, scratch, "from");
        ParameterExpression to = writer.Assign(code, row, "to");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(row, height), "tileEnd");
        var perRow = new List<Expression>();
        if (IsLong)
        {
            EmitVectors(to, column, from, rowBytes, rest, perRow);
        }
        else
        {
            EmitResults(to, column, LoadSums(from, sums[0].Length, perRow), vectors, rest, perRow);
        }
        perRow.Add(Expression.Assign(from, KernelWriter.Plus(from, rowBytes)));
        code.Add(KernelWriter.While(to, 1, end, perRow));
    }

    /// <summary>
    /// Applies the body to those positions of the tile that are results. Positions between two lines are left out: for each vector of
    /// positions a table says which lanes are results, and the number of the first of them among all results.
    /// </summary>
    private void EmitPositions(
        int height, ParameterExpression row, ParameterExpression column, ParameterExpression[][] sums, int vectors, List<Expression> code)
    {
        long vectorBytes = (long)simd.VirtualLanes * simd.ElementSize, rowBytes = InMemory(sums, vectors, code);
        ParameterExpression entry = writer.Assign(code, Expression.Add(
            positions, KernelWriter.Times(Expression.Divide(column, KernelWriter.Long(simd.VirtualLanes)), 2 * sizeof(long))), "entry");
        ParameterExpression sum = writer.Assign(code, scratch, "at");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(scratch, rowBytes), "end");
        ParameterExpression rowEnd = writer.Assign(code, KernelWriter.Plus(row, height), "rowEnd");
        var perVector = new List<Expression>();
        ParameterExpression lanes = writer.Assign(perVector, KernelWriter.Entry(entry, 0), "lanes");
        ParameterExpression position = writer.Assign(perVector, KernelWriter.Entry(entry, 1), "position");
        ParameterExpression count = writer.Assign(perVector, KernelWriter.CallPlain(nameof(KernelRuntime.CountLanes), lanes), "count");
        ParameterExpression from = writer.Assign(perVector, sum, "from");
        ParameterExpression to = writer.Assign(perVector, row, "to");
        Expression[] counts =
            [.. Enumerable.Range(0, simd.Parts).Select(part => writer.Assign(perVector, writer.PartCount(count, part), "count"))];
        Dictionary<int, ParameterExpression> places = Places(row, position, perVector);
        var perRow = new List<Expression>();
        var site = new PositionSite(this, places) { Counts = counts };
        site.Known[product] = Packed(from, lanes, perRow);
        emitter.Store(body.Stores, site, perRow);
        perRow.Add(Expression.Assign(from, KernelWriter.Plus(from, rowBytes)));
        perRow.AddRange(places.Select(p => Expression.Assign(p.Value, Expression.Add(p.Value, rowStrides[p.Key]))));
        perVector.Add(KernelWriter.While(to, 1, rowEnd, perRow));
        perVector.Add(Expression.Assign(entry, KernelWriter.Plus(entry, 2 * sizeof(long))));
        code.Add(KernelWriter.While(sum, vectorBytes, end, perVector));
    }

    /// <summary>The sums of a vector of positions with those that are results in front.</summary>
    private Expression[] Packed(ParameterExpression from, ParameterExpression lanes, List<Expression> code)
    {
        if (simd.Parts == 1)
        {
            return [writer.Assign(code, writer.Call(nameof(KernelRuntime.LoadPacked), from, lanes), "sum")];
        }
        code.Add(writer.Call(nameof(KernelRuntime.PackLanes), from, lanes));
        return [.. Enumerable.Range(0, simd.Parts).Select(part =>
            (Expression)writer.Assign(code,
                writer.Call(nameof(KernelRuntime.Load), KernelWriter.Plus(from, (long)part * simd.Lanes * simd.ElementSize)), "sum"))];
    }

    /// <summary>
    /// Puts the sums into this thread's memory, where those of several blocks are already; gives the bytes of a row there.
    /// </summary>
    private long InMemory(ParameterExpression[][] sums, int vectors, List<Expression> code)
    {
        if (blocks is null)
        {
            StoreTile(sums, vectors, code);
        }
        return (long)vectors * simd.VirtualLanes * simd.ElementSize;
    }

    private void StoreTile(ParameterExpression[][] sums, int vectors, List<Expression> code)
    {
        long rowBytes = (long)vectors * simd.VirtualLanes * simd.ElementSize;
        for (int r = 0; r < sums.Length; r++)
        {
            for (int v = 0; v < sums[r].Length; v++)
            {
                code.Add(writer.Call(nameof(KernelRuntime.Store),
                    KernelWriter.Plus(scratch, (r * rowBytes) + ((long)v * simd.Lanes * simd.ElementSize)), sums[r][v]));
            }
        }
    }

    /// <summary>
    /// Whether the body is so long that its code is there once for all vectors of a row: the JIT stops inlining operators in very long
    /// methods.
    /// </summary>
    private bool IsLong => body.Values.Count(v => v.Kind == ValueKind.Operation) >= 8;

    /// <summary>Applies the body to one row of the tile, vector by vector.</summary>
    private void EmitVectors(ParameterExpression row, ParameterExpression column, ParameterExpression sums, long rowBytes, Expression? rest,
        List<Expression> code)
    {
        ParameterExpression at = writer.Assign(code, sums, "at");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(sums, rowBytes), "end");
        ParameterExpression first = writer.Assign(code, column, "first");
        var perVector = new List<Expression>();
        Expression? left = rest is null
            ? null
            : writer.Assign(perVector, Expression.Subtract(rest, Expression.Subtract(first, column)), "rest");
        EmitResults(row, first, LoadSums(at, simd.Parts, perVector), 1, left, perVector);
        perVector.Add(Expression.Assign(first, KernelWriter.Plus(first, simd.VirtualLanes)));
        code.Add(KernelWriter.While(at, (long)simd.VirtualLanes * simd.ElementSize, end, perVector));
    }

    private Expression[] LoadSums(ParameterExpression from, int registers, List<Expression> code) =>
        [.. Enumerable.Range(0, registers).Select(v =>
        (Expression)writer.Assign(
            code, writer.Call(nameof(KernelRuntime.Load), KernelWriter.Plus(from, (long)v * simd.Lanes * simd.ElementSize)), "sum"))];

    /// <summary>Applies the body to one row of the tile and stores it.</summary>
    private void EmitResults(
        ParameterExpression row, ParameterExpression column, Expression[] sums, int vectors, Expression? rest, List<Expression> code)
    {
        Dictionary<int, ParameterExpression> rowBases = RowBases(row, code);
        for (int v = 0; v < vectors; v++)
        {
            var site = new TileSite(this, column, (long)v * simd.VirtualLanes, rowBases)
            {
                Rest = rest is null || v < vectors - 1 ? null : KernelWriter.Plus(rest, -(long)v * simd.VirtualLanes),
            };
            site.Known[product] = sums[(v * simd.Parts)..((v + 1) * simd.Parts)];
            emitter.Store(body.Stores, site, code);
        }
    }

    /// <summary>Where each access has the row's first column.</summary>
    private Dictionary<int, ParameterExpression> RowBases(ParameterExpression row, List<Expression> code)
    {
        var rowBases = new Dictionary<int, ParameterExpression>();
        for (int k = ContractionKernel.Right + 1; k < body.Memory.Count; k++)
        {
            rowBases[k] = writer.Assign(code, Expression.Add(bases[k], Expression.Multiply(row, rowStrides[k])), $"q{k}");
        }
        return rowBases;
    }

    /// <summary>Where each access has a result of a row.</summary>
    private Dictionary<int, ParameterExpression> Places(ParameterExpression row, ParameterExpression position, List<Expression> code)
    {
        var places = new Dictionary<int, ParameterExpression>();
        for (int k = ContractionKernel.Right + 1; k < body.Memory.Count; k++)
        {
            int size = body.Memory[k].Size;
            Expression place = Expression.Add(bases[k], Expression.Multiply(row, rowStrides[k]));
            place = kernel.Steps[k] switch
            {
                InnerStep.None => place,
                InnerStep.One => Expression.Add(place, KernelWriter.Times(position, size)),
                _ => Expression.Add(place, KernelWriter.Times(Expression.Multiply(position, columnStrides[k]), size)),
            };
            places[k] = writer.Assign(code, place, $"at{k}");
        }
        return places;
    }

    /// <summary>A vector of results whose places are known.</summary>
    private sealed class PositionSite(ContractionEmitter owner, Dictionary<int, ParameterExpression> places) : Site
    {
        public override int Parts => owner.simd.Parts;

        public override InnerStep Step(int access) => owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.columnStrides[access];

        public override Expression Address(int access, int part)
        {
            long lanes = (long)part * owner.simd.Lanes * owner.body.Memory[access].Size;
            return Step(access) switch
            {
                InnerStep.None => places[access],
                InnerStep.One => KernelWriter.Plus(places[access], lanes),
                _ => KernelWriter.Plus(
                    places[access], lanes == 0 ? KernelWriter.Long(0) : KernelWriter.Times(owner.columnStrides[access], lanes)),
            };
        }
    }

    /// <summary>Columns from column + offset of one row of the result.</summary>
    private sealed class TileSite(
        ContractionEmitter owner, ParameterExpression column, long offset, Dictionary<int, ParameterExpression> rowBases) : Site
    {
        public override int Parts => owner.simd.Parts;

        public override InnerStep Step(int access) => owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.columnStrides[access];

        public override Expression Address(int access, int part)
        {
            int size = owner.body.Memory[access].Size;
            long lanes = offset + (part * owner.simd.Lanes);
            return Step(access) switch
            {
                InnerStep.None => rowBases[access],
                InnerStep.One => KernelWriter.Plus(Expression.Add(rowBases[access], KernelWriter.Times(column, size)), lanes * size),
                _ => Expression.Add(rowBases[access],
                    KernelWriter.Times(Expression.Multiply(KernelWriter.Plus(column, lanes), owner.columnStrides[access]), size)),
            };
        }
    }
}
