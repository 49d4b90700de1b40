#!/usr/bin/env python3
"""Times lossc's kernels beside torch (eager and compiled) and JAX (jit) on the same arrays, interleaved, and prints a table.

  python3 -m venv /tmp/peers && /tmp/peers/bin/pip install numpy jax torch==2.13.*
  cmake --build build --target lossc_bench
  /tmp/peers/bin/python tests/bench/compare.py build/tests/bench/liblossc_bench.so [--repeat 9] [--only NAME]

Value and gradient, f32, best of several. Both sides run with a warm heap (malloc keeps its pages), so that
the figures are those of kernels; lossc writes into arrays that the caller keeps, torch and JAX allocate their own.
Without JAX its column is empty.
"""
import argparse
import ctypes
import os
import platform
import sys
import time

WARM = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000"}
if any(os.environ.get(k) != v for k, v in WARM.items()):
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **WARM})

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np  # noqa: E402

from lossc_call import aligned, prepare  # noqa: E402

try:
    import jax_losses
except ImportError:
    jax_losses = None

THREADS = len(os.sched_getaffinity(0))
random = np.random.default_rng(1)


def normal(*shape):
    x = aligned(shape)
    x[...] = random.standard_normal(shape, np.float32) * 3
    return x


def labels(n, classes):
    y = aligned((n,), np.int32)
    y[...] = random.integers(0, classes, n)
    return y


def zeros_and_ones(*shape):
    x = aligned(shape)
    x[...] = random.random(shape, np.float32) < 0.3
    return x


def workloads():
    """(title, loss, arrays, differentiated inputs, the same in torch, bytes of inputs once and gradients once)"""
    import torch
    import torch.nn.functional as F

    def classes(n, c):
        return {"logits": normal(n, c), "target": labels(n, c)}, ["logits"], lambda t: F.cross_entropy(t["logits"], t["target"])

    def pair(n, f):
        return {"prediction": normal(n, f), "target": normal(n, f)}

    def dice_bce(t):
        p = t["logits"].sigmoid()
        dice = 1 - (2 * (p * t["target"]).sum() + 1e-6) / (p.sum() + t["target"].sum() + 1e-6)
        return dice + F.binary_cross_entropy_with_logits(t["logits"], t["target"])

    def focal(t):
        log_p = F.log_softmax(t["logits"], -1).gather(-1, t["target"][:, None])[:, 0]
        return (-(1 - log_p.exp()) ** 2 * log_p).mean()

    def clip(t):
        s = F.normalize(t["left"], dim=1) @ F.normalize(t["right"], dim=1).T / 0.07
        diagonal = torch.arange(s.shape[0])
        return (F.cross_entropy(s, diagonal) + F.cross_entropy(s.T, diagonal)) / 2

    for n, c in [(16384, 1000), (2048, 32000), (512, 128000), (100_000, 100), (1_000_000, 10), (1_000_000, 8), (1_000_000, 2), (1, 1_000_000), (32, 10)]:
        yield (f"cross_entropy {n} x {c}", "cross_entropy", *classes(n, c))
    arrays, wanted, _ = classes(16384, 1000)
    yield "focal 16384 x 1000", "focal", arrays, wanted, focal
    n = f = 4096
    yield ("weighted_mse 4096 x 4096", "weighted_mse", {**pair(n, f), "weight": np.abs(normal(n))}, ["prediction"],
           lambda t: (t["weight"] * ((t["prediction"] - t["target"]) ** 2).mean(1)).mean())
    yield "mse 4096 x 4096", "mse", pair(n, f), ["prediction"], lambda t: F.mse_loss(t["prediction"], t["target"])
    yield "huber 4096 x 4096", "huber", pair(n, f), ["prediction"], lambda t: F.huber_loss(t["prediction"], t["target"])
    binary = {"logits": normal(n, f), "target": zeros_and_ones(n, f)}
    yield ("bce_with_logits 4096 x 4096", "bce_with_logits", binary, ["logits"],
           lambda t: F.binary_cross_entropy_with_logits(t["logits"], t["target"]))
    yield "dice_bce 4096 x 4096", "dice_bce", binary, ["logits"], dice_bce
    for n, f in [(4096, 256), (8192, 128)]:
        both = {"left": normal(n, f), "right": normal(n, f)}
        yield f"clip {n} x {f}", "clip", both, ["left", "right"], clip
        yield f"clip {n} x {f}, products kept", "clip", both, ["left", "right"], clip
    n, f, c = 8192, 1024, 32000
    yield (f"linear_cross_entropy {n} x {f} x {c}", "linear_cross_entropy",
           {"embedding": normal(n, f), "classifier": normal(c, f) / np.float32(300), "target": labels(n, c)}, ["embedding", "classifier"],
           lambda t: F.linear_cross_entropy(t["embedding"], t["classifier"], t["target"]) if hasattr(F, "linear_cross_entropy")
           else F.cross_entropy(t["embedding"] @ t["classifier"].T, t["target"]))


