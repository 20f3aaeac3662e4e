#!/usr/bin/env python3
"""run.py: how fast sluice is, beside what else can be done with the same files on the same machine in the same minutes.

Times alone say little on a machine that others use; every table therefore gives ratios between programs that ran in turns,
medians of --rounds. Wall time suffers most from company, CPU time least. Tables are Markdown. Fetches the corpora and tools it needs.
"""
import argparse
import hashlib
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCH = ROOT / ".bench"
SLUICE = ROOT / ".build/release/sluice"
RUFF, AST_GREP = BENCH / "venv/bin/ruff", BENCH / "venv/bin/ast-grep"
SUFFIXES = {"python": (".py", ".pyi"), "swift": (".swift",)}
SHARES = {"1x": 4, "2x": 2}
SMALL = "import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n\n\nasyncio.run(main())\n"


class Run:
    """One process from start to end: seconds of wall and CPU, peak bytes of memory."""

    def __init__(self, command, output=os.devnull):
        with open(output, "wb") as stdout:
            started = time.perf_counter()
            process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, cwd=BENCH)
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        if process.returncode not in (0, 1, 75):
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors.decode(errors='replace')}")


def in_turns(commands, rounds):
    """Runs each command once a round, after one round that only warms the page cache. name -> [Run]"""
    for command in commands.values():
        Run(command)
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(Run(command))
    return runs


def median(runs, figure):
    return statistics.median(getattr(run, figure) for run in runs)


def files_of(tree, language):
    found = []
    for folder, folders, names in os.walk(tree):
        folders.sort()
        found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(SUFFIXES[language])]
    return found


def write_list(language, share=1):
    """The file list of the C programs, which do not walk."""
    paths = files_of(BENCH / language, language)[::share]
    target = BENCH / f"{language}-{share}.list"
    target.write_text("".join(path + "\n" for path in paths))
    return target, len(paths), sum(os.path.getsize(path) for path in paths)


def linked_share(language, name, share):
    """A tree of hard links to every share-th file, so that walking is measured too."""
    tree = BENCH / f"{language}-{name}"
    shutil.rmtree(tree, ignore_errors=True)
    size = 0
    for path in files_of(BENCH / language, language)[::share]:
        link = tree / os.path.relpath(path, BENCH / language)
        link.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, link)
        size += os.path.getsize(path)
    return tree, size


def c_program(name, *rooms):
    """One of the C programs beside this script, with the C of our own rooms where it measures that."""
    binary = BENCH / name
    grammars = [path for language in ("python", "swift") for path in sorted((ROOT / ".grammars" / language / "src").glob("*.c"))]
    sources = [HERE / f"{name}.c", *grammars, *(path for room in rooms for path in sorted((ROOT / "Sources" / room).glob("*.c")))]
    if not binary.exists() or binary.stat().st_mtime < max(os.path.getmtime(source) for source in sources):
        headers = [f"-I{ROOT}/Sources/{room}/include" for room in rooms]
        subprocess.run(["cc", "-O2", "-w", "-DTREE_SITTER_REUSE_ALLOCATOR", *headers, "-o", binary, *sources, "-ltree-sitter", "-lpthread"], check=True)
    return binary


def scan(tree, *options):
    """Every file the others read too: nothing is left out for its folder's name, its size or a marker."""
    return [SLUICE, "scan", tree, "--no-gitignore", "--no-default-excludes", "--include-generated", "--max-file-size", "100M",
            "--fail-on", "never", "--quiet", "--format", "concise", "--no-cache", *options]


