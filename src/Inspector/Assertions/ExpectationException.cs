namespace NeuralJit.Inspection;

/// <summary>A program is not what a test expected; the message says why, from the report.</summary>
public sealed class ExpectationException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ExpectationException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception with the one behind it.</summary>
    public ExpectationException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Makes the exception without a message.</summary>
    public ExpectationException()
    {
    }
}
