"""Robots exclusion (RFC 9309): which pages a site asks programs to leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

MOST = 500 * 1024
"""Bytes of a robots.txt that are read."""

_LINE = re.compile(r"\s*(?P<field>[A-Za-z-]+)\s*:\s*(?P<value>[^#]*)")
_Rules = list[tuple[bool, str]]


def allowed(text: str, agent: str, target: str) -> bool:
    """Whether a robots.txt lets a program named `agent` read `target`, a path with its query.

    The rules of the group that names the agent count, else those for all; of the rules that fit, the longest decides,
    and `Allow` before `Disallow` of the same length.
    """
    target = _plain(target)
    fitting = [(len(pattern), allow) for allow, pattern in _rules(text, agent) if _fits(pattern, target)]
    return max(fitting, default=(0, True))[1]


def _rules(text: str, agent: str) -> _Rules:
    named: _Rules = []
    general: _Rules = []
    for agents, rules in _groups(text.lstrip("\ufeff").splitlines()):
        if any(name == agent.lower() for name in agents):
            named += rules
        elif "*" in agents:
            general += rules
        if any(name == agent.lower() for name in agents) and not rules:
            named.append((True, "/"))
    return named or general


def _groups(lines: Iterable[str]) -> list[tuple[list[str], _Rules]]:
    groups: list[tuple[list[str], _Rules]] = []
    listing = False
    for line in lines:
        match = _LINE.match(line)
        if not match:
            continue
        field, value = match["field"].lower(), match["value"].strip()
        if field == "user-agent":
            if not listing:
                groups.append(([], []))
            groups[-1][0].append(value.lower())
            listing = True
        elif field in {"allow", "disallow"} and groups:
            listing = False
            if value:
                groups[-1][1].append((field == "allow", _plain(value)))
    return groups


def _plain(path: str) -> str:
    """Return a path with one spelling of its percent-encoding; `%2F` stays apart from a slash."""
    kept = path.replace("%2f", "%2F").split("%2F")
    return "%2F".join(quote(unquote(part), safe="/*$?=&;:@!'()+,~%") for part in kept)


def _fits(pattern: str, target: str) -> bool:
    whole = pattern.endswith("$")
    parts = (pattern[:-1] if whole else pattern).split("*")
    if not target.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = target.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if len(parts) == 1:
        return not whole or at == len(target)
    if whole:
        return target.endswith(parts[-1]) and len(target) - len(parts[-1]) >= at
    return target.find(parts[-1], at) >= 0
