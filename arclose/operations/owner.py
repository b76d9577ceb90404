"""Working as the owner of the database: migrations and restores only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def connected_as_owner() -> Iterator[None]:
    """Let the default connection log in as the owner for a while.

    Migrations written for the default database then need not name another one.
    """
    application, owner = connections["default"], connections["owner"]
    kept = {key: application.settings_dict[key] for key in ("USER", "PASSWORD")}
    application.close()
    application.settings_dict.update({key: owner.settings_dict[key] for key in kept})
    try:
        yield
    finally:
        application.close()
        application.settings_dict.update(kept)


def application_role() -> str:
    """The role the program logs in as."""
    return str(connections["default"].settings_dict["USER"])
