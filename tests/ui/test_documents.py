"""The documents tab without a browser: leaves, differences, the list, the open document and who may change it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.requests import Request

import scripted_page
from ingest.documents import Section, SourceDocument
from ingest.errors import StoreBusy
from ui.accounts import visitors
from ui.accounts.visitors import NotAllowed, Visitor
from ui.exports.provenance import Provenance, notes
from ui.messages import say
from ui.page.documents.desk import Desk
from ui.page.documents.jobs import Jobs
from ui.page.documents.leaves import LEAF, leaf_at, leaf_of, leaves
from ui.page.documents.revisions import Change, changes
from ui.page.documents.uploads import Taken
from ui.serving.upload import intake

EDITOR = Visitor("가")
READER = Visitor("나", frozenset({"reader"}))


# leaves


def written(text: str, *headings: str) -> SourceDocument:
    starts = [text.index(heading) for heading in headings]
    ends = [*starts[1:], len(text)][: len(starts)]
    sections = tuple(
        Section((heading,), 1, start, end, 3) for heading, start, end in zip(headings, starts, ends, strict=True)
    )
    return SourceDocument("a", 1, "제목", "", None, None, "plan", "", "0" * 64, text, sections=sections)


def whole(document: SourceDocument) -> str:
    return "".join(f"{one.heading}{one.text}" for leaf in leaves(document) for one in leaf)


@pytest.mark.parametrize(
    "document",
    [
        written("짧은 글이다.\n둘째 줄이다."),
        written("Ⅰ. 처음\n글이다.\nⅡ. 다음\n또 글이다.", "Ⅰ. 처음", "Ⅱ. 다음"),
        written("Ⅰ. 처음\n" + "긴 줄이다.\n" * 9_000 + "Ⅱ. 다음\n끝이다.", "Ⅰ. 처음", "Ⅱ. 다음"),
        written("ㄱ" * (3 * LEAF)),
        written(""),
    ],
)
def test_leaves_hold_the_whole_text_in_pieces_of_their_size(document):
    assert "".join(whole(document).split()) == "".join(document.text.split())
    longest = max((len(line) for line in document.text.split("\n")), default=0)
    for leaf in leaves(document):
        assert sum(len(one.text) + len(one.heading) for one in leaf) <= max(LEAF, longest) + 20


def test_a_section_is_found_on_the_leaf_where_it_begins():
    document = written("Ⅰ. 처음\n" + "긴 줄이다.\n" * 9_000 + "Ⅱ. 다음\n끝이다.", "Ⅰ. 처음", "Ⅱ. 다음")
    divided = leaves(document)
    assert len(divided) > 2
    assert (leaf_of(divided, 0), leaf_of(divided, 1), leaf_of(divided, 99)) == (0, len(divided) - 1, 0)
    assert divided[-1][-1].heading == "Ⅱ. 다음"


def test_a_quote_is_found_on_its_leaf_and_marked():
    text = "Ⅰ. 처음\n" + "긴 줄이다.\n" * 9_000 + "Ⅱ. 다음\n앞 문장. 인용한 말이다. 뒤 문장.\n구분 | 값\n다리 | 세 곳"
    document = written(text, "Ⅰ. 처음", "Ⅱ. 다음")
    start = text.index("인용한")
    divided = leaves(document)
    assert leaf_at(divided, start) == len(divided) - 1
    for leaf in divided:
        for stretch in leaf:
            assert text.startswith(stretch.heading + "\n" * bool(stretch.heading), stretch.begin)
            assert text.startswith(stretch.text, stretch.start)
    shelf = scripted_page.Shelf([document])
    desk = Desk(shelf, None, None, "ko")
    asked = {"document": "a", "version": "1", "quote": f"{start}-{start + 8}"}
    assert 'data-target="1">인용한 말이다.</mark>' in desk.arrive(asked, READER)
    row = text.index("다리 |")
    shown = desk.arrive(asked | {"quote": f"{row}-{len(text)}"}, READER)
    assert shown.count('class="quoted"') == 1
    for bad in ("", "9-3", "x-y", f"0-{len(text) + 1}"):
        assert "<mark" not in desk.arrive(asked | {"quote": bad}, READER)


# differences

OLD = "달빛천 정비에는 48억 원이 든다. 사업은 2026년에 시작한다. 주민이 함께 가꾼다."
NEW = "달빛천 정비에는 52억 원이 든다. 사업은 2026년에 시작한다. 물놀이터를 새로 연다. 주민이 함께 가꾼다."


def test_the_figure_that_changed_is_told_from_the_words_that_stayed():
    found = changes(OLD, NEW)
    removed, added = (one for one in found if "달빛천" in one.text)
    assert (removed.sign, added.sign) == ("removed", "added")
    assert [(piece.text, piece.kind) for piece in removed.pieces if piece.kind != "same"] == [("48", "figure")]
    assert [(piece.text, piece.kind) for piece in added.pieces if piece.kind != "same"] == [("52", "figure")]


def test_sentences_that_came_or_went_are_whole():
    assert ("added", "물놀이터를 새로 연다.") in [(one.sign, one.text) for one in changes(OLD, NEW)]
    assert ("removed", "물놀이터를 새로 연다.") in [(one.sign, one.text) for one in changes(NEW, OLD)]


def test_what_stayed_is_left_out_but_for_its_neighbours():
    many = [f"{number}번째 문장은 그대로 남는다." for number in range(20)]
    found = changes(" ".join(many), " ".join([*many[:10], "새 문장이 하나 끼어든다.", *many[10:]]))
    assert [one.sign for one in found] == ["gap", "same", "added", "same", "gap"]


def test_like_texts_have_no_changes():
    assert changes(OLD, OLD.replace(" ", "  ")) == ()
    assert changes("", NEW)[0] == Change("added", changes("", NEW)[0].pieces)


# the list


@pytest.fixture
def desk(scripted):
    return Desk(scripted.Shelf(), Removing(), None, "ko")


class Removing:
    """Removes what it is told, or fails."""

    def __init__(self) -> None:
        self.removed: list[str] = []
        self.busy = False

    def remove(self, document_id: str) -> bool:
        if self.busy:
            raise StoreBusy("다른 작업이 쓰고 있습니다.", "끝난 뒤에 다시 하십시오.")
        self.removed.append(document_id)
        return True

    def uploaded(self, document_id: str) -> bool:
        return document_id.startswith("press")


def test_the_list_has_every_document_with_its_particulars(desk, scripted):
    shown = desk.find({})
    assert shown.index(scripted.RELEASE.title) < shown.index("지방과학기술진흥 시행계획(안)")
    assert "과학기술정보통신부 · 2025-01-24 · 보도자료" in shown.striptags()
    assert "대목" not in shown
    assert "지방과학기술진흥협의회 · 2024-12-12 · 계획 · 2쪽" in shown.striptags()
    assert say("shelf.total", "ko", count=2) in shown


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "적정성"}, 2),
        ({"text": "중소벤처기업부"}, 1),
        ({"text": "계획"}, 1),
        ({"text": "보도자료"}, 1),
        ({"kind": "plan"}, 1),
        ({"year": "2025"}, 1),
        ({"year": "이천"}, 2),
        ({"year": "99999"}, 2),
        ({"issuer": "과학기술정보통신부"}, 1),
        ({"text": "없는 말"}, 0),
        ({"page": "-3"}, 2),
        ({"page": "999999"}, 2),
    ],
)
def test_the_list_is_narrowed(desk, asked, found):
    shown = desk.find(asked)
    assert shown.count('data-act="open"') == found
    assert (say("shelf.none", "ko") in shown) == (found == 0)


def test_the_search_keeps_what_was_asked(desk):
    shown = desk.find({"text": '"><script>', "kind": "plan"})
    assert "<script>" not in shown
    assert 'value="&quot;&gt;&lt;script&gt;"' in shown
    assert 'value="plan" selected="selected"' in shown


def test_a_long_list_is_paged(scripted):
    many = [replace(scripted.RELEASE, id=f"{number:03}") for number in range(120)]
    desk = Desk(scripted.Shelf(many), None, None, "ko")
    first, last = desk.find({}), desk.find({"page": "3"})
    assert (first.count('data-act="open"'), last.count('data-act="open"')) == (50, 20)
    assert 'data-page="2"' in first
    assert 'data-page="2"' in last
    assert "3/3쪽" in last


def test_an_empty_store_says_so(scripted):
    assert say("shelf.empty", "ko") in Desk(scripted.Shelf([]), None, None, "ko").find({})


# an open document


def test_a_document_is_shown_with_headings_and_tables(scripted):
    document = replace(
        written("Ⅰ. 처음\n글이다.\n구간 | 길이\n새봄교 | 2.1\nⅡ. 다음\n또 글이다.", "Ⅰ. 처음", "Ⅱ. 다음"), id="p"
    )
    desk = Desk(scripted.Shelf([document]), None, None, "ko")
    shown = desk.open({"document": "p"}, EDITOR)
    assert '<h3 class="line">Ⅰ. 처음<span class="at">3쪽</span></h3>' in shown
    assert "<tr><td>구간</td><td>길이</td></tr><tr><td>새봄교</td><td>2.1</td></tr>" in shown
    assert 'data-section="1"' in shown
    second = desk.open({"document": "p", "section": "1"}, EDITOR)
    assert '<h3 class="line" data-target="1">Ⅱ. 다음</h3>' in second


def test_hostile_text_stays_text(desk, scripted):
    hostile = replace(scripted.PLAN, title="<b>제목</b>\u202egnp.txt", issuer="<i>기관</i>", id='x"><script>')
    shelf = scripted.Shelf([hostile])
    for shown in (
        Desk(shelf, None, None, "ko").find({}),
        Desk(shelf, None, None, "ko").open({"document": hostile.id}, EDITOR),
        desk.open({"document": hostile.id}, EDITOR),
    ):
        assert "<script" not in shown
        assert "<b>제목" not in shown
        assert "<i>" not in shown
        assert "\u202e" not in shown
        assert "javascript:" not in shown


@pytest.mark.parametrize("version", ["9", "x", "1", "-1"])
def test_a_version_that_is_not_there_is_said_to_be_gone(desk, version):
    shown = desk.open({"document": "plan-202412", "version": version}, EDITOR)
    assert (say("volume.gone", "ko", id="plan-202412") in shown) == (version in "91")


def test_versions_are_compared(scripted):
    old, new = replace(scripted.RELEASE, text=OLD), replace(scripted.RELEASE, text=NEW, version=2)
    desk = Desk(scripted.Shelf([new, old]), None, None, "ko")
    shown = desk.open({"document": new.id, "version": "2", "view": "changes"}, EDITOR)
    assert '<b class="figure">48</b>' in shown
    assert '<b class="figure">52</b>' in shown
    assert f"{say('volume.added', 'ko')}: " in shown
    first = desk.open({"document": new.id, "version": "1", "view": "changes"}, EDITOR)
    assert "differences" not in first


def test_the_address_names_the_open_document(desk, scripted):
    assert desk.arrive({}, READER) == ""
    assert scripted.PLAN.title in desk.arrive({"document": "plan-202412"}, READER)
    assert say("volume.gone", "ko", id="none") in desk.arrive({"document": "none"}, READER)


# changing what is held


def test_removing_is_asked_before_it_is_done(desk):
    asked = desk.act({"act": "open", "document": "press-20250124", "view": "remove"}, EDITOR)
    assert say("volume.remove.ask", "ko") in asked
    assert say("volume.remove.file", "ko") in asked
    assert desk.remover.removed == []
    from_folder = desk.act({"act": "open", "document": "plan-202412", "view": "remove"}, EDITOR)
    assert say("volume.remove.folder", "ko") in from_folder
    done = desk.act({"act": "remove", "document": "plan-202412"}, EDITOR)
    assert desk.remover.removed == ["plan-202412"]
    assert say("volume.removed.done", "ko", title="지방과학기술진흥 시행계획(안)") in done


def test_a_busy_store_says_that_nothing_was_removed(desk):
    desk.remover.busy = True
    shown = desk.act({"act": "remove", "document": "plan-202412"}, EDITOR)
    assert "다른 작업이 쓰고 있습니다." in shown
    assert "끝난 뒤에 다시 하십시오." in shown


def test_a_reader_may_neither_remove_nor_give(desk, scripted):
    with pytest.raises(NotAllowed):
        desk.act({"act": "remove", "document": "plan-202412"}, READER)
    assert desk.remover.removed == []
    assert 'data-view="remove"' not in desk.open({"document": "plan-202412", "view": "remove"}, READER)
    jobs = Jobs(lambda *_: Taken("added"))
    with_files = Desk(scripted.Shelf(), None, jobs, "ko")
    assert with_files.files(READER) == ""
    assert with_files.give({"act": "refuse", "name": "x"}, READER) == ""
    assert jobs.of(READER.key) == ()


def test_a_file_too_large_to_send_is_refused_with_its_remedy(scripted):
    jobs = Jobs(lambda *_: Taken("added"))
    shown = Desk(scripted.Shelf(), None, jobs, "ko").give({"act": "refuse", "name": "<b>큰\u202e.pdf"}, EDITOR)
    assert "50MB를 넘습니다" in shown
    assert "geungeo ingest" in shown
    assert "<b>큰" not in shown
    assert "\u202e" not in shown
    cleared = Desk(scripted.Shelf(), None, jobs, "ko").give({"act": "clear"}, EDITOR)
    assert "50MB를 넘습니다" not in cleared


# the address that takes files


class Receiving:
    """Keeps what arrives in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def collections(self):
        return ("public",)

    async def receive(self, name, blocks):
        path = self.folder / "arrived"
        path.write_bytes(b"".join([block async for block in blocks]))
        return path


