"""The one door into the books: a posting is a set of vouchers with their entries.

    begin       the business key is recognized, or a new posting row stands
    write       numbers are taken as a block, vouchers and entries written, rounding and balances kept
    seal        the digest is chained to the company's last one

An app says what its documents post as querysets; only this module turns them into vouchers, but for
reversals (:mod:`arclose.ledger.reversing`), which begin and end here too. A preview writes the same rows under
provisional numbers, and its caller takes the transaction back.

Locks are taken in one order: periods, what the app locks (customers, open transactions), reversals of the
company, number series, kept balances, head of the digest chain.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet, SmallIntegerField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from arclose.ledger import numbering, rates, sql
from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.models.companies import Company
from arclose.ledger.models.currencies import Currency
from arclose.ledger.models.number_series import NumberSeries, SeriesPurpose
from arclose.ledger.models.vouchers import Posting, PostingType, Voucher
from arclose.ledger.outcomes import CannotPost, Difference


class KeyReused(CannotPost):
    """A business key came back with another content: nothing was posted."""

    def __init__(self, key: str) -> None:
        """Carry the key."""
        super().__init__(key)
        self.key = key

    def reason(self) -> str:
        """Say that the request is not the one it was."""
        return _("This was sent before with other content. Nothing was posted now.")

    def remedy(self) -> str:
        """Say how to send it anew."""
        return _("Open the page again and choose once more.")


class RoundedAboveLimit(CannotPost):
    """Translation would leave more than the company's limit on the rounding account."""

    def __init__(self, documents: list[tuple[int, Difference]], document_type: str) -> None:
        """Carry each document with its difference, and of which type they are."""
        super().__init__(documents, document_type)
        self.documents, self.document_type = documents, document_type

    def reason(self) -> str:
        """Name the largest difference."""
        facts = {"amount": max((one for _document, one in self.documents), key=lambda one: abs(one.amount))}
        return _("Translation would leave %(amount)s on the rounding account, more than the company allows.") % facts

    def remedy(self) -> str:
        """Name the limit and what else may be wrong."""
        return _("Raise the company's rounding limit, or check rate and amounts.")


# The last column of entries that report no tax.
NO_TAX_ROW = Cast(Value(None), SmallIntegerField())


@dataclass(frozen=True)
class Entries:
    """The entries of one kind.

    ``rows`` is a queryset of ``values_list(document, account, currency, amount in transaction currency,
    amount in accounting currency, tax row number or None)``, amounts signed, debit above zero. Where they
    ``say_reporting``, each ends with its amount in reporting currency, which is not translated then; None is.
    """

    posting_type: PostingType
    rows: "QuerySet[Any, Any]"
    say_reporting: bool = False


@dataclass(frozen=True)
class PostingSet:
    """What a set of documents posts: one voucher per document, and its entries by kind.

    ``vouchers`` is a queryset of ``values_list(document, posting date, text)``. ``document_part`` tells
    several vouchers of one document apart. ``series`` is a queryset of (document, number series or None): one without
    is numbered from the company's series for vouchers. ``corrections`` are the ids of the documents whose vouchers are
    credit corrections. ``reporting_entries`` are in reporting currency alone, beside the entries, which are translated
    into it: their rows are (document, account, currency, amount in reporting currency). Documents that undo others have
    no entries here but ``opposite_of``, (document, document undone): theirs are those of the documents they undo, with
    the opposite sign and otherwise as they were posted.
    """

    document_type: str
    vouchers: "QuerySet[Any, Any]"
    entries: Sequence[Entries] = ()
    document_part: int = 0
    series: "QuerySet[Any, Any] | None" = None
    corrections: "QuerySet[Any, Any] | None" = None
    opposite_of: "QuerySet[Any, Any] | None" = None
    reporting_entries: Sequence[Entries] = ()


