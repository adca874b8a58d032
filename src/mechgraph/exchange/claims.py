"""Claims with more to say than three terms, kept as text with their numbers in columns, so that millions fit.

A claim as an object takes about 1 kB. Here it is the JSON that a built graph stores; what joining, counting and the
path index need of it is a number in a column, so that they read no text. Beyond :data:`MEMORY` bytes the text goes to a
file without a name, which the system removes with the process, however that ends. Nothing here judges a claim.
"""

from __future__ import annotations

import tempfile
import threading
import weakref
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from ..curie import Curie
from ..errors import UNTOUCHED, cannot_write
from ..model import CERTAINTIES, Association, entity_ids, merge
from ..rdf import is_bare
from ..vocab import vocabulary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

__all__ = ["MEMORY", "Claims", "decoded", "repeated", "spooling"]

MEMORY = 1 << 26
"""Bytes of text that one collection of claims keeps in memory; what is more goes to a file."""
_PLACE: ContextVar[tuple[Path, ExitStack] | None] = ContextVar("place", default=None)


@contextmanager
def spooling(folder: Path) -> Iterator[None]:
    """Claims that do not fit into memory go to files in this folder; they end with the block, and their claims too."""
    with ExitStack() as files:
        token = _PLACE.set((folder, files))
        try:
            yield
        finally:
            _PLACE.reset(token)


class _Text:
    """Pieces of bytes by position: the newest in memory, the older ones in a file when they become too many."""

    def __init__(self) -> None:
        self._near = bytearray()
        self._far: IO[bytes] | None = None
        self._size = 0  # bytes in the file
        self._lock = threading.Lock()

    def add(self, piece: bytes) -> int:
        """Where the piece ends."""
        self._near += piece
        if len(self._near) > MEMORY:
            self._spill()
        return self._size + len(self._near)

    def _spill(self) -> None:
        place = _PLACE.get()
        try:
            if self._far is None:
                self._far = tempfile.TemporaryFile(buffering=0, dir=place and place[0])  # noqa: SIM115 - closed below
                weakref.finalize(self, self._far.close)
                if place is not None:
                    place[1].callback(self._far.close)
            self._far.seek(self._size)  # a reader may have moved it
            rest = memoryview(self._near)
            while rest:
                rest = rest[self._far.write(rest) :]
        except OSError as error:
            where = f"where claims are kept while they are read, {place[0] if place else tempfile.gettempdir()}"
            raise cannot_write(where, error, also=UNTOUCHED) from None
        self._size += len(self._near)
        self._near = bytearray()

    def get(self, start: int, end: int) -> bytes:
        if start >= self._size:
            return bytes(self._near[start - self._size : end - self._size])
        assert self._far is not None
        with self._lock:
            self._far.seek(start)
            return self._far.read(end - start)


_CERTAINTY, _SIGN, _NEGATED, _BARE, _PLAIN, _CONTEXT, _QUALIFIED, _MEASURED = 3, 2, 16, 32, 64, 128, 256, 512
"""Bits of the column ``said``: certainty (2), sign + 1 (2, from bit 2 on), and six that are true or not."""

_BITS = {
    "negated": _NEGATED,
    "bare": _BARE,
    "plain": _PLAIN,
    "context": _CONTEXT,
    "qualified": _QUALIFIED,
    "measured": _MEASURED,
}


def _curie(kind: type, value: Any) -> Any:
    return str.__new__(Curie, value)


_ENCODE = msgspec.json.Encoder(enc_hook=str).encode
decoded = msgspec.json.Decoder(Association, dec_hook=_curie).decode
"""A claim from its JSON."""


