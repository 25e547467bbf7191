"""Detection of loopback host names and addresses."""

from __future__ import annotations

from ipaddress import ip_address


def loopback(host: str) -> bool:
    """Tell whether `host`, a name or an address, can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
