"""Lay out the bundle: everything that a machine without a network needs to install the program and answer.

`python .ci/bundle.py build/geungeo-0.1.0-bundle` fetches wheels in the versions that are pinned, builds the own wheel
with the models inside, and puts beside them the documentation, the sample documents, `install.sh` and what that checks.
`--with NAME` adds an extra of pyproject.toml, or `sentence-transformers`: the program needs that one only for embedding
and reading models other than its own, and it brings torch. The wheels are for the system and Python that run this file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OTHER_MODELS = "sentence-transformers"
"""The one requirement that is left out unless asked for: it runs no model of the package, and brings torch."""
PAGES = ("README.md", "README.ko.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "docs")
COMPILED = 1.35
"""Size of an installation with compiled modules by that of the wheels' files; measured 1.3."""
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_GLIBC = re.compile(r"manylinux_(\d+)_(\d+)_|manylinux(2014)_")


@dataclass(frozen=True, slots=True)
class Wheel:
    """What a wheel says of itself."""

    file: str
    name: str
    version: str
    licence: str
    sha256: str
    unpacked: int
    """Bytes of its files."""


def requirements(project: dict[str, Any], wanted: Iterable[str]) -> list[str]:
    """Return what the program and the wanted extras require, without what runs other models unless that is wanted."""
    wanted = list(wanted)
    extras = project["optional-dependencies"]
    own = [one for one in project["dependencies"] if OTHER_MODELS in wanted or not one.startswith(OTHER_MODELS)]
    return own + [one for name in wanted for one in extras.get(name, ())]


def choices(project: dict[str, Any]) -> list[str]:
    """Return what may be added: the extras that name packages of others."""
    extras = project["optional-dependencies"]
    own = [name for name, needs in extras.items() if not any(one.startswith(project["name"]) for one in needs)]
    return list(dict.fromkeys([*own, OTHER_MODELS]))


def pins(root: Path = ROOT) -> str:
    r"""Return the exact versions that the project is tried with, as constraints of pip without digests.

    `a==1 \` followed by lines of `--hash=…` becomes `a==1`.
    """
    files = (path for path in (root / "lock.txt", root / "constraints.txt") if path.is_file())
    lines = (line.removesuffix("\\").strip() for path in files for line in path.read_text("utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("#", "--hash")))


def fetch(wanted: list[str], folder: Path, root: Path = ROOT) -> None:
    """Put the wheels of the requirements, in the versions of `pins`, and the project's own into a folder.

    What pip chooses is fetched by its digest. Raises SystemExit where the lock has digests, and not that one.
    """
    lock = root / "lock.txt"
    known = set(_DIGEST.findall(lock.read_text("utf-8"))) if lock.is_file() else set()
    with tempfile.TemporaryDirectory() as place:
        versions, report, chosen = (Path(place) / name for name in ("versions.txt", "report.json", "chosen.txt"))
        versions.write_text(pins(root), "utf-8")
        # What builds a wheel is pinned as well; pip reads that from the second variable since 25.3.
        environment = os.environ | {"PIP_CONSTRAINT": str(versions), "PIP_BUILD_CONSTRAINT": str(versions)}

        def pip(*arguments: str) -> None:
            command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, "-qq"]
            if done := subprocess.run(command, env=environment, check=False).returncode:  # noqa: S603 - the project's own
                sys.exit(done)

        pip("install", "--dry-run", "--ignore-installed", "--report", str(report), *wanted)
        found = list(_chosen(json.loads(report.read_text("utf-8"))))
        if strange := [name for name, digest in found if known and digest not in known]:
            sys.exit(f"not a file of lock.txt: {', '.join(strange)}")
        chosen.write_text("".join(f"{name} --hash=sha256:{digest}\n" for name, digest in found), "utf-8")
        pip("wheel", "--no-deps", "--require-hashes", "--wheel-dir", str(folder), "-r", str(chosen))
        pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(root))


