"""What became of collection letters, as events of timelines."""

from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from customers.models import CollectionLetter, CollectionLetterLine, Customer
from customers.models.dunning import NoteStatus
from customers.screens.timelines import Event

LETTERS_SHOWN = 10


def letters_of(customer: Customer) -> "QuerySet[CollectionLetter]":
    """Give the last collection letters of a customer, newest first."""
    rows = CollectionLetter.objects.filter(company=customer.company_id, customer=customer)
    read = rows.select_related("letter_code", "created_by", "posting__posted_by", "reversal__posted_by", "reinstates")
    return read.order_by("-note_date", "-pk")[:LETTERS_SHOWN]


def letter_events(request: CompanyRequest, letters: Iterable[CollectionLetter]) -> Iterator[Event]:
    """Give when and by whom letters were made, posted, and reversed or waived."""
    for letter in letters:
        names = {"letter": letter, "step": letter.letter_code}
        event: Event = {
            "url": page_url(request, "customers:collection_letter", pk=letter.pk),
            "day": letter.note_date,
            "detail": format_money(letter.overdue_amount, letter.currency_id),
        }
        made = {"moment": letter.created_at, "who": letter.created_by}
        if letter.reinstates:
            facts = {"letter": letter.reinstates, "by": letter}
            title = _("Fee of collection letter %(letter)s charged again by %(by)s") % facts
            yield event | made | {"title": title, "detail": letter.reinstatement_reason}
        else:
            yield event | made | {"title": _("Collection letter %(letter)s made: %(step)s") % names}
        if letter.posting and not letter.reinstates:
            posted = {"moment": letter.posting.posted_at, "who": letter.posting.posted_by}
            yield event | posted | {"title": _("Collection letter %(letter)s posted") % names}
        if letter.reversal:
            back = {"moment": letter.reversal.posted_at, "who": letter.reversal.posted_by}
            title = _("Collection letter %(letter)s reversed")
            if letter.status == NoteStatus.WAIVED:
                title = _("Fee of collection letter %(letter)s waived")
            said = [_("as of %(day)s") % {"day": format_day(letter.reversal_date)}] if letter.reversal_date else []
            yield event | back | {"title": title % names, "detail": ", ".join([*said, letter.reversal_reason])}


# The step that a transaction has reached by letters that are posted; nothing where none was.
STEP_REACHED = Subquery(
    CollectionLetterLine.objects.filter(
        transaction=OuterRef("pk"),
        is_standing=True,
        open_amount__gt=0,
        note__status__in=[NoteStatus.POSTED, NoteStatus.WAIVED],
    )
    .order_by("-code_number")
    .values("code_number")[:1]
)
