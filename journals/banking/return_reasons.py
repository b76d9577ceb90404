"""What the codes mean by which a bank says why it returned a payment or refused a direct debit.

The codes are those of ISO 20022 (external code sets, return and reversal reasons) that the SEPA schemes use.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_CODE = re.compile(r"\b([A-Z]{2}\d{2}|CNOR|CUST|DNOR|DUPL|FOCR|TECH|UPAY)\b", re.ASCII)
_MEANINGS: Mapping[str, "_StrOrPromise"] = {
    "AC01": _("the account number is incorrect"),
    "AC04": _("the account is closed"),
    "AC06": _("the account is blocked"),
    "AC13": _("the account is a consumer's"),
    "AG01": _("direct debit is not allowed on the account"),
    "AG02": _("the transaction code is not valid"),
    "AM04": _("insufficient funds"),
    "AM05": _("collected or paid twice"),
    "BE04": _("the address of the creditor is missing"),
    "BE05": _("the creditor is not known"),
    "CNOR": _("the creditor's bank is not registered"),
    "CUST": _("asked for by the customer"),
    "DNOR": _("the debtor's bank is not registered"),
    "DUPL": _("collected or paid twice"),
    "FOCR": _("returned after a request to cancel"),
    "MD01": _("there is no valid mandate"),
    "MD02": _("the mandate lacks what is required"),
    "MD06": _("the debtor asked for the money back"),
    "MD07": _("the debtor has died"),
    "MS02": _("the debtor refused, without a reason"),
    "MS03": _("no reason is given"),
    "RC01": _("the code of the bank is incorrect"),
    "RR01": _("the account of the debtor is missing"),
    "RR02": _("name or address of the debtor is missing"),
    "RR03": _("name or address of the creditor is missing"),
    "RR04": _("a rule of law"),
    "SL01": _("the debtor's bank offers a service that refused it"),
    "TECH": _("a technical error"),
    "UPAY": _("the payment was not justified"),
}


def code_of(said: str) -> str:
    """Give the code in what a bank says; nothing where it names none."""
    found = _CODE.search(said)
    return found.group() if found else ""


def in_words(said: str) -> str:
    """Give what a bank says, with the meaning of its code behind it where that is known."""
    meaning = _MEANINGS.get(code_of(said))
    return f"{said}: {meaning}" if meaning else said
