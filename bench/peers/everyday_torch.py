#!/usr/bin/env python3
"""PyTorch's side of the everyday suite: the rows of bench/Everyday under the same names.

    everyday_torch.py [--threads N] [--filter REGEX] [--min-time 0.3] [--json FILE] [--list]
    everyday_torch.py --check DIR    compares with what `bench --suite everyday --check DIR` wrote

Each row runs once, then in batches of about 5 ms until --min-time has passed; the least mean of a batch counts,
in microseconds a call. The JSON form is that of the bench: peer, workload, mode, threads, median_us, min_us.
"""
import argparse
import json
import os
import re
import statistics
import sys
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--filter", default="")
parser.add_argument("--min-time", type=float, default=0.3)
parser.add_argument("--json")
parser.add_argument("--list", action="store_true")
parser.add_argument("--check", metavar="DIR")
options = parser.parse_args()
wanted = str(options.threads)
if os.environ.get("OMP_NUM_THREADS") != wanted or os.environ.get("OPENBLAS_NUM_THREADS") != wanted:
    os.environ.update(OMP_NUM_THREADS=wanted, OPENBLAS_NUM_THREADS=wanted)
    os.execv(sys.executable, [sys.executable, *sys.argv])  # read when the libraries load

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(options.threads)
torch.manual_seed(1234)
MILLION = 1 << 20
TYPES = {"bool": torch.bool, "i8": torch.int8, "u8": torch.uint8, "i16": torch.int16, "i32": torch.int32,
         "i64": torch.int64, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}


# ------------------------------------------------------------------ inputs: (dtype, shape, maker)
def N(*shape):
    return torch.float32, shape, lambda: torch.randn(shape) * 0.5


def P(*shape):
    return torch.float32, shape, lambda: torch.rand(shape) * 0.9 + 0.1


def I(bound, *shape):
    return torch.int64, shape, lambda: torch.randint(bound, shape)


def T(dtype, *shape):
    return TYPES[dtype], shape, lambda: torch.randint(2 if dtype == "bool" else 101, shape).to(TYPES[dtype])


ROWS = {}


def row(name, function, *inputs, grad=False):
    ROWS[name] = (function, inputs, False)
    if grad:
        ROWS[name + "_grad"] = (function, inputs, True)


def attention(q, k, v):
    return torch.softmax(q @ k.transpose(-1, -2) * 0.125, -1) @ v


# ------------------------------------------------------------------ elements
row("abs_1m", torch.abs, N(MILLION))
row("sqrt_1m", torch.sqrt, P(MILLION))
row("log_1m", torch.log, P(MILLION))
row("sin_1m", torch.sin, N(MILLION))
row("erf_1m", torch.erf, N(MILLION))
row("sigmoid_1m", torch.sigmoid, N(MILLION))
row("softplus_1m", F.softplus, N(MILLION))
row("pow3_1m", lambda x: x ** 3, N(MILLION))
row("pow_half_1m", lambda x: x ** 0.5, P(MILLION))
row("pow_tensor_1m", torch.pow, P(MILLION), N(MILLION))
row("clamp_1m", lambda x: x.clamp(-0.5, 0.5), N(MILLION))
row("where_1m", lambda x, y: torch.where(x > 0, x, y * 0.1), N(MILLION), N(MILLION))
row("maximum_1m", torch.maximum, N(MILLION), N(MILLION))
row("add_1m", torch.add, N(MILLION), N(MILLION))
row("add_bias_1024", torch.add, N(1024, 1024), N(1024))
row("add_column_1024", torch.add, N(1024, 1024), N(1024, 1))
row("add_transposed_1024", lambda x, y: x + y.T, N(1024, 1024), N(1024, 1024))
row("mul_channels_16x64x32x32", torch.mul, N(16, 64, 32, 32), N(64, 1, 1))
row("bias_300000x3", torch.add, N(300000, 3), N(3))
row("relu_100003", torch.relu, N(100003))
row("tanh_33", torch.tanh, N(33))
row("exp_f64_1m", lambda x: (x * 0.01).exp(), T("f64", MILLION))
row("slice_columns_relu", lambda x: torch.relu(x[:, 256:768]), N(1024, 1024))
row("slice_rows_step2", lambda x: x[::2] * 2, N(1024, 1024))
row("gelu_1000x1001", F.gelu, N(1000, 1001), grad=True)
row("silu_1m", F.silu, N(MILLION), grad=True)
row("swiglu_512x1024", lambda x, y: F.silu(x) * y, N(512, 1024), N(512, 1024), grad=True)

