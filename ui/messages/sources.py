"""Messages of the sources that a store keeps up with, and of their visits."""

from __future__ import annotations

from ui.messages.message import Message

SOURCES = {
    "help.sources": Message(
        "저장소가 스스로 따라가는 출처를 정합니다.", "Choose the sources that the store keeps up with."
    ),
    "help.sources.add": Message(
        "폴더, RSS·Atom 피드, 사이트맵, S3 버킷, 정책브리핑 목록을 출처로 더합니다.",
        "Add a folder, an RSS or Atom feed, a site map, a bucket of S3 or a list of the government's press service.",
    ),
    "help.sources.list": Message(
        "출처마다 언제 보았고 무엇이 잘못되었는지 봅니다.", "Show when each source was read and what went wrong."
    ),
    "help.sources.remove": Message(
        "출처를 더 따라가지 않습니다. 문서는 남습니다.", "Stop keeping up with sources; their documents stay."
    ),
    "help.sync": Message("출처에서 새것과 바뀐 것을 가져옵니다.", "Fetch what is new or changed at the sources."),
    "option.source": Message(
        "폴더, 피드나 사이트맵의 주소, s3://버킷/경로, briefing.press(보도자료), briefing.news(정책뉴스)",
        "folder, address of a feed or site map, s3://bucket/path, briefing.press or briefing.news",
    ),
    "option.source.known": Message("출처 (sources list에 나오는 이름)", "a source, as sources list names it"),
    "option.source.since": Message(
        "이 날부터 받습니다 (정책브리핑만, 기본은 7일 전)", "from this day on (briefing lists; 7 days ago by default)"
    ),
    "option.sync.every": Message(
        "이 간격으로 되풀이합니다 (예: 10m, 1h, 1d)", "again and again at this interval (10m, 1h, 1d)"
    ),
    "option.sync.retry": Message(
        "실패한 것과 포기한 것을 지금 다시 해 봅니다", "try at once what failed and what was given up"
    ),
    "source_kind.folder": Message("폴더", "folder"),
    "source_kind.feed": Message("피드", "feed"),
    "source_kind.sitemap": Message("사이트맵", "site map"),
    "source_kind.bucket": Message("버킷", "bucket"),
    "source_kind.briefing": Message("정책브리핑", "briefing"),
    "sources.none": Message(
        "출처가 없습니다. 더하려면: geungeo sources add 폴더나-주소",
        "There are no sources. To add one: geungeo sources add FOLDER-OR-ADDRESS",
    ),
    "sources.added": Message("더했습니다 ({kind}): {place}", "Added ({kind}): {place}"),
    "sources.present": Message("이미 있는 출처입니다: {place}", "This source is there already: {place}"),
    "sources.next": Message("이제 가져오려면: geungeo sync", "To fetch it now: geungeo sync"),
    "sources.removed": Message("더 따라가지 않습니다: {place}", "No longer kept up with: {place}"),
    "sources.unknown": Message("모르는 출처입니다: {place}", "Unknown source: {place}"),
    "sources.list_hint": Message(
        "geungeo sources list로 이름을 확인해 주세요.", "See their names with geungeo sources list."
    ),
    "sources.synced": Message("마지막으로 본 때 {time}", "last read {time}"),
    "sources.never": Message("아직 다 보지 못함", "not read yet"),
    "sources.counts": Message(
        "받은 것 {held} · 남은 것 {left} · 포기한 것 {dead} · 내려간 것 {withdrawn}",
        "{held} held · {left} to do · {dead} given up · {withdrawn} withdrawn",
    ),
    "sources.due": Message("{time} 뒤에 다시 해 봅니다", "to be tried again after {time}"),
    "sources.dead": Message(
        "포기한 것 ({attempts}번 실패): {address}", "given up (failed {attempts} times): {address}"
    ),
    "followed.heading": Message("출처", "Sources"),
    "followed.count": Message("{count}곳", "{count} kept up with"),
    "followed.failing": Message("열리지 않음 {count}곳", "{count} cannot be read"),
    "followed.dead": Message("포기한 것 {count}건", "{count} given up"),
    "followed.folder": Message(
        "남은 것 {left} · 포기한 것 {dead} · 내려간 것 {withdrawn}",
        "{left} to do · {dead} given up · {withdrawn} withdrawn",
    ),
    "followed.next": Message("다음 동기화 때 다시 봅니다", "read again with the next synchronisation"),
    "followed.fetch": Message("서버에서 지금 가져오려면:", "To fetch now, on the server:"),
    "followed.retry": Message(
        "고친 뒤 서버에서 지금 다시 해 보려면:", "To try again at once after mending, on the server:"
    ),
    "sources.gone": Message("출처에서 내려간 문서 ({day} 확인): {id}", "withdrawn by its source (seen {day}): {id}"),
    "sync.read": Message(
        "{place}: 추가 {added}, 갱신 {updated}, 그대로 {unchanged}, 내려감 {withdrawn}, 돌아옴 {returned},"
        " 실패 {failed} ({seconds:.1f}초)",
        "{place}: {added} added, {updated} updated, {unchanged} unchanged, {withdrawn} withdrawn, {returned} back,"
        " {failed} failed ({seconds:.1f} s)",
    ),
    "sync.waiting": Message("{place}: {time}까지 기다립니다", "{place}: waiting until {time}"),
    "sync.left": Message("남은 것 {count}건은 다음에 이어서 합니다", "{count} left for the next time"),
    "sync.given_up": Message(
        "여러 번 실패해 포기한 것 {count}건 (다시 하려면 --retry)", "{count} given up after several failures (--retry)"
    ),
    "sync.progress": Message("동기화", "Synchronising"),
    "help.watch": Message(
        "사업 이름이나 주장을 지켜보고, 인용한 수치가 바뀌면 알립니다.",
        "Watch programmes and claims, and tell when a figure cited for them changes.",
    ),
    "help.watch.add": Message("글을 지켜봅니다.", "Watch texts."),
    "help.watch.list": Message("지켜보는 글과 지금의 수치를 봅니다.", "Show what is watched and its figures now."),
    "help.watch.remove": Message("더 지켜보지 않습니다.", "Watch texts no more."),
    "help.watch.changes": Message("바뀐 수치를 봅니다.", "Show the figures that changed."),
    "option.watch.text": Message("사업 이름이나 주장", "name of a programme, or a claim"),
    "option.sync.feed": Message("바뀐 수치를 쓸 Atom 파일", "Atom file to write changed figures to"),
    "option.sync.webhook": Message("바뀐 수치를 JSON으로 보낼 주소", "address to post changed figures to, as JSON"),
    "watch.added": Message("지켜봅니다: {text}", "Watched: {text}"),
    "watch.present": Message("이미 지켜보는 글입니다: {text}", "This text is watched already: {text}"),
    "watch.nothing": Message(
        "이 글에 인용할 수치가 아직 문서에 없습니다.", "The documents give no figure for this text yet."
    ),
    "watch.removed": Message("더 지켜보지 않습니다: {text}", "No longer watched: {text}"),
    "watch.unknown": Message("지켜보는 글이 아닙니다: {text}", "This text is not watched: {text}"),
    "watch.list_hint": Message("geungeo watch list로 확인해 주세요.", "See them with geungeo watch list."),
    "watch.none": Message("지켜보는 글이 없습니다.", "Nothing is watched."),
    "watch.unchanged": Message("바뀐 수치가 없습니다.", "No figure changed."),
    "watch.change": Message("{text} — {name}: {old} → {new}", "{text} — {name}: {old} → {new}"),
    "watch.before": Message("이전: ", "before: "),
    "watch.now": Message("지금: ", "now: "),
    "watch.claim": Message("주장의 {figure}", "the claim's {figure}"),
    "watch.feed": Message("geungeo: 바뀐 수치", "geungeo: figures that changed"),
    "watch.unsent": Message(
        "{url}: 바뀐 수치를 보내지 못했습니다 ({reason}).", "{url}: changed figures could not be sent ({reason})."
    ),
    "watch.unsent.hint": Message(
        "주소를 확인해 주세요. 보내지 못한 것은 다음 동기화 때 다시 보냅니다.",
        "Check the address. What was not sent is sent with the next synchronisation.",
    ),
    "watch.unwritable": Message("{path}: 피드를 쓸 수 없습니다.", "{path}: the feed cannot be written."),
    "sync.none": Message("따라갈 출처가 없습니다.", "There is no source to keep up with."),
}
