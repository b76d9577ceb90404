"""The one form of the four updates of orders: which one, how much of each line, and how it is posted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.jobs import AT_ONCE, Plan
from arclose.batch.screens.plan_forms import OPTIONS, SubmitForm
from arclose.web.days import format_day
from arclose.web.forms import DayField, DayInput, set_today
from customers.free_text.parameters import concerned
from customers.models import OrderDocument
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import PrepaymentDeduction, Printing, SummaryUpdate
from customers.sending.servers import said_beforehand
from customers.update_parameters import UpdateParameters, defaults_of
from customers.updates import INVOICE, UPDATES, Update

_TICK = {"class": "form-check-input"}
# The packing slips that a page showed and those ticked; a preview sends those chosen along as one field.
SLIPS_SHOWN, SLIP, SLIPS = "slips_shown", "slip", "slips"
_SLIPS_NAMED = 10


class OptionsForm(SubmitForm):
    """How an update is posted, and its job submitted; what a company usually wants is proposed."""

    summary = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Summary update for"),
        help_text=gettext_lazy(
            "Which orders share a document. By packing slip: invoices of the quantity “packing slip” only."
        ),
        choices=SummaryUpdate.choices,
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    summary_order = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("Order of the summary"),
        help_text=gettext_lazy("For a summary by order: the others go into its document."),
        widget=forms.TextInput({"class": "form-control form-control-sm", "autocomplete": "off"}),
    )
    posting_date = DayField(
        required=False,
        label=gettext_lazy("Posting date"),
        help_text=gettext_lazy(
            "The day of all documents of the run; a summary update then collects orders of several days. Empty: each"
            " order's own."
        ),
        widget=DayInput({"class": "form-control form-control-sm day"}),
    )
    reduce_quantity = forms.BooleanField(
        required=False,
        label=gettext_lazy("Reduce quantity"),
        help_text=gettext_lazy("Picking lists and packing slips: no more than is on hand."),
        widget=forms.CheckboxInput(_TICK),
    )
    credit_check = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Credit check"),
        help_text=gettext_lazy("What counts against credit limits. A mandatory limit is checked anyway."),
        choices=[("", gettext_lazy("As the company has decided")), *CreditLimitType.choices],
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    credit_correction = forms.BooleanField(
        required=False,
        label=gettext_lazy("Credit correction"),
        help_text=gettext_lazy("Credit notes: entries on the side of what they take back, with a minus."),
        widget=forms.CheckboxInput(_TICK),
    )
    credit_remaining_quantity = forms.BooleanField(
        required=False,
        label=gettext_lazy("Keep the remaining quantity"),
        help_text=gettext_lazy("Credit notes: what they leave of a returned order stays on it."),
        widget=forms.CheckboxInput(_TICK),
    )
    deduction = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Deduct prepayments"),
        help_text=gettext_lazy("Invoices of orders of which something is prepaid."),
        choices=PrepaymentDeduction.choices,
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    printing = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Print"),
        choices=Printing.choices,
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    emailing = forms.BooleanField(
        required=False,
        label=gettext_lazy("E-mail after posting"),
        help_text=gettext_lazy("Invoices and confirmations: to customers who want their documents by e-mail."),
        widget=forms.CheckboxInput(_TICK),
    )
    pro_forma = forms.BooleanField(
        required=False,
        label=gettext_lazy("Pro forma"),
        help_text=gettext_lazy("The documents are printed without a number, and nothing is posted."),
        widget=forms.CheckboxInput(_TICK),
    )
    field_order = [
        "summary",
        "summary_order",
        "posting_date",
        "reduce_quantity", "credit_check", "credit_correction", "credit_remaining_quantity", "deduction", "printing",
        "emailing", "pro_forma", "late_selection", "start", "priority", "group", "is_planned",
    ]  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day that “today” means."""
        super().__init__(*args, **kwargs)
        set_today(self, today)
        emailing = self.fields["emailing"]
        emailing.help_text = " ".join(filter(None, [str(emailing.help_text), said_beforehand()]))


class FreeTextOptionsForm(OptionsForm):
    """How free text invoices are posted: the options of orders that mean something to them."""

    summary = summary_order = posting_date = reduce_quantity = None  # type: ignore[assignment]
    credit_correction = credit_remaining_quantity = deduction = None  # type: ignore[assignment]
    field_order = [
        "credit_check", "printing", "emailing", "pro_forma", "late_selection", "start", "priority", "group",
        "is_planned",
    ]  # fmt: skip


