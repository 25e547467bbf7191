"""Installs are pinned: lock.txt has hashes, constraints.txt the same versions, and uv hears what pip was told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import script

ROOT = Path(__file__).parents[1]
LOCKS = ("lock.txt", ".ci/onnx-backend.txt")


constraints, uv = script("constraints"), script("uv")


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    package = r"[a-z0-9-]+==\S+(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    assert re.sub(package, "", text) == ""


def test_the_constraints_are_the_lock_without_hashes() -> None:
    assert constraints.written() == (ROOT / "constraints.txt").read_text("utf-8"), "run: make lock"


def test_what_the_old_optimum_needs_is_locked_as_it_was_named() -> None:
    named, locked = ((ROOT / f".ci/onnx-backend.{end}").read_text("utf-8") for end in ("in", "txt"))
    wanted = re.findall(r"^([a-z-]+)==(\S+)", named, re.MULTILINE)
    assert wanted
    assert all(uv.pinned(name, locked).startswith(f"{name}=={version} ") for name, version in wanted)


def test_a_package_is_found_in_a_lock_with_all_its_hashes() -> None:
    lock = "au==1 \\\n    --hash=sha256:0\nau-b==2 ; os_name == 'nt' \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
    assert uv.pinned("au", lock) == "au==1 \\\n    --hash=sha256:0"
    assert uv.pinned("au-b", lock).count("--hash") == 2
    assert uv.pinned("a", lock) == ""


@pytest.mark.parametrize(
    ("settings", "environment", "wanted"),
    [
        ("", {}, {}),
        ("global.timeout='9'\nglobal.index-url='https://a/simple'", {}, {"UV_DEFAULT_INDEX": "https://a/simple"}),
        ("global.find-links='/a /b'", {}, {"UV_FIND_LINKS": "/a,/b"}),
        (":env:.find-links='/a'\nglobal.find-links='/b'", {}, {"UV_FIND_LINKS": "/a"}),
        ("global.find-links='/b'\n:env:.find-links='/a'", {}, {"UV_FIND_LINKS": "/a"}),
        (":env:.cert='/c.pem'", {"SSL_CERT_FILE": "/d.pem"}, {}),
    ],
)
def test_uv_hears_what_pip_was_told(settings: str, environment: dict[str, str], wanted: dict[str, str]) -> None:
    assert uv.told(settings, environment) == wanted
