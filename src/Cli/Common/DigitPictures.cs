using System.Text;

namespace NeuralJit.Cli;

/// <summary>Draws small grey images as text, side by side.</summary>
internal static class DigitPictures
{
    private const string Shades = " .:-=+*#%@";
    private const string Gap = "   ";

    // Two characters are about as wide as one is high.
    private const int CharactersPerPixel = 2;

    /// <summary>How many images of a width fit beside each other, at least one.</summary>
    public static int PerRow(int width, int columns) => Math.Max(1, (columns + Gap.Length) / ((CharactersPerPixel * width) + Gap.Length));

    /// <summary>Draws images of <paramref name="width"/> pixels per row from 0 (paper) to 1 (ink), with a caption below each.</summary>
    public static IEnumerable<string> Draw(int width, IReadOnlyList<ReadOnlyMemory<float>> images, IReadOnlyList<string> captions)
    {
        int height = images[0].Length / width;
        for (int y = 0; y < height; y++)
        {
            var line = new StringBuilder();
            foreach (ReadOnlyMemory<float> image in images)
            {
                foreach (float value in image.Span.Slice(y * width, width))
                {
                    line.Append(Shades[(int)Math.Clamp(value * Shades.Length, 0, Shades.Length - 1)], CharactersPerPixel);
                }
                line.Append(Gap);
            }
            yield return line.ToString().TrimEnd();
        }
        yield return string.Join(Gap, captions.Select(c => c.PadRight(CharactersPerPixel * width))).TrimEnd();
    }
}
