using System.Collections.Concurrent;

namespace NeuralJit.Oracle.Tests;

/// <summary>Every case of the oracle that this library covers, forward and every gradient, eager and compiled.</summary>
public sealed class OracleTests
{
    [Test]
    public void The_cases_of_this_project_agree_with_PyTorch()
    {
        OracleReport report = Run(OracleFolder.Read(OracleFolder.Own));
        Assert.That(report.Passed, Is.GreaterThanOrEqualTo(120), report.ToString());
    }

    [Test]
    public void All_cases_agree_with_PyTorch()
    {
        if (OracleFolder.Find() is not { } folder)
        {
            Assert.Ignore("the oracle's cases are not beside the repository; set NEURALJIT_ORACLE to their folder");
            return;
        }
        Run(OracleFolder.Read(folder));
    }

    [Test]
    public void A_wrong_value_is_found()
    {
        OracleCase right = OracleFolder.Read(OracleFolder.Own).First(c => c.Op == "conv2d");
        OracleTensor output = right.Outputs[0];
        TensorData wrong = TensorData.From<float>(output.Value.Shape, output.Value.Span<float>());
        wrong.Span<float>()[0] += 1;
        Assert.That(() =>
            CaseRun.Check(right with { Outputs = [output with { Value = wrong }] }, compiled: false), Throws.TypeOf<AssertionException>());
    }

    private static OracleReport Run(OracleCase[] cases)
    {
        var outcomes = new ConcurrentBag<CaseOutcome>();
        Parallel.ForEach(Partitioner.Create(cases, loadBalance: true), oracle => outcomes.Add(CaseOutcome.Of(oracle)));
        var report = new OracleReport([.. outcomes]);
        TestContext.Out.WriteLine(report);
        Assert.That(report.Failures, Is.Empty);
        return report;
    }
}
