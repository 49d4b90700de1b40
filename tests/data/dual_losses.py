# Losses in plain Python, over floats or dual numbers: the second opinion on reference values.
#
# Each formula is the textbook one, unstable where the textbook's is, and takes the kernel's inputs
# and parameters by name; a tensor is a list, or a list of rows.
import math


class Dual:
    """A value and its derivative in one direction."""

    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        other = dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = dual(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other):
        other = dual(other)
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def __pow__(self, exponent):  # a plain number, never a Dual
        derivative = exponent * self.value ** (exponent - 1) if exponent else 0.0
        return Dual(self.value**exponent, derivative * self.slope)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return dual(other) / self

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __abs__(self):
        return -self if self.value < 0 else self

    def __lt__(self, other):
        return self.value < dual(other).value

    def __gt__(self, other):
        return self.value > dual(other).value

    __radd__, __rmul__ = __add__, __mul__


def dual(x):
    return x if isinstance(x, Dual) else Dual(x)


def exp(x):
    x = dual(x)
    return Dual(math.exp(x.value), math.exp(x.value) * x.slope)


def log(x):
    x = dual(x)
    return Dual(math.log(x.value), x.slope / x.value)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def average(values):
    values = list(values)
    return sum(values) / len(values)


def flat(*matrices):
    """Corresponding elements of matrices."""
    return zip(*([element for row in matrix for element in row] for matrix in matrices))


def mse(prediction, target):
    return average((p - t) ** 2 for p, t in flat(prediction, target))


def mae(prediction, target):
    return average(abs(p - t) for p, t in flat(prediction, target))


def huber(prediction, target, delta):
    def element(e):
        return 0.5 * e**2 if e < delta else delta * (e - 0.5 * delta)

    return average(element(abs(p - t)) for p, t in flat(prediction, target))


def weighted_mse(prediction, target, weight):
    return average(w * mse([p], [t]) for p, t, w in zip(prediction, target, weight))


def diffusion_score_mse_min_snr(score, score_target, sigma, snr_max):
    weight = [min((1 - s * s) / (s * s), snr_max) for s in sigma]
    return weighted_mse(score, score_target, weight)


def gaussian_nll(mean, logvar, target):
    return average(0.5 * (v + (t - m) ** 2 / exp(v)) for m, v, t in flat(mean, logvar, target))


def binary_cross_entropy(probability, target):
    return -average(t * log(p) + (1 - t) * log(1 - p) for p, t in flat(probability, target))


def bce_with_logits(logits, target):
    return binary_cross_entropy([[sigmoid(z) for z in row] for row in logits], target)


def dice(logits, target, smooth):
    pairs = [(sigmoid(z), t) for z, t in flat(logits, target)]
    overlap = sum(p * t for p, t in pairs)
    return 1 - (2 * overlap + smooth) / (sum(p + t for p, t in pairs) + smooth)


def dice_bce(logits, target, dice_weight, bce_weight, smooth):
    return dice_weight * dice(logits, target, smooth) + bce_weight * bce_with_logits(logits, target)


def log_softmax(row):
    normaliser = log(sum(exp(z) for z in row))
    return [z - normaliser for z in row]


def cross_entropy_rows(logits, target):
    return [-log_softmax(row)[y] for row, y in zip(logits, target)]


def cross_entropy(logits, target):
    return average(cross_entropy_rows(logits, target))


def cross_entropy_naive(logits, target):
    return average(-log(exp(row[y]) / sum(exp(z) for z in row)) for row, y in zip(logits, target))


def focal(logits, target, gamma):
    return average((1 - exp(-ce)) ** gamma * ce for ce in cross_entropy_rows(logits, target))


def label_smoothing(logits, target, smoothing):
    uniform = average(-average(log_softmax(row)) for row in logits)
    return (1 - smoothing) * cross_entropy(logits, target) + smoothing * uniform


def class_weighted_cross_entropy(logits, target, class_weight):
    weight = [class_weight[y] for y in target]
    rows = cross_entropy_rows(logits, target)
    return sum(w * ce for w, ce in zip(weight, rows)) / sum(weight)


def kl_divergence(p, q):
    return average(sum(a * log(a / b) for a, b in zip(*rows)) for rows in zip(p, q))


def triplet(anchor, positive, negative, margin, eps):
    def distance(a, b):
        return sum((x - y + eps) ** 2 for x, y in zip(a, b)) ** 0.5

    rows = zip(anchor, positive, negative)
    return average(max(distance(a, p) - distance(a, n) + margin, dual(0.0)) for a, p, n in rows)


def weighted_variance(value, weight):
    centre = sum(w * v for v, w in zip(value, weight)) / sum(weight)
    return sum(w * (v - centre) ** 2 for v, w in zip(value, weight)) / sum(weight)
