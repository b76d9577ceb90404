"""What a preview showed, sent along signed, so that exactly that is posted."""

from dataclasses import asdict

from django.core import signing
from django.http import HttpRequest

from arclose.ledger.seen import Seen

_SALT = "preview"


def signed(seen: Seen) -> str:
    """Give what was shown as a form sends it along."""
    return signing.dumps(asdict(seen), salt=_SALT, compress=True)


def seen_by(request: HttpRequest) -> Seen | None:
    """Give what the preview showed, or None where there was none; of a page tampered with, nothing is as shown."""
    typed = request.POST.get("seen", "")
    try:
        return Seen(**signing.loads(typed, salt=_SALT)) if typed else None
    except signing.BadSignature:
        return Seen()
