"""Memory that has been freed goes back to the system."""

import ctypes


def give_back_memory() -> None:
    """Has the C library return what it keeps of freed memory, where it is one that keeps any (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
