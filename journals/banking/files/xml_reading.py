"""XML of banks as a stream of elements: no DTD, no entities, nothing fetched, and no more at once than is limited.

Elements are known by their local names: banks write the same message under many namespaces, or under none.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from arclose.imports.markup import DtdDeclared, MarkupCheck, MarkupWithoutEnd
from arclose.imports.problems import FileRefused
from journals.banking.files.limits import BLOCK, MOST_CHARACTERS_OF_A_TEXT, MOST_DEPTH, MOST_ELEMENTS_AT_ONCE

Taker = Callable[["Element", "Element"], None]


class Element:
    """An element: its local name, namespace, attributes, text, children, and the line it begins on."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element; ``name`` may carry its namespace before a ``}``."""
        self.namespace, _brace, self.name = name.rpartition("}")
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Element] = []

    def all(self, path: str) -> Iterator["Element"]:
        """Give the elements at a path of local names, such as ``Acct/Id/IBAN``."""
        name, _slash, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, path: str) -> "Element | None":
        """Give the first element at a path, None where there is none."""
        return next(self.all(path), None)

    def text_at(self, *paths: str) -> str:
        """Give the text at the first of the paths that has one; nothing where none has."""
        for path in paths:
            for found in self.all(path):
                if found.text:
                    return found.text
        return ""


def read_elements(path: Path, *, taken: Mapping[str, Taker]) -> Element:
    """Give the root of a file, without the elements that were taken.

    ``taken`` are called by local name at the end of such an element, with it and the element it stands in; then it is
    forgotten, so that a long file needs no more memory than its longest entry.

    :raises FileRefused: with the line: not well-formed, cut off, a DTD, an unknown encoding, nested or long beyond
        the limits.
    """
    reader = _Reader(taken)
    markup = MarkupCheck()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                markup.look_at(block)
                reader.parser.Parse(block, False)
        reader.parser.Parse(b"", True)
    except DtdDeclared as error:
        raise FileRefused(_("The file declares a DTD. Files of banks have none; it is not read.")) from error
    except MarkupWithoutEnd as error:
        raise FileRefused(_("A tag, text or comment of the file does not end.")) from error
    except expat.ExpatError as error:
        raise FileRefused(
            _("The file is no well-formed XML (%(error)s). Is it cut off, or changed by hand?")
            % {"error": expat.ErrorString(error.code)},
            line=error.lineno,
        ) from error
    except (LookupError, ValueError) as error:
        raise FileRefused(_("The file says that it is in an encoding that nobody knows here.")) from error
    assert reader.root is not None
    return reader.root


class _Reader:
    """Builds elements while a file is parsed."""

    def __init__(self, taken: Mapping[str, Taker]) -> None:
        self.root: Element | None = None
        self._taken = taken
        self._open: list[Element] = []
        self._text: list[str] = []
        self._length = 0
        self._elements = 0
        self.parser: Any = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_dtd
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._read_text

    def _refuse_dtd(self, *declared: Any) -> None:
        raise DtdDeclared

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name, attributes, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._text.clear()
        self._length = 0
        self._elements += 1
        if len(self._open) > MOST_DEPTH or self._elements > MOST_ELEMENTS_AT_ONCE:
            raise FileRefused(
                _("The file is nested deeper, or a part of it is longer, than any bank writes."), line=element.line
            )

    def _read_text(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_CHARACTERS_OF_A_TEXT:
            raise FileRefused(_("A text of the file is too long."), line=self.parser.CurrentLineNumber)
        self._text.append(text)

    def _end(self, name: str) -> None:
        element = self._open.pop()
        if not element.children:
            element.text = "".join(self._text).strip()
        self._text.clear()
        self._length = 0
        take = self._taken.get(element.name)
        if take and self._open:
            parent = self._open[-1]
            take(element, parent)
            parent.children.remove(element)
            self._elements = len(self._open) + len(parent.children)