def send(handler, visitor: Visitor | None, collection: str = "", **headers: str) -> int:
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/files",
        "query_string": f"name={quote('../../가.txt')}&collection={collection}".encode(),
        "headers": [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()],
        "state": {visitors.STATE: visitor} if visitor else {},
    }

    async def receive():
        return {"type": "http.request", "body": b"content", "more_body": False}

    return asyncio.run(handler(Request(scope, receive))).status_code


def test_only_an_editor_on_this_site_gives_files(tmp_path):
    taken = []
    jobs = Jobs(lambda path, name, *_: taken.append((name, path.read_bytes())) or Taken("added"))
    handler = intake(Receiving(tmp_path), jobs)
    assert send(handler, None) == 403
    assert send(handler, READER) == 403
    assert send(handler, EDITOR, sec_fetch_site="cross-site") == 403
    assert jobs.of(EDITOR.key) == ()
    assert send(handler, EDITOR, sec_fetch_site="same-origin") == 202
    jobs.close()
    assert jobs.of(READER.key) == ()
    assert taken in ([("가.txt", b"content")], [])


def test_what_is_known_of_a_document_beside_its_text_is_told() -> None:
    document = replace(written("글이다."), uri="file:///home/plan.pdf", dated="edited")
    known = Provenance(("file:///home/plan.pdf", "file:///home/copy.pdf"), ("press-2",), ("title", "published"))
    assert notes(document, known, "ko") == [
        "날짜: 사람이 고침",
        "사람이 고친 것: 제목, 발행일",
        "같은 파일이 있는 다른 자리: file:///home/copy.pdf",
        "거의 같은 문서: press-2",
    ]


def test_an_editor_chooses_among_the_collections_that_may_be_read(scripted) -> None:
    from ui.page.documents.intake import intake as shown

    assert "select" not in shown((), "ko")
    choice = str(shown((), "ko", ("public", "press")))
    assert [one in choice for one in ('value="public"', 'value="press"', 'name="collection"')] == [True] * 3


@pytest.mark.parametrize(("named", "status"), [("public", 202), ("", 202), ("press", 403), ("none", 403)])
def test_a_file_goes_into_no_collection_that_its_editor_may_not_read(tmp_path, named: str, status: int) -> None:
    jobs = Jobs(lambda *_: Taken("added"))
    try:
        assert send(intake(Receiving(tmp_path), jobs), EDITOR, collection=named) == status
    finally:
        jobs.close()
