"""The entry for the MCP registry names the package, its version and commands that are there."""

from __future__ import annotations

import json
import re
import tomllib
from urllib.parse import urlsplit

import pytest

from ui import settings
from ui.cli import parser
from ui.serving import mcp_api

PLACE = "/var/lib/geungeo/store"


@pytest.fixture(scope="module")
def entry(root):
    return json.loads((root / "docs/server.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def command(package):
    """Return the arguments of the command that a client starts."""
    words = []
    for one in package["packageArguments"]:
        words += [one["value"]] if one["type"] == "positional" else [one["name"], one["placeholder"]]
    return words


def test_it_is_of_this_package_and_version(entry, project):
    assert entry["version"] == project["version"]
    assert {(one["registryType"], one["identifier"], one["version"]) for one in entry["packages"]} == {
        ("pypi", project["name"], project["version"])
    }
    assert entry["name"].rpartition("/")[2] == project["name"]
    # What a client starts with `uvx geungeo` is the command of the package's name.
    assert project["name"] in project["scripts"]


def test_it_keeps_the_bounds_of_the_registry(entry):
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", entry["name"])
    assert 1 <= len(entry["description"]) <= 100
    assert 1 <= len(entry["title"]) <= 100
    assert re.fullmatch(
        r"https://static\.modelcontextprotocol\.io/schemas/[\d-]+/server\.schema\.json", entry["$schema"]
    )


def test_its_commands_are_those_of_the_two_transports(entry):
    runs = {one["transport"]["type"]: parser.build("0").parse_args(command(one)) for one in entry["packages"]}
    assert {kind: one.run for kind, one in runs.items()} == {"stdio": "mcp:run", "streamable-http": "serve:run"}
    assert {one.store for one in runs.values()} == {PLACE}


def test_its_address_is_where_the_server_listens_unless_told_otherwise(entry):
    (served,) = (one["transport"] for one in entry["packages"] if one["transport"]["type"] == "streamable-http")
    address, usual = urlsplit(served["url"]), settings.load({}, {})
    assert (address.hostname, address.port, address.path) == (usual.host, usual.port, mcp_api.PATH)
    assert [one["name"] for one in served["headers"] if one["isSecret"]] == ["Authorization"]
