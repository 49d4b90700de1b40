# Writes reference.json: reference values of losses with their inputs, each checked once more.
#
# Values and gradient norms were computed once in float64 with torch 2.13 autograd (12 digits). The
# inputs come from no random generator: s(n, a, b)[k] = sin(a k + b), row-major. This script makes
# them anew, evaluates each formula a second time (dual_losses.py), and writes nothing when a number
# differs by more than 1e-11 relative. Run: python3 make_reference.py
#
# An entry says value = scale * kernel(inputs, labels, parameters); gradient_norms[x] is the L2 norm
# of d value / d x. `inputs` are real tensors and `labels` integer ones, row-major; a parameter that
# is not listed has the kernel's default. gradient_norms is empty where the reference differentiates
# with respect to something that is not an input of the kernel, such as the logits behind a
# probability. "available": false marks a value that is transcribed, not checked, and has no inputs
# yet, because its kernel is still to come (null: a composition of losses, not a kernel). A golden
# that several kernels reach has several entries.
import json
import math
import pathlib
import sys
from math import sin

from dual_losses import (
    Dual, average, bce_with_logits, binary_cross_entropy, class_weighted_cross_entropy,
    cross_entropy, cross_entropy_naive, dice, dice_bce, diffusion_score_mse_min_snr, dual, exp,
    focal, gaussian_nll, huber, kl_divergence, label_smoothing, log_softmax, mae, mse, sigmoid,
    triplet, weighted_mse, weighted_variance,
)


def tensor(data, *shape):
    data = list(data)
    assert math.prod(shape) == len(data)
    return {"shape": list(shape), "data": data}


def s(n, a, b):
    return [sin(a * k + b) for k in range(n)]


P = tensor((2 * x for x in s(32, 1.3, 0.1)), 8, 4)
T = tensor((2 * x for x in s(32, 0.7, 0.5)), 8, 4)
weight = tensor((1.5 + x for x in s(8, 2.1, 0.3)), 8)
sigma = tensor((0.55 + 0.4 * x for x in s(8, 1.7, 0.9)), 8)
logits = tensor((3 * x for x in s(80, 1.1, 0.2)), 8, 10)
label = tensor(((3 * i + 1) % 10 for i in range(8)), 8)
logits_3 = tensor((3 * x for x in s(24, 1.4, 0.6)), 8, 3)
label_3 = tensor((0, 2, 1, 1, 2, 0, 2, 1), 8)
class_weight = tensor((0.2, 0.3, 0.5), 3)
binary = tensor((float(x > 0) for x in s(32, 2.3, 0.1)), 8, 4)
values = tensor(s(8, 0.5, 0.3), 8)
logvar = tensor(s(32, 0.4, 0.2), 8, 4)
embedding = [tensor(s(32, a, b), 8, 4) for a, b in ((1.7, 0.3), (0.6, 1.4), (2.9, 0.8))]


def softmax(row):
    return tensor((exp(z).value for z in log_softmax(row)), 1, len(row))


p4, q4 = softmax(s(4, 1.3, 0.2)), softmax(s(4, 0.7, 0.9))
probability = tensor((sigmoid(z).value for z in P["data"]), 8, 4)
row_means = [average(P["data"][4 * b : 4 * b + 4]) for b in range(8)]
computed_weight = tensor((1 + m**2 for m in row_means), 8)

regression = {"prediction": P, "target": T}
weighted = {**regression, "weight": weight}
score = {"score": P, "score_target": T, "sigma": sigma}
multilabel = {"logits": P, "target": binary}
multiclass = {"logits": logits}
triples = dict(zip(("anchor", "positive", "negative"), embedding))

