#!/usr/bin/env python3
# Refuses emitted CUDA text that touches memory, launches, or orders threads otherwise than through lossc/cuda.h.
"""Only what goes through lossc/cuda.h is seen by the emulated grid, and only it is the same text in both."""
import argparse
import pathlib
import re
import sys

# Anywhere in the text, comments apart.
REFUSED = (
    (r"<<<", "launches go through launch()"),
    (r"\b__\w+", "no name of CUDA's or of the compiler's is written: no __shared__, __syncthreads, __shfl_sync, …"),
    (r"\bcuda[A-Z]\w*", "the CUDA runtime is called in lossc/runtime only"),
    (r"\w*[aA]tomic\w*", "no atomic: the order of a sum would be that of the threads"),
    (r"\b(?:threadIdx|blockIdx|blockDim|gridDim|warpSize)\b", "threads are asked for by thread_index() and the like"),
    (r"\bextern\s+(?!\"C\")", "shared memory is shared<T>"),
    (r"\basm\b", "no assembly"),
    (r"\breinterpret_cast\b", "no access of another type than the array's"),
    (r"(?<!call)\.(?:data|narrow|wide)\s*\[", "arrays are read by load() and written by store()"),
    (r"#\s*include\s*<(?!lossc/cuda\.h>)[^>]*>", "lossc/cuda.h is all that is included"),
)
# In kernels: subscripts of numbers in registers (logits_v[i], load(0).value[0]), and no other.
SUBSCRIPT = re.compile(r"[^\s(,;=[]*\[")
IN_REGISTERS = re.compile(r"\w+_v\[$|\)\.value\[$")
DEREFERENCE = re.compile(r"(?:^|[=(,;{]|\breturn\b)\s*\*\s*\w+|->")
KERNEL = re.compile(r"^LOSSC_(?:KERNEL|DEVICE).*?^}", re.M | re.S)


def without_comments(text):
    """Nor [[attributes]]; with the line breaks, so that lines keep their numbers."""
    return re.sub(r"/\*.*?\*/|//[^\n]*|\[\[\w+\]\]", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)


def violations(text):
    """Pairs of a place in the text and a sentence."""
    for pattern, reason in REFUSED:
        for found in re.finditer(pattern, text):
            yield found.start(), f"'{found[0].strip()}': {reason}"
    for kernel in KERNEL.finditer(text):
        for found in SUBSCRIPT.finditer(kernel[0]):
            if not IN_REGISTERS.search(found[0]):
                yield kernel.start() + found.start(), f"'{found[0]}': a kernel subscripts numbers in registers only"
        for found in DEREFERENCE.finditer(kernel[0]):
            yield kernel.start() + found.start(), f"'{found[0].strip()}': a kernel follows no pointer itself"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="holds .cu files")
    files = sorted(parser.parse_args().folder.glob("*.cu"))
    count = 0
    for file in files:
        text = without_comments(file.read_text())
        if not KERNEL.search(text):
            print(f"{file.name}: holds no kernel, or none that this check finds.")
            count += 1
        for at, sentence in sorted(violations(text)):
            print(f"{file.name}:{text.count(chr(10), 0, at) + 1}: {sentence}.")
            count += 1
    if not files or count:
        print(f"{count} violations." if files else "There is no .cu file.")
        return 1
    print(f"{len(files)} files reach CUDA through lossc/cuda.h only.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
