using System.Globalization;

namespace NeuralJit.Fuzz;

/// <summary>Runs random graphs on every engine and compares with the reference.</summary>
internal static class Program
{
    private const string Usage = "usage: fuzz [--graphs N] [--seed N] [--threads N] [--only RECIPE] [--most N]";

    public static int Main(string[] arguments)
    {
        int graphs = 1000, seed = 1, threads = Environment.ProcessorCount, most = 20;
        Recipe? only = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (arguments[i])
            {
                case "--graphs" when isNumber: graphs = number; break;
                case "--seed" when isNumber: seed = number; break;
                case "--threads" when isNumber && number > 0: threads = number; break;
                case "--most" when isNumber: most = number; break;
                case "--only" when Recipes.All.FirstOrDefault(r => r.Name == value) is { } recipe: only = recipe; break;
                default:
                    Console.Error.WriteLine($"{Usage}\nrecipes: {string.Join(", ", Recipes.All.Select(r => r.Name))}");
                    return 2;
            }
            i++;
        }
        var run = new FuzzRun(Console.Out, only, most);
        run.Run(seed, graphs, threads);
        return run.Found == 0 ? 0 : 1;
    }
}
