"""Bounds of what Gradio remembers of the page's visits.

Gradio keeps what it knows of a session for an hour after it is closed, for ten thousand sessions, and with each a copy
of the page's whole configuration (73 kB here), which nothing of this page reads. A server that is asked by ever new
visitors grows by all of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.routes import App

SESSIONS = 500
"""Most sessions of one page; the longest unused are forgotten first."""
IDLE = timedelta(hours=12)
"""Time after which an unused session is forgotten: a working day."""
CLOSED = timedelta(minutes=15)
"""Time after which a session whose browser is gone is forgotten: a machine may wake up again."""
UNREAD = 200
"""Most sessions whose messages wait for a browser that does not fetch them."""
MEASURED = 100
"""Events of which Gradio sums up the times, after each of them anew."""


class Forgetful(dict[int, dict[str, Any]]):
    """A mapping that keeps nothing: the copy of the page's configuration of one session."""

    def __setitem__(self, key: int, value: dict[str, Any]) -> None:
        """Keep nothing."""

    def __missing__(self, key: int) -> dict[str, Any]:
        """Return an empty configuration."""
        return {}


def bound(page: Blocks, application: App) -> None:
    """Bound the sessions and messages that Gradio remembers of `page`, served by `application`."""
    from gradio.state_holder import SessionState, StateHolder

    class Visits(StateHolder):
        """Sessions bounded by number and age."""

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
                    with self.lock:
                        self.session_data.pop(name, None)
                        self.time_last_used.pop(name, None)
            _forget_events(page)

    page.state_session_capacity = SESSIONS
    application.state_holder = Visits()  # type: ignore[no-untyped-call]  # untyped in Gradio
    application.state_holder.set_blocks(page)
    queue = page._queue
    queue.pending_messages_per_session.max_size = UNREAD
    queue.ANALYTICS_MAX_EVENTS = MEASURED


def _forget_events(page: Blocks) -> None:
    """Forget the sessions that wait for no event: Gradio keeps an empty set of each for good."""
    queue = page._queue
    waiting = queue.pending_event_ids_session
    # Whoever still has messages to fetch may look into its set once more.
    for name in [
        name for name, events in waiting.items() if not events and name not in queue.pending_messages_per_session
    ]:
        del waiting[name]
