"""What came into lists, or left them, after they were reported."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from arclose.ledger.sql.running import rows
from ecsales.sql.lists_to_make import Compiled, in_order
from ecsales.sql.supplies import DOCUMENTS, SUPPLIES, Supply

_IS_DECLARED = """EXISTS (SELECT 1 FROM ecsales_declaredrow d WHERE d.declaration_id = {declaration}
        AND d.source = {row}.source AND d.source_id = {row}.source_id)"""
# The tax rows of EU sales of a scope that a declaration does not have.
_LATE = f"""
    SELECT found.* FROM ({DOCUMENTS}) AS found
    WHERE NOT {_IS_DECLARED.format(declaration="%(declaration)s", row="found")}
    ORDER BY found.tax_point_date, found.source, found.source_id LIMIT %(at_most)s
"""  # noqa: S608 (written above)


def late(scope: dict[str, Any], *, declaration: int, at_most: int) -> list[Supply]:
    """Give the tax rows of EU sales that were posted after a declaration, oldest first."""
    return [Supply(*row) for row in rows(_LATE, {**scope, "declaration": declaration, "at_most": at_most})]


# The same asked of several lists at once, each only whether there is one. What a list does not name by its kind is no
# reason to look at it again, so only kinds of supply are asked for, not countries.
_OF_LIST = {name: f"of_list.{name}" for name in ("company", "registration", "first", "last", "is_home")}
_OF_LIST |= {"dated_since": "of_list.first", "credits_go_back": "of_list.goes_back"}
_ROWS_OF_LIST = SUPPLIES
for _name, _column in _OF_LIST.items():
    _ROWS_OF_LIST = _ROWS_OF_LIST.replace(f"%({_name})s", _column)
_HAS_LATE = f"""EXISTS (SELECT 1 FROM ({_ROWS_OF_LIST}) AS s
        WHERE NOT {_IS_DECLARED.format(declaration="of_list.declaration", row="s")})"""  # noqa: S608 (written above)
# A credit note or discount that was declared leaves its list once that of its invoice's days is reported.
_HAS_LEFT = f"""EXISTS (SELECT 1 FROM ecsales_declaredrow d
        LEFT JOIN customers_invoice note ON d.source = 'invoice' AND note.id = d.document_id
        WHERE d.declaration_id = of_list.declaration AND d.line_number IS NOT NULL
            AND (note.credited_invoice_id IS NOT NULL OR d.source = 'cash_discount')
            AND NOT EXISTS (SELECT 1 FROM ({_ROWS_OF_LIST}) AS s
                WHERE s.source = d.source AND s.source_id = d.source_id))"""  # noqa: S608 (written above)
# A number or parameter changed since. A change that had begun when a list was reported may be kept with an earlier
# moment, and be seen only afterwards.
_CHANGED = """EXISTS (SELECT 1 FROM {history} e WHERE e.company_id = of_list.company
        AND (e.registration_id = of_list.registration OR e.registration_id IS NULL)
        AND e.pgh_created_at >= of_list.reported_at - interval '1 hour')"""
_HAS_CHANGES = " OR ".join(
    _CHANGED.format(history=history) for history in ("ecsales_listednumberevent", "ecsales_listparametersevent")
)
# A manual line typed or deleted since.
_HAS_TYPED = """EXISTS (SELECT 1
        FROM (SELECT m.id FROM ecsales_manualline m WHERE m.sales_list_id = of_list.sales_list) AS typed
        FULL JOIN (SELECT d.source_id FROM ecsales_declaredrow d
            WHERE d.declaration_id = of_list.declaration AND d.source = 'manual') AS told ON told.source_id = typed.id
        WHERE typed.id IS NULL OR told.source_id IS NULL)"""
_THAT_CHANGED = f"""
    AS of_list (declaration, sales_list, company, registration, reported_at, first, last, is_home, goes_back)
    WHERE {_HAS_CHANGES} OR {_HAS_TYPED} OR {_HAS_LATE} OR of_list.goes_back AND {_HAS_LEFT}
"""


def to_collect(
    lists: Compiled | None, *, months: Compiled | None = None, kinds: Sequence[str]
) -> tuple[list[int], list[date]]:
    """Give, of reported lists, the declarations of those that something has happened to since; and months as asked.

    EU sales of some kinds came into them, or a credit note left them, or something was typed for them. ``lists`` is
    the statement of (declaration, list, company, registration, when it was reported, first day, last day, whether the
    registration is the home one, whether credit notes go back to the list of their invoice), ``months`` that of days.
    """
    parts: list[str] = []
    values: list[Any] = []
    if lists:
        condition, asked = in_order(_THAT_CHANGED, {"kinds": list(kinds), "abroad": []})
        parts.append(f"SELECT of_list.declaration, NULL::date FROM ({lists[0]}) {condition}")  # noqa: S608
        values += [*lists[1], *asked]
    if months:
        parts.append(f"SELECT NULL::bigint, of.month::date FROM ({months[0]}) AS of (month)")  # noqa: S608
        values += months[1]
    found = rows(" UNION ALL ".join(parts) + " ORDER BY 1, 2", values) if parts else []
    return [one for one, _month in found if one], [month for _one, month in found if month]
