"""Enter and change a voucher of a general journal, line by line."""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.models import LedgerAccount
from arclose.web.links import page_url
from customers.models import Customer
from journals import acts, vouchers
from journals.models import BankAccount, GeneralVoucher, Journal, JournalType, VoucherStatus
from journals.screens.journals import company_journals
from journals.screens.voucher_forms import VoucherForm, VoucherLineFormSet, initial_lines, initial_of
from journals.views import company_vouchers

SUGGESTED_AT_MOST = 500
LONGEST_ID = 19
# What the buttons of the form do: keep the voucher, keep it and enter the next one, give more lines.
SAVE, NEXT, MORE = "save", "next", "more"


def enter_voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Enter a voucher in a general journal."""
    rows = company_journals(request).select_related("name__bank_account__currency", "name__offset_account")
    journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.GENERAL)
    initial = {
        "voucher_date": min(request.today, request.period.end_date),
        "currency": request.company.accounting_currency_id,
    }
    key = key_of(request)
    enter = partial(vouchers.enter_voucher, journal=journal, entered_by=request.user, key=key)
    page = _Page(request, journal, {"title": _("Enter a voucher"), "key": key}, initial=initial)
    return page.answer(enter, saved=_("Voucher %(voucher)s is entered."))


def change_voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a voucher that is not posted."""
    rows = company_vouchers(request).select_related(
        "currency", "journal__name__bank_account__currency", "journal__name__offset_account"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.status != VoucherStatus.OPEN:
        messages.error(request, _("Voucher %(voucher)s is posted or canceled: it stays as it is.") % {"voucher": found})
        return _to_voucher(request, found)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else found.version
    change = partial(vouchers.change_voucher, voucher=found, version=version, changed_by=request.user)
    context = {"title": _("Change voucher %(voucher)s") % {"voucher": found}, "version": version, "voucher": found}
    page = _Page(request, found.journal, context, initial=initial_of(found), lines=initial_lines(found))
    return page.answer(change, saved=_("Voucher %(voucher)s is changed."))


class _Page:
    """The form of a voucher with its lines, and what its buttons do."""

    def __init__(
        self,
        request: CompanyRequest,
        journal: Journal,
        context: Mapping[str, Any],
        *,
        initial: Mapping[str, Any],
        lines: list[dict[str, Any]] | None = None,
    ) -> None:
        self.request, self.journal, self.context = request, journal, context
        typed: Any = request.POST if request.method == "POST" else None
        self.act = request.POST.get("act", SAVE) if typed is not None else ""
        if self.act == MORE:
            typed = _with_more_lines(typed)
        self.form = VoucherForm(typed, initial=dict(initial), today=request.today)
        forms = {"company": request.company, "head": self.form}
        # A line that was sent counts by what stands in it, whether that is new or not.
        known = lines if typed is None else None
        self.lines: Any = VoucherLineFormSet(typed, prefix="lines", initial=known, form_kwargs=forms)
        self.is_complete = typed is not None and self._is_valid()

    def _is_valid(self) -> bool:
        is_valid = self.form.is_valid()
        return bool(self.lines.is_valid() and is_valid)

    def answer(self, write_voucher: Callable[..., GeneralVoucher], *, saved: str) -> HttpResponse:
        """Show the form, or write the voucher where it is complete; ``saved`` says so."""
        status: int = HTTPStatus.OK
        if self.is_complete and self.act in (SAVE, NEXT):
            try:
                voucher = write(partial(write_voucher, head=self.form.head(), lines=self.lines.lines()))
            except (acts.ChangedMeanwhile, acts.SentBefore) as error:
                self.form.add_error(None, str(error))
                self.context = {**self.context, "key": new_key()} if "key" in self.context else self.context
                status = HTTPStatus.CONFLICT
            except acts.CannotEnter as error:
                self.form.add_error(error.field, str(error))
            else:
                messages.success(self.request, saved % {"voucher": voucher})
                return self._next(voucher)
        return self._show(status)

    def _next(self, voucher: GeneralVoucher) -> HttpResponse:
        if self.act == NEXT:
            url = page_url(self.request, "journals:enter_voucher", pk=voucher.journal_id)
            return HttpResponseRedirect(url)
        return _to_voucher(self.request, voucher)

    def _show(self, status: int) -> HttpResponse:
        own = {"company": self.request.company}
        accounts = LedgerAccount.objects.filter(**own, is_control_account=False, is_blocked=False).order_by("number")
        customers = Customer.objects.filter(**own).order_by("number")
        banks = BankAccount.objects.filter(**own, is_active=True).order_by("code")
        usual = self.journal.name.bank_account or self.journal.name.offset_account
        context = {
            **self.context,
            "form": self.form,
            "lines": self.lines,
            "rows": list(self.lines.with_balance()),
            "is_more": self.act == MORE,
            "journal": self.journal,
            "usual": usual,
            "accounts": accounts.values_list("number", "name")[:SUGGESTED_AT_MOST],
            "customers": customers.values_list("number", "name")[:SUGGESTED_AT_MOST],
            "banks": banks.values_list("code", "name"),
        }
        return render(self.request, "journals/voucher_form.html", context, status=status)


def _with_more_lines(typed: Any) -> Any:
    """Give what was typed with more lines to type in."""
    typed = typed.copy()
    count = typed.get("lines-TOTAL_FORMS", "0")
    known = int(count) if count.isdecimal() and len(count) < LONGEST_ID else 0
    typed["lines-TOTAL_FORMS"] = str(min(known, VoucherLineFormSet.max_num - 10) + 10)
    return typed


def _to_voucher(request: CompanyRequest, voucher: GeneralVoucher) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "journals:general_voucher", pk=voucher.pk))
