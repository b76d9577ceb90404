"""Ageing as a chart: what is open in each bucket, a colour per currency, all of it in accounting currency."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.web.charts import Chart, Kind, Series
from customers.ageing import BUCKETS, accounting_name


def ageing_chart(*, company: Company, aged: Iterable[tuple[str, Mapping[str, Any]]]) -> Chart:
    """Give the chart of (currency, amounts by name), the amounts being those of :class:`customers.ageing.Ageing`."""
    return Chart(
        name="ageing",
        title=_("How old it is"),
        kind=Kind.ROWS,
        heading=_("Due date"),
        categories=[str(bucket.label) for bucket in BUCKETS],
        series=[
            Series(currency, [amounts[accounting_name(bucket)] for bucket in BUCKETS]) for currency, amounts in aged
        ],
        currency=company.accounting_currency_id,
    )
