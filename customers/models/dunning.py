"""What interest notes and collection letters have in common: how far they have come, and that posted ones stay."""

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Currency


class NoteStatus(models.TextChoices):
    """How far an interest note or a collection letter has come."""

    CREATED = "created", _("Created")
    PRINTED = "printed", _("Printed")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    WAIVED = "waived", _("Waived")


UNPOSTED = (NoteStatus.CREATED, NoteStatus.PRINTED)
# What it charged goes back in either case. Waived, it stays said: its days are charged, its step is reached.
TAKEN_BACK = (NoteStatus.REVERSED, NoteStatus.WAIVED)
ONCE_POSTED = (NoteStatus.POSTED, *TAKEN_BACK)
_TAKEN_BACK, _ONCE_POSTED = (", ".join(f"'{one}'" for one in some) for some in (TAKEN_BACK, ONCE_POSTED))


class PostedNoteStays(pgtrigger.Trigger):
    """A document that is posted is neither changed nor deleted; what takes it back says so on it, once."""

    name = "posted_note_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status__in=ONCE_POSTED)

    def __init__(self, *, noun: str = "interest note", also: Sequence[str] = ()) -> None:
        """Say how the document is called, and which columns change with its status."""
        super().__init__()
        self.noun, self.changing = noun, " - ".join(f"'{column}'" for column in ("status", *also))

    def get_func(self, model: Any) -> str:
        """Let only its status change, from posted to one of what is taken back."""
        return f"""
        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status IN ({_TAKEN_BACK})
            AND to_jsonb(NEW) - {self.changing} = to_jsonb(OLD) - {self.changing} THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'arclose: {self.noun} % is posted and never changes. Reverse it instead.', OLD.id
            USING ERRCODE = 'restrict_violation';
    """


class NoteStatusMoves(pgtrigger.Trigger):
    """A document is made first, then posted, and taken back only then: so none gets past the guard of its posting."""

    name = "note_status_moves"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__status__in=ONCE_POSTED)
    func = f"""
        IF TG_OP = 'INSERT' OR (NEW.status IN ({_TAKEN_BACK}) AND OLD.status NOT IN ({_ONCE_POSTED})) THEN
            RAISE EXCEPTION 'arclose: row % of % cannot be % yet: it is made first, then posted, then reversed',
                NEW.id, TG_TABLE_NAME, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """


class PostedNoteEntersOpenPosting(EntersOpenPosting):
    """A document is posted by a posting that is being made, on its day in an open period; its reversal likewise.

    Of the reversal where the document ``keeps_reversal`` itself: else its voucher is guarded.
    """

    operation = pgtrigger.Update

    def __init__(self, *, keeps_reversal: bool = False) -> None:
        """Say whether the document says itself what reversed it, and when."""
        postings = "SELECT DISTINCT posting_id FROM new_rows WHERE status = 'posted'"
        days = "SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted'"
        if keeps_reversal:
            taken_back = f"FROM new_rows WHERE status IN ({_TAKEN_BACK})"
            postings += f" UNION SELECT reversal_id {taken_back}"
            days += f" UNION SELECT company_id, reversal_date {taken_back}"
        super().__init__(postings=postings, days=days)


class PostedNoteLinesStay(pgtrigger.Trigger):
    """The lines of a document that is posted stay; those of one that is reversed stand no longer."""

    name = "posted_note_lines_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean"), ("is_reversed", "boolean")]

    def __init__(self, *, noun: str = "interest note", table: str = "customers_interestnote") -> None:
        """Say of which document they are: how it is called, and its table."""
        super().__init__()
        self.noun, self.table = noun, table

    def get_func(self, model: Any) -> str:
        """Look at the documents of the line, before and after, and keep it as it is where either is posted."""
        return f"""
        SELECT bool_or(locked.status IN ({_ONCE_POSTED})), bool_or(locked.status = 'reversed')
            INTO is_posted, is_reversed FROM (
            SELECT n.status FROM public.{self.table} n
            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;
        IF is_reversed AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing
            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN
            RETURN NEW;
        END IF;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the {self.noun} of this line is posted and never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """  # noqa: S608 (written in this program)


class ReinstatesWhatIsWaived(pgtrigger.Trigger):
    """A document that reinstates another one charges what that charged its customer, and that is waived."""

    name = "reinstates_what_is_waived"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__reinstates__isnull=False)

    def __init__(self, *, table: str, amounts: Sequence[str]) -> None:
        """Say the table of the documents, and the columns of what they charge."""
        super().__init__()
        self.table, self.same = table, ("company_id", "customer_id", "currency_id", *amounts)

    def get_func(self, model: Any) -> str:
        """Compare both."""
        theirs, own = (", ".join(f"{row}.{column}" for column in self.same) for row in ("waived", "NEW"))
        return f"""
        IF NOT EXISTS (SELECT 1 FROM public.{self.table} waived
            WHERE waived.id = NEW.reinstates_id AND waived.status = 'waived' AND ({theirs}) = ({own})) THEN
            RAISE EXCEPTION 'arclose: row % of % does not charge again what % charged and is waived',
                NEW.id, TG_TABLE_NAME, NEW.reinstates_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """  # noqa: S608 (written in this program)


def reinstated_once(name: str) -> list[models.BaseConstraint]:
    """Let one document at most reinstate what is waived, while it is not reversed; it is not waived itself."""
    standing = models.Q(status__in=(*UNPOSTED, NoteStatus.POSTED))
    is_waived = models.Q(status=NoteStatus.WAIVED, reinstates__isnull=False)
    return [
        models.UniqueConstraint(fields=["reinstates"], condition=standing, name=f"{name}_once"),
        models.CheckConstraint(condition=~is_waived, name=f"{name}_anew_when_reversed"),
    ]


def reinstating_index(name: str) -> models.Index:
    """Find what reinstates a document."""
    return models.Index(fields=["reinstates"], condition=models.Q(reinstates__isnull=False), name=name)


class DunningNote(models.Model):
    """What charges a customer for paying late, on a day and in one currency.

    It has a voucher when it is posted and charges something. ``transaction_units`` of its currency are worth
    ``accounting_units`` of the accounting currency then. One that ``reinstates`` another charges again what of that was
    waived; it has no lines: which days or documents that is about stands there.
    """

    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    note_date = models.DateField(_("date"))
    status = models.CharField(_("status"), max_length=10, choices=NoteStatus, default=NoteStatus.CREATED)
    fee_amount = AmountField(_("fee"), default=0)
    transaction_units = UnitsField(null=True, editable=False)
    accounting_units = UnitsField(null=True, editable=False)
    reinstates = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="reinstated_by",
        null=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        verbose_name=_("reinstates"),
    )
    reinstatement_reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="", editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True
