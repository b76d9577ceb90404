"""One e-mail to the server, and what its answer means.

A server that cannot be reached, or refuses by name, has taken nothing. After any other error nobody knows.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from customers.email_addresses import addresses_of, in_ascii, validate_addresses
from customers.models import EmailSender, SentDocument
from customers.models.sending import SendingState
from customers.papers.typesetting import pdf_of
from customers.sending import outbox
from customers.sending.letters import Content
from customers.sending.servers import has_server
from customers.sending.texts import on_one_line

# Refused before the server heard of it.
_NOTHING_SAID = (BadHeaderError, UnicodeError, ValidationError)


class ServerAway(Exception):
    """The e-mail server cannot be reached, so nothing went out, and trying the next e-mail would only take time."""


class NoServer(ServerAway):
    """No e-mail server is set up, so nothing goes out."""

    def __str__(self) -> str:
        return _("No e-mail server is set up.")


def require_server() -> None:
    """Do nothing where there is a server to send to.

    :raises NoServer: there is none.
    """
    if not has_server():
        raise NoServer


@dataclass(frozen=True)
class Sender:
    """Who e-mails are from, as a header says it, and where answers go."""

    address: str
    reply_to: Sequence[str]

    @property
    def domain(self) -> str:
        """Give what stands behind the at sign."""
        return parseaddr(self.address)[1].rpartition("@")[2]


def sender_of(company: Company) -> Sender:
    """Give the sender that a company has set up; the server's own address, under the company's name, without one."""
    kept = EmailSender.objects.filter(company=company).first() or EmailSender()
    address = in_ascii(kept.address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return Sender(formataddr((on_one_line(kept.name or company.name), address)), addresses_of(kept.reply_to))


def send(rows: Sequence[SentDocument], *, content: Content, subject: str, body: str, sender: Sender) -> None:
    """Send a document to each recipient of its rows, and write down what became of it.

    :raises ServerAway: the server cannot be reached; what is left of the rows waits.
    """
    pdf = pdf_of(content.paper)
    digests = {"file_digest": hashlib.sha256(pdf).hexdigest()}
    attachments = [(content.paper.file_name, pdf, "application/pdf")]
    if content.ubl is not None:
        digests["ubl_digest"] = hashlib.sha256(content.ubl.content).hexdigest()
        attachments.append((content.ubl.name, content.ubl.content, "application/xml"))
    for row in rows:
        mailer = _connected()
        try:
            if outbox.claim(row):
                message = _message(row, subject=subject, body=body, sender=sender, mailer=mailer)
                message.attachments.extend(attachments)
                state, error = _sent(message)
                outbox.note(row, state, error=error, **digests)
        finally:
            with suppress(Exception):
                mailer.close()


def _connected() -> BaseEmailBackend:
    """Reach the server anew for each e-mail: one that ended a connection meanwhile would leave a doubt."""
    try:
        mailer: BaseEmailBackend = get_connection()
        mailer.open()
    except Exception as error:
        raise ServerAway(_said(error)) from error
    return mailer


def _message(row: SentDocument, *, subject: str, body: str, sender: Sender, mailer: BaseEmailBackend) -> EmailMessage:
    return EmailMessage(
        subject,
        body,
        from_email=sender.address,
        to=[row.recipient],
        reply_to=sender.reply_to,
        headers={"Message-ID": make_msgid(f"{row.pk}", domain=sender.domain)},
        connection=mailer,
    )


def _sent(message: EmailMessage) -> tuple[SendingState, str]:
    """Send an e-mail and give what became of it, and why."""
    try:
        validate_addresses(message.to[0])
        message.send()
    except SMTPRecipientsRefused as refused:
        return SendingState.FAILED, "; ".join(_answer(*answer) for answer in refused.recipients.values())
    except (SMTPSenderRefused, SMTPDataError) as refused:
        return SendingState.FAILED, _answer(refused.smtp_code, refused.smtp_error)
    except _NOTHING_SAID as error:
        return SendingState.FAILED, _said(error)
    except Exception as error:
        return SendingState.UNKNOWN, _said(error)
    return SendingState.SENT, ""


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
