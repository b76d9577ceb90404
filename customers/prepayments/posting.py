"""Post prepayment invoices of orders, one as well as thousands.

    lock       the period, the orders
    refuse     each order of which none can be made is left out with its reason
    write      invoices with lines, vouchers with entries, tax rows, customer transactions

The tax is due: when an invoice is issued before the supply, it is so with it (directive 2006/112/EC, articles 65 and
66). Goods to another member state are the exception (article 67): see :class:`customers.models.sales_tax.TaxKind`.

No credit is asked for: who cannot have it is asked to pay in advance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger import numbering
from arclose.ledger import posting as ledger
from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import Company, NumberSeries, Posting
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.numbering import Block
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import unreported_days
from customers import sql
from customers.entries import invoice_posting
from customers.invoice_heads import due_dates, found, missing, registration_rates, usable_rates
from customers.models import Invoice, SalesOrder
from customers.models.invoices import InvoiceType
from customers.models.sales_tax import LISTED_KINDS
from customers.papers.letterhead import language_of
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.refusals import refusal
from customers.queries import sales_parameters

PREPAYMENTS = "prepayments"


@dataclass(frozen=True)
class Head:
    """What a prepayment invoice says about its rate and its due date."""

    currency: str
    invoice_date: date
    payment_terms_id: int

    @property
    def registration_rate_date(self) -> date:
        """The day whose rate counts for VAT registrations in other currencies: its own."""
        return self.invoice_date


def fingerprint_of(orders: Sequence[int], parameters: PrepaymentParameters) -> str:
    """Give the digest by which a repeated request is told from another one."""
    return ledger.fingerprint_of(PREPAYMENTS, sorted(set(orders)), *sorted(parameters.as_stored().items()))


@transaction.atomic
def post_prepayments(
    *,
    company: Company,
    orders: Sequence[int],
    parameters: PrepaymentParameters,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Post a prepayment invoice of every order of which one can be made.

    ``key`` is the business key of the request: the same key, orders and parameters give the same posting again. A
    preview writes under provisional numbers; its caller takes the transaction back.

    :returns: the orders that got one, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for invoices or vouchers.
    :raises AutomaticAccountMissing: it names no account for customer prepayments.
    """
    ids, fingerprint = sorted(set(orders)), fingerprint_of(orders, parameters)
    open_periods = ledger.open_periods(company=company, dates={parameters.day})
    sql.lock_orders(company_id=company.pk, orders=ids)
    account = automatic_account(company=company, purpose=AutomaticPurpose.PREPAYMENTS)
    asked = list(SalesOrder.objects.filter(company=company, pk__in=ids).order_by("pk"))
    heads = {one.pk: Head(one.currency_id, parameters.day, one.payment_terms_id) for one in asked}
    left_out = _refused(company, heads, parameters, account, is_open=bool(open_periods))
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(Invoice.objects.filter(posting=known).order_by("order").values_list("order", flat=True))
        again = [one for one in left_out if one.document_id not in set(posted)]
        return Outcome(known.pk, [pk for pk in posted if pk], [], again)
    while accepted := {pk: head for pk, head in heads.items() if pk not in {one.document_id for one in left_out}}:
        try:
            with transaction.atomic():
                posting, _is_new = ledger.begin(
                    company=company, kind=PREPAYMENTS, key=key, fingerprint=fingerprint, posted_by=posted_by
                )
                _write(posting, accepted, parameters, account, is_preview=is_preview)
                return Outcome(posting.pk, list(accepted), [], left_out)
        except ledger.RoundedAboveLimit as error:
            left_out += [refusal(pk, "rounding_above_limit", difference) for pk, difference in error.documents]
    return Outcome(None, [], [], left_out)


def _refused(
    company: Company,
    heads: Mapping[int, Head],
    parameters: PrepaymentParameters,
    account: int,
    *,
    is_open: bool,
) -> list[Refusal]:
    of_orders = list(heads.values())
    found_reasons = sql.prepayment_refusals(
        _to_prepay(company, list(heads), parameters),
        account_id=account,
        is_open=is_open,
        needs_confirmation=sales_parameters(company).prepays_confirmed_orders,
        is_unreported=bool(unreported_days(company=company, days={parameters.day})),
        rates=usable_rates(company, of_orders),
        missing_rates=missing(registration_rates(company, of_orders)),
        listed_kinds=LISTED_KINDS,
    )
    return [refusal(*row) for row in found_reasons]


def _to_prepay(company: Company, orders: Sequence[int], parameters: PrepaymentParameters) -> sql.ToPrepay:
    return sql.ToPrepay(company.pk, orders, parameters.day, parameters.amount, parameters.percent)


def _write(
    posting: Posting,
    accepted: Mapping[int, Head],
    parameters: PrepaymentParameters,
    account: int,
    *,
    is_preview: bool,
) -> None:
    """Write the accepted ones: from here on nothing is refused but by the rounding limit."""
    company, heads = posting.company, list(accepted.values())
    decimals = accounting_decimals(company=company)
    due = {terms: parameters.due_date or day for terms, _day, day in due_dates(heads)}
    source = sql.orders_to_prepay(
        _to_prepay(company, list(accepted), parameters),
        account_id=account,
        due_dates=due,
        descriptions=_descriptions(company, list(accepted), parameters.text),
        rates=usable_rates(company, heads),
        decimals=decimals,
    )
    blocks = _blocks(company, parameters.day, len(accepted), is_preview=is_preview)
    sql.insert_invoices(
        source,
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=[(InvoiceType.INVOICE.value, block) for block in blocks],
    )
    contents = invoice_posting(posting, decimals=decimals, has_prepayments=True)
    try:
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    except ledger.RoundedAboveLimit as error:
        differences = dict(error.documents)
        made = Invoice.objects.filter(posting=posting, pk__in=differences).values_list("order", "pk")
        of_orders = [(order, differences[pk]) for order, pk in made if order]
        raise ledger.RoundedAboveLimit(of_orders, "sales_order") from error
    sql.insert_tax_rows(posting_id=posting.pk, registration_rates=found(registration_rates(company, heads)))
    sql.insert_transactions(posting_id=posting.pk)
    if not is_preview:
        sql.add_to_subledger(posting_id=posting.pk)
        ledger.seal(posting=posting)


def _descriptions(company: Company, orders: Sequence[int], text: str) -> dict[int, str]:
    """Give what the lines of each order's prepayment invoice say, in the language of who gets it."""
    rows = SalesOrder.objects.filter(company=company, pk__in=orders).select_related("customer__invoice_account")
    said = {}
    for order in rows:
        with override(language_of(order.customer.invoice_account or order.customer, company)):
            said[order.pk] = text or _("Prepayment for order %(number)s") % {"number": order.number}
    return said


def _blocks(company: Company, day: date, count: int, *, is_preview: bool) -> list[Block]:
    """Take numbers of the company's own series for prepayment invoices, else of that of its invoices."""
    own = NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.PREPAYMENT_INVOICE).first()
    series = own or numbering.series_for(company=company, purpose=SeriesPurpose.INVOICE)
    period = company.fiscal_periods.select_related("fiscal_year").get(start_date__lte=day, end_date__gte=day)
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    return take(series=series, counts={(period.fiscal_year_id, period.fiscal_year.name): count})
