"""An electronic invoice as UBL 2.1 XML: the order of elements is that of the schemas of OASIS."""

import re
from decimal import Decimal
from xml.etree import ElementTree as Xml

from customers.einvoices.contents import (
    EXPORT,
    INTRA_COMMUNITY,
    NOT_SUBJECT,
    REVERSE_CHARGE,
    Allowance,
    ElectronicInvoice,
    Line,
    VatBreakdown,
)
from customers.einvoices.parties import Party, PostalAddress

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_PREFIXES = {"cbc": f"{_UBL}CommonBasicComponents-2", "cac": f"{_UBL}CommonAggregateComponents-2"}
# What a document claims to keep (BT-24), and the process it is part of (BT-23), which the standard alone does not name.
_EN_16931 = "urn:cen.eu:en16931:2017"
_PEPPOL = f"{_EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# Code lists: UNTDID 1001 (document), UNTDID 4461 (credit transfer), UNTDID 5189 (discount), UN/ECE rec. 20 (one).
_INVOICE, _PREPAYMENT, _CREDIT_NOTE = "380", "386", "381"
_CREDIT_TRANSFER, _DISCOUNT, _UNIT = "30", "95", "C62"
# Code list VATEX. What is exempt by a state's own law says so in words.
_EXEMPTION_CODES = {
    INTRA_COMMUNITY: "VATEX-EU-IC",
    REVERSE_CHARGE: "VATEX-EU-AE",
    EXPORT: "VATEX-EU-G",
    NOT_SUBJECT: "VATEX-EU-O",
}
# What XML 1.0 has no character for.
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What stands for an order number of the buyer's that nobody told (PEPPOL-EN16931-R003 asks for one).
_NOT_TOLD = "NA"


def xml_of(document: ElectronicInvoice) -> bytes:
    """Give the document as XML in UTF-8: the same document gives the same bytes."""
    name = "CreditNote" if document.is_credit_note else "Invoice"
    root = Xml.Element(name, {"xmlns": f"{_UBL}{name}-2"} | {f"xmlns:{key}": uri for key, uri in _PREFIXES.items()})
    _head(root, document)
    _references(root, document)
    _party(_add(root, "cac:AccountingSupplierParty"), document.seller)
    _party(_add(root, "cac:AccountingCustomerParty"), document.buyer)
    _delivery(root, document)
    _payment(root, document)
    for allowance in document.allowances:
        _allowance(root, allowance, document.currency)
    _tax(root, document)
    _totals(root, document)
    for line in document.lines:
        _line(root, line, document)
    Xml.indent(root)
    content: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    """Add an element that has a text, or will have others; the standard allows none that is empty."""
    child = Xml.SubElement(parent, name, attributes)
    child.text = None if text is None else _UNFIT.sub(" ", text)
    return child


