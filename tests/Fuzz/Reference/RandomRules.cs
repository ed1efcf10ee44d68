namespace NeuralJit.Fuzz;

/// <summary>
/// Random numbers from seed, stream, step and place: Philox4x32-10 (Salmon et al. 2011) as the documentation of the ops says.
/// </summary>
internal static class RandomRules
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15, MoreBits = 1UL << 62;

    extension(RuleTable table)
    {
        public RuleTable AddRandom() => table
            .Add<RandomUniform>((op, node, x) => Draw(node.Type, x[0], op.Stream, normal: false))
            .Add<RandomNormal>((op, node, x) => Draw(node.Type, x[0], op.Stream, normal: true));
    }

    private static Approx Draw(TensorType type, Approx state, int stream, bool normal)
    {
        ulong key = Key((ulong)state.Integers[0], (ulong)stream), step = (ulong)state.Integers[1];
        double[] uniforms = new double[(type.Shape.Count + 3) / 4 * 4];
        for (int i = 0; i < uniforms.Length; i += 4)
        {
            uint[] words = Block((ulong)i / 4, step, key), more = Block(MoreBits + (ulong)i / 4, step, key);
            for (int k = 0; k < 4; k++)
            {
                // 24 bits; in float64 29 more below them.
                ulong low = type.DType == DType.Float64 ? more[k] >> 3 : 0;
                uniforms[i + k] = (((ulong)(words[k] >> 8) << 29) + low) * Math.Pow(2, -53);
            }
        }
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = normal ? Normal(y.Arithmetic, uniforms[i & ~1], uniforms[i | 1], (i & 1) == 0) : uniforms[i];
        }
        return y;
    }

    // Box and Muller 1958: radius √(−2 ln(1 − u)) at the angle 2πv.
    private static Num Normal(Arithmetic m, double u, double v, bool first)
    {
        Num radius = m.Sqrt(m.Multiply(-2, m.Monotone(1 - u, Math.Log)));
        Num angle = m.Multiply(new Num(2 * Math.PI, 2 * Math.PI * m.Unit), v);
        return m.Multiply(radius, m.Smooth(angle, first ? Math.Cos : Math.Sin, 1));
    }

    private static uint[] Block(ulong block, ulong step, ulong key)
    {
        uint[] c = [(uint)block, (uint)(block >> 32), (uint)step, (uint)(step >> 32)];
        (uint k0, uint k1) = ((uint)key, (uint)(key >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong a = 0xD2511F53UL * c[0], b = 0xCD9E8D57UL * c[2];
            c = [(uint)(b >> 32) ^ c[1] ^ k0, (uint)b, (uint)(a >> 32) ^ c[3] ^ k1, (uint)a];
            (k0, k1) = (unchecked(k0 + 0x9E3779B9), unchecked(k1 + 0xBB67AE85));
        }
        return c;
    }

    // The seed is mixed before the stream is added, so that streams of two seeds never meet.
    private static ulong Key(ulong seed, ulong stream) => Mix(unchecked(Mix(seed + GoldenRatio) + (stream + 1) * GoldenRatio));

    // The finaliser of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
