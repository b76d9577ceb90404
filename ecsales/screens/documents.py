"""The documents behind a list: all of them, those of a line, those left out for a reason; and its lines as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import for_file
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import EXPORTS
from ecsales import sql
from ecsales.collecting import Collection, Fate, collect_list
from ecsales.models import NumberCheck, SalesList, Source
from ecsales.reporting_rules import NUMBER_FAULTS, REASONS
from ecsales.screens.lists import company_lists
from ecsales.screens.paging import Rows, page_of
from ecsales.sql import Group, Supply
from ecsales.vies import answers_about


@dataclass(frozen=True)
class Row:
    """A document, and what the list says of it."""

    supply: Supply
    fate: Fate
    url: str
    answer: NumberCheck | None = None

    @property
    def source(self) -> str:
        """Give what it is, where it is no invoice."""
        return str(Source(self.supply.source).label)

    @property
    def needs_number(self) -> bool:
        """Tell whether the list could take it by another number."""
        return self.fate.reason in NUMBER_FAULTS

    @property
    def checked(self) -> str:
        """Give what VIES answered of the number nearest to the tax point, and when; empty where nobody asked."""
        if self.answer is None:
            return ""
        return f"{self.answer.get_result_display()}, {format_day(timezone.localdate(self.answer.checked_at))}"

    @property
    def said(self) -> str:
        """Give the number and kind it is listed under, or why it is not."""
        if self.fate.reason:
            return str(REASONS[self.fate.reason].text)
        country, number, kind = self.fate.key
        return f"{country}{number}, {kind.label}"


def list_documents(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show the documents of a list; the address may name a line (number and kind) or a reason."""
    found = get_object_or_404(company_lists(request), pk=pk)
    collection = collect_list(found)
    chosen = [fate for fate in collection.fates if _is_asked(request, fate)]
    if export := EXPORTS.get(request.GET.get("export", "")):
        every = sql.every_document(collection.scope.asked, of=_narrowed(collection, chosen))
        return export(_file_name("documents", found), _header(), _cells(found, _rows(request, chosen, every)))
    asked = request.GET.copy()
    asked.pop("export", None)
    number, kind = request.GET.get("number"), request.GET.get("kind")
    typed = [one for one in collection.manual if str(one) == number and one.kind == (kind or one.kind)]

    def read(skipped: int, at_most: int) -> list[Row]:
        of = _narrowed(collection, chosen)
        found = sql.documents(collection.scope.asked, of=of, skipped=skipped, at_most=at_most)
        shown = {sql.key_of(supply) for supply in found}
        return list(_rows(request, [fate for fate in chosen if sql.key_of(fate.group) in shown], found))

    shown = [] if request.GET.get("reason") else typed if number else collection.manual
    context = {
        "typed": page_of(request, shown, "typed"),
        "title": _("Documents of list %(period)s") % {"period": found.period},
        "sales_list": found,
        "rows": page_of(request, Rows(sum(fate.group.rows for fate in chosen), read)),
        "currency": found.registration.currency_id,
        "exports": f"?{asked.urlencode()}&" if asked else "?",
    }
    return render(request, "ecsales/list_documents.html", context)


def list_lines(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Give the lines of a list as a file; without a form of file, its page."""
    found = get_object_or_404(company_lists(request), pk=pk)
    export = EXPORTS.get(request.GET.get("export", ""))
    if export is None:
        return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=pk))
    header = [_("VAT number"), _("Name"), _("Kind"), _("Documents"), _("Amount"), _("Currency")]
    return export(_file_name("list", found), header, _lines(found))


def _file_name(of: str, found: SalesList) -> str:
    return f"ec-sales-{of}-{found.company.code}-{found.period}".replace("/", "-")


def _lines(found: SalesList) -> Iterator[list[Any]]:
    currency = found.registration.currency_id
    for line in collect_list(found).lines:
        yield [line.number, line.name, line.kind.label, line.supplies, for_file(line.amount, currency), currency]


def _is_asked(request: CompanyRequest, fate: Fate) -> bool:
    if reason := request.GET.get("reason"):
        return fate.reason == reason
    if number := request.GET.get("number"):
        kind = request.GET.get("kind")
        return not fate.reason and "".join(fate.key[:2]) == number and (not kind or fate.key[2] == kind)
    return True


def _narrowed(collection: Collection, chosen: list[Fate]) -> list[Group] | None:
    """Give the groups whose documents are asked for; None where that is all of them."""
    return None if len(chosen) == len(collection.fates) else [fate.group for fate in chosen]


def _rows(request: CompanyRequest, chosen: list[Fate], supplies: Iterable[Supply]) -> Iterator[Row]:
    """Give the documents of some groups, each with what the list says of it."""
    fates = {sql.key_of(fate.group): fate for fate in chosen}
    answers = answers_about(request.company, ("".join(fate.key[:2]) for fate in chosen if not fate.reason))
    for supply in supplies:
        if (fate := fates.get(sql.key_of(supply))) is not None:
            answer = None if fate.reason else answers.nearest("".join(fate.key[:2]), supply.tax_point_date)
            yield Row(supply, fate, _url(request, supply), answer)


def _url(request: CompanyRequest, supply: Supply) -> str:
    if supply.source != Source.INVOICE:
        return ""
    return page_url(request, "customers:invoice", pk=supply.document_id)


def _header() -> list[str]:
    return [
        _("Document"),
        _("Tax point"),
        _("Customer"),
        _("Name"),
        _("VAT number"),
        _("On the list as"),
        _("VIES"),
        _("Consultation number"),
        _("Country of delivery"),
        _("Amount"),
        _("Amount in accounting currency"),
    ]


def _cells(found: SalesList, rows: Iterator[Row]) -> Iterator[list[Any]]:
    for row in rows:
        one = row.supply
        yield [
            one.document,
            one.tax_point_date,
            one.customer_number,
            one.customer_name,
            one.used_number,
            row.said,
            row.checked,
            row.answer.consultation_number if row.answer else "",
            one.delivery_country,
            for_file(one.amount, found.registration.currency_id),
            for_file(one.accounting_amount, found.company.accounting_currency_id),
        ]
