"""Lines of EC sales lists from a file: purchases where a state's list wants them, and whatever no document makes.

A line joins the list that has its day. The same file twice adds nothing: its lines are recognized by their number.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Choice, Day, Number, Text
from ecsales.collecting import Scope
from ecsales.formats.listing import CALL_OFF_KINDS, Kind
from ecsales.list_states import CannotDeclare
from ecsales.manual_lines import fault_of_code, no_place_for, number_for
from ecsales.models import ManualLine, SalesList
from ecsales.vat_numbers import split

# The list that has the day of a line: of the registration that is named, or of the only one.
_LINES = """
    SELECT s.*, l.id AS list_id FROM {staged} AS s LEFT JOIN LATERAL (
        SELECT min(list.id) AS id, count(*) AS count FROM ecsales_saleslist list
        JOIN ledger_vatregistration r ON r.id = list.registration_id
        WHERE list.company_id = %(company)s AND s.line_date BETWEEN list.start_date AND list.end_date
            AND (s.registration IS NULL OR r.vat_number = s.registration)
    ) AS l ON l.count = 1
"""
_WITHOUT_LIST = f"SELECT min(file_line), line_date FROM ({_LINES}) AS s WHERE list_id IS NULL GROUP BY line_date"  # noqa: S608
_AMOUNTS = f"""
    SELECT s.file_line, s.kind FROM ({_LINES}) AS s
    WHERE (coalesce(s.amount, 0) = 0) <> (s.kind = ANY(%(without)s)) OR s.amount <> round(s.amount, 2)
"""  # noqa: S608 (written above)
_NUMBERED_TWICE = "SELECT min(file_line), number FROM {staged} AS s GROUP BY number HAVING count(*) > 1"
_READ = f"""
    SELECT s.file_line, s.number, s.list_id, s.line_date, s.kind, s.vat_number, coalesce(s.previous_vat_number, ''),
        s.name, coalesce(s.amount, 0), coalesce(s.document_number, ''), coalesce(s.commodity_code, ''),
        coalesce(s.reason, '')
    FROM ({_LINES}) AS s ORDER BY s.file_line
"""  # noqa: S608 (written above)
# A line for each kind of each list.
_KINDS = f"SELECT list_id, kind, min(file_line) FROM ({_LINES}) AS s WHERE list_id IS NOT NULL GROUP BY 1, 2"  # noqa: S608
# A line for each code of each kind.
_CODES = f"""
    SELECT list_id, kind, commodity_code, min(file_line) FROM ({_LINES}) AS s
    WHERE list_id IS NOT NULL AND commodity_code IS NOT NULL GROUP BY 1, 2, 3
