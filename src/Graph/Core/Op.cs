using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>
/// An operation: an immutable record of its attributes. It knows the type of its result, its gradient and how to
/// evaluate itself. Records give equality, which is how equal nodes are found and shared.
/// </summary>
public abstract record Op
{
    /// <summary>The name in dumps and messages, e.g. <c>log_softmax</c>.</summary>
    public virtual string Name => SnakeCase(GetType().Name);

    /// <summary>Whether equal nodes with this op may be shared and folded (true for everything but fresh leaves).</summary>
    public virtual bool IsPure => true;

    /// <summary>The type of the result.</summary>
    /// <exception cref="ShapeException">The inputs do not fit; the message names the op and the types.</exception>
    public abstract TensorType Infer(ReadOnlySpan<Node> inputs);

    /// <summary>
    /// The contribution to the gradient of input number <paramref name="input"/> of <paramref name="y"/>, given
    /// <paramref name="dy"/>, the gradient with respect to y; null where there is none. It may have the broadcast shape of y:
    /// the driver sums it back to the input's shape.
    /// </summary>
    public virtual Node? Gradient(Node y, Node dy, int input) =>
        throw new GraphException(
            $"{Name} has no gradient; stop it with StopGradient() or define one by overriding {GetType().Name}.Gradient");

    /// <summary>The contributions to the inputs that are <paramref name="wanted"/>; null for the others.</summary>
    public virtual Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node?[] result = new Node?[wanted.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = wanted[i] ? Gradient(y, dy, i) : null;
        }
        return result;
    }

    /// <summary>Computes the result into <paramref name="y"/>, which is dense.</summary>
    public abstract void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y);

    /// <summary>
    /// Floating-point operations that computing <paramref name="y"/>, a node of this op, takes: an addition, a comparison or a function
    /// such as exp counts one, a multiply-add two, moving data none.
    /// </summary>
    public virtual long Flops(Node y) => 0;

    /// <summary>
    /// Whether evaluating may end in an exception. What can fail runs before a program writes outputs or variables, so that a run that
    /// throws has changed nothing; that may take copies. The library's ops say so where they fail; ops of others are taken to fail at any
    /// time unless they say otherwise.
    /// </summary>
    public virtual OpFailure Failure => GetType().Assembly == typeof(Op).Assembly ? OpFailure.Never : OpFailure.WhileWriting;

    /// <summary>The attributes as text: <c>Axes = [1], KeepDims = False</c>; empty when there are none.</summary>
    public string Attributes
    {
        get
        {
            // Records print numbers in the culture of the thread; dumps are the same everywhere.
            CultureInfo before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            try
            {
                var text = new StringBuilder();
                PrintMembers(text);
                return text.ToString();
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    /// <summary>
    /// Whether the other is an op of the same kind whose attributes read the same; records compare the attributes themselves as well. As
    /// numbers 0 and −0 are equal, and two ops that differ in no more would be shared, though their results differ: their texts tell them
    /// apart.
    /// </summary>
    public virtual bool Equals(Op? other) =>
        ReferenceEquals(this, other) || (other is not null && EqualityContract == other.EqualityContract && Attributes == other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Writes the attributes (records generate this).</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Checks the number of inputs.</summary>
    protected void ExpectInputs(ReadOnlySpan<Node> inputs, int count)
    {
        if (inputs.Length != count)
        {
            throw new ShapeException($"{Name}: expected {count} input{(count == 1 ? "" : "s")}, got {inputs.Length}");
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
