"""The tables of journals."""

from journals.models.bank_matches import BankLineExplanation, BankLinePayment, UndoneBankMatch
from journals.models.bank_returns import BankLineReturn
from journals.models.bank_statements import BankFile, BankLineDetail, BankStatement, BankStatementLine
from journals.models.banks import BankAccount
from journals.models.bill_fees import BillFee
from journals.models.bill_setup import BillParameters, BillProfile, BillStage, BillTerms, RemittanceType
from journals.models.bills import Bill, BillStatus, BillStep, StepStatus, StepType
from journals.models.bridging import BridgeClearing, BridgedVoucher
from journals.models.cancellations import Cancellation
from journals.models.direct_debits import DirectDebit, DirectDebitFile
from journals.models.free_text import FreeTextMethod, RecurringMethod
from journals.models.general import GeneralVoucher, GeneralVoucherLine, LineType, VoucherStatus
from journals.models.intercompany import (
    CustomerParty,
    IntercompanyPayment,
    IntercompanyRelation,
    IntercompanyResult,
)
from journals.models.journals import OF_BILLS, Journal, JournalChange, JournalName, JournalPrivacy, JournalType
from journals.models.mandates import CustomerBankAccount, Mandate
from journals.models.methods import ON_PAPER, BankStatus, CustomerMethod, Instrument, MethodOfPayment
from journals.models.part_methods import PartMethod
from journals.models.payment_fees import MethodFee, PaymentFee
from journals.models.payment_statuses import PaymentStatusChange
from journals.models.payments import Payment, PaymentStatus
from journals.models.remittances import Remittance

__all__ = [
    "OF_BILLS",
    "ON_PAPER",
    "BankAccount",
    "BankFile",
    "BankLineDetail",
    "BankLineExplanation",
    "BankLinePayment",
    "BankLineReturn",
    "BankStatement",
    "BankStatementLine",
    "BankStatus",
    "Bill",
    "BillFee",
    "BillParameters",
    "BillProfile",
    "BillStage",
    "BillStatus",
    "BillStep",
    "BillTerms",
    "BridgeClearing",
    "BridgedVoucher",
    "Cancellation",
    "CustomerBankAccount",
    "CustomerMethod",
    "CustomerParty",
    "DirectDebit",
    "DirectDebitFile",
    "FreeTextMethod",
    "GeneralVoucher",
    "GeneralVoucherLine",
    "Instrument",
    "IntercompanyPayment",
    "IntercompanyRelation",
    "IntercompanyResult",
    "Journal",
    "JournalChange",
    "JournalName",
    "JournalPrivacy",
    "JournalType",
    "LineType",
    "Mandate",
    "MethodFee",
    "MethodOfPayment",
    "PartMethod",
    "Payment",
    "PaymentFee",
    "PaymentStatus",
    "PaymentStatusChange",
    "RecurringMethod",
    "Remittance",
    "RemittanceType",
    "StepStatus",
    "StepType",
    "UndoneBankMatch",
    "VoucherStatus",
]
