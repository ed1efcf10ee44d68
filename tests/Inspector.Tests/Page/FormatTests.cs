namespace NeuralJit.Inspection.Tests;

public class FormatTests : ModuleFixture
{
    // "~" stands for the no-break space before the unit.
    [TestCase("bytes(0)", "0~B")]
    [TestCase("bytes(1023)", "1,023~B")]
    [TestCase("bytes(1024)", "1.00~KiB")]
    [TestCase("bytes(1536)", "1.50~KiB")]
    [TestCase("bytes(1048575)", "1.00~MiB")]
    [TestCase("bytes(123456789)", "118~MiB")]
    [TestCase("bytes(null)", "–")]
    [TestCase("flops(8192)", "8.19~kFLOP")]
    [TestCase("flops(999)", "999~FLOP")]
    [TestCase("flops(999999)", "1.00~MFLOP")]
    [TestCase("count(30730)", "30,730")]
    [TestCase("count(11689512)", "11.7~M")]
    [TestCase("count(-3)", "-3")]
    [TestCase("microseconds(0)", "0~µs")]
    [TestCase("microseconds(0.25)", "250~ns")]
    [TestCase("microseconds(12.345)", "12.3~µs")]
    [TestCase("microseconds(1500)", "1.50~ms")]
    [TestCase("microseconds(2500000)", "2.50~s")]
    [TestCase("microseconds(NaN)", "–")]
    [TestCase("percent(0.123)", "12.3~%")]
    [TestCase("percent(1)", "100~%")]
    [TestCase("rate(2.2e11, 'FLOP/s')", "220~GFLOP/s")]
    [TestCase("rate(2.5e10, 'B/s')", "25.0~GB/s")]
    [TestCase("rate(undefined, 'B/s')", "–")]
    public async Task Numbers_are_short_text_with_a_unit(string call, string expected)
    {
        string text = await Page.RunAsync<string>(
            $"const {{ bytes, flops, count, microseconds, percent, rate }} = await load('#format'); return {call};");
        Assert.That(text.Replace('\u00a0', '~'), Is.EqualTo(expected));
    }
}
