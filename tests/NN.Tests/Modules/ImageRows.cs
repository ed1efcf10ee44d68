namespace NeuralJit.NN.Tests.Modules;

/// <summary>Convolutions, pooling, padding and other layers of images.</summary>
internal static class ImageRows
{
    public static IEnumerable<LayerRow> All { get; } = [.. Convolutions, .. Pooling, .. Padding, .. Shapes];

    private static IEnumerable<LayerRow> Convolutions =>
    [
        new("conv1d", t => new Conv1d(2, 3, 3, dtype: t), [2, 2, 7], [2, 3, 5], "Conv1d(2, 3, kernel_size=(3,), stride=(1,))",
            [("weight", [3, 2, 3]), ("bias", [3])], WrongInput: [2, 3, 7]),
        new("conv2d", t => new Conv2d(2, 4, [3, 2], stride: 2, padding: [1, 0], dilation: [1, 2], groups: 2, bias: false, dtype: t),
            [2, 2, 7, 8], [2, 4, 4, 3],
            "Conv2d(2, 4, kernel_size=(3, 2), stride=(2, 2), padding=(1, 0), dilation=(1, 2), groups=2, bias=False)",
                [("weight", [4, 1, 3, 2])], WrongInput: [2, 3, 7, 8]),
        new("conv2d same", t => new Conv2d(2, 3, [3, 4], padding: "same", dtype: t), [1, 2, 5, 6], [1, 3, 5, 6],
            "Conv2d(2, 3, kernel_size=(3, 4), stride=(1, 1), padding=same)", [("weight", [3, 2, 3, 4]), ("bias", [3])], WrongInput: [2, 5]),
        new("conv2d valid", t => new Conv2d(2, 3, 3, padding: "valid", dtype: t), [1, 2, 5, 6], [1, 3, 3, 4],
            "Conv2d(2, 3, kernel_size=(3, 3), stride=(1, 1), padding=valid)", [("weight", [3, 2, 3, 3]), ("bias", [3])],
                WrongInput: [1, 4, 5, 6]),
        .. new[] { PadMode.Reflect, PadMode.Replicate, PadMode.Circular }.Select(mode => new LayerRow($"conv2d {mode}",
            t => new Conv2d(2, 3, 3, padding: [1, 2], paddingMode: mode, dtype: t), [1, 2, 4, 5], [1, 3, 4, 7],
            $"Conv2d(2, 3, kernel_size=(3, 3), stride=(1, 1), padding=(1, 2), padding_mode={mode.ToString().ToLowerInvariant()})",
                [("weight", [3, 2, 3, 3]), ("bias", [3])], WrongInput: [4, 5])),
        new("conv3d", t => new Conv3d(2, 3, 2, padding: 1, dtype: t), [1, 2, 3, 2, 4], [1, 3, 4, 3, 5],
            "Conv3d(2, 3, kernel_size=(2, 2, 2), stride=(1, 1, 1), padding=(1, 1, 1))", [("weight", [3, 2, 2, 2, 2]), ("bias", [3])],
                WrongInput: [1, 1, 3, 2, 4]),
        new("transposed conv1d", t =>
            new ConvTranspose1d(2, 3, 3, stride: 2, dtype: t), [2, 2, 4], [2, 3, 9], "ConvTranspose1d(2, 3, kernel_size=(3,), stride=(2,))",
            [("weight", [2, 3, 3]), ("bias", [3])], WrongInput: [2, 3, 4]),
        new("transposed conv2d", t => new ConvTranspose2d(
            4, 2, 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false, dtype: t), [1, 4, 3, 4], [1, 2, 6, 8],
            "ConvTranspose2d(4, 2, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1), groups=2, bias=False)",
                [("weight", [4, 1, 3, 3])], WrongInput: [1, 2, 3, 4]),
        new("transposed conv3d", t => new ConvTranspose3d(2, 1, 2, dtype: t), [1, 2, 2, 3, 2], [1, 1, 3, 4, 3],
            "ConvTranspose3d(2, 1, kernel_size=(2, 2, 2), stride=(1, 1, 1))", [("weight", [2, 1, 2, 2, 2]), ("bias", [1])],
                WrongInput: [1, 3, 2, 3, 2]),
    ];

