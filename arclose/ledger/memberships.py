"""Who belonged to which union on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from arclose.ledger.models.currencies import Union, UnionMembership

# A member of the European Union is one for goods too; Northern Ireland is one for goods only.
_UNIONS_MEANT = {
    Union.EU: [Union.EU],
    Union.EU_GOODS: [Union.EU, Union.EU_GOODS],
    Union.EURO: [Union.EURO],
}


def memberships(*, union: Union, on: date) -> "QuerySet[UnionMembership]":
    """Give the memberships that stood on a day; for the union of goods those of the European Union too."""
    return UnionMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), union__in=_UNIONS_MEANT[union], valid_from__lte=on
    )


def members(*, union: Union, on: date) -> frozenset[str]:
    """Give the country codes of the union's members on a day. Greece is GR here."""
    return frozenset(memberships(union=union, on=on).values_list("country", flat=True))


def is_member(*, union: Union, country: str, on: date) -> bool:
    """Tell whether a country belonged to a union on a day."""
    return memberships(union=union, on=on).filter(country=country).exists()
