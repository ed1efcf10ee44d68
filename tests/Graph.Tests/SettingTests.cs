namespace NeuralJit.Tests;

/// <summary>A trace remembers the settings that it read: no others, and those that it sets itself not.</summary>
internal sealed class SettingTests
{
    [Test]
    public void What_was_read_is_current_until_it_has_another_value()
    {
        Setting<int> read = new(1, "read"), other = new(1, "other");
        TraceSettings settings = SettingsOf(() => _ = read.Value);
        other.Value = 2;
        Assert.That(settings.AreCurrent);
        read.Value = 3;
        Assert.That(settings.AreCurrent, Is.False);
        Assert.That(settings.Difference(), Is.EqualTo("read was 1, is 3"));
        read.Value = 1;
        Assert.That(settings.AreCurrent);
        Assert.That(settings.Difference(), Is.Empty);
    }

    [Test]
    public void The_value_of_the_first_read_counts()
    {
        Setting<double> setting = new(0.5, "p");
        TraceSettings settings = SettingsOf(() =>
        {
            _ = setting.Value;
            setting.Value = 0.25;
            _ = setting.Value;
        });
        Assert.That(settings.Difference(), Is.EqualTo("p was 0.5, is 0.25"));
    }

    [Test]
    public void What_the_trace_sets_itself_is_no_reason()
    {
        Setting<string?> setting = new(null, "s");
        TraceSettings settings = SettingsOf(() =>
        {
            setting.Value = "a";
            _ = setting.Value;
            setting.Value = null;
        });
        setting.Value = "b";
        Assert.That(settings.AreCurrent);
    }

    [Test]
    public void Traces_inside_tell_those_around_and_eager_ones_remember_nothing()
    {
        Setting<int> inside = new(1, "inside"), eager = new(1, "eager"), passes = new(1, "passes");
        TraceSettings? ofEager = null;
        TraceSettings settings = SettingsOf(() =>
        {
            using (GraphTrace.Symbolic())
            {
                _ = inside.Value;
            }
            using (GraphTrace.Rewriting())
            {
                _ = passes.Value;
            }
            using GraphTrace trace = GraphTrace.Eager();
            _ = eager.Value;
            ofEager = trace.Settings;
        });
        inside.Value = passes.Value = eager.Value = 2;
        Assert.That(settings.Difference(), Is.EqualTo("inside was 1, is 2; passes was 1, is 2; eager was 1, is 2"));
        Assert.That(ofEager!.AreCurrent);
    }

    [Test]
    public void Asking_again_allocates_nothing()
    {
        var settings = new Setting<bool>[100];
        TraceSettings read = SettingsOf(() =>
        {
            for (int i = 0; i < settings.Length; i++)
            {
                settings[i] = new Setting<bool>(false, "s");
                _ = settings[i].Value;
            }
        });
        Assert.That(read.AreCurrent);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool current = read.AreCurrent;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(current);
    }

    private static TraceSettings SettingsOf(Action trace)
    {
        using GraphTrace opened = GraphTrace.Symbolic();
        trace();
        return opened.Settings;
    }
}