def beside_others(language, rounds):
    threads = str(os.cpu_count())
    listed, count, size = write_list(language)
    tree = BENCH / language
    commands = {
        "sluice": scan(tree),
        "sluice --no-prefilter": scan(tree, "--no-prefilter"),
        "parse and flat tree only (our kernel, C)": [c_program("kernel_parse", "CSyntax"), listed, threads],
        "bare parse (C, libtree-sitter)": [c_program("bare_parse"), listed, threads],
    }
    if language == "python":
        commands["ruff check"] = [RUFF, "check", "--isolated", "--no-cache", "--no-respect-gitignore", "--config", "exclude=[]", "--exit-zero", "--quiet",
                                  "--output-format", "concise", "--select", "ASYNC,S,SIM115,RUF006,B,PLW", tree]
    commands["ast-grep, 10 rules"] = [AST_GREP, "scan", "--config", HERE / "ast-grep/sgconfig.yml", "--no-ignore", "parent", "--no-ignore", "vcs",
                                      "--json=stream", tree]
    runs = in_turns(commands, rounds)

    print(f"\n## {language.capitalize()}: {count:,} files, {size / 1e6:.1f} MB, {threads} threads, medians of {rounds}\n")
    print("| program | wall s | CPU s | MB/s | peak MiB | wall / bare parse | CPU / bare parse | wall / ruff | CPU / ruff |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    bare, ruff = runs["bare parse (C, libtree-sitter)"], runs.get("ruff check")
    for name, of in runs.items():
        cells = [f"{median(of, 'wall'):.2f}", f"{median(of, 'cpu'):.2f}", f"{size / 1e6 / median(of, 'wall'):.1f}", f"{median(of, 'memory') / 2**20:.0f}"]
        cells += [f"{median(of, figure) / median(other, figure):.2f}" if other else "" for other in (bare, ruff) for figure in ("wall", "cpu")]
        print(f"| {name} | {' | '.join(cells)} |")
    whole_program(tree)
    print(f"\nThe same findings with and without the prefilter: {'yes' if same_findings(tree) else 'NO'}")


def whole_program(tree):
    """The part of a run in which the files are linked and the analyses settle what was found, from --stats, both ways."""
    print("\n| run | candidates | files read for them | whole program, s | all, s | share |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, options in (("sluice", []), ("sluice --no-prefilter", ["--no-prefilter"])):
        output = BENCH / "stats.txt"
        with open(output, "wb") as errors:
            # One thread: the phase is one thread's, so that the share is one of CPU time.
            subprocess.run([*scan(tree, *options), "--jobs", "1", "--stats"], stdout=subprocess.DEVNULL, stderr=errors, cwd=BENCH, check=True)
        text = output.read_text()
        output.unlink()
        figures = re.search(r"whole program: (\d+) candidates, (\d+) files read for them, ([\d.]+) seconds", text)
        seconds = re.search(r"^seconds: ([\d.]+)", text, re.MULTILINE)
        if not figures or not seconds:
            sys.exit(f"no figures about the whole program in what --stats says:\n{text}")
        part, whole = float(figures[3]), float(seconds[1])
        print(f"| {name} | {int(figures[1]):,} | {int(figures[2]):,} | {part:.2f} | {whole:.2f} | {part / whole:.0%} |")


def same_findings(tree):
    digests = set()
    for options in ([], ["--no-prefilter"]):
        output = BENCH / "findings.txt"
        Run(scan(tree, *options), output)
        digests.add(hashlib.sha256(output.read_bytes()).hexdigest())
        output.unlink()
    return len(digests) == 1


def growth(language, rounds):
    trees = {name: linked_share(language, name, share) for name, share in SHARES.items()}
    whole = BENCH / language
    trees["4x"] = (whole, sum(os.path.getsize(path) for path in files_of(whole, language)))
    print(f"\n## {language.capitalize()}: time in proportion to bytes\n")
    print("| corpus | MB | CPU s | CPU ns/byte | peak MiB | no prefilter, CPU s | CPU ns/byte | peak MiB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    commands = {}
    for name, (tree, _) in trees.items():
        commands[name] = scan(tree)
        commands[name + " whole"] = scan(tree, "--no-prefilter")
    runs = in_turns(commands, rounds)
    for name, (tree, size) in trees.items():
        cells = [name, f"{size / 1e6:.1f}"]
        for of in (runs[name], runs[name + " whole"]):
            cpu = median(of, "cpu")
            cells += [f"{cpu:.2f}", f"{cpu * 1e9 / size:.1f}", f"{median(of, 'memory') / 2**20:.0f}"]
        print(f"| {' | '.join(cells)} |")
        if tree != whole:
            shutil.rmtree(tree)


def start_up():
    small = BENCH / "small.py"
    small.write_text(SMALL)
    runs = in_turns({"sluice scan small.py": scan(small), "sluice --version": [SLUICE, "--version"], "ruff check small.py": [
        RUFF, "check", "--isolated", "--no-cache", "--exit-zero", "--quiet", small]}, 21)
    print("\n## One small file, start to finish, median of 21\n\n| command | wall ms | CPU ms | peak MiB |\n| --- | ---: | ---: | ---: |")
    for name, of in runs.items():
        print(f"| {name} | {median(of, 'wall') * 1e3:.1f} | {median(of, 'cpu') * 1e3:.1f} | {median(of, 'memory') / 2**20:.0f} |")
    small.unlink()


def hot_loop():
    """The cost of one node across rooms; the program under test measures that itself and prints a table."""
    largest = max(files_of(BENCH / "python", "python"), key=os.path.getsize)
    done = subprocess.run([SLUICE, "debug", "hot-loop", largest], capture_output=True, text=True)
    print("\n## The hot loop across rooms\n")
    print(done.stdout.strip() if done.returncode == 0 else f"sluice debug hot-loop ended with {done.returncode}: {done.stderr.strip()}")


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown processor")
    version = subprocess.run([SLUICE, "--version"], capture_output=True, text=True).stdout.strip().replace("\n", ", ")
    print(f"{version}; {os.cpu_count()} cores of {model}; load {os.getloadavg()[0]:.1f} at the start")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["others", "growth", "start-up", "hot-loop"], action="append", help="one part of it")
    parser.add_argument("--language", choices=sorted(SUFFIXES), action="append")
    arguments = parser.parse_args()
    parts = arguments.only or ["others", "growth", "start-up", "hot-loop"]
    languages = arguments.language or sorted(SUFFIXES)
    subprocess.run([HERE / "corpora"], check=True)
    subprocess.run([HERE / "tools"], check=True)

    sys.stdout.reconfigure(line_buffering=True)
    machine()
    for language in languages:
        if "others" in parts:
            beside_others(language, arguments.rounds)
        if "growth" in parts:
            growth(language, arguments.rounds)
    if "start-up" in parts:
        start_up()
    if "hot-loop" in parts:
        hot_loop()


if __name__ == "__main__":
    main()
