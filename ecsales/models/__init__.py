"""What the EC sales list keeps: set-up, lists, what was declared, what was typed for them, and checks of numbers."""

from ecsales.models.declarations import Declaration, DeclaredFile, DeclaredLine, DeclaredRow, Source
from ecsales.models.lists import ListChange, ListStatus, SalesList
from ecsales.models.number_checks import CheckResult, NumberCheck
from ecsales.models.parameters import Frequency, ListParameters
from ecsales.models.typed import ListedNumber, ManualLine

__all__ = [
    "CheckResult",
    "Declaration",
    "DeclaredFile",
    "DeclaredLine",
    "DeclaredRow",
    "Frequency",
    "ListChange",
    "ListParameters",
    "ListStatus",
    "ListedNumber",
    "ManualLine",
    "NumberCheck",
    "SalesList",
    "Source",
]
