"""Which accounts master data may name: control accounts stand apart."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import LedgerAccount


def refuse_control_accounts(row: Any) -> None:
    """Refuse a row of master data that posts by itself to a control account.

    :raises ValidationError: naming each such field.
    """
    wrong = {name: account for name, account in _accounts_of(row).items() if account.is_control_account}
    text = _("%s is a control account: only documents of its subledger post to it.")
    if wrong:
        raise ValidationError({name: text % account for name, account in wrong.items()})


def require_control_accounts(row: Any) -> None:
    """Refuse a row of master data that keeps what customers owe on another account.

    :raises ValidationError: naming each such field.
    """
    wrong = {name: account for name, account in _accounts_of(row).items() if not account.is_control_account}
    text = _("%s is no control account: what customers owe is kept on one.")
    if wrong:
        raise ValidationError({name: text % account for name, account in wrong.items()})


def _accounts_of(row: Any) -> dict[str, LedgerAccount]:
    fields = [field for field in row._meta.concrete_fields if field.related_model is LedgerAccount]
    return {field.name: getattr(row, field.name) for field in fields if getattr(row, field.attname) is not None}
