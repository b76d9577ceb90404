"""What the fields of journals' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from journals.models import BankAccount, JournalName

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
    bank_account=_("What a payment goes through unless another one is chosen."),
    needs_approval=_("A controller who entered none of its lines has to approve a journal before it is posted."),
)
