"""Writes the gallery: a page per shipped loss with its formula, gradient, picture, plan, rules and hard points.

    generate.py --lossc build/lossc            writes the pages and the pictures
    generate.py --lossc build/lossc --check    says which pages are not what would be written now
"""
import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LOSSES = HERE.parent.parent / "dsl" / "lossc" / "loss"

# What shows more of a loss than its defaults do; None where a curve over one entry shows nothing.
PICTURES = {
    "huber": "--param delta=0.5,1,2",
    "huber_min_form": "--param delta=0.5,1,2",
    "diffuse": None,
    "gradnorm": None,
    "iou": None,
    "info_nce_query": None,
    "weighted_regression_mse": None,
    "info_nce_matrix": "--size batch=2 pair=2",
    "symmetric_cross_entropy": "--size batch=2 pair=2",
    "info_nce": "--size batch=2 pair=2 feature=2",
    "clip": "--size batch=2 pair=2 feature=2",
    "siglip": "--size batch=2 pair=2 feature=2",
    "nt_xent": "--size batch=2 feature=2",
    "glove": "--size words=2 contexts=2 embedding=2 pairs=3",
    "supervised_contrastive": "--size batch=3 feature=2 --param n_classes=2",
    "linear_cross_entropy": "--size batch=2 classes=3 feature=2",
    "weighted_variance": "--size batch=2",
    "focal": "--param gamma=0,1,2,5 --range -6 6",
    "focal_uniform_alpha": "--param gamma=0,1,2,5 --range -6 6",
    "focal_binary": "--param gamma=0,1,2,5",
    "focal_with_logits": "--param gamma=0,1,2,5 --range -6 6",
    "label_smoothing": "--param smoothing=0,0.1,0.3 --range -2 10",
    "label_smoothing_overwrite": "--param smoothing=0,0.1,0.3 --range -2 10",
    "triplet": "--input negative --param margin=0.5,1,2",
    "triplet_distances": "--input negative --param margin=0.5,1,2",
    "siamese_contrastive": "--param margin=1,2,4",
    "dice": "--param smooth=0.000001,0.1,1",
    "diffusion_score_mse_min_snr": "--input score",
    "quadratic": "--landscape --start 1.5,1.5 --lr 0.1 --steps 12",
    "rosenbrock": "--landscape --start=-1.2,1.8 --lr 0.0015 --steps 200",
    "uncertainty_weighted": "--input log_variance",
    "clip_by_norm": "--param max_norm=0.5,1,2 --size feature=2",
    "pairwise_distance": "--size feature=2",
    "kl_divergence": "--input q --range 0.02 1",
}


