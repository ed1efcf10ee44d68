namespace NeuralJit.NN.Tests.Modules;

/// <summary>Normalisations.</summary>
internal static class NormalizationRows
{
    public static IEnumerable<LayerRow> All { get; } =
    [
        new("layer norm", t => new LayerNorm(6, dtype: t), [3, 6], [3, 6], "LayerNorm((6,), eps=1e-05, elementwise_affine=True)",
            [("weight", [6]), ("bias", [6])], WrongInput: [3, 5]),
        new("layer norm over two dimensions", t => new LayerNorm([3, 4], eps: 0.001, bias: false, dtype: t), [2, 3, 4], [2, 3, 4],
            "LayerNorm((3, 4), eps=0.001, elementwise_affine=True)", [("weight", [3, 4])], WrongInput: [3, 4, 2]),
        new("layer norm without parameters", _ => new LayerNorm(4, elementwiseAffine: false), [2, 4], [2, 4],
            "LayerNorm((4,), eps=1e-05, elementwise_affine=False)", [], WrongInput: [2]),
        new("batch norm 1d", t =>
            new BatchNorm1d(3, dtype: t), [4, 3], [4, 3], "BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
            [("weight", [3]), ("bias", [3])], WrongInput: [4, 2]),
        new("batch norm 1d of signals", t => new BatchNorm1d(3, momentum: null, dtype: t), [4, 3, 5], [4, 3, 5],
            "BatchNorm1d(3, eps=1e-05, momentum=None, affine=True, track_running_stats=True)", [("weight", [3]), ("bias", [3])],
                WrongInput: [4, 3, 5, 2]),
        new("batch norm 2d", t => new BatchNorm2d(3, 0.001, 0.3, dtype: t), [2, 3, 4, 5], [2, 3, 4, 5],
            "BatchNorm2d(3, eps=0.001, momentum=0.3, affine=True, track_running_stats=True)", [("weight", [3]), ("bias", [3])],
                WrongInput: [2, 4, 4, 5]),
        new("batch norm 2d of the batch", t =>
            new BatchNorm2d(3, affine: false, trackRunningStats: false, dtype: t), [2, 3, 4, 5], [2, 3, 4, 5],
            "BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)", [], WrongInput: [2, 3, 4]),
        new("batch norm 3d", t => new BatchNorm3d(2, dtype: t), [2, 2, 3, 2, 2], [2, 2, 3, 2, 2],
            "BatchNorm3d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", [("weight", [2]), ("bias", [2])],
                WrongInput: [2, 2, 3, 2]),
        new("instance norm 1d", t => new InstanceNorm1d(3, affine: true, dtype: t), [2, 3, 5], [2, 3, 5],
            "InstanceNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=False)", [("weight", [3]), ("bias", [3])],
                WrongInput: [2, 4, 5]),
        new("instance norm 2d", _ => new InstanceNorm2d(3), [2, 3, 4, 5], [2, 3, 4, 5],
            "InstanceNorm2d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)", [], WrongInput: [2, 3, 1, 1]),
        new("instance norm 3d", t => new InstanceNorm3d(2, trackRunningStats: true, dtype: t), [2, 2, 3, 2, 2], [2, 2, 3, 2, 2],
            "InstanceNorm3d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True)", [], WrongInput: [2, 3]),
        new("group norm", t => new GroupNorm(2, 4, dtype: t), [2, 4, 5], [2, 4, 5], "GroupNorm(2, 4, eps=1e-05, affine=True)",
            [("weight", [4]), ("bias", [4])], WrongInput: [2, 6, 5]),
        new("group norm without parameters", _ =>
            new GroupNorm(3, 3, 0.001, affine: false), [2, 3, 4], [2, 3, 4], "GroupNorm(3, 3, eps=0.001, affine=False)",
            [], WrongInput: [3]),
        new("rms norm", t => new RMSNorm(6, dtype: t), [3, 6], [3, 6], "RMSNorm((6,), eps=None, elementwise_affine=True)",
            [("weight", [6])], WrongInput: [3, 5]),
        new("rms norm without weight", _ => new RMSNorm([3, 4], 1e-6, elementwiseAffine: false), [2, 3, 4], [2, 3, 4],
            "RMSNorm((3, 4), eps=1e-06, elementwise_affine=False)", [], WrongInput: [4]),
        new("local response norm", _ => new LocalResponseNorm(3, 0.01), [2, 5, 3, 2], [2, 5, 3, 2],
            "LocalResponseNorm(3, alpha=0.01, beta=0.75, k=1.0)", [], WrongInput: [2, 5]),
    ];
}
