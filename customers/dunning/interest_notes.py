"""What interest notes post, and what speaks against it.

interest note
    debit    customer balance   interest and fee   summary account of the customer
    credit   interest           the interest       interest account of the code
    credit   fee                the fee            fee account of the code, else its interest account

Interest and fees for paying late are compensation, and no part of what was supplied: no sales tax is charged on them
(Court of Justice of the European Union, 222/81, BAZ Bausystem).
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from arclose.ledger.models import Company
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import Refusal
from customers import sql
from customers.dunning.notes import Charged, NoteKind
from customers.dunning.refusals import refusal
from customers.models import InterestNote, InterestNoteLine
from customers.models.transactions import TransactionType


def _changed_since(company: Company, notes: "QuerySet[Any]") -> list[Refusal]:
    """Look for notes that would charge something else by now, as a payment of an earlier day came."""
    until_days = dict(notes.values_list("pk", "until_date"))
    if not until_days:
        return []
    changed = sql.notes_changed_since(company_id=company.pk, notes=sorted(until_days), until=max(until_days.values()))
    return [refusal(pk, "changed_since", number) for pk, number in changed.items()]


INTEREST_NOTES = NoteKind(
    name="interest-notes",
    reversals="interest-note-reversals",
    waivers="interest-note-waivers",
    document_type="interest_note",
    transaction_type=TransactionType.INTEREST_NOTE,
    label="IN",
    notes=InterestNote,
    lines=InterestNoteLine,
    parts=(
        Charged(PostingType.INTEREST, "interest_amount", "interest_code__interest_account"),
        Charged(
            PostingType.FEE, "fee_amount", Coalesce("interest_code__fee_account", "interest_code__interest_account")
        ),
    ),
    again=("customer_id", "currency_id", "interest_code_id", "until_date", "interest_amount", "fee_amount"),
    refused=_changed_since,
)
