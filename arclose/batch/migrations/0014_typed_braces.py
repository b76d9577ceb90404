"""Store what was typed and begins with a brace so that nobody takes it for a sentence in several languages."""

import json
from typing import Any

from django.db import migrations

_SENTENCES = [("Job", "description"), ("JobItem", "reason"), ("JobItem", "remedy")]
_LANGUAGES = {"en", "nl"}


def store_as_typed(apps: Any, _schema_editor: Any) -> None:
    """Put what was typed below no language, as it is from now on."""
    for model, name in _SENTENCES:
        begun = apps.get_model("batch", model).objects.filter(**{f"{name}__startswith": "{"})
        for key, stored in begun.values_list("pk", name):
            if not _is_in_each_language(stored):
                begun.filter(pk=key).update(**{name: json.dumps({"": stored}, ensure_ascii=False)})


def _is_in_each_language(stored: str) -> bool:
    try:
        sentences = json.loads(stored)
    except ValueError:
        return False
    return sentences.keys() == _LANGUAGES and all(isinstance(sentence, str) for sentence in sentences.values())


class Migration(migrations.Migration):
    dependencies = [("batch", "0013_sentences_in_each_language")]

    operations = [migrations.RunPython(store_as_typed, migrations.RunPython.noop)]
