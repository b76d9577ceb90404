"""What the list of general vouchers is narrowed by."""

from django.utils.translation import gettext_lazy as _

from arclose.web.filters import CountedFilter, DayRangeFilter, ListFilter, SearchFilter
from journals.models import VoucherStatus


class GeneralVoucherFilter(ListFilter):
    """General vouchers."""

    text = SearchFilter(fields=["number", "text"])
    status = CountedFilter(field_name="status", choices=VoucherStatus.choices, label=_("Status"))
    date = DayRangeFilter(field_name="voucher_date", label=_("Date"))