# ------------------------------------------------------------------ reductions
row("sum_all_1024", torch.sum, N(1024, 1024))
row("sum_all_100003", torch.sum, N(100003))
row("mean_all_16x64x32x32", torch.mean, N(16, 64, 32, 32))
row("max_all_1024", torch.max, N(1024, 1024))
row("sum_first_100003x64", lambda x: x.sum(0), N(100003, 64))
row("sum_middle_64x256x64", lambda x: x.sum(1), N(64, 256, 64))
row("sum_short_rows_100000x10", lambda x: x.sum(1), N(100000, 10))
row("sum_transposed_1024", lambda x: x.T.sum(1), N(1024, 1024))
row("mean_last_1000x1001", lambda x: x.mean(1), N(1000, 1001))
row("min_first_1024", lambda x: x.amin(0), N(1024, 1024))
row("prod_last_4096x64", lambda x: x.prod(1), P(4096, 64))
row("std_last_1024", lambda x: x.std(1), N(1024, 1024))
row("norm_last_1024", lambda x: x.norm(2, 1), N(1024, 1024))
row("argmax_last_1024", lambda x: x.argmax(1), N(1024, 1024))
row("argmax_short_100000x10", lambda x: x.argmax(1), N(100000, 10))
row("argmax_first_1024", lambda x: x.argmax(0), N(1024, 1024))
row("scaled_sum_16x64x32x32", lambda x, m: (x * m).sum([2, 3]), N(16, 64, 32, 32), N(32, 1))
row("softmax_short_100000x10", lambda x: x.softmax(1), N(100000, 10))
row("softmax_first_1024", lambda x: x.softmax(0), N(1024, 1024))
row("softmax_transposed_1024", lambda x: x.T.softmax(1), N(1024, 1024))
row("mean_spatial_32x64x28x28", lambda x: x.mean([2, 3]), N(32, 64, 28, 28), grad=True)
row("var_last_1024", lambda x: x.var(1), N(1024, 1024), grad=True)
row("logsumexp_512x1000", lambda x: x.logsumexp(1), N(512, 1000), grad=True)
row("softmax_last_512x512", lambda x: x.softmax(1), N(512, 512), grad=True)
row("softmax_middle_16x64x1024", lambda x: x.softmax(1), N(16, 64, 1024), grad=True)
row("log_softmax_512x1000", lambda x: x.log_softmax(1), N(512, 1000), grad=True)

# ------------------------------------------------------------------ norms
row("layer_norm_512x768", lambda x, w, b: F.layer_norm(x, [768], w, b), N(512, 768), N(768), N(768), grad=True)
row("rms_norm_512x768", lambda x, w: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * w,
    N(512, 768), N(768), grad=True)
row("group_norm_16x64x32x32", lambda x, w, b: F.group_norm(x, 8, w, b), N(16, 64, 32, 32), N(64), N(64), grad=True)
row("instance_norm_relu_16x64x32x32", lambda x: F.instance_norm(x).relu(), N(16, 64, 32, 32), grad=True)
row("batch_norm_eval_32x64x28x28", lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b),
    N(32, 64, 28, 28), N(64), P(64), N(64), N(64))

# ------------------------------------------------------------------ losses
row("mse_1m", F.mse_loss, N(MILLION), N(MILLION), grad=True)
row("mse_1000003", F.mse_loss, N(1000003), N(1000003))
row("l1_1m", F.l1_loss, N(MILLION), N(MILLION), grad=True)
row("bce_logits_1m", F.binary_cross_entropy_with_logits, N(MILLION), P(MILLION), grad=True)
row("cross_entropy_256x1000", F.cross_entropy, N(256, 1000), I(1000, 256), grad=True)
row("cross_entropy_8192x10", F.cross_entropy, N(8192, 10), I(10, 8192), grad=True)
row("accuracy_100000x10", lambda x, y: (x.argmax(1) == y).float().mean(), N(100000, 10), I(10, 100000))

