"""A font with every Vietnamese letter, for the PDF files that benchmarks make."""

import importlib.util
from functools import cache
from pathlib import Path


@cache
def serif() -> str:
    """The name under which reportlab knows the font from now on."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    package = importlib.util.find_spec("font_source_serif_pro")
    assert package is not None
    assert package.origin is not None
    font = Path(package.origin).parent / "files" / "SourceSerifPro-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Serif", str(font)))
    return "Serif"