def fingerprint_of(*facts: object) -> str:
    """Give the digest by which a repeated request is told from another one."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def find(*, company: Company, key: str, fingerprint: str) -> Posting | None:
    """Give the committed posting under a business key, if there is one.

    :raises KeyReused: the key belongs to a posting of another content.
    """
    found = Posting.objects.filter(company=company, key=key).first()
    if found and found.fingerprint != fingerprint:
        raise KeyReused(key)
    return found


def begin(*, company: Company, kind: str, key: str, fingerprint: str, posted_by: User) -> tuple[Posting, bool]:
    """Give the posting under a business key, and whether it is new. A repetition waits for the first to commit.

    :raises KeyReused: the key belongs to a posting of another content.
    """
    posting_id, known, is_new = sql.find_or_insert_posting(
        company_id=company.pk, kind=kind, key=key, fingerprint=fingerprint, posted_by_id=posted_by.pk
    )
    if known != fingerprint:
        raise KeyReused(key)
    return Posting.objects.select_related("company").get(pk=posting_id), is_new


def open_periods(*, company: Company, dates: Iterable[date]) -> set[int]:
    """Lock the periods between the first and the last of the dates, and give the ids of those that are open."""
    days = sorted(dates)
    if not days:
        return set()
    statuses = sql.lock_periods(company_id=company.pk, first_date=days[0], last_date=days[-1])
    return {period_id for period_id, status in statuses.items() if status == PeriodStatus.OPEN}


def blocks_for(
    *, company: Company, purpose: SeriesPurpose, documents: "QuerySet[Any, Any]", is_preview: bool
) -> list[numbering.Block]:
    """Take numbers for documents (id, date, text) from the company's series, or provisional ones for a preview."""
    return _blocks_of(company, purpose, sql.compiled(documents), is_preview)


def _blocks_of(
    company: Company, purpose: SeriesPurpose, documents: sql.Compiled, is_preview: bool
) -> list[numbering.Block]:
    counts = sql.count_by_fiscal_year(company_id=company.pk, documents=documents)
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    return take(series=numbering.series_for(company=company, purpose=purpose), counts=counts)


def hold_numbers(*, company: Company, days: Iterable[date], also: NumberSeries | None = None) -> None:
    """Lock the counters of the company's own series for vouchers, where it has one, in the years of these days.

    For a posting that writes more after its documents, or is one of several, which may be numbered from other series:
    by then it holds kept balances, and numbers go before these. ``also`` is such a series.
    """
    wanted = sorted(days)
    own = NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.VOUCHER).first()
    if not wanted:
        return
    periods = company.fiscal_periods.filter(start_date__lte=wanted[-1], end_date__gte=wanted[0])
    years = list(periods.order_by().values_list("fiscal_year", "fiscal_year__name").distinct())
    for series in (own, also):
        if series:
            numbering.take_blocks(series=series, counts=dict.fromkeys(years, 0))


def _voucher_blocks(
    company: Company, documents: sql.Compiled, series: sql.Compiled | None, is_preview: bool
) -> list[numbering.Block]:
    """Take numbers for the vouchers of a set, of the series that its documents name, else of the company's own."""
    if series is None:
        return _blocks_of(company, SeriesPurpose.VOUCHER, documents, is_preview)
    counts = sql.count_by_series(company_id=company.pk, documents=documents, series=series)
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    own = NumberSeries.objects.filter(company=company, pk__in=[pk for pk in counts if pk])
    asked = [(series, counts[series.pk]) for series in own]
    if None in counts:
        asked.append((numbering.series_for(company=company, purpose=SeriesPurpose.VOUCHER), counts[None]))
    # In one order, whoever posts, so that nobody waits in a circle: the company's own first, see hold_numbers.
    in_order = sorted(asked, key=lambda one: (one[0].purpose != SeriesPurpose.VOUCHER, one[0].pk))
    return [block for series, of_years in in_order for block in take(series=series, counts=of_years)]


