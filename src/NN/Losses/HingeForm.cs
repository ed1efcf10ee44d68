namespace NeuralJit.NN;

/// <summary>What is above 0, as losses with a margin take it.</summary>
internal static class HingeForm
{
    extension(Node x)
    {
        /// <summary>
        /// max(0, x), whose slope at 0 is 1, as that of torch.clamp_min: a pair that is exactly at its margin still learns.
        /// </summary>
        public Node Hinge() => Node.Where(x < 0, 0, x);
    }
}