"""  # noqa: S608 (written above)
_COUNTED = f"SELECT s.kind, count(*), sum(coalesce(s.amount, 0)) FROM ({_LINES}) AS s GROUP BY 1 ORDER BY 1"  # noqa: S608


def _numbers_wrong(staged: Staged) -> Sequence[Breach]:
    found = []
    scopes: dict[int, Scope] = {}
    for file_line, _number, sales_list, _day, kind, *numbers in (row[:7] for row in staged.rows(_READ)):
        if sales_list is None:
            continue
        if sales_list not in scopes:
            scopes[sales_list] = Scope.of(SalesList.objects.select_related("company").get(pk=sales_list))
        for vat_number in filter(None, numbers):
            try:
                number_for(vat_number, scope=scopes[sales_list], kind=Kind(kind))
            except CannotDeclare as refused:
                found.append(Breach(file_line, f"{vat_number}: {refused}"))
    return found


def _kinds_without_place(staged: Staged) -> Sequence[Breach]:
    lists = SalesList.objects.select_related("registration__list_parameters")
    found = []
    for sales_list, kind, file_line in staged.rows(_KINDS):
        if reason := no_place_for(Kind(kind), lists.get(pk=sales_list)):
            found.append(Breach(file_line, reason))
    return found


def _codes_wrong(staged: Staged) -> Sequence[Breach]:
    rows = staged.rows(_CODES)
    lists = SalesList.objects.select_related("registration__list_parameters").in_bulk({row[0] for row in rows})
    found = []
    for sales_list, kind, code, file_line in rows:
        if reason := fault_of_code(code, kind=Kind(kind), sales_list=lists[sales_list]):
            found.append(Breach(file_line, reason))
    return found


def _count(staged: Staged) -> list[Figure]:
    figures = []
    for kind, count, amount in staged.rows(_COUNTED):
        words = {"kind": str(Kind(kind).value)}
        figures += [
            Figure(gettext_noop("lines of %(kind)s"), str(count), words),
            Figure(gettext_noop("lines of %(kind)s: amount"), str(amount), words),
        ]
    return figures


def _write(staged: Staged) -> list[Figure]:
    """Add the lines that no file has brought before."""
    rows = [_line(staged, *row) for row in staged.rows(_READ)]
    before = ManualLine.objects.filter(company=staged.company, key__in=[line.key for line in rows])
    known = set(before.values_list("key", flat=True))
    made = ManualLine.objects.bulk_create(line for line in rows if line.key not in known)
    return [*_count(staged), Figure(gettext_noop("lines added"), str(len(made)))]


def _line(staged: Staged, _file_line: int, number: str, sales_list: int, *values: Any) -> ManualLine:
    day, kind, vat_number, previous, name, amount, document, code, reason = values
    country, rest = split(vat_number)
    return ManualLine(
        company=staged.company,
        sales_list_id=sales_list,
        line_date=day,
        kind=kind,
        country=country,
        vat_number=rest,
        previous_vat_number="".join(split(previous)),
        name=name,
        document_number=document,
        commodity_code=code,
        amount=amount,
        reason=reason or number,
        made_by=staged.user,
        key=f"file {number}",
    )


LINE_FILE = ImportKind(
    name="ec-sales-lines",
    position=70,
    label=_("Lines of EC sales lists"),
    roles=frozenset({"clerk", "controller"}),
    day_field="line_date",
    fields=(
        Field("number", Text(most=60, is_code=True), _("what the line is recognized by"), is_required=True),
        Field("line_date", Day(), _("a day of the list that it belongs to"), is_required=True),
        Field("kind", Choice(words=tuple(Kind.values)), _("what it is"), is_required=True),
        Field(
            "vat_number", Text(most=20, is_code=True), _("VAT number with the letters of its state"), is_required=True
        ),
        Field(
            "previous_vat_number",
            Text(most=20, is_code=True),
            _("of call-off stock that goes to another customer: the VAT number of the one before"),
        ),
        Field("name", Text(most=160), _("name of the customer or supplier"), is_required=True),
        Field("amount", Number(digits=15), _("amount in the currency of the registration; none of call-off stock")),
        Field("document_number", Text(most=40), _("number of the invoice")),
        Field(
            "commodity_code",
            Text(most=8, is_code=True),
            _("where files list by codes: of goods the commodity code, of a service that of the CPA"),
        ),
        Field("registration", Text(most=20, is_code=True), _("own VAT number; empty: the day has one list")),
        Field("reason", Text(most=200), _("why the line is added")),
    ),
    checks=(
        Check(
            "line_date",
            _("No EC sales list has %(detail)s, or several: begin it, or name the own VAT number."),
            lambda staged: staged.breaches(_WITHOUT_LIST),
        ),
        Check("kind", "%(detail)s", _kinds_without_place),
        Check("vat_number", "%(detail)s", _numbers_wrong),
        Check("commodity_code", "%(detail)s", _codes_wrong),
        Check(
            "amount",
            _("Call-off stock has no amount, every other kind has one, to the cent: %(detail)s."),
            lambda staged: staged.breaches(_AMOUNTS, without=[kind.value for kind in CALL_OFF_KINDS]),
        ),
        Check(
            "number",
            _("%(detail)s names several lines."),
            lambda staged: staged.breaches(_NUMBERED_TWICE),
        ),
    ),
    count=_count,
    write=_write,
    list_page="ecsales:sales_lists",
    tables=("ecsales_manualline",),
)
