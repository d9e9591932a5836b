"""For the reference of the documentation: examples in docstrings, told by their ``>>>``, are shown as Python.

Markdown would take them for quotations. mkdocs loads this as an extension of griffe, which reads the docstrings.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


def fenced(text: str) -> str:
    r"""Put each paragraph that begins with a prompt into a fence.

    >>> fenced("Add.\n\n>>> 1 + 1\n2\n").splitlines()
    ['Add.', '', '```pycon', '>>> 1 + 1', '2', '```']
    """
    return _EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", text)


class DoctestFences(griffe.Extension):
    """Fences the examples of every docstring before its sections are parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of an object that has been read."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
