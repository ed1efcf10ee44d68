namespace NeuralJit.Kernels;

/// <summary>Which elements of a window its result depends on.</summary>
internal interface IPoolTaps
{
    /// <summary>Whether it is the greatest one only.</summary>
    static abstract bool GreatestOnly { get; }
}

/// <summary>The kinds of dependence.</summary>
internal static class PoolTaps
{
    /// <summary>All elements: a sum.</summary>
    internal readonly struct All : IPoolTaps
    {
        /// <inheritdoc/>
        public static bool GreatestOnly => false;
    }

    /// <summary>The greatest one.</summary>
    internal readonly struct Greatest : IPoolTaps
    {
        /// <inheritdoc/>
        public static bool GreatestOnly => true;
    }
}
