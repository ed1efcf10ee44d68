using NeuralJit.Examples;

// dotnet run --project examples -c Release -- NAME [FOLDER] …: programs in turn, each with the folder behind its name, if there is one.
// Without an argument, all of them.
Example[] examples =
[
    new("linear", "linear networks of one and two inputs, and one with tanh (seed document 000)", LinearNetworks.Run),
    new("forms", "one network in four forms (seed document 001)", OneNetworkInFourForms.Run),
    new("gradients", "gradients of any value: parameters, intermediate values, elements (seed document 002)", GradientsOfAnything.Run),
    new("descent", "a step of gradient descent (seed document 003)", StepOfDescent.Run),
    new("perceptrons", "perceptrons and convolutions (seed document 004)", PerceptronsAndConvolutions.Run),
    new("training", "the closing list of seed document 004: all steps of training, on embedded digits", LearningDigits.Run),
    new("lenet", "train LeNet, save it, load it; with a folder on MNIST, else on embedded digits", LeNetOnMnist.Run),
    new("resnet20", "training steps of ResNet-20, compiled and eager", ResNet20Steps.Run),
    new("slow", "a slow model and the same mended: their reports side by side, into a folder", SlowModel.Run),
];

string[] chosen = args.Length > 0 ? args : [.. examples.Select(e => e.Name)];
for (int i = 0; i < chosen.Length; i++)
{
    if (examples.FirstOrDefault(e => e.Name == chosen[i]) is not { } example)
    {
        Console.Error.WriteLine($"no example \"{chosen[i]}\"; there are:");
        foreach (Example known in examples)
        {
            Console.Error.WriteLine($"  {known.Name + (known.TakesFolder ? " [FOLDER]" : ""),-16}  {known.Description}");
        }
        return 2;
    }
    bool hasFolder = example.TakesFolder && i + 1 < chosen.Length && !examples.Any(e => e.Name == chosen[i + 1]);
    Console.WriteLine($"──── {example.Name} ────");
    example.Run(hasFolder ? chosen[++i] : null);
    Console.WriteLine();
}
return 0;
