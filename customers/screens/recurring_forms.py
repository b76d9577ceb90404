"""What is typed about recurring invoices: who gets which template, when, and up to which day they are generated."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.batch.schedule.recurrence import LAST_DAY, MOST_EVERY
from arclose.ledger.models import Company, FiscalPeriod
from arclose.web.days import format_day
from arclose.web.forms import AmountInput, DatedForm, DayField
from customers.free_text.drafts import LARGEST_AMOUNT
from customers.free_text.paying import paying
from customers.models import RecurringInvoice, RecurringTemplate
from customers.models.recurring import RecurrenceUnit
from customers.screens.fields import CodedRowField, number_field
from customers.screens.forms import customers_to_sell_to

_TEXT = {"class": "form-control", "autocomplete": "off", "inputmode": "numeric"}
_SELECT = {"class": "form-select"}
LONGEST_HOLD_DAYS = 366


def _whole(label: Any, *, most: int, least: int = 1, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=forms.TextInput(_TEXT), **kwargs)


class RecurringForm(DatedForm):
    """A recurring invoice: customer, template, pattern and limits."""

    customer = CodedRowField(
        by="number", list_id="customers", label=_("Customer"), help_text=_("Number; the list suggests as you type.")
    )
    template = forms.ModelChoiceField(
        queryset=RecurringTemplate.objects.none(),
        to_field_name="code",
        label=_("Template"),
        help_text=_("Templates are kept in Setup."),
        widget=forms.Select(_SELECT),
    )
    every = _whole(_("Every"), most=MOST_EVERY, initial=1)
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[(value, capfirst(label)) for value, label in RecurrenceUnit.choices],
        initial=RecurrenceUnit.MONTHS,
        widget=forms.Select(_SELECT),
    )
    start_date = DayField(label=_("First day"))
    end_date = DayField(label=_("Last day"), required=False, help_text=_("Empty: without end."))
    month_day = _whole(
        _("Day of the month"),
        most=LAST_DAY,
        required=False,
        help_text=_("For months only. Empty: that of the first day; 31: always the last day."),
    )
    maximum_amount = number_field(
        decimals=2,
        shown_decimals=2,
        smallest=Decimal("0.01"),
        largest=LARGEST_AMOUNT - 1,
        required=False,
        label=_("Maximum together"),
        help_text=_("Of all its invoices, before tax unless their prices include it. Empty: none."),
        widget=AmountInput,
    )
    release_days = _whole(
        _("Held for days"),
        most=LONGEST_HOLD_DAYS,
        least=0,
        required=False,
        help_text=_("An invoice may be posted so many days after its date. Empty: at once."),
    )
    is_stopped = forms.BooleanField(
        label=_("Stopped by hand"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the rows of the company, and its ways to pay behind the template."""
        super().__init__(*args, **kwargs)
        self.company = company
        fields: dict[str, Any] = self.fields
        ways = paying().fields(company)
        fields |= ways
        fields["customer"].rows = customers_to_sell_to(company).select_related("invoice_account")
        fields["template"].queryset = RecurringTemplate.objects.filter(company=company).order_by("code")
        self.order_fields(["customer", "template", *ways])

    @property
    def paid_by(self) -> Any:
        """Give how it is to be paid; None: as the customer pays as a rule."""
        return paying().chosen(self.cleaned_data)

    def values(self) -> dict[str, Any]:
        """Give what was typed of the recurring invoice itself."""
        return {name: self.cleaned_data[name] for name in self.base_fields}

    def clean(self) -> dict[str, Any]:
        """Compare the days, take a day of the month for months only, and ask whether it can be paid so.

        :raises ValidationError: it ends before it begins, begins before the company's calendar does, or has a day of
            the month without being monthly.
        """
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("start_date"), typed.get("end_date")
        begin = calendar_of(self.company)[0]
        if first and begin and first < begin and "start_date" in self.changed_data:
            text = _("The first day cannot be before the company's calendar begins, on %(day)s.")
            self.add_error("start_date", ValidationError(text % {"day": format_day(begin)}, "before_calendar"))
        if first and last and last < first:
            self.add_error("end_date", ValidationError(_("The last day cannot be before the first day."), "order"))
        if typed.get("month_day") and typed.get("unit") != RecurrenceUnit.MONTHS:
            text = _("Only a monthly one has a day of the month: leave it empty.")
            self.add_error("month_day", ValidationError(text, "not_monthly"))
        if not self.errors:
            for name, why in paying().refused(typed).items():
                self.add_error(name, why)
        return typed


def initial_of(recurring: RecurringInvoice) -> dict[str, Any]:
    """Give a recurring invoice as the form shows it."""
    names = [name for name in RecurringForm.base_fields if name != "template"]
    ways = paying().initial(paying().of_recurring([recurring.pk]).get(recurring.pk))
    return {**{name: getattr(recurring, name) for name in names}, "template": recurring.template.code, **ways}


class GenerateForm(DatedForm):
    """Up to which day recurring invoices are generated."""

    until = DayField(label=_("Up to and including"))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Take the company whose recurring invoices they are."""
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_until(self) -> date:
        """Give the day.

        :raises ValidationError: it is beyond the company's calendar, so that no period could ever take the invoices.
        """
        until: date = self.cleaned_data["until"]
        end = calendar_of(self.company)[1]
        if end and until > end:
            text = _("The company's calendar ends on %(day)s: type that day or an earlier one.")
            raise ValidationError(text % {"day": format_day(end)}, "beyond_calendar")
        return until


def calendar_of(company: Company) -> tuple[date | None, date | None]:
    """Give the first and the last day of the periods that a company has."""
    ends = FiscalPeriod.objects.filter(company=company).aggregate(begin=Min("start_date"), end=Max("end_date"))
    return ends["begin"], ends["end"]
