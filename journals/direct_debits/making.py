"""Make the file that tells the bank to collect payments, keep it as it was sent, and cancel it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.ledger.posting import fingerprint_of
from customers.models import Mark
from journals.direct_debits.characters import plain
from journals.direct_debits.messages import Creditor, Entry, message
from journals.direct_debits.planning import Collection, Plan, payments_to_collect, plan
from journals.kinds.payments import PAYMENT
from journals.models import BankStatus, DirectDebit, DirectDebitFile, Journal, Mandate, Payment, PaymentStatus
from journals.models.direct_debits import MessageVersion
from journals.payments.statuses import change_bank_status

NAMED_AT_MOST = 120


class CannotMakeFile(Exception):
    """A file cannot be made, or canceled, as asked: nothing was changed."""


class PlanChanged(CannotMakeFile):
    """What would be collected is not what somebody looked at."""


@transaction.atomic
def make_file(
    *, journal: Journal, version: MessageVersion, moment: datetime, seen: str, made_by: User, key: str
) -> DirectDebitFile:
    """Give a new file that collects what can be collected of a journal; its payments are sent now.

    ``moment`` is now in the company's time zone, ``seen`` the fingerprint of the plan that was shown. The same key
    gives the file it gave before.

    :raises PlanChanged: the plan is not the one that was shown.
    :raises CannotMakeFile: nothing can be collected, or the key belongs to another file.
    """
    Journal.objects.select_for_update(no_key=True).get(pk=journal.pk)
    fingerprint = fingerprint_of("direct debit file", journal.pk, str(version), seen)
    if known := DirectDebitFile.objects.filter(company=journal.company_id, key=key).first():
        if known.fingerprint != fingerprint:
            raise CannotMakeFile(_("This form was sent before with other content. Look at it, and send it once more."))
        return known
    now = _locked_plan(journal, moment, made_by)
    if now.fingerprint != seen:
        raise PlanChanged(_("What would be collected has changed since you looked. Look at it again."))
    if not now.collections:
        raise CannotMakeFile(_("No payment of this journal can be collected."))
    made = _write(journal, version, moment, now, made_by, key, fingerprint)
    change_bank_status(
        company=journal.company,
        payments=[one.payment.pk for one in now.collections],
        status=BankStatus.SENT,
        reason=_("in file %(file)s") % {"file": made},
        changed_by=made_by,
    )
    return made


def _locked_plan(journal: Journal, moment: datetime, made_by: User) -> Plan:
    payments = payments_to_collect(journal)
    list(payments.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))
    customers = payments.order_by().values("customer")
    mandates = Mandate.objects.filter(company=journal.company_id, customer__in=customers).order_by("pk")
    list(mandates.select_for_update(no_key=True).values_list("pk"))
    return plan(journal=journal, today=moment.date(), made_by=made_by)


def _write(
    journal: Journal,
    version: MessageVersion,
    moment: datetime,
    now: Plan,
    made_by: User,
    key: str,
    fingerprint: str,
) -> DirectDebitFile:
    company = journal.company
    number = DirectDebitFile.objects.filter(journal=journal).count() + 1
    name = plain(f"{company.code}-{journal.pk}-{number}", longest=30)
    entries = _entries(company.code, company.name, now.collections)
    content = message(version=version, message_id=name, made_at=moment, initiator=company.name, entries=entries)
    made = DirectDebitFile.objects.create(
        company=company,
        journal=journal,
        message_id=name,
        version=version,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        payment_count=len(entries),
        amount=now.amount,
        made_by=made_by,
        key=key,
        fingerprint=fingerprint,
    )
    DirectDebit.objects.bulk_create(
        DirectDebit(
            company=company,
            file=made,
            payment=one.payment,
            mandate=one.mandate,
            sequence_type=one.sequence_type,
            collection_date=one.payment.payment_date,
            amount=one.payment.amount,
            end_to_end_id=entry.end_to_end_id,
        )
        for one, entry in zip(now.collections, entries, strict=True)
    )
    return made


def _entries(code: str, name: str, collections: Sequence[Collection]) -> list[Entry]:
    texts = _texts(collections)
    found = []
    for one in collections:
        account, debtor = one.payment.bank_account, one.mandate.bank_account
        assert account is not None
        found.append(
            Entry(
                creditor=Creditor(name, account.iban, account.bic, account.creditor_identifier),
                scheme=one.mandate.scheme,
                sequence_type=one.sequence_type,
                collection_date=one.payment.payment_date,
                end_to_end_id=plain(f"{code}-{one.payment}", longest=35),
                amount=one.payment.amount,
                mandate=one.mandate.number,
                signed_date=one.mandate.signed_date,
                debtor_name=debtor.holder or one.payment.customer.name,
                debtor_iban=debtor.iban,
                debtor_bic=debtor.bic,
                text=texts[one.payment.pk],
            )
        )
    return found


def _texts(collections: Sequence[Collection]) -> Mapping[int, str]:
    """Say what each payment is for: the documents it marks, as many as there is room for, else its reference."""
    marks = Mark.objects.filter(document_type=PAYMENT, document_id__in=[one.payment.pk for one in collections])
    numbers: dict[int, list[str]] = {}
    for document, number in marks.order_by("pk").values_list("document_id", "transaction__document_number"):
        numbers.setdefault(document, []).append(number)
    found = {}
    for one in collections:
        named = numbers.get(one.payment.pk, [])
        text = ", ".join(named)
        while len(text) > NAMED_AT_MOST:
            named = named[:-1]
            text = ", ".join([*named, "..."])
        found[one.payment.pk] = text or one.payment.reference or str(one.payment)
    return found


@transaction.atomic
def cancel_file(*, file: DirectDebitFile, reason: str, canceled_by: User) -> bool:
    """Cancel a file that the bank was not given, or has given back; tell whether it stood. Its payments wait as before.

    :raises CannotMakeFile: a payment of it is posted, or the bank said that it has come on its way.
    """
    locked = DirectDebitFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if locked.canceled_at is not None:
        return False
    rows = DirectDebit.objects.filter(file=locked)
    payments = Payment.objects.filter(pk__in=rows.values("payment")).order_by("pk")
    _refuse_what_is_under_way(list(payments.select_for_update(no_key=True)))
    DirectDebitFile.objects.filter(pk=locked.pk).update(
        canceled_at=Now(), canceled_by=canceled_by, cancel_reason=reason[:200]
    )
    rows.update(is_canceled=True)
    change_bank_status(
        company=locked.company,
        payments=list(payments.values_list("pk", flat=True)),
        status=BankStatus.NONE,
        reason=_("file %(file)s is canceled: %(reason)s") % {"file": locked, "reason": reason},
        changed_by=canceled_by,
    )
    return True


def _refuse_what_is_under_way(payments: Sequence[Payment]) -> None:
    posted = [str(one) for one in payments if one.status == PaymentStatus.POSTED]
    if posted:
        text = _("Posted: %(payments)s. Take back what the bank returned instead, payment by payment.")
        raise CannotMakeFile(text % {"payments": ", ".join(posted)})
    answered = [str(one) for one in payments if one.bank_status in (BankStatus.RECEIVED, BankStatus.APPROVED)]
    if answered:
        text = _("The bank has %(payments)s already. Change their payment status first if it gave the file back.")
        raise CannotMakeFile(text % {"payments": ", ".join(answered)})
