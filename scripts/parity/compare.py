#!/usr/bin/env python3
"""compare.py SLUICE CORPUS...: do our matches equal ast-grep's? Same rule files, same real files, file and range compared.

Only files that both tools parse without error take part, at most --files of them a language, spread evenly over the corpora.
Agreement is intersection over union of (rule, file, start, end). Ends with 1 when a language falls below its goal.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SUFFIXES = {"python": (".py", ".pyi"), "swift": (".swift",)}
GOALS = {"python": 0.995, "swift": 0.95}
BATCH = 400  # paths a command line

# Any node that is an error, or that no rule can miss: what finds out which files both parse cleanly.
PROBE = "id: parity-probe\nlanguage: {language}\nseverity: hint\nmessage: m\nrule: {{kind: {kind}}}\n"


def files_of(corpora, language):
    found = (path for corpus in corpora for path in pathlib.Path(corpus).resolve().rglob("*"))
    return sorted(str(path) for path in found if path.suffix in SUFFIXES[language] and path.is_file())


def spread(items, count):
    return items if len(items) <= count else [items[index * len(items) // count] for index in range(count)]


def batches(paths):
    return [paths[index:index + BATCH] for index in range(0, len(paths), BATCH)]


def ast_grep(options, paths):
    """Yields each match as ast-grep's JSON has it."""
    for batch in batches(paths):
        command = [ROOT / ".bench/venv/bin/ast-grep", "scan", *options, "--no-ignore", "parent", "--no-ignore", "vcs", "--json=stream", *batch]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                yield json.loads(line)
            errors = process.stderr.read()
        if process.returncode not in (0, 1):
            sys.exit(f"ast-grep ended with {process.returncode}:\n{errors}")


def sluice(binary, rules, paths):
    """Yields one report a batch; no built-in rule runs. Bad rule files end the run in `RejectedRules`."""
    for batch in batches(paths):
        with tempfile.NamedTemporaryFile(suffix=".json") as output, tempfile.TemporaryDirectory() as no_rules:
            command = [binary, "scan", "--rules-dir", no_rules, "--rules", rules, "--no-gitignore", "--no-default-excludes", "--include-generated",
                       "--no-prefilter", "--fail-on", "never", "--format", "json", "--output", output.name, *batch]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if done.returncode == 65:
                raise RejectedRules(done.stderr)
            if done.returncode not in (0, 1, 75):
                sys.exit(f"sluice ended with {done.returncode}:\n{done.stderr}")
            yield json.load(open(output.name, encoding="utf-8"))


class RejectedRules(Exception):
    """Our loader's words about rule files it does not take."""


def clean_files(binary, paths, language):
    """The files in which neither tool meets anything it cannot parse."""
    kinds = {"python": "module", "swift": "source_file"}
    with tempfile.TemporaryDirectory() as work:
        errors, roots = pathlib.Path(work, "errors.yml"), pathlib.Path(work, "parity-probe.yml")
        errors.write_text(PROBE.format(language=language, kind="ERROR"))
        roots.write_text(PROBE.format(language=language, kind=kinds[language]))
        theirs = {match["file"] for match in ast_grep(["--rule", errors], paths)}
        ours = set()
        for report in sluice(binary, roots, paths):
            for file in report["summary"].get("notUnderstood", []) + report["summary"]["skipped"]:
                ours.add(os.path.abspath(file["path"]))
    return [path for path in paths if path not in theirs and path not in ours]


def their_matches(config, paths):
    matches = set()
    for match in ast_grep(["--config", config / "sgconfig.yml"], paths):
        start, end = match["range"]["start"], match["range"]["end"]
        matches.add((match["ruleId"], match["file"], start["line"] + 1, start["column"] + 1, end["line"] + 1, end["column"] + 1))
    return matches


def our_matches(binary, config, paths):
    matches = set()
    for report in sluice(binary, config / "sgconfig.yml", paths):
        for finding in report["findings"]:
            start, end = finding["start"], finding["end"]
            matches.add((finding["rule"], os.path.abspath(finding["path"]), start["line"], start["column"], end["line"], end["column"]))
    return matches


def without_rejected(binary, work):
    """Removes from the copy in `work` the rule files our loader refuses, and returns their ids."""
    rejected = {}
    while True:
        try:
            for _ in sluice(binary, work / "sgconfig.yml", [str(HERE / "compare.py")]):
                pass
            return rejected
        except RejectedRules as error:
            named = {pathlib.Path(name) for name in re.findall(r"^(\S+\.yml):\d+:\d+:", str(error), re.M)}
            files = [file for file in (work / "rules").rglob("*.yml") if any(name.name == file.name for name in named)]
            if not files:
                sys.exit(f"our loader refuses the rules:\n{error}")
            for file in files:
                rejected[file.stem] = next(line for line in str(error).splitlines() if file.name in line)
                file.unlink()


def show(language, rules, theirs, ours, rejected, examples):
    print(f"\n{language}\n{'rule':32} {'ast-grep':>9} {'sluice':>9} {'both':>9}  agreement")
    by_rule = collections.defaultdict(lambda: (set(), set()))
    for match in theirs:
        by_rule[match[0]][0].add(match)
    for match in ours:
        by_rule[match[0]][1].add(match)
    for rule in rules:
        a, b = by_rule[rule]
        print(f"{rule:32} {len(a):9} {len(b):9} {len(a & b):9}  {agreement(a, b):9.3%}{'  REJECTED' if rule in rejected else ''}")
        for title, only in (("ast-grep only", a - b), ("sluice only", b - a)):
            for match in sorted(only)[:examples]:
                print(f"    {title}: {match[1]}:{match[2]}:{match[3]} - {match[4]}:{match[5]}")
    for rule, words in sorted(rejected.items()):
        if rule in rules:
            print(f"    rejected: {words}")
    print(f"{language}: {agreement(theirs, ours):.3%} of {len(theirs | ours)} matches; goal {GOALS[language]:.1%}")


def agreement(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sluice")
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--files", type=int, default=1200, help="clean files a language (default 1200)")
    parser.add_argument("--examples", type=int, default=2, help="differences shown a rule and side (default 2)")
    parser.add_argument("--language", choices=sorted(SUFFIXES), action="append")
    arguments = parser.parse_args()
    binary = os.path.abspath(arguments.sluice)
    subprocess.run([ROOT / "scripts/bench/tools"], check=True)

    failed = False
    with tempfile.TemporaryDirectory() as work:
        config = pathlib.Path(work, "parity")
        shutil.copytree(HERE, config)
        rejected = without_rejected(binary, config)
        for language in arguments.language or sorted(SUFFIXES):
            rules = sorted(file.stem for file in (HERE / "rules" / language).glob("*.yml"))
            candidates = spread(files_of(arguments.corpus, language), arguments.files * 3 // 2)
            paths = spread(clean_files(binary, candidates, language), arguments.files)
            print(f"{language}: {len(paths)} files that both parse, of {len(candidates)} tried")
            wanted = set(rules)
            theirs = {match for match in their_matches(HERE, paths) if match[0] in wanted}
            ours = {match for match in our_matches(binary, config, paths) if match[0] in wanted}
            show(language, rules, theirs, ours, rejected, arguments.examples)
            failed |= len(paths) < 1000 or agreement(theirs, ours) < GOALS[language]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
