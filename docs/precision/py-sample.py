#!/usr/bin/env python3
"""py-sample.py REPORT[=ROOT]... RULE [--count 20] [--per-project N] [--seed 2] [--context 8]

Draws findings of one rule at random from JSON reports (`sluice scan --format json`, run in ROOT; default: here) and prints each
with the lines around it, then the rows of the rule's page with the verdicts left open. With --per-project no project (a top
folder of ROOT) gives more than N, so that a large one does not stand for all. The draw depends on the seed and on the
findings, sorted by place, only.
"""
import argparse
import json
import os
import random


def findings(pair, rule):
    report, _, root = pair.partition("=")
    with open(report, encoding="utf-8") as file:
        return [
            (f["path"], f["start"]["line"], f["start"]["column"], f["message"], root or ".")
            for f in json.load(file)["findings"] if f["rule"] == rule]


def draw(found, count, per_project, seed):
    found = sorted(found)
    if per_project is None:
        return found if len(found) <= count else sorted(random.Random(seed).sample(found, count))
    random.Random(seed).shuffle(found)
    taken, chosen = {}, []
    for finding in found:
        project = finding[0].split("/")[0]
        if len(chosen) < count and taken.get(project, 0) < per_project:
            taken[project] = taken.get(project, 0) + 1
            chosen.append(finding)
    return sorted(chosen)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="+", metavar="REPORT[=ROOT]")
    parser.add_argument("rule")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--per-project", type=int)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--context", type=int, default=8)
    parser.add_argument("--root", help="where the reports without a ROOT were made", default=".")
    options = parser.parse_args()
    found = [finding for pair in options.reports for finding in findings(pair, options.rule)]
    chosen = draw(found, options.count, options.per_project, options.seed)
    print(f"{options.rule}: {len(found)} findings, {len(chosen)} drawn with seed {options.seed}")
    for path, line, _, message, root in chosen:
        print(f"\n=== {path}:{line}  {message}")
        with open(os.path.join(options.root if root == "." else root, path), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
        for number in range(max(1, line - options.context), min(len(lines), line + options.context) + 1):
            print(f"{'>' if number == line else ' '}{number:5} {lines[number - 1]}")
    print()
    for path, line, *_ in chosen:
        print(f"| {path}:{line} |  |  |")


if __name__ == "__main__":
    main()
