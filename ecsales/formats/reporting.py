"""What a format reports of a listing: lines added up to its grain, rounded once, sorted; those of nothing left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

from arclose.ledger.money import ZERO
from ecsales.formats.format import CorrectionStyle, Format, Grain
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Declarant, Kind, Line, Listing

_Row = TypeVar("_Row", Line, Correction)


def as_reported(form: Format, listing: Listing) -> Listing:
    """Give the listing with the rows of the file: its amounts are those that the file says.

    Kinds that the format does not report are not in it; details of the declarant that are not given have their default.
    """
    details = _details(form, listing.declarant)
    return replace(
        listing,
        declarant=replace(listing.declarant, details=details),
        lines=reported_lines(form, _coded(form, listing.lines, details)),
        corrections=reported_corrections(form, _coded(form, listing.corrections, details)),
    )


def _coded(form: Format, rows: Iterable[_Row], details: Mapping[str, str]) -> Iterable[_Row]:
    """Give rows with the code of the declarant on those that have none of their own."""
    usual = {kind: details.get(detail.name, "") for kind in form.codes if (detail := form.code_of(kind))}
    if not any(usual.values()):
        return rows
    return [row if row.commodity_code else replace(row, commodity_code=usual.get(row.kind, "")) for row in rows]


def _details(form: Format, declarant: Declarant) -> dict[str, str]:
    return {one.name: declarant.details.get(one.name, "").strip() or one.default for one in form.details}


def reported_lines(form: Format, lines: Iterable[Line]) -> list[Line]:
    """Give the rows of a list. Goods and services of one customer stay apart; what shares a code is one row.

    A row whose rounded amount is zero is left out; call-off stock has no amount and stays.
    """
    codes = _Codes.of(form)
    rows = (
        replace(
            same[0],
            kind=codes.stands_for(same[0].kind),
            amount=form.rounding.of(sum((line.amount for line in same), ZERO)),
            supplies=sum(line.supplies for line in same),
        )
        for same in _alike(lines, codes)
    )
    return [row for row in rows if row.amount or row.kind in CALL_OFF_KINDS]


def reported_corrections(form: Format, corrections: Iterable[Correction]) -> list[Correction]:
    """Give the rows to be corrected, old and new amount as the file says them; those that are equal are left out.

    So is what :func:`left_to_the_portal` gives.
    """
    codes = _Codes.of(form)
    written = [one for one in corrections if _can_tell(form, one)]
    rows = (
        replace(
            same[0],
            kind=codes.stands_for(same[0].kind),
            old_amount=form.rounding.of(sum((one.old_amount for one in same), ZERO)),
            new_amount=form.rounding.of(sum((one.new_amount for one in same), ZERO)),
            old_supplies=sum(one.old_supplies for one in same),
            new_supplies=sum(one.new_supplies for one in same),
        )
        for same in _alike(written, codes)
    )
    return [row for row in rows if row.old_amount != row.new_amount or row.is_other_stock]


def left_to_the_portal(form: Format, corrections: Iterable[Correction]) -> list[Correction]:
    """Give the corrections that only the authority's portal takes, though the file has a place for their kind.

    They are of a kind whose earlier row has to be named by receipt and number, where no earlier file has that row; and
    of call-off stock, where the file tells no such change. What rounding takes away is none.
    """
    if form.correction_style is CorrectionStyle.WHOLE_LIST:
        return []
    return [one for one in corrections if form.reports(one.kind) and changes(form, one) and not _can_tell(form, one)]


def changes(form: Format, one: Correction) -> bool:
    """Say whether a correction changes what the file says."""
    return form.rounding.of(one.old_amount) != form.rounding.of(one.new_amount) or one.is_other_stock


def _can_tell(form: Format, one: Correction) -> bool:
    """Say whether the file can tell a correction; one whose earlier row is known lacks at most a receipt."""
    if one.kind in form.receipts_for:
        return bool(one.receipt_row and one.document)
    return not one.is_other_stock or form.tells_call_off(one)


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes of a format: the place of each kind's code, and the kind that stands for all with its code."""

    places: dict[Kind, int]
    kinds: list[Kind]
    grain: Grain

    @classmethod
    def of(cls, form: Format) -> "_Codes":
        firsts: dict[str, Kind] = {}
        for kind, code in form.codes.items():
            firsts.setdefault(code, kind)
        order = list(firsts)
        return cls({kind: order.index(code) for kind, code in form.codes.items()}, list(firsts.values()), form.grain)

    def stands_for(self, kind: Kind) -> Kind:
        return self.kinds[self.places[kind]]

    def key(self, row: Line | Correction) -> tuple[Any, ...]:
        """Give what makes rows one row of the file."""
        period = row.period if isinstance(row, Correction) else None
        beyond: tuple[Any, ...] = ()
        if isinstance(row, Line) and row.kind in CALL_OFF_KINDS:
            beyond = (row.previous_vat_number,)
        elif self.grain is Grain.DOCUMENT:
            is_service = row.kind in (Kind.SERVICES, Kind.PURCHASED_SERVICES)
            document = (row.document.date.isoformat(), row.document.number) if row.document else ("", "")
            beyond = document if is_service else (row.commodity_code, "")
        return (str(period or ""), row.country, row.vat_number, self.places[row.kind], *beyond)


def _alike(rows: Iterable[_Row], codes: _Codes) -> Iterator[list[_Row]]:
    """Give the rows that the file adds up, sorted; the first name stands for the others."""
    keyed = sorted(
        ((codes.key(row), row.name, place, row) for place, row in enumerate(rows) if row.kind in codes.places)
    )
    for _key, same in groupby(keyed, key=lambda one: one[0]):
        yield [row for _its_key, _name, _place, row in same]
