"""Roles hold on the command line as they do in pages, and every change of them is kept."""

import pytest
from django.db import IntegrityError, transaction

from arclose.access.models import Membership
from arclose.access.roles import RoleMissing, UnknownUser, require_role, roles_of, user_named
from arclose.access.routes import Role
from tests import builders


def test_it_takes_any_of_the_roles(company):
    user = builders.a_user(company, Role.CLERK, Role.AUDITOR)
    require_role(user=user, company=company, roles={Role.CLERK, Role.CONTROLLER})
    assert roles_of(user=user, company=company) == {"clerk", "auditor"}


def test_it_says_who_lacks_what_where(company):
    user = builders.a_user(company, Role.CLERK, name="anna")
    with pytest.raises(RoleMissing, match="anna may not do this in NLWS: it takes the role Controller, held: Clerk"):
        require_role(user=user, company=company, roles={Role.CONTROLLER})


def test_it_knows_no_role_of_another_company(company, other_company):
    user = builders.a_user(other_company, Role.CONTROLLER)
    with pytest.raises(RoleMissing, match="held: none"):
        require_role(user=user, company=company, roles={Role.CONTROLLER})


def test_it_takes_no_role_of_somebody_who_has_left(company):
    user = builders.a_user(company, Role.CONTROLLER)
    user.is_active = False
    assert roles_of(user=user, company=company) == frozenset()


def test_it_knows_active_users_only(company):
    user = builders.a_user(company, Role.CLERK, name="anna")
    assert user_named("anna") == user
    type(user).objects.update(is_active=False)
    for name in ("anna", "nobody", ""):
        with pytest.raises(UnknownUser):
            user_named(name)


def test_it_keeps_every_change_of_a_role(company):
    user = builders.a_user(company, Role.CLERK)
    Membership.objects.filter(user=user).update(role=Role.CONTROLLER)
    assert str(Membership.objects.get(user=user)) == f"{user}, {company}: Controller"
    Membership.objects.filter(user=user).delete()
    kept = Membership.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "role")
    assert list(kept) == [("insert", "clerk"), ("update", "controller"), ("delete", "controller")]


@pytest.mark.parametrize("role", ["clerk", "king"])
def test_it_takes_a_role_once_and_none_that_does_not_exist(company, role):
    user = builders.a_user(company, Role.CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, company=company, role=role)
