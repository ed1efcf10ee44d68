using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Compilation.Tests;

/// <summary>What runs when the test assembly is started as a program: prints what the processor may do, then the results of the workloads.</summary>
internal static class Child
{
    public static void Main()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fma {Fma.IsSupported || AdvSimd.IsSupported}, 512 {Vector512.IsHardwareAccelerated}, 256 {Vector256.IsHardwareAccelerated}, 128 {Vector128.IsHardwareAccelerated}"));
        foreach (string result in Workloads.Results())
        {
            Console.WriteLine(result);
        }
    }
}
