namespace NeuralJit.Inspection.Tests;

/// <summary>Tests of the page's modules, which share one open page: they change nothing in it.</summary>
public abstract class ModuleFixture
{
    private BrowserPage? page;

    private protected BrowserPage Page => page ?? throw new InvalidOperationException("the page is open while tests run");

    [OneTimeSetUp]
    public async Task Open() => page = await BrowserPage.OpenAsync([SyntheticReport.Empty()]);

    [OneTimeTearDown]
    public async Task Close()
    {
        if (page is not null)
            await page.DisposeAsync();
    }
}
