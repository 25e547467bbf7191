"""Messages about collections, who reads them and how long documents are kept."""

from __future__ import annotations

from ui.messages.message import Message

COLLECTIONS = {
    "help.collections": Message(
        "문서를 컬렉션으로 나누고, 누가 읽을지와 얼마나 둘지를 정합니다.",
        "Divide documents into collections, and say who reads them and how long they are kept.",
    ),
    "help.collections.list": Message(
        "컬렉션과 읽을 수 있는 그룹을 봅니다.", "List the collections and who reads them."
    ),
    "help.collections.add": Message(
        "컬렉션을 더합니다. 그룹을 주지 않으면 아직 아무도 읽지 못합니다.",
        "Add a collection; without a group nobody reads it yet.",
    ),
    "help.collections.grant": Message("그룹이 컬렉션을 읽게 합니다.", "Let groups read a collection."),
    "help.collections.revoke": Message("그룹이 더는 읽지 못하게 합니다.", "Let groups read a collection no more."),
    "help.collections.move": Message("문서를 컬렉션으로 옮깁니다.", "Move documents into a collection."),
    "help.collections.retain": Message(
        "컬렉션의 문서를 발행일부터 며칠 둘지 정합니다. 지우지는 않습니다.",
        "Say for how many days after publication documents are kept; removes none.",
    ),
    "help.collections.remove": Message("문서가 없는 컬렉션을 지웁니다.", "Remove a collection that holds no document."),
    "help.documents.expire": Message(
        "보존 기간이 지난 문서를 보이고, --yes를 주면 지웁니다.",
        "Show the documents kept for long enough; with --yes remove them.",
    ),
    "option.collection.name": Message("컬렉션의 이름", "name of the collection"),
    "option.collection.group": Message("그룹의 이름, 모두면 '*'", "name of a group, '*' for everybody"),
    "option.collection.days": Message("날수, 끝없이 두려면 none", "number of days, none to keep for ever"),
    "option.collection.only": Message(
        "이 컬렉션의 문서만 (여러 번 쓸 수 있음)", "only documents of this collection (repeatable)"
    ),
    "option.collection.into": Message(
        "문서를 이 컬렉션에 넣습니다. 이미 있는 것은 옮깁니다",
        "put the documents into this collection, moving those there",
    ),
    "option.collection.source": Message(
        "이 출처의 새 문서를 넣을 컬렉션", "collection that new documents of the sources go to"
    ),
    "option.user.group": Message("속한 그룹 (여러 번 쓸 수 있음)", "group that the user belongs to (repeatable)"),
    "option.expire.yes": Message("보이기만 하지 않고 지웁니다", "remove them instead of only showing them"),
    "collections.line": Message(
        "{name} · 문서 {documents:,}건 · 읽는 그룹: {readers} · 보존: {days}",
        "{name} · {documents:,} documents · read by: {readers} · kept: {days}",
    ),
    "intake.collection": Message("넣을 컬렉션", "Put into the collection"),
    "collections.everybody": Message("모두", "everybody"),
    "collections.nobody": Message("없음", "nobody"),
    "collections.kept": Message("{days:,}일", "{days:,} days"),
    "collections.forever": Message("끝없이", "for ever"),
    "collections.added": Message("더했습니다: {name}", "Added: {name}"),
    "collections.present": Message("이미 있는 컬렉션입니다: {name}", "This collection is there already: {name}"),
    "collections.closed": Message(
        "아직 읽는 그룹이 없습니다: geungeo collections grant {name} 그룹",
        "No group reads it yet: geungeo collections grant {name} GROUP",
    ),
    "collections.granted": Message("{group}: {name}을(를) 읽습니다.", "{group} reads {name}."),
    "collections.revoked": Message("{group}: {name}을(를) 더 읽지 않습니다.", "{group} reads {name} no more."),
    "collections.not_granted": Message("{group}: {name}을(를) 읽지 않고 있었습니다.", "{group} did not read {name}."),
    "collections.moved": Message("{name}(으)로 {count}건을 옮겼습니다.", "Moved {count} documents into {name}."),
    "collections.removed": Message("지웠습니다: {name}", "Removed: {name}"),
    "collections.retained": Message("{name}: 보존 {days}", "{name}: kept {days}"),
    "expire.none": Message("보존 기간이 지난 문서가 없습니다.", "No document has been kept for long enough."),
    "expire.line": Message("{day} · {collection} · {id} · {title}", "{day} · {collection} · {id} · {title}"),
    "expire.dry": Message(
        "{count}건이 보존 기간을 지났습니다. 지우려면 --yes를 붙이십시오.",
        "{count} documents have been kept for long enough. To remove them, add --yes.",
    ),
    "expire.done": Message("{count}건을 지웠습니다.", "Removed {count} documents."),
    "help.users.groups": Message(
        "사용자가 속한 그룹을 새로 정합니다. 주지 않으면 모두 뺍니다.",
        "Set the groups that a user belongs to; none given, none are left.",
    ),
    "users.grouped": Message("{name}: 그룹 {groups}", "{name}: groups {groups}"),
    "users.ungrouped": Message("{name}: 속한 그룹 없음", "{name}: in no group"),
}
