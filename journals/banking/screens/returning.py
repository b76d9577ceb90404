"""Take back the payments that a bank returned, as proposed, and undo that."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.posting import KeyReused
from arclose.web.forms import DatedForm, DayField
from arclose.web.links import back_to_list
from customers.settling.marking import CannotMark
from journals.acts import CannotEnter
from journals.banking.returning import Returned, take_returns
from journals.banking.screens.chosen import shown_by, tell_lines_left_out
from journals.banking.screens.forms import ChargesForm
from journals.banking.screens.proposals import show_again
from journals.banking.undoing_returns import undo_return
from journals.models import BankLineReturn
from journals.screens.payments import to_payment


class UndoReturnForm(DatedForm):
    """When a returned payment is paid again."""

    day = DayField(label=gettext_lazy("Date"))


def take_bank_returns(request: CompanyRequest) -> HttpResponse:
    """Take back the payments of the ticked lines; where none could be, the page stays as it was filled in."""
    shown = shown_by(request)
    form = ChargesForm(request, request.POST)
    if not shown or not form.is_valid():
        if not shown:
            messages.warning(request, _("No line was chosen."))
        return show_again(request, returns_ticked=shown, charges=form)
    try:
        returned = write(
            partial(
                take_returns,
                company=request.company,
                shown=shown,
                charges_account=form.cleaned_data["charges_account"],
                accepted_by=request.user,
                key=key_of(request),
            )
        )
    except (CannotPost, KeyReused) as error:
        messages.error(request, str(error))
    else:
        _tell(request, returned)
        if returned.left_out and not returned.accepted:
            return show_again(request, returns_ticked=shown, charges=form)
    return back_to_list(request, "journals:bank_lines")


def _tell(request: CompanyRequest, returned: Returned) -> None:
    if count := len(returned.accepted):
        text = ngettext(
            "%(count)d payment is taken back. What it settled is open again.",
            "%(count)d payments are taken back. What they settled is open again.",
            count,
        )
        messages.success(request, text % {"count": count})
    tell_lines_left_out(request, returned.left_out)


def undo_bank_return(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for the day, then pay again what a returned payment had paid; its line waits to be matched again."""
    rows = BankLineReturn.objects.filter(company=request.company).select_related("line__statement", "payment__customer")
    found = get_object_or_404(rows, pk=pk)
    key = key_of(request)
    data = request.POST if request.method == "POST" else None
    form = UndoReturnForm(data, today=request.today, initial={"day": found.line.booking_date})
    if form.is_valid():
        try:
            payment = write(
                partial(undo_return, returned=found, day=form.cleaned_data["day"], undone_by=request.user, key=key)
            )
        except (CannotPost, CannotEnter, CannotMark, KeyReused) as error:
            form.add_error(None, str(error))
            key = new_key()
        else:
            text = _("The return is undone: %(payment)s pays what %(returned)s had paid, and the line waits again.")
            messages.success(request, text % {"payment": payment, "returned": found.payment})
            return to_payment(request, payment)
    title = _("Undo the return of %(payment)s") % {"payment": found.payment}
    context = {"title": title, "returned": found, "form": form, "key": key}
    return render(request, "journals/undo_bank_return.html", context)
