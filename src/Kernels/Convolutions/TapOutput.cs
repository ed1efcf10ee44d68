namespace NeuralJit.Kernels;

/// <summary>
/// Results of a convolution that see the same taps: all of them going forward; of an input gradient, those whose padded
/// position leaves the same remainders by the strides.
/// </summary>
internal unsafe struct TapOutput
{
    /// <summary>How many results there are per channel.</summary>
    public Triple Extents;

    /// <summary>The first result's place in its channel.</summary>
    public long Offset;

    /// <summary>Between neighbours along the depth.</summary>
    public long PlaneStride;

    /// <summary>Between neighbours along the height.</summary>
    public long RowStride;

    /// <summary>Between neighbours along the width.</summary>
    public long Stride;

    /// <summary>Where the first result's taps begin in the planes.</summary>
    public long Place;

    /// <summary>For each channel and tap that is summed over, where weight and element lie.</summary>
    public TileStep* Steps;

    /// <summary>The number of steps.</summary>
    public int Depth;

    /// <summary>How the results are cut.</summary>
    public Runs Runs;

    /// <summary>Whether runs are written as they are computed: no gaps in them, none in the target.</summary>
    public bool IsDirect;

    /// <summary>Registers per run.</summary>
    public int Registers;

    /// <summary>Panels of up to three registers per run.</summary>
    public int Panels;

    /// <summary>Panels per unit of work.</summary>
    public int UnitPanels;

    /// <summary>Channels per unit of work.</summary>
    public int UnitRows;

    /// <summary>Units along the channels.</summary>
    public int RowUnits;

    /// <summary>Units along a run.</summary>
    public readonly int PanelUnits => ((Panels - 1) / UnitPanels) + 1;

    /// <summary>Units of all runs.</summary>
    public readonly long Units => RowUnits * PanelUnits * Runs.Count;

    /// <summary>Plans the units for a register width and number of channels.</summary>
    public void Plan(in PhasePlanes planes, int width, int rows, bool forThreads)
    {
        const int UnitElements = 1 << 14;
        const int MaxPanels = 10;
        Runs = Runs.Of(Extents, planes, width);
        IsDirect = Stride == 1 && Runs.IsGapless
            && (Runs.Rows == 1 || (RowStride == Extents[2] && (Runs.Rows == Extents[1] || PlaneStride == RowStride * Extents[1])));
        Registers = ((Runs.Length - 1) / width) + 1;
        Panels = ((Registers - 1) / 3) + 1;
        UnitPanels = Math.Min(Panels, MaxPanels);
        UnitRows = Math.Clamp(UnitElements / (UnitPanels * 3 * width) & ~7, 8, 128);
        RowUnits = ((rows - 1) / UnitRows) + 1;
        while (forThreads && Units < 8 && (UnitPanels > 1 || UnitRows > 8))
        {
            UnitPanels = (UnitPanels + 1) / 2;
            UnitRows = UnitPanels > 1 ? UnitRows : Math.Max(8, UnitRows / 2 & ~7);
            RowUnits = ((rows - 1) / UnitRows) + 1;
        }
    }
}
