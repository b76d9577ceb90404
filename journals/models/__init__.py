"""The tables of journals."""

from journals.models.bank_matches import BankLineExplanation, BankLinePayment
from journals.models.bank_returns import BankLineReturn
from journals.models.bank_statements import BankFile, BankLineDetail, BankStatement, BankStatementLine
from journals.models.banks import BankAccount
from journals.models.cancellations import Cancellation
from journals.models.general import GeneralVoucher, GeneralVoucherLine, LineType, VoucherStatus
from journals.models.journals import Journal, JournalName, JournalPrivacy, JournalType
from journals.models.methods import BankStatus, CustomerMethod, MethodOfPayment
from journals.models.payment_statuses import PaymentStatusChange
from journals.models.payments import Payment, PaymentStatus

__all__ = [
    "BankAccount",
    "BankFile",
    "BankLineDetail",
    "BankLineExplanation",
    "BankLinePayment",
    "BankLineReturn",
    "BankStatement",
    "BankStatementLine",
    "BankStatus",
    "Cancellation",
    "CustomerMethod",
    "GeneralVoucher",
    "GeneralVoucherLine",
    "Journal",
    "JournalName",
    "JournalPrivacy",
    "JournalType",
    "LineType",
    "MethodOfPayment",
    "Payment",
    "PaymentStatus",
    "PaymentStatusChange",
    "VoucherStatus",
]
