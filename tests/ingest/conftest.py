"""Small documents made on the spot."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    package = importlib.util.find_spec("font_source_serif_pro")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "files"
    pdfmetrics.registerFont(TTFont("Serif", str(folder / "SourceSerifPro-Regular.ttf")))


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF: each argument draws one page on a canvas whose font is 13 points."""

    def make(*draws: Callable[[Canvas], object], **options: object) -> Path:
        path = tmp_path / "made.pdf"
        canvas = Canvas(str(path), pagesize=A4, **options)
        for draw in draws:
            canvas.setFont("Serif", 13)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def picture() -> Callable[[Canvas], None]:
    """Draws a picture over the whole page, as a scan is."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    data = io.BytesIO()
    Image.new("L", (60, 85), 200).save(data, "PNG")
    data.seek(0)
    image = ImageReader(data)
    return lambda canvas: canvas.drawImage(image, 0, 0, WIDTH, HEIGHT)
