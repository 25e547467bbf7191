"""The page without a browser: markup, turns, holdings, evidence, panels, desk and the wiring."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assistant.answers import Answer, Conflict, Difference, Filter, Question, Sentence
from parsed import Parsed
from ui.messages import MESSAGES, say
from ui.page import theme
from ui.page.conversation import panel
from ui.page.conversation.desk import Desk
from ui.page.conversation.suggestions import STARTERS, Suggestions
from ui.page.conversation.turns import Turn, follow
from ui.page.evidence.context import evidence, excerpt
from ui.page.evidence.panel import opened, sources
from ui.page.html.markup import element, join
from ui.page.library import Holdings, holdings
from ui.serving.headers import Headers

LANGUAGES = ("ko", "en")


@pytest.fixture
def desk(scripted):
    return seated(scripted, scripted.Shelf())


def seated(scripted, shelf, language="ko"):
    return Desk(scripted.ScriptedChain(), shelf, Suggestions(scripted.ScriptedChain(), shelf), language)


@pytest.fixture
def answered(scripted):
    return Turn(1, "얼마입니까?", stage="done", reply=scripted.answer(Question("얼마입니까?")))


@pytest.fixture
def refused(scripted):
    return Turn(1, "없는 사업은?", stage="done", reply=scripted.refusal(Question("없는 사업은?")))


# markup


@given(st.text(), st.text())
def test_text_and_attributes_come_out_as_text(text, value):
    parsed = Parsed(element("p", text, title=value, data_act=None))
    assert parsed.tags == ["p"]
    assert [name for name, _ in parsed.attributes] == ["title"]
    assert "<" not in join([text])


def test_html_is_not_escaped_twice_and_text_is_escaped_once():
    inner = element("b", "1 < 2", class_="x", aria_label='"')
    assert element("p", inner, "&") == '<p><b class="x" aria-label="&quot;">1 &lt; 2</b>&amp;</p>'
    assert isinstance(inner, Markup)


def test_a_lone_surrogate_does_not_lose_the_page():
    assert element("p", "\ud800글").encode("utf-8") == "<p>?글</p>".encode()


# turns


def test_a_turn_grows_by_checked_sentences(scripted):
    stages = list(follow(scripted.ScriptedChain(), Turn(1, "얼마입니까?")))
    assert [turn.stage for turn in stages] == ["searching", "checking", "checking", "done"]
    assert [len(turn.reply.sentences) for turn in stages if turn.reply] == [1, 2, 2]


def test_a_known_failure_keeps_its_message_and_remedy(scripted):
    *_, last = follow(scripted.ScriptedChain(), Turn(1, "고장"))
    assert last.stage == "failed"
    assert last.trouble.message.startswith("임베딩 모델")
    assert "doctor" in last.trouble.hint


def test_an_unforeseen_failure_is_logged_and_shown_without_its_inside(scripted, caplog):
    *_, last = follow(scripted.ScriptedChain(), Turn(1, "예상 밖"))
    assert last.stage == "failed"
    assert "ZeroDivisionError" in caplog.text
    shown = panel.conversation("t", (last,), "ko")
    assert say("page.failed", "ko") in shown
    assert "ZeroDivision" not in shown


def test_a_chain_that_says_nothing_has_failed(scripted, monkeypatch):
    chain = scripted.ScriptedChain()
    monkeypatch.setattr(chain, "stream", lambda *_: iter(()))
    assert [turn.stage for turn in follow(chain, Turn(1, "?"))] == ["searching", "failed"]


# holdings and starters


def test_holdings_count_documents_and_name_the_newest_day(scripted):
    assert holdings(scripted.Shelf().stock()) == Holdings(2, date(2025, 1, 24))


def test_undated_documents_have_no_newest_day(scripted):
    assert holdings(scripted.Shelf([replace(scripted.PLAN, published=None)]).stock()).newest is None


FIELDS = ("도서관", "산책로", "우체국", "나루터", "과수원", "박물관")


def budgets(scripted, count):
    """As many documents, the newest last, each stating the budget of another field."""
    return [
        replace(
            scripted.RELEASE,
            id=str(n),
            title="안내",
            published=datetime(2025, 3, n + 1),
            text=f"{name} 분야의 예산은 {n + 1}억원이다.",
        )
        for n, name in enumerate(FIELDS[:count])
    ]


class Quoting:
    """A chain that answers with the first sentence of a document that has the topic asked about."""

    def __init__(self, scripted, shelf):
        self.scripted, self.shelf, self.asked = scripted, shelf, []

    def invoke(self, question):
        self.asked.append(question.text)
        document = next(one for one in self.shelf.held if question.text.split("은")[0] in one.text)
        reply = self.scripted.answer(question)
        first = replace(reply.citations[0], document_id=document.id, quote=document.text)
        return replace(reply, citations=(first, *reply.citations[1:]))


def test_starters_are_answered_questions_of_the_newest_documents(scripted):
    shelf = scripted.Shelf([scripted.PLAN, *budgets(scripted, 6)])
    found = Suggestions(Quoting(scripted, shelf), shelf).now()
    assert found == tuple(f"{name} 분야의 예산은 얼마입니까?" for name in ("박물관", "과수원", "나루터", "우체국"))
    assert len(found) == STARTERS


def test_what_is_refused_or_fails_is_not_suggested(scripted):
    shelf = scripted.Shelf(
        [
            replace(scripted.RELEASE, text="없는 사업의 예산은 3억원이다."),
            replace(scripted.PLAN, text="고장 나는 장비의 값은 3억원이다."),
        ]
    )
    chain = scripted.ScriptedChain()
    assert Suggestions(chain, shelf).now() == ()
    assert len(chain.asked) == 2


@pytest.mark.parametrize("changes", [{"nearest": True}, {"citations": ()}])
def test_what_is_answered_unsurely_or_from_elsewhere_is_not_suggested(scripted, changes):
    shelf = scripted.Shelf(budgets(scripted, 1))
    chain = Quoting(scripted, shelf)
    reply = replace(chain.invoke(Question("도서관 분야의 예산은 얼마입니까?")), **changes)
    chain.invoke = lambda _: reply
    assert Suggestions(chain, shelf).now() == ()


def test_suggestions_are_not_kept_where_the_rights_change_while_they_are_found(scripted):
    shelf = scripted.Shelf(budgets(scripted, 1))
    chain = Quoting(scripted, shelf)
    suggestions, stock = Suggestions(chain, shelf), shelf.stock()
    readable = [frozenset({"public"}), frozenset({"public", "press"}), frozenset({"public"}), frozenset({"public"})]
    shelf.stock = lambda: replace(stock, readable=readable.pop(0))
    assert suggestions.now()
    shelf.held = []
    # Kept, they would be told to whoever reads `public` alone.
    assert suggestions.now() == ()


def test_suggestions_are_found_again_only_when_the_documents_change(scripted):
    shelf = scripted.Shelf(budgets(scripted, 1))
    chain = Quoting(scripted, shelf)
    suggestions = Suggestions(chain, shelf)
    assert suggestions.now() == suggestions.now()
    assert len(chain.asked) == 1
    shelf.held = budgets(scripted, 2)
    assert len(suggestions.now()) == 2


def test_a_refused_question_is_met_with_others_that_its_documents_answer(scripted):
    shelf = scripted.Shelf(budgets(scripted, 4))
    chain = Quoting(scripted, shelf)
    refused = Question(
        "도서관 사서는 몇 명입니까?", date(2025, 6, 1), Filter(issuers=("가온부",)), history=("도서관은?",)
    )
    offered = Suggestions(chain, shelf).instead(refused, ["1", "3", "0"])
    assert offered == tuple(f"{FIELDS[n]} 분야의 예산은 얼마입니까?" for n in (1, 3))
    assert Suggestions(chain, shelf).instead(replace(refused, text=offered[0]), ["1"]) == ()
    assert Suggestions(chain, shelf).instead(refused, ["unknown"]) == ()


# evidence


@given(st.text(min_size=1), st.data(), st.integers(0, 50))
def test_an_excerpt_holds_the_quote_in_its_place(text, data, around):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = excerpt(text, start, end, around)
    assert found.quote == text[start:end]
    assert text[:start].endswith(found.before)
    assert text[end:].startswith(found.after)
    assert len(found.before) <= around
    assert len(found.after) <= around
    assert found.begins == (not text[: start - len(found.before)].strip())
    assert found.ends == (not text[end + len(found.after) :].strip())


def test_evidence_comes_from_the_cited_version(scripted, answered):
    found = evidence(answered.exhibit.citation(2), answered.exhibit, scripted.Shelf())
    assert (found.kind, found.whole) == ("plan", True)
    assert found.excerpt.quote == scripted.SECOND
    assert "1. 기업 지원" in found.excerpt.before


@pytest.mark.parametrize(("newest", "read"), [(2, [None]), (3, [None, 2])])
def test_a_document_is_read_again_only_for_an_earlier_version(scripted, answered, monkeypatch, newest, read):
    shelf = scripted.Shelf([replace(scripted.PLAN, version=newest), scripted.PLAN])
    asked = []

    def document(identity, version=None):
        asked.append(version)
        return scripted.Shelf.document(shelf, identity, version)

    monkeypatch.setattr(shelf, "document", document)
    found = evidence(answered.exhibit.citation(2), answered.exhibit, shelf)
    assert (asked, found.currency.newest, found.whole) == (read, newest, True)


def test_evidence_of_a_removed_document_comes_from_the_passage(scripted, answered):
    found = evidence(answered.exhibit.citation(1), answered.exhibit, scripted.Shelf([]))
    assert (found.kind, found.whole) == (None, False)
    assert found.excerpt.quote == scripted.FIRST
    assert found.excerpt.before


def test_evidence_without_any_source_is_the_quote_alone(scripted, answered):
    alone = replace(answered.exhibit, passages=())
    found = evidence(alone.citation(1), alone, scripted.Shelf([]))
    assert (found.excerpt.before, found.excerpt.quote, found.excerpt.after) == ("", scripted.FIRST, "")


def test_a_document_that_no_longer_says_the_quote_is_not_marked_at_random(scripted, answered):
    changed = replace(scripted.RELEASE, text="다른 글. " * 80)
    found = evidence(answered.exhibit.citation(1), answered.exhibit, scripted.Shelf([changed]))
    assert (found.excerpt.quote, found.whole) == (scripted.FIRST, False)


# panels


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_ends_in_its_numbers(answered, language):
    parsed = Parsed(panel.conversation("t", (answered,), language))
    assert [value for name, value in parsed.attributes if name == "data-marker"] == ["1", "2"]
    labels = [value for name, value in parsed.attributes if name == "aria-label"]
    assert len(labels) == 2
    assert "과학기술정보통신부, 2025-01-24" in labels[0].replace(" · ", ", ")
    assert say("page.checked", language) in parsed.text


def test_a_refusal_says_so_and_offers_no_sentence(refused):
    shown = panel.conversation("t", (refused,), "ko")
    assert "문서에서 확인되지 않습니다" in shown
    assert "sentence" not in shown
    assert say("reply.nearest", "ko") in sources(refused.exhibit, "ko")


def test_documents_are_data_in_every_panel(scripted, refused):
    hostile = scripted.HOSTILE
    turn = replace(refused, question=hostile)
    citation = replace(turn.exhibit.citations[0], title=hostile, issuer=hostile, section=(hostile,))
    turn = replace(turn, reply=replace(turn.reply, citations=(citation, *turn.exhibit.citations[1:])))
    found = evidence(citation, turn.exhibit, scripted.Shelf())
    for html in (
        panel.conversation("t", (turn,), "ko"),
        sources(turn.exhibit, "ko"),
        opened(found, turn.exhibit, "ko"),
    ):
        parsed = Parsed(html)
        assert not {"script", "img"} & set(parsed.tags)
        assert "<script>window.broken = true</script>" in parsed.text
        assert not any(name.startswith("on") for name, _ in parsed.attributes)


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", "plan.pdf"])
def test_only_web_addresses_become_links(scripted, answered, uri):
    found = evidence(answered.exhibit.citation(1), answered.exhibit, scripted.Shelf())
    assert say("page.source", "ko") in opened(found, answered.exhibit, "ko")
    found = replace(found, citation=replace(found.citation, uri=uri))
    html = opened(found, answered.exhibit, "ko")
    assert say("page.source", "ko") not in html
    assert all(value.startswith("?tab=") for name, value in Parsed(html).attributes if name == "href")


def test_the_open_citation_shows_where_it_is_from_and_marks_the_exact_quote(scripted, answered):
    html = opened(evidence(answered.exhibit.citation(2), answered.exhibit, scripted.Shelf()), answered.exhibit, "ko")
    assert f"<mark>{scripted.SECOND}</mark>" in html
    text = Parsed(html).text
    for part in (
        "지방과학기술진흥 시행계획(안)",
        "지방과학기술진흥협의회 · 2024-12-12 · 계획",
        "12쪽",
        "1. 기업 지원",
        "2/2",
    ):
        assert part in text


def test_unproved_sentences_and_conflicts_carry_a_word_as_well_as_a_colour(answered):
    doubted = (
        Sentence(
            "사업비는 1조 4,450억원이다.", "contradicted", (1,), (Difference("amount", "1조 4,450억원", "1조 445억원"),)
        ),
        Sentence("내년에 끝난다.", "not_found", ()),
    )
    assert isinstance(answered.reply, Answer)
    reply = replace(answered.reply, sentences=doubted, conflicts=(Conflict("총사업비", (1, 2)),))
    text = Parsed(panel.conversation("t", (replace(answered, reply=reply),), "ko")).text
    for part in ("≠ 문서와 다름", "○ 확인되지 않음", "1조 445억원", "총사업비", say("page.doubtful", "ko")):
        assert part in text
    assert say("page.checked", "ko") not in text


def test_the_page_has_words_for_every_state():
    for reason in ("no_documents", "not_found", "unsupported_premise", "nothing_supported"):
        assert {f"refusal.{reason}", f"page.try.{reason}"} <= set(MESSAGES)
    for kind in ("article", "press_release", "plan", "document"):
        assert f"page.kind.{kind}" in MESSAGES


# wiring


@pytest.fixture
def closed_loops(monkeypatch):
    """Close the event loops that Gradio makes for its locks and never closes."""
    made = []
    real = asyncio.new_event_loop

    def recorded():
        made.append(real())
        return made[-1]

    monkeypatch.setattr(asyncio, "new_event_loop", recorded)
    yield
    for loop in made:
        loop.close()
    asyncio.set_event_loop(None)


def test_the_page_offers_no_api_and_sends_nothing_home(scripted, monkeypatch, closed_loops):
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "True")
    from ui.page import app

    page = app.build(scripted.site().desks())
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert page.analytics_enabled is False
    assert {function.api_visibility for function in page.fns.values()} == {"private"}


def test_fonts_come_from_this_server_alone():
    look = theme.theme()
    assert look._stylesheets == []
    assert "http" not in theme.style()
    fetched = re.findall(r'url\("([^"]*)"\)', theme.style())
    assert fetched
    assert theme.style().count("url(") == len(fetched)
    for path in fetched:
        folder, _, name = path.rpartition("/")
        assert folder == theme.FONT_FILES
        assert (theme.font_folder() / name).read_bytes().startswith(b"wOF2")
    assert theme.icon().is_file()


def test_every_style_sheet_of_a_tab_is_served_and_every_script_is_a_panels_own(root):
    page = root / "ui" / "page"
    sheets = {path.relative_to(page).as_posix() for path in page.rglob("*.css")}
    assert sheets - set(theme.SHEETS) == {"signin/signin.css"}
    names = [path.name for path in page.rglob("*.js")]
    assert len(set(names)) == len(names)
    for name in names:
        assert theme.script(name.removesuffix(".js")).startswith((page / "page.js").read_text("utf-8"))


def test_every_response_forbids_leaving_the_server():
    async def application(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
        await send({"type": "http.response.body", "body": b""})

    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Headers(application)({"type": "http"}, None, send))
    headers = dict(sent[0]["headers"])
    assert headers[b"x"] == b"y"
    assert headers[b"referrer-policy"] == b"same-origin"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"
    policy = headers[b"content-security-policy"]
    assert b"default-src 'self'" in policy
    assert b"http" not in policy
    assert policy.endswith(b"; frame-ancestors 'none'")
    sent.clear()
    asyncio.run(Headers(application, "https://portal.example.go.kr")({"type": "http"}, None, send))
    headers = dict(sent[0]["headers"])
    assert headers[b"content-security-policy"].endswith(b"; frame-ancestors https://portal.example.go.kr")
    assert b"x-frame-options" not in headers
