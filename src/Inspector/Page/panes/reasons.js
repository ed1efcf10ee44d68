// Why two ops share no kernel, in the user's words: what stands in the way, and what can be done about it.

const reasons = {
  "fused": ["In one kernel", "The value stays in registers: it is neither written nor read.", "Nothing: this is what is wanted."],
  "other-space": ["Different iteration space", "A kernel walks one space of elements; the consumer is computed over another shape than the producer's kernel.",
    "Let both have the same shape: broadcast later, reduce earlier, or move a reshape out from between them."],
  "not-aligned": ["Other elements are read", "The consumer reads other elements than the one that is being computed: it is transposed, sliced, shifted or repeated in between.",
    "Move the transposition or slice to an input or to the end, where it is a way to read memory and costs nothing."],
  "library-op": ["Library kernel", "One of the two runs as a ready-made kernel of the library, with which nothing fuses.",
    "Where the op can be written by element-wise ops, reductions and products, write it so; else keep such ops few and large."],
  "operand-of-product": ["Operand of a product", "A product or convolution reads whole rows and columns of its operands, so all of the operand must be there first.",
    "Usually right as it is. A cheap producer can be applied to the product's result instead where the algebra allows (a factor, a sum per row)."],
  "other-product": ["Result of another product", "The consumer is computed with another product; each product has a register tile of its own.",
    "Products that share an operand can be made one by concatenating their weights."],
  "reduction-of-product": ["Reduction and product", "The kernel of a product or convolution holds no reductions, so the reduction runs apart and reads the result again.",
    "A sum of a product's result is the product of a sum: reduce the smaller operand first where the algebra allows."],
  "other-reduction": ["Reduction over other axes", "Both reduce, over different axes; one walk over memory serves one of them.",
    "Lay the data out so that both reduce over the same axes, or reduce in two steps."],
  "reduction-of-columns": ["Needs whole columns", "The consumer needs the finished sums of columns at every element, so memory is walked a second time.",
    "Reduce over the last axis instead of the first ones where you can choose the layout."],
  "irregular-lines": ["Irregular lines", "The consumer also reads memory that does not lie along the lines of the convolution's results.",
    "Give the other operand the convolution's own layout (batch, channels, space), without slices or transpositions."],
  "too-many-nodes": ["Kernel is full", "One kernel holding both would have too many ops for registers and for the JIT.",
    "Usually right as it is: the cut costs one write and read among many ops."],
  "other-type": ["Other element type", "The two compute in different floating-point types, and a kernel computes in one.",
    "Cast once at the start instead of in between."],
  "cycle": ["Another kernel lies between", "A third kernel needs the producer and is needed by the consumer; one kernel cannot run before and after it.",
    "Compute what lies between from other values, or move it before or after both."],
  "joined-reduction": ["Computed with its reduction", "The consumer is computed together with the reduction that alone uses it. So it is never stored, but its inputs are.",
    "Nothing: storing the consumer would move more."],
  "joined-other": ["Joined another kernel", "The consumer joined the kernel of another of its inputs; an op runs in one kernel.",
    "Nothing when the other input is larger; else change the order of the operations."],
  "no-loop-nest": ["No common loop nest", "No loop nest walks all memory that one kernel of both would read, so its ops run one by one.",
    "Move transpositions and slices to inputs, so that all operands are read in the same order."],
  "prepared": ["Prepared beforehand", "The producer depends on parameters only. It is computed when they change, not at every run.",
    "Nothing: this saves the work of every run."],
};

/** { title, why, advice } of a reason; an unknown one is its own title. */
export function reasonOf(id) {
  const [title, why, advice] = reasons[id] ?? [sentence(id ?? "unknown"), "", ""];
  return { title, why, advice };
}

/** What the compiler puts in for itself, to lay memory out: nobody wrote these ops, so nobody can write them otherwise. */
const internalOps = new Set(["copy", "interleave", "pack_columns", "pad_planes"]);

/** Whether an edge leads to or from a copy or pack of the compiler. */
export const isInternal = (model, edge) => [edge.producer, edge.consumer].some(node => internalOps.has(model.findRecord(node)?.op));

/** What can be done about an edge. */
export const adviceOf = (model, edge) => isInternal(model, edge)
  ? "The compiler lays the value out for the kernel that reads it: there is nothing to do." : reasonOf(edge.reason).advice;

/** The decisions that could be otherwise: edges between kernels of every run, largest first. */
export const refusals = fusion => fusion.filter(edge => !edge.fused && edge.reason !== "prepared").sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));

function sentence(id) {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
