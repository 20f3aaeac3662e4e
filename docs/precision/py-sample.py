#!/usr/bin/env python3
"""py-sample.py REPORT RULE [--count 20] [--seed 2] [--root DIR] [--context 8]

Draws findings of one rule at random from a JSON report (`sluice scan --format json`) and prints each with the lines around
it. The draw depends on the seed and the findings only: they are sorted by path and line first. Prints the table rows for the
rule's page as well, verdicts left open.
"""
import argparse
import json
import os
import random


def draw(report, rule, count, seed):
    found = sorted(
        (f for f in report["findings"] if f["rule"] == rule),
        key=lambda f: (f["path"], f["start"]["line"], f["start"]["column"]))
    chosen = found if len(found) <= count else random.Random(seed).sample(found, count)
    return len(found), sorted(chosen, key=lambda f: (f["path"], f["start"]["line"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("rule")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--root", default=".")
    parser.add_argument("--context", type=int, default=8)
    options = parser.parse_args()
    with open(options.report, encoding="utf-8") as file:
        report = json.load(file)
    total, chosen = draw(report, options.rule, options.count, options.seed)
    print(f"{options.rule}: {total} findings, {len(chosen)} drawn with seed {options.seed}")
    for finding in chosen:
        line = finding["start"]["line"]
        print(f"\n=== {finding['path']}:{line}  {finding['message']}")
        with open(os.path.join(options.root, finding["path"]), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
        for number in range(max(1, line - options.context), min(len(lines), line + options.context) + 1):
            print(f"{'>' if number == line else ' '}{number:5} {lines[number - 1]}")
    print()
    for finding in chosen:
        print(f"| {finding['path']}:{finding['start']['line']} |  |  |")


if __name__ == "__main__":
    main()
