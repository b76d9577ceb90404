"""Corrections by invoice, where a state's file names the row of an earlier list, and of goods by commodity code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from django.db.models import QuerySet

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import LineKey, line_key, listed_numbers, number_listed
from ecsales.commodity_codes import CommodityCodes
from ecsales.formats.format import Format
from ecsales.formats.listing import Correction, Document, Kind
from ecsales.models import DeclaredFile, DeclaredLine
from ecsales.planning import Plan
from ecsales.sql import Supply

_Amounts = defaultdict[LineKey, defaultdict[Document, Decimal]]


def by_document(now: Plan, form: Format, *, receipt: str) -> list[Correction]:
    """Give what of a submitted list differs, invoice by invoice, of the kinds whose earlier rows the file names.

    A row has the number under which a file of the list had it; 0 where none had it. What is of no invoice that is still
    in the list, such as a line that somebody typed, is a row without one.
    """
    differ = [one for one in now.differences if one.kind in form.receipts_for]
    if not differ:
        return []
    old, new = _amounts(now)
    filed = [form.rows_filed(content) for content in _contents(now, form)]
    found = []
    for line in differ:
        rest = Correction(
            period=now.sales_list.period,
            country=line.country,
            vat_number=line.vat_number,
            name=line.name,
            kind=line.kind,
            old_amount=line.old_amount,
            new_amount=line.new_amount,
            receipt=receipt,
        )
        of_line = old[line.key].keys() | new[line.key].keys()
        for document in sorted(of_line, key=lambda document: document.number):
            before, after = old[line.key][document], new[line.key][document]
            rest = replace(rest, old_amount=rest.old_amount - before, new_amount=rest.new_amount - after)
            if before != after:
                one = replace(rest, old_amount=before, new_amount=after, document=document)
                found.append(replace(one, receipt_row=next(filter(None, (row_of(one) for row_of in filed)), 0)))
        if rest.old_amount != rest.new_amount:
            found.append(rest)
    return found


def _amounts(now: Plan) -> tuple[_Amounts, _Amounts]:
    """Give what was declared of each line per invoice, and what is collected now."""
    old: _Amounts = defaultdict(lambda: defaultdict(Decimal))
    new: _Amounts = defaultdict(lambda: defaultdict(Decimal))
    for one, line, key in _beside_what_was_declared(now):
        document = Document(one.invoice, one.invoice_date)
        if line:
            old[_key_of(line)][document] += one.amount
        if key:
            new[key][document] += one.amount
    return old, new


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
    return _in_order(files)


def _contents_of_carriers(now: Plan, form: Format) -> Iterator[bytes]:
    """Give the files of later lists that took corrections of a list along, the first one first."""
    files = DeclaredFile.objects.filter(
        declaration__carries__sales_list=now.sales_list, declaration__carries__withdrawal=None, file_format=form.key
    )
    return _in_order(files)


def _in_order(files: QuerySet[DeclaredFile]) -> Iterator[bytes]:
    for content in files.order_by("declaration__number", "file_number").values_list("content", flat=True):
        yield bytes(content)


def by_commodity_code(now: Plan, form: Format, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Give corrections code by code: what files said of it under the codes there, what is true by those of today.

    Items without a code, and lines typed without one, have none; nor has what was declared by no file of this format.
    """
    new = _amounts_per_code(now)
    own = [form.goods_filed(content) for content in _contents(now, form)]
    filed = own and [*own, *(form.goods_filed(content) for content in _contents_of_carriers(now, form))]
    told: set[tuple[str, str, str]] = set()
    for one in corrections:
        if not form.reports(one.kind):
            continue
        row = (one.country, one.vat_number, form.codes[one.kind])
        if filed and row not in told:
            told.add(row)
            for code, amount in chain.from_iterable(of_file(one).items() for of_file in filed):
                yield replace(one, commodity_code=code, old_amount=amount, new_amount=ZERO)
        rest = replace(one, old_amount=ZERO) if filed else one
        for code, amount in sorted(new[one.country, one.vat_number, one.kind].items()):
            yield replace(one, commodity_code=code, old_amount=ZERO, new_amount=amount)
            rest = replace(rest, new_amount=rest.new_amount - amount)
        yield rest


def _amounts_per_code(now: Plan) -> Mapping[LineKey, Mapping[str, Decimal]]:
    """Give what is collected now of each line, per code that an item has, or a line that was typed."""
    codes = CommodityCodes(now.collection.scope)
    found: dict[LineKey, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one, _line, key in _beside_what_was_declared(now):
        for code, amount in codes.shares(one):
            if code and key:
                found[key][code] += amount
    for typed in now.collection.manual:
        if typed.commodity_code:
            found[typed.country, typed.vat_number, Kind(typed.kind)][typed.commodity_code] += typed.amount
    return found
