"""What is set, by flags, environment variables and one TOML file: `load` reads it into one frozen `Settings`.

A setting is declared once, as a field of `ui.settings.values`, with its parser and default; see there.
"""

from ui.settings.masking import masked
from ui.settings.sources import load, unknown_variables
from ui.settings.values import (
    NOBODY,
    OPTIONS,
    AuditSettings,
    CompareSettings,
    LogForm,
    OidcSettings,
    SessionSettings,
    Settings,
    SsoSettings,
    answering,
    shown,
)

__all__ = [
    "NOBODY",
    "OPTIONS",
    "AuditSettings",
    "CompareSettings",
    "LogForm",
    "OidcSettings",
    "SessionSettings",
    "Settings",
    "SsoSettings",
    "answering",
    "load",
    "masked",
    "shown",
    "unknown_variables",
]
