"""What the fields of customers' and items' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from customers.models import (
    AccountTaxDefault,
    CashDiscount,
    ChargeCode,
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterText,
    CollectionSequence,
    CreditBlockingRule,
    CreditExclusionRule,
    CreditReason,
    CurrencyAccounts,
    Customer,
    DeliveryAddress,
    DistributionTemplateLine,
    EmailText,
    InterestCode,
    InterestMinimum,
    InterestRate,
    Item,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    RecurringTemplate,
    RecurringTemplateCharge,
    RecurringTemplateLine,
    SalesParameters,
    SettlementParameters,
    SettlementPriority,
    TaxCode,
    TaxGroup,
    TaxRate,
    TaxRule,
    UpdateDefaults,
    WriteOffReason,
)

explain(
    Customer,
    group=_("By which customers are told apart in lists and credit rules."),
    invoice_account=_("Who gets the invoices of this customer's orders. Empty: the customer itself."),
    address=_("As it stands on documents, a line each, without the country."),
    vat_number=_("With its prefix. Deliveries to another member state without tax need it."),
    currency=_("What new orders propose; an order may have another one."),
    payment_terms=_("When invoices are due; an order may have others."),
    posting_profile=_("To which control account what the customer owes is posted."),
    tax_group=_("Which tax code a line gets, together with the tax group of its item."),
    credit_limit_amount=_("How much may be owed. Empty: there is no limit."),
    temporary_limit_from=_("The first day on which the temporary limit takes the place of the usual one."),
    temporary_limit_to=_("The last one."),
    is_blocked=_("No new orders or invoices; what is owed is still settled."),
    number=_("By which orders, files and documents name the customer."),
    name=_("As it stands on documents."),
    country=_("Of its seat: where goods go unless a delivery address says otherwise."),
)
explain(
    InterestCode,
    interest_account=_("Credited with the interest that notes charge."),
    fee_account=_("Credited with the fee of notes. Empty: the interest account."),
    grace_days=_("How many days after the due date nothing is charged; then interest counts from the due date."),
    is_usual=_("It counts for every posting profile that names no other code."),
)
explain(
    InterestRate,
    interest_code=_("What charges it."),
    valid_from=_("From this day on, until another one begins."),
    from_months=_("It counts from so many months after the due date on, and the days beside them."),
    from_days=_(
        "It counts from so many days after the due date on. Of several that are reached, the one that begins last"
        " counts."
    ),
    from_amount=_(
        "It counts while at least so much of a document is open, in accounting currency. Of several, the highest."
    ),
    annual_percent=_("Of what is open, for 365 days. Zero where only an amount is charged."),
    fixed_amount=_(
        "Charged for each document on the day on which it comes into this range, in accounting currency. Zero: only the"
        " percentage."
    ),
)
explain(
    InterestMinimum,
    interest_code=_("Which notes they hold for."),
    minimum_amount=_("Less interest than this makes no note, and waits for the next one."),
    maximum_amount=_("A note charges no more interest than this; the rest is not charged later. Empty: no maximum."),
    fee_amount=_("Added to each note in this currency."),
    currency=_("Of the notes that these amounts hold for."),
)
explain(
    CollectionSequence,
    letters_per=_("Per customer one letter asks for all that is due for one; per code there is one letter for each."),
    takes_credits_off=_("Credit notes and payments on account are listed and taken off what is asked for."),
    fee_account=_("Credited with the fees of letters."),
    item_tax_group=_("Says with the customer's tax group how fees are taxed. Empty: they have no sales tax."),
    is_usual=_("It counts for every posting profile that names no other sequence."),
)
explain(
    CollectionLetterCode,
    sequence=_("Which sequence it is a step of."),
    number=_("From 1 on; the first one is the reminder."),
    days=_("So many days after the due date, or after the letter of the step before."),
)
explain(
    CollectionLetterFee,
    letter_code=_("Which letters bear it."),
    minimum_amount=_("Less than this is overdue: no letter is made."),
    fee_amount=_("Without tax. Charged when the letter is posted."),
    currency=_("Of the letters that these amounts hold for."),
)
explain(
    CollectionLetterText,
    letter_code=_("Which letters say it."),
    text=_("In place of the usual words, a paragraph each line."),
    language=_("Letters to customers of this language say it."),
)
explain(
    DeliveryAddress,
    customer=_("Who takes delivery there."),
    name=_("How people call the place; an order names it by that."),
    address=_("As it stands on packing slips, a line each, without the country."),
    country=_("Where the goods go: it decides about tax and lists."),
)
explain(
    Item,
    number=_("By which orders, files and documents name it."),
    name=_("As it stands on documents, unless an order line says something else."),
    group=_("Decides about the accounts of revenue, discounts and cost."),
    item_type=_("Goods are picked and taken from stock; services are only delivered."),
    item_tax_group=_("Which tax code a line gets, together with the tax group of the customer."),
    unit_price=_("What new order lines propose, in accounting currency."),
    standard_cost_amount=_("What one costs, in accounting currency: what deliveries and invoices post as cost."),
    on_hand_quantity=_("How many are there; packing slips lower it."),
    commodity_code=_("Of the Combined Nomenclature, eight digits, for statistics of trade."),
    net_mass_kilograms=_("Of one, without packing."),
    country_of_origin=_("Where it was made, for customs and statistics."),
    is_blocked=_("Orders with it are neither delivered nor invoiced."),
)
explain(
    ItemGroup,
    revenue_account=_("Credited with what invoices charge for items of the group."),
    line_discount_account=_("Debited with discounts on lines. Empty: revenue is posted less the discount."),
    total_discount_account=_("Debited with discounts on whole orders. Empty: revenue is posted less the discount."),
    cost_of_goods_delivered_account=_("Debited by packing slips until the invoice takes it back."),
    units_delivered_account=_("Credited by packing slips until the invoice takes it back."),
    cost_of_goods_sold_account=_("Debited by invoices with what was sold at cost."),
    inventory_account=_("Credited by invoices with what was sold at cost."),
    deferred_revenue_offset_account=_("Debited by packing slips with what is not invoiced, until the invoice is."),
    deferred_revenue_account=_("Credited by packing slips, without tax, until the invoice takes it back."),
    deferred_sales_tax_account=_("Credited by packing slips with the tax on it, until the invoice takes it back."),
)
explain(
    PaymentTerms,
    code=_("By which customers, orders and files name them."),
    name=_("As they stand in lists; documents say the days themselves."),
    net_days=_("How many days after its date an invoice is due."),
    is_from_end_of_month=_("Count the days from the end of the month of the invoice."),
    cash_discount=_("What is offered for paying earlier. Empty: nothing."),
)
explain(
    PostingProfile,
    code=_("By which customers and files name it."),
    summary_account=_("The control account that customers' transactions are posted to."),
)
explain(
    TaxCode,
    kind=_("Decides how the supply is taxed, what invoices say about it, and on which lists it stands."),
    registration=_("The VAT number that the tax is declared under."),
    tax_account=_("Credited with the tax; not needed where none is charged."),
)
explain(
    TaxRate,
    tax_code=_("What the rate is of."),
    valid_from=_("The first day of supply on which it holds, until that of the next one."),
    percent=_("Of the amount net of tax."),
)
explain(
    TaxRule,
    tax_group=_("Of the customer."),
    item_tax_group=_("Of the item or charge."),
    tax_code=_("What a line gets where both meet."),
)
explain(
    ChargeCode,
    account=_("Credited with what is charged."),
    item_tax_group=_("Which tax code the charge gets, together with the tax group of the customer."),
    item_type=_("As what tax rows and lists count it."),
    value=_("What orders propose; an order may have another one."),
    name=_("As it stands on documents."),
)
explain(CreditReason, name=_("As it stands on the credit note, before what is said of the case."))
explain(
    RecurringTemplate,
    posting_profile=_("To which control account its invoices are posted. Empty: as the invoice account has it."),
    list_code=_("How EC sales lists take its invoices."),
    currency=_("Of its invoices. Empty: as the customer has it."),
    payment_terms=_("Of its invoices. Empty: as the customer has them."),
    tax_group=_("Of its invoices. Empty: as the customer has it."),
    prices_include_tax=_("Whether the prices below include tax. Unknown: as the customer has it."),
    reason=_("Stands on each invoice made from the template."),
)
explain(
    DistributionTemplateLine,
    template=_("Which template the share is of."),
    account=_("Which account gets the share."),
    percent=_("Of the amount; all shares of a template are 100 together."),
)
explain(
    RecurringTemplateLine,
    template=_("Which template the line belongs to."),
    line_number=_("The order in which lines stand on the invoice."),
    description=_("As it stands on the invoice."),
    account=_("Credited with the line. Empty: a distribution says which accounts."),
    distribution=_("Spreads the line over accounts. Empty: the account, or the distribution of all lines."),
    item_type=_("As what tax rows and lists count it."),
    item_tax_group=_(
        "Which tax code the line gets, together with the tax group of the customer. Empty: as the account has it."
    ),
    quantity=_("How many are charged each time."),
    unit_price=_("Of one, in the currency of the invoice."),
)
explain(
    RecurringTemplateCharge,
    template=_("Which template it belongs to."),
    charge_code=_("What is charged beside the lines."),
    value=_("An amount in the currency of the invoice, or a percentage where the code is one."),
)
explain(
    AccountTaxDefault,
    account=_("The account that a line of a free text invoice is posted to."),
    item_tax_group=_("What a line on it takes where none is typed."),
)
explain(
    TaxGroup,
    name=_("What its customers have in common: domestic, other member states, export."),
)
explain(
    ItemTaxGroup,
    name=_("What its items have in common: the usual rate, a reduced one, services."),
)
explain(
    SalesParameters,
    limit_exceeded=_(
        "What happens to an update of an order over the limit: it is only said, or the order stays where it is."
    ),
    checks_credit_at_entry=_("So that somebody hears of it before anything is confirmed."),
    prepays_confirmed_orders=_("Nothing is asked in advance for an order that the customer has no confirmation of."),
)
explain(
    SettlementParameters,
    discount_base=_("What the percentage of the discount is taken of."),
    discounts_credit_notes=_("Credit notes offer the discount of their terms too, and are worth so much less with it."),
    administration=_("What becomes of the discount where the customer pays more than is owed with it."),
)
explain(
    SettlementPriority,
    transaction_type=_("Which transactions stand at this place."),
)
explain(
    CashDiscount,
    code=_("By which payment terms and files name it."),
    percent=_("Of the document, with or without tax as the company's settlement parameters say."),
)
explain(
    WriteOffReason,
    name=_("As it stands on the voucher and in lists."),
    account=_("Debited with what is written off."),
)
explain(
    CurrencyAccounts,
    currency=_("The currency whose results these accounts get, in place of the company's usual ones."),
    gain_account=_("Credited where a payment is worth more than its invoice was."),
    loss_account=_("Debited where it is worth less."),
)
explain(
    CreditBlockingRule,
    position=_("Rules are asked in this order; the first that holds says why an order is on hold."),
    name=_("As the hold list says why."),
    kind=_("What is compared with the number below."),
    is_active=_("One that is not active is not asked."),
)
explain(
    CreditExclusionRule,
    name=_("As lists name it."),
    customer_group=_("Only customers of this group. Empty: all."),
    is_active=_("One that is not active is not asked."),
)
explain(
    UpdateDefaults,
    separates_references=_("Orders of different references of the customer do not share a document."),
)
explain(
    EmailText,
    kind=_("Which documents are sent with this text."),
    language=_("To customers of this language."),
    subject=_("The subject of the e-mail."),
)
