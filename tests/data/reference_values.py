# The reference values: inputs, and what was published for them.
#
# Values and gradient norms were computed once in float64 with torch 2.13 autograd (12 digits). The
# inputs come from no random generator: s(n, a, b)[k] = sin(a k + b), row-major. What has fewer
# digits was computed in float32.
import math
from math import sin

import dual_diffusion as diffusion
from dual_losses import *


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


design = tensor((x for b in range(8) for x in (1.0, *s(16, 1.5, 0.7)[2 * b : 2 * b + 2])), 8, 3)
weight_of_entries = tensor((1.5 + x for x in s(32, 0.9, 0.2)), 8, 4)
log_ratio = tensor((3 * x for x in s(8, 1.2, 0.8)), 8)
time = tensor((0.1 + 0.8 * k / 7 for k in range(8)), 8)
tokens = tensor((3 * x for x in s(60, 0.9, 0.3)), 2, 5, 6)
token_label = tensor(((2 * i + 3 * b) % 6 for b in range(2) for i in range(5)), 2, 5)
visible = tensor((1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0), 2, 5)


def softmax(row):
    return tensor((exp(z).value for z in log_softmax(row)), 1, len(row))


p4, q4 = softmax(s(4, 1.3, 0.2)), softmax(s(4, 0.7, 0.9))
probability = tensor((sigmoid(z).value for z in P["data"]), 8, 4)
row_means = [average(P["data"][4 * b : 4 * b + 4]) for b in range(8)]
computed_weight = tensor((1 + m**2 for m in row_means), 8)

row_errors = [mse([p], [t]) for p, t in zip(*(
    [x["data"][4 * b : 4 * b + 4] for b in range(8)] for x in (P, T)))]
per_row = tensor((e.value if hasattr(e, "value") else e for e in row_errors), 8)
class_probability = tensor((exp(z).value for b in range(8) for z in log_softmax(
    logits["data"][10 * b : 10 * b + 10])), 8, 10)
one_hot = tensor((float(c == y) for y in label["data"] for c in range(10)), 8, 10)
pair_label = tensor((0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0), 8)
rows_of = [[e["data"][4 * b : 4 * b + 4] for b in range(8)] for e in embedding]
similarity = tensor((x for row in products(rows_of[0], rows_of[1]) for x in row), 8, 8)
zeros = tensor([0.0] * 8, 8)

counted = [(i, j, float((7 * i + 11 * j) % 5 * (30 if (i + j) % 3 == 0 else 1))) for i in range(5) for j in range(5)]
counted = [pair for pair in counted if pair[2] != 0]
co_occurrence = {
    "word_vectors": tensor(s(20, 0.8, 0.4), 5, 4),
    "context_vectors": tensor(s(20, 1.9, 0.6), 5, 4),
    "word_bias": tensor((0.3 * x for x in s(5, 1, 0.2)), 5), "context_bias": tensor((0.2 * x for x in s(5, 2, 0.1)), 5),
    "count": tensor((x for _, _, x in counted), len(counted)),
}
co_occurring = {"word": tensor((i for i, _, _ in counted), len(counted)), "context": tensor((j for _, j, _ in counted), len(counted))}

regression = {"prediction": P, "target": T}
weighted = {**regression, "weight": weight}
score = {"score": P, "score_target": T, "sigma": sigma}
multilabel = {"logits": P, "target": binary}
multiclass = {"logits": logits}
triples = dict(zip(("anchor", "positive", "negative"), embedding))

steps = tensor((0.1 * (k + 1) for k in range(12)), 2, 6)
halves = tensor([0.5] * 12, 2, 6)

def named(kernel, formula):
    formula.__name__ = kernel
    return formula


