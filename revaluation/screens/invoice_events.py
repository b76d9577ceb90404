"""What revaluations made of invoices, as events of their timelines."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_money
from arclose.web.links import page_url
from customers.screens.later_events import LaterEvents
from customers.screens.timelines import Event
from revaluation.queries import CHANGE, posted_lines


def _read(request: CompanyRequest, invoices: Collection[int]) -> Iterator[tuple[int, Event]]:
    run = "adjustment_set__revaluation"
    lines = posted_lines().filter(transaction__invoice__in=invoices, settlement=None, company=request.company)
    lines = lines.select_related("transaction", f"{run}__posting__posted_by").annotate(change=CHANGE)
    for line in lines.order_by(f"{run}__posting", "pk"):
        made = line.adjustment_set.revaluation
        posting: Any = made.posting
        title = _("Revaluation undone") if made.undoes_id else _("Revalued")
        yield (
            line.transaction.invoice_id or 0,
            {
                "title": title,
                "url": page_url(request, "revaluation:transaction", pk=line.transaction_id),
                "day": made.considered_date,
                "at": posting.posted_at,
                "who": posting.posted_by,
                "detail": format_money(line.change, request.company.accounting_currency_id),
            },
        )


REVALUED = LaterEvents(
    "revaluations", Exists(posted_lines().filter(transaction__invoice=OuterRef("pk"), settlement=None)), _read
)
