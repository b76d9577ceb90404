"""How an update of orders is to be posted: one set of parameters for the form, the preview, jobs and the command line.

They go down through every layer as they are. What a company usually wants is kept in Setup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from arclose.ledger.models import Company
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import PrepaymentDeduction, Printing, SummaryUpdate
from customers.queries import update_defaults


@dataclass(frozen=True)
class UpdateParameters:
    """How an update is posted.

    ``quantity``                    how much of each line
    ``reduce_quantity``             picking and delivering no more than is on hand
    ``summary``                     which orders share a document
    ``summary_order``               the number of the order that others are summarized with, for such a summary
    ``credit_check``                what counts against credit limits; None: what the company has decided
    ``credit_correction``           entries of a credit note on the side of what it takes back, with a minus
    ``credit_remaining_quantity``   what a credit note leaves of its order stays on it; else it is set to zero
    ``deduction``                   what an invoice deducts of prepayments
    ``posting``                     off: a pro forma is printed, and nothing is posted
    ``printing``                    what becomes a PDF
    ``emailing``                    what is posted is e-mailed to customers who want it
    ``late_selection``              a job finds its orders when it starts, not when it is submitted
    ``posting_date``                the day of all documents, so that orders of several days can share one; None: each
                                    order's own
    ``slips``                       the packing slips that are invoiced, by id; None: all of which something is left
    """

    quantity: Quantity = Quantity.ALL
    reduce_quantity: bool = False
    summary: SummaryUpdate = SummaryUpdate.NONE
    summary_order: str = ""
    credit_check: CreditLimitType | None = None
    credit_correction: bool = False
    credit_remaining_quantity: bool = True
    deduction: PrepaymentDeduction = PrepaymentDeduction.ALL
    posting: bool = True
    printing: Printing = Printing.NONE
    emailing: bool = False
    late_selection: bool = False
    posting_date: date | None = None
    slips: tuple[int, ...] | None = None

    def as_stored(self) -> dict[str, Any]:
        """Give what differs from the usual as JSON can keep it; nothing where nothing does."""
        return {
            field.name: _as_json(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }

    def facts(self) -> list[tuple[str, Any]]:
        """Give what beside the quantity differs from the usual and changes what is posted.

        A repeated request is told from another by it.
        """
        posted = replace(self, quantity=Quantity.ALL, printing=Printing.NONE, emailing=False, late_selection=False)
        return sorted(posted.as_stored().items())


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, bool) else str(value)


USUAL = UpdateParameters()
_READ: dict[str, Any] = {
    "quantity": Quantity,
    "summary": SummaryUpdate,
    "summary_order": str,
    "printing": Printing,
    "credit_check": CreditLimitType,
    "posting_date": date.fromisoformat,
    "slips": tuple,
    "deduction": PrepaymentDeduction,
}


def from_stored(stored: Mapping[str, Any]) -> UpdateParameters:
    """Give parameters back as they were before :meth:`UpdateParameters.as_stored`; what is unknown is left out."""
    known = {name: _READ.get(name, bool) for name in vars(USUAL)}
    return UpdateParameters(**{name: known[name](value) for name, value in stored.items() if name in known})


def defaults_of(company: Company) -> UpdateParameters:
    """Give the parameters that a company usually posts with."""
    kept = update_defaults(company)
    return UpdateParameters(
        summary=SummaryUpdate(kept.summary),
        reduce_quantity=kept.reduce_quantity,
        credit_correction=kept.credit_correction,
        credit_remaining_quantity=kept.credit_remaining_quantity,
        printing=Printing(kept.printing),
        emailing=kept.emailing,
    )
