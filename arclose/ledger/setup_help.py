"""What the fields of master data are for, said below them in Setup."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import AutomaticAccount, LedgerAccount, NumberSeries, VatRegistration

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_HELP: dict[type[Model], Mapping[str, "_StrOrPromise"]] = {}


def explain(model: type[Model], **texts: "_StrOrPromise") -> None:
    """Say what fields of a model are for."""
    _HELP[model] = texts


def help_of(model: type[Model]) -> Mapping[str, "_StrOrPromise"]:
    """Give what is said about the fields of a model, by name."""
    return _HELP.get(model, {})


explain(
    LedgerAccount,
    number=_("Stays as it is once something is posted to the account."),
    account_type=_("Whether its balance goes on to the next year (balance sheet) or is closed into the result."),
    is_control_account=_("Kept by a subledger: nobody posts to it by hand, and both are compared at the close."),
    is_clearing_account=_("Has to be at zero when a period closes."),
    is_blocked=_("Nothing new is posted to it; what was posted stays."),
)
explain(
    AutomaticAccount,
    purpose=_("What postings take the account for by themselves."),
    account=_("No control account, for these belong to a subledger."),
)
explain(
    NumberSeries,
    purpose=_("What is numbered from it; numbers run without gaps within a fiscal year."),
    prefix=_("Stands before the fiscal year and the number. It stays as it is once a number was given."),
    digits=_("How many digits a number has at least; it is filled up with zeros."),
)
explain(
    VatRegistration,
    country=_("The state that gave the number."),
    vat_number=_("With its prefix, as it stands on invoices."),
    currency=_("What the state wants its VAT declared in."),
    valid_from=_("The first day on which supplies are declared under it."),
    valid_to=_("The last one. Empty: it still holds."),
)
