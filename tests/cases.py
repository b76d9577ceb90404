"""Cases that share what was made before them: what a case writes is taken back before the next one."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import transaction

Case = TypeVar("Case")


def each(cases: Iterable[Case]) -> Iterator[Case]:
    """Give case by case, each with the database as it was before the first."""
    for case in cases:
        with transaction.atomic():
            yield case
            transaction.set_rollback(True)