def _chosen(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield `name==version` and digest of each file in pip's report."""
    for item in report["install"]:
        metadata = item["metadata"]
        yield f"{metadata['name']}=={metadata['version']}", item["download_info"]["archive_info"]["hashes"]["sha256"]


def described(wheel: Path) -> Wheel:
    """Read a wheel's name, version, licence and digest."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        head = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
        unpacked = sum(one.file_size for one in archive.infolist())
    classifiers = (one.rpartition("::")[2].strip() for one in head.get_all("Classifier", []) if "License ::" in one)
    # The old field may hold the whole licence; its first line names it.
    old = (head.get("License") or "").strip().partition("\n")[0][:80]
    licence = head.get("License-Expression") or ", ".join(classifiers) or old or "unknown"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return Wheel(wheel.name, _normal(head["Name"]), head["Version"], licence, digest, unpacked)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def glibc(files: Iterable[str]) -> str:
    """Return the oldest glibc on which every wheel runs, of the tags in their names; empty where none asks for one.

    A wheel with several tags runs where one of them is met: `manylinux_2_17_x86_64.manylinux2014_x86_64` asks for 2.17.
    """
    tags = (_GLIBC.findall(file) for file in files)
    asked = [min((2, 17) if old else (int(one), int(two)) for one, two, old in found) for found in tags if found]
    return ".".join(map(str, max(asked))) if asked else ""


def target(wheels: list[Wheel]) -> dict[str, Any]:
    """Return what the machine that installs must have; `install.sh` compares."""
    size = sum(wheel.unpacked for wheel in wheels) * COMPILED / 1e6
    return {
        "python": "{}.{}".format(*sys.version_info),
        "system": platform.system(),
        "machine": platform.machine(),
        "glibc": glibc(wheel.file for wheel in wheels) if sysconfig.get_platform().startswith("linux") else "",
        "megabytes": round(size),
    }


def locked(wheels: list[Wheel]) -> str:
    """Return the wheels as pip's requirements, each with its digest."""
    return "".join(f"{one.name}=={one.version} --hash=sha256:{one.sha256}\n" for one in wheels)


def listed(wheels: list[Wheel]) -> str:
    """Return a line for each package: name, version and licence as the package states it."""
    width = max(len(f"{one.name} {one.version}") for one in wheels)
    return "".join(f"{f'{one.name} {one.version}':<{width}}  {one.licence}\n" for one in wheels)


def bill(wheels: list[Wheel]) -> str:
    """Return the bill of materials, CycloneDX 1.5: each package with version, licence as stated, and digest."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "hashes": [{"alg": "SHA-256", "content": one.sha256}],
            "licenses": [{"license": {"name": one.licence}}],
        }
        for one in wheels
    ]
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def documentation(folder: Path, root: Path = ROOT) -> None:
    """Copy the site where `make docs` has built one, else the Markdown it is made of."""
    site = root / "build" / "site-offline"
    if site.is_dir():
        shutil.copytree(site, folder)
        return
    folder.mkdir()
    for page in (root / name for name in PAGES):
        if page.is_dir():
            shutil.copytree(page, folder / page.name)
        elif page.is_file():
            shutil.copy(page, folder)


def sums(folder: Path) -> str:
    """Return the digest of every file, as `sha256sum` writes and reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )


def lay_out(folder: Path, root: Path = ROOT) -> None:
    """Complete a bundle whose `wheels` are there."""
    wheels = sorted(map(described, (folder / "wheels").glob("*.whl")), key=lambda one: one.name)
    for name, text in _texts(wheels):
        (folder / name).write_text(text, "utf-8")
    for name in ("LICENSE", ".ci/install.sh"):
        shutil.copy(root / name, folder)
    shutil.copytree(root / "evals/datasets/sample", folder / "sample")
    documentation(folder / "documentation", root)
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")


def _texts(wheels: list[Wheel]) -> Iterator[tuple[str, str]]:
    yield "requirements.txt", locked(wheels)
    yield "packages.txt", listed(wheels)
    yield "bill-of-materials.json", bill(wheels)
    yield "target.json", json.dumps(target(wheels), indent=1) + "\n"


def pack(folder: Path) -> Path:
    """Write the folder as a tar file beside it, without names of users; return its path."""
    packed = folder.with_name(folder.name + ".tar.gz")

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    # Wheels are compressed already.
    with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
        archive.add(folder, folder.name, filter=anonymous)
    return packed


def main(arguments: list[str] | None = None) -> None:
    """Make the bundle."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--with", dest="wanted", nargs="*", default=[], choices=choices(project))
    parser.add_argument("--pack", action="store_true", help="also write a tar file")
    given = parser.parse_args(arguments)
    folder = given.folder or ROOT / "build" / f"geungeo-{project['version']}-bundle"
    if folder.exists():
        parser.error(f"{folder} is there already; remove it first")
    folder.mkdir(parents=True)
    fetch(requirements(project, given.wanted), folder / "wheels")
    lay_out(folder)
    made = pack(folder) if given.pack else folder
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    sys.stdout.write(f"{made}: {len(list((folder / 'wheels').iterdir()))} wheels, {size:.0f} MB\n")


if __name__ == "__main__":
    main()
