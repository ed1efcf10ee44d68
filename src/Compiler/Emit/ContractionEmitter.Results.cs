using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <content>What is done to a tile's sums.</content>
internal sealed partial class ContractionEmitter
{
    /// <summary>Puts the tile into memory and applies the body row by row: the body's code is there once, not once per row.</summary>
    private void EmitResultsOfTile(int height, ParameterExpression row, ParameterExpression column, ParameterExpression[][] sums, int vectors, Expression? rest, List<Expression> code)
    {
        long rowBytes = StoreTile(sums, vectors, code);
        ParameterExpression from = writer.Assign(code, scratch, "from");
        ParameterExpression to = writer.Assign(code, row, "to");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(row, height), "tileEnd");
        var perRow = new List<Expression>();
        Expression[] loaded = [.. Enumerable.Range(0, sums[0].Length).Select(v =>
            (Expression)writer.Assign(perRow, writer.Call(nameof(KernelRuntime.Load), KernelWriter.Plus(from, (long)v * simd.Lanes * simd.ElementSize)), "sum"))];
        EmitResults(to, column, loaded, vectors, rest, perRow);
        perRow.Add(Expression.Assign(from, KernelWriter.Plus(from, rowBytes)));
        code.Add(KernelWriter.While(to, 1, end, perRow));
    }

    /// <summary>
    /// Applies the body to those positions of the tile that are results: line by line, row by row. Positions between two lines are left out.
    /// </summary>
    private void EmitLines(int height, ParameterExpression row, ParameterExpression column, ParameterExpression[][] sums, int vectors, List<Expression> code)
    {
        long rowBytes = StoreTile(sums, vectors, code);
        ParameterExpression tileEnd = writer.Assign(code, KernelWriter.Plus(column, (long)vectors * simd.VirtualLanes), "tileEnd");
        ParameterExpression rowEnd = writer.Assign(code, KernelWriter.Plus(row, height), "rowEnd");
        ParameterExpression line = writer.Assign(code, lines!.First(column), "line");
        ParameterExpression start = writer.Assign(code, lines.Start(line), "start");
        var perLine = new List<Expression>();
        ParameterExpression first = writer.Assign(perLine, KernelWriter.Max(start, column), "first");
        ParameterExpression count = writer.Assign(perLine, Expression.Subtract(KernelWriter.Min(Expression.Add(start, lines.Length), tileEnd), first), "count");
        ParameterExpression position = writer.Assign(perLine, Expression.Add(Expression.Multiply(line, lines.Length), Expression.Subtract(first, start)), "position");
        ParameterExpression from = writer.Assign(perLine, Expression.Add(scratch, KernelWriter.Times(Expression.Subtract(first, column), simd.ElementSize)), "from");
        ParameterExpression to = writer.Assign(perLine, row, "to");
        var perRow = new List<Expression>();
        EmitRun(to, from, position, count, perRow);
        perRow.Add(Expression.Assign(from, KernelWriter.Plus(from, rowBytes)));
        perLine.Add(KernelWriter.While(to, 1, rowEnd, perRow));
        perLine.Add(Expression.Assign(line, KernelWriter.Plus(line, 1)));
        perLine.Add(Expression.Assign(start, lines.Start(line)));
        code.Add(KernelWriter.Until(Expression.GreaterThanOrEqual(start, tileEnd), perLine));
    }

    /// <summary>Applies the body to <paramref name="count"/> sums of one row.</summary>
    private void EmitRun(ParameterExpression row, ParameterExpression sums, ParameterExpression position, ParameterExpression count, List<Expression> code)
    {
        Dictionary<int, ParameterExpression> rowBases = RowBases(row, code);
        ParameterExpression rest = writer.Assign(code, count, "rest");
        ParameterExpression sum = writer.Assign(code, sums, "at");
        ParameterExpression column = writer.Assign(code, position, "c");
        var perVector = new List<Expression>();
        var site = new TileSite(this, column, 0, rowBases) { Rest = rest };
        site.Known[product] = [.. Enumerable.Range(0, simd.Parts).Select(part =>
            (Expression)writer.Assign(perVector, writer.Call(nameof(KernelRuntime.Load), KernelWriter.Plus(sum, (long)part * simd.Lanes * simd.ElementSize)), "sum"))];
        emitter.Store(body.Stores, site, perVector);
        perVector.Add(Expression.Assign(rest, KernelWriter.Plus(rest, -simd.VirtualLanes)));
        perVector.Add(Expression.Assign(sum, KernelWriter.Plus(sum, (long)simd.VirtualLanes * simd.ElementSize)));
        perVector.Add(Expression.Assign(column, KernelWriter.Plus(column, simd.VirtualLanes)));
        code.Add(KernelWriter.Until(Expression.LessThanOrEqual(rest, KernelWriter.Long(0)), perVector));
    }

    /// <summary>Puts the sums into this thread's memory; gives the bytes of a row there.</summary>
    private long StoreTile(ParameterExpression[][] sums, int vectors, List<Expression> code)
    {
        long rowBytes = (long)vectors * simd.VirtualLanes * simd.ElementSize;
        for (int r = 0; r < sums.Length; r++)
        {
            for (int v = 0; v < sums[r].Length; v++)
            {
                code.Add(writer.Call(nameof(KernelRuntime.Store), KernelWriter.Plus(scratch, (r * rowBytes) + ((long)v * simd.Lanes * simd.ElementSize)), sums[r][v]));
            }
        }
        return rowBytes;
    }

    /// <summary>Applies the body to one row of the tile and stores it.</summary>
    private void EmitResults(ParameterExpression row, ParameterExpression column, Expression[] sums, int vectors, Expression? rest, List<Expression> code)
    {
        Dictionary<int, ParameterExpression> rowBases = RowBases(row, code);
        for (int v = 0; v < vectors; v++)
        {
            var site = new TileSite(this, column, (long)v * simd.VirtualLanes, rowBases) { Rest = rest };
            site.Known[product] = sums[(v * simd.Parts)..((v + 1) * simd.Parts)];
            emitter.Store(body.Stores, site, code);
        }
    }

    /// <summary>Where each access has the row's first column.</summary>
    private Dictionary<int, ParameterExpression> RowBases(ParameterExpression row, List<Expression> code)
    {
        var rowBases = new Dictionary<int, ParameterExpression>();
        for (int k = ContractionKernel.Right + 1; k < body.Accesses.Count; k++)
        {
            rowBases[k] = writer.Assign(code, Expression.Add(bases[k], Expression.Multiply(row, rowStrides[k])), $"q{k}");
        }
        return rowBases;
    }

    /// <summary>The lines of results among the positions of planes.</summary>
    private sealed class Lines
    {
        private readonly Expression count, pitch, inPlane, planePitch;

        private Lines(KernelWriter writer, List<Expression> code)
        {
            count = writer.Assign(code, writer.Argument(ContractionKernel.LineCount), "lineCount");
            Length = writer.Assign(code, writer.Argument(ContractionKernel.LineLength), "lineLength");
            pitch = writer.Assign(code, writer.Argument(ContractionKernel.LinePitch), "linePitch");
            inPlane = writer.Assign(code, writer.Argument(ContractionKernel.LinesInPlane), "linesInPlane");
            planePitch = writer.Assign(code, writer.Argument(ContractionKernel.PlanePitch), "planePitch");
        }

        /// <summary>Results of a line.</summary>
        public Expression Length { get; }

        /// <summary>Reads the arguments.</summary>
        public static Lines Load(KernelWriter writer, List<Expression> code) => new(writer, code);

        /// <summary>The line at or before a position.</summary>
        public MethodCallExpression First(Expression position) => KernelWriter.CallPlain(nameof(KernelRuntime.FirstLine), position, pitch, inPlane, planePitch);

        /// <summary>The position at which a line begins.</summary>
        public MethodCallExpression Start(Expression line) => KernelWriter.CallPlain(nameof(KernelRuntime.LineStart), line, count, pitch, inPlane, planePitch);
    }

    /// <summary>Columns from column + offset of one row of the result.</summary>
    private sealed class TileSite(ContractionEmitter owner, ParameterExpression column, long offset, Dictionary<int, ParameterExpression> rowBases) : Site
    {
        public override int Parts => owner.simd.Parts;

        public override InnerStep Step(int access) => owner.kernel.Steps[access];

        public override Expression Stride(int access) => owner.columnStrides[access];

        public override Expression Address(int access, int part)
        {
            int size = owner.body.Accesses[access].DType.Size;
            long lanes = offset + (part * owner.simd.Lanes);
            return Step(access) switch
            {
                InnerStep.None => rowBases[access],
                InnerStep.One => KernelWriter.Plus(Expression.Add(rowBases[access], KernelWriter.Times(column, size)), lanes * size),
                _ => Expression.Add(rowBases[access], KernelWriter.Times(Expression.Multiply(KernelWriter.Plus(column, lanes), owner.columnStrides[access]), size)),
            };
        }
    }
}
