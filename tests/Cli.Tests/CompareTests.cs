using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralJit.Cli.Tests;

/// <summary>The comparison of compiled code with eager mode.</summary>
public sealed partial class CompareTests
{
    private static readonly string[] Models =
        ["mlp:hidden=8 --batch 2", "encoder:length=4:features=8:heads=2:hidden=8:batch=2 --threads 1"];

    private static readonly string[] RowNames =
        ["time of a call, µs", "kernels", "bytes read and written by them", "floating-point operations", "bytes allocated per call"];

    [TestCaseSource(nameof(Models))]
    public void Both_tables_have_their_numbers(string model)
    {
        foreach (string table in Tables(model))
        {
            (string Name, double Compiled, double Eager, string Ratio)[] rows = [.. Rows().Matches(table).Select(Row)];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(rows.Select(r => r.Name), Is.EqualTo(RowNames));
                Assert.That(rows[..^1].Select(r => Math.Min(r.Compiled, r.Eager)), Has.All.Positive);
                Assert.That(rows[1].Compiled, Is.LessThan(rows[1].Eager), "kernels: fusion makes fewer of more");
                Assert.That(rows[4], Is.EqualTo((RowNames[4], 0.0, rows[4].Eager, "")), "a compiled call allocates nothing");
                Assert.That(rows[4].Eager, Is.Positive);
                // The time is rounded more than its ratio.
                Assert.That(rows[1..^1].Select(r => r.Ratio),
                    Is.EqualTo(rows[1..^1].Select(r => (r.Eager / r.Compiled).ToString("N2", CultureInfo.InvariantCulture))));
            }
        }
    }

    [TestCaseSource(nameof(Models))]
    public void What_fusion_saves_is_listed_from_the_largest(string model)
    {
        foreach (string table in Tables(model))
        {
            Match sum = Sum().Match(table);
            (long Bytes, string Text)[] lines = [.. Savings().Matches(table).Select(m => (Whole(m.Groups[1]), m.Groups[2].Value))];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(lines.Select(l => l.Bytes), Is.Ordered.Descending.And.Not.Empty.And.All.Positive);
                Assert.That(lines.Select(l => l.Text), Is.Unique);
                Assert.That(lines.Sum(l => l.Bytes), Is.AtMost(Whole(sum.Groups[2])));
                Assert.That(Whole(sum.Groups[1]), Is.AtLeast(lines.Length));
                Assert.That(table, Does.Match(@"\n\d+ uses cross kernels; for example: .+\. 'neuraljit inspect' lists all\."));
            }
        }
    }

    [Test]
    public void The_titles_say_what_was_compared()
    {
        string[] tables = Tables(Models[0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tables[0], Does.StartWith("mlp (channels=1 size=28 classes=10 hidden=8) · inference · batch 2\n"));
            Assert.That(tables[1], Does.StartWith("mlp (channels=1 size=28 classes=10 hidden=8) · training step with adam · batch 2\n"));
            Assert.That(string.Concat(tables), Does.Not.Contain("\u001b"), "plain output has no escape sequences");
        }
    }

    private static string[] Tables(string model)
    {
        string[] tables = Outcomes.Of("compare " + model).ExpectSuccess().Split("\n\n");
        Assert.That(tables, Has.Length.EqualTo(2));
        return tables;
    }

    private static (string Name, double Compiled, double Eager, string Ratio) Row(Match row) => (
        row.Groups[1].Value.Trim(), Number(row.Groups[2]), Number(row.Groups[3]), row.Groups[4].Value.Trim());

    private static double Number(Group text) => double.Parse(text.ValueSpan, CultureInfo.InvariantCulture);

    private static long Whole(Group text) => long.Parse(text.ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\|(\s*[a-z][^|]*)\|\s*([0-9.,]+)\s*\|\s*([0-9.,]+)\s*\|([^|]*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^Fusion keeps ([0-9,]+) values .* saves ([0-9,]+) bytes", RegexOptions.Multiline)]
    private static partial Regex Sum();

    [GeneratedRegex(@"^ +([0-9,]+) B  (.*→.*)$", RegexOptions.Multiline)]
    private static partial Regex Savings();
}
