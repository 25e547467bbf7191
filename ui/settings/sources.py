"""Where settings come from. Precedence, highest first: flag, environment variable, TOML file, default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import SettingsError
from ui.settings.consistency import check
from ui.settings.options import Option, filled
from ui.settings.values import OPTIONS, Origin, Settings

FILE_NAME = "geungeo.toml"
CONFIG = "GEUNGEO_CONFIG"
"""The variable that names another file."""


def load(
    environment: Mapping[str, str],
    flags: Mapping[str, object] | None = None,
    directory: Path | None = None,
) -> Settings:
    """Return the settings in force, reading `GEUNGEO_CONFIG` or `geungeo.toml` in `directory` (default: here).

    `flags` maps setting names to values; None means not given. Raises SettingsError naming the setting and where
    it stands when a value is malformed, a key of the file is unknown, or the file cannot be read.
    """
    here = (directory or Path()).absolute()
    file = _file(environment, here)
    table = _table(file) if file else {}
    values: dict[str, object] = {}
    origins: list[tuple[str, Origin]] = []
    for option in OPTIONS:
        value, origin, where = _choose(option, flags or {}, environment, table, file)
        if origin != "default":
            value = option.parse(where, value)
        # Whole from the start: a path that depends on where the process stands names another store later.
        if isinstance(value, Path):
            value = (file.parent if origin == "file" and file else here) / value
        values[option.place] = value
        origins.append((option.name, origin))
    settings = filled(Settings, values | {"file": file, "origins": tuple(origins)})
    check(settings)
    return settings


def unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return environment variables that begin with GEUNGEO_ but are no setting, most often a typing error."""
    known = {option.variable for option in OPTIONS} | {CONFIG}
    return tuple(sorted(name for name in environment if name.startswith("GEUNGEO_") and name not in known))


def _choose(
    option: Option,
    flags: Mapping[str, object],
    environment: Mapping[str, str],
    table: Mapping[str, object],
    file: Path | None,
) -> tuple[object, Origin, str]:
    if (flag := flags.get(option.name)) is not None:
        return flag, "flag", f"--{option.name.replace('_', '-')}"
    # An empty variable counts as unset: compose files and CI write `NAME=` for "nothing". Not where nothing is a choice
    # of its own, unlike the default, that could not be made otherwise.
    variable = environment.get(option.variable)
    if variable or (variable is not None and option.empty):
        return variable, "environment", option.variable
    if option.name in table:
        return table[option.name], "file", f"{file}의 {option.name}"
    return option.default, "default", ""


def _file(environment: Mapping[str, str], directory: Path) -> Path | None:
    if named := environment.get(CONFIG):
        path = directory / Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(f"설정 파일이 없습니다: {path}", f"{CONFIG}에 적힌 경로를 확인하십시오.")
        return path
    path = directory / FILE_NAME
    return path if path.is_file() else None


def _table(file: Path) -> dict[str, object]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"설정 파일을 읽을 수 없습니다: {file}", "UTF-8로 된 TOML 파일이어야 합니다.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"설정 파일의 문법이 틀렸습니다: {file}: {error}", "TOML 문법에 맞게 고치십시오."
        ) from error
    known = [option.name for option in OPTIONS]
    if unknown := sorted(set(table) - set(known)):
        raise SettingsError(
            f"설정 파일에 모르는 이름이 있습니다: {file}: {', '.join(unknown)}",
            f"쓸 수 있는 이름: {', '.join(known)}",
        )
    return table
