# Compiles emitted CUDA text with every warning of nvcc, g++ and ptxas as an error, and keeps ptxas' figures.
"""For the checks beside it, which say where things are by the options of add_options()."""
import hashlib
import pathlib
import re
import subprocess
import sys

SKIPPED = 77  # what ctest takes as skipped
ARCHITECTURES = (80, 90)
ROOT = pathlib.Path(__file__).resolve().parents[2]

NVCC_FLAGS = ["-std=c++17", "-fmad=false", "-O2", "-Werror=all-warnings", "-Xcompiler=-fPIC,-Wall,-Wextra,-Werror"]
NVCC_FLAGS += ["-Xptxas=-v,-warn-spills,-warn-lmem-usage,-Werror"]
NVCC_FLAGS += [f"-gencode=arch=compute_{a},code=sm_{a}" for a in ARCHITECTURES]
NVCC_FLAGS += [f"-gencode=arch=compute_{max(ARCHITECTURES)},code=compute_{max(ARCHITECTURES)}"]
NVCC_FLAGS += [f"-I{ROOT}/codegen", f"-I{ROOT}/include"]


class Mistake(Exception):
    """A sentence about the kernels."""


def add_options(parser):
    parser.add_argument("losses", nargs="*", metavar="LOSS", help="a predefined loss, or a file that ends in .cu")
    parser.add_argument("--all", action="store_true", help="every predefined loss")
    parser.add_argument("--generator", type=pathlib.Path, required=True, help="the lossc program")
    parser.add_argument("--nvcc", default="", help="empty: there is none, and the check is skipped")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="a folder to write into")


def run(command, sentence, **options):
    """What the command printed."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    if done.returncode != 0:
        raise Mistake(f"{done.stdout}{sentence}")
    return done.stdout


def predefined(options):
    listed = run([options.generator, "list"], "The predefined losses cannot be listed.")
    return [line.split()[0] for line in listed.splitlines()]


def chosen(options):
    return predefined(options) if options.all else options.losses


def nvcc_version(options):
    """As 13.0.88."""
    said = run([options.nvcc, "--version"], f"{options.nvcc} does not tell its version.")
    return re.search(r", V([\d.]+)", said)[1]


def compile_loss(options, loss):
    """The object file and what ptxas said; both are kept until the text, the headers or nvcc change."""
    options.out.mkdir(parents=True, exist_ok=True)
    source = pathlib.Path(loss)
    if source.suffix != ".cu":
        run([options.generator, "emit", loss, "--backend", "cuda", "--out", options.out], f"{loss} cannot be emitted.")
        source = options.out / f"{loss}.cu"
    object_file, log, key_file = (options.out / f"{source.stem}.{suffix}" for suffix in ("o", "ptxas", "key"))

    headers = sorted([*ROOT.glob("codegen/lossc/*.h"), *ROOT.glob("codegen/lossc/runtime/*.h"), *ROOT.glob("include/lossc/*.h")])
    parts = [p.read_bytes() for p in (source, *options.out.glob(f"{source.stem}.h"), *headers)]
    key = hashlib.sha256(b"\0".join([*parts, *map(str.encode, NVCC_FLAGS), nvcc_version(options).encode()])).hexdigest()
    if not (key_file.exists() and key_file.read_text() == key):
        command = [options.nvcc, *NVCC_FLAGS, f"-I{options.out}", "-c", source, "-o", object_file]
        log.write_text(run(command, f"{source.name} does not compile without a warning."))
        key_file.write_text(key)
    return object_file, log.read_text()


def main(check, options):
    """Runs a check, which returns the exit status or raises a Mistake."""
    if not options.nvcc:
        print("Skipped: there is no nvcc.")
        return SKIPPED
    try:
        return check(options)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
