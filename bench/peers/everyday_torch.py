#!/usr/bin/env python3
"""PyTorch's side of the everyday suite: the rows of bench/Everyday under the same names.

    everyday_torch.py [--threads N] [--filter REGEX] [--min-time 0.3] [--json FILE] [--list]
    everyday_torch.py --check DIR    compares with what `bench --suite everyday --check DIR` wrote

Timed as the bench times: each row is warmed up, then runs in batches of about 5 ms until --min-time has passed and
there are five; median and least of the batches' means, in microseconds a call. Weights are put back before each batch.
The JSON form is that of the bench.
"""
import argparse
import gc
import json
import math
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
chosen = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "GOTO_NUM_THREADS", "MKL_NUM_THREADS", "ATEN_CPU_CAPABILITY",
          "OMP_WAIT_POLICY")
environment = {k: v for k, v in os.environ.items() if k not in chosen}
environment["OMP_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] = str(options.threads)
if environment != dict(os.environ):  # the libraries read it when they load: start over
    os.execve(sys.executable, [sys.executable, *sys.argv], environment)

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
row("round_1m", torch.round, N(MILLION))
row("log1p_1m", torch.log1p, P(MILLION))
row("rsqrt_1m", torch.rsqrt, P(MILLION))
row("reciprocal_1m", lambda x: 1 / x, P(MILLION))
row("leaky_relu_1m", lambda x: F.leaky_relu(x, 0.1), N(MILLION))
row("add_outer_1000x1_1x1001", torch.add, N(1000, 1), N(1, 1001))
row("glu_1024x2048", F.glu, N(1024, 2048))
row("tril_1024", torch.tril, N(1024, 1024))
row("greater_mean_1m", lambda x, y: (x > y).float().mean(), N(MILLION), N(MILLION))
row("relu_1m", torch.relu, N(MILLION), grad=True)
row("hardswish_1m", F.hardswish, N(MILLION), grad=True)
row("residual_scale_8x128x768", lambda x, y, s: x + y * s, N(8, 128, 768), N(8, 128, 768), N(768), grad=True)

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
row("sum_long_rows_8x131073", lambda x: x.sum(1), N(8, 131073))
row("sum_outer_axes_64x128x128", lambda x: x.sum([0, 2]), N(64, 128, 128))
row("var_first_1024", lambda x: x.var(0), N(1024, 1024))
row("std_all_1m", torch.std, N(MILLION))
row("norm_all_1m", torch.norm, N(MILLION))
row("max_middle_64x256x64", lambda x: x.amax(1), N(64, 256, 64))
row("max_short_rows_100000x7", lambda x: x.amax(1), N(100000, 7))
row("argmax_all_1m", torch.argmax, N(MILLION))
row("argmin_middle_16x21x1024", lambda x: x.argmin(1), N(16, 21, 1024))
row("mean_f64_1024", lambda x: x.mean(1), T("f64", 1024, 1024))
row("sum_slice_1024x512", lambda x: x[:, 256:768].sum(1), N(1024, 1024))
row("logsumexp_first_1024", lambda x: x.logsumexp(0), N(1024, 1024))
row("log_softmax_first_1000x100", lambda x: x.log_softmax(0), N(1000, 100))
row("softmax_odd_1000x1001", lambda x: x.softmax(1), N(1000, 1001))
row("softmax_masked_32x128x128", lambda x, m: (x + m).softmax(-1), N(32, 128, 128), N(128, 128))
row("log_softmax_middle_16x21x1024", lambda x: x.log_softmax(1), N(16, 21, 1024), grad=True)
row("max_last_1024", lambda x: x.amax(1), N(1024, 1024), grad=True)

# ------------------------------------------------------------------ norms
row("layer_norm_512x768", lambda x, w, b: F.layer_norm(x, [768], w, b), N(512, 768), N(768), N(768), grad=True)
row("rms_norm_512x768", lambda x, w: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * w,
    N(512, 768), N(768), grad=True)
row("group_norm_16x64x32x32", lambda x, w, b: F.group_norm(x, 8, w, b), N(16, 64, 32, 32), N(64), N(64), grad=True)
row("instance_norm_relu_16x64x32x32", lambda x: F.instance_norm(x).relu(), N(16, 64, 32, 32), grad=True)
row("batch_norm_eval_32x64x28x28", lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b),
    N(32, 64, 28, 28), N(64), P(64), N(64), N(64))
