"""What the fields of EC sales lists' master data are for, said below them in Setup."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.setup_help import explain
from ecsales.models import ListParameters

explain(
    ListParameters,
    frequency=_("By quarter only while goods stay below the limit of the state; what is begun already stays as it is."),
    reports_cash_discounts=_("A discount granted on a listed supply takes off the list of the day it is granted."),
    deadline_days=_("Days after the period. Empty: the rule of the state."),
    file_formats=_("Keys of the file formats, separated by commas. Empty: those of the state."),
    particulars=_(
        "What the file of the state asks for beyond: on each line a name, a colon and the value. A list that lacks one"
        " says its name."
    ),
    registration=_("The VAT number whose lists these are."),
    street=_("Of the declarant, as some states' files ask for it."),
    house_number=_("With its letter or addition."),
    postal_code=_("As the post office writes it."),
    city=_("Of the declarant."),
    contact_first_name=_("Whom the tax office may call."),
    contact_last_name=_("Whom the tax office may call."),
    telephone=_("Of that person, with the country's code."),
    email=_("Of that person."),
)
