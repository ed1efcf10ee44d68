using NeuralJit.Examples;

// One program per seed document: dotnet run --project examples -- 000 (or 001 … 004; without an argument, all of them).
(string Name, Action Run)[] programs =
[
    ("000", Seed000.Run),
    ("001", Seed001.Run),
    ("002", Seed002.Run),
    ("003", Seed003.Run),
    ("004", Seed004.Run),
    ("training", LearningDigits.Run),
];

string[] chosen = args.Length > 0 ? args : [.. programs.Select(p => p.Name)];
if (chosen.FirstOrDefault(name => !programs.Any(p => p.Name == name)) is { } unknown)
{
    Console.Error.WriteLine($"no example \"{unknown}\"; there are: {string.Join(", ", programs.Select(p => p.Name))}");
    return 2;
}
foreach (string name in chosen)
{
    Console.WriteLine($"──── {name} ────");
    programs.First(p => p.Name == name).Run();
    Console.WriteLine();
}
return 0;
