using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The second level of sums in memory (see <see cref="RunningSum"/>), for many of them side by side: of columns, of the lanes of a row, of
/// the elements of a tile. Blocks come often, so a few of them are added up plainly before they go to the two numbers that keep what
/// rounding takes.
/// </summary>
public static unsafe class BlockSums
{
    /// <summary>Blocks that are added up plainly.</summary>
    public const int Together = 16;

    /// <summary>How many times the memory of the sums their second level takes.</summary>
    public const int Levels = 3;

    /// <summary>Adds a block to the second level.</summary>
    /// <param name="block">The running sums of this block.</param>
    /// <param name="levels">The second level; before the first block its content is undefined.</param>
    /// <param name="count">How many sums there are.</param>
    /// <param name="number">How many blocks were added before.</param>
    public static void Add<W, V, T>(T* block, T* levels, long count, long number)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (number % Together == 0)
        {
            Unsafe.CopyBlockUnaligned(levels, block, checked((uint)(count * sizeof(T))));
        }
        else
        {
            AddPlainly<W, V, T>(block, levels, count);
        }

        if (number % Together == Together - 1)
        {
            Fold<W, V, T>(levels, levels + count, levels + (2 * count), count, number / Together);
        }
    }

    /// <summary>The last block becomes the sum of all.</summary>
    /// <param name="block">The running sums of the last block, and the results.</param>
    /// <param name="levels">The second level.</param>
    /// <param name="count">How many sums there are.</param>
    /// <param name="number">How many blocks were added before.</param>
    public static void Finish<W, V, T>(T* block, T* levels, long count, long number)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (number % Together > 0)
        {
            AddPlainly<W, V, T>(levels, block, count);
        }

        Finish<W, V, T>(block, levels + count, levels + (2 * count), count, number / Together);
    }

    /// <summary>high + low += x.</summary>
    /// <param name="x">What is added.</param>
    /// <param name="high">The sums; before the first time their content is undefined.</param>
    /// <param name="low">What rounding took from them.</param>
    /// <param name="count">How many sums there are.</param>
    /// <param name="number">How often this was done before.</param>
    public static void Fold<W, V, T>(T* x, T* high, T* low, long count, long number)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (long i = 0; i < count; i += W.Count)
        {
            int lanes = (int)Math.Min(W.Count, count - i);
            V sum = W.LoadPartial(x + i, lanes), rest = W.Create(0);
            if (number > 0)
            {
                V block = sum;
                (sum, rest) = (W.LoadPartial(high + i, lanes), W.LoadPartial(low + i, lanes));
                RunningSum.Add<W, V, T>(ref sum, ref rest, block);
            }

            W.StorePartial(sum, high + i, lanes);
            W.StorePartial(rest, low + i, lanes);
        }
    }

    /// <summary>x = high + (low + x), where there is a second level.</summary>
    /// <param name="x">What was not added yet, and the results.</param>
    /// <param name="high">The sums.</param>
    /// <param name="low">What rounding took from them.</param>
    /// <param name="count">How many sums there are.</param>
    /// <param name="number">How often <see cref="Fold"/> was called for them.</param>
    public static void Finish<W, V, T>(T* x, T* high, T* low, long count, long number)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (number > 0)
        {
            AddPlainly<W, V, T>(low, x, count);
            AddPlainly<W, V, T>(high, x, count);
        }
    }

    private static void AddPlainly<W, V, T>(T* x, T* y, long count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        long i = 0;
        for (; i <= count - W.Count; i += W.Count)
        {
            W.Store(W.Add(W.Load(y + i), W.Load(x + i)), y + i);
        }

        if (i < count)
        {
            int rest = (int)(count - i);
            W.StorePartial(W.Add(W.LoadPartial(y + i, rest), W.LoadPartial(x + i, rest)), y + i, rest);
        }
    }
}
