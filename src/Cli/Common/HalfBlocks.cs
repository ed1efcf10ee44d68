using System.Globalization;
using System.Text;
using Spectre.Console;

namespace NeuralJit.Cli;

/// <summary>
/// Draws tiny grey images side by side, two rows of pixels to a line: in greys on a terminal of many colours, in black and white elsewhere.
/// </summary>
internal static class HalfBlocks
{
    private const string Gap = "  ";

    /// <summary>
    /// Writes images of <paramref name="width"/> pixels per row from 0 (paper) to 1 (ink), with lines of captions below each.
    /// </summary>
    public static void Write(string indent, int width, IReadOnlyList<ReadOnlyMemory<float>> images, params ReadOnlySpan<string[]> captions)
    {
        bool greys = Terminal.Output.Profile.Capabilities is { Ansi: true, ColorSystem: ColorSystem.TrueColor or ColorSystem.EightBit };
        for (int y = 0; y < images[0].Length / width; y += 2)
        {
            string line = indent
                + string.Join(Gap, images.Select(i => Line(i.Span.Slice(y * width, width), i.Span.Slice((y + 1) * width, width), greys)));
            if (greys)
            {
                Terminal.Output.MarkupLine(line);
            }
            else
            {
                Terminal.Line(line.TrimEnd());
            }
        }
        foreach (string[] caption in captions)
        {
            Terminal.Line((indent + string.Join(Gap, caption.Select(c => c.PadRight(width)))).TrimEnd());
        }
    }

    private static string Line(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, bool greys)
    {
        var line = new StringBuilder();
        for (int x = 0; x < upper.Length; x++)
        {
            line.Append(greys
                ? string.Create(CultureInfo.InvariantCulture, $"[rgb({Grey(upper[x])}) on rgb({Grey(lower[x])})]▀[/]")
                : (upper[x] > 0.5f, lower[x] > 0.5f) switch { (true, true) => "█", (true, false) => "▀", (false, true) => "▄", _ => " " });
        }
        return line.ToString();
    }

    private static string Grey(float ink)
    {
        int level = (int)Math.Clamp(255 * ink, 0, 255);
        return string.Create(CultureInfo.InvariantCulture, $"{level},{level},{level}");
    }
}
