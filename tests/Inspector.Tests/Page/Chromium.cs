using System.ComponentModel;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>A browser that runs without a window, and what drives it.</summary>
internal sealed class Chromium : IDisposable
{
    /// <summary>Names the browser to use; without it one is looked for on the PATH.</summary>
    private const string Variable = "NEURALJIT_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private readonly IPlaywright driver;

    private Chromium(IPlaywright driver, IBrowser browser) => (this.driver, Browser) = (driver, browser);

    /// <summary>The browser as Playwright sees it.</summary>
    public IBrowser Browser { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="FileNotFoundException">There is none that starts; the message says what to do.</exception>
    public static async Task<Chromium> StartAsync()
    {
        string path = Find() ?? throw Missing($"none of {string.Join(", ", Names)} is on the PATH", null);
        IPlaywright? driver = null;
        try
        {
            driver = await Playwright.CreateAsync();
            IBrowser browser = await driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path,
                // Chromium refuses to run its sandbox as root.
                Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
            });
            return new Chromium(driver, browser);
        }
        catch (Exception e) when (e is PlaywrightException or Win32Exception)
        {
            driver?.Dispose();
            throw Missing($"{path} does not start: {e.Message.Split('\n')[0].TrimEnd('.')}", e);
        }
    }

    /// <summary>Ends the driver, and with it the browser.</summary>
    public void Dispose() => driver.Dispose();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw Missing($"{Variable} names {named}, which does not exist", null);
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string extension = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + extension))).FirstOrDefault(File.Exists);
    }

    private static FileNotFoundException Missing(string what, Exception? cause) =>
        new($"no browser: {what}. Install Chromium or set {Variable} to the path of one.", cause);
}
