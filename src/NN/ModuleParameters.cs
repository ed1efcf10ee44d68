namespace NeuralJit.NN;

/// <summary>The usual parameters of a module whose class is not known where it is used, as of <c>net[0].Weight</c>.</summary>
public static class ModuleParameters
{
    extension(Module module)
    {
        /// <summary>The parameter called weight.</summary>
        /// <exception cref="GraphException">There is none; the message lists what there is.</exception>
        public Parameter Weight => (Parameter)module["weight"];

        /// <summary>The parameter called bias.</summary>
        /// <exception cref="GraphException">There is none; the message lists what there is.</exception>
        public Parameter Bias => (Parameter)module["bias"];
    }
}
