namespace NeuralJit.Kernels;

/// <summary>The extents of a convolution as the kernels use them: always three spatial dimensions, channels per group.</summary>
internal readonly struct ConvolutionGeometry(in ConvolutionShape shape)
{
    /// <summary>A window that moves over planes: one channel, computed from one.</summary>
    public ConvolutionGeometry(in PoolShape shape)
        : this(new ConvolutionShape
        {
            Batch = shape.Planes,
            Groups = 1,
            InputChannels = 1,
            OutputChannels = 1,
            Input = shape.Input,
            Kernel = shape.Kernel,
            Output = shape.Output,
            Strides = shape.Strides,
            PadsBefore = shape.PadsBefore,
            Dilations = shape.Dilations,
        })
    {
    }

    /// <summary>Samples.</summary>
    public readonly int Batch = shape.Batch;

    /// <summary>Groups.</summary>
    public readonly int Groups = shape.Groups;

    /// <summary>Input channels of one group.</summary>
    public readonly int Channels = shape.InputChannels / shape.Groups;

    /// <summary>Output channels of one group.</summary>
    public readonly int Outputs = shape.OutputChannels / shape.Groups;

    /// <summary>The input's extents.</summary>
    public readonly Triple Input = Triple.Of(shape.Input, 1);

    /// <summary>The kernel's extents.</summary>
    public readonly Triple Kernel = Triple.Of(shape.Kernel, 1);

    /// <summary>The result's extents.</summary>
    public readonly Triple Output = Triple.Of(shape.Output, 1);

    /// <summary>Steps between neighbouring results.</summary>
    public readonly Triple Strides = Triple.Of(shape.Strides, 1);

    /// <summary>Zeros before the input.</summary>
    public readonly Triple Pads = Triple.Of(shape.PadsBefore, 0);

    /// <summary>Steps between neighbouring elements of the kernel.</summary>
    public readonly Triple Dilations = Triple.Of(shape.Dilations, 1);

    /// <summary>Elements of the kernel.</summary>
    public int Taps => (int)Kernel.Volume;

    /// <summary>The position of a tap in the kernel.</summary>
    public (int Depth, int Height, int Width) Tap(int tap)
    {
        (int rows, int width) = Math.DivRem(tap, Kernel[2]);
        (int depth, int height) = Math.DivRem(rows, Kernel[1]);
        return (depth, height, width);
    }

    /// <summary>Whether each result depends on one place of the input, the same one: a matrix product over the channels.</summary>
    public bool IsPointwise
    {
        get
        {
            bool pointwise = true;
            for (int i = 0; i < 3; i++)
            {
                pointwise &= Kernel[i] == 1 && Strides[i] == 1 && Pads[i] == 0 && Output[i] == Input[i];
            }

            return pointwise;
        }
    }
}
