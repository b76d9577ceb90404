"""Who of the orders that may be confirmed, picked or delivered gets a document: stock, credit, what goes together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.auth.models import User

from arclose.ledger import numbering
from arclose.ledger.models import Company
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import Refusal
from customers import sql
from customers.credit.holds import pass_credit
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import DocumentStatus
from customers.refusals import refusal
from customers.sql import Arrangement, Looked, Step
from customers.summaries import arrange
from customers.update_parameters import UpdateParameters

# The steps that take goods from the shelves.
_OF_STOCK = (OrderDocumentType.PICKING_LIST, OrderDocumentType.PACKING_SLIP)
SERIES = {
    OrderDocumentType.CONFIRMATION: SeriesPurpose.CONFIRMATION,
    OrderDocumentType.PICKING_LIST: SeriesPurpose.PICKING_LIST,
    OrderDocumentType.PACKING_SLIP: SeriesPurpose.PACKING_SLIP,
}


def count_per_year(looked: Sequence[Looked]) -> dict[tuple[int, str], int]:
    """Count the documents of orders whose day lies in an open period, per fiscal year (id, name)."""
    counts: Counter[tuple[int, str]] = Counter()
    for one in looked:
        assert one.fiscal_year_id is not None
        counts[one.fiscal_year_id, one.fiscal_year or ""] += one.documents
    return counts


@dataclass(frozen=True)
class Going:
    """The orders that get documents, how many each, the step that makes them, and what they are warned of."""

    accepted: list[Looked]
    step: Step
    warnings: list[Refusal]


def let_pass(
    company: Company,
    step: Step,
    accepted: list[Looked],
    parameters: UpdateParameters,
    posted_by: User,
    update: str,
    *,
    is_preview: bool,
) -> tuple[Going, list[Refusal]]:
    """Ask credit and what is on hand, and arrange documents; give who goes on, and the refusals of the others.

    ``update`` is the name under which orders on credit hold are kept.

    What is cut needs no credit, and who is left out leaves the others more of what is on hand: so this goes on until
    nobody is left out any more.
    """
    document_type = OrderDocumentType(step.document_type)
    if parameters.reduce_quantity and document_type in _OF_STOCK:
        step = replace(step, of_stock=True)
        _lock_stock(company, step, accepted, is_preview)
    left_out: list[Refusal] = []
    while True:
        there, not_there, cut = _on_hand(step, accepted) if step.of_stock else (accepted, [], sql.NOTHING_CUT)
        credit = pass_credit(
            company=company,
            orders=[one.order_id for one in there],
            step=DocumentStatus(document_type),
            parameters=parameters,
            update=update,
            posted_by=posted_by,
            cut=cut,
        )
        passed = _without(there, credit.left_out)
        arrangement, unfit = arrange(
            company=company,
            orders=[one.order_id for one in passed],
            step=DocumentStatus(document_type),
            parameters=parameters,
        )
        going = _without(passed, unfit)
        refused = [*credit.left_out, *unfit]
        left_out += refused
        if not (step.of_stock and refused):
            step = replace(step, arrangement=replace(arrangement, orders=[one.order_id for one in going]))
            return Going(going, step, credit.warnings), [*left_out, *not_there]
        accepted = _without(accepted, refused)


def _without(orders: Sequence[Looked], refused: Sequence[Refusal]) -> list[Looked]:
    out = {one.document_id for one in refused}
    return [one for one in orders if one.order_id not in out]


def _lock_stock(company: Company, step: Step, accepted: Sequence[Looked], is_preview: bool) -> None:
    """Lock the items: after the numbers, as where deliveries are taken from stock."""
    if not is_preview:
        series = numbering.series_for(company=company, purpose=SERIES[OrderDocumentType(step.document_type)])
        numbering.take_blocks(series=series, counts=dict.fromkeys(count_per_year(accepted), 0))
    sql.lock_items(orders=[one.order_id for one in accepted])


def _on_hand(step: Step, accepted: Sequence[Looked]) -> tuple[list[Looked], list[Refusal], dict[int, Decimal]]:
    """Lower what orders get to what is on hand: who gets something, who does not, and what is cut of lines by id."""
    there = sql.look_at_stock(replace(step, arrangement=Arrangement([one.order_id for one in accepted])))
    left_out = [refusal(pk, "not_in_stock", one.missing_item) for pk, one in there.items() if not one.documents]
    going_on = [replace(one, documents=there[one.order_id].documents) for one in accepted]
    cut = {line: quantity for one in there.values() for line, quantity in one.cut.items()}
    return [one for one in going_on if one.documents], left_out, cut
