using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>Assertions about compiled code, for tests in any framework.</summary>
public static class Expectations
{
    extension(CompiledProgram program)
    {
        /// <summary>
        /// Begins a list of expectations: <c>program.Expect().Kernels(3).Fused("relu", into: "matmul").NoAllocation()</c>.
        /// </summary>
        public ProgramExpectations Expect() => new(program);
    }

    extension(CompiledFunction function)
    {
        /// <summary>Begins a list of expectations: <c>function.Expect().NoRecompile()</c>.</summary>
        public FunctionExpectations Expect() => new(function);
    }
}
