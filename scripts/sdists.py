#!/usr/bin/env python3
"""sdists.py PINS DIR: downloads the source distributions named in PINS into DIR, each checked against its sha256.

PINS is in sha256sum's format, `HASH  NAME-VERSION.tar.gz`. pip is the client. It insists on asking each package's build
backend for metadata, which would install the backend and run the package's code; the backends it finds here instead are
stubs that answer from PKG-INFO.
"""
import hashlib
import os
import subprocess
import sys
import tempfile

BACKENDS = ["setuptools.build_meta", "hatchling.build", "poetry.core.masonry.api", "flit_core.buildapi", "maturin"]

STUB = '''
import os, re, sys

def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    with open("PKG-INFO", encoding="utf-8", errors="replace") as file:
        text = file.read()
    name, version = (re.search(rf"^{key}: *(\\S+)", text, re.M)[1] for key in ("Name", "Version"))
    folder = re.sub(r"[-_.]+", "_", name) + f"-{version}.dist-info"
    os.makedirs(os.path.join(metadata_directory, folder))
    with open(os.path.join(metadata_directory, folder, "METADATA"), "w", encoding="utf-8") as file:
        file.write(f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    return folder

def refuse(*arguments, **keywords):
    raise RuntimeError("this stub answers questions about metadata only")

def nothing(*arguments, **keywords):
    return []

prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel
build_wheel = build_sdist = build_editable = refuse
get_requires_for_build_wheel = get_requires_for_build_sdist = get_requires_for_build_editable = nothing
__legacy__ = sys.modules[__name__]
'''


def read_pins(path):
    """[(sha256, file name)] in the order of the file."""
    with open(path, encoding="ascii") as file:
        return [tuple(line.split()) for line in file if line.strip()]


def write_stubs(folder):
    for backend in BACKENDS:
        *packages, module = backend.split(".")
        for depth in range(1, len(packages) + 1):
            package = os.path.join(folder, *packages[:depth])
            os.makedirs(package, exist_ok=True)
            open(os.path.join(package, "__init__.py"), "w").close()
        with open(os.path.join(folder, *packages, module + ".py"), "w", encoding="utf-8") as file:
            file.write(STUB)


def download(pins, destination):
    with tempfile.TemporaryDirectory() as work:
        stubs = os.path.join(work, "stubs")
        write_stubs(stubs)
        requirements = os.path.join(work, "requirements.txt")
        with open(requirements, "w", encoding="ascii") as file:
            for sha256, archive in pins:
                name, version = archive.removesuffix(".tar.gz").rsplit("-", 1)
                file.write(f"{name}=={version} --hash=sha256:{sha256}\n")
        return subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary", ":all:",
             "--no-build-isolation", "--use-pep517", "--require-hashes", "--dest", destination, "--requirement", requirements],
            env={**os.environ, "PYTHONPATH": stubs}).returncode


def wrong_hashes(pins, folder):
    """The archives that are missing from the folder or are not the pinned ones."""
    wrong = []
    for sha256, archive in pins:
        try:
            with open(os.path.join(folder, archive), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != sha256:
                    wrong.append(archive)
        except OSError:
            wrong.append(archive)
    return wrong


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    pins, destination = read_pins(sys.argv[1]), sys.argv[2]
    os.makedirs(destination, exist_ok=True)
    if not wrong_hashes(pins, destination):
        return
    status = download(pins, destination)
    if status != 0:
        sys.exit("sdists: pip could not fetch them; its own words are above. Is there a network? Is a proxy or mirror to be configured (pip config)?")
    wrong = wrong_hashes(pins, destination)
    if wrong:
        sys.exit("sdists: these are not the files pinned in " + sys.argv[1] + ": " + ", ".join(wrong))


if __name__ == "__main__":
    main()
