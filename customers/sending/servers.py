"""Whether there is a server that takes e-mails, and what pages say beforehand where there is none."""

from django.conf import settings
from django.utils.translation import gettext as _


def has_server() -> bool:
    """Tell whether documents are sent: to a server, or into the log where operations asked for that."""
    return bool(settings.EMAIL_TO_LOG) or not _is_console()


def said_beforehand() -> str:
    """Say that what is sent reaches nobody; nothing where there is a server."""
    if not _is_console():
        return ""
    if settings.EMAIL_TO_LOG:
        return _("No e-mail server is set up: e-mails are written to the log of the workers and reach nobody.")
    return _("No e-mail server is set up, so nothing goes out by e-mail until operations have set one up.")


def _is_console() -> bool:
    return str(settings.EMAIL_BACKEND).endswith(".console.EmailBackend")
