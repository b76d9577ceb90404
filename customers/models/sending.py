"""Documents sent by e-mail: from whom, in which words, and what became of each."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobTask
from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from arclose.ledger.models.companies import Language
from customers.email_addresses import AddressesField, validate_sender
from customers.models.customers import Customer
from customers.placeholders import unknown_placeholders

_ONE_LINE = 200


def validate_one_line(text: str) -> None:
    """Do nothing where a text is one line of printable letters: a header of an e-mail has no other.

    :raises ValidationError: it has a line break or another control character.
    """
    if not text.isprintable():
        raise ValidationError(_("Write it on one line, without control characters."))


class LetterKind(models.TextChoices):
    """What an e-mail brings."""

    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    CONFIRMATION = "confirmation", _("confirmation")
    STATEMENT = "statement", _("statement")
    COLLECTION_LETTER = "letter", _("collection letter")


@keep_history
class EmailSender(models.Model):
    """Who the e-mails of a company are from; a company without such a row sends from the server's own address."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="email_sender", verbose_name=_("company"))
    name = models.CharField(
        _("name"), max_length=120, blank=True, validators=[validate_one_line], help_text=_("Empty: the company's.")
    )
    address = models.EmailField(
        _("sender address"), blank=True, help_text=_("Empty: the one that operations have set for all e-mails.")
    )
    reply_to = AddressesField(
        _("reply to"), blank=True, help_text=_("Where answers go, separated by commas. Empty: to the sender.")
    )

    class Meta:
        verbose_name = _("sender of e-mails")
        verbose_name_plural = _("senders of e-mails")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        """Refuse an address that no header of an e-mail can name.

        :raises ValidationError: naming it, at its field.
        """
        try:
            validate_sender(self.address)
        except ValidationError as error:
            raise ValidationError({"address": error}) from None


@keep_history
class EmailText(models.Model):
    """Subject and text of e-mails that bring one kind of document in one language, with named placeholders."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    kind = models.CharField(_("document"), max_length=12, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    subject = models.CharField(_("subject"), max_length=_ONE_LINE, validators=[validate_one_line])
    body = models.TextField(
        _("text"),
        max_length=5_000,
        help_text=_(
            "{document}, {number}, {date}, {due_date}, {total}, {customer} and {company} stand for what the document"
            " says."
        ),
    )

    class Meta:
        verbose_name = _("text of e-mails")
        verbose_name_plural = _("texts of e-mails")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "kind", "language"], name="email_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    def clean(self) -> None:
        """Refuse a placeholder that stands for nothing.

        :raises ValidationError: naming it, at its field.
        """
        text = _("“{%(name)s}” stands for nothing here.")
        errors = {
            field: text % {"name": unknown[0]}
            for field in ("subject", "body")
            if (unknown := unknown_placeholders(getattr(self, field)))
        }
        if errors:
            raise ValidationError(errors)


class SentType(models.TextChoices):
    """The table of a document that is sent: of a statement it is the customer's."""

    INVOICE = "invoice", _("invoice")
    ORDER_DOCUMENT = "order_document", _("order document")
    STATEMENT = "statement", _("statement")
    COLLECTION_LETTER = "letter", _("collection letter")


class SendingState(models.TextChoices):
    """Where an e-mail stands: claimed by who is about to send it, so that it goes out once at most."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNKNOWN = "unknown", _("May have gone out")


class WhatWasSentStays(pgtrigger.Trigger):
    """What went out, or may have, is never taken back nor sent as if it had not."""

    name = "what_was_sent_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' OR OLD.state IN ('sent', 'unknown')
            OR OLD.state = 'claimed' AND NEW.state = 'waiting'
            OR (NEW.company_id, NEW.document_type, NEW.document_id, NEW.document_date, NEW.customer_id, NEW.recipient,
                NEW.attempt)
            IS DISTINCT FROM (OLD.company_id, OLD.document_type, OLD.document_id, OLD.document_date, OLD.customer_id,
                OLD.recipient, OLD.attempt) THEN
            RAISE EXCEPTION 'arclose: what was sent, or may have been, stays as it is'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class SentDocument(models.Model):
    """A document on its way to one recipient, and what became of it.

    There is one for each document and recipient, and a further ``attempt`` only where somebody asked to send it again.
    ``document_date`` is the day of the document; of a statement the day it looks at. ``file_digest`` and ``ubl_digest``
    are SHA-256 of the files that were attached. ``error`` says why it was not sent, or why nobody knows.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    document_type = models.CharField(_("type"), max_length=15, choices=SentType, db_collation="C")
    document_id = models.BigIntegerField()
    document_date = models.DateField(_("date"))
    number = models.CharField(_("document"), max_length=60)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("customer")
    )
    recipient = models.EmailField(_("recipient"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), db_default=1, default=1)
    task = models.ForeignKey(JobTask, models.PROTECT, related_name="+", db_constraint=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=SendingState, db_default=SendingState.WAITING, db_collation="C"
    )
    at = models.DateTimeField(_("at"), null=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64, db_default="")
    ubl_digest = models.CharField(_("digest of the UBL file"), max_length=64, db_default="")
    error = models.TextField(_("reason"), db_default="")

    class Meta:
        verbose_name = _("sent document")
        verbose_name_plural = _("sent documents")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["company", "document_type", "document_id", "document_date", "recipient", "attempt"],
                name="sent_document_once",
            ),
            CompanyForeignKey(field="customer", to="customers.Customer", name="sent_document_customer"),
            CompanyForeignKey(field="task", to="batch.JobTask", name="sent_document_task"),
            models.CheckConstraint(
                condition=models.Q(state__in=SendingState.values), name="sent_document_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="sent_document_newest_idx")]
        triggers = [WhatWasSentStays()]

    def __str__(self) -> str:
        return f"{self.number} {self.recipient}"