class Claims:
    """Claims in the order in which they were added, each under a number that stays.

    ``subject``, ``predicate`` and ``object`` number ``entities`` and the predicates of the vocabulary; ``ids`` are the
    64 bits of each claim's id, ``supports`` counts the evidence for it, ``keys`` names those that curators gave a key.
    Numbers of claims that were joined into another stay taken, and are left out by everything that walks the claims.

    >>> claims = Claims()
    >>> claims.extend([Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:1"), note="n")] * 2)
    >>> claims.join()
    >>> len(claims), claims[0].note
    (1, 'n')
    """

    def __init__(self) -> None:
        self.entities: list[Curie] = []
        self.subject, self.predicate, self.object = array("i"), array("h"), array("i")
        self.ids, self.supports, self.said = array("Q"), array("i"), array("H")
        self.keys: dict[int, str] = {}
        self._numbers: dict[Curie, int] = {}
        self._codes = {p: i for i, p in enumerate(vocabulary().predicates)}
        self._ends = array("q", [0])
        self._text = _Text()
        self._live: array[int] | None = None  # the numbers that count, once some do not

    def __len__(self) -> int:
        return len(self.ids) if self._live is None else len(self._live)

    def __iter__(self) -> Iterator[Association]:
        return map(self.claim, range(len(self.ids)) if self._live is None else self._live)

    def __getitem__(self, place: int) -> Association:
        return self.claim(place if self._live is None else self._live[place])

    def claim(self, number: int) -> Association:
        """The claim of a number."""
        return decoded(self.body(number))

    def body(self, number: int) -> bytes:
        """Its JSON."""
        return self._text.get(self._ends[number], self._ends[number + 1])

    def append(self, a: Association) -> int:
        """Add a claim; its number."""
        number, (subject, target) = len(self.ids), map(self._entity, (a.subject, a.object))
        asserted_plainly = not a.negated and not a.qualifiers
        said = CERTAINTIES.index(a.certainty) | (a.sign + 1) << _SIGN
        said |= a.negated * _NEGATED | is_bare(a) * _BARE | asserted_plainly * _PLAIN
        said |= bool(a.qualifiers) * _QUALIFIED | (a.quantity is not None) * _MEASURED
        if not asserted_plainly and len(entity_ids(a)) > 2:
            said |= _CONTEXT
        self._ends.append(self._text.add(_ENCODE(a)))
        self.subject.append(subject)
        self.predicate.append(self._codes[a.predicate])
        self.object.append(target)
        self.ids.append(int(a.id[4:], 16))
        self.supports.append(sum(e.stance == "supports" for e in a.evidence))
        self.said.append(said)
        if a.key:
            self.keys[number] = a.key
        if self._live is not None:
            self._live.append(number)
        return number

    def extend(self, claims: Iterable[Association]) -> None:
        for a in claims:
            self.append(a)

    def _entity(self, curie: Curie) -> int:
        found = self._numbers.get(curie)
        if found is None:
            found = self._numbers[curie] = len(self.entities)
            self.entities.append(curie)
        return found

    def join(self, told: Callable[[list[Association]], None] | None = None) -> None:
        """Pool claims of equal identity, as :func:`mechgraph.model.merge` does; only such claims are read.

        Args:
            told: Called with the claims of each group that becomes one.
        """
        import numpy as np

        live = self.live()
        left = np.ones(len(live), bool)
        for group in sorted(repeated(np.frombuffer(self.ids, np.uint64)[live]), key=lambda g: int(g[0])):
            same = [self.claim(n) for n in live[group].tolist()]
            if told is not None:
                told(same)
            (one,) = merge(same)
            live[group[0]] = self.append(one)
            left[group[1:]] = False
        if not left.all():
            self._live = array("q", live[left].tobytes())

    # Columns --------------------------------------------------------------------------------------------------------

    def live(self) -> Ints:
        """The numbers of the claims in order, none of those that were joined into another."""
        import numpy as np

        return np.arange(len(self.ids), dtype=np.int64) if self._live is None else np.array(self._live, np.int64)

    def column(self, name: str, numbers: Ints) -> Ints:
        """One number for each claim asked for: a column by its name, or of what is said: ``certainty`` (a place in
        :data:`~mechgraph.model.CERTAINTIES`), ``sign``, ``negated``, ``bare`` (the three terms say all), ``plain``
        (neither negated nor qualified), ``context`` (a qualifier names an entity), ``qualified``, ``measured`` (has a
        quantity)."""
        import numpy as np

        if name in ("subject", "predicate", "object", "ids", "supports"):
            column: array[int] = getattr(self, name)
            found: Ints = np.frombuffer(column, column.typecode)[numbers]
            return found
        said: Ints = np.frombuffer(self.said, np.uint16)[numbers].astype(np.int64)
        if name == "sign":
            said = (said >> _SIGN & 3) - 1
        elif name == "certainty":
            said &= _CERTAINTY
        else:
            bit = _BITS[name]
            said = (said & bit) // bit
        return said


def repeated(ids: Any) -> list[Ints]:
    """The places of each value that occurs more than once, in order; ordered by where the first repetition stands.

    >>> import numpy as np
    >>> [g.tolist() for g in repeated(np.array([5, 7, 7, 5, 9, 7]))]
    [[1, 2, 5], [0, 3]]
    """
    import numpy as np

    order = np.argsort(ids, kind="stable")
    first = np.flatnonzero(np.concatenate(([True], ids[order][1:] != ids[order][:-1]))) if len(order) else order
    last = np.append(first[1:], len(order))
    several = np.flatnonzero(last - first > 1)
    return sorted((order[first[i] : last[i]] for i in several.tolist()), key=lambda group: int(group[1]))
