# Writes the arrays of the command-line tests, and compares results with the losses in plain Python.
#   python3 arrays.py write FOLDER             python3 arrays.py compare CASE FOLDER_OF_RESULTS
# No numpy: neither the files nor the numbers may come from what is tested.
import ast
import math
import os
import struct
import sys

FORMATS = {"<f4": "f", "<f8": "d", "<i4": "i", "<i8": "q", "|u1": "B"}
LOGITS = [[0.5, -1.0, 2.0, 0.25], [1.5, 0.0, -0.75, 3.0], [-2.0, 0.125, 1.0, 0.0]]
TARGET = [2, 0, 3]
FAR = 256  # changes nothing but what 16 bits hold: bf16 has steps of 1 and 2 here, f16 of 1/8 and 1/4
TOLERANCES = {"f64": 1e-12, "reference": 1e-12, "bf16": 2**-8, "f16": 2**-11}


def npy(path, descr, shape, values):
    sizes = "".join(f"{size}, " for size in shape)
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({sizes}), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    data = struct.pack(f"<{len(values)}{FORMATS[descr]}", *values)
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header.encode() + data)


def read(path):
    with open(path, "rb") as file:
        text = file.read()
    length = struct.unpack("<H", text[8:10])[0]
    header = ast.literal_eval(text[10 : 10 + length].decode())
    letter = FORMATS[header["descr"]]
    data = text[10 + length :]
    count = math.prod(header["shape"])
    return header["shape"], list(struct.unpack(f"<{count}{letter}", data)), header["descr"]


def write(folder):
    os.makedirs(folder, exist_ok=True)
    flat = [x for row in LOGITS for x in row]
    npy(folder + "/logits.npy", "<f4", (3, 4), flat)
    npy(folder + "/logits_f64.npy", "<f8", (3, 4), flat)
    npy(folder + "/logits_deep.npy", "<f4", (3, 2, 2), flat)
    npy(folder + "/logits_far.npy", "<f4", (3, 4), [x + FAR for x in flat])
    npy(folder + "/logits_large.npy", "<f4", (3, 4), [0.5, 70000] + flat[2:])
    npy(folder + "/logits_flat.npy", "<f4", (12,), flat)
    npy(folder + "/target.npy", "<i8", (3,), TARGET)
    npy(folder + "/target_i4.npy", "<i4", (3,), TARGET)
    npy(folder + "/target_u1.npy", "|u1", (3,), TARGET)
    npy(folder + "/target_f4.npy", "<f4", (3,), TARGET)
    npy(folder + "/target_two.npy", "<i8", (2,), TARGET[:2])
    npy(folder + "/target_out.npy", "<i8", (3,), [2, 17, 3])
    npy(folder + "/target_out_i4.npy", "<i4", (3,), [2, 17, 3])
    npy(folder + "/target_ignored.npy", "<i8", (3,), [-100, -100, -100])
    npy(folder + "/logits_nan.npy", "<f4", (3, 4), [math.nan] + flat[1:])
    npy(folder + "/no_rows.npy", "<f4", (0, 4), [])
    npy(folder + "/no_labels.npy", "<i8", (0,), [])
    npy(folder + "/no_classes.npy", "<f4", (3, 0), [])
    npy(folder + "/upstream.npy", "<f4", (3,), [1, 0, -2])
    with open(folder + "/logits.npy", "rb") as file:
        whole = file.read()
    for name, text in {"cut": whole[:-5], "longer": whole + b"x", "header_cut": whole[:40], "empty": b"",
                       "no_magic": b"PK\x03\x04" + whole, "fields": whole.replace(b"'<f4'", b"[]   ")}.items():
        with open(f"{folder}/{name}.npy", "wb") as file:
            file.write(text)


def rounded(x, case):
    """To the nearest number of 16 bits, ties to even."""
    if case == "f16":
        return struct.unpack("<e", struct.pack("<e", x))[0]
    bits = struct.unpack("<I", struct.pack("<f", x))[0]
    bits = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def focal_row(row, label, gamma=2.0):
    top = max(row)
    exps = [math.exp(x - top) for x in row]
    p = [e / sum(exps) for e in exps]
    log_p = math.log(p[label])
    q = 1 - p[label]
    value = -(q**gamma) * log_p
    # d value / d log p, and log p's own gradient one_hot - p.
    slope = gamma * q ** (gamma - 1) * p[label] * log_p - q**gamma
    return value, [slope * ((k == label) - p[k]) for k in range(len(row))]


def expected(case):
    gamma = 0.5 if case == "gamma" else 2.0
    logits = LOGITS
    if case in ("bf16", "f16"):
        logits = [[rounded(x + FAR, case) for x in row] for row in LOGITS]
    rows = [focal_row(row, label, gamma) for row, label in zip(logits, TARGET)]
    values = [value for value, _ in rows]
    scale = [1 / 3] * 3
    if case == "ignored":  # ignore_index=2: the first row
        values, scale = values[1:], [0, 1 / 2, 1 / 2]
    gradient = [g * s for (_, row), s in zip(rows, scale) for g in row]
    if case == "itemwise":
        upstream = [1, 0, -2]
        return (3,), values, [g * u for (_, row), u in zip(rows, upstream) for g in row]
    return (), [sum(values) / len(values)], gradient


def compare(case, folder):
    shape, value, gradient = expected(case)
    got_shape, got, descr = read(folder + "/value.npy")
    gradient_shape, got_gradient, _ = read(folder + "/d_logits.npy")
    tolerance = TOLERANCES.get(case, 2e-6)
    wanted = "<f8" if case in ("f64", "reference") else "<f4"
    assert descr == wanted, f"value.npy holds {descr}, not {wanted}"
    assert got_shape == shape, f"value.npy has shape {got_shape}, not {shape}"
    deep = (3, 2, 2) if case == "deep" else (3, 4)
    assert gradient_shape == deep, f"d_logits.npy has shape {gradient_shape}, not {deep}"
    if case in ("bf16", "f16"):
        assert all(rounded(x, case) == x for x in got + got_gradient), f"results are not those of {case}"
    for what, a, b in ("value", got, value), ("gradient", got_gradient, gradient):
        largest = max(abs(x) for x in b)
        for i, (x, y) in enumerate(zip(a, b)):
            assert abs(x - y) <= tolerance * largest, f"{what} at {i}: {x}, and {y} is right"


if __name__ == "__main__":
    {"write": write, "compare": compare}[sys.argv[1]](*sys.argv[2:])
