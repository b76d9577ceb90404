"""A paper becomes a PDF, by the typst layout of its kind.

The data goes in as JSON, beside the layout and never into it. Only the typefaces of the program's own packages are
used, so a document looks the same on every machine. What the first one lacks, Chinese, Japanese and Korean, is set in
the second, in the forms of the country that the texts seem to be of.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import local

import typst

from customers.papers.paper import Paper

LAYOUTS = Path(str(files("customers.papers") / "layouts"))
TYPEFACES = (Path(str(files("font_source_sans_pro") / "files")), Path(str(files("noto_cjk_sans_otc"))))

# The same sign has another form in each country; syllables tell Japanese and Korean from Chinese.
_EAST_ASIAN = (
    (re.compile("[\u3040-\u30ff]"), "Noto Sans CJK JP"),
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"), "Noto Sans CJK KR"),
)
_CHINESE = "Noto Sans CJK SC"

_of_thread = local()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(TYPEFACES))


def _compiler() -> typst.Compiler:
    """Give the compiler of this thread: one cannot serve two at once."""
    if not hasattr(_of_thread, "compiler"):
        _of_thread.compiler = typst.Compiler(root=LAYOUTS, font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _of_thread.compiler
    return compiler


def pdf_of(paper: Paper) -> bytes:
    """Give a paper as a PDF, dated its own day: the same paper gives the same bytes, whenever it is set."""
    return pdf_of_all([paper])


def pdf_of_all(papers: Sequence[Paper]) -> bytes:
    """Give papers as one PDF, one after the other, each with its own page numbers; it is dated the last of their days.

    They share the typefaces, so a hundred take little more room than one. All are in memory at once.
    """
    contents = []
    for paper in papers:
        texts = json.dumps(paper.content, ensure_ascii=False)
        contents.append({**paper.content, "layout": paper.layout, "east_asian": _east_asian(texts)})
    made = _compiler().compile(
        input=LAYOUTS / "papers.typ",
        format="pdf",
        sys_inputs={"papers": json.dumps(contents, ensure_ascii=False), "title": _title(papers)},
        timestamp=datetime.combine(max(paper.day for paper in papers), time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


def _title(papers: Sequence[Paper]) -> str:
    first, last = (f"{paper.content['title']} {paper.content['number']}".strip() for paper in (papers[0], papers[-1]))
    return first if len(papers) == 1 else f"{first} \N{EN DASH} {last}"


def _east_asian(texts: str) -> str:
    return next((typeface for signs, typeface in _EAST_ASIAN if signs.search(texts)), _CHINESE)
