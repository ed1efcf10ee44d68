using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <content>A register tile: its sums over the depth.</content>
internal sealed partial class ContractionEmitter
{
    private void EmitTile(int height, int vectors, ParameterExpression row, ParameterExpression left, ParameterExpression column,
        ParameterExpression right, Expression? rest, List<Expression> code)
    {
        Expression[] offsets = kernel.Forms.RowsInLine > 0 ? LineOffsets(height, row, code) : rowOffsets;
        if (kernel.Forms.HasTapRanges)
        {
            ParameterExpression range = writer.Assign(code, Expression.Add(
                tapRanges, KernelWriter.Times(Expression.Divide(column, KernelWriter.Long(TileColumns)), 2 * sizeof(long))), "range");
            firstTap = writer.Assign(code, KernelWriter.Entry(range, 0), "firstTap");
            lastTap = writer.Assign(code, KernelWriter.Entry(range, 1), "lastTap");
        }
        int width = RegisterTile.Vectors(height, vectors, simd.Parts);
        if (width == vectors)
        {
            EmitRowsOfTile(height, vectors, row, left, column, right, rest, offsets, code);
            return;
        }
        // Narrow registers: the tile's columns part by part, the last of which may be partial.
        int last = rest is null && vectors % width == 0 ? 0 : ((vectors - 1) % width) + 1, columnsOfPart = width * simd.VirtualLanes;
        ParameterExpression first = writer.Assign(code, column, "first"), from = writer.Assign(code, right, "rightPart");
        ParameterExpression end = writer.Assign(code, KernelWriter.Plus(column, (long)(vectors - last) * simd.VirtualLanes), "lastPart");
        var part = new List<Expression>();
        EmitRowsOfTile(height, width, row, left, first, from, null, offsets, part);
        part.Add(Expression.Assign(from, KernelWriter.Plus(from, (long)columnsOfPart * simd.ElementSize)));
        code.Add(KernelWriter.While(first, columnsOfPart, end, part));
        if (last > 0)
        {
            Expression? remaining = rest is null
                ? null
                : writer.Assign(code, Expression.Subtract(rest, Expression.Subtract(first, column)), "left");
            EmitRowsOfTile(height, last, row, left, first, from, remaining, offsets, code);
        }
    }

    /// <summary>Columns of a tile, as many rows at a time as there are registers for.</summary>
    private void EmitRowsOfTile(int height, int vectors, ParameterExpression row, ParameterExpression left, ParameterExpression column,
        ParameterExpression right, Expression? rest, Expression[] offsets, List<Expression> code)
    {
        int first = 0;
        foreach (int rows in RegisterTile.Rows(height, vectors, simd.Parts))
        {
            ParameterExpression to = first == 0 ? row : writer.Assign(code, KernelWriter.Plus(row, first), "row");
            EmitSums(rows, vectors, to, left, column, right, rest, offsets[first..(first + rows)], code);
            first += rows;
        }
    }

    /// <summary>The sums of some rows and columns, in registers, and what is done to them.</summary>
    private void EmitSums(int height, int vectors, ParameterExpression row, ParameterExpression left, ParameterExpression column,
        ParameterExpression right, Expression? rest, Expression[] offsets, List<Expression> code)
    {
        int registers = vectors * simd.Parts;
        var sums = new ParameterExpression[height][];
        for (int r = 0; r < height; r++)
        {
            sums[r] = [.. Enumerable.Range(0, registers)
                .Select(_ => writer.Assign(code, writer.Call(nameof(KernelRuntime.Constant), Expression.Constant(0.0)), "sum"))];
        }
        blocks = kernel.BlockLoop >= 0 ? new TileBlocks(this, sums, vectors, code) : null;
        EmitDepth(0, left, right, sums, offsets, PartialCounts(registers, rest, code), code);
        blocks?.EmitTotal(code);
        if (kernel.Forms.HasPositions)
        {
            EmitPositions(height, row, column, sums, vectors, code);
        }
        else if (height == 1 && blocks is null)
        {
            EmitResults(row, column, sums[0], vectors, rest, code);
        }
        else
        {
            EmitResultsOfTile(height, row, column, sums, vectors, rest, code);
        }
    }

    /// <summary>A loop over the depth and those inside it, in blocks where it is the one that is cut.</summary>
    private void EmitDepth(int loop, Expression left, Expression right, ParameterExpression[][] sums, Expression[] offsets,
        Expression?[] counts, List<Expression> code)
    {
        bool tapped = loop == depths.Length - 1 && kernel.Forms.Tapped != Operand.None;
        Expression? first = tapped && kernel.Forms.HasTapRanges ? firstTap : null;
        Expression last = (tapped ? lastTap : null) ?? depths[loop].Extent;
        if (loop == kernel.BlockLoop)
        {
            blocks!.EmitLoop(first ?? KernelWriter.Long(0), last, tapped, (from, to, into) =>
                EmitSteps(loop, from, to, left, right, sums, offsets, counts, into), code);
        }
        else
        {
            EmitSteps(loop, first, last, left, right, sums, offsets, counts, code);
        }
    }

