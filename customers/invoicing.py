"""Post sales orders: what is left of an order, or what was delivered of it, is invoiced, a returned order credited.

    lock       periods, customers with a limit, credited transactions, orders
    refuse     each document that cannot be posted is left out with its reason
    write      invoices with lines, vouchers with entries, tax rows, customer transactions
    settle     a credit note with the invoice it names, an invoice with the payments that its order reserves

All of it is set-based, in one transaction, for one order as for thousands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Difference, Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import unreported_days
from customers import after_invoicing, deferring, slips, sql
from customers.credit.holds import pass_credit
from customers.credit.limits import check_credit, lock_credit
from customers.crediting import orders_beyond_invoice
from customers.delivery_entries import cost_of_sale_entries, cost_taken_back_entries
from customers.entries import invoice_posting
from customers.invoice_heads import (
    RegistrationRates,
    due_dates,
    found,
    missing,
    registration_rates,
    series_to_number_by,
    usable_rates,
)
from customers.listed_periods import supplied_in_several
from customers.models import InvoiceLine, OrderCharge
from customers.models.invoices import InvoiceType
from customers.models.sales_orders import UNFINISHED, DocumentStatus, OrderStatus, Quantity
from customers.models.sales_tax import LISTED_KINDS
from customers.models.update_defaults import SummaryUpdate
from customers.prepayments.deducting import refuse_earlier, with_deductions
from customers.queries import posts_cost_of_goods
from customers.refusals import refusal
from customers.settling import settlement
from customers.settling.concessions import offer_discounts
from customers.settling.reserving import refuse_reserved, settle_reserved
from customers.standing import Standing, overtaken
from customers.summaries import arrange
from customers.update_parameters import USUAL, UpdateParameters

SALES_INVOICES = "sales-invoices"
SALES_ORDER = "sales_order"


class NotAllWritten(Exception):
    """Fewer or more rows came of a set than it holds: a rule that checking and writing do not share. Nothing stays."""

    def __init__(self, what: str, count: int, written: int) -> None:
        """Carry what was to be written, how many there are, and how many were written."""
        super().__init__(f"{written} {what} were written of {count}")
        self.what, self.count, self.written = what, count, written


class _WrongSign(Exception):
    """Parts of orders became invoices below zero, or credit notes above: these orders are left out."""

    def __init__(self, orders: Mapping[int, str]) -> None:
        """Carry currency and net amount of the document, by order."""
        super().__init__(dict(orders))
        self.orders = orders


@dataclass(frozen=True)
class _Checked:
    """The orders of a set after the checks, and what is written with them; ``reserved`` is what they settle with."""

    accepted: list[sql.LockedOrder]
    already: list[int]
    left_out: list[Refusal]
    rates: list[sql.UsableRate]
    registration_rates: RegistrationRates
    basis: sql.Basis
    reserved: Sequence[int]
    warnings: list[Refusal] = field(default_factory=list)

    def without(self, refused: Sequence[Refusal]) -> "_Checked":
        """Leave more orders out, for a reason that comes before all others."""
        out = {one.document_id for one in refused}
        return replace(
            self,
            accepted=[order for order in self.accepted if order.order_id not in out],
            already=[order for order in self.already if order not in out],
            left_out=[*refused, *(one for one in self.left_out if one.document_id not in out)],
        )


def post_invoices(
    *,
    company: Company,
    orders: Sequence[int],
    posted_by: User,
    key: str,
    parameters: UpdateParameters = USUAL,
    expected: Mapping[int, Standing] | None = None,
    is_preview: bool = False,
) -> Outcome:
    """Invoice every order that can be invoiced. One invoiced as a whole before keeps its invoices.

    ``parameters`` say which orders share an invoice, and how much of each line: all that is left, what was delivered
    and is not invoiced, or what is noted to be delivered now; and how credit notes are shown, and what becomes of what
    they leave. What is invoiced without a packing slip counts as delivered by the invoice. ``key`` is the business key
    of the request: the same key, orders and parameters give the same posting again. An order that does not stand as
    ``expected`` is left out. A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: which orders were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for invoices, credit notes or vouchers.
    :raises AutomaticAccountMissing: translation leaves a difference and there is no rounding account.
    :raises RoundedAboveLimit: a settlement leaves more than the company's rounding limit.
    :raises NotAllWritten: an order lost a line on its way to its invoice.
    """
    with transaction.atomic():
        return _post(company, sorted(set(orders)), parameters, posted_by, key, expected or {}, is_preview)


def fingerprint_of(orders: Sequence[int], parameters: UpdateParameters) -> str:
    """Give the digest by which a repeated request is told from another one."""
    quantity = [] if parameters.quantity == Quantity.ALL else [str(parameters.quantity)]
    return ledger.fingerprint_of(SALES_INVOICES, sorted(set(orders)), *quantity, *parameters.facts())


def _post(
    company: Company,
    orders: list[int],
    parameters: UpdateParameters,
    posted_by: User,
    key: str,
    expected: Mapping[int, Standing],
    is_preview: bool,
) -> Outcome:
    fingerprint = fingerprint_of(orders, parameters)
    open_periods = _lock_periods(company, orders, parameters.posting_date)
    lock_credit(company=company, orders=orders)
    reserved = sql.lock_what_is_settled(company_id=company.pk, orders=orders)
    checked = _check(company, orders, parameters, open_periods, reserved)
    # Recognized only here: a repetition has waited for the first one at the locks above.
    known = ledger.find(company=company, key=key, fingerprint=fingerprint)
    if known is not None:
        return _repeated(known, checked, parameters)
    checked = checked.without(overtaken(company=company, expected=expected))
    checked = _within_credit(company, checked, parameters, posted_by)
    step, accepted = DocumentStatus.INVOICE, _without(checked.accepted, [])
    arrangement, refused = arrange(company=company, orders=accepted, step=step, parameters=parameters)
    while ids := _without(checked.accepted, refused):
        try:
            with transaction.atomic():
                posting, _is_new = ledger.begin(
                    company=company, kind=SALES_INVOICES, key=key, fingerprint=fingerprint, posted_by=posted_by
                )
                chosen = _chosen(checked.accepted, ids)
                of_ids = replace(arrangement, orders=ids)
                _write_documents(posting, chosen, of_ids, parameters, checked, is_preview)
                warnings = [one for one in checked.warnings if one.document_id in ids]
                return Outcome(posting.pk, ids, checked.already, [*checked.left_out, *refused], warnings)
        except ledger.RoundedAboveLimit as error:
            if error.document_type != SALES_ORDER:  # its settlement: leaving orders out would not end
                raise
            refused += [refusal(order_id, "rounding_above_limit", amount) for order_id, amount in error.documents]
        except _WrongSign as error:
            refused += [refusal(order_id, "wrong_sign", detail) for order_id, detail in error.orders.items()]
    return Outcome(None, [], checked.already, [*checked.left_out, *refused])


def _chosen(orders: Sequence[sql.LockedOrder], ids: Sequence[int]) -> list[sql.LockedOrder]:
    wanted = set(ids)
    return [order for order in orders if order.order_id in wanted]


def _without(orders: Sequence[sql.LockedOrder], refused: Sequence[Refusal]) -> list[int]:
    out = {one.document_id for one in refused}
    return [order.order_id for order in orders if order.order_id not in out]


def _lock_periods(company: Company, orders: list[int], posting_date: date | None) -> set[int]:
    days = sql.days_to_post_on(company_id=company.pk, orders=orders, posting_date=posting_date)
    return ledger.open_periods(company=company, dates=days) if days else set()


def _check(
    company: Company, orders: list[int], parameters: UpdateParameters, open_periods: set[int], reserved: Sequence[int]
) -> _Checked:
    locked = sql.lock_orders(company_id=company.pk, orders=orders, posting_date=parameters.posting_date)
    waiting = [order for order in locked if order.status in UNFINISHED]
    rates, rates_of_registrations = usable_rates(company, waiting), registration_rates(company, waiting)
    basis = _basis(company, parameters, orders)
    refused = sql.refusals(
        company_id=company.pk,
        orders=[order.order_id for order in waiting],
        basis=basis,
        open_periods=sorted(open_periods),
        rates=rates,
        listed_kinds=LISTED_KINDS,
        unreported_days=list(unreported_days(company=company, days={order.invoice_date for order in waiting})),
        missing_rates=missing(rates_of_registrations),
    )
    left_out = [refusal(*row) for row in refused]
    days = {order.order_id: order.invoice_date for order in waiting}
    earlier = refuse_earlier(company=company, orders=days, deduction=parameters.deduction)
    left_out += [refusal(*row) for row in earlier]
    left_out += [
        refusal(*row)
        for row in refuse_reserved(company=company, orders=days, reserved=reserved, open_periods=open_periods)
    ]
    if parameters.summary != SummaryUpdate.PACKING_SLIP:
        several = supplied_in_several(company=company, orders=list(days), basis=basis)
        left_out += [refusal(*row) for row in several]
    undoing = [order for order in waiting if order.credited_invoice_id]
    left_out += orders_beyond_invoice(company=company, orders=_without(undoing, left_out))
    canceled = [refusal(o.order_id, "canceled") for o in locked if o.status == OrderStatus.CANCELED]
    checked = _Checked(
        accepted=_chosen(waiting, _without(waiting, left_out)),
        already=[order.order_id for order in locked if order.status == OrderStatus.INVOICED],
        left_out=left_out + canceled,
        rates=rates,
        registration_rates=rates_of_registrations,
        basis=basis,
        reserved=reserved,
    )
    return checked.without(slips.refused(company=company, orders=_to_choose(checked), chosen=parameters.slips))


def _to_choose(checked: _Checked) -> list[int]:
    """Give the orders whose packing slips may have been chosen: what is canceled has none, whatever else is wrong."""
    return [*_without(checked.accepted, []), *checked.already, *(one.document_id for one in checked.left_out)]


def _within_credit(company: Company, checked: _Checked, parameters: UpdateParameters, posted_by: User) -> _Checked:
    """Give the same without the orders whose credit does not suffice, and with the warnings about those that go on."""
    credit = pass_credit(
        company=company,
        orders=[order.order_id for order in checked.accepted],
        step=DocumentStatus.INVOICE,
        parameters=parameters,
        update=SALES_INVOICES,
        posted_by=posted_by,
    )
    return replace(
        checked,
        accepted=_chosen(checked.accepted, _without(checked.accepted, credit.left_out)),
        left_out=[*checked.left_out, *credit.left_out],
        warnings=credit.warnings,
    )


def _basis(company: Company, parameters: UpdateParameters, orders: Sequence[int]) -> sql.Basis:
    decimals = accounting_decimals(company=company)
    has_charges = OrderCharge.objects.filter(order__in=orders).exists()
    return sql.Basis(
        parameters.quantity,
        posts_cost_of_goods(company),
        decimals,
        has_charges,
        slips=parameters.slips,
        posting_date=parameters.posting_date,
    )


def _repeated(posting: Posting, checked: _Checked, parameters: UpdateParameters) -> Outcome:
    """Give the answer that the first request under this key got; of what it left out, what speaks against it now."""
    lines = _lines_of_orders(posting).order_by("order_line__order")
    posted = list(lines.values_list("order_line__order", flat=True).distinct())
    done = set(posted)
    credit = check_credit(
        company=posting.company,
        orders=[order.order_id for order in checked.accepted if order.order_id not in done],
        step=DocumentStatus.INVOICE,
        parameters=parameters,
    )
    already = [order_id for order_id in checked.already if order_id not in done]
    fit = [*posted, *(pk for pk in _without(checked.accepted, credit.left_out) if pk not in done)]
    unfit = arrange(company=posting.company, orders=fit, step=DocumentStatus.INVOICE, parameters=parameters)[1]
    left_out = [one for one in [*checked.left_out, *credit.left_out, *unfit] if one.document_id not in done]
    return Outcome(posting.pk, posted, already, left_out)


def _write_documents(
    posting: Posting,
    orders: list[sql.LockedOrder],
    arrangement: sql.Arrangement,
    parameters: UpdateParameters,
    checked: _Checked,
    is_preview: bool,
) -> None:
    """Write the accepted orders: from here on nothing is refused but by the rounding limit."""
    company = posting.company
    has_tax_in_prices = any(order.prices_include_tax for order in orders)
    basis = replace(checked.basis, has_tax_in_prices=has_tax_in_prices)
    decimals = basis.decimals
    expected = sql.count_to_invoice(arrangement, company_id=company.pk, basis=basis)
    source = with_deductions(
        sql.orders_to_invoice(
            arrangement, company_id=company.pk, basis=basis, due_dates=due_dates(orders), rates=checked.rates
        ),
        company=company,
        orders=arrangement.orders,
        deduction=parameters.deduction,
    )
    deducts = source.prepayment_lines == sql.PrepaymentLines.DEDUCTED
    written = sql.insert_invoices(
        source,
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=series_to_number_by(company, expected.documents, is_preview=is_preview),
    )
    beside = InvoiceLine.objects.filter(invoice__posting=posting, order_line__isnull=True)
    _expect("lines", expected.lines, written - (beside.count() if basis.has_charges or deducts else 0))
    if arrangement.splits_orders or basis.has_charges:
        _refuse_wrong_signs(posting)
    taken = sql.insert_invoiced_deliveries(posting_id=posting.pk, orders=arrangement.orders, basis=basis)
    sql.take_from_stock(posting_id=posting.pk)
    contents = invoice_posting(
        posting, decimals=decimals, credit_correction=parameters.credit_correction, has_prepayments=deducts
    )
    of_sale = cost_of_sale_entries(posting) if basis.posts_cost else []
    of_slips = cost_taken_back_entries(posting) if taken.has_cost else []
    contents = replace(contents, entries=[*contents.entries, *of_sale, *of_slips])
    if taken.has_deferred_revenue and not is_preview:
        days = posting.invoices.values_list("invoice_date", flat=True).distinct()
        ledger.hold_numbers(company=company, days=days)
    try:
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)
        if taken.has_deferred_revenue:
            deferring.take_back_by_invoices(posting=posting, decimals=decimals, is_preview=is_preview)
    except ledger.RoundedAboveLimit as error:
        raise ledger.RoundedAboveLimit(_of_orders(posting, error), document_type=SALES_ORDER) from error
    sql.insert_tax_rows(posting_id=posting.pk, registration_rates=found(checked.registration_rates))
    sql.insert_transactions(posting_id=posting.pk)
    offer_discounts(posting=posting)
    settlement.settle_opposites(posting=posting, decimals=decimals, is_preview=is_preview)
    settle_reserved(posting=posting, reserved=checked.reserved, decimals=decimals, is_preview=is_preview)
    _advance_orders(posting, arrangement.orders, parameters, checked.reserved)
    if not is_preview:
        sql.add_to_subledger(posting_id=posting.pk)
        ledger.seal(posting=posting)
        after_invoicing.take_steps(posting)


def _advance_orders(
    posting: Posting, orders: Sequence[int], parameters: UpdateParameters, reserved: Sequence[int]
) -> None:
    """Let orders stand as their new invoices leave them, with what they still reserve."""
    sql.advance_invoiced(posting_id=posting.pk, quantity=parameters.quantity)
    if not parameters.credit_remaining_quantity:
        sql.give_up_credit_rest(posting_id=posting.pk, orders=orders)
    sql.advance_orders(company_id=posting.company_id, orders=orders)
    sql.keep_reserved(company_id=posting.company_id, orders=orders, reserved=reserved)


def _lines_of_orders(posting: Posting) -> "QuerySet[InvoiceLine]":
    """Give the lines of a posting's invoices that are lines of orders: a charge is none, and stands beside one."""
    return InvoiceLine.objects.filter(invoice__posting=posting, order_line__isnull=False)


