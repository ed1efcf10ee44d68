namespace NeuralJit.Compilation;

/// <summary>Runs a program, which nobody watches, on the memory of its arguments.</summary>
internal unsafe delegate void RunBody(nint* arguments, CancellationToken cancellation);