# (id, golden, formula = kernel, inputs, labels, parameters, value, gradient norms, scale)
CHECKED = [
    ("S0.1", "S0 weighted_mse v1", weighted_mse, weighted, {}, {},
     7.58527923401, {"prediction": 1.38234490232, "weight": 1.595713732}),
    ("S0.2", "S0 weighted_mse v2 (w[B] view)", weighted_mse, weighted, {}, {},
     7.58527923401, {"prediction": 1.38234490232}),
    ("S0.14", "S0 detached computed weights (w=1+p.mean^2)", weighted_mse,
     {**regression, "weight": computed_weight}, {}, {},
     4.40979561135, {"prediction": 0.785509147505}),
    ("S0.4", "S0 diffusion min_snr", diffusion_score_mse_min_snr, score, {}, {"snr_max": 5.0},
     8.38982969143, {"score": 2.05027965417}),
    ("S0.16", "S0 weighted var", weighted_variance, {"value": values, "weight": weight}, {}, {},
     0.308523051757, {}),
    ("S2.1", "S2 KL(p||q)", kl_divergence, {"p": p4, "q": q4}, {}, {}, 0.0497444949357, {}),
    ("S2.8", "S2 gaussian_nll(mean,logvar)", gaussian_nll,
     {"mean": P, "logvar": logvar, "target": T}, {}, {},
     2.49430904291, {"mean": 0.528831297584, "logvar": 0.743227480408}),
    ("S2.7", "S2 MSE", mse, regression, {}, {}, 3.94535063693, {"prediction": 0.702259802079}),
    ("S2.9", "S2 MAE", mae, regression, {}, {}, 1.63130789118, {"prediction": 0.176776695297}),
    # The sum over 4 outputs is 4 times the mean. Its norm with respect to P: 0.424237515041.
    ("S2.12", "S2 BCE multi-label (sum C, mean N)", binary_cross_entropy,
     {"probability": probability, "target": binary}, {}, {}, 3.86687874665, {}, 4.0),
    ("S2.14", "S2 triplet m=1 (eps=0, mean)", triplet, triples, {}, {"margin": 1.0, "eps": 0.0},
     0.922017343148, dict(zip(triples, (0.342007662848, 0.353553390593, 0.353553390593)))),
    ("S4.14", "S4 triplet m=1 (eps 1e-6)", triplet, triples, {}, {"margin": 1.0, "eps": 1e-6},
     0.922017279996, dict(zip(triples, (0.342007637492, 0.353553390593, 0.353553390593)))),
    ("S3.2", "S3 class-weighted CE (sum w)", class_weighted_cross_entropy,
     {"logits": logits_3, "class_weight": class_weight}, {"target": label_3}, {},
     1.60118511815, {"logits": 0.312855814721}),
    ("S4.3", "S4 huber d=1", huber, regression, {}, {"delta": 1.0},
     1.19880901608, {"prediction": 0.15400235726}),
    ("S4.3", "S4 huber d=.5", huber, regression, {}, {"delta": 0.5},
     0.700296002174, {"prediction": 0.0822926336603}),
    ("S4.6", "S4 CE", cross_entropy, multiclass, {"target": label}, {},
     3.98045878832, {"logits": 0.363170432567}),
    ("S4.7", "S4 CE", cross_entropy_naive, multiclass, {"target": label}, {},
     3.98045878832, {"logits": 0.363170432567}),
    *(("S4.9", f"S4 focal a=.25 g={gamma}", focal, multiclass, {"target": label},
       {"gamma": gamma}, value, {"logits": norm}, 0.25)
      for gamma, value, norm in ((0.0, 0.995114697079, 0.0907926081416),
                                 (1.0, 0.95748601326, 0.0939255884126),
                                 (2.0, 0.929940065193, 0.0946204746598),
                                 (5.0, 0.880390074746, 0.0940375589669))),
    ("S4.10", "S4 label smoothing torch eps=.1", label_smoothing, multiclass, {"target": label},
     {"smoothing": 0.1}, 3.96970829389, {"logits": 0.333079830072}),
    ("S4.15", "S4 dice", dice, multilabel, {}, {"smooth": 1e-6},
     0.518983984275, {"logits": 0.0335124636698}),
    ("S4.15", "S4 dice empty target", dice, {"logits": P, "target": tensor([0.0] * 32, 8, 4)},
     {}, {"smooth": 1e-6}, 0.999999939864, {"logits": 3.62230530684e-09}),
    ("S4.16", "S4 BCE logits mean", bce_with_logits, multilabel, {}, {},
     0.966719686663, {"logits": 0.10605937876}),
    ("S4.23", "S4 Dice+BCE (0.5/0.5)", dice_bce, multilabel, {},
     {"dice_weight": 0.5, "bce_weight": 0.5, "smooth": 1e-6},
     0.742851835469, {"logits": 0.066705215079}),
]