def run(lossc, *arguments):
    """What lossc prints; a check that finds fault exits with 1 and prints its table all the same."""
    done = subprocess.run([lossc, *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"lossc {' '.join(arguments)}: {done.stderr}")
    return done


def families():
    """The files of losses in the order of all.hpp: (first line, names, prefixes of generated names)."""
    order = re.findall(r"#include <lossc/loss/(\w+)\.hpp>", (LOSSES / "all.hpp").read_text())
    found = []
    for file in order:
        text = (LOSSES / f"{file}.hpp").read_text()
        title = text.split("\n", 1)[0].removeprefix("// ")
        found.append((title, re.findall(r'= loss<"(\w+)">', text), re.findall(r'= loss<joined<"(\w+)"', text)))
    return found


def fence(text, language=""):
    return f"```{language}\n{text.rstrip()}\n```\n"


def arguments_table(loss):
    rows = ["| input | axes | kind | gradient |", "|---|---|---|---|"]
    for i in loss["inputs"]:
        kind = i["kind"] + (f", indexes {i['indexes']}" if "indexes" in i else "")
        rows.append(f"| `{i['name']}` | {', '.join(i['axes']) or 'a number'} | {kind} | {'yes' if i['differentiable'] else ''} |")
    if loss["parameters"]:
        rows += ["", "| parameter | default | range |", "|---|---|---|"]
        for p in loss["parameters"]:
            default = "required" if p["default"] is None else f"{p['default']:g}"
            rows.append(f"| `{p['name']}` | {default} | {p['range'] or ''} |")
    outputs = [f"`{o['name']}` [{', '.join(o['axes'])}]" for o in loss["outputs"]]
    return "\n".join(rows) + f"\n\nGives {', '.join(outputs)}.\n"


def cost(plan):
    """The lines that a plan's parts end in; a loss on all pairs has some for each side and for the core between them."""
    part, of, lines = "", "", []
    for line in plan.splitlines():
        if line in ("value", "value and gradients"):
            part, of = line, ""
        elif line == "core" or line.startswith("operand_"):
            of = f", {line}"
        elif line.startswith("cost"):
            lines.append(f"| {part}{of} | " + " | ".join(part.strip() for part in line.removeprefix("cost").split(",")) + " |")
    return "| of | reads per input entry | writes | exp |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"


def rules(rewrite):
    """Each rule once, in the order in which they fired; then the kinks."""
    fired, kinks, in_kinks = [], [], False
    for line in rewrite.splitlines():
        if line.startswith("kinks"):
            in_kinks = True
        elif in_kinks and line.startswith("  "):
            kinks.append(f"- {line.strip()}")
        elif in_kinks and line:
            in_kinks = False
        rule = re.match(r"    (R\d+\w*)\s+(\S.*)", line)
        if rule and (text := f"- **{rule[1]}** {rule[2]}") not in fired:
            fired.append(text)
    text = "\n".join(fired) or "None: the formula is stable as it is written."
    if kinks:
        text += "\n\nKinks, and the gradient there:\n\n" + "\n".join(kinks)
    return text + "\n"


def parameters_for(loss):
    """Schedules have parameters without a default."""
    values = {"sigma_min": "0.02", "sigma_max": "30"}
    required = [f"{p['name']}={values[p['name']]}" for p in loss["parameters"] if p["default"] is None]
    return ["--param", *required] if required else []


def page(lossc, loss, members, write):
    name = loss["name"]
    latex = run(lossc, "show", name, "--stage", "latex").stdout.strip().splitlines()
    text = f"# {name}\n\n{loss['summary']}\n\n" + fence(loss["formula"])
    if loss["source"]:
        text += f"\n{loss['source']}.\n"
    if len(members) > 1:
        text += "\nOne of " + ", ".join(f"`{m}`" for m in members) + ".\n"
    text += "\n" + arguments_table(loss)
    text += "\n## Formula and gradient\n\n" + "\n".join(f"$$\n{line}\n$$\n" for line in latex)
    options = PICTURES.get(name, "")
    if options is not None and any(i["kind"] in ("tensor", "weight") for i in loss["inputs"]):
        if write:
            picture = run(lossc, "plot", name, *options.split(), "--points", "121", "--out", str(HERE / f"{name}.svg"))
            if picture.returncode:
                sys.exit(f"{name}: {picture.stderr}")
        text += f"\n`lossc plot {' '.join([name, *options.split()])} --out {name}.svg`\n\n![{name}]({name}.svg)\n"
    text += "\n## Cost\n\n" + cost(run(lossc, "show", name, "--stage", "plan").stdout)
    text += "\n## Rules that fired\n\n" + rules(run(lossc, "show", name, "--stage", "rewrite").stdout)
    hard = run(lossc, "check", name, "--hard", *parameters_for(loss)).stdout.rstrip().splitlines()
    more = len(hard) - 24
    text += f"\n## Hard points\n\n`lossc check {' '.join([name, '--hard', *parameters_for(loss)])}`:\n\n"
    text += fence("\n".join(hard[:24] + ([f"... and {more} lines more"] if more > 0 else [])))
    return f"{name}.md", text


def pages(lossc, write):
    losses = {loss["name"]: loss for loss in json.loads(run(lossc, "list", "--json").stdout)}
    index = "# The shipped losses\n\nA page for each: formula, gradient, picture, cost, rules that fired, hard points. Written by\n"
    index += "`generate.py`; a test keeps them current. [Coming from PyTorch](coming_from_pytorch.md): names with another meaning.\n"
    jobs, placed = [], set()
    for title, names, prefixes in families():
        groups = [[n] for n in names] + [[n for n in losses if n.startswith(prefix)] for prefix in prefixes]
        if not groups:
            continue
        index += f"\n## {title}\n\n"
        for members in groups:
            loss = losses[members[0]]
            placed.update(members)
            jobs.append((loss, members))
            count = f" ({len(members)} of this kind)" if len(members) > 1 else ""
            index += f"- [{members[0]}]({members[0]}.md){count}: {loss['summary']}\n"
    if missing := set(losses) - placed:
        sys.exit(f"no page has {', '.join(sorted(missing))}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        made = dict(pool.map(lambda job: page(lossc, *job, write), jobs))
    made["README.md"] = index
    return made


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lossc", required=True)
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    stale = []
    for name, text in pages(given.lossc, not given.check).items():
        file = HERE / name
        old = file.read_text() if file.exists() else ""
        drawn = f"({name.removesuffix('.md')}.svg)" not in text or file.with_suffix(".svg").exists()
        if old == text and drawn:
            continue
        if not given.check:
            file.write_text(text)
        else:
            stale.append(name)
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), f"{name} as it is", "as it would be written", n=1))
    if stale:
        sys.exit(f"{len(stale)} pages are stale; write them with: cmake --build build --target update_gallery")


if __name__ == "__main__":
    main()
