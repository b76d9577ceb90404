"""Where a camt message breaks its schema though it can be read: said as a warning, never a reason to refuse.

The rules are our own, written after the ISO 20022 message definitions camt.052, .053 and .054, versions 02 to 10: what
must be there, in which order elements come, how long texts are, how amounts are written. They look at what is read,
so a message that passes may still break its schema elsewhere (addresses, agents, tax).
"""

import re
from collections.abc import Iterator, Mapping

from journals.banking.files.structures import Notice, Warned
from journals.banking.files.xml_reading import Element

_OF_STATEMENT = (
    "Id StmtPgntn RptPgntn NtfctnPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd RptgSrc Acct RltdAcct"
    " Intrst Bal TxsSummry Ntry AddtlStmtInf AddtlRptInf AddtlNtfctnInf"
)
# The children of an element, in their order, over all versions.
ORDER: Mapping[str, tuple[str, ...]] = {
    name: tuple(written.split())
    for name, written in {
        "GrpHdr": "MsgId CreDtTm MsgRcpt MsgPgntn OrgnlBizQry AddtlInf",
        "Stmt": _OF_STATEMENT,
        "Rpt": _OF_STATEMENT,
        "Ntfctn": _OF_STATEMENT,
        "Acct": "Id Tp Ccy Nm Prxy Ownr Svcr",
        "Bal": "Tp CdtLine Amt CdtDbtInd Dt Avlbty",
        "Ntry": "NtryRef Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef Avlbty BkTxCd ComssnWvrInd AddtlInfInd"
        " AmtDtls Chrgs TechInptChanl Intrst CardTx NtryDtls AddtlNtryInf",
        "NtryDtls": "Btch TxDtls",
        "Btch": "MsgId PmtInfId NbOfTxs TtlAmt CdtDbtInd",
        "TxDtls": "Refs Amt CdtDbtInd AmtDtls Avlbty BkTxCd Chrgs Intrst RltdPties RltdAgts LclInstrm PmtTpInf Purp"
        " RltdRmtInf RmtInf RltdDts RltdPric RltdQties FinInstrmId Tax RtrInf CorpActn SfkpgAcct CshDpst CardTx"
        " AddtlTxInf SplmtryData",
        "Refs": "MsgId AcctSvcrRef PmtInfId InstrId EndToEndId UETR TxId MndtId ChqNb ClrSysRef AcctOwnrTxId"
        " AcctSvcrTxId MktInfrstrctrTxId PrcgId Prtry",
        "RmtInf": "Ustrd Strd",
        "RtrInf": "OrgnlBkTxCd Orgtr Rsn AddtlInf",
    }.items()
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "GrpHdr": ("MsgId", "CreDtTm"),
    "Stmt": ("Id", "Acct", "Bal"),
    "Rpt": ("Id", "Acct"),
    "Ntfctn": ("Id", "Acct"),
    "Acct": ("Id",),
    "Bal": ("Tp", "Amt", "CdtDbtInd", "Dt"),
    "Ntry": ("Amt", "CdtDbtInd", "Sts", "BkTxCd"),
}
LONGEST: Mapping[str, int] = {
    **dict.fromkeys(("MsgId", "NtryRef", "AcctSvcrRef", "PmtInfId", "InstrId", "EndToEndId", "TxId", "MndtId"), 35),
    "Ustrd": 140,
    **dict.fromkeys(("AddtlNtryInf", "AddtlTxInf", "AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf"), 500),
}
_AMOUNT = re.compile(r"(?=[\d.]{1,19}$)\d+(\.\d{0,5})?", re.ASCII)
# From this version on a status is a code in an element of its own; up to the one before it is plain text.
CODED_STATUS = 7
# Elements of the first draft, and those that a later version added, are not known here.
FIRST_VERSION, LAST_VERSION = 2, 10


def breaches(element: Element, *, version: int) -> Iterator[Notice]:
    """Give what of an element and its children is not as the schema has it, by the version of the message.

    ``version`` is the last number of the message's name, 0 where it has none. Elements that were taken out of their
    parent while the file was read are looked at on their own.
    """
    yield from _missing(element)
    yield from _out_of_order(element, is_complete=FIRST_VERSION <= version <= LAST_VERSION)
    for child in element.children:
        if child.name == "Amt" and not _AMOUNT.fullmatch(child.text):
            yield Notice(Warned.SCHEMA_AMOUNT, f"{element.name}/Amt: {child.text[:30]}")
        most = LONGEST.get(child.name)
        if most and len(child.text) > most:
            yield Notice(Warned.SCHEMA_TOO_LONG, f"{child.name}: {len(child.text)} > {most}")
        if child.name == "Sts" and version and bool(child.children) != (version >= CODED_STATUS):
            yield Notice(Warned.SCHEMA_UNEXPECTED, f"{element.name}/Sts: {child.text or child.children[0].name}")
        if child.name in ORDER:
            yield from breaches(child, version=version)


def _missing(element: Element) -> Iterator[Notice]:
    there = {child.name for child in element.children}
    for name in REQUIRED.get(element.name, ()):
        if name not in there:
            yield Notice(Warned.SCHEMA_MISSING, f"{element.name}/{name}")


def _out_of_order(element: Element, *, is_complete: bool) -> Iterator[Notice]:
    """Look for children that stand behind one they come before, and for those that no version has."""
    order = ORDER.get(element.name)
    if not order:
        return
    last = 0
    for child in element.children:
        if child.name in order:
            place = order.index(child.name)
            if place < last:
                yield Notice(Warned.SCHEMA_ORDER, f"{element.name}/{child.name}")
            last = max(last, place)
        elif is_complete:
            yield Notice(Warned.SCHEMA_UNEXPECTED, f"{element.name}/{child.name}")
