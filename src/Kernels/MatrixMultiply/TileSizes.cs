namespace NeuralJit.Kernels;

/// <summary>The tile extents in use.</summary>
internal static class TileSizes
{
    /// <summary>1.</summary>
    internal readonly struct One : ITileSize
    {
        /// <inheritdoc/>
        public static int Value => 1;
    }

    /// <summary>2.</summary>
    internal readonly struct Two : ITileSize
    {
        /// <inheritdoc/>
        public static int Value => 2;
    }

    /// <summary>3.</summary>
    internal readonly struct Three : ITileSize
    {
        /// <inheritdoc/>
        public static int Value => 3;
    }

    /// <summary>4.</summary>
    internal readonly struct Four : ITileSize
    {
        /// <inheritdoc/>
        public static int Value => 4;
    }

    /// <summary>8.</summary>
    internal readonly struct Eight : ITileSize
    {
        /// <inheritdoc/>
        public static int Value => 8;
    }
}
