"""Form fields for amounts, numbers and days, and forms that know which day it is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arclose.web.amounts import decimals_of, format_amount, format_plain
from arclose.web.days import format_day, format_moment
from arclose.web.typed import day_in_figures, other_reading, parse_amount, parse_day


class AmountInput(forms.TextInput):
    """A line for an amount; the keyboard of a telephone shows figures."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Take the attributes of the input."""
        super().__init__(
            {"inputmode": "decimal", "class": "form-control amount", "autocomplete": "off", **(attrs or {})}
        )


class DayInput(forms.TextInput):
    """A line for a day, typed any way people write days."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Take the attributes of the input."""
        super().__init__({"class": "form-control day", "autocomplete": "off", "size": "11", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a day as pages show it, unmistakably (31 Oct 2026), and what else was typed as it was typed."""
        day = value if isinstance(value, date) else day_in_figures(value or "")
        return format_day(day) if day else value


class MomentInput(forms.TextInput):
    """A line for a day with a time, typed any way people write them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Take the attributes of the input."""
        super().__init__({"class": "form-control", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show a moment as pages show it (31 Oct 2026, 18:00), and what was typed as it was typed."""
        return format_moment(value) if isinstance(value, datetime) else value


class AmountField(forms.Field):
    """An amount as people type it; the value is a Decimal with the currency's decimals."""

    widget = AmountInput

    def __init__(self, *, currency: Any = "", **kwargs: Any) -> None:
        """Take the currency (or its code) whose decimals the amount may use."""
        self.currency = currency
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Give the amount, or None where nothing was typed."""
        if value in self.empty_values:
            return None
        return parse_amount(str(value), decimals=decimals_of(self.currency))

    def prepare_value(self, value: Any) -> Any:
        """Show a known amount in the locale, and what was typed as it was typed."""
        return format_amount(value, self.currency) if isinstance(value, Decimal) else value


class NumberField(forms.Field):
    """A quantity, price, percentage or rate as people type it; the value is a Decimal."""

    widget = AmountInput

    def __init__(
        self,
        *,
        decimals: int,
        smallest: Decimal | None = None,
        largest: Decimal | None = None,
        shown_decimals: int = 0,
        without_groups: bool = False,
        **kwargs: Any,
    ) -> None:
        """Take how many decimals the number may have and has at least when it is shown, and its limits, inclusive.

        :param without_groups: it is as likely 1.085 as 1085, so it is shown without marks between thousands, and
            refused where one mark may be either.
        """
        self.decimals, self.smallest, self.largest, self.shown_decimals = decimals, smallest, largest, shown_decimals
        self.without_groups = without_groups
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Give the number, or None where nothing was typed."""
        if value in self.empty_values:
            return None
        number = self._parsed(str(value))
        low = self.smallest is not None and number < self.smallest
        if low or (self.largest is not None and number > self.largest):
            limits = {"smallest": self.smallest, "largest": self.largest}
            raise ValidationError(_("This must lie between %(smallest)s and %(largest)s."), "out_of_limits", limits)
        return number

    def _parsed(self, typed: str) -> Decimal:
        if self.without_groups and (readings := other_reading(typed)):
            written = {"typed": typed.strip(), "small": readings[0], "large": readings[1]}
            text = _("“%(typed)s” may mean %(small)s or %(large)s: write it one of these ways.")
            raise ValidationError(text, "two_readings", written)
        try:
            return parse_amount(typed, decimals=self.decimals)
        except ValidationError as error:
            if error.code != "too_fine":
                raise
            read = {"typed": typed.strip(), "count": self.decimals}
            raise ValidationError(
                _("“%(typed)s” has too many decimals: %(count)s are kept."), "too_fine", read
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a known number without needless zeros, and what was typed as it was typed."""
        if not isinstance(value, Decimal):
            return value
        return format_plain(value, self.shown_decimals, grouped=not self.without_groups)


class DayField(forms.Field):
    """A day as people type it. ``today`` is set by the form (:class:`DatedForm`) or by whoever makes the field."""

    widget = DayInput
    today: date | None = None

    def to_python(self, value: Any) -> date | None:
        """Give the day, or None where nothing was typed."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if self.today is None:
            message = "DayField.today must be set before the field reads a day"
            raise TypeError(message)
        return parse_day(str(value), today=self.today)


class PlainForm(forms.Form):
    """A form that says in our words and the reader's language what is missing or too short, not in the browser's."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep from the browser what it would refuse before we are asked."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("minlength", None)


class DatedForm(PlainForm):
    """A form whose day fields know which day it is."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day that “today” means."""
        super().__init__(*args, **kwargs)
        self.today = today
        set_today(self, today)


def set_today(form: forms.BaseForm, today: date) -> None:
    """Tell every day field of the form which day it is."""
    for field in form.fields.values():
        for part in (field, *getattr(field, "fields", ())):
            if isinstance(part, DayField):
                part.today = today
