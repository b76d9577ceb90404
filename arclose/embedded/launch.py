"""Become a server process that dies with the one that started it.

Executed as a file of its own: `python -I -S launch.py PARENT SIGNAL IDENTITY -- COMMAND ...`. The process asks the
kernel for SIGNAL when its parent ends, however that ends, takes another IDENTITY where the command refuses to run as
root, and then becomes the command.

IDENTITY is `same`, `mapped` (user 1000 of a user namespace of its own, in which every file stays ours) or the name of
a user.
"""

import ctypes
import os
import pwd
import signal
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_MAPPED_USER = 1000


def _take_mapped_identity(libc: ctypes.CDLL) -> None:
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"unshare: {os.strerror(error)}")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{_MAPPED_USER} {group} 1")
    Path("/proc/self/uid_map").write_text(f"{_MAPPED_USER} {user} 1")


def _take_identity_of(name: str) -> None:
    entry = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def main(arguments: list[str]) -> None:
    """Change identity, tie this process to its parent and become the command."""
    parent, death_signal, identity, _, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    if identity == "mapped":
        _take_mapped_identity(libc)
    elif identity != "same":
        _take_identity_of(identity)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.Signals[death_signal]))
    if int(parent) and os.getppid() != int(parent):
        sys.exit("The process that wanted this server has already ended.")
    os.execv(command[0], command)  # noqa: S606 (no shell)


if __name__ == "__main__":
    main(sys.argv[1:])
