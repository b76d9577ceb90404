"""What a bank answers to a direct debit file becomes the status of its payments.

lock       the file, then as changing a status does
refuse     a report of another message, of a canceled file, or of a payment that the file does not collect
write      the status of each payment that comes further, or is rejected, with the bank's reason
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as Xml

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from arclose.ledger.models import Company
from journals.banking.files.structures import Answer, StatusReport
from journals.models import BankStatus, DirectDebit, DirectDebitFile, Payment
from journals.models.methods import WAY
from journals.payments.statuses import change_bank_status

# What the codes of ISO 20022 (external payment status) mean here. "Partly accepted" says nothing of any one payment.
STATUSES = {
    **dict.fromkeys(("RCVD", "PDNG", "ACTC", "ACCP", "ACWC", "ACSP", "ACWP"), BankStatus.RECEIVED),
    **dict.fromkeys(("ACSC", "ACCC"), BankStatus.APPROVED),
    **dict.fromkeys(("RJCT", "CANC"), BankStatus.REJECTED),
}
NAMED_AT_MOST = 5


@transaction.atomic
def take_answers(*, company: Company, report: StatusReport, taken_by: User) -> int:
    """Give the payments of a direct debit file the status that a bank answers, and how many have another one now.

    What is said of a payment counts before what is said of its batch, and that before what is said of the file. A
    payment does not go back on its way, and one that was rejected stays so.

    :raises FileRefused: it answers no file of the company, a canceled one, or a payment that the file does not collect.
    """
    files = DirectDebitFile.objects.filter(company=company, message_id=report.original_message)
    file = files.select_for_update(no_key=True).first()
    facts = {"message": report.original_message, "company": company.code}
    if file is None:
        raise FileRefused(_("It answers %(message)s, which is no direct debit file of %(company)s.") % facts)
    if file.canceled_at is not None:
        raise FileRefused(_("It answers %(message)s, which is canceled.") % facts)
    # Behind the lock nobody else changes a status that is compared with what the bank says.
    collected = Payment.objects.filter(pk__in=file.collections.values("payment")).order_by("pk")
    list(collected.select_for_update(no_key=True).values_list("pk"))
    debits = {one.end_to_end_id: one for one in file.collections.select_related("payment")}
    _refuse_strangers(report, file, debits)
    changes: dict[tuple[BankStatus, str], list[int]] = defaultdict(list)
    for payment, status, reason in _told(report, file, debits):
        changes[status, reason].append(payment.pk)
    return sum(
        change_bank_status(
            company=company, payments=payments, status=status, reason=reason, changed_by=taken_by
        ).changed
        for (status, reason), payments in changes.items()
    )


def _refuse_strangers(report: StatusReport, file: DirectDebitFile, debits: Mapping[str, DirectDebit]) -> None:
    batches = set(_batches(file).values())
    strangers = [
        one.payment or one.batch
        for one in report.answers
        if (one.payment and one.payment not in debits) or (one.batch and one.batch not in batches)
    ]
    if strangers:
        text = _("It names %(names)s, which direct debit file %(file)s does not collect.")
        raise FileRefused(text % {"names": ", ".join(strangers[:NAMED_AT_MOST]), "file": file})


def _told(
    report: StatusReport, file: DirectDebitFile, debits: Mapping[str, DirectDebit]
) -> Iterator[tuple[Payment, BankStatus, str]]:
    """Give the payments that come further, or are rejected, with the status they have then and why."""
    of = {(one.batch, one.payment): one for one in report.answers if one.status in STATUSES}
    batches = _batches(file)
    for name, debit in debits.items():
        batch = batches.get(name, "")
        answer = of.get((batch, name)) or of.get((batch, "")) or of.get(("", ""))
        if answer is None or debit.payment is None or debit.is_canceled:
            continue
        status = STATUSES[answer.status]
        if _comes_further(debit.payment, status):
            yield debit.payment, status, _reason(answer, file)


def _comes_further(payment: Payment, status: BankStatus) -> bool:
    if payment.bank_status == BankStatus.REJECTED:
        return False
    return status == BankStatus.REJECTED or WAY.index(status) > WAY.index(BankStatus(payment.bank_status))


def _reason(answer: Answer, file: DirectDebitFile) -> str:
    """Give the reason of the bank, its code first, or which file was answered."""
    if STATUSES[answer.status] == BankStatus.REJECTED and answer.reason:
        return answer.reason
    return _("%(status)s, answer to %(file)s") % {"status": answer.status, "file": file}


def _batches(file: DirectDebitFile) -> dict[str, str]:
    """Give the name of the batch of each collection, by its end-to-end reference, as the file was made."""
    root = Xml.fromstring(file.content)  # noqa: S314 (written in this program)
    found = {}
    for batch in root.iterfind(".//{*}PmtInf"):
        name = batch.findtext("{*}PmtInfId", default="")
        found.update({one.text or "": name for one in batch.iterfind(".//{*}EndToEndId")})
    return found