    private static IEnumerable<LayerRow> Pooling =>
    [
        Plain("max pool 1d", new MaxPool1d(2), [2, 3, 7], [2, 3, 3],
            "MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)"),
        Plain("max pool 2d", new MaxPool2d(3, stride: 2, padding: 1), [1, 3, 7, 6], [1, 3, 4, 3],
            "MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)"),
        Plain("max pool 2d, dilated", new MaxPool2d([2, 3], 1, 0, [2, 1], ceilMode: true), [1, 2, 5, 6], [1, 2, 3, 4],
            "MaxPool2d(kernel_size=(2, 3), stride=1, padding=0, dilation=(2, 1), ceil_mode=True)"),
        Plain("max pool 3d", new MaxPool3d(2), [1, 2, 4, 2, 5], [1, 2, 2, 1, 2],
            "MaxPool3d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)"),
        Plain("average pool 1d", new AvgPool1d(2), [2, 3, 7], [2, 3, 3], "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))"),
        Plain("average pool 2d", new AvgPool2d(3, 2, 1, countIncludePad: false), [1, 2, 5, 6], [1, 2, 3, 3],
            "AvgPool2d(kernel_size=3, stride=2, padding=1)"),
        Plain("average pool 3d", new AvgPool3d(2, divisorOverride: 3), [1, 2, 4, 2, 5], [1, 2, 2, 1, 2],
            "AvgPool3d(kernel_size=2, stride=2, padding=0)"),
        Plain("lp pool 1d", new LPPool1d(2, 3), [2, 3, 7], [2, 3, 2], "LPPool1d(norm_type=2, kernel_size=3, stride=None, ceil_mode=False)"),
        Plain("lp pool 2d", new LPPool2d(2, 2, 1), [1, 2, 4, 5], [1, 2, 3, 4],
            "LPPool2d(norm_type=2, kernel_size=2, stride=1, ceil_mode=False)"),
        Plain("lp pool 3d", new LPPool3d(4, 2), [1, 2, 4, 2, 5], [1, 2, 2, 1, 2],
            "LPPool3d(norm_type=4, kernel_size=2, stride=None, ceil_mode=False)"),
        Plain("adaptive average 1d", new AdaptiveAvgPool1d(3), [2, 3, 7], [2, 3, 3], "AdaptiveAvgPool1d(output_size=3)"),
        Plain("adaptive average 2d", new AdaptiveAvgPool2d([3, -1]), [1, 3, 7, 4], [1, 3, 3, 4],
            "AdaptiveAvgPool2d(output_size=(3, None))"),
        Plain("adaptive average 2d of all", new AdaptiveAvgPool2d(1), [2, 3, 7, 4], [2, 3, 1, 1], "AdaptiveAvgPool2d(output_size=1)"),
        Plain("adaptive average 3d", new AdaptiveAvgPool3d(2), [1, 2, 3, 4, 5], [1, 2, 2, 2, 2], "AdaptiveAvgPool3d(output_size=2)"),
        Plain("adaptive max 1d", new AdaptiveMaxPool1d(3), [2, 3, 7], [2, 3, 3], "AdaptiveMaxPool1d(output_size=3)"),
        Plain("adaptive max 2d", new AdaptiveMaxPool2d([2, 3]), [1, 3, 5, 4], [1, 3, 2, 3], "AdaptiveMaxPool2d(output_size=(2, 3))"),
        Plain("adaptive max 3d", new AdaptiveMaxPool3d(2), [1, 2, 3, 4, 5], [1, 2, 2, 2, 2], "AdaptiveMaxPool3d(output_size=2)"),
    ];

    private static IEnumerable<LayerRow> Padding =>
    [
        Plain("constant pad 1d", new ConstantPad1d([1, 2], 3.5), [1, 2, 4], [1, 2, 7], "ConstantPad1d(padding=(1, 2), value=3.5)"),
        Plain("constant pad 2d", new ConstantPad2d(1, 2), [1, 2, 3, 4], [1, 2, 5, 6], "ConstantPad2d(padding=(1, 1, 1, 1), value=2.0)"),
        Plain("constant pad 3d", new ConstantPad3d([1, 0, 0, 2, 1, 1], 0), [1, 2, 2, 3, 4], [1, 2, 4, 5, 5],
            "ConstantPad3d(padding=(1, 0, 0, 2, 1, 1), value=0.0)"),
        Plain("zero pad 1d", new ZeroPad1d([1, 2]), [1, 2, 4], [1, 2, 7], "ZeroPad1d((1, 2))"),
        Plain("zero pad 2d", new ZeroPad2d([1, 2, 3, 4]), [1, 2, 3, 4], [1, 2, 10, 7], "ZeroPad2d((1, 2, 3, 4))"),
        Plain("zero pad 3d", new ZeroPad3d(1), [1, 1, 2, 3, 4], [1, 1, 4, 5, 6], "ZeroPad3d((1, 1, 1, 1, 1, 1))"),
        Plain("reflection pad 1d", new ReflectionPad1d([1, 2]), [1, 2, 4], [1, 2, 7], "ReflectionPad1d((1, 2))"),
        Plain("reflection pad 2d", new ReflectionPad2d(1), [1, 2, 3, 4], [1, 2, 5, 6], "ReflectionPad2d((1, 1, 1, 1))"),
        Plain("reflection pad 3d", new ReflectionPad3d(1), [1, 1, 2, 3, 4], [1, 1, 4, 5, 6], "ReflectionPad3d((1, 1, 1, 1, 1, 1))"),
        Plain("replication pad 1d", new ReplicationPad1d(3), [1, 2, 2], [1, 2, 8], "ReplicationPad1d((3, 3))"),
        Plain("replication pad 2d", new ReplicationPad2d([1, 0, 2, 0]), [1, 2, 3, 4], [1, 2, 5, 5], "ReplicationPad2d((1, 0, 2, 0))"),
        Plain("replication pad 3d", new ReplicationPad3d(1), [1, 1, 2, 3, 4], [1, 1, 4, 5, 6], "ReplicationPad3d((1, 1, 1, 1, 1, 1))"),
        Plain("circular pad 1d", new CircularPad1d(2), [1, 2, 3], [1, 2, 7], "CircularPad1d((2, 2))"),
        Plain("circular pad 2d", new CircularPad2d([1, 2, 0, 1]), [1, 2, 3, 4], [1, 2, 4, 7], "CircularPad2d((1, 2, 0, 1))"),
        Plain("circular pad 3d", new CircularPad3d(1), [1, 1, 2, 3, 4], [1, 1, 4, 5, 6], "CircularPad3d((1, 1, 1, 1, 1, 1))"),
    ];

