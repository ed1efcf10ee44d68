namespace NeuralJit.NN;

/// <summary>The scalars of one optimiser step, and the updates that it collects.</summary>
public sealed class StepScalars
{
    private readonly Dictionary<DType, Node[]> casts;
    private readonly Node[] scalars;
    private readonly int parameter;

    /// <summary>Makes the scalars of a step.</summary>
    /// <param name="scalars">Each of rank 0, for all parameters, or a vector with an element for each parameter.</param>
    public StepScalars(params ReadOnlySpan<Node> scalars) : this(scalars.ToArray(), casts: [], parameter: 0, updates: [])
    {
    }

    private StepScalars(Node[] scalars, Dictionary<DType, Node[]> casts, int parameter, List<Update> updates)
    {
        this.casts = casts;
        this.scalars = scalars;
        this.parameter = parameter;
        Updates = updates;
    }

    /// <summary>What the step changes.</summary>
    public List<Update> Updates { get; }

    /// <summary>Scalar number <paramref name="index"/> of the parameter whose update is computed, in its element type.</summary>
    public Node this[int index, Node parameter]
    {
        get
        {
            Node all = In(parameter.DType)[index];
            return all.Rank == 0 ? all : all[this.parameter];
        }
    }

    /// <summary>Registers the new value of a moment and gives it back.</summary>
    public Node Set(State moment, Node value)
    {
        Updates.Add(new Update(moment, value));
        return value;
    }

    /// <summary>The same scalars as parameter number <paramref name="parameter"/> sees them.</summary>
    /// <param name="parameter">Which one of the optimiser's.</param>
    /// <param name="dtype">Its element type: the scalars are cast to it here, outside of scopes that the update may open.</param>
    internal StepScalars Of(int parameter, DType dtype)
    {
        In(dtype);
        return new(scalars, casts, parameter, Updates);
    }

    /// <summary>
    /// All scalars in an element type. Whole vectors are cast, once for all parameters of the type; their elements are read in place.
    /// </summary>
    private Node[] In(DType dtype)
    {
        if (!casts.TryGetValue(dtype, out Node[]? cast))
        {
            casts[dtype] = cast = Array.ConvertAll(scalars, s => s.DType == dtype ? s : s.Cast(dtype));
        }
        return cast;
    }
}
