"""Lists of a JSON document are read item by item: the same values as a parser of the whole, in a bounded space."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mechgraph.errors import FormatError
from mechgraph.exchange import streamed

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@QUIET
@given(
    document=st.dictionaries(st.sampled_from(["nodes", "edges", "x", "é"]), VALUES | st.lists(VALUES, max_size=6)),
    chunk=st.integers(1, 40),
    indent=st.sampled_from([None, 0, 2]),
)
def test_the_items_are_those_of_a_parser_of_the_whole(
    tmp_path: Path, document: dict[str, Any], chunk: int, indent: int | None
) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document, indent=indent, ensure_ascii=chunk % 2 > 0), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamed, "_CHUNK", chunk)
        for key in ("nodes", "edges"):
            wanted = document.get(key)
            assert list(streamed.items(path, key)) == (wanted if isinstance(wanted, list) else [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"nodes": [{"a": 1}, {"a"', "cut off|not JSON"),
        ('{"nodes": [1, 2', "cut off"),
        ('{"nodes": [1 2]}', "where one of"),
        ("[1, 2]", "where one of"),
        ("", "cut off"),
        ('{"x": ' + "[" * 100_000, "not JSON"),
    ],
)
def test_what_is_torn_or_no_object_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(FormatError, match=message):
        list(streamed.items(path, "nodes"))


def test_a_long_list_takes_the_space_of_a_chunk_and_a_long_item_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"nodes": [' + ",".join(f'{{"id": {i}, "text": "{"x" * 80}"}}' for i in range(200_000)) + "]}")
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    count = sum(1 for _ in streamed.items(path, "nodes"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200_000
    assert peak < 8_000_000
    path.write_text('{"nodes": ["' + "x" * 10_000_000 + '"]}')
    with pytest.raises(FormatError, match="a value of more than"):
        list(streamed.items(path, "nodes"))


@pytest.mark.parametrize("after", [', "more": [1, 2]', ', "more": {"a": [', "}{", "} x"])
def test_what_follows_the_last_list_is_looked_at_where_that_is_asked(tmp_path: Path, after: str) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"nodes": [0], "edges": [1, 2]' + after + ("}" if after.startswith(', "more": [1') else ""))
    assert list(streamed.items(path, "nodes")) == [0]
    if after.startswith(', "more": [1'):
        assert list(streamed.items(path, "edges", to_the_end=True)) == [1, 2]
    else:
        with pytest.raises(FormatError, match=r"character \d+: .*(cut off|not JSON|follows the end)"):
            list(streamed.items(path, "edges", to_the_end=True))
