using NeuralJit.NN;

namespace NeuralJit.Oracle.Tests;

/// <summary>Losses.</summary>
internal static class LossOps
{
    public static OpRows All => new OpRows
    {
        { "mse nn.functional.mse_loss", c => c[0].MseLoss(c[1], c.Reduction) },
        { "l1 nn.functional.l1_loss", c => new L1Loss(c.Reduction).Forward(c[0], c[1]) },
        { "smooth_l1 nn.functional.smooth_l1_loss", c => new SmoothL1Loss(c.Number("beta", 1), c.Reduction).Forward(c[0], c[1]) },
        { "huber nn.functional.huber_loss", c => new HuberLoss(c.Number("delta", 1), c.Reduction).Forward(c[0], c[1]) },
        { "bce", c => new BCELoss(reduction: c.Reduction).Forward(c[0], c[1]) },
        { "nn.functional.binary_cross_entropy", c => new BCELoss(Value(c, "weight"), c.Reduction).Forward(c[0], c[1]) },
        { "bce_logits", c => c[0].BinaryCrossEntropyWithLogits(c[1], c.Reduction) },
        {
            "nn.functional.binary_cross_entropy_with_logits",
            c => new BCEWithLogitsLoss(Value(c, "weight"), c.Reduction, Value(c, "pos_weight")).Forward(c[0], c[1])
        },
        { "cross_entropy cross_entropy_2d cross_entropy_smooth", c =>
            c["x"].CrossEntropy(c["c"], c.Reduction, labelSmoothing: c.Number("label_smoothing")) },
        { "cross_entropy_weight_ignore", c => c["x"].CrossEntropy(c["c"], c.Reduction, c.Int(99, "ignore_index", -100), weight: c["w"]) },
        {
            "nn.functional.cross_entropy",
            c => new CrossEntropyLoss(Value(c, "weight"), c.Int(99, "ignore_index", -100), c.Reduction, c.Number("label_smoothing"))
                .Forward(c[0], c[1])
        },
        { "nll", c => c["x"].NllLoss(c["c"], c.Reduction, weight: c["w"]) },
        { "nn.functional.nll_loss", c => c[0].NllLoss(c[1], c.Reduction, c.Int(99, "ignore_index", -100), c.Tensor(99, "weight")) },
        { "kl_div nn.functional.kl_div", c => new KLDivLoss(c.Flag("log_target"), c.Reduction).Forward(c[0], c[1]) },
        { "poisson_nll", c => new PoissonNLLLoss(reduction: c.Reduction).Forward(c[0], c[1]) },
        {
            "nn.functional.poisson_nll_loss",
            c => new PoissonNLLLoss(c.Flag("log_input", true), c.Flag("full"), c.Number("eps", 1e-8), c.Reduction).Forward(c[0], c[1])
        },
        { "soft_margin nn.functional.soft_margin_loss", c => new SoftMarginLoss(c.Reduction).Forward(c[0], c[1]) },
        { "hinge_embedding nn.functional.hinge_embedding_loss", c =>
            new HingeEmbeddingLoss(c.Number("margin", 1), c.Reduction).Forward(c[0], c[1]) },
        { "cosine_similarity", c => new CosineSimilarity(c.Int(99, "dim", 1), c.Number("eps", 1e-8)).Forward((c[0], c[1])) },
        { "nn.functional.cosine_similarity", c =>
            new CosineSimilarity(c.Int(2, "dim", 1), c.Number(3, "eps", 1e-8)).Forward((c[0], c[1])) },
        { "bce_logits_posweight", c =>
            new BCEWithLogitsLoss(c.Case.Input("w").Value, c.Reduction, c.Case.Input("pw").Value).Forward(c[0], c[1]) },
        { "criterion/BCEWithLogitsLoss_weights", c =>
            new BCEWithLogitsLoss(c.Case.Input("buffer/weight").Value).Forward(c["x0"], c["target"]) },
        { "cross_entropy_soft", c => new CrossEntropyLoss(reduction: c.Reduction).Forward(c[0], c[1]) },
        { "gaussian_nll", c => new GaussianNLLLoss(c.Flag("full"), c.Number("eps"), c.Reduction).Forward((c[0], c[1], c[2])) },
        { "nn.functional.gaussian_nll_loss", c =>
            new GaussianNLLLoss(c.Flag("full"), c.Number("eps", 1e-6), c.Reduction).Forward((c[0], c[1], c[2])) },
        { "margin_ranking nn.functional.margin_ranking_loss", c =>
            new MarginRankingLoss(c.Number("margin"), c.Reduction).Forward((c[0], c[1], c[2])) },
        { "cosine_embedding nn.functional.cosine_embedding_loss", c =>
            new CosineEmbeddingLoss(c.Number("margin"), c.Reduction).Forward((c[0], c[1], c[2])) },
        {
            "triplet_margin nn.functional.triplet_margin_loss",
            c => new TripletMarginLoss(c.Number("margin", 1), c.Number("p", 2), c.Number("eps", 1e-6), c.Flag("swap"), c.Reduction)
                .Forward((c[0], c[1], c[2]))
        },
        {
            "multi_margin nn.functional.multi_margin_loss",
            c => new MultiMarginLoss(c.Number("p", 1), c.Number("margin", 1), reduction: c.Reduction).Forward(c[0], c[1])
        },
        { "nn.functional.multilabel_soft_margin_loss", c =>
            new MultiLabelSoftMarginLoss(Value(c, "weight"), c.Reduction).Forward(c[0], c[1]) },
        { "nn.functional.pairwise_distance", c =>
            new PairwiseDistance(c.Number("p", 2), c.Number("eps", 1e-6), c.Flag("keepdim")).Forward((c[0], c[1])) },
    };

    // Weights are part of a loss, not inputs.
    private static TensorData? Value(Call c, string name) => c.Reference(name) is { } input ? c.Case.Input(input).Value : null;
}
