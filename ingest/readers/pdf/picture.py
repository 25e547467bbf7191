"""Page rendering: one PDF page as an image, with the positions of its characters."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument
from ingest.file_names import legible
from ingest.readers.pdf.glyphs import PDFIUM, Sheet, sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 900
"""Width of a picture in pixels, unless its page is so long that it would be too large."""
MOST_PIXELS = 3_000_000
_LONGEST = 16_384
"""Most pixels of a side: one of a page without end is drawn a pixel wide, and no shorter for that."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it is shown."""

    png: bytes
    width: int
    """Pixels."""
    height: int
    sheet: Sheet
    """The characters of the page, in points of the same view."""


def picture(path: Path, number: int) -> Picture:
    """Draw page `number`, counted from 1, of the PDF at `path`.

    Raises:
        DamagedDocument: pdfium cannot open the file or has no such page.
    """
    import pypdfium2

    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(path)
            try:
                content = sheet(document, number - 1)
                pixels = _pixels(document, number - 1)
            finally:
                document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DamagedDocument(
            f"{legible(path.name)}: {number}쪽을 그릴 수 없습니다.", "원문 파일을 열어 확인해 주세요."
        ) from error
    return Picture(_png(pixels), pixels.shape[1], pixels.shape[0], content)


def _pixels(document: object, index: int) -> NDArray[np.uint8]:
    """Return the page as RGB, shape (height, width, 3)."""
    page = document[index]  # type: ignore[index]  # pypdfium2 has no types
    try:
        width, height = page.get_size()
        bitmap = page.render(scale=fitting(width, height, WIDTH / max(width, 1.0), MOST_PIXELS), rev_byteorder=True)
        # A copy: the bitmap's memory is pdfium's.
        pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
    finally:
        page.close()
    return pixels


def fitting(width: float, height: float, wanted: float, pixels: int) -> float:
    """Return how many dots a point of a page is drawn with: as many as wanted, unless the picture would be too large.

    A side has a pixel at least, so an area alone bounds nothing: of 1 by 2,000,000,000 points, the long side must.
    """
    width, height = max(width, 1.0), max(height, 1.0)
    return min(wanted, sqrt(pixels / (width * height)), _LONGEST / max(width, height))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Return RGB pixels as PNG, in grey where no pixel has a colour."""
    import numpy as np

    grey = bool((pixels[:, :, 0] == pixels[:, :, 1]).all() and (pixels[:, :, 1] == pixels[:, :, 2]).all())
    height, width = pixels.shape[:2]
    rows = pixels[:, :, 0] if grey else pixels.reshape(height, width * 3)
    # Every row is led by its filter, of which 0 is none.
    data = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 0 if grey else 2, 0, 0, 0)
    parts = (_part(b"IHDR", head), _part(b"IDAT", zlib.compress(data, 6)), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
