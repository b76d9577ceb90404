"""What the ledger knows of the documents behind its vouchers: their page, how they are undone, who made a posting.

Lower than the apps that own them, so these fill the lists in ``AppConfig.ready``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models.vouchers import Posting

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

REVERSAL = "reversal"


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document that is posted.

    ``route`` is its page, reversed with the document's ``pk``. ``undone_by`` says how it is undone where that
    is not a reversal of its voucher: such a voucher is not reversed. ``kept_from`` gives the ids of those that are kept
    from whoever asks, where some are. ``called`` gives what one is called before it has a voucher, by its ``pk``; else
    it is called by label and ``pk``. One without vouchers only holds what it will settle.
    """

    document_type: str
    label: "_StrOrPromise"
    route: str = ""
    undone_by: "_StrOrPromise" = ""
    kept_from: "Callable[[Any], QuerySet[Any, Any]] | None" = None
    called: Callable[[int], str] | None = None
    has_vouchers: bool = True


@dataclass(frozen=True)
class Origin:
    """What made a posting, as a link: the job, for one."""

    label: str
    url: str


_KINDS: dict[str, DocumentKind] = {
    REVERSAL: DocumentKind(
        REVERSAL,
        _("Reversal"),
        "ledger:voucher",
        undone_by=_("A reversal is not reversed: post what it took away anew."),
    ),
}
_ORIGINS: list[Callable[[HttpRequest, Posting], Origin | None]] = []


def register(kind: DocumentKind) -> None:
    """Make a kind of document known."""
    _KINDS[kind.document_type] = kind


def register_origin(look: Callable[[HttpRequest, Posting], Origin | None]) -> None:
    """Ask ``look`` what made a posting; None where it does not know."""
    _ORIGINS.append(look)


def kind_of(document_type: str) -> DocumentKind:
    """Give the kind of a document, a bare one where no app here knows it."""
    return _KINDS.get(document_type) or DocumentKind(document_type, document_type)


def called(document_type: str, pk: int, *, otherwise: str = "") -> str:
    """Give what a document is called, whether it is posted or not; ``otherwise`` where its kind has no names."""
    kind = kind_of(document_type)
    return kind.called(pk) if kind.called else otherwise or f"{kind.label} {pk}"


def kept_from(request: HttpRequest) -> "Iterator[tuple[str, QuerySet[Any, Any]]]":
    """Give each type of document of which some are kept from whoever asks, with the ids of these."""
    for kind in _KINDS.values():
        if kind.kept_from:
            yield kind.document_type, kind.kept_from(request)


def choices() -> list[tuple[str, "_StrOrPromise"]]:
    """Give every kind that has vouchers with its label."""
    return [(kind.document_type, kind.label) for kind in _KINDS.values() if kind.has_vouchers]


def origin_of(request: HttpRequest, posting: Posting) -> Origin | None:
    """Give what made a posting, None where nobody knows."""
    return next((found for look in _ORIGINS if (found := look(request, posting))), None)
