"""A server's allocator gives large buffers back for good, where the C library is glibc."""

from __future__ import annotations

import subprocess
import sys

import pytest

MAPS = """
import ctypes, sys
from ui.serving import heap
class Told(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
        "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]
libc = ctypes.CDLL(None)
if not hasattr(libc, "mallinfo2"):
    print("other")
    sys.exit()
libc.mallinfo2.restype = Told
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
set_ = heap.settle({environment})
libc.free(libc.malloc(30 << 20))
before = libc.mallinfo2().hblks
kept = libc.malloc(2 << 20)
print(set_, libc.mallinfo2().hblks - before)
"""


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, "True 1"), ({"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_ARENA_MAX": "1"}, "True 0")],
    ids=["set", "left to the environment"],
)
def test_a_large_buffer_is_mapped_on_its_own_after_a_larger_one_was(environment: dict[str, str], told: str) -> None:
    program = MAPS.replace("{environment}", repr(environment))
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    if said == "other":
        pytest.skip("the C library is not glibc 2.33 or newer")
    assert said == told
