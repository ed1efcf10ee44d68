using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Compilations whose reports must keep the laws.</summary>
internal static class ReportSamples
{
    /// <summary>The compilations.</summary>
    public static IEnumerable<(string Name, CompilationReport Report)> All
    {
        get
        {
            yield return ("classifier", Forward(new Classifier(), [2, 3, 32, 32]));
            yield return ("classifier, training step", Step(new Classifier(), [2, 3, 32, 32]));
            yield return ("lenet, training step", Step(new LeNet(), [2, 1, 28, 28]));
            yield return ("resnet20", Forward(new ResNet20(), [1, 3, 32, 32]));
            yield return ("resnet20, training step", Step(new ResNet20(), [2, 3, 32, 32]));
            yield return ("encoder layer, loss", Compiler.Compile(Programs.Trace(x => [new EncoderLayer(16, 2, 32).Forward(x[0])
                .MseLoss(x[1])], Samples.Uniform([2, 5, 16]), Samples.Uniform([2, 5, 16]))).Report);
            yield return ("copy of an input", Compiler.Compile(Programs.Trace(x => [x[0]], Samples.Uniform([3]))).Report);
        }
    }

    private static CompilationReport Forward(Module model, Shape shape) => Compiler.Compile(model.Forward).For(shape).Report;

    private static CompilationReport Step(Module model, Shape shape)
    {
        var optimizer = new Adam(model.Parameters(), 1e-3);
        CompiledFunction step = Compiler.Compile((x, y) =>
        {
            Node loss = model.Forward(x).CrossEntropy(y);
            optimizer.Step(loss);
            return loss;
        }, new CompileOptions { Training = true });
        return step.For(new TensorType(DType.Float32, shape), new TensorType(DType.Int64, [shape[0]])).Report;
    }
}