def free_text_options(request: CompanyRequest, *, of_a_job: bool = True) -> FreeTextOptionsForm:
    """Give the options as they were sent, else as the company usually posts; those of its job where there is one."""
    usual = defaults_of(request.company)
    typed = request.POST if request.POST.get(OPTIONS) else None
    form = FreeTextOptionsForm(typed, initial=vars(usual), company=request.company, today=request.today)
    for name in () if of_a_job else SubmitForm.base_fields:
        del form.fields[name]
    return form


def free_text_parameters(request: CompanyRequest) -> UpdateParameters:
    """Give how free text invoices are posted: as the form said, else as the company usually posts."""
    form = free_text_options(request)
    if not form.is_bound:
        return concerned(defaults_of(request.company))
    form.full_clean()
    return concerned(parameters_typed({"credit_remaining_quantity": True, **form.cleaned_data}))


@dataclass(frozen=True)
class Asked:
    """What a form asks for: the update, its parameters, the plan of its job, and what could not be read of it.

    ``stops`` are the errors without whose correction nothing is posted, as a job or at once.
    """

    update: Update
    parameters: UpdateParameters
    plan: Plan
    errors: Sequence[str] = ()
    stops: Sequence[str] = ()


def asked_update(request: CompanyRequest) -> Asked:
    """Give what a form asks for; an invoice of all, as the company usually posts, where it says nothing else."""
    name, _separator, quantity = request.POST.get("update", "").partition(":")
    update = UPDATES.get(name, INVOICE)
    taken = Quantity(quantity) if quantity in update.quantities else Quantity.ALL
    slips = _company_slips(request)
    asked = asked_of(request, update=update, quantity=taken, slips=slips)
    if slips is not None and update is INVOICE and taken != Quantity.DELIVERED and _is_unticked(request, slips):
        return replace(asked, errors=[*asked.errors, _not_by_slip()], stops=[*asked.stops, _not_by_slip()])
    return asked


def asked_of(
    request: CompanyRequest, *, update: Update, quantity: Quantity, slips: tuple[int, ...] | None = None
) -> Asked:
    """Give an update with the options that a form sent, else as the company usually posts."""
    usual, plan, errors, stops = defaults_of(request.company), AT_ONCE, [], []
    if request.POST.get(OPTIONS):
        form = OptionsForm(request.POST, company=request.company, today=request.today)
        errors = _said(form, form.errors)
        stops = _said(form, ["posting_date"])
        usual, plan = parameters_typed(form.cleaned_data), form.plan()
    return Asked(update, update.concerned(replace(usual, quantity=quantity, slips=slips)), plan, errors, stops)


def _said(form: OptionsForm, names: Iterable[str]) -> list[str]:
    return [f"{form[name].label}: {said}" for name in names for said in form.errors.get(name, ())]


def _company_slips(request: CompanyRequest) -> tuple[int, ...] | None:
    slips = asked_slips(request)
    if slips and OrderDocument.objects.filter(company=request.company, pk__in=slips).count() != len(slips):
        raise Http404
    return slips


def asked_slips(request: HttpRequest) -> tuple[int, ...] | None:
    """Give the packing slips that a form chose among those shown; None where it showed none.

    :raises Http404: what was sent is no id.
    """
    if SLIPS in request.POST:
        typed = request.POST[SLIPS].split()
    elif SLIPS_SHOWN in request.POST:
        typed = request.POST.getlist(SLIP)
    else:
        return None
    return tuple(sorted({_id(text) for text in typed}))


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Http404
    return int(text)


def _is_unticked(request: HttpRequest, slips: Sequence[int]) -> bool:
    return not {int(one) for one in request.POST.get(SLIPS_SHOWN, "").split() if one.isdecimal()} <= set(slips)


def _not_by_slip() -> str:
    return _(
        "Packing slips are unticked, which says nothing to this quantity. Choose invoices with the quantity"
        " “packing slip”, or tick them all."
    )


def parameters_typed(typed: dict[str, Any], *, quantity: Quantity = Quantity.ALL) -> UpdateParameters:
    """Give the parameters of options that were read; one that was not asked for is off."""
    return UpdateParameters(
        quantity=quantity,
        summary=SummaryUpdate(typed.get("summary") or SummaryUpdate.NONE),
        summary_order=(typed.get("summary_order") or "").strip(),
        reduce_quantity=bool(typed.get("reduce_quantity")),
        credit_check=CreditLimitType(typed["credit_check"]) if typed.get("credit_check") else None,
        credit_correction=bool(typed.get("credit_correction")),
        credit_remaining_quantity=bool(typed.get("credit_remaining_quantity")),
        deduction=PrepaymentDeduction(typed.get("deduction") or PrepaymentDeduction.ALL),
        posting=not typed.get("pro_forma"),
        printing=Printing(typed.get("printing") or Printing.NONE),
        emailing=bool(typed.get("emailing")),
        late_selection=bool(typed.get("late_selection")),
        posting_date=typed.get("posting_date"),
    )


