# Writes reference.json: the values of reference_values.py with their inputs, each checked once more.
#
# Each formula is evaluated a second time (dual_losses.py, dual_diffusion.py), and nothing is written when
# a number differs by more than its precision. Run: python3 make_reference.py
#
# An entry says value = scale * kernel(inputs, labels, parameters), of a kernel that returns an array the
# sum of its entries, or where the value is a list the entries themselves; gradient_norms[x] is the L2
# norm of d value / d x. `inputs` are real tensors and `labels` integer ones, row-major; a parameter that
# is not listed has the kernel's default. A golden that several kernels reach has several entries; where
# it is differentiated with respect to something behind an input, the kernel is a composition of the test.
import json
import pathlib
import sys

from dual_number import Dual, dual
from reference_values import CHECKED


def nested(tensor):
    """The data of a tensor as lists of lists."""
    data = tensor["data"]
    for size in reversed(tensor["shape"][1:]):
        data = [data[i : i + size] for i in range(0, len(data), size)]
    return data


def evaluate(formula, inputs, labels, parameters):
    arguments = {name: nested(tensor) for name, tensor in (inputs | labels).items()}
    return formula(**arguments, **parameters)


def total(value):
    return dual(sum(value, dual(0.0)) if isinstance(value, list) else value)


def gradient_norm(formula, inputs, labels, parameters, name):
    data, squares = inputs[name]["data"], 0.0
    for k in range(len(data)):
        seeded = {**inputs[name], "data": data[:k] + [Dual(data[k], 1.0)] + data[k + 1 :]}
        squares += total(evaluate(formula, {**inputs, name: seeded}, labels, parameters)).slope ** 2
    return squares**0.5


def mismatches(golden, formula, inputs, labels, parameters, value, norms, scale, precision):
    found = evaluate(formula, inputs, labels, parameters)
    if isinstance(value, list):
        computed = {f"value[{k}]": (x, dual(y).value) for k, (x, y) in enumerate(zip(value, found, strict=True))}
    else:
        computed = {"value": (value, scale * total(found).value)}
    for name, norm in norms.items():
        slope = gradient_norm(formula, inputs, labels, parameters, name)
        computed["d_" + name] = (norm, scale * slope)
    return [
        f"{golden}: {formula.__name__} {what} is {found!r}, the reference says {expected!r}"
        for what, (expected, found) in computed.items()
        if not abs(found - expected) <= precision * abs(expected)
    ]


def text(entry):
    """One line per field, so that a changed number shows as one changed line."""
    return "{\n" + ",\n".join(f'  "{key}": {json.dumps(x)}' for key, x in entry.items()) + "\n}"


def main():
    entries, problems = [], []
    for identifier, golden, formula, inputs, labels, parameters, value, norms, *rest in CHECKED:
        scale, precision = (*rest, *(1.0, 1e-11)[len(rest) :])
        problems += mismatches(golden, formula, inputs, labels, parameters, value, norms, scale, precision)
        entries.append({
            "id": identifier, "golden": golden, "kernel": formula.__name__, "inputs": inputs, "labels": labels,
            "parameters": parameters, "value": value, "scale": scale, "precision": precision,
            "gradient_norms": norms,
        })
    if problems:
        sys.exit("\n".join(problems) + "\nNothing was written.")
    about = "Reference values of losses. make_reference.py says what they are and checks them."
    document = f'{{\n"about": {json.dumps(about)},\n"entries": [\n'
    document += ",\n".join(text(e) for e in entries) + "\n]\n}\n"
    pathlib.Path(__file__).with_name("reference.json").write_text(document)


if __name__ == "__main__":
    main()
