# Diffusion losses in plain Python: schedules with their derivatives by hand, per-row values.
import math
from math import cos, exp, log, pi, sin, sqrt

from dual_losses import average, log_softmax

# Each gives alpha, sigma and their derivatives at t.


def cosine(t):
    a, s = cos(pi * t / 2), sin(pi * t / 2)
    return a, s, -pi / 2 * s, pi / 2 * a


def rectified_flow(t):
    return 1 - t, t, -1.0, 1.0


def inverse_cosine(t):
    angle, q = math.acos(2 * t - 1), sqrt(t - t * t)
    a, s = sqrt(angle / pi), sqrt(1 - angle / pi)
    return a, s, -1 / (2 * sqrt(pi * angle) * q), 1 / (2 * sqrt(pi * (pi - angle)) * q)


def linear_diffusion(t, beta_min=0.1, beta_max=20.0):
    a = exp(-0.5 * (beta_min * t + t * t * (beta_max - beta_min) / 2))
    s = sqrt(1 - a * a)
    a_slope = -0.5 * (beta_min + t * (beta_max - beta_min)) * a
    return a, s, a_slope, -a * a_slope / s


def geometric(t, sigma_min, sigma_max):
    rate = log(sigma_max / sigma_min)
    s = sigma_min * exp(t * rate)
    return 1.0, s, 0.0, rate * s


def shifted_cosine(t):
    """The cosine schedule from 64 to 256 pixels: its log SNR, from 15 to -15, lowered by 2 log 4."""

    def time_of(snr):
        return 2 / pi * math.atan(exp(-snr / 2))

    def rate(u):  # of the log SNR of the cosine schedule
        return -pi / (cos(pi * u / 2) * sin(pi * u / 2))

    first, last = time_of(15), time_of(-15)
    u = t * (last - first) + first
    a, s, _, _ = cosine(u)
    moved = time_of(2 * log(a / s) - 2 * log(4))
    slope = rate(u) * (last - first) / rate(moved)
    a, s, a_slope, s_slope = cosine(moved)
    return a, s, a_slope * slope, s_slope * slope


def coefficient(kind, a, s, d):
    """What the error of a prediction is, divided by the error of the x0 that it implies."""
    return {"x0": 1.0, "epsilon": -a / s, "score": a / s**2, "velocity": d / s,
            "v": -(a**2 + s**2) / s}[kind]


def continuous_diffusion(kind, loss, schedule, logsnr=True, weight=lambda logsnr: 1.0):
    def rows(prediction, target, time, **parameters):
        def row(p, x, t):
            a, s, a_slope, s_slope = schedule(t, **parameters)
            d = s * a_slope - a * s_slope
            w = (coefficient(loss, a, s, d) / coefficient(kind, a, s, d)) ** 2
            w *= weight(2 * log(a / s)) * (-2 * d / (a * s) if logsnr else 1.0)
            return w * average((u - v) ** 2 for u, v in zip(p, x))

        return [row(*each) for each in zip(prediction, target, time)]

    return rows


def sid2(kind, schedule):
    def rows(prediction, target, time, bias, **parameters):
        weight = lambda logsnr: exp(bias) / (1 + exp(bias - logsnr))
        formula = continuous_diffusion(kind, "x0", schedule, True, weight)
        return formula(prediction, target, time, **parameters)

    return rows


def no_weight_diffusion(prediction, target):
    return [average((u - v) ** 2 for u, v in zip(p, x)) for p, x in zip(prediction, target)]


def diffusion_cross_entropy(alpha, slope):
    """The mean over all positions; those that are visible count as 0 where use_mask is not 0."""

    def rows(logits, target, visible, time, use_mask):
        def row(tokens, labels, seen, t):
            ce = [-log_softmax(z)[y] for z, y in zip(tokens, labels)]
            hidden = [0.0 if use_mask and v else c for c, v in zip(ce, seen)]
            return -slope(t) / (1 - alpha(t)) * average(hidden)

        return [row(*each) for each in zip(logits, target, visible, time)]

    return rows


def masked_cross_entropy(weight):
    """md4 and no_weight: the mean over corrupted positions, or over all."""

    def rows(logits, target, is_corrupted, use_mask, normalize_by_mask, time=None):
        def row(tokens, labels, corrupted, t):
            ce = [-log_softmax(z)[y] for z, y in zip(tokens, labels)]
            if not use_mask:
                return weight(t) * average(ce)
            total = sum([c for c, m in zip(ce, corrupted) if m], 0.0)
            count = sum(corrupted) if normalize_by_mask else len(corrupted)
            return weight(t) * total / max(count, 1e-8)

        return [row(*each) for each in zip(logits, target, is_corrupted, time or is_corrupted)]

    return rows
