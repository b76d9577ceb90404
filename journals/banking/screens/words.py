"""What is odd about a file or statement, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from journals.banking.files.structures import Warned

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_SAID: Mapping[str, "_StrOrPromise"] = {
    Warned.BALANCE_WITHOUT_SIGN: _("A balance says neither debit nor credit; it is taken as a credit."),
    Warned.BALANCE_UNREADABLE: _("A balance cannot be read (%(detail)s): the statement cannot be checked."),
    Warned.IMPOSSIBLE_DAY: _("There is no day %(detail)s; the last day of its month, or the value date, is taken."),
    Warned.WITHOUT_NAMESPACE: _("The file does not say which version of the format it is in."),
    Warned.OTHER_CURRENCY: _("There are amounts in %(detail)s as well."),
    Warned.DETAILS_DIFFER: _("The payments of a batch (%(detail)s) do not come to its amount."),
    Warned.SCHEMA_MISSING: _("The file does not follow its schema, and was read all the same: %(detail)s is missing."),
    Warned.SCHEMA_ORDER: _(
        "The file does not follow its schema, and was read all the same: %(detail)s stands in the wrong place."
    ),
    Warned.SCHEMA_UNEXPECTED: _(
        "The file does not follow its schema, and was read all the same: %(detail)s is not expected there."
    ),
    Warned.SCHEMA_TOO_LONG: _(
        "The file does not follow its schema, and was read all the same: a text is too long (%(detail)s)."
    ),
    Warned.SCHEMA_AMOUNT: _(
        "The file does not follow its schema, and was read all the same: %(detail)s is not written as an amount."
    ),
}


def said(notices: Iterable[Sequence[str]]) -> list[str]:
    """Give kept notices (code and detail) as sentences, each once."""
    sentences = (str(_SAID[code]) % {"detail": detail} for code, detail in notices)
    return list(dict.fromkeys(sentences))