def options_form(request: CompanyRequest, *, of_a_job: bool = True) -> OptionsForm:
    """Give the options as they were sent, else as the company usually posts; those of its job where there is one."""
    if request.POST.get(OPTIONS):
        form = OptionsForm(request.POST, company=request.company, today=request.today)
    else:
        usual = defaults_of(request.company)
        initial = {**vars(usual), "pro_forma": not usual.posting}
        form = OptionsForm(initial=initial, company=request.company, today=request.today)
    for name in () if of_a_job else SubmitForm.base_fields:
        del form.fields[name]
    return form


def carried(request: CompanyRequest) -> list[tuple[str, str]]:
    """Give the options that were sent, for a form of the next page to send along."""
    if not request.POST.get(OPTIONS):
        return []
    names = [OPTIONS, *OptionsForm.base_fields]
    return [(name, value) for name in names if (value := request.POST.get(name))]


def carried_slips(parameters: UpdateParameters) -> list[tuple[str, str]]:
    """Give the chosen packing slips, for a form of the next page to send along."""
    return [] if parameters.slips is None else [(SLIPS, " ".join(map(str, parameters.slips)))]


def update_choices(updates: Sequence[Update] = tuple(UPDATES.values())) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the updates, each with its quantities, as the groups of a select: values and labels."""
    return [
        (str(update.action), [(value_of(update, taken), _label(update, taken)) for taken in update.quantities])
        for update in updates
    ]


def credit_choices() -> list[tuple[str, str]]:
    """Give how much of a returned order a credit note may take: values and labels."""
    return [
        (value_of(INVOICE), _("Credit all that is left")),
        (value_of(INVOICE, Quantity.DELIVER_NOW), _("Credit what is noted for now")),
    ]


def value_of(update: Update, quantity: Quantity = Quantity.ALL) -> str:
    """Give the value by which a form asks for an update."""
    return f"{update.name}:{quantity}"


def _label(update: Update, quantity: Quantity) -> str:
    return f"{update.documents}: {quantity.label.lower()}" if len(update.quantities) > 1 else str(update.documents)


def parameters_in_words(update: Update | None, parameters: UpdateParameters) -> list[tuple[str, str]]:
    """Give the parameters of an update, or of free text invoices, that say something, as labels and values."""
    takes_some = update is not None and len(update.quantities) > 1
    facts = [(_("Quantity"), str(parameters.quantity.label))] if takes_some else []
    if parameters.summary != SummaryUpdate.NONE:
        summary = " ".join(filter(None, [str(parameters.summary.label), parameters.summary_order]))
        facts.append((str(OptionsForm.base_fields["summary"].label), summary))
    if parameters.posting_date is not None:
        facts.append((str(OptionsForm.base_fields["posting_date"].label), format_day(parameters.posting_date)))
    if parameters.slips is not None:
        facts.append((_("Packing slips"), _slips_in_words(parameters.slips)))
    names = {
        "reduce_quantity": parameters.reduce_quantity,
        "credit_correction": parameters.credit_correction,
        "emailing": parameters.emailing,
        "pro_forma": not parameters.posting,
        "late_selection": parameters.late_selection,
    }
    facts += [(str(OptionsForm.base_fields[name].label), _("yes")) for name, is_on in names.items() if is_on]
    if not parameters.credit_remaining_quantity:
        facts.append((str(OptionsForm.base_fields["credit_remaining_quantity"].label), _("no")))
    if parameters.credit_check is not None:
        facts.append((str(OptionsForm.base_fields["credit_check"].label), str(parameters.credit_check.label)))
    if parameters.deduction != PrepaymentDeduction.ALL:
        facts.append((str(OptionsForm.base_fields["deduction"].label), str(parameters.deduction.label)))
    if parameters.printing != Printing.NONE:
        facts.append((_("Print"), str(parameters.printing.label)))
    return facts


def _slips_in_words(slips: Sequence[int]) -> str:
    """Name the first packing slips, and count the others."""
    first = OrderDocument.objects.filter(pk__in=slips[:_SLIPS_NAMED]).order_by("pk").values_list("number", flat=True)
    more = [_("and %(count)d more") % {"count": len(slips) - _SLIPS_NAMED}] if len(slips) > _SLIPS_NAMED else []
    return ", ".join([*first, *more]) or _("none")