# ------------------------------------------------------------------ products
row("dot_1m", torch.dot, N(MILLION), N(MILLION))
row("matrix_vector_4096", torch.mv, N(4096, 4096), N(4096))
row("vector_matrix_4096", lambda v, m: v @ m, N(4096), N(4096, 4096))
row("transposed_vector_4096", lambda m, v: m.T @ v, N(4096, 4096), N(4096))
row("matmul_8x2048x2048", torch.mm, N(8, 2048), N(2048, 2048))
row("matmul_bt_64x512x512", lambda a, b: a @ b.T, N(64, 512), N(512, 512))
row("matmul_at_512x64x512", lambda a, b: a.T @ b, N(64, 512), N(64, 512))
row("matmul_100000x16x4", torch.mm, N(100000, 16), N(16, 4))
row("matmul_33x1001x65", torch.mm, N(33, 1001), N(1001, 65))
row("outer_2048", torch.outer, N(2048), N(2048))
row("matmul_f64_256", torch.mm, T("f64", 256, 256), T("f64", 256, 256))
row("batched_64x64x64x64", torch.bmm, N(64, 64, 64), N(64, 64, 64), grad=True)
row("linear_8x128x256_256", F.linear, N(8, 128, 256), N(256, 256), N(256), grad=True)
row("linear_256x512_1", F.linear, N(256, 512), N(1, 512), N(1), grad=True)
row("attention_one_token_8x12x512x64", attention, N(8, 12, 1, 64), N(8, 12, 512, 64), N(8, 12, 512, 64))
row("attention_4x8x128x64", attention, N(4, 8, 128, 64), N(4, 8, 128, 64), N(4, 8, 128, 64), grad=True)

# ------------------------------------------------------------------ convolutions
row("conv1x1_8x64x28x28_128", F.conv2d, N(8, 64, 28, 28), N(128, 64, 1, 1), grad=True)
row("conv3x3_8x64x28x28_64", lambda x, w: F.conv2d(x, w, padding=1), N(8, 64, 28, 28), N(64, 64, 3, 3), grad=True)
row("conv3x3_4x128x13x13_128", lambda x, w: F.conv2d(x, w, padding=1), N(4, 128, 13, 13), N(128, 128, 3, 3), grad=True)
row("conv3x3_stride2_8x64x56x56_128", lambda x, w: F.conv2d(x, w, stride=2, padding=1),
    N(8, 64, 56, 56), N(128, 64, 3, 3))
row("conv5x5_8x16x32x32_32", lambda x, w: F.conv2d(x, w, padding=2), N(8, 16, 32, 32), N(32, 16, 5, 5))
row("conv7x7_stride2_2x3x224x224_64", lambda x, w: F.conv2d(x, w, stride=2, padding=3),
    N(2, 3, 224, 224), N(64, 3, 7, 7), grad=True)
row("depthwise3x3_8x128x28x28", lambda x, w: F.conv2d(x, w, padding=1, groups=128),
    N(8, 128, 28, 28), N(128, 1, 3, 3), grad=True)
row("depthwise7x7_4x96x28x28", lambda x, w: F.conv2d(x, w, padding=3, groups=96), N(4, 96, 28, 28), N(96, 1, 7, 7))
row("groups4_8x64x28x28_64", lambda x, w: F.conv2d(x, w, padding=1, groups=4), N(8, 64, 28, 28), N(64, 16, 3, 3))
row("dilated2_8x32x28x28_32", lambda x, w: F.conv2d(x, w, padding=2, dilation=2), N(8, 32, 28, 28), N(32, 32, 3, 3))
row("conv1d5_8x64x512_64", lambda x, w: F.conv1d(x, w, padding=2), N(8, 64, 512), N(64, 64, 5), grad=True)
row("transposed2x2_8x64x28x28_32", lambda x, w: F.conv_transpose2d(x, w, stride=2),
    N(8, 64, 28, 28), N(64, 32, 2, 2), grad=True)
row("patches16_4x3x224x224_192", lambda x, w: F.conv2d(x, w, stride=16),
    N(4, 3, 224, 224), N(192, 3, 16, 16), grad=True)

