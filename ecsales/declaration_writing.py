"""Write a declaration: its lines, the rows behind them, its files; and those that its file takes along."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.corrections import compared, declared_lines
from ecsales.formats.format import File, Format
from ecsales.formats.listing import Kind
from ecsales.models import Declaration, DeclaredFile, DeclaredLine, DeclaredRow, Source
from ecsales.planning import Plan


@dataclass(frozen=True)
class Writer:
    """Writes declarations of one moment and person."""

    moment: datetime
    reported_by: User

    def write(
        self,
        now: Plan,
        *,
        key: str,
        fingerprint: str,
        files: Sequence[tuple[Format, File]],
        carried_by: Declaration | None = None,
    ) -> Declaration:
        """Write what is declared of a list, and what its file takes along of earlier ones."""
        lines = _lines(now)
        made = Declaration.objects.create(
            company=now.sales_list.company,
            sales_list=now.sales_list,
            number=now.sales_list.declarations.count() + 1,
            is_correction=now.is_correction,
            currency_id=now.sales_list.registration.currency_id,
            total_amount=now.collection.total,
            left_out_amount=now.collection.left_out_amount,
            purchase_amount=now.collection.purchases,
            line_count=len(lines),
            row_count=now.collection.row_count,
            file_count=len(files),
            carried_by=carried_by,
            reported_by=self.reported_by,
            key=key,
            fingerprint=fingerprint,
        )
        for line in lines:
            line.declaration = made
        DeclaredLine.objects.bulk_create(lines, batch_size=5_000)
        _write_rows(made, now, lines)
        DeclaredFile.objects.bulk_create(_file(made, place, *one) for place, one in enumerate(files, start=1))
        for place, carried in enumerate(now.carried, start=1):
            self.write(carried, key=f"{key}/{place}"[:80], fingerprint=fingerprint, files=(), carried_by=made)
        return made


def _lines(now: Plan) -> list[DeclaredLine]:
    """Give the lines to be declared: what is listed now, and with an amount of zero what was before and is not."""
    return [
        DeclaredLine(
            company=now.sales_list.company,
            line_number=place,
            country=one.country,
            vat_number=one.vat_number,
            name=one.name,
            kind=one.kind,
            amount=one.new_amount,
            previous_amount=one.old_amount,
            supplies=one.new_supplies,
            previous_supplies=one.old_supplies,
        )
        for place, one in enumerate(compared(declared_lines(now.before), now.collection), start=1)
    ]


def _write_rows(made: Declaration, now: Plan, lines: Sequence[DeclaredLine]) -> None:
    places = {(line.country, line.vat_number, Kind(line.kind)): line.line_number for line in lines}
    collection = now.collection
    fates = [(fate.group, None if fate.reason else places[fate.key], fate.reason) for fate in collection.fates]
    sql.insert_rows(collection.scope.asked, declaration=made.pk, fates=fates)
    DeclaredRow.objects.bulk_create(
        DeclaredRow(
            company=made.company,
            declaration=made,
            source=Source.MANUAL,
            source_id=one.pk,
            document_id=one.pk,
            tax_point_date=one.line_date,
            line_number=places[one.country, one.vat_number, Kind(one.kind)],
            amount=one.amount,
            accounting_currency_amount=ZERO,
        )
        for one in collection.manual
    )


def _file(made: Declaration, place: int, form: Format, file: File) -> DeclaredFile:
    return DeclaredFile(
        company=made.company,
        declaration=made,
        file_number=place,
        file_format=form.key,
        name=file.name,
        media_type=file.media_type,
        rests_on=form.rests_on,
        is_valid=file.is_valid,
        content=file.content,
        digest=hashlib.sha256(file.content).hexdigest(),
    )
