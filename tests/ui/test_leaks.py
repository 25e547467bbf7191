"""Visit after visit leaves nothing behind in the server: once its bounds are met, what it holds of visits is level."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import closing

import pytest

from evals.benchmarks.soak import visit
from ui.accounts.visitors import Visitor
from ui.page.conversation import memory, panel
from ui.page.conversation.desk import Talk
from ui.serving import gradio_memory

pytestmark = [pytest.mark.integration, pytest.mark.slow]

BOUND = 8
"""Sessions and unread messages that the server of this test remembers."""
FIRST = max(memory.WRITTEN, panel.RENDERED) + BOUND
"""Visits after which every bound is met."""
MORE = 120
OURS = ("assistant.", "gradio.", "ingest.", "prompts.", "starlette.requests", "ui.")


def held() -> Counter[str]:
    """Return how many objects of each class of the product, of Gradio and of requests there are."""
    gc.collect()
    kinds = ((str(type(one).__module__), type(one).__name__) for one in gc.get_objects())
    return Counter(f"{module}.{name}" for module, name in kinds if module.startswith(OURS))


def test_visits_leave_nothing_behind(scripted, serving, tmp_path, monkeypatch):
    monkeypatch.setattr(gradio_memory, "SESSIONS", BOUND)
    monkeypatch.setattr(gradio_memory, "UNREAD", BOUND)
    with closing(memory.Conversations(tmp_path / memory.FILE_NAME)) as kept:
        address = serving(scripted.site(memory=kept))

        def come(visits: int) -> Counter[str]:
            for number in range(visits):
                visit(address, f"{number}번째로 묻습니다. 총사업비는 얼마인가요?")
            return held()

        before = come(FIRST)
        after = come(MORE)
    assert before["ui.page.conversation.desk.Talk"] >= BOUND
    # What the last visit is still being tidied away of may differ by a few.
    assert {kind: count for kind, count in (after - before).items() if count > MORE / 10} == {}


def test_the_states_of_every_tab_can_be_weighed(scripted):
    desks = scripted.site().desks()
    talk = list(desks.conversation.ask(Talk(), "총사업비는 얼마인가요?", Visitor("visitor")))[-1].talk
    sheet = list(desks.check.check({"text": scripted.FIRST}))[-1].sheet
    history = desks.timeline.show("지역혁신선도기업육성사업", "")
    assert talk.turns
    assert sheet is not None
    assert sheet.claims
    assert history.told
    assert all(gradio_memory.weight((state,)) > 500 for state in (talk, sheet, history.exhibit, history.told))
