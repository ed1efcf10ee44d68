using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>The one browser of all tests of the page, started by the first that needs it.</summary>
[SetUpFixture]
public sealed class Browser
{
    /// <summary>Names the browser to use; without it one is looked for on the PATH.</summary>
    private const string Variable = "NEURALJIT_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Started = new(StartAsync);

    /// <summary>The browser; the test that asks is ignored where there is none.</summary>
    public static async Task<IBrowser> GetAsync()
    {
        try
        {
            return (await Started.Value).Browser;
        }
        catch (Exception e) when (e is PlaywrightException or FileNotFoundException or System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"no browser: {e.Message.Split('\n')[0]} Install Chromium or set {Variable} to the path of one.");
            throw;
        }
    }

    /// <summary>Ends the browser if any test has started it.</summary>
    [OneTimeTearDown]
    public async Task Stop()
    {
        if (!Started.IsValueCreated || !Started.Value.IsCompletedSuccessfully)
            return;
        (IPlaywright driver, IBrowser browser) = await Started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        string path = Find() ?? throw new FileNotFoundException($"none of {string.Join(", ", Names)} is on the PATH.");
        IPlaywright driver = await Playwright.CreateAsync();
        IBrowser browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // Chromium refuses to run its sandbox as root.
            Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
        });
        return (driver, browser);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new FileNotFoundException($"{Variable} names {named}, which does not exist.");
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string extension = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + extension))).FirstOrDefault(File.Exists);
    }
}
