"""Places and organisations by the names that people know them by, and what they are called in lists to choose from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from uuid import UUID

from shared.facts import PLACE_PATTERN
from shared.frame import Frame, Organisation, Place

MOST_OFFERED = 40
WHOLE_SCOPE = 80
"""So many places are offered at once; of more, those that a few typed characters fit."""


class Names:
    """The names of one version of the frame."""

    def __init__(self, frame: Frame) -> None:
        """Index what stands."""
        self._frame = frame
        self.places: dict[str, str] = {}
        """What each standing place is called in full, by its code."""
        self._called: dict[str, list[str]] = defaultdict(list)
        for code in frame.codes_below(""):
            found = frame.place(code)
            if found is not None and found.valid_to is None:
                self.places[code] = _full_name(frame, found)
                self._called[found.name].append(code)
        standing = list(frame.organisations())
        same = Counter(each.name for each in standing)
        self.organisations: dict[UUID, tuple[Organisation, str]] = {
            each.id: (each, each.name if same[each.name] == 1 else f"{each.name} · {str(each.id)[:8]}")
            for each in standing
        }
        self._ids = {name: id for id, (_, name) in self.organisations.items()}

    def place_of(self, typed: str) -> str:
        """Give the code of a place that is named, alone or with its code before it; what fits none stays as it is."""
        code = typed[:12]
        if PLACE_PATTERN.fullmatch(code) and self._frame.knows(code):
            return code
        fitting = self._called.get(typed, []) or [each for each, name in self.places.items() if name == typed]
        return fitting[0] if len(fitting) == 1 else typed

    def shown_place(self, code: str) -> str:
        """Write a place as it stands in the list: code and name."""
        return f"{code} {self.places[code]}" if code in self.places else code

    def organisation_of(self, typed: str) -> str:
        """Give the id of an organisation that is named; what fits none stays as it is."""
        return str(self._ids.get(typed, typed))

    def shown_organisation(self, id: str) -> str:
        """Write an organisation as it stands in the list."""
        try:
            return self.organisations[UUID(id)][1]
        except (KeyError, ValueError):
            return id

    def places_like(self, typed: str, within: tuple[str, ...], most: int = MOST_OFFERED) -> list[str]:
        """List the places within some stems, or outside the province, that what is typed fits, widest first."""
        seen = (each for each in self.places_fitting(typed) if each.startswith(within) or not each.startswith("51"))
        return [self.shown_place(each) for each in islice(seen, most)]

    def places_fitting(self, typed: str) -> Iterator[str]:
        """Find places by a part of their code or their full name, widest first."""
        return (each for each, name in self.places.items() if _fits(typed, f"{each} {name}"))

    def organisations_like(self, typed: str, within: tuple[str, ...], most: int = MOST_OFFERED) -> list[str]:
        """List the organisations at home within some stems that what is typed fits."""
        return [name for _, name in islice(self.organisations_fitting(typed, within), most)]

    def organisations_fitting(self, typed: str, within: tuple[str, ...]) -> Iterator[tuple[Organisation, str]]:
        """Find organisations at home within some stems by a part of their name."""
        return (
            each for each in self.organisations.values() if each[0].place.startswith(within) and _fits(typed, each[1])
        )


@lru_cache(maxsize=2)
def names(frame: Frame) -> Names:
    """Index the names of a frame, once for each version."""
    return Names(frame)


def _full_name(frame: Frame, place: Place) -> str:
    above = (frame.place(each) for each in reversed(frame.ancestors(place.code)[1:]))
    return "".join(each.name for each in (*above, place) if each is not None and each.level != "province") or place.name


def _fits(typed: str, name: str) -> bool:
    return all(part in name for part in _parts(typed))


def _parts(typed: str) -> Iterable[str]:
    return typed.split()
