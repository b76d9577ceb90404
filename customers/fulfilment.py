"""Confirm, pick and deliver sales orders, and correct what was delivered.

    lock       periods, for packing slips customers with a limit, orders
    refuse     each order that gets no document is left out with its reason
    write      documents with lines, for packing slips the cost of what they deliver and the revenue they defer
    advance    how much of each line went through the step, status of the order, what is on hand

The three steps are one verb with a type of document, for one order as for thousands. Services are delivered,
but not picked. Returned orders are only credited.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from arclose.ledger import numbering
from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import CannotPost, Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, reporting_rates
from arclose.web.days import format_day
from customers import deferring, sql
from customers.credit.limits import check_credit, lock_credit
from customers.delivery_entries import packing_slip_posting
from customers.documents import orders_of
from customers.fulfilment_checks import SERIES, count_per_year, let_pass
from customers.models import OrderDocument, OrderDocumentLine, SalesOrder, SalesOrderLine
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import DocumentStatus
from customers.queries import sales_parameters
from customers.refusals import refusal
from customers.sql import Arrangement, Correctable, Deferral, Looked, ReportingRate, Step
from customers.standing import Standing, overtaken, standing_of
from customers.summaries import arrange
from customers.update_parameters import USUAL, UpdateParameters

CONFIRMATIONS, PICKING_LISTS, PACKING_SLIPS = "sales-confirmations", "picking-lists", "packing-slips"
CORRECTIONS = "packing-slip-corrections"

POSTING_KINDS = {
    OrderDocumentType.CONFIRMATION: CONFIRMATIONS,
    OrderDocumentType.PICKING_LIST: PICKING_LISTS,
    OrderDocumentType.PACKING_SLIP: PACKING_SLIPS,
}


class MoreThanIsLeft(Exception):
    """More is asked to be delivered now than is left of some lines; nothing was changed."""

    def __init__(self, left: Mapping[int, Decimal]) -> None:
        """Carry what is left to deliver, by number of the line that asks for more."""
        super().__init__(dict(left))
        self.left = dict(left)


class OrderOvertaken(Exception):
    """Somebody changed the order, or made a document of it, since it was looked at: nothing was changed."""

    def __init__(self, refused: Refusal) -> None:
        """Carry what happened since, in words."""
        super().__init__(f"{refused.reason} {refused.remedy}")
        self.refused = refused


class CannotCorrect(CannotPost):
    """A packing slip cannot be corrected as asked: nothing was changed."""

    def __init__(self, general: Sequence[str], *, days: Sequence[str] = (), lines: Mapping[int, str] = {}) -> None:
        """Carry every reason, in words: in general, of the day, and of lines by their number."""
        of_lines = [_("Line %(line)s: %(reason)s") % {"line": line, "reason": text} for line, text in lines.items()]
        super().__init__([*general, *days, *of_lines])
        self.general, self.days, self.lines = list(general), list(days), dict(lines)
        self.reasons = [*general, *days, *of_lines]

    def reason(self) -> str:
        """Say all of them."""
        return " ".join(self.reasons)

    def remedy(self) -> str:
        """Name the way that is left."""
        return _("What is invoiced is taken back by a credit note.")


@dataclass(frozen=True)
class _Effects:
    """What documents post: their cost or not, and how they defer revenue, where they do.

    ``reporting`` are the rates of their days into the reporting currency; ``unreported_days`` have none.
    """

    posts_cost: bool = False
    deferral: Deferral | None = None
    reporting: Sequence[ReportingRate] = ()
    unreported_days: Collection[date] = ()

    @property
    def are_posted(self) -> bool:
        """Whether they are posted to the ledger at all."""
        return self.posts_cost or self.deferral is not None


def _effects(company: Company, step: Step) -> _Effects:
    if step.document_type != OrderDocumentType.PACKING_SLIP:
        return _Effects()
    decided = sales_parameters(company)
    deferral = deferring.deferral_of(company=company, step=step) if decided.defers_revenue else None
    effects = _Effects(decided.posts_cost_of_goods, deferral)
    if not (effects.are_posted and company.reporting_currency_id):
        return effects
    days = {day for _currency, day in sql.document_currencies(step)}
    found = reporting_rates(company=company, days=days)
    usable = [(day, rate.units_from, rate.units_to) for day, rate in found.items() if isinstance(rate, Rate)]
    return replace(effects, reporting=usable, unreported_days=found.keys() - {day for day, _from, _to in usable})


def post_order_documents(
    *,
    company: Company,
    document_type: OrderDocumentType,
    orders: Sequence[int],
    posted_by: User,
    key: str,
    parameters: UpdateParameters = USUAL,
    expected: Mapping[int, Standing] | None = None,
    is_preview: bool = False,
) -> Outcome:
    """Make a confirmation, picking list or packing slip of every order that can have one.

    ``parameters`` say which orders share a document, how much of each line, and whether no more than is on hand: then
    orders share what there is in order of date, and what is cut stays on them. An order of which nothing is left for
    the step is told as done already; one that does not stand as ``expected`` is left out. ``key`` is the business key
    of the request. A preview writes under provisional numbers; its caller takes the transaction back.

    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for these documents or for vouchers.
    """
    asked = Arrangement(sorted(set(orders)))
    step = Step(company.pk, document_type, asked, parameters.quantity, posting_date=parameters.posting_date)
    fingerprint = fingerprint_of(POSTING_KINDS[document_type], orders, parameters)
    with transaction.atomic():
        open_periods = _lock(company, step)
        effects = _effects(company, step)
        looked = sql.look_at_orders(
            step,
            open_periods=sorted(open_periods),
            posts_cost=effects.posts_cost,
            deferral=effects.deferral,
            unreported_days=effects.unreported_days,
        )
        if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
            return _repeated(known, looked, document_type, parameters)
        accepted, already, left_out = _told_apart(looked, overtaken(company=company, expected=expected or {}))
        going, refused = let_pass(
            company, step, accepted, parameters, posted_by, POSTING_KINDS[document_type], is_preview=is_preview
        )
        left_out += refused
        if not going.accepted:
            return Outcome(None, [], already, left_out)
        posting, _is_new = ledger.begin(
            company=company,
            kind=POSTING_KINDS[document_type],
            key=key,
            fingerprint=fingerprint,
            posted_by=posted_by,
        )
        is_shared = bool(going.step.arrangement.collected)
        counts = sql.documents_per_year(going.step) if is_shared else count_per_year(going.accepted)
        _write(posting, going.step, counts, effects, is_preview)
        return Outcome(posting.pk, going.step.orders, already, left_out, going.warnings)


def _told_apart(
    looked: Sequence[Looked], overtaken_orders: Sequence[Refusal] = ()
) -> tuple[list[Looked], list[int], list[Refusal]]:
    """Give who gets a document, who had one before, and who gets none: overtaken ones first."""
    out = {one.document_id for one in overtaken_orders}
    found = [one for one in looked if one.order_id not in out]
    left_out = [
        *overtaken_orders,
        *(refusal(one.order_id, code, detail) for one in found for code, detail in _against(one)),
    ]
    refused = {one.document_id for one in left_out}
    going_on = [one for one in looked if one.order_id not in refused]
    accepted = [one for one in going_on if one.documents]
    return accepted, [one.order_id for one in going_on if not one.documents], left_out


def _against(one: Looked) -> Sequence[tuple[str, str]]:
    """Give what speaks against an order: alone what rules the step out, and nothing where nothing is left of it."""
    alone = [reason for reason in one.reasons if reason[0] in _REFUSED_ANYHOW][:1]
    return alone or (one.reasons if one.is_concerned else [])


def fingerprint_of(kind: str, orders: Sequence[int], parameters: UpdateParameters) -> str:
    """Give the digest by which a repeated request is told from another one."""
    return ledger.fingerprint_of(kind, sorted(set(orders)), str(parameters.quantity), *parameters.facts())


# Told even where nothing is left of the order.
_REFUSED_ANYHOW = {"canceled", "only_credited", "no_lines"}


def _lock(company: Company, step: Step) -> set[int]:
    days = sql.document_dates(step)
    open_periods = ledger.open_periods(company=company, dates=days) if days else set()
    # What is confirmed or picked counts no more than before, so only deliveries wait for each other.
    if step.document_type == OrderDocumentType.PACKING_SLIP:
        lock_credit(company=company, orders=step.orders)
    sql.lock_orders(company_id=company.pk, orders=step.orders)
    return open_periods


def _repeated(
    posting: Posting, looked: Sequence[Looked], document_type: OrderDocumentType, parameters: UpdateParameters
) -> Outcome:
    """Give the answer that the first request under this key got; of what it left out, what speaks against it now."""
    lines = OrderDocumentLine.objects.filter(document__posting=posting).order_by("order_line__order")
    posted = list(lines.values_list("order_line__order", flat=True).distinct())
    done = set(posted)
    accepted, already, left_out = _told_apart([one for one in looked if one.order_id not in done])
    credit = check_credit(
        company=posting.company,
        orders=[one.order_id for one in accepted],
        step=DocumentStatus(document_type),
        parameters=parameters,
    )
    beyond = {one.document_id for one in credit.left_out}
    fit = [*posted, *(one.order_id for one in accepted if one.order_id not in beyond)]
    step = DocumentStatus(document_type)
    unfit = arrange(company=posting.company, orders=fit, step=step, parameters=parameters)[1]
    return Outcome(posting.pk, posted, already, [*left_out, *credit.left_out, *unfit])


def _write(
    posting: Posting, step: Step, counts: Mapping[tuple[int, str], int], effects: _Effects, is_preview: bool
) -> None:
    decimals = accounting_decimals(company=posting.company)
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    series = numbering.series_for(company=posting.company, purpose=SERIES[OrderDocumentType(step.document_type)])
    sql.insert_order_documents(
        step,
        posting_id=posting.pk,
        decimals=decimals,
        posts_cost=effects.posts_cost,
        blocks=take(series=series, counts=counts),
        reporting=effects.reporting,
    )
    _finish(posting, step.orders, effects, step=step, is_preview=is_preview)


def _finish(
    posting: Posting,
    orders: Sequence[int],
    effects: _Effects,
    *,
    step: Step | None = None,
    is_preview: bool = False,
    credit_correction: bool = False,
) -> None:
    """Write what goes with documents of a step; without one, with a correction."""
    sql.take_from_stock(posting_id=posting.pk)
    if effects.posts_cost and effects.deferral and not is_preview:
        days = posting.order_documents.values_list("document_date", flat=True).distinct()
        ledger.hold_numbers(company=posting.company, days=days)
    if effects.posts_cost:
        contents = packing_slip_posting(posting, credit_correction=credit_correction)
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    if step is None:
        deferring.take_back_by_corrections(posting=posting, credit_correction=credit_correction)
    elif effects.deferral:
        deferring.defer(posting=posting, deferral=effects.deferral, reporting=effects.reporting, is_preview=is_preview)
    sql.advance_lines(posting_id=posting.pk)
    if step and step.document_type == OrderDocumentType.PACKING_SLIP:
        sql.advance_delivered_orders(company_id=posting.company_id, orders=orders, posting_date=step.posting_date)
    else:
        sql.advance_orders(company_id=posting.company_id, orders=orders)
    if not is_preview:
        ledger.seal(posting=posting)


@transaction.atomic
def deliver_now(
    *, order: SalesOrder, quantities: Mapping[int, Decimal], expected: Standing | None = None
) -> Standing | None:
    """Note how much of each line, by its number, is to be picked or delivered next; give how the order stands then.

    What is noted already stays so: then None. The order has to stand as ``expected``.

    :raises OrderOvertaken: somebody changed the order since, or made a document of it.
    :raises MoreThanIsLeft: a line has less left to deliver, or the quantity has the wrong sign.
    """
    sql.lock_orders(company_id=order.company_id, orders=[order.pk])
    lines = list(order.lines.filter(line_number__in=quantities))
    if lines and all(line.deliver_now_quantity == quantities[line.line_number] for line in lines):
        return None
    if found := overtaken(company=order.company, expected={order.pk: expected} if expected else {}):
        raise OrderOvertaken(found[0])
    left = dict.fromkeys(quantities, Decimal(0)) | {
        line.line_number: line.quantity - line.delivered_quantity for line in lines
    }
    beyond = {number: left[number] for number, asked in quantities.items() if not _fits(asked, left[number])}
    if beyond:
        raise MoreThanIsLeft(beyond)
    for line in lines:
        line.deliver_now_quantity = quantities[line.line_number]
    SalesOrderLine.objects.bulk_update(lines, ["deliver_now_quantity"])
    return standing_of(SalesOrder.objects.get(pk=order.pk))


def _fits(asked: Decimal, left: Decimal) -> bool:
    return abs(asked) <= abs(left) and asked * left >= 0


def correct_packing_slip(
    *,
    company: Company,
    slip: OrderDocument,
    quantities: Mapping[int, Decimal],
    day: date,
    reason: str,
    posted_by: User,
    key: str,
    credit_correction: bool = False,
) -> OrderDocument:
    """Take deliveries of a packing slip back, in quantities per line number above zero; give the correction.

    All that is left of every line cancels the slip. The correction is a document of its own that names the slip,
    with the opposite quantities and cost entries; as a credit correction these stand on the side of what they take
    back, with a minus.

    :raises CannotCorrect: a line has less left than asked (the rest is invoiced or corrected), nothing is asked,
        or the day is before the slip's or in a period that is not open.
    :raises KeyReused: the key belongs to another request.
    """
    asked = {line: quantity for line, quantity in sorted(quantities.items()) if quantity}
    fingerprint = ledger.fingerprint_of(CORRECTIONS, slip.pk, asked, day, reason, *["storno"] * credit_correction)
    with transaction.atomic():
        open_periods = ledger.open_periods(company=company, dates={day})
        orders = list(orders_of(slip).order_by("pk").values_list("pk", flat=True))
        sql.lock_orders(company_id=company.pk, orders=orders)
        if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
            return OrderDocument.objects.get(posting=known)
        lines = {line.line_number: line for line in sql.correctable(document_id=slip.pk)}
        _refuse_impossible(slip, lines, asked, day, is_open=bool(open_periods))
        posting, _is_new = ledger.begin(
            company=company, kind=CORRECTIONS, key=key, fingerprint=fingerprint, posted_by=posted_by
        )
        [block] = ledger.blocks_for(
            company=company,
            purpose=SeriesPurpose.PACKING_SLIP,
            documents=OrderDocument.objects.filter(pk=slip.pk).values_list("pk", models.Value(day), "number"),
            is_preview=False,
        )
        sql.insert_correction(
            posting_id=posting.pk,
            document_id=slip.pk,
            quantities={lines[line].slip_line_id: _signed(lines[line], quantity) for line, quantity in asked.items()},
            day=day,
            reason=reason[:200],
            decimals=accounting_decimals(company=company),
            block=block,
        )
        _finish(posting, orders, _Effects(posts_cost=slip.has_voucher), credit_correction=credit_correction)
        return OrderDocument.objects.get(posting=posting)


def _signed(line: Correctable, quantity: Decimal) -> Decimal:
    return quantity if line.quantity > 0 else -quantity


def _refuse_impossible(
    slip: OrderDocument, lines: Mapping[int, Correctable], asked: Mapping[int, Decimal], day: date, *, is_open: bool
) -> None:
    general, days = [], []
    if slip.document_type != OrderDocumentType.PACKING_SLIP or slip.corrects_id is not None:
        general.append(_("%(number)s is no packing slip that can be corrected.") % {"number": slip.number})
    if not asked:
        general.append(_("Say how much of at least one line comes back."))
    if day < slip.document_date:
        days.append(_("%(day)s is before the packing slip's own date.") % {"day": format_day(day)})
    if not is_open:
        days.append(_("%(date)s lies in no open period.") % {"date": format_day(day)})
    left = {number: abs(lines[number].quantity) if number in lines else Decimal(0) for number in asked}
    beyond = {number: quantity for number, quantity in asked.items() if not 0 <= quantity <= left[number]}
    if general or days or beyond:
        of_lines = {number: _asked_beyond(quantity, left[number]) for number, quantity in beyond.items()}
        raise CannotCorrect(general, days=days, lines=of_lines)


def _asked_beyond(asked: Decimal, left: Decimal) -> str:
    text = _("%(asked)s is asked, %(left)s is neither invoiced nor corrected.")
    if asked < 0:
        text = _("What comes back is typed without a minus sign; %(left)s is neither invoiced nor corrected.")
    return text % {"asked": format(asked.normalize(), "f"), "left": format(left.normalize(), "f")}