    private static IEnumerable<LayerRow> Shapes =>
    [
        Plain("pixel shuffle", new PixelShuffle(2), [2, 8, 3, 2], [2, 2, 6, 4], "PixelShuffle(upscale_factor=2)", wrong: [2, 3, 3, 2]),
        Plain("pixel unshuffle", new PixelUnshuffle(2), [2, 2, 6, 4], [2, 8, 3, 2], "PixelUnshuffle(downscale_factor=2)",
            wrong: [2, 2, 5, 4]),
        Plain("channel shuffle", new ChannelShuffle(2), [2, 6, 3], [2, 6, 3], "ChannelShuffle(groups=2)", wrong: [2, 5, 3]),
        Plain("unfold", new Unfold(2, padding: 1), [1, 2, 3, 4], [1, 8, 20], "Unfold(kernel_size=2, dilation=1, padding=1, stride=1)"),
        Plain("fold", new Fold([3, 4], [2, 2]), [1, 8, 6], [1, 2, 3, 4],
            "Fold(output_size=(3, 4), kernel_size=(2, 2), dilation=1, padding=0, stride=1)", wrong: [1, 7, 6]),
        Plain("upsample", new Upsample(scaleFactor: 2), [1, 2, 3, 4], [1, 2, 6, 8], "Upsample(scale_factor=2.0, mode='nearest')"),
        Plain("upsample to a size", new Upsample([5, 3], mode: "bilinear", alignCorners: true), [1, 2, 3, 4], [1, 2, 5, 3],
            "Upsample(size=(5, 3), mode='bilinear')", wrong: [1, 2, 3]),
        Plain("upsample signals", new Upsample(7, mode: "linear"), [1, 2, 3], [1, 2, 7], "Upsample(size=7, mode='linear')",
            wrong: [1, 2, 3, 4]),
        Plain("dropout 1d", new Dropout1d(0.25), [2, 3, 4], [2, 3, 4], "Dropout1d(p=0.25, inplace=False)", wrong: null),
        Plain("dropout 2d", new Dropout2d(), [2, 3, 4, 2], [2, 3, 4, 2], "Dropout2d(p=0.5, inplace=False)", wrong: null),
        Plain("dropout 3d", new Dropout3d(), [2, 3, 4, 2, 2], [2, 3, 4, 2, 2], "Dropout3d(p=0.5, inplace=False)", wrong: null),
        Plain("alpha dropout", new AlphaDropout(), [2, 3], [2, 3], "AlphaDropout(p=0.5, inplace=False)", wrong: null),
        Plain("unflatten", new Unflatten(1, 2, 3), [4, 6, 2], [4, 2, 3, 2], "Unflatten(dim=1, unflattened_size=(2, 3))", wrong: [4, 5, 2]),
    ];

    // A layer without parameters; a vector is too little for it unless something else is said.
    private static LayerRow Plain(string name, Module layer, Shape input, Shape output, string text) =>
        Plain(name, layer, input, output, text, [5]);

    private static LayerRow Plain(string name, Module layer, Shape input, Shape output, string text, Shape? wrong) =>
        new(name, _ => layer, input, output, text, [], wrong);
}
