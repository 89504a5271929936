"""A page as a picture: WeChat's browser on Android opens no PDF, but saves a picture by a long press."""

from io import BytesIO

import pypdfium2


def page_as_png(pdf: bytes, *, page: int = 0, dpi: int = 150) -> bytes:
    """One page of the document, rasterised."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[page].render(scale=dpi / 72)
        out = BytesIO()
        bitmap.to_pil().convert("RGB").quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()
