"""Documents kept in a temporary file until they are loaded: an inbox may hold more text than a machine has memory."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from ingest.records import Document


class Spool:
    """Takes documents in and gives each back by its number. The file is gone with the last reference."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the spool is held
        self._end = 0

    def put(self, document: Document) -> int:
        """The number under which `get` gives the document back. Raises OSError where the disk is full."""
        place = self._end
        self._file.seek(place)
        pickle.dump(tuple(document), self._file, pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()
        return place

    def get(self, place: int) -> Document:
        """The document that was put there."""
        self._file.seek(place)
        return Document(*pickle.load(self._file))


class Spooled(Sequence[Document]):
    """Some documents of a spool in an order of their own, read when they are asked for."""

    def __init__(self, spool: Spool, places: Iterable[int]) -> None:
        self._spool = spool
        self._places = list(places)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Document]:
        return map(self._spool.get, self._places)

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> "Spooled": ...
    def __getitem__(self, index: int | slice) -> "Document | Spooled":
        if isinstance(index, slice):
            return Spooled(self._spool, self._places[index])
        return self._spool.get(self._places[index])
