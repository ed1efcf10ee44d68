namespace NeuralJit.NN;

/// <summary>
/// Weights of modules in safetensors files, with the names and shapes of PyTorch's <c>state_dict</c>. What is shared is saved under each
/// of its names.
/// </summary>
public static class ModuleWeights
{
    extension(Component module)
    {
        /// <summary>Writes all parameters and states to a file; not while another thread trains them.</summary>
        /// <param name="path">The file; it is complete or not there, see <see cref="SafetensorsFile.Write"/>.</param>
        /// <param name="metadata">
        /// Texts to store beside them. <c>format = pt</c>, which readers of PyTorch's world look for, is added.
        /// </param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            Dictionary<string, string> texts = new(metadata ?? new Dictionary<string, string>());
            texts.TryAdd("format", "pt");
            SafetensorsFile.Write(path, module.NamedVariables().Select(v => new SafetensorsEntry(v.Name, v.Variable.Value)), texts);
        }

        /// <summary>Reads all parameters and states from a file; not while another thread uses them.</summary>
        /// <param name="path">The file.</param>
        /// <param name="strict">Whether file and module must have the same names. The counter of batches of a normalisation
        /// (<c>num_batches_tracked</c>) may always be missing: older files of PyTorch do not have it.</param>
        /// <param name="rename">Gives the module's name for a name of the file, or null to leave the entry out, for example
        /// <c>name => name.Replace("module.", "")</c>; null keeps all names.</param>
        /// <returns>Which names they do not have in common.</returns>
        /// <exception cref="GraphException">
        /// The file does not fit the module; the message lists everything that does not, and nothing was changed.
        /// </exception>
        /// <exception cref="InvalidDataException">The file is malformed.</exception>
        /// <exception cref="IOException">The file cannot be read.</exception>
        public WeightsReport Load(string path, bool strict = true, Func<string, string?>? rename = null)
        {
            SafetensorsFile file = SafetensorsFile.Read(path);
            return module.Load(rename is null ? file : file.Rename(rename), strict);
        }

        /// <summary>
        /// As <see cref="Load(Component, string, bool, Func{string, string?}?)"/>, from a file that was read already. Floats are converted
        /// to the element type of the parameter: exactly where it is wider, rounded to nearest where it is narrower, and refused where a
        /// finite number would become infinite. Other types must be the same.
        /// </summary>
        public WeightsReport Load(SafetensorsFile file, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(file);
            return new WeightsLoading(module, file).Apply(strict);
        }
    }
}