def write(*, posting: Posting, contents: PostingSet, is_preview: bool = False) -> int:
    """Write the vouchers and entries of a set, its rounding and kept balances; return the number of vouchers.

    :raises RoundedAboveLimit: documents whose translation leaves more than the limit; the caller takes its
        savepoint back and leaves them out.
    :raises AutomaticAccountMissing: there is a difference and no rounding account.
    :raises IntegrityError: a preview of entries that do not balance; a posting of them is refused at its seal.
    """
    company, documents = posting.company, sql.compiled(contents.vouchers)
    series = None if contents.series is None else sql.compiled(contents.series)
    count, first = sql.insert_vouchers(
        company_id=company.pk,
        posting_id=posting.pk,
        document_type=contents.document_type,
        document_part=contents.document_part,
        documents=documents,
        blocks=_voucher_blocks(company, documents, series, is_preview),
        series=series,
        corrections=None if contents.corrections is None else sql.compiled(contents.corrections),
    )
    if not count:
        return 0
    if contents.opposite_of is None:
        sql.insert_entries(
            posting_id=posting.pk,
            document_type=contents.document_type,
            document_part=contents.document_part,
            entries=[(kind.posting_type, sql.compiled(kind.rows), kind.say_reporting) for kind in contents.entries],
            reporting=_reporting_rates(posting),
        )
        _write_reporting_entries(posting, contents)
        _round(posting, contents.document_type, first)
    else:
        sql.insert_opposite_entries(
            posting_id=posting.pk,
            document_type=contents.document_type,
            document_part=contents.document_part,
            pairs=sql.compiled(contents.opposite_of),
        )
    if is_preview:
        sql.refuse_unbalanced(posting_id=posting.pk)
    else:
        sql.add_to_balances(posting_id=posting.pk, first_voucher=first)
    return count


def _write_reporting_entries(posting: Posting, contents: PostingSet) -> None:
    if contents.reporting_entries:
        sql.insert_reporting_entries(
            posting_id=posting.pk,
            document_type=contents.document_type,
            document_part=contents.document_part,
            entries=[(kind.posting_type, sql.compiled(kind.rows)) for kind in contents.reporting_entries],
        )


def seal(*, posting: Posting) -> str:
    """Chain the posting's digest to the company's last one: the last step before the commit."""
    return sql.seal_posting(company_id=posting.company_id, posting_id=posting.pk)


def _reporting_rates(posting: Posting) -> list[tuple[date, Decimal, Decimal, int]]:
    """Give (date, units from, units to, decimals) of the accounting into the reporting currency per posting date.

    :raises RateMissing: the reporting currency has no rate on one of the dates.
    """
    reporting = posting.company.reporting_currency_id
    if reporting is None:
        return []
    accounting = posting.company.accounting_currency_id
    days = Voucher.objects.filter(posting=posting).values_list("posting_date", flat=True).distinct()
    decimals = Currency.objects.values_list("decimals", flat=True).get(code=reporting)
    found = rates.rates_between(
        company=posting.company, asked=[(accounting, day) for day in days], to_currency=reporting
    )
    result = []
    for (_currency, day), rate in found.items():
        if isinstance(rate, rates.RateMissing):
            raise rate
        result.append((day, rate.units_from, rate.units_to, decimals))
    return result


def _round(posting: Posting, document_type: str, first_voucher: int) -> None:
    """Put what translation left of each voucher that is written on the rounding account, up to the company's limit."""
    company = posting.company
    rounded = sql.documents_rounded(
        posting_id=posting.pk,
        first_voucher=first_voucher,
        limit=company.rounding_limit_amount,
        reporting=_reporting_rates(posting),
    )
    if above := [(document_id, difference) for document_id, difference, is_above in rounded if is_above]:
        raise RoundedAboveLimit(above, document_type)
    if rounded:
        account_id = automatic_account(company=company, purpose=AutomaticPurpose.ROUNDING)
        sql.insert_rounding(
            posting_id=posting.pk,
            first_voucher=first_voucher,
            account_id=account_id,
            posting_type=PostingType.ROUNDING,
        )
