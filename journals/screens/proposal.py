"""The payment proposal of a journal: on which terms, what would be made and left out, and making it."""

from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.models import Company
from arclose.web.forms import AmountField, DatedForm, DayField
from customers.models import Customer, CustomerGroup
from journals.acts import LockedByJob, SentBefore
from journals.models import BankAccount, JournalName, JournalType, MethodOfPayment
from journals.models.methods import AccountKind
from journals.payments.proposing import (
    CHOSEN_AT_MOST,
    CannotPropose,
    Proposal,
    ProposalChanged,
    Terms,
    make_proposed,
    propose,
)
from journals.screens.journals import company_journals, to_journal

SHOWN_AT_MOST = 500
_SELECT = {"class": "form-select"}


class ProposalForm(DatedForm):
    """What is asked of a proposal."""

    method: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        label=gettext_lazy("Method of payment"),
        help_text=gettext_lazy("Of customers who pay so as a rule."),
        widget=forms.Select(_SELECT),
    )
    bank_account: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=gettext_lazy("Bank account"),
        help_text=gettext_lazy("Empty: that of the method, else of the journal. Its currency is what is collected."),
        widget=forms.Select(_SELECT),
    )
    until = DayField(label=gettext_lazy("Due until"))
    discount_until = DayField(
        label=gettext_lazy("Discount until"),
        required=False,
        help_text=gettext_lazy("What has a cash discount until that day is collected less the discount."),
    )
    earliest = DayField(label=gettext_lazy("Paid from"), help_text=gettext_lazy("No payment is dated earlier."))
    payment_date = DayField(
        label=gettext_lazy("Total payment date"),
        required=False,
        help_text=gettext_lazy("Empty: each on the latest due date of what it settles."),
    )
    group: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=gettext_lazy("Customer group"),
        empty_label=gettext_lazy("All"),
        widget=forms.Select(_SELECT),
    )
    customers = forms.CharField(
        label=gettext_lazy("Customers"),
        required=False,
        help_text=gettext_lazy("Their numbers, separated by commas. Empty: all."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )
    minimum = AmountField(label=gettext_lazy("At least"), required=False)
    with_credits = forms.BooleanField(
        label=gettext_lazy("Take credit notes and payments on account off"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, name: JournalName, **kwargs: Any) -> None:
        """Offer the rows of the company, for a journal of a name."""
        super().__init__(*args, **kwargs)
        self.name, company = name, name.company
        self.company: Company = company
        fields: dict[str, Any] = self.fields
        fields["method"].queryset = MethodOfPayment.objects.filter(company=company, is_active=True).order_by("code")
        accounts = BankAccount.objects.filter(company=company, is_active=True).order_by("code")
        fields["bank_account"].queryset = accounts
        fields["group"].queryset = CustomerGroup.objects.filter(company=company).order_by("code")

    def clean_customers(self) -> list[Customer]:
        """Give the customers that were named.

        :raises ValidationError: a number is of no customer.
        """
        numbers = {part.strip() for part in self.cleaned_data["customers"].split(",") if part.strip()}
        found = list(Customer.objects.filter(company=self.company, number__in=numbers).order_by("number"))
        if missing := numbers - {one.number for one in found}:
            raise forms.ValidationError(_("No customer has the number %(numbers)s.") % {"numbers": ", ".join(missing)})
        return found

    def terms(self) -> Terms:
        """Give what was asked."""
        typed = self.cleaned_data
        method: MethodOfPayment = typed["method"]
        account = typed["bank_account"] or method.bank_account or self.name.bank_account
        customers = typed["customers"]
        if typed["group"] and not customers:
            customers = list(Customer.objects.filter(company=self.company, group=typed["group"]))
        return Terms(
            method=method,
            bank_account=None if method.account_kind == AccountKind.LEDGER else account,
            until=typed["until"],
            earliest=typed["earliest"],
            discount_until=typed["discount_until"],
            payment_date=typed["payment_date"],
            customers=customers,
            minimum=typed["minimum"] or Decimal(0),
            with_credits=typed["with_credits"],
        )


def propose_payments(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for terms, show what they would make and leave out, and make it as it was shown."""
    rows = company_journals(request).select_related("name__bank_account", "name__company", "name__method", "company")
    journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.PAYMENT)
    initial = {
        "method": journal.name.method.code if journal.name.method else None,
        "until": request.period.end_date,
        "earliest": request.today,
        "with_credits": True,
    }
    asked = request.POST if request.method == "POST" else None
    form = ProposalForm(asked, initial=initial, today=request.today, name=journal.name)
    key, status, shown = key_of(request), HTTPStatus.OK, None
    if form.is_valid():
        try:
            if request.POST.get("act") == "make":
                make = partial(
                    make_proposed,
                    journal=journal,
                    terms=form.terms(),
                    seen=request.POST.get("seen", ""),
                    made_by=request.user,
                    key=key,
                )
                made = len(write(make))
                text = ngettext("%(count)d payment is made.", "%(count)d payments are made.", made)
                messages.success(request, text % {"count": made})
                return to_journal(request, journal)
            shown = propose(company=request.company, terms=form.terms())
        except (ProposalChanged, SentBefore) as changed:
            form.add_error(None, str(changed))
            key, status = new_key(), HTTPStatus.CONFLICT
            shown = propose(company=request.company, terms=form.terms())
        except (CannotPropose, LockedByJob) as refused:
            form.add_error(None, str(refused))
    context = {
        "title": _("Payment proposal for %(journal)s") % {"journal": journal},
        "journal": journal,
        "form": form,
        "key": key,
        **_shown(shown),
    }
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
