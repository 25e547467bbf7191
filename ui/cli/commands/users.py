"""The commands `geungeo users add|list|remove|password|token|groups`."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from ingest.errors import SettingsError
from ui.accounts.users import Accounts
from ui.cli.terminal import Terminal
from ui.messages import Language, say
from ui.settings import Settings


def run_add(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Add a user."""
    password = _password(terminal.look.language)
    made = accounts(settings).add(arguments.name, arguments.role or ("reader",), password, arguments.group or ())
    _tell(terminal, "users.added", name=made.name, roles=", ".join(sorted(made.roles)))
    return 0


def run_list(_: Namespace, settings: Settings, terminal: Terminal) -> int:
    """List the users by name with their roles; password hashes are never shown."""
    users = [one for _, one in sorted(accounts(settings).all().items())]
    if terminal.json:
        for one in users:
            line = {"name": one.name, "roles": sorted(one.roles), "tokens": len(one.tokens)}
            terminal.emit(line | {"groups": sorted(one.groups)})
    else:
        shown = ((one.name, ", ".join(sorted(one.roles)), ", ".join(sorted(one.groups))) for one in users)
        lines = [f"{name}  {roles}" + (f"  ({groups})" if groups else "") for name, roles, groups in shown]
        terminal.show(lines or [say("users.none", terminal.look.language)])
    return 0


def run_remove(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Remove a user and end the user's sessions."""
    accounts(settings).remove(arguments.name)
    _tell(terminal, "users.removed", name=arguments.name)
    return 0


def run_password(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Change a user's password."""
    accounts(settings).set_password(arguments.name, _password(terminal.look.language))
    _tell(terminal, "users.changed", name=arguments.name)
    return 0


def run_groups(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Set the groups that a user belongs to, for requests from now on."""
    made = accounts(settings).set_groups(arguments.name, arguments.group or ())
    groups = ", ".join(sorted(made.groups))
    _tell(terminal, "users.grouped" if groups else "users.ungrouped", name=made.name, groups=groups)
    return 0


def run_token(arguments: Namespace, settings: Settings, terminal: Terminal) -> int:
    """Create a token and print it; it cannot be shown again."""
    token = accounts(settings).make_token(arguments.name)
    if terminal.json:
        terminal.emit({"name": arguments.name, "token": token})
    else:
        terminal.show([token])
    return 0


def accounts(settings: Settings) -> Accounts:
    """Return the accounts in the users file of the store, or in the one that the settings name."""
    return Accounts(settings.users_file)


def _tell(terminal: Terminal, key: str, **values: str) -> None:
    if terminal.json:
        terminal.emit(values)
    else:
        terminal.show([say(key, terminal.look.language, **values)])


def _password(language: Language) -> str:
    """Read a password typed twice at a prompt, or one line piped in; never from the arguments."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(say("users.password", language))
    if getpass(say("users.again", language)) != first:
        raise SettingsError(say("users.differ", language))
    return first
