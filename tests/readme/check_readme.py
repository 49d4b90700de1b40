#!/usr/bin/env python3
# Compares the README's blocks with the sources and the output that they show; --update writes them anew.
"""A block of the README looks like

    <!-- region examples/01_first_loss/main.cpp readme-first -->
    ```cpp
    ...
    ```
    <!-- end -->

and is one of
    region FILE NAME                  what stands in FILE between `//{ NAME` (or `#{ NAME`) and `//}`
    lines FILE from `A` to `B`        from the first line that holds A to the next one that holds B
    output PROGRAM argument...        what the program prints
    table PROGRAM                     the same, without a fence: the program prints Markdown
FILE is a path in the source tree, or PROGRAM/FILE beside a program that was built. Where programs
are is said by --program NAME=PATH.
"""
import argparse
import difflib
import pathlib
import re
import subprocess
import sys
import textwrap

LANGUAGES = {".c": "c", ".h": "c", ".cpp": "cpp", ".hpp": "cpp", ".cc": "cpp", ".txt": "cmake"}
BLOCK = re.compile(r"^<!-- (region|lines|output|table) (.+?) -->\n(.*?)^<!-- end -->\n", re.M | re.S)


class Mistake(Exception):
    """A sentence about the README or what it shows."""


class Shown:
    """Finds what blocks show."""

    def __init__(self, root, programs):
        self.root, self.programs = root, programs

    def program(self, name):
        if name not in self.programs:
            raise Mistake(f"{name}: the README names this program; give --program {name}=PATH.")
        return pathlib.Path(self.programs[name])

    def read(self, name):
        first, _, rest = name.partition("/")
        path = self.program(first).parent / rest if first in self.programs else self.root / name
        if not path.is_file():
            raise Mistake(f"{name}: the README shows this file and it does not exist.")
        return path.read_text(encoding="utf-8")

    def region(self, words):
        name, region = words.split()
        pattern = rf"^[ \t]*(?://|#)\{{ {re.escape(region)}\n(.*?)^[ \t]*(?://|#)\}}"
        found = re.search(pattern, self.read(name), re.M | re.S)
        if not found:
            raise Mistake(f"{name}: has no region between '//{{ {region}' and '//}}'.")
        return self.fenced(textwrap.dedent(found[1]), name)

    def lines(self, words):
        parts = re.fullmatch(r"(\S+) from `(.+)` to `(.+)`", words)
        if not parts:
            raise Mistake(f"lines {words}: expected 'lines FILE from `TEXT` to `TEXT`'.")
        name, first, last = parts.groups()
        lines = self.read(name).splitlines(keepends=True)
        begin = next((i for i, line in enumerate(lines) if first in line), None)
        if begin is None:
            raise Mistake(f"{name}: no line holds '{first}'.")
        end = next((i for i in range(begin, len(lines)) if last in lines[i]), None)
        if end is None:
            raise Mistake(f"{name}: no line after '{first}' holds '{last}'.")
        return self.fenced(textwrap.dedent("".join(lines[begin : end + 1])), name)

    def output(self, words):
        return self.fenced(self.printed(words), "")

    def table(self, words):
        return self.printed(words)

    def printed(self, words):
        name, *arguments = words.split()
        ran = subprocess.run([self.program(name), *arguments], capture_output=True, text=True)
        if ran.returncode != 0:
            raise Mistake(f"{words}: failed with status {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout

    @staticmethod
    def fenced(text, name):
        return f"```{LANGUAGES.get(pathlib.Path(name).suffix, '')}\n{text}```\n"


def main():
    parser = argparse.ArgumentParser(description="Checks the blocks of a README.")
    parser.add_argument("readme", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, help="of the source tree; the README's folder unless given")
    parser.add_argument("--program", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--update", action="store_true", help="write the blocks anew")
    options = parser.parse_args()
    shown = Shown(options.root or options.readme.resolve().parent, dict(p.split("=", 1) for p in options.program))

    before = options.readme.read_text(encoding="utf-8")
    found = BLOCK.findall(before)
    opened = len(re.findall(r"^<!-- (?:region|lines|output|table) ", before, re.M))
    if not found or len(found) != opened:
        raise Mistake(f"{options.readme}: {opened} blocks begin and {len(found)} of them end with '<!-- end -->'.")
    after = BLOCK.sub(lambda m: f"<!-- {m[1]} {m[2]} -->\n{getattr(shown, m[1])(m[2])}<!-- end -->\n", before)
    if after == before:
        print(f"{len(found)} blocks of {options.readme.name} are as they should be.")
        return 0
    if options.update:
        options.readme.write_text(after, encoding="utf-8")
        print(f"{options.readme} was updated.")
        return 0
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), "README", "now", lineterm="")
    print(f"{options.readme} shows what is no longer so:", *difference, sep="\n")
    print("If the new text is right, update with", " ".join([sys.executable, *sys.argv, "--update"]), sep="\n  ")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        sys.exit(1)
