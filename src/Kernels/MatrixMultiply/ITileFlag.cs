namespace NeuralJit.Kernels;

/// <summary>A truth that the JIT knows.</summary>
internal interface ITileFlag
{
    /// <summary>The truth.</summary>
    static abstract bool Value { get; }

    /// <summary>It holds.</summary>
    internal readonly struct Yes : ITileFlag
    {
        /// <inheritdoc/>
        public static bool Value => true;
    }

    /// <summary>It does not.</summary>
    internal readonly struct No : ITileFlag
    {
        /// <inheritdoc/>
        public static bool Value => false;
    }
}
