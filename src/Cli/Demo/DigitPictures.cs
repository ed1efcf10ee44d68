using System.Text;

namespace NeuralJit.Cli;

/// <summary>Draws small grey images as text, side by side.</summary>
internal static class DigitPictures
{
    private const int Side = 8;
    private const string Shades = " .:-=+*#%@";
    private const string Gap = "   ";

    /// <summary>Draws images of 8 × 8 pixels from 0 (paper) to 1 (ink), with a caption below each.</summary>
    public static IEnumerable<string> Draw(IReadOnlyList<ReadOnlyMemory<float>> images, IReadOnlyList<string> captions)
    {
        for (int y = 0; y < Side; y++)
        {
            var line = new StringBuilder();
            foreach (ReadOnlyMemory<float> image in images)
            {
                foreach (float value in image.Span.Slice(y * Side, Side))
                {
                    // Two characters are about as wide as one is high.
                    line.Append(Shades[(int)Math.Clamp(value * Shades.Length, 0, Shades.Length - 1)], 2);
                }
                line.Append(Gap);
            }
            yield return line.ToString().TrimEnd();
        }
        yield return string.Join(Gap, captions.Select(c => c.PadRight(2 * Side))).TrimEnd();
    }
}
