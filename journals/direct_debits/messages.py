"""A direct debit file as XML: pain.008 of ISO 20022, as the implementation guidelines of the EPC narrow it (EPC130-08).

Collections with the same account, scheme, sequence and day stand in one batch. Order and names of elements are those of
the schema; the two versions differ in their namespace and in what they call a BIC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from xml.etree import ElementTree as Xml

from journals.direct_debits.characters import plain
from journals.models.direct_debits import CURRENCY, MessageVersion

_NAME, _REFERENCE, _TEXT = 70, 35, 140
_BIC = {MessageVersion.V02: "BIC", MessageVersion.V08: "BICFI"}
_UNKNOWN_BANK = "NOTPROVIDED"


@dataclass(frozen=True)
class Creditor:
    """Who collects, to which account, under which identifier."""

    name: str
    iban: str
    bic: str
    identifier: str


@dataclass(frozen=True)
class Entry:
    """One collection: from whom, by which mandate, when, as what, and what for."""

    creditor: Creditor
    scheme: str
    sequence_type: str
    collection_date: date
    end_to_end_id: str
    amount: Decimal
    mandate: str
    signed_date: date
    debtor_name: str
    debtor_iban: str
    debtor_bic: str
    text: str


def message(
    *, version: MessageVersion, message_id: str, made_at: datetime, initiator: str, entries: Sequence[Entry]
) -> str:
    """Give the file; the same content gives the same text. Amounts are in euros."""
    root = Xml.Element("Document", {"xmlns": f"urn:iso:std:iso:20022:tech:xsd:{version}"})
    body = _add(root, "CstmrDrctDbtInitn")
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", message_id)
    _add(head, "CreDtTm", made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _counted(head, entries)
    _add(_add(head, "InitgPty"), "Nm", plain(initiator, longest=_NAME))
    ordered = sorted(entries, key=_batch_of)
    for place, (_key, batch) in enumerate(groupby(ordered, key=_batch_of), start=1):
        _batch(body, f"{message_id}-{place}"[:_REFERENCE], list(batch), version)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _batch_of(entry: Entry) -> tuple[str, date, str, str]:
    return (entry.creditor.iban, entry.collection_date, entry.scheme, entry.sequence_type)


def _batch(body: Xml.Element, name: str, entries: Sequence[Entry], version: MessageVersion) -> None:
    first = entries[0]
    batch = _add(body, "PmtInf")
    _add(batch, "PmtInfId", name)
    _add(batch, "PmtMtd", "DD")
    _counted(batch, entries)
    kind = _add(batch, "PmtTpInf")
    _add(_add(kind, "SvcLvl"), "Cd", "SEPA")
    _add(_add(kind, "LclInstrm"), "Cd", first.scheme)
    _add(kind, "SeqTp", first.sequence_type)
    _add(batch, "ReqdColltnDt", first.collection_date.isoformat())
    _add(_add(batch, "Cdtr"), "Nm", plain(first.creditor.name, longest=_NAME))
    _account(batch, "CdtrAcct", first.creditor.iban)
    _bank(batch, "CdtrAgt", first.creditor.bic, version)
    _add(batch, "ChrgBr", "SLEV")
    _identifier(batch, first.creditor.identifier)
    for entry in entries:
        _entry(batch, entry, version)


def _entry(batch: Xml.Element, entry: Entry, version: MessageVersion) -> None:
    one = _add(batch, "DrctDbtTxInf")
    _add(_add(one, "PmtId"), "EndToEndId", entry.end_to_end_id)
    _add(one, "InstdAmt", f"{entry.amount:.2f}").set("Ccy", CURRENCY)
    mandate = _add(_add(one, "DrctDbtTx"), "MndtRltdInf")
    _add(mandate, "MndtId", entry.mandate)
    _add(mandate, "DtOfSgntr", entry.signed_date.isoformat())
    _bank(one, "DbtrAgt", entry.debtor_bic, version)
    _add(_add(one, "Dbtr"), "Nm", plain(entry.debtor_name, longest=_NAME))
    _account(one, "DbtrAcct", entry.debtor_iban)
    if text := plain(entry.text, longest=_TEXT):
        _add(_add(one, "RmtInf"), "Ustrd", text)


def _identifier(parent: Xml.Element, identifier: str) -> None:
    other = _add(_add(_add(_add(parent, "CdtrSchmeId"), "Id"), "PrvtId"), "Othr")
    _add(other, "Id", identifier)
    _add(_add(other, "SchmeNm"), "Prtry", "SEPA")


def _account(parent: Xml.Element, name: str, iban: str) -> None:
    _add(_add(_add(parent, name), "Id"), "IBAN", iban)


def _bank(parent: Xml.Element, name: str, bic: str, version: MessageVersion) -> None:
    bank = _add(_add(parent, name), "FinInstnId")
    if bic:
        _add(bank, _BIC[version], bic)
    else:
        _add(_add(bank, "Othr"), "Id", _UNKNOWN_BANK)


def _counted(parent: Xml.Element, entries: Sequence[Entry]) -> None:
    _add(parent, "NbOfTxs", str(len(entries)))
    _add(parent, "CtrlSum", f"{sum((entry.amount for entry in entries), Decimal(0)):.2f}")


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    child = Xml.SubElement(parent, name)
    if text:
        child.text = text
    return child