row("layer_norm_odd_100x1001", lambda x, w, b: F.layer_norm(x, [1001], w, b), N(100, 1001), N(1001), N(1001))
row("layer_norm_channels_8x96x28x28",
    lambda x, w, b: F.layer_norm(x.permute(0, 2, 3, 1), [96], w, b).permute(0, 3, 1, 2).contiguous(),
    N(8, 96, 28, 28), N(96), N(96))
row("batch_norm_relu_32x64x28x28", lambda x, w, b: F.batch_norm(x, None, None, w.reshape(-1), b.reshape(-1), True).relu(),
    N(32, 64, 28, 28), N(64, 1, 1), N(64, 1, 1), grad=True)
row("add_layer_norm_512x768", lambda x, y, w, b: F.layer_norm(x + y, [768], w, b),
    N(512, 768), N(512, 768), N(768), N(768), grad=True)

# ------------------------------------------------------------------ losses
row("mse_1m", F.mse_loss, N(MILLION), N(MILLION), grad=True)
row("mse_1000003", F.mse_loss, N(1000003), N(1000003))
row("l1_1m", F.l1_loss, N(MILLION), N(MILLION), grad=True)
row("bce_logits_1m", F.binary_cross_entropy_with_logits, N(MILLION), P(MILLION), grad=True)
row("cross_entropy_256x1000", F.cross_entropy, N(256, 1000), I(1000, 256), grad=True)
row("cross_entropy_8192x10", F.cross_entropy, N(8192, 10), I(10, 8192), grad=True)
row("accuracy_100000x10", lambda x, y: (x.argmax(1) == y).float().mean(), N(100000, 10), I(10, 100000))
row("huber_1m", F.huber_loss, N(MILLION), N(MILLION), grad=True)
row("kl_512x1000", lambda x, y: F.kl_div(x.log_softmax(1), y, reduction="batchmean"),
    N(512, 1000), P(512, 1000), grad=True)
row("mse_none_1m", lambda x, y: F.mse_loss(x, y, reduction="none"), N(MILLION), N(MILLION))
row("cosine_4096x256", lambda x, y: (x * y).sum(1) / (x.norm(2, 1) * y.norm(2, 1)), N(4096, 256), N(4096, 256))

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
row("linear_1x768_3072", F.linear, N(1, 768), N(3072, 768), N(3072))
row("matmul_2x4096x1024", torch.mm, N(2, 4096), N(4096, 1024))
row("matmul_1024x1024x2", torch.mm, N(1024, 1024), N(1024, 2))
row("matmul_1024x1024x1", torch.mm, N(1024, 1024), N(1024, 1))
row("matmul_tt_256x512x128", lambda a, b: a.T @ b.T, N(512, 256), N(128, 512))
row("gram_10000x32", lambda a: a.T @ a, N(10000, 32))
row("distances_1000x500x16", lambda a, b: a.square().sum(1, keepdim=True) + b.square().sum(1) - a @ b.T * 2,
    N(1000, 16), N(500, 16))
