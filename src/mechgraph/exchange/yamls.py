"""YAML from strangers: no aliases, no tags that make objects, limited depth; every scalar stays the text that it is."""

from __future__ import annotations

import re
from typing import Any

from ..errors import FormatError

__all__ = ["load"]

MAX_DEPTH = 40
_MAYBE_ALIAS = re.compile(r"(?m)(?:^|[-:,\[{])[ \t]*[*&][^\s\]},]")


def load(text: str, where: object) -> Any:
    """The document as lists, dictionaries and texts.

    Raises:
        FormatError: not YAML (with line and column), an alias or anchor, or nested too deeply.

    >>> load("- {a: 1}", "x.yaml")
    [{'a': '1'}]
    """
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if _MAYBE_ALIAS.search(text) or "[[[[" in text or "{{{{" in text:
            _scan(text, where, loader)
        return yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise FormatError(f"{where}{at}: not valid YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise FormatError(f"{where}: not valid YAML: {str(error)[:200]}") from None
    except RecursionError:
        raise FormatError(f"{where}: nested too deeply") from None


def _scan(text: str, where: object, loader: Any) -> None:
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise FormatError(f"{where}:{line}: anchors and aliases are not read", remedy="write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FormatError(f"{where}:{line}: nested deeper than {MAX_DEPTH} levels")
