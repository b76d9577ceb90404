"""Field types and checks that several kinds share."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from arclose.imports.kinds import Breach, Check
from arclose.imports.staging import Staged
from arclose.imports.values import Number, Text
from customers.imports import sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CODE = Text(most=10, is_code=True)
CUSTOMER_NUMBER = Text(most=20, is_code=True)
ITEM_NUMBER = Text(most=40, is_code=True)
CURRENCY = Text(most=3, is_code=True)
PERCENT = Number(digits=3, decimals=3, least=0, most=100)
PRICE = Number(digits=13, decimals=6)
QUANTITY = Number(digits=13, decimals=4)
AMOUNT = Number(digits=15, decimals=4)

# The item tax group that a service has where nothing says another.
USUAL_ITEM_TAX_GROUP = "SERV"

ORDERS_AND_OPENING_ROLES = frozenset({"clerk", "controller"})
MASTER_DATA_ROLES = frozenset({"administrator"})


def asked(statement: str) -> Callable[[Staged], Sequence[Breach]]:
    """Give the look that asks a statement of (line, detail)."""
    return lambda staged: staged.breaches(statement)


def known_code(field: str, reason: "_StrOrPromise" = "") -> Check:
    """Give the check that the codes of a field are there in the company's master data."""
    return Check(
        field,
        reason or _("“%(detail)s” is not there. An administrator adds it first."),
        asked(sql.codes_missing(field)),
    )
