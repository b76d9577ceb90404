"""What the fields of journals' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from journals.models import BankAccount, JournalName, MethodOfPayment

explain(
    BankAccount,
    code=_("By which payment journals and files name it."),
    iban=_("By which bank statements name it. Empty: the bank has another number for it."),
    account_number=_("As statements of the bank write it, where they do not write the IBAN."),
    currency=_("What the account is kept in; its statements and payments are in it."),
    account=_("What goes through the account is posted here, and nothing of any other bank account."),
    is_active=_("An account that is not active takes no new payments or statements; what was posted stays."),
)
explain(
    JournalName,
    code=_("By which journals of this name are numbered: BANK-12."),
    journal_type=_("What is entered in journals of this name."),
    bank_account=_(
        "What a payment goes through unless another is chosen. In a general journal: where what a voucher leaves goes."
    ),
    method=_("How customers pay in this journal who have no usual method of their own."),
    offset_account=_("Where what the lines of a general voucher leave goes, instead of to a bank account."),
    voucher_series=_("What numbers its vouchers. Empty: the company's own series for vouchers."),
    private_to=_("Others find neither its journals nor what is in them; what is posted stands in the books for all."),
    is_posted_by_maker=_("Nobody but who made a journal posts it."),
    needs_approval=_("A controller who entered none of its lines has to approve a journal before it is posted."),
)
explain(
    MethodOfPayment,
    code=_("By which payments and files name it."),
    account_kind=_("What its payments are posted to. To a ledger account they are in the customer's currency."),
    bank_account=_("What a payment goes through unless another one is chosen."),
    account=_("Where payments are posted that go through no bank account."),
    bridging_account=_("What payments are posted to first, until they are seen on the bank account. Empty: at once."),
    required_status=_("A payment is posted once its payment status has come so far; a rejected one never is."),
    grouping=_("What a payment proposal puts together in one payment of a customer."),
    file_format=_("How the bank is told of its payments."),
    is_active=_("One that is not active takes no new payments; those that wait are posted all the same."),
)
