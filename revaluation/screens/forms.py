"""What the pages of revaluation ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.models import Membership
from arclose.access.requests import CompanyRequest
from arclose.batch.kinds import POSTING_ROLES
from arclose.ledger.fields import UNITS_DECIMALS, UnitsField
from arclose.ledger.models import Company, Currency, ExchangeRateType
from arclose.web.days import format_day
from arclose.web.forms import DatedForm, DayField, NumberField
from customers.models import Customer, CustomerBalance, CustomerGroup, PostingProfile
from customers.screens.filters import own_currencies
from revaluation.computing import Asked
from revaluation.jobs import METHODS
from revaluation.models import Method, Run

_SELECT, _MANY = {"class": "form-select"}, {"class": "form-select", "size": "4"}
_TEXT = {"class": "form-control", "autocomplete": "off"}


class RunForm(DatedForm):
    """What a revaluation covers, and how."""

    considered_date = DayField(
        label=gettext_lazy("Considered date"),
        help_text=gettext_lazy("What was open at the end of this day is revalued."),
    )
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=METHODS, widget=forms.Select(_SELECT))
    rate_date = DayField(
        label=gettext_lazy("Date of rate"),
        required=False,
        help_text=gettext_lazy("Empty: the considered date. Another one is a local rule, not IAS 21."),
    )
    exchange_rate_type = forms.ModelChoiceField(
        queryset=ExchangeRateType.objects.order_by("code"),
        label=gettext_lazy("Exchange rate type"),
        required=False,
        empty_label=gettext_lazy("The company's"),
        widget=forms.Select(_SELECT),
    )
    currencies = forms.MultipleChoiceField(
        label=gettext_lazy("Currencies"),
        required=False,
        help_text=gettext_lazy("None chosen: all."),
        widget=forms.SelectMultiple(_MANY),
    )
    customer_groups = forms.ModelMultipleChoiceField(
        queryset=CustomerGroup.objects.none(),
        label=gettext_lazy("Customer groups"),
        required=False,
        help_text=gettext_lazy("None chosen: all."),
        widget=forms.SelectMultiple(_MANY),
    )
    customers = forms.CharField(
        label=gettext_lazy("Customers"),
        required=False,
        help_text=gettext_lazy("Numbers, separated by commas. Empty: all."),
        widget=forms.TextInput(_TEXT),
    )
    posting_profile = forms.ModelChoiceField(
        queryset=PostingProfile.objects.none(),
        label=gettext_lazy("Posting profile"),
        required=False,
        empty_label=gettext_lazy("That of each transaction"),
        widget=forms.Select(_SELECT),
    )
    companies = forms.ModelMultipleChoiceField(
        queryset=Company.objects.none(),
        label=gettext_lazy("Further companies"),
        required=False,
        help_text=gettext_lazy("A run is made in each; currencies count there too, customers and groups do not."),
        widget=forms.SelectMultiple(_MANY),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=120, widget=forms.TextInput(_TEXT))

    def __init__(self, *args: Any, request: CompanyRequest, **kwargs: Any) -> None:
        """Offer what the company has."""
        super().__init__(*args, today=request.today, **kwargs)
        self.company = request.company
        fields: dict[str, Any] = self.fields
        fields["currencies"].choices = [(code, code) for code in self._foreign_currencies(request)]
        fields["customer_groups"].queryset = CustomerGroup.objects.filter(company=self.company).order_by("code")
        fields["posting_profile"].queryset = PostingProfile.objects.filter(company=self.company).order_by("code")
        own = Membership.objects.filter(user=request.user, role__in=POSTING_ROLES).values("company")
        others = Company.objects.filter(pk__in=own).exclude(pk=self.company.pk).order_by("code")
        fields["companies"].queryset = others
        if not others:
            del fields["companies"]

    def _foreign_currencies(self, request: CompanyRequest) -> list[str]:
        """Give the foreign currencies that customers buy in, or owe something in."""
        open_now = CustomerBalance.objects.filter(company=self.company, month=None)
        owed = open_now.exclude(transaction_currency_amount=0, accounting_currency_amount=0).values("currency_id")
        codes = {code for code, _label in own_currencies(request)} | {row["currency_id"] for row in owed.distinct()}
        return sorted(codes - {self.company.accounting_currency_id})

    def clean_customers(self) -> list[int]:
        """Give the ids of the customers whose numbers are typed.

        :raises ValidationError: the company has no customer of one of the numbers.
        """
        numbers = {typed.strip() for typed in self.cleaned_data["customers"].split(",")} - {""}
        known = dict(Customer.objects.filter(company=self.company, number__in=numbers).values_list("number", "pk"))
        if unknown := sorted(numbers - known.keys()):
            raise ValidationError(
                ngettext("There is no customer %(numbers)s.", "There are no customers %(numbers)s.", len(unknown))
                % {"numbers": ", ".join(unknown)}
            )
        return sorted(known.values())

    def asked(self) -> Asked:
        """Give what is asked for."""
        typed = self.cleaned_data
        return Asked(
            method=Method(typed["method"]),
            considered_date=typed["considered_date"],
            rate_date=typed["rate_date"],
            exchange_rate_type=typed["exchange_rate_type"],
            posting_profile=typed["posting_profile"],
            currencies=typed["currencies"],
            customers=typed["customers"],
            customer_groups=[group.pk for group in typed["customer_groups"]],
            note=typed["note"],
        )


class UndoForm(DatedForm):
    """On which day a run is undone, and why."""

    day = DayField(label=gettext_lazy("Date"))
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=120, widget=forms.TextInput(_TEXT))


class RunChoice(forms.ModelChoiceField):
    """A choice of runs, each said by its name, day and method."""

    def label_from_instance(self, obj: Run) -> str:
        """Say which run it is."""
        return f"{obj}, {format_day(obj.considered_date)}, {obj.get_method_display()}"


class CompareForm(forms.Form):
    """With which other run one is compared."""

    other = RunChoice(
        queryset=Run.objects.none(),
        label=gettext_lazy("Compare with"),
        empty_label=None,
        widget=forms.Select({"class": "form-select form-select-sm w-auto"}),
    )

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        """Offer the other runs of the company."""
        super().__init__(*args, **kwargs)
        others = Run.objects.filter(company=run.company_id).exclude(pk=run.pk).order_by("-pk")
        self.fields["other"].queryset = others  # type: ignore[attr-defined]

    def has_others(self) -> bool:
        """Tell whether there is any to choose."""
        return bool(self.fields["other"].queryset.exists())  # type: ignore[attr-defined]


class RateForm(DatedForm):
    """A rate that is entered by hand: units of a currency per one of the base currency, on a day."""

    currency = forms.ModelChoiceField(
        queryset=Currency.objects.order_by("code"), label=gettext_lazy("Currency"), widget=forms.Select(_SELECT)
    )
    rate_date = DayField(label=gettext_lazy("Date"))
    units = NumberField(
        label=gettext_lazy("Units per base currency"), decimals=UNITS_DECIMALS, without_groups=UnitsField.without_groups
    )

    def clean_rate_date(self) -> Any:
        """Refuse a day to come.

        :raises ValidationError: it is one.
        """
        day = self.cleaned_data["rate_date"]
        if day > self.today:
            raise ValidationError(_("A rate is of today or an earlier day."))
        return day

    def clean_units(self) -> Any:
        """Refuse what is no rate.

        :raises ValidationError: it is zero or below.
        """
        units = self.cleaned_data["units"]
        if units <= 0:
            raise ValidationError(_("A rate is above zero."))
        return units
