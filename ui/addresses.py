"""Network addresses: those of this machine, declared networks, and what counts as one visitor's address."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
SITE = 64
"""Bits of an IPv6 address that one household or office has for itself."""


def loopback(host: str) -> bool:
    """Tell whether `host`, a name or an address, can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def networks(text: str) -> tuple[Network, ...]:
    """Return the addresses and networks that a text names, divided by commas; raise ValueError for anything else."""
    return tuple(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


def household(host: str) -> str:
    """Return what counts as one visitor's address: an IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((int(address), SITE), strict=False))
