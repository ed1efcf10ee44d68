using System.Buffers;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>A step ready to run: its place in the tables of a context is known.</summary>
internal abstract unsafe class BoundStep
{
    /// <summary>Where the step's table begins, in entries.</summary>
    public int TableStart { get; private init; }

    /// <summary>Entries of the step's table.</summary>
    public virtual int TableLength => 0;

    /// <summary>Runs the step.</summary>
    public abstract void Run(RunContext context, nint* arguments, int threads);

    /// <summary>
    /// The same step with its chunks run by what <paramref name="wrap"/> makes of its code; the step itself where it has no code of its
    /// own.
    /// </summary>
    public virtual BoundStep Wrap(Func<ChunkBody, ChunkBody> wrap) => this;

    /// <summary>Writes what is known of the table; addresses of arguments go to <paramref name="open"/>.</summary>
    public virtual void FillTable(RunContext context, long* table, List<(nint Entry, int Argument, long Offset)> open)
    {
    }

    /// <summary>Gives every step its place in the tables.</summary>
    public static BoundStep[] Bind(IReadOnlyList<Step> steps)
    {
        var result = new BoundStep[steps.Count];
        int start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = steps[i] switch
            {
                KernelStep kernel => new Kernel(kernel.Call, kernel.Code.Body) { TableStart = start },
                LibraryStep library => new Library(library),
                AssignStep assign => new Assign(assign),
                _ => throw new InvalidOperationException(),
            };
            start += result[i].TableLength;
        }
        return result;
    }

    private sealed class Kernel(KernelCall call, ChunkBody body) : BoundStep
    {
        private readonly ChunkBody body = body;
        private readonly long chunks = call.Chunks;
        private readonly bool parallel = call.IsParallel;

        public override int TableLength => call.Arguments.Length;

        public override void Run(RunContext context, nint* arguments, int threads)
        {
            if (parallel && threads > 1)
            {
                WorkerPool.Shared.Run(body, context.TableOf(this), chunks, threads);
            }
            else
            {
                body(context.TableOf(this), 0, chunks);
            }
        }

        public override BoundStep Wrap(Func<ChunkBody, ChunkBody> wrap) => new Kernel(call, wrap(body)) { TableStart = TableStart };

        public override void FillTable(RunContext context, long* table, List<(nint Entry, int Argument, long Offset)> open)
        {
            call.Arguments.CopyTo(new Span<long>(table, call.Arguments.Length));
            foreach (AddressArgument address in call.Addresses)
            {
                Location location = context.Memory[address.Source];
                if (location.Kind == MemoryKind.Argument)
                {
                    open.Add(((nint)(table + address.Slot), (int)location.Value, address.ByteOffset));
                }
                else
                {
                    table[address.Slot] = context.AddressOf(location, null) + address.ByteOffset;
                }
            }
        }
    }

    private sealed class Library(LibraryStep step) : BoundStep
    {
        private readonly Layout result = Layout.Dense(step.Node.Shape);
        private readonly (Node Source, Layout Layout)[] operands = step.FittedOperands();

        public override void Run(RunContext context, nint* arguments, int threads)
        {
            using ThreadLimit limit = WorkerPool.Limit(threads);
            int count = operands.Length;
            if (count <= FewViews.Length)
            {
                var few = new FewViews();
                Evaluate(context, arguments, ((Span<TensorView>)few)[..count]);
                return;
            }
            TensorView[] many = ArrayPool<TensorView>.Shared.Rent(count);
            Evaluate(context, arguments, many.AsSpan(0, count));
            ArrayPool<TensorView>.Shared.Return(many, clearArray: true);
        }

        private void Evaluate(RunContext context, nint* arguments, Span<TensorView> views)
        {
            for (int i = 0; i < views.Length; i++)
            {
                (Node source, Layout layout) = operands[i];
                views[i] = new TensorView(context.AddressOf(context.Memory[source], arguments), source.DType, layout);
            }
            step.Node.Op.Evaluate(views, new TensorView(context.AddressOf(context.Memory[step.Node], arguments), step.Node.DType, result));
        }
    }

    private sealed class Assign(AssignStep step) : BoundStep
    {
        public override void Run(RunContext context, nint* arguments, int threads)
        {
            using ThreadLimit limit = WorkerPool.Limit(threads);
            StridedCopying.Copy(new TensorView(context.AddressOf(context.Memory[step.Source], arguments), step.Source.DType, step.Layout),
                step.Variable.Value.View);
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct FewViews
    {
        public const int Length = 8;
        private TensorView first;
    }
}
