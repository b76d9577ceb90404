"""Statements of EC sales lists, one module per subject. Only here has this app a cursor.

supplies        EU sales of a registration and its days: added up, one by one, in the books, behind a declaration
late            what was posted into the days of lists after they were reported
lists_to_make   which lists are to be begun; what no registration lists
locks           who waits for whom
"""

from ecsales.sql.late import late_left, late_of_all
from ecsales.sql.lists_to_make import Compiled, lists_left, missing, nobodys, nobodys_left
from ecsales.sql.locks import lock_periods, lock_registration
from ecsales.sql.supplies import Group, Supply, documents, every_document, groups, insert_rows, key_of, late, tied

__all__ = [
    "Compiled",
    "Group",
    "Supply",
    "documents",
    "every_document",
    "groups",
    "insert_rows",
    "key_of",
    "late",
    "late_left",
    "late_of_all",
    "lists_left",
    "lock_periods",
    "lock_registration",
    "missing",
    "nobodys",
    "nobodys_left",
    "tied",
]
