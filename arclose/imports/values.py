"""What a cell must be: a text, a number, a day, a country. Each distinct text is looked at once.

A conversion is a dictionary that fills itself: raw text to the text that goes into the staging table (None: no
value). So a column of thousands of cells is converted by one ``map`` over it, and what cannot be converted is
remembered with its reason.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arclose.imports.limits import VALUES_REMEMBERED
from arclose.ledger.countries import country_code

# What spreadsheets and databases write where there is nothing.
NOTHING = frozenset({"", "\\N", "#N/A"})
YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "1"})
NO = frozenset({"no", "n", "nee", "false", "onwaar", "0"})


class Unfit(Exception):
    """A text is not what the field takes; the message says why."""


@dataclass(frozen=True)
class ValueType:
    """What a field takes; ``sql_type`` is what the staged text is cast to."""

    sql_type: str = "text"

    def parse(self, text: str) -> str:
        """Give the value as the database reads it.

        :raises Unfit: the text is no such value.
        """
        return text


@dataclass(frozen=True)
class Text(ValueType):
    """A text of so many characters. A code tells things apart, so it holds no invisible character."""

    most: int = 200
    is_code: bool = False

    def parse(self, text: str) -> str:
        """Give the text as it is, in composed form."""
        value = unicodedata.normalize("NFC", text)
        if len(value) > self.most:
            raise Unfit(_("longer than %(most)s characters") % {"most": self.most})
        for character in value:
            category = unicodedata.category(character)
            if category == "Cc" and (self.is_code or character not in "\t\n\r"):
                raise Unfit(_("holds a control character"))
            if self.is_code and category in {"Cf", "Zl", "Zp", "Co", "Cs"}:
                raise Unfit(_("holds an invisible character"))
        return value


@dataclass(frozen=True)
class Validated(Text):
    """A text that a form in Setup would take too: ``check`` is the validator of its field."""

    check: Callable[[str], None] = field(kw_only=True)

    def parse(self, text: str) -> str:
        """Give the text as it is.

        :raises Unfit: the validator refuses it.
        """
        value = super().parse(text)
        try:
            self.check(value)
        except ValidationError as error:
            raise Unfit(" ".join(error.messages)) from None
        return value


@dataclass(frozen=True)
class Number(ValueType):
    """A number with at most so many digits before and behind the point; exact, or refused."""

    sql_type: str = "numeric"
    digits: int = 18
    decimals: int = 4
    least: int | None = None
    most: int | None = None

    def parse(self, text: str) -> str:
        """Give the number with a point; no exponent, no separator of thousands, no NaN."""
        found = re.fullmatch(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?", text, re.ASCII)
        if not found or not (found[2] or found[3] or "0" in text):
            raise Unfit(
                _("not a number such as -1234.56; in the mapping, decimal_comma = true reads -1.234,56")
                if "," in text
                else _("not a number such as -1234.56")
            )
        decimals = (found[3] or "").rstrip("0")
        if len(found[2]) > self.digits:
            raise Unfit(_("more than %(digits)s digits") % {"digits": self.digits})
        if len(decimals) > self.decimals:
            raise Unfit(_("more than %(decimals)s decimals") % {"decimals": self.decimals})
        value = f"{found[1].strip('+')}{found[2] or '0'}" + (f".{decimals}" if decimals else "")
        if self.least is not None and Decimal(value) < self.least:
            raise Unfit(_("less than %(least)s") % {"least": self.least})
        if self.most is not None and Decimal(value) > self.most:
            raise Unfit(_("more than %(most)s") % {"most": self.most})
        return value


@dataclass(frozen=True)
class Day(ValueType):
    """A day; a time behind it is left off."""

    sql_type: str = "date"

    def parse(self, text: str) -> str:
        """Give the day as 2010-12-31."""
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            raise _no_day() from None
        rest = text[10:].lstrip("T ")
        if len(text) > 10 and not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?", rest):
            raise _no_day()
        if not 1900 <= day.year <= 2200:
            raise Unfit(_("a year before 1900 or after 2200"))
        return day.isoformat()


def _no_day() -> Unfit:
    return Unfit(_('not a day such as 2010-12-31; in the mapping, date_format = "%d/%m/%Y" reads 31/12/2010'))


@dataclass(frozen=True)
class Choice(ValueType):
    """One of a few words."""

    words: tuple[str, ...] = ()

    def parse(self, text: str) -> str:
        """Give the word in lower case."""
        word = text.lower()
        if word not in self.words:
            raise Unfit(_("not one of %(words)s") % {"words": ", ".join(self.words)})
        return word


@dataclass(frozen=True)
class Flag(ValueType):
    """Yes or no, in English or Dutch."""

    sql_type: str = "boolean"

    def parse(self, text: str) -> str:
        """Give true or false."""
        word = text.lower()
        if word in YES:
            return "true"
        if word in NO:
            return "false"
        raise Unfit(_("not yes or no"))


@dataclass(frozen=True)
class Country(ValueType):
    """A country by its ISO code; Greece is GR, Northern Ireland XI."""

    def parse(self, text: str) -> str:
        """Give the code in capitals."""
        code = country_code(text)
        if code is None:
            raise Unfit(_("not an ISO country code such as NL; add a table of values for it"))
        return code


@dataclass(frozen=True)
class Writing:
    """How numbers and days are written in a file.

    ``date_format`` is a pattern of Python's ``strptime``, such as ``%d/%m/%Y``; without one days are 2010-12-31.
    """

    decimal_comma: bool = False
    date_format: str = ""

    def plain(self, text: str, value_type: ValueType) -> str:
        """Give the text as :meth:`ValueType.parse` reads it.

        :raises Unfit: thousands are grouped wrongly, or the day is not of the format.
        """
        if self.decimal_comma and isinstance(value_type, Number):
            if not re.fullmatch(r"[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]*)?", text, re.ASCII):
                raise Unfit(_("not a number such as -1.234,56"))
            return text.replace(".", "").replace(",", ".")
        if self.date_format and isinstance(value_type, Day):
            try:
                return datetime.strptime(text, self.date_format).date().isoformat()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                raise Unfit(_("not a day of the format %(format)s") % {"format": self.date_format}) from None
        return text


@dataclass
class Conversion(dict[str, str | None]):
    """Raw texts of one field to staged texts; ``unfit`` holds the reasons of those that cannot be converted."""

    value_type: ValueType
    writing: Writing = field(default_factory=Writing)
    table: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    default: str | None = None
    unfit: dict[str, str] = field(default_factory=dict)

    def __missing__(self, raw: str) -> str | None:
        """Convert a text that was not seen before; one that is unfit has no value."""
        try:
            value = self._convert(raw.strip())
        except Unfit as error:
            self.unfit[raw] = str(error)
            value = None
        self[raw] = value
        return value

    def _convert(self, text: str) -> str | None:
        text = self._by_prefix(self.table.get(text, text))
        if text in NOTHING:
            if self.default is None and self.is_required:
                raise Unfit(_("empty"))
            return self.default
        return self.value_type.parse(self.writing.plain(text, self.value_type))

    def _by_prefix(self, text: str) -> str:
        """Give the word of the longest prefix that fits."""
        fitting = [prefix for prefix in self.prefixes if text.startswith(prefix)]
        return self.prefixes[max(fitting, key=len)] if fitting and text else text

    def forget(self) -> None:
        """Forget what was unfit, and all that was seen when it has become a lot, so that memory stays flat."""
        for raw in self.unfit:
            self.pop(raw, None)
        self.unfit.clear()
        if len(self) > VALUES_REMEMBERED:
            self.clear()
