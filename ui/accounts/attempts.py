"""Attempts to sign in: how long a name or an address has to wait after wrong passwords.

Only wrong passwords count against anybody: for a name from one address, for an address and for a name from everywhere.
Whoever once signed in from an address is not kept out by what others try with the name.
"""

from __future__ import annotations

from collections import OrderedDict

from ui.accounts.failures import Failures

TRIES, TRIES_OF_ADDRESS, TRIES_OF_NAME, WITHIN = 5, 30, 100, 15 * 60
"""Failed tries for one name from one address, of one address, and for one name from anywhere, in so many seconds."""
KNOWN = 10_000
"""Most pairs of a name and an address it signed in from that are remembered."""


class Attempts:
    """Recent failures, and the pairs of a name and an address that once signed in."""

    def __init__(self) -> None:
        """Begin without any failure."""
        self._pairs = Failures(TRIES, WITHIN)
        self._addresses = Failures(TRIES_OF_ADDRESS, WITHIN)
        self._names = Failures(TRIES_OF_NAME, WITHIN)
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Return the seconds until a name may be tried again from an address; 0 when it may now."""
        attacked = 0 if (name, address) in self._known else self._names.wait(name)
        return max(attacked, self._pairs.wait((name, address)), self._addresses.wait(address))

    def failed(self, name: str, address: str) -> None:
        """Count a wrong password."""
        self._pairs.add((name, address))
        self._addresses.add(address)
        self._names.add(name)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of this name from this address, which is known from now on."""
        self._pairs.clear((name, address))
        self._known[name, address] = None
        self._known.move_to_end((name, address))
        while len(self._known) > KNOWN:
            self._known.popitem(last=False)
