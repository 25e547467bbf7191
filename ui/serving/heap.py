"""Settings of the C library's allocator with which a server's memory stays level.

glibc maps a large buffer on its own and gives it back as soon as it is freed, but from the first such buffer on it
takes ever larger ones (up to 32 MB) from the heap instead, where short-lived arrays of the models leave gaps between
what stays. With no more objects alive, 40 MB of gaps after 50 visits became 79 after 250, and 11 became 19 as set here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

MAPPED = 256 * 1024
"""Bytes from which a buffer is mapped on its own; setting it stops glibc from raising it."""
ARENAS = 2
"""Heaps that all threads share: as many as of them run at once on the smallest machine that serves well."""
# Of malloc.h.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8


def settle(environment: Mapping[str, str]) -> bool:
    """Set the allocator of this process; tell whether it was, which other C libraries than glibc do not know.

    What the environment sets (`MALLOC_MMAP_THRESHOLD_`, `MALLOC_ARENA_MAX`) stays.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return False
    wanted = {"MALLOC_MMAP_THRESHOLD_": (_M_MMAP_THRESHOLD, MAPPED), "MALLOC_ARENA_MAX": (_M_ARENA_MAX, ARENAS)}
    return all(mallopt(*given) == 1 for name, given in wanted.items() if name not in environment)
