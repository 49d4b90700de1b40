#!/usr/bin/env python3
"""Writes the texts of the kernels in plants.py, a folder for each, and the table of them for planted.cpp."""
import argparse
import pathlib
import sys

from plants import only_f32, plants

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "emulate"))
from planted import planted  # noqa: E402


def write_if_changed(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def write(p, kernels, runtime, out):
    kernel = f"{p.loss}.cu"
    texts = {kernel: (kernels / kernel).read_text()}
    for f in (*only_f32, *p.faults):
        if f.file not in texts and f.file:
            texts[f.file] = (runtime / f.file).read_text()
        try:
            texts[f.file or kernel] = planted(texts[f.file or kernel], f.replace, f.by, f.match, f.after)
        except ValueError as error:
            sys.exit(f"plants.py, {p.name}: {f.file or kernel}: {error}.")
    for name, text in texts.items():
        write_if_changed(out / p.name / ("kernel.cpp" if name == kernel else f"lossc/runtime/{name}"), text)


def rows(p):
    for size, found in p.found.items():
        axes, _, most_shared_bytes = size.partition("/")
        shape = axes.replace("x", ", ")
        yield f'{{"{p.name}", "{p.loss}", {shape}, {most_shared_bytes or 0}, R"-({found})-"}},\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", choices=("name", "loss"), help="only print the name of each kernel, or the losses")
    parser.add_argument("--kernels", type=pathlib.Path, help="folder of the emitted texts")
    parser.add_argument("--runtime", type=pathlib.Path, help="folder of the headers they include")
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.list is not None:
        print(";".join(dict.fromkeys(getattr(p, arguments.list) for p in plants)), end="")
        return
    for p in plants:
        write(p, arguments.kernels, arguments.runtime, arguments.out)
    write_if_changed(arguments.out / "plants.inc", "".join(row for p in plants for row in rows(p)))


if __name__ == "__main__":
    main()
