"""Post free text invoices, one as well as thousands.

    lock       periods, customers with a limit, free text invoices
    refuse     each that cannot be posted is left out with its reason
    write      invoices with lines, vouchers with entries, tax rows, customer transactions

Behind its source a free text invoice is posted as any other: see :mod:`customers.sql.invoices`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import Difference, Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import unreported_days
from customers import after_invoicing, sql
from customers.credit.limits import check_free_text_credit
from customers.entries import invoice_posting
from customers.free_text.refusals import refusal
from customers.invoice_heads import due_dates, found, missing, registration_rates, usable_rates
from customers.models import FreeTextInvoice, FreeTextRejection, SalesParameters
from customers.models.credit import CreditLimitType
from customers.models.free_text import FreeTextStatus
from customers.models.invoices import InvoiceType
from customers.models.sales_tax import LISTED_KINDS
from customers.settling.concessions import offer_discounts

FREE_TEXT_INVOICES = "free-text-invoices"
FREE_TEXT = "free_text"


@dataclass(frozen=True)
class FreeTextToPost:
    """What posting must know of a free text invoice before it looks at its lines."""

    document_id: int
    invoice_date: date
    currency: str
    payment_terms_id: int
    prices_include_tax: bool
    posting_profile_id: int | None
    list_code: str
    supply_date: date | None
    approved_at: datetime | None

    @property
    def registration_rate_date(self) -> date:
        """The day whose rate counts for VAT registrations in other currencies: its own."""
        return self.invoice_date


def fingerprint_of(documents: Sequence[int], credit_check: CreditLimitType | None = None) -> str:
    """Give the digest by which a repeated request is told from another one."""
    asked = [] if credit_check is None else [str(credit_check)]
    return ledger.fingerprint_of(FREE_TEXT_INVOICES, sorted(set(documents)), *asked)


@transaction.atomic
def post_free_text_invoices(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    today: date,
    credit_check: CreditLimitType | None = None,
    is_preview: bool = False,
) -> Outcome:
    """Post every free text invoice that can be posted. One posted before keeps its invoice.

    One with a release date after ``today`` is left out. ``credit_check`` is what counts against credit limits; None:
    what the company has decided. ``key`` is the business key of the request. A preview writes under provisional
    numbers; its caller takes the transaction back.

    :returns: which were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for invoices or vouchers.
    :raises AutomaticAccountMissing: translation leaves a difference and there is no rounding account.
    """
    asked = FreeTextInvoice.objects.filter(company=company, pk__in=set(documents))
    open_periods = ledger.open_periods(company=company, dates=asked.values_list("invoice_date", flat=True))
    sql.lock_limited_accounts_of_free_text(company_id=company.pk, documents=sorted(set(documents)))
    locked = asked.order_by("pk").select_for_update(no_key=True)
    columns = (
        "pk", "invoice_date", "currency_id", "payment_terms_id", "prices_include_tax", "posting_profile_id",
        "list_code", "supply_date", "approved_at", "status",
    )  # fmt: skip
    known = [(FreeTextToPost(*row[:-1]), row[-1]) for row in locked.values_list(*columns)]
    waiting = [head for head, status in known if status == FreeTextStatus.IN_PROCESS]
    already = [head.document_id for head, status in known if status == FreeTextStatus.POSTED]
    fingerprint = fingerprint_of(documents, credit_check)
    rates = usable_rates(company, waiting)
    left_out = _unapproved(company, waiting)
    left_out += _refused(company, _without(waiting, left_out), rates, today, open_periods)
    passing = [head.document_id for head in _without(waiting, left_out)]
    credit = check_free_text_credit(company=company, documents=passing, refuse=refusal, asked=credit_check)
    left_out += credit.left_out
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if before := ledger.find(company=company, key=key, fingerprint=fingerprint):
        made = FreeTextInvoice.objects.filter(invoice__posting=before).order_by("pk")
        posted = list(made.values_list("pk", flat=True))
        return Outcome(before.pk, posted, sorted(set(already) - set(posted)), left_out)
    while accepted := _without(waiting, left_out):
        try:
            with transaction.atomic():
                posting, _is_new = ledger.begin(
                    company=company, kind=FREE_TEXT_INVOICES, key=key, fingerprint=fingerprint, posted_by=posted_by
                )
                _write(posting, accepted, rates, is_preview=is_preview)
                posted = [head.document_id for head in accepted]
                warnings = [one for one in credit.warnings if one.document_id in set(posted)]
                return Outcome(posting.pk, posted, already, left_out, warnings)
        except ledger.RoundedAboveLimit as error:
            left_out += [refusal(pk, "rounding_above_limit", amount) for pk, amount in error.documents]
    return Outcome(None, [], already, left_out)


def _refused(
    company: Company,
    waiting: Sequence[FreeTextToPost],
    rates: Sequence[sql.UsableRate],
    today: date,
    open_periods: set[int],
) -> list[Refusal]:
    return [
        refusal(*row)
        for row in sql.free_text_refusals(
            company_id=company.pk,
            documents=[head.document_id for head in waiting],
            today=today,
            open_periods=sorted(open_periods),
            rates=rates,
            listed_kinds=LISTED_KINDS,
            unreported_days=list(unreported_days(company=company, days={head.invoice_date for head in waiting})),
            missing_rates=missing(registration_rates(company, waiting)),
        )
    ]


def _unapproved(company: Company, waiting: Sequence[FreeTextToPost]) -> list[Refusal]:
    if not needs_approval(company):
        return []
    unapproved = [head.document_id for head in waiting if head.approved_at is None]
    rejections = FreeTextRejection.objects.filter(document__in=unapproved, version=F("document__version"))
    reasons = dict(rejections.order_by("pk").values_list("document_id", "reason"))
    return [refusal(pk, "rejected" if pk in reasons else "not_approved", reasons.get(pk, "")) for pk in unapproved]


def needs_approval(company: Company) -> bool:
    """Tell whether a company posts free text invoices only when somebody else has approved them."""
    return SalesParameters.objects.filter(company=company, approves_free_text=True).exists()


def _without(waiting: Sequence[FreeTextToPost], left_out: Sequence[Refusal]) -> list[FreeTextToPost]:
    out = {one.document_id for one in left_out}
    return [head for head in waiting if head.document_id not in out]


def _write(
    posting: Posting, accepted: Sequence[FreeTextToPost], rates: Sequence[sql.UsableRate], *, is_preview: bool
) -> None:
    """Write the accepted ones: from here on nothing is refused but by the rounding limit."""
    company, ids = posting.company, [head.document_id for head in accepted]
    decimals = accounting_decimals(company=company)
    dated = FreeTextInvoice.objects.filter(pk__in=ids).order_by().values_list("pk", "invoice_date", "reason")
    blocks = ledger.blocks_for(company=company, purpose=SeriesPurpose.INVOICE, documents=dated, is_preview=is_preview)
    sql.insert_invoices(
        sql.free_text_to_invoice(
            ids,
            company_id=company.pk,
            due_dates=due_dates(accepted),
            rates=rates,
            has_tax_in_prices=any(head.prices_include_tax for head in accepted),
        ),
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=[(InvoiceType.INVOICE.value, block) for block in blocks],
    )
    is_distributed = sql.insert_distributions(company_id=company.pk, documents=ids) > 0
    contents = invoice_posting(
        posting,
        decimals=decimals,
        is_distributed=is_distributed,
        has_own_profiles=any(head.posting_profile_id for head in accepted),
    )
    try:
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    except ledger.RoundedAboveLimit as error:
        raise ledger.RoundedAboveLimit(_of_documents(posting, error), FREE_TEXT) from error
    sql.insert_tax_rows(
        posting_id=posting.pk,
        registration_rates=found(registration_rates(company, accepted)),
        reads_drafts=any(head.list_code or head.supply_date for head in accepted),
    )
    sql.insert_transactions(posting_id=posting.pk)
    offer_discounts(posting=posting)
    if not is_preview:
        sql.add_to_subledger(posting_id=posting.pk)
        ledger.seal(posting=posting)
        after_invoicing.take_steps(posting)


def _of_documents(posting: Posting, error: ledger.RoundedAboveLimit) -> list[tuple[int, Difference]]:
    """Name the free text invoices that rounding refuses: their invoices go with the savepoint."""
    differences = dict(error.documents)
    made = FreeTextInvoice.objects.filter(invoice__posting=posting, invoice__in=differences).order_by("pk")
    return [(pk, differences[invoice]) for pk, invoice in made.values_list("pk", "invoice") if invoice]
