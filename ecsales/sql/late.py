"""What came into lists, or left them, after they were reported."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from customers.sql.running import rows
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


class Declared(NamedTuple):
    """A list by what stands of it: its declaration, and which rows are its own."""

    declaration: int
    registration: int
    first: date
    last: date
    is_home: bool
    goes_back: bool


# The same asked of several lists at once, each only whether there is one. What a list does not name by its kind is no
# reason to look at it again, so only kinds of supply are asked for, not countries.
_OF_LIST = {name: f"of_list.{name}" for name in ("registration", "first", "last", "is_home")}
_OF_LIST |= {"dated_since": "of_list.first", "credits_go_back": "of_list.goes_back"}
_ROWS_OF_LIST = SUPPLIES
for _name, _column in _OF_LIST.items():
    _ROWS_OF_LIST = _ROWS_OF_LIST.replace(f"%({_name})s", _column)
# A credit note that was declared leaves its list once that of its invoice's days is reported.
_HAS_LEFT = f"""EXISTS (SELECT 1 FROM ecsales_declaredrow d JOIN customers_invoice note ON note.id = d.document_id
            WHERE d.declaration_id = of_list.declaration AND d.source = 'invoice' AND d.line_number IS NOT NULL
                AND note.credited_invoice_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM ({_ROWS_OF_LIST}) AS s
                    WHERE s.source = 'invoice' AND s.source_id = d.source_id))"""  # noqa: S608 (written above)
_THAT_MAY_DIFFER = f"""
    SELECT of_list.declaration
    FROM unnest(%(declaration)s::bigint[], %(registration)s::bigint[], %(first)s::date[], %(last)s::date[],
        %(is_home)s::boolean[], %(goes_back)s::boolean[])
        AS of_list (declaration, registration, first, last, is_home, goes_back)
    WHERE EXISTS (SELECT 1 FROM ({_ROWS_OF_LIST}) AS s
        WHERE NOT {_IS_DECLARED.format(declaration="of_list.declaration", row="s")})
        OR of_list.goes_back AND {_HAS_LEFT}
"""  # noqa: S608 (written above)


def with_other_rows(lists: Sequence[Declared], *, company_id: int, kinds: Sequence[str]) -> set[int]:
    """Give the declarations after which EU sales of some kinds came into their lists, or a credit note left them."""
    columns = zip(Declared._fields, map(list, zip(*lists, strict=True)), strict=True)
    asked = {**dict(columns), "company": company_id, "kinds": list(kinds), "abroad": []}
    return {declaration for (declaration,) in rows(_THAT_MAY_DIFFER, asked)} if lists else set()
