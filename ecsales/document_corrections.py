"""Corrections by invoice, where a state's file names the row of an earlier list, and of goods by commodity code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecsales import sql
from ecsales.collecting import LineKey, line_key, listed_numbers, number_listed
from ecsales.commodity_codes import CommodityCodes
from ecsales.formats.format import Format
from ecsales.formats.listing import Correction, Document, Kind
from ecsales.models import DeclaredFile, DeclaredLine
from ecsales.planning import Plan
from ecsales.sql import Supply

_Key = tuple[LineKey, Document]


@dataclass
class _Amounts:
    """What was declared of each line and invoice, and what is collected now; a name of each line."""

    old: dict[_Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    new: dict[_Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    names: dict[LineKey, str] = field(default_factory=dict)


def by_document(now: Plan, form: Format, *, receipt: str) -> list[Correction]:
    """Give what of a submitted list differs, invoice by invoice, of the kinds whose earlier rows the file names.

    A row has the number under which a file of the list had it; 0 where none had it.
    """
    differs = {one.key for one in now.differences if one.kind in form.receipts_for}
    if not differs:
        return []
    amounts = _amounts(now)
    filed = [form.rows_filed(content) for content in _contents(now, form)]
    found = []
    for line, document in sorted(amounts.old.keys() | amounts.new.keys(), key=lambda key: (key[0], key[1].number)):
        old, new = amounts.old[line, document], amounts.new[line, document]
        if line not in differs or old == new:
            continue
        country, vat_number, kind = line
        one = Correction(
            period=now.sales_list.period,
            country=country,
            vat_number=vat_number,
            name=amounts.names[line],
            kind=kind,
            old_amount=old,
            new_amount=new,
            document=document,
            receipt=receipt,
        )
        found.append(replace(one, receipt_row=next(filter(None, (row_of(one) for row_of in filed)), 0)))
    return found


def _amounts(now: Plan) -> _Amounts:
    found = _Amounts()
    for one, line, key in _beside_what_was_declared(now):
        document = Document(one.invoice, one.invoice_date)
        if line:
            found.old[_key_of(line), document] += one.amount
            found.names[_key_of(line)] = line.name
        if key:
            found.new[key, document] += one.amount
            found.names.setdefault(key, one.customer_name)
    return found


def _beside_what_was_declared(now: Plan) -> Iterator[tuple[Supply, DeclaredLine | None, LineKey | None]]:
    """Give each tax row with the line it was declared on, and the one that it is on now; None where on none."""
    assert now.before is not None
    scope = now.collection.scope
    lines = {one.line_number: one for one in now.before.lines.all()}
    rows = now.before.rows.exclude(line_number=None).values_list("source", "source_id", "line_number")
    declared = {(source, source_id): lines[number] for source, source_id, number in rows if number}
    numbers = listed_numbers(scope)
    for one in sql.every_document(scope.asked):
        number = number_listed(one, numbers)
        key = None if scope.rules.reason(one, number) else line_key(one, number)
        yield one, declared.get((one.source, one.source_id)), key


def _key_of(line: DeclaredLine) -> LineKey:
    return (line.country, line.vat_number, Kind(line.kind))


def _contents(now: Plan, form: Format) -> Iterator[bytes]:
    """Give the files of a list that the authority has, the first one first."""
    files = DeclaredFile.objects.filter(
        declaration__sales_list=now.sales_list, declaration__withdrawal=None, file_format=form.key
    )
    for content in files.order_by("declaration__number", "file_number").values_list("content", flat=True):
        yield bytes(content)


_PerCode = dict[LineKey, dict[str, Decimal]]


def by_commodity_code(now: Plan, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Give corrections code by code of the items behind them; what was typed, and items without a code, have none."""
    old, new = _amounts_per_code(now)
    for one in corrections:
        key = (one.country, one.vat_number, one.kind)
        rest = one
        for code in sorted(old[key].keys() | new[key].keys()):
            part = replace(one, commodity_code=code, old_amount=old[key][code], new_amount=new[key][code])
            old_amount, new_amount = rest.old_amount - part.old_amount, rest.new_amount - part.new_amount
            rest = replace(rest, old_amount=old_amount, new_amount=new_amount)
            yield part
        yield rest


def _amounts_per_code(now: Plan) -> tuple[_PerCode, _PerCode]:
    """Give what was declared of each line, and what is collected now, per code that an item has."""
    codes = CommodityCodes(now.collection.scope)
    old: _PerCode = defaultdict(lambda: defaultdict(Decimal))
    new: _PerCode = defaultdict(lambda: defaultdict(Decimal))
    for one, line, key in _beside_what_was_declared(now):
        for code, amount in codes.shares(one):
            if code and line:
                old[_key_of(line)][code] += amount
            if code and key:
                new[key][code] += amount
    return old, new
