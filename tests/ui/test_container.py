"""Containerfile, compose.yaml and its nginx.conf agree with each other and with the program."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from ui.serving import reception
from ui.settings import load, unknown_variables

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COMPOSE = ROOT / "docs/deploy/compose.yaml"
NGINX = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile with what follows each."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


STEPS = instructions()
LAST = STEPS[max(at for at, (name, _) in enumerate(STEPS) if name == "FROM") :]
"""The instructions of the stage that is kept."""


def of(name: str) -> list[str]:
    return [words for instruction, words in LAST if instruction == name]


ENVIRONMENT = dict(word.split("=", 1) for words in of("ENV") for word in shlex.split(words))
HEALTH = json.loads(of("HEALTHCHECK")[0].partition("CMD")[2])


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text("utf-8"))


def test_the_image_is_made_of_every_package_and_of_files_that_exist() -> None:
    copied = [word for name, words in STEPS if name == "COPY" for word in words.split()[:-1]]
    own = [word for word in copied if not word.startswith(("/", "--"))]
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]) <= set(own)
    assert [word for word in own if not list(ROOT.glob(word))] == []
    # What builds the wheel reads these.
    assert {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]} <= set(own)


def test_the_image_runs_without_rights_and_keeps_its_store_in_the_volume() -> None:
    assert of("USER") == ["10001:10001"]
    (volume,) = of("VOLUME")
    assert Path(ENVIRONMENT["GEUNGEO_STORE"]).is_relative_to(volume)
    assert ENVIRONMENT["PYTHONDONTWRITEBYTECODE"] == "1"


def test_the_images_variables_are_settings(compose: dict[str, Any]) -> None:
    environment = ENVIRONMENT | compose["services"]["app"]["environment"]
    assert unknown_variables(environment) == ()
    settings = load(environment)
    assert (settings.host, settings.port) == ("0.0.0.0", 7860)
    assert str(settings.port) == of("EXPOSE")[0]
    assert settings.ingest.chroma_url == "http://chroma:8000"


def test_the_health_check_asks_an_address_that_is_open_to_anybody() -> None:
    assert [path for path in reception.OPEN if f"127.0.0.1:{ENVIRONMENT['GEUNGEO_PORT']}{path}" in HEALTH[-1]]


@pytest.mark.integration
def test_the_health_check_tells_a_server_that_answers_from_none(
    scripted: ModuleType, serving: Callable[..., str]
) -> None:
    port = serving(scripted.site()).rpartition(":")[2]
    check = [sys.executable, *HEALTH[1:-1]]
    well = subprocess.run([*check, HEALTH[-1].replace("7860", port)], check=False, capture_output=True)
    assert well.returncode == 0, well.stderr
    ill = subprocess.run([*check, HEALTH[-1].replace("7860", "9")], check=False, capture_output=True)
    assert ill.returncode != 0


def test_versions_are_those_of_the_project(compose: dict[str, Any]) -> None:
    version = PROJECT["project"]["version"]
    assert f"VERSION={version}" in of("ARG")
    assert compose["services"]["app"]["image"] == f"geungeo:{version}"
    pinned = re.findall(r"^chromadb==(.+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    assert compose["services"]["chroma"]["image"].rpartition(":")[2] == pinned[0]


def test_compose_builds_from_and_mounts_what_is_there(compose: dict[str, Any]) -> None:
    app, proxy = compose["services"]["app"], compose["services"]["proxy"]
    context = (COMPOSE.parent / app["build"]["context"]).resolve()
    assert (context / app["build"]["dockerfile"]).samefile(ROOT / "Containerfile")
    mounts = [mount.split(":") for mount in proxy["volumes"] if not mount.startswith("$")]
    assert [(COMPOSE.parent / source).is_file() for source, *_ in mounts] == [True]
    assert app["volumes"][0] == f"store:{of('VOLUME')[0]}"
    used = {mount.partition(":")[0] for service in compose["services"].values() for mount in service["volumes"]}
    assert set(compose["volumes"]) == {name for name in used if name.isalpha()}


def test_the_proxy_leads_to_the_program_and_is_believed(compose: dict[str, Any]) -> None:
    services = compose["services"]
    (host, port), *others = re.findall(r"proxy_pass http://([\w.]+):(\d+);", NGINX)
    assert others == []
    assert host in services
    assert port == ENVIRONMENT["GEUNGEO_PORT"]
    address = services["proxy"]["networks"]["inner"]["ipv4_address"]
    assert services["app"]["environment"]["GEUNGEO_TRUSTED_PROXIES"] == address
    folders = re.findall(r"ssl_certificate(?:_key)?\s+(/[\w/]+)/[\w.]+;", NGINX)
    targets = [mount.rsplit(":", 2)[1] for mount in services["proxy"]["volumes"]]
    assert set(folders) <= set(targets)


def test_the_proxy_sends_the_headers_of_the_page_on_deploying() -> None:
    sent = re.compile(r"(?:proxy_set_header|proxy_buffering|proxy_read_timeout|client_max_body_size) [^;]+;|deny all;")
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    told = re.search(r"## Two servers behind nginx.*?```nginx\n(.*?)```", page, re.DOTALL)
    assert told is not None
    assert sent.findall(NGINX) == sent.findall(told[1])
    assert len(sent.findall(NGINX)) == 8


def test_the_programs_container_may_stop_later_than_the_program(compose: dict[str, Any]) -> None:
    grace = compose["services"]["app"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > load({}).stop_seconds


def test_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    app = compose["services"]["app"]
    assert app["read_only"]
    assert app["cap_drop"] == ["ALL"]
    assert app["tmpfs"] == [ENVIRONMENT["HOME"]]
