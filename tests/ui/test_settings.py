"""Tests of settings: precedence, validation with the place named, and masking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.settings import IngestSettings
from ui.settings import OPTIONS, Settings, answering, ingestion, load, masked, parsers, shown, unknown_variables
from ui.settings.options import declared, filled, group, option


def write(directory: Path, text: str, name: str = "geungeo.toml") -> Path:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    found = load({}, directory=tmp_path)
    assert found.ingest == IngestSettings(store=tmp_path / ".geungeo")
    assert (found.model, found.language, found.host, found.port) == ("extractive", "ko", "127.0.0.1", 7860)
    assert set(dict(found.origins).values()) == {"default"}


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    write(tmp_path, 'port = 1\nchunk_size = 500\nlanguage = "en"\n')
    found = load({"GEUNGEO_PORT": "2", "GEUNGEO_CHUNK_SIZE": "600"}, {"port": 3, "store": None}, tmp_path)
    assert (found.port, found.ingest.chunk_size, found.language) == (3, 600, "en")
    origins = dict(found.origins)
    assert [origins[n] for n in ("port", "chunk_size", "language", "store")] == [
        "flag",
        "environment",
        "file",
        "default",
    ]


def test_a_store_named_in_a_file_is_relative_to_that_file(tmp_path: Path) -> None:
    file = write(tmp_path, 'store = "docs"\n', "elsewhere.toml")
    assert load({"GEUNGEO_CONFIG": str(file)}, directory=tmp_path / "x").ingest.store == tmp_path / "docs"
    assert load({"GEUNGEO_STORE": "docs"}, directory=tmp_path / "x").ingest.store == tmp_path / "x" / "docs"
    assert load({"GEUNGEO_STORE": "/docs"}, directory=tmp_path).ingest.store == Path("/docs")


def test_trusted_sources_are_a_list_or_a_line(tmp_path: Path) -> None:
    write(tmp_path, 'trust = ["kind:press_release issuer:가온부", "uri:/srv/ministry/"]\n')
    sources = ("kind:press_release issuer:가온부", "uri:/srv/ministry/")
    assert load({}, directory=tmp_path).trust == sources
    assert load({"GEUNGEO_TRUST": ", ".join(sources)}, directory=tmp_path / "x").trust == sources
    assert answering(load({}, directory=tmp_path)).trust.sources == sources
    assert shown(load({}, directory=tmp_path))["trust"] == ", ".join(sources)


@pytest.mark.parametrize("source", ["가온부", "kind:letter", "issuer:", "kind:plan 가온부 issuer:"])
def test_a_source_that_cannot_be_meant_is_refused_with_how_to_write_it(tmp_path: Path, source: str) -> None:
    with pytest.raises(SettingsError, match="TRUST") as caught:
        load({"GEUNGEO_TRUST": source}, directory=tmp_path)
    assert "kind" in caught.value.hint


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    assert load({"CHROMA_URL": "", "GEUNGEO_STORE": ""}, directory=tmp_path).ingest.chroma_url is None


def test_the_reader_is_turned_off_by_an_empty_variable_as_by_the_file(tmp_path: Path) -> None:
    assert load({}, directory=tmp_path).reader == "reader-ko"
    found = load({"GEUNGEO_READER": ""}, directory=tmp_path)
    assert (found.reader, dict(found.origins)["reader"]) == ("", "environment")
    write(tmp_path, 'reader = ""')
    assert load({}, directory=tmp_path).reader == ""
    assert load({"GEUNGEO_READER": "reader-ko"}, directory=tmp_path).reader == "reader-ko"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stroe = 'x'", "stroe"),
        ("port = 'many'", "port"),
        ("port = true", "port"),
        ("port = 70000", "65535"),
        ("chunk_size = 1.5", "chunk_size"),
        ("language = 'fr'", "language"),
        ("chroma_url = 'localhost'", "chroma_url"),
        ("model = 'gpt'", "extractive"),
        ("store = ''", "store"),
        ("embedding = 3", "embedding"),
        ("chunk_size = 100\nchunk_overlap = 100", "chunk_overlap"),
        ("store = ", "문법"),
    ],
)
def test_a_bad_file_is_refused_with_the_name_of_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load({}, directory=tmp_path)
    assert said in caught.value.message + caught.value.hint
    if "chunk_overlap" not in text:
        assert str(file) in caught.value.message


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geungeo.toml").write_bytes("store = '문서'".encode("cp949"))
    with pytest.raises(SettingsError, match="읽을 수 없습니다"):
        load({}, directory=tmp_path)


def test_a_bad_variable_or_flag_is_refused_by_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="GEUNGEO_THREADS"):
        load({"GEUNGEO_THREADS": "two"}, directory=tmp_path)
    with pytest.raises(SettingsError, match="--port"):
        load({}, {"port": -1}, tmp_path)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="없습니다"):
        load({"GEUNGEO_CONFIG": str(tmp_path / "none.toml")}, directory=tmp_path)


def test_every_field_can_be_set() -> None:
    places = [option.place for option in OPTIONS]
    assert [f"ingest.{name}" for name in IngestSettings.__dataclass_fields__] == places[: len(ingestion.PARSERS)]
    assert {place.split(".")[0] for place in places} == set(Settings.__dataclass_fields__) - {"file", "origins"}
    assert [option.default for option in OPTIONS if option.name == "chunk_size"] == [IngestSettings(Path()).chunk_size]


def test_settings_have_names_and_variables_of_their_own() -> None:
    assert len({option.name for option in OPTIONS}) == len({option.variable for option in OPTIONS}) == len(OPTIONS)


def test_a_declared_field_is_a_setting_named_after_its_group() -> None:
    @dataclass(frozen=True, slots=True)
    class Door:
        wide: int = option(parsers.number(1, 9), 2)
        code: str = option(parsers.text, "", variable="DOOR_CODE", secret=True)

    @dataclass(frozen=True, slots=True)
    class House:
        door: Door = group(Door)
        built: str = ""

    wide, code = declared(House)
    assert (wide.name, wide.variable, wide.default, wide.secret) == ("door_wide", "GEUNGEO_DOOR_WIDE", 2, False)
    assert (code.name, code.variable, code.secret) == ("door_code", "DOOR_CODE", True)
    house = filled(House, {"door.wide": wide.parse("--door-wide", "3"), "door.code": "1234", "built": "1920"})
    assert house == House(Door(3, "1234"), "1920")
    assert (wide.of(house), code.of(house)) == (3, "1234")
    assert "1234" not in repr(house)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://user:pass@chroma.example:8000/x", "https://***@chroma.example:8000/x"),
        ("https://chroma.example/?api_key=abc&x=1", "https://chroma.example/?api_key=***&x=1"),
        ("token=abc", "token=***"),
        ("https://press.example/list?serviceKey=abc&day=1", "https://press.example/list?serviceKey=***&day=1"),
        ("sk-abcdefgh12345678", "sk-***"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_secrets_are_masked(text: str, safe: str) -> None:
    assert masked(text) == safe


def test_shown_settings_carry_no_secret(tmp_path: Path) -> None:
    found = load({"CHROMA_URL": "https://me:hunter2@chroma.example"}, directory=tmp_path)
    assert found.ingest.chroma_url == "https://me:hunter2@chroma.example"
    assert "hunter2" not in str(shown(found))
    assert set(shown(found)) == {option.name for option in OPTIONS}


def test_a_bad_address_is_not_repeated_with_its_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load({"CHROMA_URL": "ftp://me:hunter2@chroma.example"}, directory=tmp_path)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("name", [option.name for option in OPTIONS if option.secret])
def test_a_secret_is_not_repeated_by_a_complaint(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"{name} = 20260401\n")
    with pytest.raises(SettingsError, match=name) as caught:
        load({}, directory=tmp_path)
    assert "20260401" not in caught.value.message + caught.value.hint


def test_misspelt_variables_are_found() -> None:
    assert unknown_variables({"GEUNGEO_STOER": "x", "GEUNGEO_STORE": "y", "GEUNGEO_CONFIG": "z", "HOME": "h"}) == (
        "GEUNGEO_STOER",
    )


SERVERS = ("http://127.0.0.1:8000/v1#a", "https://b/v1#b")


def test_the_key_of_a_compared_server_is_shown_to_nobody(tmp_path: Path) -> None:
    settings = load({"GEUNGEO_COMPARE_KEY": "hidden"}, directory=tmp_path)
    assert "hidden" not in repr(settings)
    assert shown(settings)["compare_key"] == "***"


@pytest.mark.parametrize(("text", "on"), [("1", True), ("true", True), ("No", False), ("0", False)])
def test_a_switch_is_on_or_off(tmp_path: Path, text: str, on: bool) -> None:
    assert load({"GEUNGEO_ALLOW_PRIVATE": text}, directory=tmp_path).ingest.allow_private is on


def test_a_switch_that_is_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="GEUNGEO_ALLOW_PRIVATE"):
        load({"GEUNGEO_ALLOW_PRIVATE": "maybe"}, directory=tmp_path)


@pytest.mark.parametrize(
    ("variable", "value", "name", "kept"),
    [
        ("TRUSTED_PROXIES", "10.0.0.5, 192.168.0.0/24", "trusted_proxies", "10.0.0.5, 192.168.0.0/24"),
        (
            "FRAMED_BY",
            "self, https://portal.example.go.kr:8443",
            "framed_by",
            "'self' https://portal.example.go.kr:8443",
        ),
        ("FRAMED_BY", "none", "framed_by", "'none'"),
        ("PUBLIC_URL", "https://policy.example.go.kr/", "public_url", "https://policy.example.go.kr/"),
        ("LOG", "json", "log", "json"),
        ("COMPARE_SERVERS", "http://127.0.0.1:8000/v1#a, https://b/v1#b", "compare_servers", SERVERS),
        ("COMPARE_KEY", "secret", "compare_key", "secret"),
    ],
)
def test_settings_of_a_server_among_others(tmp_path: Path, variable: str, value: str, name: str, kept: object) -> None:
    found = load({f"GEUNGEO_{variable}": value}, directory=tmp_path)
    assert [option.of(found) for option in OPTIONS if option.name == name] == [kept]
    nothing = load({}, directory=tmp_path)
    assert (nothing.trusted_proxies, nothing.framed_by, nothing.tracing) == ("", "'none'", False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "*"),
        ("FRAMED_BY", "*"),
        ("FRAMED_BY", "https://a.example; script-src *"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("LOG", "xml"),
        ("COMPARE_SERVERS", "http://127.0.0.1:8000/v1"),
        ("COMPARE_SERVERS", "file:///etc/passwd#m"),
    ],
)
def test_settings_that_would_open_a_server_are_refused(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"GEUNGEO_{variable}"):
        load({f"GEUNGEO_{variable}": value}, directory=tmp_path)


def test_the_key_of_the_open_interfaces_is_masked(tmp_path: Path) -> None:
    found = load({"GEUNGEO_DATA_GO_KR_KEY": "a%2Bb=="}, directory=tmp_path)
    assert found.ingest.data_go_kr_key == "a%2Bb=="
    assert shown(found)["data_go_kr_key"] == "***"
    assert "a%2Bb" not in repr(found)