# (id, golden, kernel to come, value, gradient norms)
TRANSCRIBED = [
    ("S0.2", "S0 weighted_mse v2 (w[B,D])", "weighted_mse_elementwise",
     5.78877450034, {"prediction": 1.14307078892}),
    ("S0.3", "S0 weighted_ce", "weighted_cross_entropy", 5.74319009945, {"logits": 0.626205979741}),
    ("S0.4", "S0 diffusion sigma_squared", "diffusion_score_mse",
     1.77208224692, {"score": 0.386337524284}),
    ("S0.4", "S0 diffusion uniform", "diffusion_score_mse_uniform",
     3.94535063693, {"score": 0.702259802079}),
    ("S0.4", "S0 diffusion snr", "diffusion_score_mse_snr",
     39.7988198193, {"score": 13.3807152995}),
    ("S0.5", "S0 train_step (eps=T, sigma)", "denoising_score_matching",
     2.57789664865, {"score": 0.35991039555}),
    ("S0.7", "S0 glove (nnz=20)", "glove", 4.00787322097,
     {"word_vectors": 1.1486164474, "context_vectors": 0.844776985245,
      "word_bias": 0.958905402651, "context_bias": 1.0763971293}),
    ("S0.8", "S0 wls beta", "weighted_least_squares",
     [-0.0148564019445, -0.143560976055, -0.0722117592176], {}),
    ("S0.9", "S0 weighted_mse_regression (beta=.1,.2,.3)", "weighted_regression_mse",
     1.2797261396, {"coefficients": 1.33070918334}),
    # The first norm (0.85298406633) is with respect to P, behind the per-sample values.
    ("S0.10", "S0 normalised weights", "normalised_weighted_sum",
     4.68054124149, {"weight": 0.504381014651}),
    ("S0.13", "S0 stable_weighted (w0=0,w1=1e9)", "stable_weighted_mse",
     822896.033831, {"prediction": 320720.028892}),
    ("S0.14", "S0 same, gradient through weights", None,
     4.40979561135, {"prediction": 1.05551060944}),
    ("S0.15", "S0 weighted mean", "weighted_mean", 0.350307295931, {}),
    ("S0.17", "S0 importance (1/n) sum exp(logr)*l", "importance_weighted", 29.6518856976, {}),
    ("S0.17", "S0 importance self-normalised", "self_normalised_importance", 4.67327155148, {}),
    # The S1 continuous and SiD2 values are means over the batch of what the kernel returns per row.
    *(("S1.1", f"S1 cont. diffusion pred={prediction} loss=x0 logsnr=1",
       f"continuous_diffusion_{prediction}_x0", value, {})
      for prediction, value in (("x0", 43.0745942984), ("epsilon", 563.184273557),
                                ("score", 539.006077372), ("velocity", 9.79905382317),
                                ("v", 24.1781961849))),
    ("S1.1", "S1 cont. diffusion pred=epsilon loss=v logsnr=0", None, 35.6276250127, {}),
    ("S1.3", "S1 SiD2 pred=epsilon bias=0", "sid2_epsilon_cosine",
     24.1781961849, {"prediction": 6.25191485282}),
    ("S1.3", "S1 SiD2 pred=v bias=-1", "sid2_v_cosine",
     2.49207027239, {"prediction": 0.473136030677}),
    ("S1.3", "S1 SiD2 doc example", "sid2_epsilon_cosine", 3.14159265359, {}),
    ("S1.4", "S1 discrete CE use_mask=False", "diffusion_cross_entropy_linear",
     [10.6838083342, 4.54699913223], {}),
    ("S1.4", "S1 discrete CE use_mask=True", "diffusion_cross_entropy_linear",
     [5.17813552533, 4.36711126622], {}),
    ("S2.3", "S2 H(p,q)", "cross_entropy_distributions", 1.27317569355, {}),
    ("S2.3", "S2 H(p)", "entropy", 1.22343119861, {}),
    ("S2.4", "S2 JSD", "js_divergence", 0.012556660658, {}),
    ("S2.10", "S2 CCE (probs, one-hot)", "categorical_cross_entropy", 3.98045878832, {}),
    # Differentiated with respect to P, behind the probabilities: 0.0636127911885.
    ("S2.11", "S2 focal alpha_t=.25 gamma=2 (binary, mean)", "focal_binary", 0.269301152976, {}),
    ("S2.13", "S2 siamese contrastive y=1 pos m=1 (1/2N)", "siamese_contrastive",
     0.694499839677, {"left": 0.416683284905, "right": 0.416683284905}),
    ("S2.15", "S2 InfoNCE q0 vs 8 keys tau=.5", "info_nce_query",
     1.43055205244, {"query": 2.22816870315, "keys": 2.46930867845}),
    # These two are differentiated with respect to the embeddings behind the similarity matrix:
    # 8.41483573064 and 8.91386660541, 7.5199850477 and 8.06173904755.
    ("S2.16", "S2 img2txt tau=.07", "info_nce_matrix", 11.3825291703, {}),
    ("S2.17", "S2 symmetric CE tau=.07", "symmetric_cross_entropy", 10.6761569925, {}),
    ("S3.1", "S3 weighted BCE w=[1,10] on [8,2]", "weighted_bce_with_logits",
     5.02401654678, {"logits": 1.04889948053}),
    ("S4.5", "S4 log-cosh", "log_cosh", 1.08834828718, {"prediction": 0.143026042344}),
    *(("S4.10", f"S4 label smoothing seed eps={smoothing}", "label_smoothing_overwrite",
       value, {"logits": norm})
      for smoothing, value, norm in ((0.05, 3.95518124716, 0.346230814355),
                                     (0.1, 3.92990370601, 0.329451457903),
                                     (0.3, 3.8287935414, 0.264542877835))),
    ("S4.12", "S4 contrastive y=0 similar m=1 (eps 1e-6)", "contrastive",
     1.1360369298, {"left": 0.532925165901, "right": 0.532925165901}),
    ("S4.18", "S4 IoU", "iou", 0.307692295858, {}),
    ("S4.17", "S4 dice coefficient (soft)", "dice_coefficient", 0.481016015725, {}),
    ("S4.19", "S4 uncertainty weighting L=(1.5,2.5) s=(.2,-.4)", "uncertainty_weighted",
     4.75765787372, {"losses": 1.70172294294, "log_variance": 2.73907560305}),
    ("S4.20", "S4 rosenbrock(1.5,1.5)", "rosenbrock", 56.5, {"w": 475.290437522}),
]


