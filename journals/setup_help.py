"""What the fields of journals' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from journals.models import (
    BankAccount,
    BillParameters,
    BillProfile,
    BillTerms,
    CustomerBankAccount,
    CustomerMethod,
    CustomerParty,
    IntercompanyRelation,
    JournalName,
    Mandate,
    MethodFee,
    MethodOfPayment,
)

explain(
    BankAccount,
    code=_("By which payment journals and files name it."),
    iban=_("By which bank statements name it. Empty: the bank has another number for it."),
    account_number=_("As statements of the bank write it, where they do not write the IBAN."),
    creditor_identifier=_("Under which the company collects to this account by SEPA direct debit."),
    currency=_("What the account is kept in; its statements and payments are in it."),
    account=_("What goes through the account is posted here, and nothing of any other bank account."),
    is_active=_("An account that is not active takes no new payments or statements; what was posted stays."),
    bic=_("Stands in payment files and on documents. Empty: banks find it by the IBAN."),
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
    requires_reference=_("A payment without a payment reference is not posted."),
    instrument=_("Payments move money. Bills of exchange and promissory notes are drawn in journals of their own."),
    needs_acceptance=_("A bill of this method is accepted by the customer before a bank gets it."),
    draws_at_invoicing=_("Posting an invoice of a customer who pays so as a rule draws the bill."),
    grouping=_("What a payment proposal puts together in one payment of a customer."),
    file_format=_("How the bank is told of its payments."),
    is_active=_("One that is not active takes no new payments; those that wait are posted all the same."),
)
explain(
    MethodFee,
    method=_("Which payments bear it."),
    currency=_("Of the payments that bear it. Empty: any; an amount needs one."),
    charged_to=_("The customer owes the fee from the payment's date on. The company's makes less arrive at the bank."),
    remittance_type=_("Of bills: “None” when one is drawn, otherwise when it is remitted so. Payments have “None”."),
    percent=_("Of the payment. Or an amount."),
    from_amount=_("Only payments of this amount or more. Empty: from nothing on."),
    below_amount=_("Only payments of less. Empty: without an end. Another fee of the same name goes on from there."),
    account=_("Revenue for what the customer bears, a cost for what the company does."),
    name=_("As it stands on the payment; fees of one name follow each other by amount."),
    amount=_("Fixed, in the currency of the fee. Or a percentage."),
)
explain(
    CustomerBankAccount,
    bic=_("Not needed where the bank finds it by the IBAN."),
    holder=_("As the bank knows it. Empty: the name of the customer."),
    customer=_("Whose account it is."),
    iban=_("By which lines of bank statements find the customer, and from which the company collects."),
)
explain(
    Mandate,
    number=_("As the customer signed it; it stands in every collection."),
    bank_account=_("From which the customer lets the company collect. For another one a new mandate is signed."),
    kind=_("A one-off mandate is used once; a recurrent one expires after 36 months without a collection."),
    scheme=_("As the customer signed it: core, or business to business."),
    last_collected_date=_("By another program: its next collection is not the first."),
    is_final_next=_("Nothing is collected by it after that."),
    canceled_date=_("From this day on nothing is collected by it."),
    customer=_("Who signed it."),
    signed_date=_("Stands in every collection; nothing is collected before it."),
    cancel_reason=_("Why it was canceled, as colleagues read it later."),
)
explain(
    IntercompanyRelation,
    partner=_("Whose invoices payments of this company may settle, and the other way round; it names this one too."),
    due_to_account=_("What this company owes the other one for what it was paid for it."),
    due_from_account=_("What the other one owes this company for what it was paid for it. It may be the same account."),
    is_active=_("While it is not active, no payment settles anything of the other company; what is posted stays."),
    bears_results=_(
        "Where this company is paid: what the other one grants as cash discount, or realizes by exchange rates, on what"
        " the payment settles is passed on to this one. Sales tax stays where it was posted."
    ),
)
explain(
    CustomerParty,
    party=_("The same for customers of several companies who are the same person or firm, such as a number of it."),
    customer=_("Who this is in this company."),
)
explain(
    BillProfile,
    stage=_("Where a bill is in its life: each stage has a control account of its own."),
    summary_account=_("The control account on which bills of this stage stand."),
    liability_account=_("Of discount alone: the control account of what the bank advanced, until the bill is settled."),
)
explain(
    BillParameters,
    charges_account=_("What banks charge for bills that they are sent."),
    discount_interest_account=_("The interest of a discount, as far as it is of days until the end of the period."),
    deferred_interest_account=_("The interest of days to come, until it is released."),
    costs_account=_("What customers are charged for a protest, where the bank does not charge it."),
    interest_account=_("What customers are charged for a bill that is drawn again."),
)
explain(
    BillTerms,
    bank_account=_("Which bank these terms are of; amounts are in the currency of the account."),
    remittance_type=_("What the bank does with the bills: it collects them, or pays them in advance."),
    limit_amount=_("How much the bank has at most of bills that are not honored. Empty: any amount."),
    advance_percent=_("How much of a discounted bill the bank pays at once; charges and interest are taken off apart."),
    charge_amount=_("What the bank charges for each bill."),
    charge_percent=_("What the bank charges in percent of each bill, beside the fixed charge."),
    interest_percent=_("Of discounted bills: a year's interest of 360 days, for the days until a bill is due."),
)
explain(
    CustomerMethod,
    customer=_("Who pays so as a rule."),
    method=_("What payments and proposals take for the customer unless another is chosen."),
)
