namespace NeuralJit.NN;

/// <summary>Changing the element type of whole models.</summary>
public static class ModuleConversion
{
    /// <summary>
    /// Converts all floating-point parameters and states to <paramref name="dtype"/>, for example <c>var model = new
    /// Sequential(…).To(DType.Float64)</c>. Whole numbers, as counters, stay; gradients of eager mode are gone. The first thing to do with
    /// a model: graphs and optimisers keep the memory of the parameters that they were made of.
    /// </summary>
    /// <returns>The model itself.</returns>
    /// <exception cref="GraphException">
    /// The type is neither float32 nor float64, in which models are computed; a value is too large for it; or the model was compiled, or
    /// given to an optimiser, before. Nothing is changed then.
    /// </exception>
    public static T To<T>(this T model, DType dtype) where T : Component
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!dtype.IsComputeFloat)
        {
            throw new GraphException(
                $"To: models are computed in f32 and f64, got {dtype.ShortName}; cast what is read to keep it in another type");
        }
        (string Name, Variable Variable)[] wrong =
            [.. model.NamedVariables().Where(v => v.Variable.DType.IsFloat && v.Variable.DType != dtype).DistinctBy(v => v.Variable)];
        if (Array.Find(wrong, v => v.Variable.IsSettled) is { Variable: not null } settled)
        {
            throw new GraphException(
                $"To: \"{settled.Name}\" {settled.Variable.Type} is part of a graph or an optimizer already; call To right after the "
                + $"model is made, "
                + "or make a new model, convert that and load the weights into it");
        }
        TensorData[] converted = [.. wrong.Select(v => FloatConversion.Convert(v.Variable.Data, dtype)
            ?? throw new GraphException($"To: \"{v.Name}\" {v.Variable.Type} has values that are too large for {dtype.ShortName}"))];
        for (int i = 0; i < wrong.Length; i++)
        {
            wrong[i].Variable.Replace(converted[i]);
            if (wrong[i].Variable is Parameter parameter)
            {
                parameter.Gradient = null;
            }
        }
        return model;
    }
}
