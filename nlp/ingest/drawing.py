"""What a PDF page draws beside text: ruled lines as edges, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .layer import Turn

if TYPE_CHECKING:
    import pypdfium2

_DEPTH = 4  # of forms within forms
_MOST_SEGMENTS = 20_000  # a page that draws more is a map or a chart
_MOST_OBJECTS = 100_000
_STRAIGHT = 0.7  # points off the axis that a ruled line may stray
_THIN = 3.0  # points: a filled box no wider is a ruled line

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A level or upright stroke, or a side of a box; points from the top left of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """``pictured`` is the share of the page under pictures; ``paths`` counts drawn shapes."""

    edges: tuple[Edge, ...]
    paths: int
    pictured: float


def drawing(page: pypdfium2.PdfPage, turn: Turn) -> Drawing:
    """The edges and pictures of a page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    edges: list[Edge] = []
    paths = segments = 0
    covered = 0.0
    for kind, shape, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            # an image fills the unit square of its matrix
            a, b, c, d, _, _ = _times(_matrix(shape), matrix)
            covered += abs(a * d - b * c)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            segments += raw.FPDFPath_CountSegments(shape)
            if segments <= _MOST_SEGMENTS and (ruled := _ruled(shape)):
                edges += _edges(shape, _times(_matrix(shape), matrix), turn, ruled)
    if segments > _MOST_SEGMENTS:
        edges.clear()
    return Drawing(tuple(edges), paths, min(1.0, covered / max(width * height, 1.0)))


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Any, Matrix]]:
    """(type, object, matrix of the forms around it), in drawing order."""
    from pypdfium2 import raw

    seen = 0
    stack: list[tuple[Any, Matrix, int]] = [(None, _IDENTITY, 0)]
    while stack:
        form, matrix, depth = stack.pop()
        count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(page)
        for i in range(max(0, count)):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            shape = raw.FPDFFormObj_GetObject(form, i) if form else raw.FPDFPage_GetObject(page, i)
            if not shape:
                continue
            kind = raw.FPDFPageObj_GetType(shape)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < _DEPTH:
                    stack.append((shape, _times(_matrix(shape), matrix), depth + 1))
            elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
                yield kind, shape, matrix


def _matrix(shape: Any) -> Matrix:
    from pypdfium2 import raw

    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(shape, ctypes.byref(m)):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    if n is _IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _ruled(path: Any) -> str:
    """Whether a path is stroked, only filled, or neither and does but clip."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return "stroke" if stroke.value else "fill" if fill.value else ""


def _edges(path: Any, matrix: Matrix, turn: Turn, ruled: str) -> list[Edge]:
    """The straight sides of a path; a filled shape is a line only if it is thin."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    first = last = (0.0, 0.0)
    points: list[tuple[float, float]] = []
    found: list[Edge] = []
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        if not raw.FPDFPathSegment_GetPoint(segment, at_x, at_y):
            continue
        point = turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
            if ruled == "fill":
                found += _thin(points)
                points = []
        elif kind == raw.FPDF_SEGMENT_LINETO and ruled == "stroke":
            found += _edge(last, point)
        if ruled == "stroke" and raw.FPDFPathSegment_GetClose(segment):
            found += _edge(point, first)
        points.append(point)
        last = point
    if ruled == "fill":
        found += _thin(points)
    return found


def _thin(points: list[tuple[float, float]]) -> Iterator[Edge]:
    """The line that a thin filled box stands for; a wider one is a background."""
    if points:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if min(x1 - x0, y1 - y0) <= _THIN:
            if x1 - x0 > y1 - y0:
                y0 = y1 = (y0 + y1) / 2
            else:
                x0 = x1 = (x0 + x1) / 2
            if (x0, y0) != (x1, y1):
                yield Edge(x0, y0, x1, y1)


def _edge(p: tuple[float, float], q: tuple[float, float]) -> Iterator[Edge]:
    across, down = abs(p[0] - q[0]), abs(p[1] - q[1])
    if min(across, down) <= _STRAIGHT < max(across, down):
        (x0, x1), (y0, y1) = sorted((p[0], q[0])), sorted((p[1], q[1]))
        if across > down:
            y0 = y1 = (y0 + y1) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        yield Edge(x0, y0, x1, y1)
