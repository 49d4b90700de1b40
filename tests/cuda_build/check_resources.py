#!/usr/bin/env python3
# Compiles losses for each architecture: nothing spills, and no kernel uses more registers than a table says.
"""The table, resources.txt, holds for the nvcc named in it; with another one registers are not compared."""
import argparse
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True  # none in the source tree
from compile_kernels import Mistake, add_options, chosen, compile_loss, main, nvcc_version

HEADER = """\
# The figures of ptxas for the kernels of each loss, written by `ninja update_cuda_resources`.
# nvcc {version}
# loss, architecture, kernels, most registers of a kernel, most static shared bytes, the kernel with the most registers
"""
KERNEL = re.compile(r"Compiling entry function '(\S+)' for 'sm_(\d+)'")
FRAME = re.compile(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")


def short_name(mangled):
    """with_gradients::rows<float, …>: what stands behind the loss's own namespace."""
    name = subprocess.run(["c++filt", mangled], capture_output=True, text=True, check=True).stdout.strip()
    name = re.sub(r"^.*?\(anonymous namespace\)::|^void |lossc::cuda::", "", name)
    return re.sub(r"\(\w+\)|\(.*", lambda m: "" if re.fullmatch(r"\(\w+\)", m[0]) else "", name)


def figures(loss, log):
    """{architecture: (kernels, registers, shared bytes, kernel)}; a spill or a stack frame is a Mistake."""
    found = {}
    for part in re.split(r"(?=ptxas info *: Compiling entry)", log):
        kernel = KERNEL.search(part)
        if not kernel:
            continue
        for frame in FRAME.findall(part):
            if frame != ("0", "0", "0"):
                raise Mistake(f"{loss}: {short_name(kernel[1])} for sm_{kernel[2]} has {frame[0]} bytes of stack frame, "
                              f"{frame[1]} of spill stores and {frame[2]} of spill loads; all must be 0.")
        registers = int(re.search(r"Used (\d+) registers", part)[1])
        shared = re.search(r"(\d+) bytes smem", part)
        found.setdefault(int(kernel[2]), []).append((registers, int(shared[1]) if shared else 0, kernel[1]))
    if not found:
        raise Mistake(f"{loss}: ptxas names no kernel.")
    return {a: (len(k), max(r for r, _, _ in k), max(s for _, s, _ in k), short_name(max(k)[2])) for a, k in found.items()}


def read_table(path):
    """The version of nvcc, and {(loss, architecture): figures}."""
    rows, version = {}, ""
    for line in path.read_text().splitlines() if path.exists() else []:
        if line.startswith("#"):
            version = line.split()[2] if line.startswith("# nvcc ") else version
            continue
        loss, architecture, kernels, registers, shared, kernel = line.split(None, 5)
        rows[loss, int(architecture)] = (int(kernels), int(registers), int(shared), kernel)
    return version, rows


def compare(loss, architecture, found, allowed):
    if allowed is None:
        return f"{loss} for sm_{architecture} is not in the table."
    if found[0] != allowed[0]:
        return f"{loss} for sm_{architecture} has {found[0]} kernels, and the table says {allowed[0]}."
    for what, at in (("registers", 1), ("bytes of static shared memory", 2)):
        if found[at] > allowed[at]:
            return (f"{loss} for sm_{architecture} uses {found[at]} {what}, and the table allows {allowed[at]}; "
                    f"most registers are used by {found[3]}.")
    return None


def check(options):
    version = nvcc_version(options)
    table_version, table = read_table(options.table)
    now, wrong = {}, []
    for loss in chosen(options):
        for architecture, found in sorted(figures(loss, compile_loss(options, loss)[1]).items()):
            now[loss, architecture] = found
            print(f"{loss} sm_{architecture}: {found[0]} kernels, at most {found[1]} registers, no spill")
            if version == table_version:
                wrong.append(compare(loss, architecture, found, table.get((loss, architecture))))
    if options.update:
        lines = [" ".join(map(str, (*key, *row))) + "\n" for key, row in now.items()]
        options.table.write_text(HEADER.format(version=version) + "".join(lines))
        print(f"{options.table} was written.")
        return 0
    if version != table_version:
        print(f"Registers are not compared: the table is for nvcc {table_version} and this is {version}.")
    wrong = [w for w in wrong if w]
    if wrong:
        raise Mistake("\n".join([*wrong, "If this is right: ninja update_cuda_resources, and look at the diff."]))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--table", type=pathlib.Path, default=pathlib.Path(__file__).with_name("resources.txt"))
    parser.add_argument("--update", action="store_true", help="write the table anew")
    sys.exit(main(check, parser.parse_args()))
