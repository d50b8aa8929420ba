"""The square that a telephone reads: the address of the record, and nothing of what it says."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def matrix(address: str) -> list[list[bool]]:
    """Return the modules of the code for an address, row by row, with the quiet zone."""
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def svg_path(address: str) -> tuple[int, str]:
    """Return the side in modules and one path that draws the dark ones as runs."""
    rows = matrix(address)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length + 1
    return len(rows), "".join(runs)
