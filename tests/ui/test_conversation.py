"""The conversation without a browser: what the desk does, what is kept, and what its parts show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import (
    Answer,
    Clarification,
    ComparedValue,
    Conflict,
    Filter,
    Lead,
    Question,
    Refusal,
    Sentence,
    Superseded,
)
from ingest.documents import Page
from ingest.pictures import Box, PageImage
from ui.accounts.visitors import Visitor
from ui.limits import QUESTION_LIMIT
from ui.messages import say
from ui.page.conversation import panel
from ui.page.conversation.actions import copied
from ui.page.conversation.changes import changes
from ui.page.conversation.conditions import Conditions, parse, values
from ui.page.conversation.controls import Offered, conditions
from ui.page.conversation.desk import Desk, Talk, View
from ui.page.conversation.memory import Conversations, Rating
from ui.page.conversation.suggestions import Suggestions
from ui.page.conversation.turns import KEPT, Turn
from ui.page.evidence.context import Currency, currency, evidence
from ui.page.evidence.panel import age, opened
from ui.page.evidence.pictures import picture

ONE, OTHER = Visitor("one"), Visitor("other")


@pytest.fixture
def memory(tmp_path):
    kept = Conversations(tmp_path / "conversations.sqlite3")
    yield kept
    kept.close()


@pytest.fixture
def desk(scripted, memory):
    return seated(scripted, scripted.Shelf(), memory=memory)


@pytest.fixture
def answered(scripted):
    return Turn(1, "얼마입니까?", stage="done", reply=scripted.answer(Question("얼마입니까?")))


def seated(scripted, shelf, language="ko", memory=None):
    return Desk(scripted.ScriptedChain(), shelf, Suggestions(scripted.ScriptedChain(), shelf), language, memory)


def asked(desk, text, talk=None, sent="", visitor=ONE):
    return list(desk.ask(talk or Talk(), text, visitor, sent))[-1].talk


# asking


def test_an_empty_question_asks_nothing(desk):
    assert list(desk.ask(Talk(), " \n ", ONE)) == []


def test_a_question_is_cut_at_the_limit(desk):
    asked(desk, "가" * (QUESTION_LIMIT + 5))
    assert desk.chain.asked == ["가" * QUESTION_LIMIT]


def test_talks_come_in_and_go_out(desk):
    first = asked(desk, "하나")
    second = asked(desk, "둘", first)
    assert [turn.question for turn in second.turns] == ["하나", "둘"]
    assert [turn.number for turn in second.turns] == [1, 2]
    assert second.id == first.id
    other = asked(desk, "셋")
    assert [turn.question for turn in other.turns] == ["셋"]
    assert other.id != first.id


def test_old_turns_leave_the_page_but_numbers_go_on(desk):
    talk = Talk("t", tuple(Turn(n, "?", stage="done") for n in range(1, KEPT + 1)))
    after = asked(desk, "다음", talk).turns
    assert (len(after), after[0].number, after[-1].number) == (KEPT, 2, KEPT + 1)


def test_conditions_travel_with_the_question(desk):
    sent = json.dumps({"as_of": "2024-12-31", "issuer": "교육부, 환경부", "region": "강원", "kind": "plan"})
    turn = asked(desk, "하나", sent=sent).turns[0]
    assert turn.as_of == date(2024, 12, 31)
    assert turn.filter == Filter(issuers=("교육부", "환경부"), regions=("강원",), kinds=("plan",))
    shown = panel.conversation("t", (turn,), "ko")
    assert "기준일 2024-12-31 · 기관 교육부, 환경부 · 지역 강원 · 문서 종류 계획" in shown


def test_an_edited_question_replaces_its_turn_and_what_followed(desk):
    talk = asked(desk, "셋", asked(desk, "둘", asked(desk, "하나")))
    after = asked(desk, "둘 고침", talk, json.dumps({"replaces": "2"}))
    assert [(turn.number, turn.question) for turn in after.turns] == [(1, "하나"), (4, "둘 고침")]


def test_asking_again_keeps_the_conditions(desk):
    talk = asked(desk, "하나", sent=json.dumps({"as_of": "2024-12-31"}))
    *_, view = desk.again(talk, {"turn": "1"}, ONE)
    assert [(turn.number, turn.question, turn.as_of) for turn in view.talk.turns] == [(2, "하나", date(2024, 12, 31))]
    assert list(desk.again(talk, {"turn": "9"}, ONE)) == []


def test_stopping_keeps_what_was_checked(desk, scripted):
    growing = desk.ask(Talk(), "얼마입니까?", ONE)
    next(growing)
    checked = next(growing).talk
    assert checked.turns[0].stage == "checking"
    assert list(desk.ask(checked, "하나 더", ONE)) == []
    stopped = desk.stop(checked, ONE)
    assert list(growing) == []
    assert [turn.question for turn in asked(desk, "하나 더", stopped.talk).turns] == ["얼마입니까?", "하나 더"]
    assert stopped.talk.turns[0].stage == "stopped"
    assert scripted.FIRST in stopped.conversation
    assert say("page.stopped", "ko") in stopped.conversation


# what was sent by a browser


@given(st.text())
def test_whatever_a_browser_sends_is_no_failure(sent):
    assert isinstance(parse(sent), Conditions)


@pytest.mark.parametrize(
    "sent", ["", "[]", "3", '{"as_of": 3}', '{"as_of": "2024-13-01", "region": "화성", "kind": "x"}']
)
def test_what_is_not_understood_is_not_set(sent):
    assert parse(sent) == Conditions()


def test_conditions_go_to_the_controls_and_back():
    scope = Filter(("교육부",), ("plan",), ("강원",), date(2024, 1, 1), date(2024, 12, 31))
    sent = values(date(2024, 12, 31), scope)
    assert parse(json.dumps(sent)) == Conditions(date(2024, 12, 31), scope)
    assert values(None, Filter()) == {}


# pressing


def test_pressing_opens_the_citation_of_that_turn(desk):
    opened = desk.act(asked(desk, "하나"), {"act": "cite", "group": "1", "marker": "2"}, ONE)
    assert 'data-open="1-2"' in opened


@pytest.mark.parametrize(
    "pressed",
    [{}, {"group": "9", "marker": "1"}, {"group": "1", "marker": "9"}, {"group": "²", "marker": "1"}, {"act": "?"}],
)
def test_pressing_what_is_not_there_opens_nothing(desk, pressed):
    assert desk.act(asked(desk, "하나"), {"act": "cite"} | pressed, ONE) is None


def test_the_page_of_a_citation_is_drawn_when_asked_for(desk, scripted):
    talk = asked(desk, "하나")
    assert "page.picture" not in desk.act(talk, {"act": "cite", "group": "1", "marker": "2"}, ONE)
    shown = desk.act(talk, {"act": "picture", "group": "1", "marker": "2"}, ONE)
    assert say("page.picture.none", "ko") in shown


def test_a_picture_carries_the_rectangles_of_the_quote(answered):
    image = PageImage(12, b"png", 900, 1270, (Box(0.1, 0.25, 0.5, 0.02),))
    html = picture(image, answered.exhibit.citations[1], "ko")
    assert 'style="left:10.000%;top:25.000%;width:50.000%;height:2.000%"' in html
    assert "data:image/png;base64,cG5n" in html
    assert say("page.picture.unmarked", "ko") in picture(replace(image, boxes=()), answered.exhibit.citations[1], "ko")


def test_the_pages_of_a_picture_are_stepped_through(answered):
    image = PageImage(3, b"png", 900, 1270, ())
    html = picture(image, answered.exhibit.citations[1], "ko", "1", (Page(2, "2", 0, 9), Page(3, "3", 9, 20)))
    assert 'data-page="2" data-step="previous"' in html
    assert 'data-step="next" disabled' in html
    # The quote is on page 12: that it is not marked on this one is no fault.
    assert say("page.picture.unmarked", "ko") not in html


def test_a_citation_leads_to_its_place_in_the_whole_document(answered, scripted):
    citation = answered.exhibit.citations[1]
    shown = opened(evidence(citation, answered.exhibit, scripted.Shelf()), answered.exhibit, "ko")
    assert f"version={citation.version}&amp;quote={citation.start}-{citation.end}" in shown


# signs and offers


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("page.checked", "page.answers")),
        ({"nearest": True}, ("page.checked", "page.near")),
        ({"model": "a-chat-model"}, ("page.checked",)),
    ],
)
def test_that_quotes_are_exact_and_that_they_answer_are_two_signs(answered, changes, said):
    reply = replace(answered.reply, model="extractive")
    html = panel.conversation("", [replace(answered, reply=replace(reply, **changes))], "ko")
    signs = {name for name in ("page.checked", "page.answers", "page.near") if f">{say(name, 'ko')}</span>" in html}
    assert signs == set(said)


def test_the_words_that_answer_stand_out_in_their_sentence(answered, scripted):
    reply = replace(answered.reply, lead=Lead("1조 445억원", (1,)))
    assert "1조 445억원" in scripted.FIRST
    shown = panel.conversation("", [replace(answered, reply=reply)], "ko")
    assert shown.count("<strong>1조 445억원</strong>") == 2
    computed = replace(reply, lead=Lead("1조 445억원", (1,), computed=True))
    assert panel.conversation("", [replace(answered, reply=computed)], "ko").count("<strong>") == 1


def test_compared_values_stand_side_by_side_with_their_sources_and_only_the_difference_is_computed(answered):
    values = (ComparedValue("2025년", "115개", 1), ComparedValue("2026년", "306개", 2))
    lead = Lead("2025년 115개 → 2026년 306개 (+191개)", (1, 2), computed=True, values=values, difference="+191개")
    html = panel.conversation("", [replace(answered, reply=replace(answered.reply, lead=lead))], "ko")
    columns, below = html.partition('<dl class="values">')[2].partition("</dl>")[::2]
    assert columns.count("<dt>") == 2
    for marker, one in enumerate(values, start=1):
        assert f"<dt>{one.label}</dt>" in columns
        assert f"<strong>{one.text}</strong>" in columns
        assert f'data-marker="{marker}"' in columns
    assert "2025-01-24" in columns
    assert say("reply.computed", "ko") not in columns
    assert f'<strong>+191개</strong><span class="computed">{say("reply.computed", "ko")}</span>' in below
    without = replace(lead, difference="")
    html = panel.conversation("", [replace(answered, reply=replace(answered.reply, lead=without))], "ko")
    assert say("reply.computed", "ko") not in html


@pytest.mark.parametrize(
    ("label", "said"),
    [("1", '<span class="printed">- 1 -</span> 3/3'), ("3", "3/3"), ("", "3/3")],
)
def test_the_number_printed_on_a_page_stands_beside_its_place_in_the_file(answered, label, said):
    pages = (Page(2, "", 0, 9), Page(3, label, 9, 20))
    html = picture(PageImage(3, b"png", 4, 3, ()), answered.exhibit.citations[1], "ko", "1", pages)
    assert f'<span class="count" aria-live="polite">{said}</span>' in html


def test_a_refusal_names_the_nearest_documents_and_what_they_do_answer(scripted):
    refusal = scripted.refusal(Question("없는 것은?"))
    turn = Turn(1, "없는 것은?", stage="done", reply=refusal, offers=("총사업비는 얼마입니까?",))
    html = panel.conversation("", [turn], "ko")
    for title in {passage.title for passage in refusal.passages}:
        assert title in html
    assert 'data-text="총사업비는 얼마입니까?"' in html
    assert say("page.offers", "ko") not in panel.conversation("", [replace(turn, stage="checking")], "ko")


# memory


def test_a_conversation_is_opened_again_by_its_address(desk):
    talk = asked(desk, "하나")
    opened = desk.arrive(ONE, talk.id)
    assert opened.talk == talk
    assert f'data-talk="{talk.id}"' in opened.conversation


def test_no_visitor_opens_lists_or_forgets_anothers_conversation(desk):
    talk = asked(desk, "비밀 질문")
    seen = desk.arrive(OTHER, talk.id)
    assert seen.talk == Talk()
    assert "비밀 질문" not in seen.conversation
    assert say("page.unknown", "ko") in seen.conversation
    desk.act(Talk(), {"act": "forget", "talk": talk.id}, OTHER)
    assert "비밀 질문" in desk.arrive(ONE).conversation
    desk.act(Talk(), {"act": "forget", "talk": talk.id}, ONE)
    assert "비밀 질문" not in desk.arrive(ONE).conversation


def test_a_judgement_is_kept_changed_and_taken_back(desk, memory):
    talk = asked(desk, "하나")
    for pressed, rating in [
        ({"thumb": "down"}, Rating("down")),
        ({"thumb": "down", "reason": "figure"}, Rating("down", "figure")),
        ({"thumb": "down", "reason": "figure"}, None),
        ({"thumb": "up"}, Rating("up")),
    ]:
        view = desk.act(talk, {"act": "judge", "turn": "1"} | pressed, ONE)
        assert isinstance(view, View)
        talk = view.talk
        assert talk.ratings.get(1) == rating
        assert memory.ratings(ONE, talk.id).get(1) == rating
    assert desk.arrive(ONE, talk.id).talk.ratings == {1: Rating("up")}
    assert desk.act(talk, {"act": "judge", "turn": "1", "thumb": "sideways"}, ONE) is None


def test_without_a_memory_a_talk_ends_with_its_session(scripted):
    desk = seated(scripted, scripted.Shelf())
    talk = asked(desk, "하나")
    assert desk.arrive(ONE, talk.id).talk == Talk()


# what is shown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_empty_store_says_what_to_do(scripted, language):
    view = seated(scripted, scripted.Shelf([]), language).arrive(ONE)
    assert "geungeo ingest" in view.conversation
    assert view.sources == ""


def test_a_refusal_is_copied_in_the_language_of_the_page():
    refusal = Refusal(Question("달무리 수로는?"), "not_found", (), (), date(2025, 3, 1), "extractive")
    turn = Turn(1, "달무리 수로는?", stage="done", reply=refusal)
    assert say("refusal.not_found", "en") in copied(turn, "en")
    assert say("refusal.not_found", "ko") in copied(turn, "ko")


def test_a_copied_reply_says_where_each_number_is_from(answered, scripted):
    text = copied(answered, "ko")
    assert f"{scripted.FIRST}[1] {scripted.SECOND}[2]" in text
    assert f"[2] “{scripted.SECOND}” — 지방과학기술진흥 시행계획(안), 지방과학기술진흥협의회 · 2024-12-12, 12쪽" in text
    assert "기준일 2025-02-03" in text


def test_what_changed_is_a_table_and_what_disagrees_a_list_of_values_with_their_sources(answered):
    assert isinstance(answered.reply, Answer)
    assert changes(answered.reply, answered.exhibit, "ko") == ""
    reply = replace(
        answered.reply,
        superseded=(Superseded("총사업비", "검토 중", 2, 1, "1조 445억원"),),
        conflicts=(Conflict("사업 기간", (1, 2, 1), ("5년", "6년", "5년")),),
    )
    table, _, conflict = changes(reply, answered.exhibit, "ko").partition("</table>")
    for part in ("총사업비", "검토 중", "1조 445억원", "2024-12-12", "2025-01-24", 'data-marker="2"'):
        assert part in table
    assert "문서끼리 다름: <span>사업 기간</span>" in conflict
    assert [line.count("data-marker") for line in conflict.split("<li>")[1:]] == [2, 1]
    assert "<strong>5년</strong>" in conflict
    assert "지방과학기술진흥협의회" in conflict.partition("<strong>6년</strong>")[2]


def test_a_greeting_offers_nothing_to_keep_or_judge_and_its_evidence_is_how_to_read_an_answer(desk):
    greeted = Clarification(Question("안녕하세요"), "greeting", (), (), date(2025, 2, 3), "extractive")
    turn = Turn(1, "안녕하세요", stage="done", reply=greeted)
    shown = panel.conversation("", [turn], "ko")
    assert say("page.edit", "ko") in shown
    for name in ("page.copy", "page.pack", "page.judge.up"):
        assert say(name, "ko") not in shown
    assert say("page.guide", "ko") in desk.stop(Talk("", (turn,)), ONE).sources


def test_a_row_of_a_table_stands_on_its_own_line(answered):
    row = Sentence("강원 | 12억원", "supported", (1,))
    shown = panel.conversation("", [replace(answered, reply=replace(answered.reply, sentences=(row,)))], "ko")
    assert 'class="sentence supported row"' in shown
    assert "강원 | 12억원" in shown.striptags()


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "오늘"), (10, "10일 전"), (40, "1개월 전"), (366, "1년 전"), (680, "1년 10개월 전")],
)
def test_how_old_a_document_is_is_said_in_the_largest_unit(days, said):
    assert age(days, "ko").startswith(said)


def test_a_citation_says_what_came_after_it(answered, scripted):
    exhibit = replace(answered.exhibit, superseded=(Superseded("총사업비", "검토 중", 2, 1),))
    assert currency(exhibit.citations[1], exhibit, replace(scripted.PLAN, version=3)) == Currency(53, 1, 3)
    assert currency(exhibit.citations[0], exhibit, scripted.RELEASE) == Currency(10, None, 1)
    assert currency(exhibit.citations[0], exhibit, None) == Currency(10, None, 1)


# conditions


def test_only_what_the_store_knows_is_offered():
    html = conditions(date(2026, 1, 1), Offered(("가온부",), ("강원",), ("plan",)), "ko")
    assert html.count("<option") == 1 + 2 + 2
    for part in (
        '<option value="가온부">',
        '<option value="강원">강원',
        f'<option value="plan">{say("page.kind.plan", "ko")}',
    ):
        assert part in html


def test_sharing_stands_beside_beginning_anew(desk):
    talk = asked(desk, "하나")
    html = desk.arrive(ONE, talk.id).conversation
    over = html[html.index('class="over"') : html.index("<article")]
    assert over.index(say("page.share", "ko")) < over.index(say("page.new", "ko"))


def test_the_age_of_a_document_known_to_the_month_is_not_told_in_days(answered, scripted):
    cited = replace(answered.exhibit.citations[0], dated="month")
    assert currency(cited, answered.exhibit, scripted.RELEASE).days is None