row("matmul_slices_256x256x256", lambda a, b: a[:, 128:384] @ b[128:384], N(256, 512), N(512, 256))
row("batched_vector_64x512x64", torch.bmm, N(64, 1, 512), N(64, 512, 64))
row("batched_shared_32x100x64x48", torch.matmul, N(32, 100, 64), N(64, 48))
row("linear_gelu_512x256_1024", lambda x, w, b: F.gelu(F.linear(x, w, b)), N(512, 256), N(1024, 256), N(1024), grad=True)
row("attention_one_token_1x16x100x64", attention, N(1, 16, 1, 64), N(1, 16, 100, 64), N(1, 16, 100, 64))
row("attention_causal_2x8x255x64", lambda q, k, v, m: torch.softmax(q @ k.transpose(-1, -2) * 0.125 + m, -1) @ v,
    N(2, 8, 255, 64), N(2, 8, 255, 64), N(2, 8, 255, 64), N(255, 255))
row("attention_heads_inside_4x128x8x64", lambda *x: attention(*[y.transpose(1, 2) for y in x]).transpose(1, 2).contiguous(),
    N(4, 128, 8, 64), N(4, 128, 8, 64), N(4, 128, 8, 64))

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
row("conv1x1_stride2_8x64x56x56_128", lambda x, w: F.conv2d(x, w, stride=2), N(8, 64, 56, 56), N(128, 64, 1, 1))
row("conv3x3_bias_relu_4x3x33x35_16", lambda x, w, b: F.conv2d(x, w, b, padding=1).relu(),
    N(4, 3, 33, 35), N(16, 3, 3, 3), N(16))
row("conv3x3_nhwc_8x28x28x64_64", lambda x, w: F.conv2d(x.permute(0, 3, 1, 2), w, padding=1).contiguous(),
    N(8, 28, 28, 64), N(64, 64, 3, 3))
row("conv1d3_stride2_8x64x1001_64", lambda x, w: F.conv1d(x, w, stride=2, padding=1), N(8, 64, 1001), N(64, 64, 3))
row("conv1d_causal_dilated4_8x32x512_32", lambda x, w: F.conv1d(F.pad(x, (8, 0)), w, dilation=4),
    N(8, 32, 512), N(32, 32, 3))
row("conv3d_2x8x16x16x16_16", lambda x, w: F.conv3d(x, w, padding=1), N(2, 8, 16, 16, 16), N(16, 8, 3, 3, 3))
row("depthwise3x3_stride2_8x96x56x56", lambda x, w: F.conv2d(x, w, stride=2, padding=1, groups=96),
    N(8, 96, 56, 56), N(96, 1, 3, 3), grad=True)