def nested(tensor):
    """The data of a tensor of rank 1 or 2 as (a list of) rows."""
    data, columns = tensor["data"], tensor["shape"][-1]
    if len(tensor["shape"]) == 1:
        return data
    return [data[i : i + columns] for i in range(0, len(data), columns)]


def evaluate(formula, inputs, labels, parameters):
    arguments = {name: nested(tensor) for name, tensor in (inputs | labels).items()}
    return dual(formula(**arguments, **parameters))


def gradient_norm(formula, inputs, labels, parameters, name):
    data, total = inputs[name]["data"], 0.0
    for k in range(len(data)):
        seeded = {**inputs[name], "data": data[:k] + [Dual(data[k], 1.0)] + data[k + 1 :]}
        total += evaluate(formula, {**inputs, name: seeded}, labels, parameters).slope ** 2
    return total**0.5


def mismatches(golden, formula, inputs, labels, parameters, value, norms, scale):
    computed = {"value": (value, scale * evaluate(formula, inputs, labels, parameters).value)}
    for name, norm in norms.items():
        slope = gradient_norm(formula, inputs, labels, parameters, name)
        computed["d_" + name] = (norm, scale * slope)
    return [
        f"{golden}: {formula.__name__} {what} is {found!r}, the reference says {expected!r}"
        for what, (expected, found) in computed.items()
        if not abs(found - expected) <= 1e-11 * abs(expected)
    ]


def entry(identifier, golden, kernel, available, value, norms, scale, inputs, labels, parameters):
    return {
        "id": identifier, "golden": golden, "kernel": kernel, "available": available,
        "inputs": inputs, "labels": labels, "parameters": parameters,
        "value": value, "scale": scale, "gradient_norms": norms,
    }


def text(entry):
    """One line per field, so that a changed number shows as one changed line."""
    return "{\n" + ",\n".join(f'  "{key}": {json.dumps(x)}' for key, x in entry.items()) + "\n}"


def main():
    entries, problems = [], []
    for identifier, golden, formula, inputs, labels, parameters, value, norms, *rest in CHECKED:
        scale = rest[0] if rest else 1.0
        problems += mismatches(golden, formula, inputs, labels, parameters, value, norms, scale)
        entries.append(entry(identifier, golden, formula.__name__, True, value, norms, scale,
                             inputs, labels, parameters))
    for identifier, golden, kernel, value, norms in TRANSCRIBED:
        entries.append(entry(identifier, golden, kernel, False, value, norms, 1.0, {}, {}, {}))
    if problems:
        sys.exit("\n".join(problems) + "\nNothing was written.")
    about = "Reference values of losses. make_reference.py says what they are and checks them."
    document = f'{{\n"about": {json.dumps(about)},\n"entries": [\n'
    document += ",\n".join(text(e) for e in entries) + "\n]\n}\n"
    pathlib.Path(__file__).with_name("reference.json").write_text(document)


if __name__ == "__main__":
    main()
