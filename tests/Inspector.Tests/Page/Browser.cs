using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>The one browser of all tests of the page, started by the first that needs it.</summary>
[SetUpFixture]
public sealed class Browser
{
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
