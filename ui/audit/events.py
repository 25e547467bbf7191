"""Events of the audit log and their form, that of the Open Cybersecurity Schema Framework (OCSF).

An ask is a query of a datastore (class 6005, activity 4); what OCSF has no field for stands under `unmapped`:

>>> line(Event("ask", Actor("kim", "10.0.0.7"), outcome="answer"), datetime(2026, 1, 1, tzinfo=UTC))["type_uid"]
600504
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

Code = Literal[
    "ask",
    "check",
    "search",
    "timeline",
    "upload",
    "share.added",
    "share.opened",
    "share.removed",
    "document.added",
    "document.updated",
    "document.edited",
    "document.moved",
    "document.removed",
    "collection.added",
    "collection.granted",
    "collection.revoked",
    "collection.retained",
    "collection.removed",
    "signin",
    "signout",
    "role.refused",
    "server.started",
    "server.stopped",
    "log.gap",
]
"""What may happen, by the name that stands in `metadata.event_code`."""
CODES: tuple[str, ...] = get_args(Code)
Json = dict[str, object]

OCSF = "1.5.0"
"""Version of the schema."""
ANONYMOUS = "anonymous"
"""Name of whoever signed in nowhere."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INFORMATIONAL, MEDIUM = 1, 3
SUCCESS, FAILURE = 1, 2


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and in which request."""

    name: str = ANONYMOUS
    """Name of the account."""
    address: str = ""
    """Address of the client, or a word for where a command was given."""
    request: str = ""
    """Id of the request; empty outside of one."""
    identity: str = ""
    """Issuer and subject of whom an OpenID provider signed in, as names there may change hands."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was cited, found or changed."""

    id: str
    version: int
    sha256: str
    collection: str = ""
    """What it belonged to when the event was recorded; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Share:
    """What is read by whoever has the word of a link."""

    kind: Literal["conversation", "check"] = "conversation"
    link: str = ""
    """A digest of the word, by which events of one link are told from others: the word itself would open it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    code: Code
    actor: Actor = Actor()
    succeeded: bool = True
    outcome: str = ""
    """What became of it: the kind of a reply, the reason of a refusal, the role that was lacking."""
    documents: tuple[Document, ...] = ()
    text: str = ""
    """What was asked or checked, where the settings have it recorded."""
    verdicts: tuple[tuple[str, int], ...] = ()
    """Of a check: how many sentences have each verdict."""
    name: str = ""
    """Of a file that was uploaded."""
    sha256: str = ""
    """Digest of that file."""
    share: Share = Share()
    """What was shared, opened by its link or shared no more."""
    collection: str = ""
    """The collection whose readers or time of keeping changed."""
    group: str = ""
    """The group that may read it from now on, or no more."""
    count: int = 0
    """Events that a gap stands for."""
    since: datetime | None = None
    """When a gap began."""


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of events in OCSF and the activity in it."""

    uid: int
    activity: int


_CLASSES: Mapping[str, _Class] = MappingProxyType(
    {
        "ask": _Class(6005, 4),
        "check": _Class(6005, 4),
        "search": _Class(6005, 4),
        "timeline": _Class(6005, 4),
        "upload": _Class(6006, 1),
        "share.added": _Class(6001, 8),
        "share.opened": _Class(6001, 2),
        "share.removed": _Class(6001, 4),
        "document.added": _Class(6005, 6),
        "document.updated": _Class(6005, 2),
        "document.edited": _Class(6005, 2),
        "document.moved": _Class(6005, 2),
        "document.removed": _Class(6005, 7),
        "collection.added": _Class(6005, 6),
        "collection.granted": _Class(3006, 1),
        "collection.revoked": _Class(3006, 2),
        "collection.retained": _Class(6005, 2),
        "collection.removed": _Class(6005, 7),
        "signin": _Class(3002, 1),
        "signout": _Class(3002, 2),
        "role.refused": _Class(6003, 99),
        "server.started": _Class(1008, 6),
        "server.stopped": _Class(1008, 7),
        "log.gap": _Class(1008, 99),
    }
)


def line(event: Event, when: datetime) -> Json:
    """Return the event as an object of OCSF; the log adds its place in the chain."""
    kind = _CLASSES[event.code]
    found: Json = {
        "class_uid": kind.uid,
        "category_uid": kind.uid // 1000,
        "activity_id": kind.activity,
        "type_uid": kind.uid * 100 + kind.activity,
        "severity_id": MEDIUM if event.code == "log.gap" else INFORMATIONAL,
        "status_id": SUCCESS if event.succeeded else FAILURE,
        "time": milliseconds(when),
        "time_dt": when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "metadata": {
            "version": OCSF,
            "profiles": ["datetime"],
            "product": {"name": "geungeo", "vendor_name": "geungeo"},
            "event_code": event.code,
        },
        "actor": {"user": _user(event.actor)},
        "src_endpoint": {"ip" if _numeric(event.actor.address) else "name": event.actor.address or "-"},
    }
    if event.actor.request:
        found["http_request"] = {"uid": event.actor.request}
    if event.count:
        found["count"] = event.count
    if event.since:
        found |= {"start_time": milliseconds(event.since), "end_time": milliseconds(when)}
    return found | _required(event, kind.uid) | {"unmapped": _unmapped(event)}


def milliseconds(when: datetime) -> int:
    """Return a time as OCSF counts it: whole milliseconds since 1970 in UTC."""
    return (when - EPOCH) // timedelta(milliseconds=1)


def _user(actor: Actor) -> Json:
    identity: Json = {"uid": actor.identity} if actor.identity else {}
    return {"name": actor.name} | identity


def _required(event: Event, uid: int) -> Json:
    """Return the fields that OCSF asks for in the events of one class alone."""
    match uid:
        case 6005:
            asked: Json = {"query_info": {"query_string": event.text}} if event.text else {}
            return {"database": {"name": "geungeo", "type": "documents", "type_id": 99}} | asked
        case 6001:
            return {"web_resources": [{"type": "share", "name": event.share.kind, "uid": event.share.link}]}
        case 6006:
            hashes = {"hashes": [{"algorithm_id": 3, "value": event.sha256}]} if event.sha256 else {}
            return {"file": {"name": event.name, "type_id": 1} | hashes}
        case 3002:
            return {"user": _user(event.actor), "service": {"name": "geungeo"}}
        case 3006:
            return {"group": {"name": event.group}, "privileges": ["read"]}
        case 6003:
            return {"api": {"operation": event.outcome}}
    return {"log_name": "audit"}


def _unmapped(event: Event) -> Json:
    found: Json = {"outcome": event.outcome} if event.outcome else {}
    if event.collection:
        found["collection"] = event.collection
    if event.verdicts:
        found["verdicts"] = dict(event.verdicts)
    if event.documents:
        found["documents"] = [_document(one) for one in event.documents]
    return found


def _document(one: Document) -> Json:
    found: Json = {"uid": one.id, "version": one.version, "sha256": one.sha256}
    return found | ({"collection": one.collection} if one.collection else {})


def _numeric(address: str) -> bool:
    return ":" in address or address.replace(".", "").isdigit()
