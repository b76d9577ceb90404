"""What the fields of master data are for, said below them in Setup."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import (
    AutomaticAccount,
    Company,
    Currency,
    ExchangeRate,
    ExchangeRateType,
    LedgerAccount,
    NumberSeries,
    VatRegistration,
)
from arclose.ledger.models.currencies import UnionMembership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_HELP: dict[type[Model], Mapping[str, "_StrOrPromise"]] = {}
# What these are for is the same of nearly every row.
_USUAL = {"code": _("Short; lists and files know the row by it."), "name": _("As people read it in lists.")}


def explain(model: type[Model], **texts: "_StrOrPromise") -> None:
    """Say what fields of a model are for."""
    _HELP[model] = texts


def help_of(model: type[Model]) -> Mapping[str, "_StrOrPromise"]:
    """Give what is said about the fields of a model, by name."""
    names = {field.name for field in model._meta.fields}
    return {name: text for name, text in _USUAL.items() if name in names} | dict(_HELP.get(model, {}))


explain(
    LedgerAccount,
    number=_("Stays as it is once something is posted to the account."),
    account_type=_("Whether its balance goes on to the next year (balance sheet) or is closed into the result."),
    is_control_account=_("Kept by a subledger: nobody posts to it by hand, and both are compared at the close."),
    is_clearing_account=_("Has to be at zero when a period closes."),
    is_blocked=_("Nothing new is posted to it; what was posted stays."),
    name=_("As it stands on vouchers and in lists."),
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
explain(
    Company,
    name=_("As it stands on documents."),
    address=_("As it stands on documents, a line each, without the country. The law wants it on invoices."),
    email=_("Where customers ask about documents; it stands on them."),
    trade_register_number=_("Stands on documents."),
    iban=_("Where customers are asked to pay."),
    bic=_("Beside the IBAN, for payments from abroad."),
    reporting_currency=_("A second set of amounts in the books. Empty: there is none."),
    exchange_rate_type=_("The list of rates that postings and revaluations take theirs from."),
    time_zone=_("Decides which day “today” is, and when jobs run. As the IANA writes it: Europe/Amsterdam."),
)
explain(
    Currency,
    code=_("Three letters of ISO 4217."),
    decimals=_("How fine an amount may be."),
)
explain(
    UnionMembership,
    union=_("The European Union decides about tax and EC sales lists, the euro area about the currency."),
    country=_("ISO 3166 code; XI is Northern Ireland, which counts for goods alone."),
    valid_from=_("The first day as a member."),
    valid_to=_("The last one. Empty: it still is one."),
)
explain(
    ExchangeRateType,
    code=_("By which companies and files name it."),
    base_currency=_("One unit of it is what all rates of the list are quoted against."),
)
explain(
    ExchangeRate,
    rate_type=_("The list it belongs to; its base currency says what one unit is of."),
    currency=_("What is quoted."),
    rate_date=_("The day for which it was published; it holds until the next one, within the company's limit."),
    units_per_base=_("How many units of the currency one unit of the base currency is worth: 1.0850 USD for 1 EUR."),
)
