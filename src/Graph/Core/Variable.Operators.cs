namespace NeuralJit;

/// <content>The operators of nodes for variables, which read them: <c>weight * 3 + bias</c>.</content>
public abstract partial class Variable
{
    /// <summary>−x.</summary>
    public static Node operator -(Variable x) => -x.Read();

    /// <summary>a + b, broadcast.</summary>
    public static Node operator +(Variable a, Variable b) => a.Read() + b.Read();

    /// <summary>a + b, broadcast.</summary>
    public static Node operator +(Variable a, Node b) => a.Read() + b;

    /// <summary>a + b, broadcast.</summary>
    public static Node operator +(Node a, Variable b) => a + b.Read();

    /// <summary>a + b, broadcast.</summary>
    public static Node operator +(Variable a, double b) => a.Read() + b;

    /// <summary>a + b, broadcast.</summary>
    public static Node operator +(double a, Variable b) => a + b.Read();

    /// <summary>a − b, broadcast.</summary>
    public static Node operator -(Variable a, Variable b) => a.Read() - b.Read();

    /// <summary>a − b, broadcast.</summary>
    public static Node operator -(Variable a, Node b) => a.Read() - b;

    /// <summary>a − b, broadcast.</summary>
    public static Node operator -(Node a, Variable b) => a - b.Read();

    /// <summary>a − b, broadcast.</summary>
    public static Node operator -(Variable a, double b) => a.Read() - b;

    /// <summary>a − b, broadcast.</summary>
    public static Node operator -(double a, Variable b) => a - b.Read();

    /// <summary>a · b, broadcast.</summary>
    public static Node operator *(Variable a, Variable b) => a.Read() * b.Read();

    /// <summary>a · b, broadcast.</summary>
    public static Node operator *(Variable a, Node b) => a.Read() * b;

    /// <summary>a · b, broadcast.</summary>
    public static Node operator *(Node a, Variable b) => a * b.Read();

    /// <summary>a · b, broadcast.</summary>
    public static Node operator *(Variable a, double b) => a.Read() * b;

    /// <summary>a · b, broadcast.</summary>
    public static Node operator *(double a, Variable b) => a * b.Read();

    /// <summary>a / b, broadcast.</summary>
    public static Node operator /(Variable a, Variable b) => a.Read() / b.Read();

    /// <summary>a / b, broadcast.</summary>
    public static Node operator /(Variable a, Node b) => a.Read() / b;

    /// <summary>a / b, broadcast.</summary>
    public static Node operator /(Node a, Variable b) => a / b.Read();

    /// <summary>a / b, broadcast.</summary>
    public static Node operator /(Variable a, double b) => a.Read() / b;

    /// <summary>a / b, broadcast.</summary>
    public static Node operator /(double a, Variable b) => a / b.Read();

    /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
    public static Node operator %(Variable a, Variable b) => a.Read() % b.Read();

    /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
    public static Node operator %(Variable a, Node b) => a.Read() % b;

    /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
    public static Node operator %(Node a, Variable b) => a % b.Read();

    /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
    public static Node operator %(Variable a, double b) => a.Read() % b;

    /// <summary>The remainder of a / b with the sign of b (as in Python), broadcast.</summary>
    public static Node operator %(double a, Variable b) => a % b.Read();

    /// <summary>a &lt; b, broadcast.</summary>
    public static Node operator <(Variable a, Variable b) => a.Read() < b.Read();

    /// <summary>a &lt; b, broadcast.</summary>
    public static Node operator <(Variable a, Node b) => a.Read() < b;

    /// <summary>a &lt; b, broadcast.</summary>
    public static Node operator <(Node a, Variable b) => a < b.Read();

    /// <summary>a &lt; b, broadcast.</summary>
    public static Node operator <(Variable a, double b) => a.Read() < b;

    /// <summary>a &lt; b, broadcast.</summary>
    public static Node operator <(double a, Variable b) => a < b.Read();

    /// <summary>a &gt; b, broadcast.</summary>
    public static Node operator >(Variable a, Variable b) => a.Read() > b.Read();

    /// <summary>a &gt; b, broadcast.</summary>
    public static Node operator >(Variable a, Node b) => a.Read() > b;

    /// <summary>a &gt; b, broadcast.</summary>
    public static Node operator >(Node a, Variable b) => a > b.Read();

    /// <summary>a &gt; b, broadcast.</summary>
    public static Node operator >(Variable a, double b) => a.Read() > b;

    /// <summary>a &gt; b, broadcast.</summary>
    public static Node operator >(double a, Variable b) => a > b.Read();

    /// <summary>a ≤ b, broadcast.</summary>
    public static Node operator <=(Variable a, Variable b) => a.Read() <= b.Read();

    /// <summary>a ≤ b, broadcast.</summary>
    public static Node operator <=(Variable a, Node b) => a.Read() <= b;

    /// <summary>a ≤ b, broadcast.</summary>
    public static Node operator <=(Node a, Variable b) => a <= b.Read();

    /// <summary>a ≤ b, broadcast.</summary>
    public static Node operator <=(Variable a, double b) => a.Read() <= b;

    /// <summary>a ≤ b, broadcast.</summary>
    public static Node operator <=(double a, Variable b) => a <= b.Read();

    /// <summary>a ≥ b, broadcast.</summary>
    public static Node operator >=(Variable a, Variable b) => a.Read() >= b.Read();

    /// <summary>a ≥ b, broadcast.</summary>
    public static Node operator >=(Variable a, Node b) => a.Read() >= b;

    /// <summary>a ≥ b, broadcast.</summary>
    public static Node operator >=(Node a, Variable b) => a >= b.Read();

    /// <summary>a ≥ b, broadcast.</summary>
    public static Node operator >=(Variable a, double b) => a.Read() >= b;

    /// <summary>a ≥ b, broadcast.</summary>
    public static Node operator >=(double a, Variable b) => a >= b.Read();
}
