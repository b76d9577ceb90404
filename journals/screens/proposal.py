"""The payment proposal of a journal: on which terms, what would be made and left out, and making it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.web.forms import AmountField, DayField
from customers.models import Customer, CustomerGroup
from customers.screens.named_customers import NamedCustomersForm
from journals.acts import LockedByJob, SentBefore
from journals.direct_debits.planning import reason_of_day
from journals.models import BankAccount, Instrument, Journal, JournalName, JournalType, MethodOfPayment, Payment
from journals.models.methods import AccountKind, FileFormat
from journals.payments.making import make_proposed
from journals.payments.proposals import CHOSEN_AT_MOST, CannotPropose, Proposal, ProposalChanged, Terms
from journals.payments.proposing import propose
from journals.screens.journals import company_journals, to_journal

SHOWN_AT_MOST = 500
_SELECT = {"class": "form-select"}


class ReachForm(NamedCustomersForm):
    """What any proposal is asked: through which bank account, of which customers, and how much at least."""

    bank_account: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=gettext_lazy("Bank account"),
        help_text=gettext_lazy("Empty: that of the method, else of the journal. Its currency is what is collected."),
        widget=forms.Select(_SELECT),
    )
    group: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=gettext_lazy("Customer group"),
        empty_label=gettext_lazy("All"),
        widget=forms.Select(_SELECT),
    )
    minimum = AmountField(label=gettext_lazy("At least"), required=False)

    def __init__(self, *args: Any, name: JournalName, **kwargs: Any) -> None:
        """Offer the rows of the company, for a journal of a name."""
        super().__init__(*args, company=name.company, **kwargs)
        self.name = name
        fields: dict[str, Any] = self.fields
        fields["method"].queryset = MethodOfPayment.objects.filter(
            company=self.company, is_active=True, instrument=Instrument.MONEY
        ).order_by("code")
        accounts = BankAccount.objects.filter(company=self.company, is_active=True).order_by("code")
        fields["bank_account"].queryset = accounts
        fields["group"].queryset = CustomerGroup.objects.filter(company=self.company).order_by("code")

    def clean_group(self) -> CustomerGroup | None:
        """Give the group that was chosen.

        :raises ValidationError: no customer is in it.
        """
        group: CustomerGroup | None = self.cleaned_data["group"]
        if group and not Customer.objects.filter(company=self.company, group=group).exists():
            raise forms.ValidationError(_("No customer is in the group %(group)s.") % {"group": group.code})
        return group

    def chosen_customers(self) -> list[Customer] | None:
        """Give the customers that were named, else those of the group; None where all are meant."""
        customers: list[Customer] = self.cleaned_data["customers"]
        if self.cleaned_data["group"] and not customers:
            return list(Customer.objects.filter(company=self.company, group=self.cleaned_data["group"]))
        return customers or None


class ProposalForm(ReachForm):
    """What is asked of a payment proposal."""

    method: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        label=gettext_lazy("Method of payment"),
        help_text=gettext_lazy("Of customers who pay so as a rule."),
        widget=forms.Select(_SELECT),
    )
    until = DayField(label=gettext_lazy("Due until"))
    discount_until = DayField(
        label=gettext_lazy("Discount until"),
        required=False,
        help_text=gettext_lazy("What has a cash discount until that day is collected less the discount."),
    )
    earliest = DayField(
        label=gettext_lazy("Paid from"),
        help_text=gettext_lazy("No payment is dated earlier; nor today or before, where the bank collects it."),
    )
    payment_date = DayField(
        label=gettext_lazy("Total payment date"),
        required=False,
        help_text=gettext_lazy("Empty: each on the latest due date of what it settles."),
    )
    with_credits = forms.BooleanField(
        label=gettext_lazy("Take credit notes and payments on account off"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    with_others = forms.BooleanField(
        label=gettext_lazy("With what the same parties owe companies that settle with this one"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    field_order = [
        "method",
        "bank_account",
        "until",
        "discount_until",
        "earliest",
        "payment_date",
        "group",
        "customers",
        "minimum",
        "with_credits",
        "with_others",
    ]

    def clean(self) -> dict[str, Any]:
        """Date nothing on a day on which the bank does not collect, such as today."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        method: MethodOfPayment | None = typed.get("method")
        if method and method.file_format == FileFormat.SEPA_DIRECT_DEBIT:
            if (day := typed.get("payment_date")) and (reason := reason_of_day(day, self.today)):
                self.add_error("payment_date", reason)
            if typed.get("earliest"):
                typed["earliest"] = max(typed["earliest"], self.today + timedelta(days=1))
        return typed

    def terms(self, user: User) -> Terms:
        """Give what was asked by somebody."""
        typed = self.cleaned_data
        method: MethodOfPayment = typed["method"]
        account = typed["bank_account"] or method.bank_account or self.name.bank_account
        return Terms(
            method=method,
            bank_account=None if method.account_kind == AccountKind.LEDGER else account,
            until=typed["until"],
            earliest=typed["earliest"],
            discount_until=typed["discount_until"],
            payment_date=typed["payment_date"],
            customers=self.chosen_customers(),
            minimum=typed["minimum"] or Decimal(0),
            with_credits=typed["with_credits"],
            settled_by=user if typed["with_others"] else None,
        )


