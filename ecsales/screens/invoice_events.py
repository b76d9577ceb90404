"""On which EC sales lists invoices were reported, as events of their timelines."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.links import page_url
from customers.models import TaxRow
from customers.screens.later_events import LaterEvents
from customers.screens.timelines import Event
from ecsales.models import DeclaredRow, Source
from ecsales.reporting_rules import KINDS_OF_EU_SALES


def _read(request: CompanyRequest, invoices: Collection[int]) -> Iterator[tuple[int, Event]]:
    """Give the first submission of each list that an invoice stands on, of those that were not taken back."""
    tax_rows = TaxRow.objects.filter(invoice__in=invoices, tax_kind__in=KINDS_OF_EU_SALES)
    rows = DeclaredRow.objects.filter(
        declaration__sales_list__company=request.company,
        declaration__withdrawal=None,
        source=Source.INVOICE,
        source_id__in=tax_rows.values("pk"),
        reason="",
    )
    told: set[tuple[int, int]] = set()
    for row in rows.select_related("declaration__sales_list", "declaration__reported_by").order_by("declaration"):
        made = row.declaration
        if (row.document_id, made.sales_list_id) in told:
            continue
        told.add((row.document_id, made.sales_list_id))
        yield (
            row.document_id,
            {
                "title": _("Reported on EC sales list %(period)s") % {"period": made.sales_list.period},
                "url": page_url(request, "ecsales:sales_list", pk=made.sales_list_id),
                "moment": made.reported_at,
                "who": made.reported_by,
            },
        )


_LISTED = TaxRow.objects.filter(invoice=OuterRef("pk"), tax_kind__in=KINDS_OF_EU_SALES)
REPORTED = LaterEvents("reports", Exists(_LISTED), _read)
