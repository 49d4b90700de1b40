#!/usr/bin/env python3
"""Plants faults in the text of a kernel: replaces the n-th match of each regular expression, or all."""
import argparse
import pathlib
import re
import sys


def planted(text, pattern, replacement, nth, after):
    """`nth` counts from 1 behind the first match of `after`; the replacement may name groups, as \\1."""
    begin = re.search(after, text)
    if begin is None:
        raise ValueError(f"'{after}' matches nowhere, so nothing comes after it")
    matches = list(re.compile(pattern, re.MULTILINE).finditer(text, begin.end()))
    if nth == "all":
        chosen = matches
    else:
        chosen = matches[int(nth) - 1 : int(nth)]
    if not chosen:
        raise ValueError(f"'{pattern}' matches {len(matches)} times, so there is no match {nth}")
    changed = text
    for match in reversed(chosen):
        changed = changed[: match.start()] + match.expand(replacement) + changed[match.end() :]
    if changed == text:
        raise ValueError(f"'{replacement}' is what match {nth} of '{pattern}' says already")
    return changed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--plant", nargs=3, action="append", default=[],
                        metavar=("PATTERN", "REPLACEMENT", "N"), help="N counts from 1, or is 'all'; "
                        "without a plant the text is copied as it is")
    parser.add_argument("--after", default="", metavar="PATTERN", help="where the plants begin to look")
    arguments = parser.parse_args()
    text = arguments.source.read_text()
    try:
        for pattern, replacement, nth in arguments.plant:
            text = planted(text, pattern, replacement, nth, arguments.after)
    except (ValueError, re.error) as error:
        sys.exit(f"{arguments.source}: {error}; nothing is written.")
    arguments.target.write_text(text)


if __name__ == "__main__":
    main()
