"""What banks write behind :86:, each in its own way: who paid, from which account, for what.

German banks       166?00GUTSCHRIFT?20EREF+...?21SVWZ+...?30BIC?31IBAN?32NAME
ABN, Rabo, ING ... /TRTP/SEPA OVERBOEKING/IBAN/NL../NAME/.../REMI/.../EREF/...
ABN                SEPA OVERBOEKING  IBAN: NL..  NAAM: ...  OMSCHRIJVING: ...  KENMERK: ...
Knab               ... REK: NL../NAAM: ...
Triodos            000>100000000000>20RABONL2U>21NL12RABO...>22NAME
others             free text, in which an IBAN may stand
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from arclose.ledger.bank_numbers import is_iban
from journals.banking.files.structures import Entry

_CODED = re.compile(r"(\d{3})([?>])(?=\d\d)", re.ASCII)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d[A-Z0-9]{11,30}\b", re.ASCII)
# The keywords of SEPA inside of a German text.
_KEYWORDS = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|MTLG|ABWA|ABWE|IBAN|BIC)[+:]\s?", re.ASCII)
_SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|PREF|MARF|CSID|ORDP|BENM|CNTP|PURP|ISDT|ADDR|ID|RTRN|ULTD|ULTB|OCMT|OGB|ACC)/",
    re.ASCII,
)
_LABELLED = re.compile(
    r"\b(IBAN|BIC|NAAM|NAME|OMSCHRIJVING|KENMERK|MACHTIGING|INCASSANT|BETALINGSKENM\.|REK): ?", re.ASCII
)
_NOT_GIVEN = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF"})


def narrated(entry: Entry, told: Sequence[str], *, supplement: str, own: str) -> Entry:
    """Give an entry with what the bank tells of it.

    ``told`` are the texts behind :86:, ``supplement`` what stands below :61:, ``own`` the account of the statement,
    which is never the other side.
    """
    text = " ".join(one.strip() for one in told)
    found = _facts(text)
    account = _compact(found.get("account", "")) or entry.counterparty_account
    account = account or _iban_in(supplement, own) or _iban_in(text, own)
    return replace(
        entry,
        bank_code=found.get("code") or entry.bank_code,
        end_to_end_reference=_given(found.get("end_to_end", "")) or entry.end_to_end_reference,
        mandate_reference=_given(found.get("mandate", "")),
        creditor_reference=found.get("creditor", ""),
        text=_spaced(found.get("text", "")) or _spaced(text) or supplement,
        counterparty_name=_spaced(found.get("name", "")) or entry.counterparty_name,
        counterparty_account="" if account == own else account,
        return_reason=_spaced(found.get("return", "")),
    )


def _facts(text: str) -> Mapping[str, str]:
    if coded := _CODED.match(text):
        return _coded(text[coded.end(1) :], coded.group(1), coded.group(2))
    if _SLASHED.search(text):
        return _slashed(text)
    if len(_LABELLED.findall(text)) > 1:
        return _labelled(text)
    return {}


def _coded(text: str, code: str, mark: str) -> dict[str, str]:
    """Read numbered subfields: 20 to 29 and 60 to 63 are the text, 30 to 33 the other side."""
    fields: dict[int, str] = {}
    for part in re.split(rf"{re.escape(mark)}(?=\d\d)", text)[1:]:
        number = int(part[:2])
        fields[number] = fields.get(number, "") + part[2:]
    if mark == ">":
        return _of_triodos(fields)
    purpose = "".join(fields.get(number, "") for number in (*range(20, 30), *range(60, 64)))
    words = _keywords(purpose)
    return {
        "code": code,
        "account": words.get("IBAN") or fields.get(31, ""),
        "name": fields.get(32, "") + fields.get(33, ""),
        "end_to_end": words.get("EREF", ""),
        "mandate": words.get("MREF", ""),
        "text": words.get("SVWZ") or words.get("MTLG") or words[""] or purpose or fields.get(0, ""),
        "return": fields.get(34, "") if "RETOURE" in fields.get(0, "") or "RÜCK" in fields.get(0, "").upper() else "",
    }


def _of_triodos(fields: Mapping[int, str]) -> dict[str, str]:
    texts = [fields[number] for number in range(20, 31) if number in fields]
    account = next((text for text in texts if _IBAN.fullmatch(text.strip())), "")
    rest = texts[texts.index(account) + 1 :] if account else texts
    return {"account": account, "text": "".join(rest)}


def _keywords(text: str) -> dict[str, str]:
    parts = _KEYWORDS.split(text)
    found = {"": parts[0]}
    for name, value in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(name, value)
    return found


def _slashed(text: str) -> dict[str, str]:
    """Read fields between slashes; a name may follow ORDP or BENM, an account, BIC and name CNTP."""
    parts = _SLASHED.split(text)
    found: dict[str, str] = {}
    for name, value in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(name, value.strip("/ "))
    other = [part.strip() for part in found.get("CNTP", "").split("/")] + ["", "", ""]
    kind, creditor, remittance = _remittance(found.get("REMI", ""))
    return {
        "account": found.get("IBAN") or other[0],
        "name": found.get("NAME") or other[2],
        "end_to_end": found.get("EREF", ""),
        "mandate": found.get("MARF", ""),
        "creditor": creditor,
        "text": remittance or (kind and creditor),
        "return": found.get("RTRN", ""),
    }


def _remittance(text: str) -> tuple[str, str, str]:
    """Give, of what was remitted, how it was written, its structured reference, and its text."""
    structured = re.match(r"STRD/(?P<issuer>[A-Z]*)/(?P<reference>[^/]+)", text)
    if structured:
        return "STRD", structured["reference"].strip(), ""
    reference = re.search(r"/CDTRREF/([^/]+)", text) or re.match(r"ISSUER: .* REF: ?(.+)", text)
    if reference:
        return "STRD", reference.group(1).replace(" ", ""), ""
    return "", "", re.sub(r"^USTD/+", "", text)


def _labelled(text: str) -> dict[str, str]:
    parts = _LABELLED.split(text)
    found = dict(zip(reversed(parts[1::2]), reversed(parts[2::2]), strict=True))
    before = parts[0] if "REK" in found else ""
    return {
        "account": (found.get("IBAN") or found.get("REK", "")).strip("/ "),
        "name": found.get("NAAM") or found.get("NAME", ""),
        "end_to_end": found.get("KENMERK", ""),
        "mandate": found.get("MACHTIGING", ""),
        "creditor": found.get("BETALINGSKENM.", ":").lstrip(": ").partition(" ")[0],
        "text": found.get("OMSCHRIJVING", "") or before,
    }


def _iban_in(text: str, own: str) -> str:
    return next((found for found in _IBAN.findall(text) if found != own and is_iban(found)), "")


def _compact(number: str) -> str:
    return re.sub(r"\s", "", number)


def _given(reference: str) -> str:
    text = reference.strip()
    return "" if text.upper() in _NOT_GIVEN else text


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