def _expect(what: str, count: int, written: int) -> None:
    if written != count:
        raise NotAllWritten(what, count, written)


def _refuse_wrong_signs(posting: Posting) -> None:
    """Refuse the orders of documents that a split or a charge gave the wrong sign; lines of orders were checked before.

    :raises _WrongSign: there are some.
    """
    below = Q(invoice__invoice_type=InvoiceType.INVOICE, invoice__total_amount__lt=0)
    above = Q(invoice__invoice_type=InvoiceType.CREDIT_NOTE, invoice__total_amount__gt=0)
    lines = _lines_of_orders(posting).filter(below | above)
    found = lines.values_list("order_line__order", "invoice__currency", "invoice__net_amount").distinct()
    if found:
        raise _WrongSign({order_id: f"{currency} {net}" for order_id, currency, net in found})


def _of_orders(posting: Posting, error: ledger.RoundedAboveLimit) -> list[tuple[int, Difference]]:
    """Name each order of the invoices that rounding refuses once: the invoices go with the savepoint."""
    differences = dict(error.documents)
    lines = _lines_of_orders(posting).filter(invoice__in=differences).order_by("-invoice")
    of_orders = dict(lines.values_list("order_line__order", "invoice").distinct())
    return [(order_id, differences[invoice_id]) for order_id, invoice_id in of_orders.items()]