row("transposed4x4_stride2_8x64x16x16_32", lambda x, w: F.conv_transpose2d(x, w, stride=2, padding=1),
    N(8, 64, 16, 16), N(64, 32, 4, 4), grad=True)

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
row("max_pool3_same_8x32x35x35", lambda x: F.max_pool2d(x, 3, 1, 1), N(8, 32, 35, 35))
row("max_pool_1d_8x64x1000", lambda x: F.max_pool1d(x, 2), N(8, 64, 1000))
row("max_pool2_nhwc_8x56x56x64", lambda x: F.max_pool2d(x.permute(0, 3, 1, 2), 2).contiguous(), N(8, 56, 56, 64))
row("avg_pool3_same_8x32x35x35", lambda x: F.avg_pool2d(x, 3, 1, 1), N(8, 32, 35, 35))
row("adaptive_max5_8x64x13x13", lambda x: F.adaptive_max_pool2d(x, 5), N(8, 64, 13, 13))
row("bilinear_7_to_20_8x64", lambda x: F.interpolate(x, size=(20, 20), mode="bilinear"), N(8, 64, 7, 7))
row("bicubic2_4x3x112x112", lambda x: F.interpolate(x, size=(224, 224), mode="bicubic"), N(4, 3, 112, 112))
row("nearest_half_8x64x64x64", lambda x: F.interpolate(x, size=(32, 32)), N(8, 64, 64, 64))
row("replicate3_4x3x224x224", lambda x: F.pad(x, (3, 3, 3, 3), mode="replicate"), N(4, 3, 224, 224))
row("circular1_8x64x32x32", lambda x: F.pad(x, (1, 1, 1, 1), mode="circular"), N(8, 64, 32, 32))
row("pixel_unshuffle2_8x64x56x56", lambda x: F.pixel_unshuffle(x, 2), N(8, 64, 56, 56))
row("nearest2_16x32x16x16", lambda x: F.interpolate(x, size=(32, 32)), N(16, 32, 16, 16), grad=True)
row("bilinear2_16x32x16x16", lambda x: F.interpolate(x, size=(32, 32), mode="bilinear"), N(16, 32, 16, 16), grad=True)

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
row("transpose_odd_1001x333", lambda x: x.T.contiguous(), N(1001, 333))
row("transpose_u8_1024", lambda x: x.T.contiguous(), T("u8", 1024, 1024))
row("roll_last_1024", lambda x: x.roll(3, 1), N(1024, 1024))
row("roll_window_4x56x56x96", lambda x: x.roll((3, 3), (1, 2)), N(4, 56, 56, 96))
row("concat_channels_8x64x28x28", lambda *x: torch.cat(x, 1), N(8, 64, 28, 28), N(8, 32, 28, 28), N(8, 17, 28, 28))
row("stack_first_1024", lambda *x: torch.stack(x), N(1024, 512), N(1024, 512), N(1024, 512))
row("slice_middle_64x256x64", lambda x: x[:, 3:131].contiguous(), N(64, 256, 64))
row("split_heads_8x128x3x8x64", lambda x: x.reshape(8, 128, 3, 8, 64).permute(2, 0, 3, 1, 4).contiguous(), N(8, 128, 1536))
row("repeat_2x3_512", lambda x: x.repeat(2, 3), N(512, 512))
row("diagonal_flip_1024", lambda x: x.T.flip(1), N(1024, 1024))
row("concat_slices_512x1024", lambda x, y: torch.cat([x[:, :300], y[:, 300:]], 1), N(512, 1024), N(512, 1024), grad=True)

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
row("embedding_mean_5000x64_256x32", lambda w, i: F.embedding(i, w).mean(1), N(5000, 64), I(5000, 256, 32))
row("gather_labels_8192x100", lambda x, i: x.gather(1, i), N(8192, 100), I(100, 8192, 1))
row("gather_first_1024", lambda x, i: x.gather(0, i), N(1024, 1024), I(1024, 1024, 1024))
row("scatter_add_last_1024", lambda x, i, u: x.scatter_add(1, i, u), N(1024, 1024), I(1024, 1024, 256), N(1024, 256))
row("gather_images_64x3x32x32_32", lambda x, i: x[i], N(64, 3, 32, 32), I(64, 32))
row("mul_i64_1m", torch.mul, I(1000, MILLION), I(1000, MILLION))
row("less_i64_1m", torch.lt, I(1000, MILLION), I(1000, MILLION))
row("add_i32_1m", torch.add, T("i32", MILLION), T("i32", MILLION))
row("max_i64_1024", lambda x: x.amax(1), I(1000, 1024, 1024))
row("padding_mask_256x512", lambda x, i: x.masked_fill(i == 0, -1e9), N(256, 512), I(4, 256, 512))

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
row("f32_to_i64_1m", lambda x: x.long(), N(MILLION))
row("f32_to_bf16_1m", lambda x: x.bfloat16(), N(MILLION))
row("f32_to_bool_1m", lambda x: x > 0, N(MILLION))
row("f32_to_u8_1m", lambda x: (x.clamp(0, 1) * 255).byte(), N(MILLION))
row("i64_to_i32_1m", lambda x: x.int(), I(1000, MILLION))
row("dequantized_i8_1024", lambda x, s: (x.float() - 3) * s, T("i8", 1024, 1024), P(1024, 1))
row("quantized_i8_1m", lambda x: (x * 40).round().clamp(-128, 127).to(torch.int8), N(MILLION))
row("mask_bool_1m", lambda x, m: x * m.float(), N(MILLION), T("bool", MILLION))
row("sum_bf16_1024", lambda x: x.float().sum(1), T("bf16", 1024, 1024))