# Rows: x0, epsilon, score, velocity, v; at t = 1/4 and 3/4.
SID2 = (
    (diffusion.rectified_flow, {}, (
        (0.496, 0.247111111111), (0.0551111111111, 2.224), (0.00344444444444, 1.251), (0.031, 0.139),
        (0.07936, 0.35584))),
    (diffusion.cosine, {}, (
        (0.39186457224, 0.301465582592), (0.0672333313694, 1.75707017875),
        (0.00984609341816, 1.49975320859), (0.0232581715007, 0.104286639955),
        (0.0573872379512, 0.257316970168))),
    (diffusion.inverse_cosine, {}, (
        (0.113941305054, 0.255449054879), (0.0569706525269, 0.510898109758),
        (0.018990217509, 0.340598739838), (0.0624753114347, 0.280131235143),
        (0.0379804350179, 0.170299369919))),
    (diffusion.linear_diffusion, {}, (
        (0.288279112155, 0.0120201857111), (0.262208333333, 3.48079166667),
        (0.124895146352, 3.4688128473), (0.019396950585, 0.0614627374308),
        (0.137313186981, 0.0119788193649))),
    (diffusion.geometric, {"sigma_min": 0.01, "sigma_max": 50.0}, (
        (0.873930342399, 0.108548004616), (0.00617962071395, 3.83775150741),
        (4.369651712e-05, 135.68500577), (0.0120471362348, 0.00149633504661),
        (0.00609314596011, 0.00290362450039))),
    (named("shifted", diffusion.shifted_cosine), {}, (
        (0.122289810842, 0.021846444496), (0.336231261306, 2.03410287901),
        (0.246556740675, 2.01248857406), (0.0232874308868, 0.104417835266),
        (0.0896745206315, 0.0216143049526))),
)

library_tokens = tensor((
    1.76, 0.40, 0.98, 2.24, 1.87, -0.98, 0.95, -0.15, -0.10, 0.41, 0.14, 1.45,
    0.76, 0.12, 0.44, 0.33, 1.49, -0.21, 0.31, -0.85, -2.55, 0.65, 0.86, -0.74,
    2.27, -1.45, 0.05, -0.19, 1.53, 1.47, 0.15, 0.38, -0.89, -1.98, -0.35, 0.16), 3, 3, 4)
library_labels = tensor((0, 1, 2, 3, 3, 1, 2, 2, 0), 3, 3)  # -1 in the library reads the last class
library_corrupted = tensor((1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0), 3, 3)
library_time = {"time": tensor((0.25, 0.5, 0.9), 3)}


def cotangent(t):
    return math.pi / 2 / math.tan(math.pi * t / 4)


MASKED = (
    ("no_weight_discrete_diffusion", lambda t: 1.0, {}, False, True, [2.144587, 1.7410411, 2.1647792]),
    ("no_weight_discrete_diffusion", lambda t: 1.0, {}, True, True, [1.560322, 1.496072, 0.0]),
    ("no_weight_discrete_diffusion", lambda t: 1.0, {}, True, False, [1.0402147, 0.4986907, 0.0]),
    ("md4_linear", lambda t: 1 / t, library_time, False, True, [8.578348, 3.4820821, 2.4053104]),
    ("md4_linear", lambda t: 1 / t, library_time, True, True, [6.241288, 2.992144, 0.0]),
    ("md4_cosine", cotangent, library_time, False, True, [16.935642, 6.602442, 3.9813888]),
)


