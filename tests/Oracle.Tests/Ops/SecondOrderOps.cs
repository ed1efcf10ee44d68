namespace NeuralJit.Oracle.Tests;

/// <summary>Functions with their gradient g and the product of their Hessian with a vector v.</summary>
internal static class SecondOrderOps
{
    public static OpRows All => new OpRows
    {
        { "logsumexp_mlp", c => Of(c, x => x.Tanh().MatMul(x.T).LogSumExp(-1).Sum()) },
        { "softmax_ent", c => Of(c, x => -(x.Softmax() * x.LogSoftmax()).Sum()) },
        { "gelu_sq", c => Of(c, x => x.Gelu().Square().Sum()) },
        { "norm_prod", c => Of(c, x => (x.Square().Sum(-1).Sqrt() * x.Sigmoid().Prod(-1)).Sum()) },
        { "conv_like", c => Of(c, x => x.Reshape(1, 1, -1).Conv(x.Narrow(0, 0, 1).Narrow(1, 0, 3).Reshape(1, 1, 3)).Pow(3).Mean()) },
        { "ln", c => Of(c, x => x.LayerNorm([x.Shape[-1]]).Pow(3).Sum()) },
        { "exp_quad", c => Of(c, x => (x.Square().Sum(-1) * -0.5).Exp().Sum()) },
    };

    // H v is the gradient of g · v.
    private static Node[] Of(Call c, Func<Node, Node> function)
    {
        Node x = c["x"], y = function(x), g = Gradients.Of(y, x)[0];
        return [y, g, Gradients.Of((g * c["v"]).Sum(), x)[0]];
    }
}
