"""Where the embedded servers keep data, sockets, logs and locks.

Everything lies below one folder (`var/` beside the program). Only the sockets move out when the path of that folder is
too long for the kernel, which takes 107 bytes for the path of a socket.
"""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_BYTES = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


class UnsafeSocketFolder(Exception):
    """The short folder for the sockets belongs to somebody else or is open to others."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(
            f"{folder} belongs to another user or can be opened by others. "
            "Remove it, or move the program to a shorter path so that it is not needed."
        )
        self.folder = folder


@dataclass(frozen=True)
class Places:
    """The folders of one set of embedded servers."""

    root: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data."""
        return self.root / "postgresql"

    @property
    def redis(self) -> Path:
        """What Redis keeps between two runs."""
        return self.root / "redis"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.root / "logs"

    @property
    def state(self) -> Path:
        """Locks, and which processes the last run started."""
        return self.root / "state"

    @property
    def backups(self) -> Path:
        """Backups made before a migration."""
        return self.root / "backups"

    @property
    def sockets(self) -> Path:
        """The folder of both sockets: below the root, or a short one when that path is too long."""
        own = self.state / "sockets"
        if len(os.fsencode(own / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_BYTES:
            return own
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"arclose-{os.getuid()}-{name}"

    @property
    def redis_socket(self) -> Path:
        """Where Redis listens."""
        return self.sockets / "redis"

    def make(self) -> None:
        """Make all folders, open to this user only.

        :raises UnsafeSocketFolder: the short folder for the sockets is not ours alone.
        """
        for folder in (self.root, self.redis, self.logs, self.state, self.backups, self.sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_private(self.sockets)


def _require_private(folder: Path) -> None:
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in _trusted_users() or facts.st_mode & 0o077:
        raise UnsafeSocketFolder(folder=folder)


def _trusted_users() -> set[int]:
    """Ourselves, and for root the user `nobody`, to whom it lends the folder where PostgreSQL must run as that one."""
    try:
        return {os.getuid(), *([pwd.getpwnam("nobody").pw_uid] if os.getuid() == 0 else [])}
    except KeyError:
        return {os.getuid()}
