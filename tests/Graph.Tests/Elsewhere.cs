namespace NeuralJit.Tests;

/// <summary>Runs things on a thread of their own.</summary>
internal static class Elsewhere
{
    /// <summary>Runs something, and here something else meanwhile; gives what it threw.</summary>
    public static Exception? Run(Action action, out int id, Action? meanwhile = null)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = ErrorOf(action)) { Name = "elsewhere" };
        id = thread.ManagedThreadId;
        thread.Start();
        meanwhile?.Invoke();
        thread.Join();
        return thrown;
    }

    /// <summary>Runs something that must not take for ever.</summary>
    public static void Soon(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = ErrorOf(action)) { IsBackground = true };
        thread.Start();
        Assert.That(thread.Join(TimeSpan.FromSeconds(30)), "it never returns");
        Assert.That(thrown, Is.Null);
    }

    /// <summary>What an action throws, or null.</summary>
    public static Exception? ErrorOf(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
