"""Show what settling or writing off would make, or do it as it was shown; refusals stand beside the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, write
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.posting import KeyReused
from arclose.ledger.seen import NotAsSeen
from customers.settling.previewing import Settle, SettlementPreview, preview_settlement, settle_as_seen
from customers.settling.refusals import CannotSettle

PREVIEW = "preview"
REFUSED = (CannotSettle, CannotPost)


@dataclass(frozen=True)
class Answer:
    """Whether it is done; if not, what it would make, unless the form says why it cannot be."""

    is_done: bool = False
    preview: SettlementPreview | None = None
    status: int = HTTPStatus.OK

    def context(self) -> dict[str, Any]:
        """Give what the template of the preview asks for."""
        return {"preview": self.preview, "seen": signed(self.preview.seen) if self.preview else ""}


def answered(request: CompanyRequest, form: forms.Form, *, transactions: Sequence[int], settle: Settle) -> Answer:
    """Do it as the preview showed it, if there was one; preview where that is asked, or where it would be different."""
    asked: dict[str, Any] = {"company": request.company, "transactions": transactions, "settle": settle}
    try:
        if request.POST.get("act") != PREVIEW:
            try:
                write(partial(settle_as_seen, **asked, key=key_of(request), seen=seen_by(request)))
                return Answer(is_done=True)
            except NotAsSeen:
                form.add_error(
                    None, _("Nothing was posted: it would not be as shown. Below is what it would make now.")
                )
        return Answer(preview=preview_settlement(**asked))
    except REFUSED as error:
        for reason in getattr(error, "reasons", [str(error)]):
            form.add_error(None, reason)
        return Answer(status=HTTPStatus.CONFLICT if isinstance(error, KeyReused) else HTTPStatus.OK)
