using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NeuralJit.Inspection.Tests;

/// <summary>
/// The page of one test, opened from a file as users open it, with everything that it complained about or asked a network for. Tests take
/// windows from each other, which takes half the time of new ones; a window that is passed on remembers nothing.
/// </summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly ConcurrentBag<IPage> Idle = [];

    private readonly string file;
    private readonly List<string> errors = [], requests = [];

    private BrowserPage(string file, IPage page)
    {
        (this.file, Page) = (file, page);
        page.Console += OnConsole;
        page.PageError += OnError;
        page.Request += OnRequest;
    }

    /// <summary>The page as Playwright sees it.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and what was thrown and not caught.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Everything that was loaded, data in the file excepted: the file itself and nothing else.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>Writes a page with the reports and opens it.</summary>
    /// <param name="reports">The JSON documents.</param>
    /// <param name="view">The address behind "#": which pane is shown, what is selected.</param>
    /// <param name="width">The width of the window; the height is 800.</param>
    /// <param name="dark">Whether the system says that it likes dark colours.</param>
    public static async Task<BrowserPage> OpenAsync(IReadOnlyList<string> reports, string view = "", int width = 1280, bool dark = false)
    {
        IBrowser browser = await Browser.GetAsync();
        string file = Path.Combine(Path.GetTempPath(), $"neuraljit-page-{Guid.NewGuid():N}.html");
        await using (var writer = new StreamWriter(file))
            HtmlPage.Write(writer, reports);
        IPage window = Idle.TryTake(out IPage? idle) ? idle : await (await browser.NewContextAsync()).NewPageAsync();
        await window.SetViewportSizeAsync(width, 800);
        await window.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        var page = new BrowserPage(file, window);
        await window.GotoAsync(new Uri(file).AbsoluteUri + (view.Length > 0 ? "#" + view : ""));
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#app main')");
        return page;
    }

    /// <summary>
    /// Runs a function body in the page that may use the page's modules: <c>const { bytes } = await load('#format'); return bytes(1);</c>
    /// </summary>
    public Task<T> RunAsync<T>(string body, object? argument = null) =>
        Page.EvaluateAsync<T>($"async argument => {{ const load = name => import(name); {body} }}", argument);

    /// <summary>The address as the page has it now; what the driver knows of it may be older.</summary>
    public Task<string> AddressAsync() => Page.EvaluateAsync<string>("() => location.href");

    /// <summary>Presses keys one after the other.</summary>
    public async Task PressAsync(params IEnumerable<string> keys)
    {
        foreach (string key in keys)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Fails if the page has complained or asked for anything but itself.</summary>
    public void AssertQuiet()
    {
        Assert.Multiple(() =>
        {
            Assert.That(errors, Is.Empty);
            Assert.That(requests, Has.All.StartsWith(new Uri(file).AbsoluteUri));
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.EvaluateAsync("() => localStorage.clear()");
        await Page.Mouse.MoveAsync(0, 0);
        await Page.GotoAsync("about:blank");
        Page.Console -= OnConsole;
        Page.PageError -= OnError;
        Page.Request -= OnRequest;
        Idle.Add(Page);
        File.Delete(file);
    }

    private void OnConsole(object? sender, IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            errors.Add(message.Text);
    }

    private void OnError(object? sender, string error) => errors.Add(error);

    private void OnRequest(object? sender, IRequest request)
    {
        if (!request.Url.StartsWith("data:", StringComparison.Ordinal))
            requests.Add(request.Url);
    }
}
