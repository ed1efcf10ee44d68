namespace NeuralJit.Compilation;

/// <summary>Finds what makes the results of a program wrong: the first pass, in it the first rewrite; or else the first kernel.</summary>
internal sealed class Bisection(CompilationReport report, IReadOnlyList<Pass> passes, ProgramVerifier verifier)
{
    /// <summary>Looks at the graph after each pass, and runs the program step by step where all of them are right.</summary>
    public Culprit Find(ProgramSession session, Executor executor)
    {
        for (int i = 0; i < report.Passes.Count; i++)
        {
            if (!verifier.IsRight(report.Passes[i].After))
            {
                return InPass(passes[i], report.Passes[i].Before);
            }
        }
        var checker = new StepChecker(executor, report.Kernels, verifier);
        session.Run(checker);
        session.Variables.Restore();
        return checker.Culprit ?? new Culprit();
    }

    /// <summary>The fewest rewrites with which the pass gives a wrong graph: the last of them is the one.</summary>
    private Culprit InPass(Pass pass, Graph before)
    {
        int right = -1, wrong = Rewrites(pass, before, int.MaxValue, out _).Count;
        while (wrong - right > 1)
        {
            int middle = right + ((wrong - right) / 2);
            Rewrites(pass, before, middle, out Graph after);
            (right, wrong) = verifier.IsRight(after) ? (middle, wrong) : (right, middle);
        }
        if (wrong == 0)
        {
            return new Culprit { Pass = pass.Name };
        }
        RewriteReport rewrite = Rewrites(pass, before, wrong, out _)[wrong - 1];
        return new Culprit { Pass = pass.Name, Rule = rewrite.Rule, Before = rewrite.Before, After = rewrite.After };
    }

    private static IReadOnlyList<RewriteReport> Rewrites(Pass pass, Graph before, int limit, out Graph after)
    {
        var log = new RewriteLog(limit);
        after = pass.Run(before, log);
        return log.Rewrites;
    }
}
