using System.Globalization;

namespace NeuralJit.Tests;

/// <summary>Numbers in text are read strictly, in every culture alike.</summary>
internal sealed class NumberTextTests
{
    private static readonly string[] NoNumbers =
        [
            "", " ", "0,002", "1,000", "1.000,5", " 1", "1 ", "1\n", "1\0", "+1", "--1", "1-", "(1)", "1_000", "0x10", "1e", "e5", "1.2.3",
                "½", "１", "٣", "−1", "$1", "1%",
            "nan", "NAN", "-NaN", "infinity", "+Infinity", "INF", "inf", "∞", "1f", "1d", "true",
        ];

    [TestCaseSource(nameof(NoNumbers))]
    public void What_is_no_number_is_refused(string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach ((string point, string group) in ((string, string)[])[(".", ","), (",", "."), (",", " "), ("٫", "٬")])
            {
                // Tests run without the cultures of countries: these are made by hand.
                var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (point, group);
                CultureInfo.CurrentCulture = culture;
                Assert.That(NumberText.TryRead(text, out double _), Is.False, point);
                Assert.That(NumberText.TryRead(text, out float _), Is.False, point);
                Assert.That(NumberText.TryRead(text, out Half _), Is.False, point);
                Assert.That(NumberText.TryRead(text, out int _), Is.False, point);
                Assert.That(NumberText.TryRead(text, out ulong _), Is.False, point);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("0.002", 0.002)]
    [TestCase(".5", 0.5)]
    [TestCase("-1e-05", -1e-5)]
    [TestCase("1E+300", 1e300)]
    [TestCase("5", 5)]
    [TestCase("0.000e-999", 0)]
    [TestCase("NaN", double.NaN)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    public void Numbers_are_read(string text, double expected)
    {
        Assert.That(NumberText.TryRead(text, out double value), Is.True);
        Assert.That(value, Is.EqualTo(expected));
    }

    [Test]
    public void What_the_type_cannot_hold_is_refused()
    {
        Assert.That(NumberText.TryRead("1e999", out double _), Is.False);
        Assert.That(NumberText.TryRead("1e-999", out double _), Is.False, "not silently 0");
        Assert.That(NumberText.TryRead("1e-46", out float _), Is.False);
        Assert.That(NumberText.TryRead("1e39", out float _), Is.False);
        Assert.That(NumberText.TryRead("2147483648", out int _), Is.False);
        Assert.That(NumberText.TryRead("-1", out byte _), Is.False);
        Assert.That(NumberText.TryRead("1.0", out int _), Is.False);
        Assert.That(NumberText.TryRead("1e3", out long _), Is.False);
        Assert.That(NumberText.TryRead("NaN", out int _), Is.False);
        Assert.That((NumberText.TryRead("-0", out double zero), double.IsNegative(zero)), Is.EqualTo((true, true)));
        Assert.That((NumberText.TryRead("-128", out sbyte least), least), Is.EqualTo((true, sbyte.MinValue)));
    }

    // Constants, attributes and lists of graph text.
    [TestCase("constant f32[2] {1,5; 2}")]
    [TestCase("constant f32[] {1 000}")]
    [TestCase("constant f32[] {+1}")]
    [TestCase("constant f32[] {1e-60}")]
    [TestCase("constant i32[] {1e3}")]
    [TestCase("constant i64[] {1.0}")]
    [TestCase("pad f32[3] {Low = [1], High = [0], Interior = [0], Value = 1 000} %0")]
    [TestCase("pad f32[3] {Low = [+1], High = [0], Interior = [0], Value = 1} %0")]
    [TestCase("pad f32[3] {Low = [1], High = [0], Interior = [0], Value = infinity} %0")]
    public void Graph_text_is_as_strict(string line) =>
        Assert.That(() => GraphText.Parse($"%0 = input f32[2] \"x\"\n%1 = {line}\nreturn %1\n"),
            Throws.InstanceOf<GraphException>().With.Message.StartsWith("line 2"));
}
