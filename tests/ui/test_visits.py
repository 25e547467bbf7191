"""What Gradio remembers of visits: bounded by number and age, however many new visitors come."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from ui.serving import gradio_memory


@pytest.fixture(autouse=True)
def loops(monkeypatch):
    """Close the event loops that Gradio makes for its locks and leaves open."""
    made, new = [], asyncio.new_event_loop

    def recorded():
        made.append(new())
        return made[-1]

    monkeypatch.setattr(asyncio, "new_event_loop", recorded)
    yield
    for one in made:
        one.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def page(monkeypatch):
    """Return a small page, bounded as the whole one is."""
    import gradio as gr
    from gradio.routes import App

    monkeypatch.setattr(gradio_memory, "SESSIONS", 5)
    monkeypatch.setattr(gradio_memory, "UNREAD", 4)
    with gr.Blocks(analytics_enabled=False) as blocks:
        talk, shown = gr.State(0), gr.HTML()
        shown.click(lambda now: (now + 1, "x"), [talk], [talk, shown])
    blocks.queue()
    application = SimpleNamespace(spec=App)
    gradio_memory.bound(blocks, application)
    return SimpleNamespace(blocks=blocks, holder=application.state_holder, talk=talk, shown=shown, queue=blocks._queue)


def test_many_new_visitors_do_not_grow_the_table_of_sessions(page):
    for number in range(100):
        page.holder[f"visitor {number}"][page.talk._id] = number
        page.queue.pending_messages_per_session[f"visitor {number}"] = object()
        page.queue.pending_event_ids_session[f"visitor {number}"] = set()
    page.holder.delete_all_expired_state()
    assert len(page.holder.session_data) == len(page.holder.time_last_used) == 5
    assert len(page.queue.pending_messages_per_session) == 4
    assert len(page.queue.pending_event_ids_session) == 4
    assert page.holder["visitor 99"][page.talk._id] == 99


def test_a_session_keeps_its_state_and_no_copy_of_the_page(page):
    session = page.holder["one"]
    session[page.talk._id] = 7
    session._update_value_in_config(page.shown._id, "새 값")
    session._update_config(page.shown._id)
    assert page.holder["one"][page.talk._id] == 7
    assert dict(session.config_values) == {}


def test_sessions_are_forgotten_by_age_and_closed_ones_sooner(page):
    for name in ("open", "closed", "old"):
        page.holder[name][page.talk._id] = 1
    page.holder["closed"].is_closed = True
    page.holder.time_last_used["open"] = datetime.now() - 2 * gradio_memory.CLOSED
    page.holder.time_last_used["closed"] = datetime.now() - 2 * gradio_memory.CLOSED
    page.holder.time_last_used["old"] = datetime.now() - gradio_memory.IDLE - timedelta(minutes=1)
    page.holder.delete_all_expired_state()
    assert list(page.holder.session_data) == ["open"]
    assert list(page.holder.time_last_used) == ["open"]


def test_sessions_are_forgotten_by_what_they_hold_the_longest_unused_first(page, monkeypatch):
    monkeypatch.setattr(gradio_memory, "BYTES", 5_000)
    for name, held in (("small", 100), ("large", 4_000), ("last", 2_000)):
        page.holder[name][page.talk._id] = "가" * (held // 3)
    page.holder.delete_all_expired_state()
    assert list(page.holder.session_data) == list(page.holder.time_last_used) == ["last"]


def test_the_session_used_last_stays_however_much_it_holds():
    weights = gradio_memory.Weights()
    assert weights.beyond({"long": {1: "가" * 1_000}}, most=100) == ()
    assert weights.beyond({"long": {1: "가" * 1_000}, "short": {1: "가"}}, most=100) == ("long",)


def test_a_state_is_weighed_again_only_where_it_has_changed(monkeypatch):
    weighed = []
    monkeypatch.setattr(gradio_memory, "weight", lambda values: weighed.append(values) or 1)
    weights, still, grown = gradio_memory.Weights(), {1: ("한",)}, {1: ("한",)}
    for _ in range(2):
        weights.beyond({"still": still, "grown": grown}, most=100)
    grown[1] = ("한", "두")
    weights.beyond({"still": still, "grown": grown}, most=100)
    assert weighed == [(("한",),), (("한",),), (("한", "두"),)]


def test_a_state_that_cannot_be_weighed_is_told_and_keeps_no_other_from_being_forgotten(caplog):
    assert gradio_memory.Weights().beyond({"odd": {1: lambda: None}}, most=100) == ()
    assert "could not be weighed" in caplog.text


def test_sessions_whose_events_run_are_not_touched(page):
    page.queue.pending_event_ids_session["busy"] = {"event"}
    page.holder.delete_all_expired_state()
    assert page.queue.pending_event_ids_session == {"busy": {"event"}}


def test_the_page_that_is_served_is_bounded(scripted):
    from gradio.routes import App

    from ui.serving import server

    mounted = [route.app for route in server.application(scripted.site()).routes if hasattr(route, "app")]
    holders = [one.state_holder for one in mounted if isinstance(one, App)]
    assert [holder.capacity for holder in holders] == [gradio_memory.SESSIONS] * 2
    assert all(dict(holder["new"].config_values) == {} for holder in holders)
