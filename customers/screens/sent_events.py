"""What was sent of documents by e-mail, as events of their timelines."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.links import page_url
from customers.models import Customer, SentDocument
from customers.models.sending import SendingState, SentType
from customers.screens.timelines import Event
from customers.sending import outbox

EVENTS_SHOWN = 20


def sent_events(request: CompanyRequest, document_type: SentType, documents: Sequence[int]) -> list[Event]:
    """Give what became of the e-mails that brought documents of a type, oldest first."""
    rows = outbox.sent_of(company_id=request.company.pk, document_type=document_type, documents=documents)
    return _events(request, rows[:EVENTS_SHOWN])


def sent_to(request: CompanyRequest, customer: Customer) -> list[Event]:
    """Give what was last sent to a customer, oldest first."""
    rows = SentDocument.objects.filter(company=request.company, customer=customer).select_related("requested_by")
    return _events(request, rows.order_by("-pk")[:EVENTS_SHOWN], is_named=True)


def _events(request: CompanyRequest, rows: Iterable[SentDocument], *, is_named: bool = False) -> list[Event]:
    url = page_url(request, "customers:sent_documents")
    return [
        {
            "title": _("E-mail to %(recipient)s") % {"recipient": row.recipient},
            "url": f"{url}?text={row.number}",
            "moment": row.at or row.requested_at,
            "who": row.requested_by,
            "detail": _detail(row, is_named=is_named),
        }
        for row in reversed(list(rows))
    ]


def _detail(row: SentDocument, *, is_named: bool) -> str:
    parts = [row.number if is_named else "", str(SendingState(row.state).label), row.error]
    return ": ".join(part for part in parts if part)
