"""What the lists of the ledger are narrowed by. Without a number or a day they show the period of the address."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.access.models import Membership
from arclose.ledger import documents
from arclose.ledger.models import LedgerAccount, LedgerEntry, Posting
from arclose.ledger.models.accounts import AccountType
from arclose.ledger.models.vouchers import PostingType
from arclose.web.filters import ChoiceFilter, DayRangeFilter, ListFilter, RowChoiceFilter, SearchFilter, YesFilter

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
    """Give who is of the company, and who posted in it and has left."""
    company = request.company  # type: ignore[attr-defined]
    is_member = Exists(Membership.objects.filter(company=company, user=OuterRef("pk")))
    has_posted = Exists(Posting.objects.filter(company=company, posted_by=OuterRef("pk")))
    return User.objects.filter(Q(is_member) | Q(has_posted)).order_by("username")


def _document_types(_request: Any = None) -> list[tuple[str, Any]]:
    return documents.choices()


class VoucherFilter(PeriodListFilter):
    """Vouchers."""

    number = NumberFilter()
    date = DayRangeFilter(field_name="posting_date", label=_("Date"))
    document_type = ChoiceFilter(choices=_document_types, label=_("Document"))
    account = RowChoiceFilter(queryset=_accounts, method="with_account", label=_("Account"))
    user = RowChoiceFilter(queryset=_people, field_name="posting__posted_by", label=_("Posted by"))

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
