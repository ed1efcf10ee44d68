namespace NeuralJit.NN;

/// <summary>The scalars of one optimiser step, and the updates that it collects.</summary>
public sealed class StepScalars
{
    private readonly Node[] scalars;
    private readonly int parameter;

    /// <summary>Makes the scalars of a step.</summary>
    /// <param name="scalars">Each of rank 0, for all parameters, or a vector with an element for each parameter.</param>
    public StepScalars(params ReadOnlySpan<Node> scalars) : this(scalars.ToArray(), parameter: 0, updates: [])
    {
    }

    private StepScalars(Node[] scalars, int parameter, List<Update> updates)
    {
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
            // The whole vector is cast, once for all parameters; an element of it is read in place.
            Node all = scalars[index].DType == parameter.DType ? scalars[index] : scalars[index].Cast(parameter.DType);
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
    internal StepScalars Of(int parameter) => new(scalars, parameter, Updates);
}