# ------------------------------------------------------------------ training
STEPS = {}


def step(name, make, loss_of, *batch):
    def build():
        model, (x, y) = make().train(), [b[2]() for b in batch]
        start = {k: v.clone() for k, v in model.state_dict().items()}
        optimizer = None

        def run():
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
            return loss.item()

        def reset():  # neither saturated networks nor denormal moments
            nonlocal optimizer
            model.load_state_dict(start)
            optimizer = torch.optim.Adam(model.parameters(), 1e-3)
            run()
        return run, reset
    STEPS[name] = build


def linears(*sizes, between, last=()):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), *between(b)]
    return nn.Sequential(*layers[:len(layers) - len(between(1))], *last)


class MeanOfWords(nn.Module):
    def __init__(self, words, features, classes):
        super().__init__()
        self.table, self.output = nn.Embedding(words, features), nn.Linear(features, classes)

    def forward(self, x):
        return self.output(self.table(x).mean(1))


step("train_tabular_256x32", lambda: linears(32, 128, 128, 1, between=lambda n: (nn.BatchNorm1d(n), nn.ReLU())),
     F.mse_loss, N(256, 32), N(256, 1))
step("train_tabular_dropout_256x32",
     lambda: linears(32, 128, 128, 1, between=lambda n: (nn.BatchNorm1d(n), nn.ReLU(), nn.Dropout(0.1))),
     F.mse_loss, N(256, 32), N(256, 1))
step("train_autoencoder_128x784",
     lambda: linears(784, 128, 32, 128, 784, between=lambda n: (nn.ReLU(),), last=(nn.Sigmoid(),)),
     F.mse_loss, P(128, 784), P(128, 784))
step("train_group_norm_cnn_32x3x32x32", lambda: nn.Sequential(
    nn.Conv2d(3, 32, 3, padding=1), nn.GroupNorm(8, 32), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(8, 64), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(64 * 8 * 8, 10)), F.cross_entropy, N(32, 3, 32, 32), I(10, 32))
step("train_words_64x32", lambda: MeanOfWords(5000, 64, 20), F.cross_entropy, I(5000, 64, 32), I(20, 64))


# ------------------------------------------------------------------ timing and checking
def tensors(results):
    return [t.detach() for t in (results if isinstance(results, (list, tuple)) else [results])]


def call_of(function, values, grad):
    torch.set_grad_enabled(grad)
    if not grad:
        return lambda: function(*values)
    floats = [v.requires_grad_() for v in values if v.is_floating_point()]
    return lambda: torch.autograd.grad(function(*values).square().sum(), floats)