def torch_runners(arrays, wanted, function):
    import torch
    torch.set_num_threads(THREADS)
    tensors = {k: torch.from_numpy(v).long() if v.dtype == np.int32 else torch.from_numpy(v) for k, v in arrays.items()}
    for name in wanted:
        tensors[name].requires_grad_(True)
    torch._dynamo.reset()
    compiled = torch.compile(function)

    def step(f):
        loss = f(tensors)
        return loss.detach(), torch.autograd.grad(loss, [tensors[name] for name in wanted])

    return {"torch eager": lambda: step(function), "torch.compile": lambda: step(compiled)}


def copy_rate():
    """GB/s of a copy past the caches, read and write counted: the machine's limit in this very run."""
    import torch
    a, b = torch.ones(1 << 26), torch.zeros(1 << 26)
    best = min(timed(lambda: b.copy_(a)) for _ in range(7))
    return 2 * a.numel() * 4 / best / 1e9


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", help="liblossc_bench.so")
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    library = ctypes.CDLL(options.kernels)
    import torch
    print(f"{platform.processor() or platform.machine()}, {THREADS} threads, numpy {np.__version__}, torch {torch.__version__}, jax {jax_losses.version if jax_losses else 'none'}, {time.strftime('%Y-%m-%d')}")
    if jax_losses is None:
        print("jax is not installed here, so its column is empty; pip install jax fills it.")
    rate = copy_rate()
    print(f"copy {rate:.1f} GB/s\n")
    print("| workload, value and gradient | lossc ms | torch eager | torch.compile | jax.jit | ratio to the fastest | GB/s | of a copy |")
    print("|---|---|---|---|---|---|---|---|")
    ratios = []
    for title, loss, arrays, wanted, function in workloads():
        if options.only not in title:
            continue
        rows = len(next(iter(arrays.values())))
        more = 4 * rows * (rows + 32) if "kept" in title else 0
        run, outputs = prepare(library, loss, arrays, wanted, THREADS, more)
        runners = {"lossc": run, **torch_runners(arrays, wanted, function)}
        if jax_losses is not None:
            runners["jax.jit"] = jax_losses.runner(loss, arrays, wanted)
        run()
        for name in runners.keys() - {"lossc", "torch.compile"}:
            value = float(runners[name]()[0])
            if abs(float(outputs["value"][0]) - value) > 1e-4 * max(abs(value), 1e-30):
                raise SystemExit(f"{title}: lossc says {outputs['value'][0]}, {name} {value}")
        for runner in runners.values():  # compile, warm caches
            runner(), runner()
        best = dict.fromkeys(runners, float("inf"))
        for _ in range(options.repeat):
            for name, runner in runners.items():
                best[name] = min(best[name], timed(runner))
        moved = sum(v.nbytes for v in arrays.values()) + sum(arrays[w].nbytes for w in wanted)
        ratio = min(best[name] for name in best if name != "lossc") / best["lossc"]
        jax_ms = f"{best['jax.jit'] * 1e3:.3g}" if "jax.jit" in best else ""
        ratios.append(ratio)
        print(f"| {title} | {best['lossc'] * 1e3:.3g} | {best['torch eager'] * 1e3:.3g} | {best['torch.compile'] * 1e3:.3g} | {jax_ms} | {ratio:.2f} | "
              f"{moved / best['lossc'] / 1e9:.1f} | {100 * moved / best['lossc'] / 1e9 / rate:.0f} % |", flush=True)
    print(f"\ngeometric mean of the ratios: {float(np.exp(np.mean(np.log(ratios)))):.2f}")


if __name__ == "__main__":
    main()
