"""What people type for a list: the VAT number that a document lacks, and lines that no document makes."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from ecsales import vat_numbers
from ecsales.collecting import Scope
from ecsales.formats.format import Detail
from ecsales.formats.listing import CALL_OFF_KINDS, Kind
from ecsales.list_states import CannotDeclare
from ecsales.listings import formats_for
from ecsales.models import ListedNumber, ManualLine, SalesList
from ecsales.reporting_rules import NUMBER_FAULTS

SERVICES = (Kind.SERVICES, Kind.PURCHASED_SERVICES)


def number_for(typed: str, *, scope: Scope, kind: Kind = Kind.GOODS) -> str:
    """Give a VAT number as lists keep it.

    :raises CannotDeclare: no list of the scope can name it; says why.
    """
    number = vat_numbers.whole(*vat_numbers.split(typed))
    members = scope.rules.members if kind in SERVICES else scope.rules.goods_members
    if fault := vat_numbers.fault_of(number, home=scope.rules.home, members=members):
        raise CannotDeclare(str(NUMBER_FAULTS[fault]))
    return number


def no_place_for(kind: Kind, sales_list: SalesList) -> str:
    """Say that no file of a list has a place for a kind, and where it is reported; nothing where one has."""
    forms = formats_for(sales_list)
    if any(form.reports(kind) for form in forms):
        return ""
    return " ".join(forms[-1].no_place_for(kind))


def code_of(kind: Kind, sales_list: SalesList) -> Detail | None:
    """Give how the file of a list writes the code of a kind's lines; None where none of its files has codes."""
    return next(filter(None, (form.code_of(kind) for form in formats_for(sales_list) if form.reports(kind))), None)


def fault_of_code(code: str, *, kind: Kind, sales_list: SalesList) -> str:
    """Say why a line of a kind cannot have a code; nothing where it can. One without has that of the parameters."""
    asked = code_of(kind, sales_list)
    if not code or (asked and re.fullmatch(asked.pattern, code)):
        return ""
    if asked is None:
        return _("The file of the list has no codes: leave it empty.")
    return _("“%(code)s” is no such code: write it like %(example)s.") % {"code": code, "example": asked.example}


@transaction.atomic
def give_number(
    *,
    sales_list: SalesList,
    customer: Customer,
    used_number: str,
    listed_number: str,
    is_for_later: bool,
    reason: str,
    made_by: User,
) -> ListedNumber:
    """Let a list, and later ones where asked, name a customer's documents by another number than they bear.

    The last number given counts. The documents stay as they were posted.

    :raises CannotDeclare: the list cannot name that number.
    """
    number = number_for(listed_number, scope=Scope.of(sales_list))
    return ListedNumber.objects.create(
        company=sales_list.company,
        customer=customer,
        registration=sales_list.registration,
        used_number=used_number,
        listed_number=number,
        valid_from=sales_list.start_date,
        valid_to=None if is_for_later else sales_list.end_date,
        reason=reason,
        made_by=made_by,
    )


@dataclass(frozen=True)
class TypedLine:
    """A line as it was typed; VAT numbers with the letters of their state."""

    line_date: date
    kind: Kind
    vat_number: str
    name: str
    amount: Decimal
    reason: str
    previous_vat_number: str = ""
    document_number: str = ""
    commodity_code: str = ""


@transaction.atomic
def add_line(*, sales_list: SalesList, typed: TypedLine, made_by: User, key: str) -> ManualLine:
    """Add a line to a list; the same key gives the line it gave before.

    :raises CannotDeclare: the list cannot name the number, the day is none of the list's, the amount
        or the code do not go with the kind, or no file has a place for that.
    """
    if known := ManualLine.objects.filter(company=sales_list.company, key=key).first():
        return known
    if not sales_list.start_date <= typed.line_date <= sales_list.end_date:
        raise CannotDeclare(_("The day is none of the list's."))
    if bool(typed.amount) == (typed.kind in CALL_OFF_KINDS):
        without = _("Call-off stock is listed without an amount.")
        raise CannotDeclare(without if typed.amount else _("The line needs an amount."))
    reason = no_place_for(typed.kind, sales_list)
    if reason := reason or fault_of_code(typed.commodity_code, kind=typed.kind, sales_list=sales_list):
        raise CannotDeclare(reason)
    scope = Scope.of(sales_list)
    numbers = [typed.vat_number, *filter(None, [typed.previous_vat_number])]
    number, *previous = (number_for(one, scope=scope, kind=typed.kind) for one in numbers)
    country, rest = vat_numbers.split(number)
    return ManualLine.objects.create(
        company=sales_list.company,
        sales_list=sales_list,
        line_date=typed.line_date,
        kind=typed.kind,
        country=country,
        vat_number=rest,
        previous_vat_number="".join(previous),
        name=typed.name,
        document_number=typed.document_number,
        commodity_code=typed.commodity_code,
        amount=typed.amount,
        reason=typed.reason,
        made_by=made_by,
        key=key,
    )
