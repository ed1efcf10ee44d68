namespace NeuralJit.Kernels;

/// <summary>A linear map along one axis: each element of the result is a weighted sum of a few elements of the source.</summary>
public readonly struct ResampleAxis
{
    /// <summary>How weights follow from places.</summary>
    public required ResampleMode Mode { get; init; }

    /// <summary>The extent of the source.</summary>
    public required int From { get; init; }

    /// <summary>The extent of the result.</summary>
    public required int To { get; init; }

    /// <summary>Whether the middles of the first and last elements coincide, instead of the outer edges.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>How many times the result is as long as the source, where that is given; 0 for the ratio of the extents.</summary>
    public double Scale { get; init; }

    /// <summary>Elements before the source's first one (reflect, replicate, circular).</summary>
    public int Before { get; init; }

    /// <summary>The most elements that one is made of.</summary>
    public int MostTaps => Mode switch
    {
        ResampleMode.Linear => 2,
        ResampleMode.Cubic => 4,
        ResampleMode.Area => (From / To) + 2,
        _ => 1,
    };

    /// <summary>
    /// Writes the elements and weights of one element of the result and returns their number; coordinates in the precision of T, as
    /// PyTorch's.
    /// </summary>
    internal unsafe int Fill<T>(int place, int* elements, double* weights)
        where T : unmanaged
    {
        weights[0] = 1;
        switch (Mode)
        {
            case ResampleMode.Nearest:
                elements[0] = Math.Min(From - 1, (int)Math.Floor(Round<T>(place * Step<T>())));
                return 1;
            case ResampleMode.NearestExact:
                elements[0] = Math.Min(From - 1, (int)Math.Floor(Round<T>((place + 0.5) * Step<T>())));
                return 1;
            case ResampleMode.Linear:
                return Linear(Math.Max(0, Coordinate<T>(place)), elements, weights);
            case ResampleMode.Cubic:
                return Cubic(Coordinate<T>(place), elements, weights);
            case ResampleMode.Area:
                return Area(place, elements, weights);
            default:
                elements[0] = Padded(place - Before);
                return 1;
        }
    }

    private unsafe int Linear(double coordinate, int* elements, double* weights)
    {
        int first = Math.Min((int)coordinate, From - 1);
        double fraction = Math.Clamp(coordinate - first, 0, 1);
        (elements[0], elements[1]) = (first, Math.Min(first + 1, From - 1));
        (weights[0], weights[1]) = (1 - fraction, fraction);
        return 2;
    }

    private unsafe int Cubic(double coordinate, int* elements, double* weights)
    {
        const double A = -0.75;
        double floor = Math.Floor(coordinate), t = coordinate - floor, u = 1 - t;
        for (int i = 0; i < 4; i++)
        {
            elements[i] = Math.Clamp((int)floor - 1 + i, 0, From - 1);
        }

        // (a + 2)|d|³ − (a + 3)|d|² + 1 for |d| ≤ 1, a|d|³ − 5a|d|² + 8a|d| − 4a for 1 < |d| < 2
        weights[0] = ((((A * (t + 1)) - (5 * A)) * (t + 1)) + (8 * A)) * (t + 1) - (4 * A);
        weights[1] = (((((A + 2) * t) - (A + 3)) * t) * t) + 1;
        weights[2] = (((((A + 2) * u) - (A + 3)) * u) * u) + 1;
        weights[3] = ((((A * (u + 1)) - (5 * A)) * (u + 1)) + (8 * A)) * (u + 1) - (4 * A);
        return 4;
    }

    private unsafe int Area(int place, int* elements, double* weights)
    {
        int first = (int)((long)place * From / To), last = (int)((((place + 1L) * From) + To - 1) / To);
        for (int i = first; i < last; i++)
        {
            elements[i - first] = i;
            weights[i - first] = 1.0 / (last - first);
        }

        return last - first;
    }

    private int Padded(int place) => Mode switch
    {
        ResampleMode.Reflect => place < 0 ? -place : place >= From ? (2 * (From - 1)) - place : place,
        ResampleMode.Replicate => Math.Clamp(place, 0, From - 1),
        _ => ((place % From) + From) % From,
    };

    /// <summary>How far neighbouring elements of the result are apart in the source.</summary>
    private double Step<T>()
        where T : unmanaged =>
        AlignCorners ? (To > 1 ? Round<T>((From - 1.0) / (To - 1)) : 0)
        : Scale > 0 ? Round<T>(1 / Scale)
        : Round<T>((double)From / To);

    private double Coordinate<T>(int place)
        where T : unmanaged =>
        AlignCorners ? Round<T>(place * Step<T>()) : Round<T>(Round<T>(Step<T>() * (place + 0.5)) - 0.5);

    private static double Round<T>(double value)
        where T : unmanaged => typeof(T) == typeof(float) ? (float)value : value;
}