# ------------------------------------------------------------------ pools
row("max_pool2_8x64x56x56", lambda x: F.max_pool2d(x, 2), N(8, 64, 56, 56), grad=True)
row("max_pool3_stride2_8x64x56x56", lambda x: F.max_pool2d(x, 3, 2, 1), N(8, 64, 56, 56), grad=True)
row("avg_pool2_8x64x56x56", lambda x: F.avg_pool2d(x, 2), N(8, 64, 56, 56), grad=True)
row("avg_pool8_8x64x64x64", lambda x: F.avg_pool2d(x, 8), N(8, 64, 64, 64))
row("adaptive_avg7_8x64x56x56", lambda x: F.adaptive_avg_pool2d(x, 7), N(8, 64, 56, 56))
row("nearest2_8x64x32x32", lambda x: F.interpolate(x, size=(64, 64)), N(8, 64, 32, 32))
row("bilinear2_8x64x32x32", lambda x: F.interpolate(x, size=(64, 64), mode="bilinear"), N(8, 64, 32, 32))
row("reflect1_8x64x32x32", lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect"), N(8, 64, 32, 32))
row("pad1_8x64x32x32", lambda x: F.pad(x, (1, 1, 1, 1)), N(8, 64, 32, 32))
row("pixel_shuffle2_8x256x28x28", lambda x: F.pixel_shuffle(x, 2), N(8, 256, 28, 28))

# ------------------------------------------------------------------ shapes
row("transpose_1024", lambda x: x.T.contiguous(), N(1024, 1024))
row("permute_nchw_nhwc_8x64x56x56", lambda x: x.permute(0, 2, 3, 1).contiguous(), N(8, 64, 56, 56))
row("permute_nhwc_nchw_8x224x224x3", lambda x: x.permute(0, 3, 1, 2).contiguous(), N(8, 224, 224, 3))
row("permute_heads_8x128x8x64", lambda x: x.permute(0, 2, 1, 3).contiguous(), N(8, 128, 8, 64))
row("concat_first_512x1024", lambda x, y: torch.cat([x, y]), N(512, 1024), N(512, 1024))
row("concat_last_10000x33", lambda x, y: torch.cat([x, y], 1), N(10000, 33), N(10000, 33))
row("stack_last_1m", lambda x, y: torch.stack([x, y], 1), N(MILLION), N(MILLION))
row("slice_step2_1024x2048", lambda x: x[:, ::2].contiguous(), N(1024, 2048))
row("flip_last_1024", lambda x: x.flip(1), N(1024, 1024))
row("flip_first_1024", lambda x: x.flip(0), N(1024, 1024))
row("broadcast_rows_1024", lambda x: x.expand(1024, 1024).contiguous(), N(1024))
row("repeat_interleave2_1024x512", lambda x: x.repeat_interleave(2, 1), N(1024, 512))

# ------------------------------------------------------------------ indices
row("embedding_10000x64_8192", lambda w, i: F.embedding(i, w), N(10000, 64), I(10000, 8192), grad=True)
row("take_columns_1024", lambda x, i: x.index_select(1, i), N(1024, 1024), I(1024, 1024))
row("gather_last_1024", lambda x, i: x.gather(1, i), N(1024, 1024), I(1024, 1024, 1024))
row("scatter_add_rows_10000x64_8192", lambda x, i, u: x.index_add(0, i, u), N(10000, 64), I(10000, 8192), N(8192, 64))
row("one_hot_8192x100", lambda i: F.one_hot(i, 100).float(), I(100, 8192))
row("add_i64_1m", torch.add, I(1000, MILLION), I(1000, MILLION))
row("equal_i64_1m", torch.eq, I(10, MILLION), I(10, MILLION))
row("equal_mean_i64_1m", lambda x, y: (x == y).float().mean(), I(10, MILLION), I(10, MILLION))
row("mod_i64_1m", lambda x: x % 7, I(1000, MILLION))
row("sum_i64_1m", torch.sum, I(1000, MILLION))

# ------------------------------------------------------------------ conversions
for name in TYPES:
    row(f"{name}_to_f32_1m", lambda x: x.float() * 2, T(name, MILLION))
row("f32_to_f64_1m", lambda x: x.double(), N(MILLION))
row("f32_to_i32_1m", lambda x: x.int(), N(MILLION))
row("f32_to_f16_1m", lambda x: x.half(), N(MILLION))
row("picture_u8_8x3x224x224", lambda x, m, s: (x.float() / 255 - m) / s,
    T("u8", 8, 3, 224, 224), N(3, 1, 1), P(3, 1, 1))
row("picture_u8_nhwc_8x224x224x3", lambda x, m, s: ((x.float() / 255 - m) / s).permute(0, 3, 1, 2).contiguous(),
    T("u8", 8, 224, 224, 3), N(3), P(3))


# ------------------------------------------------------------------ training
def step(model, loss_of, x, y):
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def run():
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()
    return run


def linears(*sizes, between, last=()):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), *between(b)]
    return nn.Sequential(*layers[:len(layers) - len(between(1))], *last)


