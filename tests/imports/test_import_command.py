"""Importing on the command line."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from customers.models import Item

pytestmark = pytest.mark.django_db

ITEMS = "Code,Naam\nA,Hook\nB,Eye\n"
SET = ["item_group=GOODS", "item_tax_group=STD"]


def run(path: Path, company: object, user: object, *arguments: object, kind: str = "items", **options: object) -> str:
    out, err = io.StringIO(), io.StringIO()
    values = {"company": str(company), "user": str(user), "map": ["number=Code", "name=Naam"], "set": SET, **options}
    try:
        call_command("import", kind, path, *arguments, stdout=out, stderr=err, **values)
    except CommandError as error:
        raise CommandError(f"{err.getvalue()}{error}") from error
    return out.getvalue()


def test_it_imports_and_says_what_came_of_it(make_file, company, administrator):
    path = make_file(ITEMS)
    assert "can be imported" in run(path, company, administrator, check=True)
    assert not Item.objects.exists()
    assert "new: 2" in run(path, company, administrator)
    assert "nothing has changed" in run(path, company, administrator)
    assert Item.objects.filter(company=company).count() == 2


def test_it_takes_a_mapping_file(make_file, company, administrator):
    mapping = make_file('\ufeff[fields]\nnumber = "Code"\nname = "Naam"\n', "mapping.toml")
    assert "new: 2" in run(make_file(ITEMS), company, administrator, mapping=mapping, map=[])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"company": "NOBODY"}, "no company NOBODY"),
        ({"user": "nobody"}, "nobody"),
        ({"map": ["number"]}, "not of the form"),
        ({"map": ["number=Codes"]}, "no column “Codes”"),
        ({"map": []}, r"No column for number\..* Name it: --map number=COLUMN\."),
        ({"set": ["item_group=GOODS", "item_tax_group=XX"]}, "line 2, column item_tax_group: “XX”"),
    ],
)
def test_it_says_what_is_wrong(make_file, company, administrator, change, words):
    with pytest.raises(CommandError, match=words):
        run(make_file(ITEMS), **{"company": company, "user": administrator, **change})
    assert not Item.objects.exists()


def test_it_says_where_the_rest_of_what_is_wrong_is(make_file, company, administrator, tmp_path):
    path, file = make_file("Code,Naam\n" + "A,Hook\n" * 202), tmp_path / "wrong.csv"
    with pytest.raises(CommandError, match=r"and 1 more; all of them: --problems FILE\.csv"):
        run(path, company, administrator, check=True)
    with pytest.raises(CommandError, match=r"and 1 more; all of them: .*wrong\.csv"):
        run(path, company, administrator, problems=file)
    assert file.read_text(encoding="utf-8-sig").splitlines()[-1].startswith("203,number,")


def test_roles_apply_to_the_user(make_file, company, clerk):
    with pytest.raises(CommandError, match="may not"):
        run(make_file(ITEMS), company, clerk)


def test_a_file_that_is_not_there(company, administrator, tmp_path):
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "none.csv", company, administrator)