# (id, golden, formula = kernel, inputs, labels, parameters, value, gradient norms, scale = 1, precision = 1e-11)
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
    ("S0.2", "S0 weighted_mse v2 (w[B,D])", weighted_mse_elementwise,
     {**regression, "weight": weight_of_entries}, {}, {}, 5.78877450034, {"prediction": 1.14307078892}),
    ("S0.3", "S0 weighted_ce", weighted_cross_entropy, {**multiclass, "weight": weight},
     {"target": label}, {}, 5.74319009945, {"logits": 0.626205979741}),
    ("S0.4", "S0 diffusion sigma_squared", diffusion_score_mse, score, {}, {},
     1.77208224692, {"score": 0.386337524284}),
    ("S0.4", "S0 diffusion uniform", diffusion_score_mse_uniform, score, {}, {},
     3.94535063693, {"score": 0.702259802079}),
    ("S0.4", "S0 diffusion snr", diffusion_score_mse_snr, score, {}, {},
     39.7988198193, {"score": 13.3807152995}),
    ("S0.7", "S0 glove (nnz=20)", glove, co_occurrence, co_occurring, {"x_max": 100.0, "exponent": 0.75}, 4.00787322097,
     {"word_vectors": 1.1486164474, "context_vectors": 0.844776985245, "word_bias": 0.958905402651, "context_bias": 1.0763971293}),
    ("S0.5", "S0 train_step (eps=T, sigma)", denoising_score_matching,
     {"score": P, "noise": T, "sigma": sigma}, {}, {}, 2.57789664865, {"score": 0.35991039555}),
    ("S0.9", "S0 weighted_mse_regression (beta=.1,.2,.3)", weighted_regression_mse,
     {"design": design, "target": tensor(s(8, 0.6, 1.1), 8), "weight": weight,
      "coefficients": tensor((0.1, 0.2, 0.3), 3)}, {}, {},
     1.2797261396, {"coefficients": 1.33070918334}),
    ("S0.10", "S0 normalised weights", normalised_weighted_sum, {"value": per_row, "weight": weight},
     {}, {}, 4.68054124149, {"weight": 0.504381014651}),
    # With respect to P, behind the per-item values.
    ("S0.10", "S0 normalised weights", normalised_weighted_mse, weighted, {}, {},
     4.68054124149, {"prediction": 0.85298406633, "weight": 0.504381014651}),
    ("S0.13", "S0 stable_weighted (w0=0,w1=1e9)", stable_weighted_mse,
     {**regression, "weight": tensor([0.0, 1e9] + weight["data"][2:], 8)}, {},
     {"eps": 1e-8, "max_weight": 1e6}, 822896.033831, {"prediction": 320720.028892}),
    ("S0.14", "S0 same, gradient through weights", computed_weight_mse, regression, {}, {},
     4.40979561135, {"prediction": 1.05551060944}),
    ("S0.14", "S0 detached computed weights (w=1+p.mean^2)", detached_weight_mse, regression, {}, {},
     4.40979561135, {"prediction": 0.785509147505}),
    ("S0.15", "S0 weighted mean", weighted_mean, {"value": values, "weight": weight}, {}, {},
     0.350307295931, {}),
    ("S0.17", "S0 importance (1/n) sum exp(logr)*l", importance_weighted,
     {"value": per_row, "log_p": log_ratio, "log_q": zeros}, {}, {}, 29.6518856976, {}),
    ("S0.17", "S0 importance self-normalised", self_normalised_importance,
     {"value": per_row, "log_p": log_ratio, "log_q": zeros}, {}, {}, 4.67327155148, {}),
    ("S2.3", "S2 H(p,q)", cross_entropy_distributions, {"p": p4, "q": q4}, {}, {}, 1.27317569355, {}),
    ("S2.3", "S2 H(p)", entropy, {"p": p4}, {}, {}, 1.22343119861, {}),
    ("S2.4", "S2 JSD", js_divergence, {"p": p4, "q": q4}, {}, {}, 0.012556660658, {}),
    ("S2.10", "S2 CCE (probs, one-hot)", categorical_cross_entropy,
     {"probability": class_probability, "target": one_hot}, {}, {}, 3.98045878832, {}),
    ("S2.11", "S2 focal alpha_t=.25 gamma=2 (binary, mean)", focal_binary,
     {"probability": probability, "target": binary}, {}, {"alpha": 0.25, "gamma": 2.0},
     0.269301152976, {}),
    ("S2.11", "S2 focal alpha_t=.25 gamma=2 (binary, mean)", focal_with_logits, multilabel, {},
     {"alpha": 0.25, "gamma": 2.0}, 0.269301152976, {"logits": 0.0636127911885}),
    ("S2.12", "S2 BCE multi-label (sum C, mean N)", binary_cross_entropy_multilabel,
     {"probability": probability, "target": binary}, {}, {}, 3.86687874665, {}),
    ("S2.12", "S2 BCE multi-label (sum C, mean N)", multilabel_of_sigmoid, multilabel, {}, {},
     3.86687874665, {"logits": 0.424237515041}),
    ("S2.13", "S2 siamese contrastive y=1 pos m=1 (1/2N)", siamese_contrastive,
     {"left": embedding[0], "right": embedding[1], "similar": pair_label}, {}, {"margin": 1.0},
     0.694499839677, {"left": 0.416683284905, "right": 0.416683284905}),
    ("S2.15", "S2 InfoNCE q0 vs 8 keys tau=.5", info_nce_query,
     {"query": tensor(embedding[0]["data"][:4], 4), "keys": embedding[1]}, {}, {"temperature": 0.5},
     1.43055205244, {"query": 2.22816870315, "keys": 2.46930867845}),
    ("S2.16", "S2 img2txt tau=.07", info_nce_matrix, {"similarity": similarity}, {},
     {"temperature": 0.07}, 11.3825291703, {}),
    ("S2.16", "S2 img2txt tau=.07", info_nce_of_embeddings, {"left": embedding[0], "right": embedding[1]},
     {}, {"temperature": 0.07}, 11.3825291703, {"left": 8.41483573064, "right": 8.91386660541}),
    ("S2.17", "S2 symmetric CE tau=.07", symmetric_cross_entropy, {"similarity": similarity}, {},
     {"temperature": 0.07}, 10.6761569925, {}),
    ("S2.17", "S2 symmetric CE tau=.07", symmetric_of_embeddings,
     {"left": embedding[0], "right": embedding[1]}, {}, {"temperature": 0.07},
     10.6761569925, {"left": 7.5199850477, "right": 8.06173904755}),
    ("S3.1", "S3 weighted BCE w=[1,10] on [8,2]", weighted_bce_with_logits,
     {"logits": tensor(P["data"][:16], 8, 2), "target": tensor(binary["data"][:16], 8, 2),
      "weight": tensor((1.0, 10.0), 2)}, {}, {}, 5.02401654678, {"logits": 1.04889948053}),
    ("S4.5", "S4 log-cosh", log_cosh, regression, {}, {},
     1.08834828718, {"prediction": 0.143026042344}),
    *(("S4.10", f"S4 label smoothing seed eps={smoothing}", label_smoothing_overwrite, multiclass,
       {"target": label}, {"smoothing": smoothing}, value, {"logits": norm})
      for smoothing, value, norm in ((0.05, 3.95518124716, 0.346230814355),
                                     (0.1, 3.92990370601, 0.329451457903),
                                     (0.3, 3.8287935414, 0.264542877835))),
    ("S4.12", "S4 contrastive y=0 similar m=1 (eps 1e-6)", contrastive,
     {"left": embedding[0], "right": embedding[1], "dissimilar": pair_label}, {},
     {"margin": 1.0, "eps": 1e-6}, 1.1360369298, {"left": 0.532925165901, "right": 0.532925165901}),
    ("S4.18", "S4 IoU", iou, multilabel, {}, {"threshold": 0.5, "eps": 1e-6}, 0.307692295858, {}),
    ("S4.17", "S4 dice coefficient (soft)", dice_coefficient, multilabel, {}, {"smooth": 1e-6},
     0.481016015725, {}),
    ("S4.19", "S4 uncertainty weighting L=(1.5,2.5) s=(.2,-.4)", uncertainty_weighted,
     {"losses": tensor((1.5, 2.5), 2), "log_variance": tensor((0.2, -0.4), 2)}, {}, {},
     4.75765787372, {"losses": 1.70172294294, "log_variance": 2.73907560305}),
    ("S4.20", "S4 rosenbrock(1.5,1.5)", rosenbrock, {"w": tensor((1.5, 1.5), 2)}, {},
     {"a": 1.0, "b": 100.0}, 56.5, {"w": 475.290437522}),
    # The published values of continuous losses are means over the batch of what the kernel returns.
    *(("S1.1", f"S1 cont. diffusion pred={kind} loss=x0 logsnr=1",
       named(f"continuous_diffusion_{kind}_x0", diffusion.continuous_diffusion(kind, "x0", diffusion.cosine)),
       {**regression, "time": time}, {}, {}, value, {}, 1 / 8)
      for kind, value in (("x0", 43.0745942984), ("epsilon", 563.184273557), ("score", 539.006077372),
                          ("velocity", 9.79905382317), ("v", 24.1781961849))),
    ("S1.1", "S1 cont. diffusion pred=epsilon loss=v logsnr=0",
     named("conversion_without_logsnr", diffusion.continuous_diffusion("epsilon", "v", diffusion.cosine, False)),
     {**regression, "time": time}, {}, {}, 35.6276250127, {}, 1 / 8),
    ("S1.2", "S1 NoWeight", diffusion.no_weight_diffusion,
     {"prediction": steps, "target": halves}, {}, {}, [0.0516666666667, 0.231666666667], {}),
    ("S1.3", "S1 SiD2 pred=epsilon bias=0", named("sid2_epsilon_cosine", diffusion.sid2("epsilon", diffusion.cosine)),
     {**regression, "time": time}, {}, {"bias": 0.0}, 24.1781961849, {"prediction": 6.25191485282}, 1 / 8),
    ("S1.3", "S1 SiD2 pred=v bias=-1", named("sid2_v_cosine", diffusion.sid2("v", diffusion.cosine)),
     {**regression, "time": time}, {}, {"bias": -1.0}, 2.49207027239, {"prediction": 0.473136030677}, 1 / 8),
    ("S1.3", "S1 SiD2 doc example", named("sid2_epsilon_cosine", diffusion.sid2("epsilon", diffusion.cosine)),
     {"prediction": tensor([1.0] * 4, 1, 4), "target": tensor([0.0] * 4, 1, 4), "time": tensor([0.5], 1)},
     {}, {"bias": 0.0}, 3.14159265359, {}),
    *(("S1.3", f"S1 SiD2 table {kind} {schedule.__name__}",
       named(f"sid2_{kind}_{schedule.__name__}", diffusion.sid2(kind, schedule)),
       {"prediction": steps, "target": halves, "time": tensor((0.25, 0.75), 2)}, {},
       {"bias": 0.0, **parameters}, list(value), {})
      for schedule, parameters, values_of_schedule in SID2
      for kind, value in zip(("x0", "epsilon", "score", "velocity", "v"), values_of_schedule)),
    *(("S1.4", f"S1 discrete CE use_mask={use_mask}",
       named("diffusion_cross_entropy_linear", diffusion.diffusion_cross_entropy(lambda t: 1 - t, lambda t: -1.0)),
       {"logits": tokens, "visible": visible, "time": tensor((0.3, 0.7), 2)}, {"target": token_label},
       {"use_mask": float(use_mask)}, value, {})
      for use_mask, value in ((False, [10.6838083342, 4.54699913223]), (True, [5.17813552533, 4.36711126622]))),
    # In float32: seven digits. The label -1 of the table, an unused token, is ignored here; it is masked out there.
    *(("S1.4", f"S1 discrete {kernel} use_mask={mask} normalize={normalize}",
       named(kernel, diffusion.masked_cross_entropy(weight_of_time)),
       {"logits": library_tokens, "is_corrupted": library_corrupted, **times}, {"target": library_labels},
       {"use_mask": float(mask), "normalize_by_mask": float(normalize)}, value, {}, 1.0, 3e-7)
      for kernel, weight_of_time, times, mask, normalize, value in MASKED),
]
