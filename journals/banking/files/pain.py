"""Read what a bank answers to a direct debit file: the status report pain.002 of ISO 20022, version 03 or newer."""

import re

from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from journals.banking.files.structures import Answer, StatusReport
from journals.banking.files.xml_reading import Element

MESSAGE = "CstmrPmtStsRpt"
_VERSION = re.compile(r"pain\.002\.\d{3}\.\d\d", re.ASCII)


def status_report(root: Element) -> StatusReport | None:
    """Give the status report that a file is; None where it is another message.

    :raises FileRefused: it does not say which message it answers, or an answer names neither batch nor payment.
    """
    body = root if root.name == MESSAGE else root.first(MESSAGE)
    if body is None:
        return None
    original = body.text_at("OrgnlGrpInfAndSts/OrgnlMsgId")
    if not original:
        raise FileRefused(_("The status report does not say which message it answers (OrgnlMsgId)."), line=body.line)
    answers = [_answer(one, batch="", payment="") for one in body.all("OrgnlGrpInfAndSts")]
    for batch in body.all("OrgnlPmtInfAndSts"):
        name = _named(batch, "OrgnlPmtInfId")
        answers.append(_answer(batch, batch=name, payment=""))
        answers += [
            _answer(one, batch=name, payment=_named(one, "OrgnlEndToEndId")) for one in batch.all("TxInfAndSts")
        ]
    version = _VERSION.search(body.namespace)
    return StatusReport(
        version=version.group() if version else "",
        original_message=original,
        answers=tuple(answers),
    )


def _named(element: Element, name: str) -> str:
    found = element.text_at(name)
    if not found:
        text = _("An answer of the status report does not say what it is about (%(name)s).")
        raise FileRefused(text % {"name": name}, line=element.line)
    return found


def _answer(element: Element, *, batch: str, payment: str) -> Answer:
    reasons = [
        " ".join(filter(None, [one.text_at("Rsn/Cd", "Rsn/Prtry"), *(more.text for more in one.all("AddtlInf"))]))
        for one in element.all("StsRsnInf")
    ]
    status = element.text_at("TxSts", "PmtInfSts", "GrpSts")
    return Answer(batch, payment, status, "; ".join(filter(None, reasons)))
