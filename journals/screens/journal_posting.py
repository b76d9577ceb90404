"""Post what can be posted of a journal of any type, and move the rest to a new one."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, write
from arclose.ledger.outcomes import CannotPost
from journals.acts import CannotEnter, waiting_in
from journals.bills.screens import posting as bill_posting
from journals.models import OF_BILLS, JournalType
from journals.screens import payment_posting, voucher_posting
from journals.screens.journals import company_journals, to_journal
from journals.transferring import post_what_can_be

_TELL: dict[str, Callable[..., None]] = {
    JournalType.PAYMENT: payment_posting.tell,
    JournalType.GENERAL: voucher_posting.tell,
    **dict.fromkeys(OF_BILLS, bill_posting.tell),
}


def post_and_transfer(request: CompanyRequest, pk: int) -> HttpResponse:
    """Post what can be posted of a journal, and move the rest to a new one."""
    journal = get_object_or_404(company_journals(request), pk=pk)
    key = key_of(request)
    if rest := company_journals(request).filter(key=key).first():
        return to_journal(request, rest)
    ids = list(waiting_in(journal).order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids or len(ids) > POSTED_NOW_AT_MOST:
        messages.error(request, _cannot(len(ids)))
        return to_journal(request, journal)
    try:
        outcome, rest = write(
            partial(post_what_can_be, journal=journal, documents=ids, posted_by=request.user, key=key)
        )
    except (CannotPost, CannotEnter) as error:
        messages.error(request, str(error))
        return to_journal(request, journal)
    _TELL[journal.name.journal_type](request, outcome, is_whole=False)
    if rest is None:
        return to_journal(request, journal)
    messages.info(request, _("What could not be posted is in journal %(journal)s now.") % {"journal": rest})
    return to_journal(request, rest)


def _cannot(count: int) -> str:
    if not count:
        return _("Nothing in this journal waits to be posted.")
    text = _("At once, up to %(count)s documents are posted. Choose fewer, or post them as a job.")
    return text % {"count": POSTED_NOW_AT_MOST}
