namespace NeuralJit;

/// <summary>A graph was built or used wrongly; the message says what was expected, what was found and where.</summary>
public class GraphException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    public GraphException(string message) : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public GraphException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>Shapes or element types do not fit an op; the message names the op, both types and the place.</summary>
public sealed class ShapeException : GraphException
{
    /// <summary>Makes an exception with a message.</summary>
    public ShapeException(string message) : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public ShapeException(string message, Exception inner) : base(message, inner)
    {
    }
}