def proposing_journal(request: CompanyRequest, pk: int) -> Journal:
    """Give a payment journal of the request's company that is proposed for."""
    rows = company_journals(request).select_related("name__bank_account", "name__company", "name__method", "company")
    journal: Journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.PAYMENT)
    return journal


def propose_payments(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for terms, show what they would make and leave out, and make it as it was shown."""
    journal = proposing_journal(request, pk)
    initial = {
        "method": journal.name.method.code if journal.name.method else None,
        "until": request.period.end_date,
        "earliest": request.today,
        "with_credits": True,
    }
    asked = request.POST if request.method == "POST" else None
    form = ProposalForm(asked, initial=initial, today=request.today, name=journal.name)
    return answer_proposal(
        request,
        journal,
        form,
        title=_("Payment proposal for %(journal)s") % {"journal": journal},
        nothing=_("Nothing may be collected on these terms."),
        look=lambda: propose(company=request.company, terms=form.terms(request.user)),
        make=lambda **made: make_proposed(journal=journal, terms=form.terms(request.user), **made),
    )


def answer_proposal(
    request: CompanyRequest,
    journal: Journal,
    form: ReachForm,
    *,
    title: str,
    nothing: str,
    look: Callable[[], Proposal],
    make: Callable[..., Sequence[Payment]],
) -> HttpResponse:
    """Show what a form proposes and leaves out, or make it as it was shown: what the page of any proposal does.

    ``look`` proposes and ``make`` makes, on the terms of the form.
    """
    key, status, shown = key_of(request), HTTPStatus.OK, None
    if form.is_valid():
        try:
            if request.POST.get("act") == "make":
                work = partial(make, seen=request.POST.get("seen", ""), made_by=request.user, key=key)
                made = len(write(work))
                text = ngettext("%(count)d payment is made.", "%(count)d payments are made.", made)
                messages.success(request, text % {"count": made})
                return to_journal(request, journal)
            shown = look()
        except (ProposalChanged, SentBefore) as changed:
            form.add_error(None, str(changed))
            key, status = new_key(), HTTPStatus.CONFLICT
            shown = look()
        except (CannotPropose, LockedByJob) as refused:
            form.add_error(None, str(refused))
    context = {"title": title, "nothing": nothing, "journal": journal, "form": form, "key": key, **_shown(shown)}
    return render(request, "journals/payment_proposal.html", context, status=status)


def _shown(proposal: Proposal | None) -> dict[str, Any]:
    """Give what the page shows of a proposal: the first of the payments, and what is left out by reason."""
    if proposal is None:
        return {}
    reasons: dict[str, list[Any]] = {}
    for row, reason in proposal.left_out:
        reasons.setdefault(reason, []).append(row)
    return {
        "proposal": proposal,
        "payments": proposal.payments[:SHOWN_AT_MOST],
        "hidden": max(len(proposal.payments) - SHOWN_AT_MOST, 0),
        "left_out": [(reason, rows[:SHOWN_AT_MOST], len(rows)) for reason, rows in reasons.items()],
        "chosen_at_most": CHOSEN_AT_MOST,
    }