STEPS = {
    "train_tabular_256x32": lambda: step(
        linears(32, 128, 128, 1, between=lambda n: (nn.BatchNorm1d(n), nn.ReLU())), F.mse_loss,
        torch.randn(256, 32), torch.randn(256, 1)),
    "train_autoencoder_128x784": lambda: step(
        linears(784, 128, 32, 128, 784, between=lambda n: (nn.ReLU(),), last=(nn.Sigmoid(),)), F.mse_loss,
        torch.rand(128, 784), torch.rand(128, 784)),
    "train_group_norm_cnn_32x3x32x32": lambda: step(
        nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.GroupNorm(8, 32), nn.ReLU(), nn.MaxPool2d(2),
                      nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(8, 64), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                      nn.Linear(64 * 8 * 8, 10)), F.cross_entropy,
        torch.randn(32, 3, 32, 32), torch.randint(10, (32,))),
}


def call_of(function, values, grad):
    if not grad:
        def run():
            with torch.no_grad():
                return [function(*values)]
        return run
    floats = [v.requires_grad_() for v in values if v.is_floating_point()]
    return lambda: list(torch.autograd.grad(function(*values).square().sum(), floats))


def check(folder):
    wrong = 0
    for name, (function, inputs, grad) in ROWS.items():
        try:
            values = []
            for i, (dtype, shape, _) in enumerate(inputs):
                raw = bytearray(open(f"{folder}/{name}.in{i}", "rb").read())
                values.append(torch.frombuffer(raw, dtype=dtype).reshape(shape))
            ours = torch.frombuffer(bytearray(open(f"{folder}/{name}.out", "rb").read()), dtype=torch.float32)
            theirs = torch.cat([t.detach().float().reshape(-1) for t in call_of(function, values, grad)()])
            error = ((ours - theirs).abs().max() / theirs.abs().max().clamp(min=1e-30)).item() \
                if ours.shape == theirs.shape else float("inf")
        except OSError as missing:
            print(f"{name}: {missing}")
            error = float("inf")
        if not error <= 1e-4:
            wrong += 1
            print(f"{name}: error {error:.2e}")
    print(f"{len(ROWS) - wrong} agree, {wrong} do not; {len(STEPS)} training steps are not compared")
    return wrong


def measure(run):
    run()
    start = time.perf_counter()
    run()
    calls = max(1, int(0.005 / max(1e-7, time.perf_counter() - start)))
    times, until = [], time.perf_counter() + options.min_time
    while time.perf_counter() < until or len(times) < 5:
        start = time.perf_counter()
        for _ in range(calls):
            run()
        times.append((time.perf_counter() - start) / calls * 1e6)
    return statistics.median(times), min(times)


if options.check:
    sys.exit(check(options.check) > 0)
results = []
for name in [*ROWS, *STEPS]:
    if not re.search(options.filter, name):
        continue
    if options.list:
        print(name)
        continue
    if name in STEPS:
        run = STEPS[name]()
    else:
        function, inputs, grad = ROWS[name]
        run = call_of(function, [make() for _, _, make in inputs], grad)
    median, least = measure(run)
    print(f"{name:36} median {median:12.2f} us  min {least:12.2f} us", flush=True)
    results.append({"peer": "torch", "workload": name, "mode": "eager", "threads": options.threads,
                    "median_us": median, "min_us": least})
    if options.json:
        json.dump(results, open(options.json, "w"), indent=1)
