"""Arguments that commands share: a company by its code, and a day."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from arclose.ledger.models import Company


def company_of(code: str) -> Company:
    """Give the company of a code.

    :raises CommandError: there is none; names those that there are.
    """
    found = Company.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Company.objects.order_by("code").values_list("code", flat=True))
        text = _("There is no company %(code)s. The companies are: %(known)s.")
        raise CommandError(text % {"code": code, "known": known or _("none")})
    return found


def day(text: str) -> date:
    """Give the day that is written as 2026-10-31.

    :raises ArgumentTypeError: it is written otherwise, or is no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(text)s” is no day. Write it like 2026-10-31.") % {"text": text}) from error