def read(path, dtype):
    with open(path, "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=dtype)


def error_of(ours, theirs):
    """The greatest difference over the greatest value; what is not a float is equal or infinitely wrong."""
    if ours.shape != theirs.shape:
        return math.inf
    if not ours.is_floating_point():
        return 0 if torch.equal(ours, theirs) else math.inf
    ours, theirs = ours.double(), theirs.double()
    return ((ours - theirs).abs().max() / theirs.abs().max().clamp(min=1e-30)).item()


def check(folder, names):
    wrong, errors = 0, []
    for name in names:
        try:
            function, inputs, grad = ROWS[name]
            path = os.path.join(folder, name)
            values = [read(f"{path}.in{i}", dtype).reshape(shape) for i, (dtype, shape, _) in enumerate(inputs)]
            theirs = tensors(call_of(function, values, grad)())
            if os.path.exists(f"{path}.out{len(theirs)}"):
                raise ValueError("ours has more results")
            error = max(error_of(read(f"{path}.out{i}", t.dtype), t.reshape(-1)) for i, t in enumerate(theirs))
        except (OSError, RuntimeError, ValueError) as failure:
            print(f"{name}: {failure}")
            error = math.inf
        errors.append((error, name))
        if not error <= 2e-5:
            wrong += 1
            print(f"{name}: error {error:.2e}")
    print(f"{len(errors) - wrong} agree, {wrong} do not; training steps are not compared: weights and masks are drawn "
          "by each side. The greatest errors: " + ", ".join(f"{n} {e:.1e}" for e, n in sorted(errors)[:-6:-1]))
    return wrong


def busy():
    """Seconds that all cores together were busy, or None where the system does not tell."""
    try:
        with open("/proc/stat") as file:
            v = [int(t) for t in file.readline().split()[1:9]]
        return (v[0] + v[1] + v[2] + sum(v[5:8])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return None


def measure(run, reset):
    clock = time.perf_counter

    def batch(calls):
        start = clock()
        for _ in range(calls):
            run()
        return (clock() - start) / calls

    reset()
    fastest, calls, warm = batch(1), 1, clock() + 0.2
    while calls < 3 or clock() < warm:
        if calls % 200 == 0:
            reset()
        fastest, calls = min(fastest, batch(1)), calls + 1
    size = max(1, math.ceil(0.005 / max(fastest, 1e-9)))
    times, spent, at, own, all_cores = [], 0.0, clock(), time.process_time(), busy()
    while (spent < options.min_time or len(times) < 5) and not (spent > 20 * options.min_time and len(times) >= 3):
        reset()
        times.append(batch(size))
        spent += times[-1] * size
    wall, own, after = clock() - at, time.process_time() - own, busy()
    other = None if after is None else round(max(0.0, (after - all_cores - own) / wall), 2)
    return {"median_us": round(statistics.median(times) * 1e6, 3), "min_us": round(min(times) * 1e6, 3),
            "batches": len(times), "calls": len(times) * size, "own_cpu": round(own / wall, 2), "other_cpu": other}


def time_row(name):
    if name in STEPS:
        torch.set_grad_enabled(True)
        run, reset = STEPS[name]()
        reset()
        finite = math.isfinite(run())
    else:
        function, inputs, grad = ROWS[name]
        run, reset = call_of(function, [make() for _, _, make in inputs], grad), lambda: None
        finite = all(bool(t.isfinite().all()) for t in tensors(run()))
    return {"peer": "torch", "workload": name, "mode": "eager", "threads": options.threads, "group": "everyday",
            "flops": 0, "finite": finite, **measure(run, reset)}


def blas():
    import ctypes
    try:
        core = ctypes.CDLL("libblas.so.3").openblas_get_corename
        core.restype = ctypes.c_char_p
        return "OpenBLAS for " + core().decode()
    except (OSError, AttributeError):
        return "not known: if it is Debian's reference BLAS, products are 30 times too slow (matmul_8x2048x2048)"


def main():
    names = [n for n in [*ROWS, *STEPS] if re.search(options.filter, n)]
    if options.list:
        print("\n".join(names))
        return 0
    if options.check:
        return check(options.check, [n for n in names if n in ROWS]) > 0
    print(f"# torch {torch.__version__}, {options.threads} threads, BLAS {blas()}", flush=True)
    results, failures = [], 0
    gc.disable()
    for name in names:
        try:
            result = time_row(name)
        except RuntimeError as failure:
            failures += 1
            print(f"{name:38} FAILED {str(failure).splitlines()[0]}", flush=True)
            continue
        gc.collect()
        results.append(result)
        failures += not result["finite"]
        print(f"{name:38} median {result['median_us']:12.2f} us  min {result['min_us']:12.2f} us"
              f"  cpu {result['own_cpu']}+{result['other_cpu']}" + ("" if result["finite"] else "  NOT FINITE"), flush=True)
        if options.json:
            with open(options.json, "w") as file:
                json.dump(results, file, indent=1)
    return failures > 0


sys.exit(main())
