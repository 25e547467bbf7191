"""The page of sources shows commands that run, one after the other, on the sample documents."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from buckets import KEY, SECRET, Storage, notice, serving

ROOT = Path(__file__).parents[1]


@pytest.mark.integration
@pytest.mark.slow
def test_every_command_of_the_page_of_sources_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert len(commands) >= 12
    told = []
    for command in commands:
        words = [re.sub(r"^\.demo(?=/)", str(tmp_path), word) for word in shlex.split(command)]
        assert words[0] == "geungeo"
        done = subprocess.run(
            [sys.executable, "-m", "ui.cli", *words[1:]], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stderr
        told.append([json.loads(line) for line in done.stdout.splitlines()])
    added, first, standing = told[:3]
    again = told[8]
    assert added[0]["kind"] == "folder"
    assert first[0]["added"] > 0
    assert standing[0]["synced"]
    assert (again[0]["added"], again[0]["unchanged"]) == (0, first[0]["added"])
    watched = told[3][0]
    assert watched["new"]
    assert [one["value"] for one in watched["seen"] if one["kind"] == "total"]
    assert (tmp_path / "changes.atom").read_bytes().startswith(b"<?xml")
    assert told[-1] == [{"removed": 1, "missing": []}]


@pytest.mark.integration
@pytest.mark.slow
def test_the_commands_for_a_bucket_run_against_a_storage_of_this_machine(tmp_path: Path) -> None:
    pytest.importorskip("minio", reason="the extra geungeo[s3] is not installed")
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    (block,) = re.findall(r"## Buckets of S3.*?```text\n(.*?)```", page, re.DOTALL)
    install, *rest = block.splitlines()
    assert install == "pip install 'geungeo[s3]'"
    exported = dict(word.split("=", 1) for line in rest if line.startswith("export ") for word in line.split()[1:])
    with serving(Storage(bucket="press")) as storage:
        storage.put("2025/알림.txt", notice(1))
        storage.put("2024/알림.txt", notice(2))
        here = {"GEUNGEO_S3_ENDPOINT": storage.address, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        environment = os.environ | exported | here | {"GEUNGEO_ALLOW_PRIVATE": "1"}
        assert here.keys() <= exported.keys()
        told = []
        for command in (line for line in rest if line.startswith("geungeo ")):
            words = [re.sub(r"^\.demo(?=/)", str(tmp_path), word) for word in shlex.split(command)[1:]]
            done = subprocess.run(
                [sys.executable, "-m", "ui.cli", *words],
                capture_output=True,
                text=True,
                cwd=ROOT,
                env=environment,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            told += [json.loads(line) for line in done.stdout.splitlines()]
    assert told[0] == {"source": "s3://press/2025/", "kind": "bucket", "added": True}
    assert (told[1]["added"], told[1]["failed"]) == (1, 0)


def test_the_page_names_every_field_that_is_printed() -> None:
    from ingest.registry import Source
    from ingest.sources.standing import Standing
    from ingest.sources.synchronisation import Visited
    from ui.exports import contract

    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(sources list|sync)` \| (.*) \|$", page, re.MULTILINE))
    source = Source("a", "feed", "2025-11-24")
    printed = {
        "sources list": contract.source(Standing(source, 0, 0, (), ())),
        "sync": contract.visited(Visited(source, "read")),
    }
    for command, fields in printed.items():
        outside = re.sub(r"\([^)]*\)", "", rows[command])
        assert re.findall(r"`(\w+)`", outside) == list(fields)
