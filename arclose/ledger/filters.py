"""What the lists of the ledger are narrowed by. Without a number or a day they show the period of the address."""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents
from arclose.ledger.models import LedgerAccount, LedgerEntry
from arclose.ledger.models.accounts import AccountType
from arclose.ledger.models.vouchers import PostingType
from arclose.web.filters import ChoiceFilter, DayRangeFilter, ListFilter, SearchFilter, YesFilter

NARROWS_BEYOND_THE_PERIOD = ("number", "date_from", "date_until")


class PeriodListFilter(ListFilter):
    """The filter of a list that shows the address's period until a number or a day is typed."""

    period_field = ""

    @property
    def qs(self) -> QuerySet[Any]:
        """Give the rows of the filter."""
        rows = super().qs
        if any(self.data.get(name) for name in NARROWS_BEYOND_THE_PERIOD):
            return rows
        return self.of_period(rows)

    def of_period(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Give the rows of the address's period."""
        period = self.request.period
        return rows.filter(posting_date__range=(period.start_date, period.end_date))


class NumberFilter(SearchFilter):
    """Vouchers whose number begins with the text, however its letters were typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a filter."""
        super().__init__(fields=["number"], **{"label": _("Voucher"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the vouchers."""
        return qs.filter(number__startswith=value.strip().upper()) if value else qs


def _accounts(request: HttpRequest) -> "QuerySet[LedgerAccount]":
    return LedgerAccount.objects.filter(company=request.company).order_by("number")  # type: ignore[attr-defined]


def _people(request: HttpRequest) -> "QuerySet[User]":
    return User.objects.filter(memberships__company=request.company).distinct().order_by("username")  # type: ignore[attr-defined]


def _document_types(_request: Any = None) -> list[tuple[str, Any]]:
    return documents.choices()


class VoucherFilter(PeriodListFilter):
    """Vouchers."""

    number = NumberFilter()
    date = DayRangeFilter(field_name="posting_date", label=_("Date"))
    document_type = ChoiceFilter(choices=_document_types, label=_("Document"))
    account = django_filters.ModelChoiceFilter(
        queryset=_accounts, method="with_account", label=_("Account"), empty_label=_("All")
    )
    user = django_filters.ModelChoiceFilter(
        queryset=_people, field_name="posting__posted_by", label=_("Posted by"), empty_label=_("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a list filter takes."""
        super().__init__(*args, **kwargs)
        for name in ("account", "user"):
            self.filters[name].field.widget.attrs["class"] = "form-select form-select-sm"

    def with_account(self, rows: QuerySet[Any], _name: str, account: LedgerAccount | None) -> QuerySet[Any]:
        """Give the vouchers that have an entry on an account."""
        if account is None:
            return rows
        return rows.filter(Exists(LedgerEntry.objects.filter(voucher=OuterRef("pk"), account=account)))


class UnclearedFilter(YesFilter):
    """Clearing accounts that are not at zero at the end of the period, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the accounts."""
        return qs.filter(is_clearing_account=True).exclude(closing_amount=0) if value else qs


class AccountFilter(ListFilter):
    """Accounts."""

    text = SearchFilter(fields=["number__startswith", "name"], label=_("Number or name"))
    uncleared = UnclearedFilter(label=_("Clearing accounts not at zero"))
    type = ChoiceFilter(field_name="account_type", choices=AccountType.choices, label=_("Type"))


class EntryFilter(PeriodListFilter):
    """Entries of an account."""

    date = DayRangeFilter(field_name="posting_date", label=_("Date"))
    posting_type = ChoiceFilter(choices=PostingType.choices, label=_("Posting type"))
