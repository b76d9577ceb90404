"""The tables of customers."""

from customers.models.adjustments import Adjustment, AdjustmentLine, AdjustmentSet, AdjustmentSum
from customers.models.cash_discounts import CashDiscount, DiscountOffer, SettlementParameters
from customers.models.charges import ChargeCode, OrderCharge
from customers.models.collection_holds import CollectionHold
from customers.models.collection_letters import (
    CollectionLetter,
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterLine,
    CollectionLetterTaxRow,
    CollectionLetterText,
    CollectionSequence,
)
from customers.models.concessions import Concession, ConcessionTaxRow, WriteOffReason
from customers.models.credit import CreditGroup
from customers.models.credit_holds import CreditBlockingRule, CreditExclusionRule, CreditHold
from customers.models.credit_reasons import CreditReason
from customers.models.currency_accounts import CurrencyAccounts
from customers.models.customers import Customer, CustomerGroup, DeliveryAddress, PaymentTerms, PostingProfile
from customers.models.deferred_revenue import DeferredRevenue
from customers.models.distributions import (
    DistributionTemplate,
    DistributionTemplateLine,
    FreeTextDistribution,
    InvoiceLineDistribution,
)
from customers.models.exchanges import CurrencyExchange
from customers.models.free_text import FreeTextChange, FreeTextInvoice, FreeTextLine, FreeTextRejection
from customers.models.interest import InterestCode, InterestMinimum, InterestNote, InterestNoteLine, InterestRate
from customers.models.invoices import Invoice, InvoiceLine, TaxRow
from customers.models.items import Item, ItemGroup
from customers.models.marks import Mark
from customers.models.open_balances import CustomerBalance, DueBalance
from customers.models.openings import OpeningBalance, OpeningDocument
from customers.models.order_changes import OrderChange
from customers.models.order_documents import InvoicedDelivery, OrderDocument, OrderDocumentLine
from customers.models.order_holds import HoldCheckOut, HoldCode, OrderHold
from customers.models.order_requests import OrderRequest
from customers.models.printouts import PrintedPart
from customers.models.recurring import (
    RecurringInvoice,
    RecurringRun,
    RecurringTemplate,
    RecurringTemplateCharge,
    RecurringTemplateLine,
)
from customers.models.reorganizations import Reorganization, ReorganizedPart
from customers.models.sales_orders import GivenUpQuantity, SalesOrder, SalesOrderLine
from customers.models.sales_tax import AccountTaxDefault, ItemTaxGroup, TaxCode, TaxGroup, TaxRate, TaxRule
from customers.models.sending import EmailSender, EmailText, SentDocument
from customers.models.settlement_priorities import SettlementPriority
from customers.models.sites import SalesParameters, Site
from customers.models.transactions import CustomerTransaction, OpenTransaction, Settlement, SubledgerBalance
from customers.models.update_defaults import UpdateDefaults

__all__ = [
    "AccountTaxDefault",
    "Adjustment",
    "AdjustmentLine",
    "AdjustmentSet",
    "AdjustmentSum",
    "CashDiscount",
    "ChargeCode",
    "CollectionHold",
    "CollectionLetter",
    "CollectionLetterCode",
    "CollectionLetterFee",
    "CollectionLetterLine",
    "CollectionLetterTaxRow",
    "CollectionLetterText",
    "CollectionSequence",
    "Concession",
    "ConcessionTaxRow",
    "CreditBlockingRule",
    "CreditExclusionRule",
    "CreditGroup",
    "CreditHold",
    "CreditReason",
    "CurrencyAccounts",
    "CurrencyExchange",
    "Customer",
    "CustomerBalance",
    "CustomerGroup",
    "CustomerTransaction",
    "DeferredRevenue",
    "DeliveryAddress",
    "DiscountOffer",
    "DistributionTemplate",
    "DistributionTemplateLine",
    "DueBalance",
    "EmailSender",
    "EmailText",
    "FreeTextChange",
    "FreeTextDistribution",
    "FreeTextInvoice",
    "FreeTextLine",
    "FreeTextRejection",
    "GivenUpQuantity",
    "HoldCheckOut",
    "HoldCode",
    "InterestCode",
    "InterestMinimum",
    "InterestNote",
    "InterestNoteLine",
    "InterestRate",
    "Invoice",
    "InvoiceLine",
    "InvoiceLineDistribution",
    "InvoicedDelivery",
    "Item",
    "ItemGroup",
    "ItemTaxGroup",
    "Mark",
    "OpenTransaction",
    "OpeningBalance",
    "OpeningDocument",
    "OrderChange",
    "OrderCharge",
    "OrderDocument",
    "OrderDocumentLine",
    "OrderHold",
    "OrderRequest",
    "PaymentTerms",
    "PostingProfile",
    "PrintedPart",
    "RecurringInvoice",
    "RecurringRun",
    "RecurringTemplate",
    "RecurringTemplateCharge",
    "RecurringTemplateLine",
    "Reorganization",
    "ReorganizedPart",
    "SalesOrder",
    "SalesOrderLine",
    "SalesParameters",
    "SentDocument",
    "Settlement",
    "SettlementParameters",
    "SettlementPriority",
    "Site",
    "SubledgerBalance",
    "TaxCode",
    "TaxGroup",
    "TaxRate",
    "TaxRow",
    "TaxRule",
    "UpdateDefaults",
    "WriteOffReason",
]