    /// <summary>Steps of a loop over the depth; the operands' addresses move with each.</summary>
    private void EmitSteps(
        int loop, Expression? first, Expression last, Expression left, Expression right, ParameterExpression[][] sums, Expression[] offsets,
            Expression?[] counts, List<Expression> code)
    {
        DepthLoop depth = depths[loop];
        bool innermost = loop == depths.Length - 1;
        Operand tapped = innermost ? kernel.Forms.Tapped : Operand.None;
        ParameterExpression a = Start(Operand.Left, left, depth.Left, "a");
        ParameterExpression b = Start(Operand.Right, right, depth.Right, "b");
        ParameterExpression k = writer.Assign(code, first ?? KernelWriter.Long(0), "k");
        var step = new List<Expression>();
        if (innermost)
        {
            EmitStep(At(Operand.Left, left, a), At(Operand.Right, right, b), sums, offsets, counts, step);
        }
        else
        {
            EmitDepth(loop + 1, a, b, sums, offsets, counts, step);
        }
        Move(Operand.Left, a, depth.Left);
        Move(Operand.Right, b, depth.Right);
        code.Add(KernelWriter.While(k, 1, last, step));

        // An operand that is found by offsets walks through their table instead.
        ParameterExpression Start(Operand operand, Expression address, Expression stride, string name) =>
            operand == tapped ? writer.Assign(code, From(taps, KernelWriter.Long(sizeof(long))), "tap")
                : writer.Assign(code, From(address, stride), name);
        Expression From(Expression address, Expression stride) =>
            first is null ? address : Expression.Add(address, Expression.Multiply(first, stride));
        Expression At(Operand operand, Expression address, ParameterExpression walker) =>
            operand == tapped ? writer.Assign(step, Expression.Add(address, KernelWriter.Entry(walker, 0)), "at") : walker;
        void Move(Operand operand, ParameterExpression walker, Expression stride) =>
            step.Add(
                Expression.Assign(walker, operand == tapped ? KernelWriter.Plus(walker, sizeof(long)) : Expression.Add(walker, stride)));
    }

    /// <summary>One step of the depth: scalars of the left operand times vectors of the right one.</summary>
    private void EmitStep(
        Expression a, Expression b, ParameterExpression[][] sums, Expression[] offsets, Expression?[] counts, List<Expression> step)
    {
        var loaded = new ParameterExpression[sums[0].Length];
        for (int v = 0; v < loaded.Length; v++)
        {
            Expression address = KernelWriter.Plus(b, (long)v * simd.Lanes * simd.ElementSize);
            loaded[v] = writer.Assign(step, counts[v] is { } count
                ? writer.Call(nameof(KernelRuntime.LoadPartial), address, count)
                : writer.Call(nameof(KernelRuntime.Load), address), "w");
        }
        for (int r = 0; r < sums.Length; r++)
        {
            ParameterExpression x = writer.Assign(
                step, writer.Call(nameof(KernelRuntime.LoadBroadcast), KernelWriter.Plus(a, offsets[r])), "x");
            for (int v = 0; v < loaded.Length; v++)
            {
                step.Add(Expression.Assign(sums[r][v], writer.Call(nameof(KernelRuntime.MultiplyAdd), x, loaded[v], sums[r][v])));
            }
        }
    }

    /// <summary>
    /// Per register, how many columns it may read, or null where it may read whole vectors: only the last virtual vector of a narrower tile
    /// may not.
    /// </summary>
    private Expression?[] PartialCounts(int registers, Expression? rest, List<Expression> code)
    {
        var counts = new Expression?[registers];
        for (int v = registers - simd.Parts; v < registers && rest is not null && !kernel.Forms.IsRightOpen; v++)
        {
            counts[v] = writer.Assign(code, writer.PartCount(rest, v), "count");
        }
        return counts;
    }

    /// <summary>Where row r of a tile lies after its first row.</summary>
    private Expression RowOffset(int r, List<Expression> code) =>
        r == 0 || kernel.Forms.RowsInLine > 0 ? KernelWriter.Long(0)
        : kernel.Forms.IsLeftPacked ? KernelWriter.Long((long)r * simd.ElementSize)
        : writer.Assign(code, KernelWriter.Times(rowStrides[ContractionKernel.Left], r), $"row{r}");

    /// <summary>The offsets of a tile's rows where lines of rows lie at the offsets of a table.</summary>
    private Expression[] LineOffsets(int height, ParameterExpression row, List<Expression> code)
    {
        int rowsInLine = kernel.Forms.RowsInLine;
        ParameterExpression entry = writer.Assign(code,
            Expression.Add(rowLines, KernelWriter.Times(Expression.Divide(row, KernelWriter.Long(rowsInLine)), sizeof(long))), "entry");
        ParameterExpression[] starts = [.. Enumerable.Range(0, (height + rowsInLine - 1) / rowsInLine)
            .Select(line => writer.Assign(code, KernelWriter.Entry(entry, line), "line"))];
        return [.. Enumerable.Range(0, height)
            .Select(r => KernelWriter.Plus(starts[r / rowsInLine], (long)(r % rowsInLine) * kernel.Forms.RowStep * simd.ElementSize))];
    }

    private DepthLoop LoadDepth(int loop, List<Expression> code)
    {
        int slot = ContractionKernel.DepthSlot(loop);
        return new DepthLoop(
            writer.Assign(code, writer.Argument(slot), "depth"),
            writer.Assign(code, writer.Argument(slot + 1), "leftDepth"),
            writer.Assign(code, writer.Argument(slot + 2), "rightDepth"));
    }

    /// <summary>A loop over the depth: its extent, and how far each operand moves.</summary>
    private sealed record DepthLoop(Expression Extent, Expression Left, Expression Right);
}