def _told(parent: Xml.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text, where there is one."""
    if text:
        _add(parent, name, text, **attributes)


def _figure(value: Decimal) -> str:
    """Give a figure without exponent and without zeros that say nothing."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _amount(parent: Xml.Element, name: str, amount: Decimal, currency: str) -> None:
    _add(parent, name, _figure(amount), currencyID=currency)


def _head(root: Xml.Element, document: ElectronicInvoice) -> None:
    _add(root, "cbc:CustomizationID", _PEPPOL if document.is_for_peppol else _EN_16931)
    _told(root, "cbc:ProfileID", _PEPPOL_PROCESS if document.is_for_peppol else "")
    _add(root, "cbc:ID", document.number)
    _add(root, "cbc:IssueDate", document.issue_date.isoformat())
    if document.is_credit_note:
        _add(root, "cbc:CreditNoteTypeCode", _CREDIT_NOTE)
    else:
        _add(root, "cbc:DueDate", document.due_date.isoformat())
        _add(root, "cbc:InvoiceTypeCode", _PREPAYMENT if document.is_prepayment else _INVOICE)
    _told(root, "cbc:Note", document.note)
    _add(root, "cbc:DocumentCurrencyCode", document.currency)
    _told(root, "cbc:TaxCurrencyCode", document.accounting_currency)


def _references(root: Xml.Element, document: ElectronicInvoice) -> None:
    order = _add(root, "cac:OrderReference")
    _add(order, "cbc:ID", document.customer_reference or _NOT_TOLD)
    _told(order, "cbc:SalesOrderID", document.order_number)
    if document.preceding:
        number, day = document.preceding
        preceding = _add(_add(root, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        _add(preceding, "cbc:ID", number)
        _add(preceding, "cbc:IssueDate", day.isoformat())


def _party(parent: Xml.Element, party: Party) -> None:
    element = _add(parent, "cac:Party")
    if address := party.electronic_address:
        _add(element, "cbc:EndpointID", address.identifier, schemeID=address.scheme)
    _add(_add(element, "cac:PartyName"), "cbc:Name", party.name)
    _address(_add(element, "cac:PostalAddress"), party.address)
    if party.vat_number:
        scheme = _add(element, "cac:PartyTaxScheme")
        _add(scheme, "cbc:CompanyID", party.vat_number)
        _add(_add(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
    entity = _add(element, "cac:PartyLegalEntity")
    _add(entity, "cbc:RegistrationName", party.name)
    scheme_id = {"schemeID": party.register_scheme} if party.register_scheme else {}
    _told(entity, "cbc:CompanyID", party.register_number, **scheme_id)
    if party.email:
        _add(_add(element, "cac:Contact"), "cbc:ElectronicMail", party.email)


def _address(element: Xml.Element, address: PostalAddress) -> None:
    names = ("cbc:StreetName", "cbc:AdditionalStreetName")
    for name, text in zip(names, address.lines, strict=False):
        _add(element, name, text)
    _told(element, "cbc:CityName", address.city)
    _told(element, "cbc:PostalZone", address.postal_zone)
    if rest := address.lines[len(names) :]:
        _add(_add(element, "cac:AddressLine"), "cbc:Line", ", ".join(rest))
    _add(_add(element, "cac:Country"), "cbc:IdentificationCode", address.country)


def _delivery(root: Xml.Element, document: ElectronicInvoice) -> None:
    delivery = _add(root, "cac:Delivery")
    if document.delivery_date:
        _add(delivery, "cbc:ActualDeliveryDate", document.delivery_date.isoformat())
    _address(_add(_add(delivery, "cac:DeliveryLocation"), "cac:Address"), document.delivered_to)


def _payment(root: Xml.Element, document: ElectronicInvoice) -> None:
    if document.iban and not document.is_credit_note:
        means = _add(root, "cac:PaymentMeans")
        _add(means, "cbc:PaymentMeansCode", _CREDIT_TRANSFER)
        _add(means, "cbc:PaymentID", document.number)
        account = _add(means, "cac:PayeeFinancialAccount")
        _add(account, "cbc:ID", document.iban)
        if document.bic:
            _add(_add(account, "cac:FinancialInstitutionBranch"), "cbc:ID", document.bic)
    _add(_add(root, "cac:PaymentTerms"), "cbc:Note", document.payment_terms)


def _allowance(root: Xml.Element, allowance: Allowance, currency: str) -> None:
    element = _discount(root, allowance.amount, currency, reason=allowance.reason, is_charge=allowance.is_charge)
    _category(element, "cac:TaxCategory", allowance.category, allowance.percent)


def _discount(
    parent: Xml.Element, amount: Decimal, currency: str, *, reason: str = "", is_charge: bool = False
) -> Xml.Element:
    """Add an allowance or a charge; one that has a reason in words needs no code for it (BR-33, BR-38)."""
    element = _add(parent, "cac:AllowanceCharge")
    _add(element, "cbc:ChargeIndicator", "true" if is_charge else "false")
    if reason:
        _add(element, "cbc:AllowanceChargeReason", reason)
    else:
        _add(element, "cbc:AllowanceChargeReasonCode", _DISCOUNT)
    _amount(element, "cbc:Amount", amount, currency)
    return element


def _category(parent: Xml.Element, name: str, category: str, percent: Decimal, reason: str = "") -> None:
    element = _add(parent, name)
    _add(element, "cbc:ID", category)
    if category != NOT_SUBJECT:
        _add(element, "cbc:Percent", _figure(percent))
    if reason:
        _told(element, "cbc:TaxExemptionReasonCode", _EXEMPTION_CODES.get(category, ""))
        _add(element, "cbc:TaxExemptionReason", reason)
    _add(_add(element, "cac:TaxScheme"), "cbc:ID", "VAT")


def _tax(root: Xml.Element, document: ElectronicInvoice) -> None:
    total = _add(root, "cac:TaxTotal")
    _amount(total, "cbc:TaxAmount", document.tax_amount, document.currency)
    for part in document.breakdown:
        _subtotal(total, part, document.currency)
    if document.accounting_tax_amount is not None:
        declared = _add(root, "cac:TaxTotal")
        _amount(declared, "cbc:TaxAmount", document.accounting_tax_amount, document.accounting_currency)


def _subtotal(total: Xml.Element, part: VatBreakdown, currency: str) -> None:
    element = _add(total, "cac:TaxSubtotal")
    _amount(element, "cbc:TaxableAmount", part.taxable_amount, currency)
    _amount(element, "cbc:TaxAmount", part.tax_amount, currency)
    _category(element, "cac:TaxCategory", part.category, part.percent, part.reason)


def _totals(root: Xml.Element, document: ElectronicInvoice) -> None:
    charged = sum((one.amount for one in document.allowances if one.is_charge), Decimal(0))
    allowed = sum((one.amount for one in document.allowances if not one.is_charge), Decimal(0))
    element = _add(root, "cac:LegalMonetaryTotal")
    amounts = {
        "cbc:LineExtensionAmount": document.net_amount + allowed - charged,
        "cbc:TaxExclusiveAmount": document.net_amount,
        "cbc:TaxInclusiveAmount": document.total_amount,
        **({"cbc:AllowanceTotalAmount": allowed} if allowed else {}),
        **({"cbc:ChargeTotalAmount": charged} if charged else {}),
        "cbc:PayableAmount": document.total_amount,
    }
    for name, amount in amounts.items():
        _amount(element, name, amount, document.currency)


def _line(root: Xml.Element, line: Line, document: ElectronicInvoice) -> None:
    kind, counted = ("CreditNote", "Credited") if document.is_credit_note else ("Invoice", "Invoiced")
    element = _add(root, f"cac:{kind}Line")
    _add(element, "cbc:ID", str(line.number))
    _told(element, "cbc:Note", line.order_number)
    _add(element, f"cbc:{counted}Quantity", _figure(line.quantity), unitCode=_UNIT)
    _amount(element, "cbc:LineExtensionAmount", line.net_amount, document.currency)
    if line.allowance_amount:
        _discount(element, line.allowance_amount, document.currency)
    item = _add(element, "cac:Item")
    _add(item, "cbc:Name", line.name or line.item_number)
    if line.item_number:
        _add(_add(item, "cac:SellersItemIdentification"), "cbc:ID", line.item_number)
    _category(item, "cac:ClassifiedTaxCategory", line.category, line.percent)
    _amount(_add(element, "cac:Price"), "cbc:PriceAmount", line.unit_price, document.currency)
