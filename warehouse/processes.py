"""Processes that end with the one that began them, also where that one is killed and can tell nobody."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent dies; Linux only, elsewhere it ends when its work does.

    A process left over from a killed load would write on into the folder in which the next load builds.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
