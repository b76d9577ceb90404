"""Statements of EC sales lists, one module per subject. Only here has this app a cursor.

supplies        EU sales of a registration and its days: added up, one by one, in the books, behind a declaration
late            what came into lists, or left them, after they were reported
lists_to_make   which lists are to be begun, and by month; what no registration lists
locks           who waits for whom
"""

from ecsales.sql.late import late, to_collect
from ecsales.sql.lists_to_make import (
    Compiled,
    beyond,
    beyond_left,
    earlier_months,
    first_lists_left,
    lists_left,
    missing,
    nobodys,
    nobodys_left,
)
from ecsales.sql.locks import lock_periods, lock_registration
from ecsales.sql.supplies import (
    Group,
    Supply,
    commodity_codes,
    days_undone,
    documents,
    every_document,
    first_documents,
    groups,
    insert_rows,
    key_of,
    tied,
)

__all__ = [
    "Compiled",
    "Group",
    "Supply",
    "beyond",
    "beyond_left",
    "commodity_codes",
    "days_undone",
    "documents",
    "earlier_months",
    "every_document",
    "first_documents",
    "first_lists_left",
    "groups",
    "insert_rows",
    "key_of",
    "late",
    "lists_left",
    "lock_periods",
    "lock_registration",
    "missing",
    "nobodys",
    "nobodys_left",
    "tied",
    "to_collect",
]
