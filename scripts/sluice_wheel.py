#!/usr/bin/env python3
"""Puts a sluice binary into a Python wheel: `pip install` of the file gives `sluice`. Needs nothing beside Python and readelf.

usage: scripts/sluice_wheel.py BINARY FOLDER      prints the wheel's path; BINARY as scripts/dist makes it

The same binary gives the same bytes, whenever and wherever (one version of zlib assumed). The platform tag is read from the binary: the
newest glibc it asks for.

It is a build backend as well (pyproject.toml, PEP 517), for `pip install` of this repository and for pre-commit's `language: python`: builds
the binary first, which takes Swift, minutes, and what scripts/bootstrap asks for. With SLUICE_BINARY set it takes that one instead.
"""
import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import zipfile

HOUSE = pathlib.Path(__file__).resolve().parent.parent
# Everything glibc itself brings. What else a binary asked for would have to be in the wheel.
OF_LIBC = re.compile(r"lib(c|m|pthread|dl|rt)\.so\.\d+|ld-linux[-\w]*\.so\.\d+")
MACHINES = {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "aarch64"}


class Unfit(Exception):
    """A binary that is not one to hand on, and why."""


def readelf(option, binary):
    run = subprocess.run(["readelf", option, "-W", binary], capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"})
    if run.returncode or "not an ELF" in run.stdout + run.stderr:
        raise Unfit(f"{binary}: {(run.stderr.strip() or 'not an ELF file').splitlines()[0]}")
    return run.stdout


def needed(binary):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("-d", binary))


def machine(binary):
    name = re.search(r"Machine:\s*(.*)", readelf("-h", binary))[1].strip()
    if name not in MACHINES:
        raise Unfit(f"{binary}: made for {name}; wheels are for {' and '.join(MACHINES.values())}")
    return MACHINES[name]


def glibc(binary):
    """The newest version of glibc the binary asks for, as (2, 34)."""
    versions = re.findall(r"Name: GLIBC_(\d+)\.(\d+)", readelf("-V", binary))
    if not versions:
        raise Unfit(f"{binary}: asks for no version of glibc")
    return max((int(major), int(minor)) for major, minor in versions)


def platform_tag(binary):
    strangers = [name for name in needed(binary) if not OF_LIBC.fullmatch(name)]
    if strangers:
        raise Unfit(f"{binary}: needs {', '.join(strangers)} beside libc")
    major, minor = glibc(binary)
    return f"manylinux_{major}_{minor}_{machine(binary)}"


def version():
    return re.search(r'number = "(.*)"', (HOUSE / "Sources/sluice/Version.swift").read_text())[1]


def metadata():
    readme = (HOUSE / "README.md").read_text()
    fields = [
        "Metadata-Version: 2.4", "Name: sluice", f"Version: {version()}",
        "Summary: Finds concurrency faults in Python and Swift code before production does", "License-Expression: Apache-2.0", "License-File: LICENSE",
        "Requires-Python: >=3.8", "Classifier: Environment :: Console", "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Programming Language :: Python", "Classifier: Topic :: Software Development :: Quality Assurance",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(fields) + "\n\n" + readme


def write(binary, folder):
    """Writes the wheel and returns its name."""
    tag = f"py3-none-{platform_tag(binary)}"
    stem = f"sluice-{version()}"
    info = f"{stem}.dist-info"
    # In the order they are written; RECORD last, as the format advises.
    files = {
        f"{stem}.data/scripts/sluice": pathlib.Path(binary).read_bytes(),
        f"{info}/METADATA": metadata().encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: sluice_wheel\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
        f"{info}/licenses/LICENSE": (HOUSE / "LICENSE").read_bytes(),
    }
    record = ""
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()

    name = f"{stem}-{tag}.whl"
    target = pathlib.Path(folder) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(temporary, "w") as archive:
            for path, content in files.items():
                entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
                entry.create_system = 3
                entry.external_attr = (0o100755 if "/scripts/" in path else 0o100644) << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    binary = os.environ.get("SLUICE_BINARY")
    if not binary:
        # pip shows a build's words when it fails.
        subprocess.run([HOUSE / "scripts/bootstrap"], check=True)
        subprocess.run([HOUSE / "scripts/release-build"], check=True)
        binary = HOUSE / ".build/stripped/sluice"
        binary.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "-o", binary, HOUSE / ".build/release/sluice"], check=True)
    return write(binary, wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    raise Unfit("sluice is not handed on as a source archive: clone the repository")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        print(os.path.join(sys.argv[2], write(sys.argv[1], sys.argv[2])))
    except (Unfit, OSError) as error:
        sys.exit(f"sluice_wheel: {error}")
