using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>The one browser of all tests of the page, started by the first that needs it.</summary>
[SetUpFixture]
public sealed class Browser
{
    // A machine that is busy with other things is slow, not wrong.
    private const float MostMilliseconds = 60_000;

    private static readonly Lazy<Task<Chromium>> Started = new(Chromium.StartAsync);

    /// <summary>The browser; the test that asks is ignored where there is none.</summary>
    public static async Task<IBrowser> GetAsync()
    {
        try
        {
            return (await Started.Value).Browser;
        }
        catch (FileNotFoundException e)
        {
            Assert.Ignore(e.Message);
            throw;
        }
    }

    /// <summary>Lets conditions that tests wait for take their time.</summary>
    [OneTimeSetUp]
    public void BePatient() => Assertions.SetDefaultExpectTimeout(MostMilliseconds);

    /// <summary>Ends the browser if any test has started it.</summary>
    [OneTimeTearDown]
    public async Task Stop()
    {
        if (!Started.IsValueCreated || !Started.Value.IsCompletedSuccessfully)
            return;
        using Chromium chromium = await Started.Value;
        await chromium.Browser.DisposeAsync();
    }
}
