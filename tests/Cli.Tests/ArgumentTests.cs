namespace NeuralJit.Cli.Tests;

/// <summary>Wrong arguments and files: one line on stderr, exit code 2, nothing else.</summary>
public sealed class ArgumentTests
{
    [TestCase("nope", "'nope'")]
    [TestCase("trian --data d", "'trian'; did you mean 'train'. Try 'neuraljit --help'")]
    [TestCase("train --dat d", "did you mean '--data'")]
    [TestCase("train --data d --out o --model lenett", "did you mean 'lenet'. Try 'neuraljit train --help'")]
    [TestCase("demo nope", "'nope'. Try 'neuraljit demo --help'")]
    [TestCase("demo --bogus", "'--bogus'")]
    [TestCase("demo --seeds", "--seeds")]
    [TestCase("demo --seeds x", "--seeds needs a whole number from 1 to 100, got 'x'")]
    [TestCase("demo --seeds 0", "--seeds needs a whole number from 1 to 100, got '0'")]
    [TestCase("demo --epochs -1", "--epochs needs a whole number")]
    [TestCase("demo --threads 99999999999", "--threads needs a whole number")]
    [TestCase("train", "'--data'")]
    [TestCase("train --data d --out o", "'--model'")]
    [TestCase("train --data d --model mlp", "'--out'")]
    [TestCase("train --data d --out o --model nope", "unknown model 'nope'; the built-in models are mlp")]
    [TestCase("train --data d --out o --model mlp --option nope=1", "model mlp: unknown option 'nope'. It takes channels")]
    [TestCase("train --data d --out o --model mlp --option hidden", "'hidden' is no option; write name=value")]
    [TestCase("train --data d --out o --model mlp --option classes=0", "option classes needs a whole number of at least 1, got '0'")]
    [TestCase("train --data d --out o --model mlp --option hidden=8,x",
        "option hidden needs whole numbers of at least 1, separated by commas, got '8,x'")]
    [TestCase("train --data d --out o --model mlp --option classes=2 --option classes=3", "option classes is given twice")]
    [TestCase("train --data d --out o --model mlp --lr 0", "--lr needs a number above 0, got '0'")]
    [TestCase("train --data d --out o --model mlp --lr x", "--lr needs a number above 0, got 'x'")]
    [TestCase("train --data d --out o --model mlp --lr 0,002", "--lr needs a number above 0, got '0,002'")]
    [TestCase("train --data d --out o --model mlp --lr 1,000.5", "got '1,000.5'")]
    [TestCase("train --data d --out o --model mlp --lr 1e-999", "got '1e-999'")]
    [TestCase("train --data d --out o --model mlp --lr Infinity", "got 'Infinity'")]
    [TestCase("train --data d --out o --model mlp --epochs 1,000", "--epochs needs a whole number from 1 to 1000000, got '1,000'")]
    [TestCase("train --data d --out o --model mlp --epochs +5", "got '+5'")]
    [TestCase("train --data d --out o --model mlp --epochs 5.0", "got '5.0'")]
    [TestCase("train --data d --out o --model mlp --option classes=1,0", "got '1,0'")]
    [TestCase("train --data d --out o --model mlp --optimizer nope", "'nope'")]
    [TestCase("train --data d --out o --model mlp --epochs 0", "--epochs needs a whole number")]
    [TestCase("train --data nowhere --out o --model mlp", "nowhere")]
    [TestCase("train --data . --out o --model mlp", "expected one file train*-images-idx3-ubyte")]
    [TestCase("train --data . --out nowhere/o --model mlp", "there is no folder")]
    [TestCase("evaluate --data d", "FILE")]
    [TestCase("evaluate nowhere", "'--data'")]
    [TestCase("evaluate nowhere --data d", "nowhere")]
    [TestCase("predict nowhere --data d", "nowhere")]
    [TestCase("predict nowhere --data d --count 0", "--count needs a whole number")]
    public void Wrong_arguments_give_one_line_and_exit_code_2(string arguments, string expected)
    {
        Tool.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ExpectRefusal(expected);
    }
}
