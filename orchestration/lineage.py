"""Draws the lineage of all assets as an SVG picture, one column for each layer: `make lineage`.

The picture in docs/ is made from the definitions; a test fails where the two differ.
"""

import sys
from collections.abc import Mapping
from xml.sax.saxutils import escape

import dagster as dg

from warehouse.home import REPOSITORY

PICTURE = REPOSITORY / "docs" / "lineage.svg"

# The columns of the picture in the order of the flow: the layers in each, with the colour of their boxes.
COLUMNS = (
    {"files": "#eceff1", "raw": "#e8eef7", "history": "#f1e9e4", "reference": "#f3efe2"},
    {"staging": "#e6f2ea"},
    {"intermediate": "#f6ecf4"},
    {"marts": "#fdf0dc", "quality": "#eef3d9"},
    {"publish": "#f9e0dd"},
)
_WIDTH, _GAP, _HEIGHT, _STEP, _TITLE, _MARGIN = 206, 60, 18, 24, 34, 12

Place = tuple[int, int, str]  # left edge, top edge, colour


def draw(definitions: dg.Definitions) -> str:
    """The picture as SVG text: a box for each asset, a line from each asset to what is made of it.

    Publishing waits for every asset; only its lines from the column before it are drawn.
    """
    graph = definitions.resolve_asset_graph()
    groups = {key: graph.get(key).group_name for key in sorted(graph.get_all_asset_keys())}
    titles, places = _arrange(groups)
    edges = [
        _edge(places[parent], places[key])
        for key in groups
        for parent in sorted(graph.get(key).parent_keys)
        if groups[key] != "publish" or groups[parent] in COLUMNS[-2]
    ]
    width = _left(len(COLUMNS)) - _GAP + _MARGIN
    height = max(y for _, y, _ in places.values()) + _HEIGHT + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<g fill="none" stroke="#9aa5b1" stroke-opacity="0.5">',
        *edges,
        "</g>",
        *titles,
        *(_box(key.path[-1], *place) for key, place in places.items()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _arrange(groups: Mapping[dg.AssetKey, str]) -> tuple[list[str], dict[dg.AssetKey, Place]]:
    """The titles of the layers, and where each asset's box goes."""
    titles: list[str] = []
    places: dict[dg.AssetKey, Place] = {}
    for column, layers in enumerate(COLUMNS):
        top = _MARGIN
        for layer, colour in layers.items():
            members = [key for key, group in groups.items() if group == layer]
            titles.append(_title(_left(column), top + 20, layer))
            top += _TITLE
            for row, key in enumerate(members):
                places[key] = (_left(column), top + row * _STEP, colour)
            top += len(members) * _STEP
    return titles, places


def _left(column: int) -> int:
    return _MARGIN + column * (_WIDTH + _GAP)


def _title(x: int, y: int, layer: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="14" font-weight="bold" fill="#37424d">{layer}</text>'


def _box(name: str, x: int, y: int, colour: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="{colour}" stroke="#b8c0c8"/>'
        f'<text x="{x + 8}" y="{y + 13}" fill="#1f2933">{escape(name)}</text>'
    )


def _edge(source: Place, target: Place) -> str:
    """A curve from the right of one box to the left of another; within a column it swings out to the right."""
    y1, y2 = source[1] + _HEIGHT // 2, target[1] + _HEIGHT // 2
    x1 = source[0] + _WIDTH
    if source[0] == target[0]:
        return f'<path d="M{x1} {y1} C{x1 + 30} {y1} {x1 + 30} {y2} {x1} {y2}"/>'
    x2 = target[0]
    middle = (x1 + x2) // 2
    return f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"/>'


if __name__ == "__main__":
    from orchestration.definitions import definitions

    PICTURE.write_text(draw(definitions()), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
