# Losses in plain Python, over floats or dual numbers: the second opinion on reference values.
#
# Each formula is the textbook one, unstable where the textbook's is, and takes the kernel's inputs
# and parameters by name; a tensor is a list, or a list of rows.
import math

from dual_number import cosh, dual, exp, log, sigmoid


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


def sse(prediction, target):
    return sum((p - t) ** 2 for p, t in flat(prediction, target))


def log_cosh(prediction, target):
    return average(log(cosh(p - t)) for p, t in flat(prediction, target))


def weighted_mse_elementwise(prediction, target, weight):
    return average(w * (p - t) ** 2 for p, t, w in flat(prediction, target, weight))


def stable_weighted_mse(prediction, target, weight, eps, max_weight):
    return weighted_mse(prediction, target, [min(max(w, eps), max_weight) for w in weight])


def computed_weight_mse(prediction, target):
    """The weight of a row is 1 + (mean of its prediction)^2, and so has a gradient."""
    return weighted_mse(prediction, target, [1 + average(row) ** 2 for row in prediction])


def detached_weight_mse(prediction, target):
    """The same weight, taken as a constant."""
    weight = [1 + average(dual(p).value for p in row) ** 2 for row in prediction]
    return weighted_mse(prediction, target, weight)


def weighted_regression_mse(design, target, weight, coefficients):
    rows = zip(design, target, weight)
    return average(w * (y - dot(x, coefficients)) ** 2 for x, y, w in rows)


def weighted_mean(value, weight):
    return dot(value, weight) / sum(weight)


normalised_weighted_sum = weighted_mean


def normalised_weighted_mse(prediction, target, weight):
    return weighted_mean([mse([p], [t]) for p, t in zip(prediction, target)], weight)


def importance_weighted(value, log_p, log_q):
    return average(exp(p - q) * v for v, p, q in zip(value, log_p, log_q))


def self_normalised_importance(value, log_p, log_q):
    return weighted_mean(value, [exp(p - q) for p, q in zip(log_p, log_q)])


def weighted_cross_entropy(logits, target, weight):
    return average(w * ce for w, ce in zip(weight, cross_entropy_rows(logits, target)))


def label_smoothing_overwrite(logits, target, smoothing):
    def row_loss(row, y):
        p = log_softmax(row)
        n = len(row)
        return -sum(p[c] * (1 - smoothing if c == y else smoothing / n) for c in range(n))

    return average(row_loss(row, y) for row, y in zip(logits, target))


def categorical_cross_entropy(probability, target):
    return average(-sum(t * log(p) for p, t in zip(*rows) if t) for rows in zip(probability, target))


def focal_binary(probability, target, alpha, gamma):
    def entry(p, t):
        p_t, alpha_t = (p, alpha) if t else (1 - p, 1 - alpha)
        return -alpha_t * (1 - p_t) ** gamma * log(p_t)

    return average(entry(p, t) for p, t in flat(probability, target))


def focal_with_logits(logits, target, alpha, gamma):
    return focal_binary([[sigmoid(z) for z in row] for row in logits], target, alpha, gamma)


def binary_cross_entropy_multilabel(probability, target):
    return binary_cross_entropy(probability, target) * len(probability[0])


def multilabel_of_sigmoid(logits, target):
    return binary_cross_entropy_multilabel([[sigmoid(z) for z in row] for row in logits], target)


def weighted_bce_with_logits(logits, target, weight):
    def entry(z, t, w):
        return w * bce_with_logits([[z]], [[t]])

    return average(entry(*entries) for rows in zip(logits, target) for entries in zip(*rows, weight))


def dice_coefficient(logits, target, smooth):
    return 1 - dice(logits, target, smooth)


def iou(logits, target, threshold, eps):
    pairs = [(1.0 if sigmoid(z).value > threshold else 0.0, t) for z, t in flat(logits, target)]
    overlap = sum(b * t for b, t in pairs)
    return dual(overlap / (sum(b + t for b, t in pairs) - overlap + eps))


def cross_entropy_distributions(p, q):
    return average(-sum(a * log(b) for a, b in zip(*rows)) for rows in zip(p, q))


def entropy(p):
    return cross_entropy_distributions(p, p)


def js_divergence(p, q):
    middle = [[(a + b) / 2 for a, b in zip(*rows)] for rows in zip(p, q)]
    return (kl_divergence(p, middle) + kl_divergence(q, middle)) / 2


def dot(x, y):
    return sum(a * b for a, b in zip(x, y))


def distance(x, y, eps=0.0):
    return sum((a - b + eps) ** 2 for a, b in zip(x, y)) ** 0.5


def siamese_contrastive(left, right, similar, margin):
    def pair(x, y, s):
        d = distance(x, y)
        return s * d**2 + (1 - s) * max(margin - d, dual(0.0)) ** 2

    return average(pair(*rows) for rows in zip(left, right, similar)) / 2


def contrastive(left, right, dissimilar, margin, eps):
    def pair(x, y, s):
        d = distance(x, y, eps)
        return (1 - s) * d**2 + s * max(margin - d, dual(0.0)) ** 2

    return average(pair(*rows) for rows in zip(left, right, dissimilar)) / 2


def info_nce_query(query, keys, temperature):
    return -log_softmax([dot(query, key) / temperature for key in keys])[0]


def info_nce_matrix(similarity, temperature):
    rows = [[s / temperature for s in row] for row in similarity]
    return cross_entropy(rows, range(len(rows)))


def symmetric_cross_entropy(similarity, temperature):
    columns = [list(column) for column in zip(*similarity)]
    return (info_nce_matrix(similarity, temperature) + info_nce_matrix(columns, temperature)) / 2


def products(left, right):
    return [[dot(x, y) for y in right] for x in left]


def info_nce_of_embeddings(left, right, temperature):
    return info_nce_matrix(products(left, right), temperature)


def symmetric_of_embeddings(left, right, temperature):
    return symmetric_cross_entropy(products(left, right), temperature)


def diffusion_score_mse(score, score_target, sigma):
    return weighted_mse(score, score_target, [s * s for s in sigma])


def diffusion_score_mse_uniform(score, score_target, sigma):
    return mse(score, score_target)


def diffusion_score_mse_snr(score, score_target, sigma):
    return weighted_mse(score, score_target, [(1 - s * s) / (s * s) for s in sigma])


def denoising_score_matching(score, noise, sigma):
    target = [[-e / s for e in row] for row, s in zip(noise, sigma)]
    return diffusion_score_mse(score, target, sigma)


def uncertainty_weighted(losses, log_variance):
    return sum(exp(-s) * loss + s for loss, s in zip(losses, log_variance))


def rosenbrock(w, a, b):
    return (a - w[0]) ** 2 + b * (w[1] - w[0] ** 2) ** 2


def glove(word_vectors, context_vectors, word_bias, context_bias, word, context, count, x_max, exponent):
    def term(w, c, x):
        product = sum((a * b for a, b in zip(word_vectors[w], context_vectors[c])), dual(0.0))
        return min(x / x_max, 1.0) ** exponent * (product + word_bias[w] + context_bias[c] - math.log(x)) ** 2

    return average(term(w, c, x) for w, c, x in zip(word, context, count))
