using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// What runs when the test assembly is started as a program: prints what the processor may do, then the results of the workloads.
/// </summary>
internal static class Child
{
    /// <summary>The widths at which each workload runs, the widest of the process (0) first.</summary>
    public static IReadOnlyList<int> Widths { get; } = [0, 32, 128, 256, 512];

    public static void Main()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fma {Fma.IsSupported || AdvSimd.IsSupported}, 512 {Vector512.IsHardwareAccelerated}, 256 {Vector256.IsHardwareAccelerated}, "
            + $"128 {Vector128.IsHardwareAccelerated}"));
        // (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ when it is rounded once, and 0 when the product is rounded first.
        Console.WriteLine(Simd128<float>.MultiplyAdd(Vector128.Create(1 + (1f / 4096)), Vector128.Create(1 + (1f / 4096)),
            Vector128.Create(-1 - (1f / 2048))) != Vector128<float>.Zero);
        foreach (int bits in Widths)
        {
            foreach (string result in Workloads.Results(bits))
            {
                Console.WriteLine(result);
            }
        }
    }
}
