"""Bounds of what Gradio remembers of the page's visits.

Gradio keeps what it knows of a session for an hour after it is closed, for ten thousand sessions, and with each a copy
of the page's whole configuration (73 kB here), which nothing of this page reads. A server that is asked by ever new
visitors grows by all of it.
"""

from __future__ import annotations

import logging
import pickle
import sys
from datetime import datetime, timedelta
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.routes import App

SESSIONS = 500
"""Most sessions of one page; the longest unused are forgotten first."""
BYTES = 64 * 1024 * 1024
"""Most that the states of one page's sessions may hold, such as their replies (some 60 kB each), by the same rule."""
IDLE = timedelta(hours=12)
"""Time after which an unused session is forgotten: a working day."""
CLOSED = timedelta(minutes=15)
"""Time after which a session whose browser is gone is forgotten: a machine may wake up again."""
UNREAD = 200
"""Most sessions whose messages wait for a browser that does not fetch them."""
MEASURED = 100
"""Events of which Gradio keeps the times."""
WEIGHED = timedelta(seconds=30)
"""Time between two times that the states are weighed: what has changed takes a millisecond for each 200 kB."""

_log = logging.getLogger(__name__)


class Forgetful(dict[int, dict[str, Any]]):
    """A mapping that keeps nothing: the copy of the page's configuration of one session."""

    def __setitem__(self, key: int, value: dict[str, Any]) -> None:
        """Keep nothing."""

    def __missing__(self, key: int) -> dict[str, Any]:
        """Return an empty configuration."""
        return {}


class Weights:
    """How much the state of each session holds, weighed again only where it has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[object, ...], int]] = {}

    def beyond(self, states: dict[str, dict[int, object]], most: int) -> tuple[str, ...]:
        """Return the sessions with which `states`, the longest unused first, hold more than `most` bytes.

        The one used last stays however much it holds.
        """
        before, self._known = self._known, {}
        held, gone = 0, []
        for name, state in reversed(states.items()):
            values = tuple(state.values())
            kept = before.get(name)
            # By identity: to compare two conversations would cost as much as to weigh one.
            same = kept is not None and len(kept[0]) == len(values) and all(map(is_, kept[0], values))
            heavy = kept[1] if kept is not None and same else weight(values)
            held += heavy
            if held > most and self._known:
                gone.append(name)
            else:
                self._known[name] = values, heavy
        return tuple(gone)


def weight(values: tuple[object, ...]) -> int:
    """Return about how many bytes values hold, what they share counted once."""
    try:
        return len(pickle.dumps(values))
    except (pickle.PicklingError, AttributeError, TypeError):
        # The task of Gradio's that forgets sessions would end with it, and none be forgotten any more.
        _log.exception("the state of a session could not be weighed")
        return 0


def bound(page: Blocks, application: App) -> None:
    """Bound the sessions and messages that Gradio remembers of `page`, served by `application`."""
    from gradio.state_holder import SessionState, StateHolder

    class Visits(StateHolder):
        """Sessions bounded by number, age and what they hold."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # untyped in Gradio
            self._weights, self._weighed = Weights(), datetime.min

        def __getitem__(self, session_id: str) -> SessionState:
            found = super().__getitem__(session_id)
            if found.config_values:
                found.config_values = Forgetful()
            return found

        def delete_all_expired_state(self) -> None:
            # Instead of Gradio's own way, which empties a session and keeps it.
            now = datetime.now()
            for name, session in list(self.session_data.items()):
                if now - self.time_last_used.get(name, now) > (CLOSED if session.is_closed else IDLE):
                    self._forget(name)
            if now - self._weighed > WEIGHED:
                self._weighed = now
                states = {name: session.state_data for name, session in list(self.session_data.items())}
                for name in self._weights.beyond(states, BYTES):
                    self._forget(name)
            _forget_events(page)

        def _forget(self, name: str) -> None:
            with self.lock:
                self.session_data.pop(name, None)
                self.time_last_used.pop(name, None)

    page.state_session_capacity = SESSIONS
    application.state_holder = Visits()
    application.state_holder.set_blocks(page)
    queue = page._queue
    queue.pending_messages_per_session.max_size = UNREAD
    queue.ANALYTICS_MAX_EVENTS = MEASURED
    # After each event Gradio would sum them up with pandas for a page of its own, which is closed here.
    queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize


def _forget_events(page: Blocks) -> None:
    """Forget the sessions that wait for no event: Gradio keeps an empty set of each for good."""
    queue = page._queue
    waiting = queue.pending_event_ids_session
    # Whoever still has messages to fetch may look into its set once more.
    for name in [
        name for name, events in waiting.items() if not events and name not in queue.pending_messages_per_session
    ]:
        del waiting[name]
