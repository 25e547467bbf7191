"""Arguments of every command, with help in Korean and English."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from math import inf
from pathlib import Path

from ui.accounts.visitors import ROLES
from ui.audit.events import CODES
from ui.cli.arguments import Parser
from ui.cli.examples import EXAMPLES
from ui.days import day
from ui.exports.contract import EXPORTS, KINDS, PACKS
from ui.messages import LANGUAGES, Language, both, say

WANTED = ("answer", "refusal", "supported", "contradicted", "not_found")
"""What a person may say that a case should have come to."""


def build(version: str, language: Language | None = None) -> Parser:
    """Return the parser of `geungeo`; the parsed `run` names the function of the command as `module:function`."""
    main = Parser("geungeo", language=language, description=_description("help.geungeo", language))
    main.add_argument(
        "--version", action="version", version=f"geungeo {version}", help=both("option.version", language)
    )
    _add_language(main, language)
    commands = main.add_subparsers(
        title=both("group.commands", language), dest="command", metavar="COMMAND", required=True
    )
    _ingest(_command(commands, "ingest", language))
    _search(_command(commands, "search", language))
    _ask(_command(commands, "ask", language))
    _check(_command(commands, "check", language))
    _timeline(_command(commands, "timeline", language))
    _documents(_command(commands, "documents", language, inner=True))
    _collections(_command(commands, "collections", language, inner=True))
    _sources(_command(commands, "sources", language, inner=True))
    _sync(_command(commands, "sync", language))
    _watch(_command(commands, "watch", language, inner=True))
    _serve(_command(commands, "serve", language))
    _mcp(_command(commands, "mcp", language))
    _users(_command(commands, "users", language, inner=True))
    _audit(_command(commands, "audit", language, inner=True))
    _eval(_command(commands, "eval", language, inner=True))
    _doctor(_command(commands, "doctor", language))
    _backup(_command(commands, "backup", language))
    _restore(_command(commands, "restore", language))
    return main


def chosen_language(argv: Iterable[str], variable: str | None) -> Language | None:
    """Return the language from `--lang` or else from `variable`; None if neither is set to one."""
    given = list(argv)
    named = variable
    for index, word in enumerate(given):
        if word == "--":
            break
        if word.startswith("--lang="):
            named = word.partition("=")[2]
        elif word == "--lang" and index + 1 < len(given):
            named = given[index + 1]
    return next((language for language in LANGUAGES if language == named), None)


def _ingest(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("paths", nargs="*", metavar="PATH", help=both("option.paths", language))
    parser.add_argument("--reindex", action="store_true", help=both("option.reindex", language))
    parser.add_argument("--engine", metavar="NAME", help=both("option.engine", language))
    parser.add_argument("--prune", action="store_true", help=both("option.prune", language))
    parser.add_argument("--yes", action="store_true", help=both("option.yes", language))
    parser.add_argument("--collection", metavar="NAME", help=both("option.collection.into", language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="ingest:run")


def _search(parser: Parser) -> None:
    language = parser.language
    _add_text(parser, "QUERY", "option.query")
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help=both("option.k", language))
    parser.add_argument(
        "--per-document", type=_positive, default=1, metavar="N", help=both("option.per_document", language)
    )
    _add_filters(parser)
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="search:run")


def _ask(parser: Parser) -> None:
    _add_text(parser, "QUESTION", "option.question")
    parser.add_argument("--model", metavar="NAME", help=both("option.model", parser.language))
    _add_filters(parser)
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="ask:run")


def _check(parser: Parser) -> None:
    language = parser.language
    either = _add_text(parser, "CLAIM", "option.claim")
    either.add_argument("--file", metavar="FILE", help=both("option.file", language))
    parser.add_argument("--pack", metavar="FILE", type=_pack, help=both("option.pack", language))
    _add_filters(parser)
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="check:run")


def _timeline(parser: Parser) -> None:
    parser.add_argument("asked", nargs="?", metavar="PROGRAMME", help=both("option.programme", parser.language))
    parser.add_argument("--export", metavar="FILE", type=_export, help=both("option.export", parser.language))
    _add_filters(parser)
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="timeline:run", batch=None)


def _documents(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    listing = _command(commands, "list", language, "help.documents.list")
    listing.set_defaults(run="documents:run_list")
    _add_collection(listing)
    show = _command(commands, "show", language, "help.documents.show")
    show.add_argument("id", metavar="ID", help=both("option.id", language))
    show.add_argument(
        "--document-version",
        dest="version_number",
        type=_positive,
        metavar="N",
        help=both("option.version_number", language),
    )
    show.set_defaults(run="documents:run_show")
    edit = _command(commands, "edit", language, "help.documents.edit")
    edit.add_argument("id", metavar="ID", help=both("option.id", language))
    edit.add_argument("--title", metavar="TEXT", help=both("option.edit.title", language))
    edit.add_argument("--issuer", metavar="NAME", help=both("option.edit.issuer", language))
    edit.add_argument("--published", type=_day, metavar="DATE", help=both("option.edit.published", language))
    edit.add_argument("--kind", choices=KINDS, help=both("option.edit.kind", language))
    edit.set_defaults(run="documents:run_edit")
    remove = _command(commands, "remove", language, "help.documents.remove")
    remove.add_argument("ids", nargs="+", metavar="ID", help=both("option.id", language))
    remove.set_defaults(run="documents:run_remove")
    expire = _command(commands, "expire", language, "help.documents.expire")
    expire.add_argument("--yes", action="store_true", help=both("option.expire.yes", language))
    expire.set_defaults(run="documents:run_expire")
    for each in (listing, show, edit, remove, expire):
        _add_store(each)
        _add_form(each)


def _collections(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    for action in ("list", "add", "grant", "revoke", "move", "retain", "remove"):
        each = _command(commands, action, language, f"help.collections.{action}")
        if action != "list":
            each.add_argument("name", metavar="NAME", help=both("option.collection.name", language))
        if action == "add":
            group = both("option.collection.group", language)
            each.add_argument("--group", action="append", metavar="GROUP", help=group)
        if action in ("grant", "revoke"):
            each.add_argument("groups", nargs="+", metavar="GROUP", help=both("option.collection.group", language))
        if action == "move":
            each.add_argument("ids", nargs="+", metavar="ID", help=both("option.id", language))
        if action == "retain":
            each.add_argument("days", type=_days, metavar="DAYS", help=both("option.collection.days", language))
        _add_store(each)
        _add_form(each)
        each.set_defaults(run=f"collections:run_{action}")


def _sources(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    add = _command(commands, "add", language, "help.sources.add")
    add.add_argument("sources", nargs="+", metavar="SOURCE", help=both("option.source", language))
    add.add_argument("--since", type=_day, metavar="DATE", help=both("option.source.since", language))
    add.add_argument("--collection", metavar="NAME", help=both("option.collection.source", language))
    listing = _command(commands, "list", language, "help.sources.list")
    remove = _command(commands, "remove", language, "help.sources.remove")
    remove.add_argument("sources", nargs="+", metavar="SOURCE", help=both("option.source.known", language))
    for action, each in (("add", add), ("list", listing), ("remove", remove)):
        _add_store(each)
        _add_form(each)
        each.set_defaults(run=f"sources:run_{action}")


def _sync(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=both("option.source.known", language))
    parser.add_argument("--every", type=_interval, metavar="TIME", help=both("option.sync.every", language))
    parser.add_argument("--retry", action="store_true", help=both("option.sync.retry", language))
    parser.add_argument("--engine", metavar="NAME", help=both("option.engine", language))
    parser.add_argument("--feed", metavar="FILE", help=both("option.sync.feed", language))
    parser.add_argument("--webhook", metavar="URL", help=both("option.sync.webhook", language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="sync:run")


def _watch(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    for action in ("add", "list", "remove", "changes"):
        each = _command(commands, action, language, f"help.watch.{action}")
        if action in ("add", "remove"):
            each.add_argument("texts", nargs="+", metavar="TEXT", help=both("option.watch.text", language))
        _add_store(each)
        _add_form(each)
        each.set_defaults(run=f"watch:run_{action}")


def _serve(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("--host", help=both("option.host", language))
    parser.add_argument("--port", type=int, help=both("option.port", language))
    parser.add_argument("--model", metavar="NAME", help=both("option.model", language))
    parser.add_argument("--users", metavar="FILE", help=both("option.users", language))
    _add_store(parser)
    parser.set_defaults(run="serve:run")


def _mcp(parser: Parser) -> None:
    parser.add_argument("--model", metavar="NAME", help=both("option.model", parser.language))
    _add_collection(parser)
    _add_store(parser)
    parser.set_defaults(run="mcp:run")


def _users(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    for action in ("add", "list", "remove", "password", "token", "groups"):
        each = _command(commands, action, language, f"help.users.{action}")
        if action != "list":
            each.add_argument("name", metavar="NAME", help=both("option.user", language))
        if action == "add":
            each.add_argument("--role", action="append", choices=ROLES, help=both("option.role", language))
        if action in ("add", "groups"):
            each.add_argument("--group", action="append", metavar="GROUP", help=both("option.user.group", language))
        each.add_argument("--users", metavar="FILE", help=both("option.users", language))
        _add_store(each)
        _add_form(each)
        each.set_defaults(run=f"users:run_{action}")


def _audit(parser: Parser) -> None:
    language = parser.language
    commands = _actions(parser)
    verify = _command(commands, "verify", language, "help.audit.verify")
    show = _command(commands, "show", language, "help.audit.show")
    for action, each in (("verify", verify), ("show", show)):
        each.add_argument("path", nargs="?", metavar="PATH", help=both("option.audit.path", language))
        _add_form(each)
        each.set_defaults(run=f"audit:run_{action}")
    verify.add_argument("--head", metavar="NUMBER:HASH", help=both("option.audit.head", language))
    verify.add_argument("--after", metavar="NUMBER:HASH", help=both("option.audit.after", language))
    show.add_argument("--who", metavar="NAME", help=both("option.audit.who", language))
    show.add_argument("--what", choices=CODES, metavar="KIND", help=both("option.audit.what", language))
    show.add_argument("--document", metavar="ID", help=both("option.audit.document", language))
    show.add_argument("--collection", metavar="NAME", help=both("option.audit.collection", language))
    show.add_argument("--since", type=_day, metavar="DATE", help=both("option.audit.since", language))
    show.add_argument("--until", type=_day, metavar="DATE", help=both("option.audit.until", language))


def _eval(parser: Parser) -> None:
    language = parser.language
    commands = parser.add_subparsers(
        title=both("group.commands", language), dest="suite", metavar="SUITE", required=True
    )
    for suite in ("grounding", "retrieval", "claims", "robustness"):
        each = _command(commands, suite, language, f"help.eval.{suite}")
        _add_suite(each)
        if suite == "grounding":
            each.add_argument("--against", metavar="SYSTEM", help=both("option.eval.against", language))
            _add_prices(each)
    add = _command(commands, "add", language, "help.eval.add")
    add.add_argument("line", nargs="?", default="-", metavar="FILE", help=both("option.eval.line", language))
    add.add_argument("--to", required=True, metavar="FILE", help=both("option.eval.to", language))
    add.add_argument("--question", metavar="TEXT", help=both("option.eval.question", language))
    add.add_argument("--kind", default="fact", metavar="KIND", help=both("option.eval.kind", language))
    add.add_argument("--expected", choices=("answer", "refusal"), help=both("option.eval.expected", language))
    add.add_argument("--gold", action="append", metavar="TEXT", help=both("option.eval.gold", language))
    add.add_argument("--forbidden", action="append", metavar="TEXT", help=both("option.eval.forbidden", language))
    _add_form(add)
    add.set_defaults(run="cases:run")
    _judge(_command(commands, "judge", language, "help.eval.judge"))


def _judge(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("run_folder", metavar="RUN", help=both("option.eval.run", language))
    parser.add_argument("case", metavar="CASE", help=both("option.eval.case", language))
    parser.add_argument("verdict", choices=("right", "wrong", "none"), help=both("option.eval.verdict", language))
    parser.add_argument("--expected", choices=WANTED, help=both("option.eval.wanted", language))
    parser.add_argument("--gold", action="append", metavar="TEXT", help=both("option.eval.gold", language))
    parser.add_argument("--forbidden", action="append", metavar="TEXT", help=both("option.eval.forbidden", language))
    parser.add_argument("--note", metavar="TEXT", help=both("option.eval.note", language))
    parser.add_argument("--by", metavar="NAME", help=both("option.eval.by", language))
    _add_form(parser)
    parser.set_defaults(run="judge:run")


def _add_suite(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("--out", required=True, metavar="DIR", help=both("option.eval.out", language))
    parser.add_argument("--data", nargs="+", metavar="FILE", help=both("option.eval.data", language))
    parser.add_argument(
        "--map", action="append", type=_pair, metavar="NAME=COLUMN", help=both("option.eval.map", language)
    )
    parser.add_argument("--documents", nargs="+", metavar="PATH", help=both("option.eval.documents", language))
    parser.add_argument("--baseline", metavar="DIR", help=both("option.eval.baseline", language))
    parser.add_argument("--gate", action="store_true", help=both("option.eval.gate", language))
    parser.add_argument("--thresholds", metavar="FILE", help=both("option.eval.thresholds", language))
    parser.add_argument("--split", choices=("dev", "test"), help=both("option.eval.split", language))
    parser.add_argument("--limit", type=_positive, metavar="N", help=both("option.eval.limit", language))
    parser.add_argument("--verifier", default="", metavar="NAME", help=both("option.eval.verifier", language))
    parser.add_argument("--workers", type=_positive, default=2, metavar="N", help=both("option.eval.workers", language))
    parser.add_argument("--model", metavar="NAME", help=both("option.model", language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="eval:run", against=None, price_in=None, price_out=None, currency="")


def _add_prices(parser: Parser) -> None:
    language = parser.language
    for name, key in (("--price-in", "option.eval.price_in"), ("--price-out", "option.eval.price_out")):
        parser.add_argument(name, nargs="+", type=_price, metavar="PRICE", help=both(key, language))
    parser.add_argument("--currency", default="", metavar="TEXT", help=both("option.eval.currency", language))


def _doctor(parser: Parser) -> None:
    parser.add_argument("--model", metavar="NAME", help=both("option.model", parser.language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="doctor:run")


def _backup(parser: Parser) -> None:
    parser.add_argument("target", metavar="FILE|DIR", help=both("option.backup.target", parser.language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="backup:run_backup")


def _restore(parser: Parser) -> None:
    language = parser.language
    parser.add_argument("archive", metavar="ARCHIVE", help=both("option.restore.archive", language))
    parser.add_argument("--force", action="store_true", help=both("option.restore.force", language))
    _add_store(parser)
    _add_form(parser)
    parser.set_defaults(run="backup:run_restore")


def _actions(parser: Parser) -> argparse._SubParsersAction[Parser]:
    """Return where the commands below a command are added."""
    return parser.add_subparsers(
        title=both("group.commands", parser.language), dest="action", metavar="COMMAND", required=True
    )


def _command(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    language: Language | None,
    key: str = "",
    *,
    inner: bool = False,
) -> Parser:
    key = key or f"help.{name}"
    parser = commands.add_parser(
        name,
        language=language,
        help=both(key, language),
        description=_description(key, language),
        epilog=_examples(key.removeprefix("help."), language),
    )
    if not inner:
        _add_language(parser, language)
    return parser


def _add_language(parser: Parser, language: Language | None) -> None:
    # Suppressed: the command's own default would overwrite what was given before the command.
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=both("option.lang", language))
    parser.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=both("option.config", language))


def _add_text(parser: Parser, name: str, key: str) -> argparse._MutuallyExclusiveGroup:
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("asked", nargs="?", metavar=name, help=both(key, parser.language))
    either.add_argument("--batch", metavar="FILE", help=both("option.batch", parser.language))
    return either


def _add_store(parser: Parser) -> None:
    parser.add_argument("--store", metavar="DIR", help=both("option.store", parser.language))
    parser.add_argument("--embedding", metavar="NAME", help=both("option.embedding", parser.language))


def _add_form(parser: Parser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=both("option.json", parser.language))
    form.add_argument("--text", action="store_true", help=both("option.text", parser.language))


def _add_filters(parser: Parser) -> None:
    language = parser.language
    group = parser.add_argument_group(both("group.filters", language))
    group.add_argument("--as-of", type=_day, metavar="DATE", help=both("option.as_of", language))
    group.add_argument("--issuer", action="append", metavar="NAME", help=both("option.issuer", language))
    group.add_argument("--kind", action="append", choices=KINDS, help=both("option.kind", language))
    group.add_argument("--region", action="append", metavar="NAME", help=both("option.region", language))
    group.add_argument("--since", type=_day, metavar="DATE", help=both("option.since", language))
    group.add_argument("--until", type=_day, metavar="DATE", help=both("option.until", language))
    group.add_argument("--document", action="append", metavar="ID", help=both("option.document", language))
    group.add_argument("--exclude", action="append", metavar="ID", help=both("option.exclude", language))
    _add_collection(group, language)


def _add_collection(parser: Parser | argparse._ArgumentGroup, language: Language | None = None) -> None:
    language = parser.language if isinstance(parser, Parser) else language
    parser.add_argument("--collection", action="append", metavar="NAME", help=both("option.collection.only", language))


def _examples(command: str, language: Language | None) -> str | None:
    """Return the examples of a command under their heading; None for one that only holds others."""
    lines = EXAMPLES.get(command)
    return "\n".join((f"{both('group.examples', language)}:", *(f"  {line}" for line in lines))) if lines else None


def _description(key: str, language: Language | None) -> str:
    if language is not None:
        return say(key, language)
    return f"{say(key, 'ko')}\n{say(key, 'en')}"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _price(text: str) -> float:
    number = float(text)
    if not 0 <= number < inf:
        raise ValueError(text)
    return number


def _day(text: str) -> date:
    return day(text)


def _days(text: str) -> int | None:
    """Return a number of days, or None for `none`."""
    return None if text == "none" else _positive(text)


def _interval(text: str) -> float:
    """Return the seconds of a time as 90s, 10m, 1h or 1d; ten seconds at least."""
    number, unit = text[:-1], text[-1:]
    seconds = int(number) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}.get(unit, 0)
    if not 10 <= seconds <= 7 * 86_400:
        raise ValueError(text)
    return float(seconds)


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not (name and equals and column):
        raise ValueError(text)
    return name, column


def _pack(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in PACKS:
        raise ValueError(text)
    return path


def _export(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in EXPORTS:
        raise ValueError(text)
    return path
