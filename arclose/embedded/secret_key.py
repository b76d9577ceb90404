"""The secret key of an embedded installation: random, made at first use, readable by this user only."""

import os
import secrets
from contextlib import suppress

from arclose.embedded.places import Places


def own_secret_key(places: Places) -> str:
    """The key of this installation; the first caller makes it."""
    file = places.state / "secret-key"
    if not file.exists():
        places.make()
        draft = places.state / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
            output.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first
            os.link(draft, file)
        draft.unlink()
    return file.read_text().strip()
