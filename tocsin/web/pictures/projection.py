"""Natural Earth projection (Šavrič, Patterson, Jenny 2011), degrees to the map's own units."""

from math import pi, radians

WIDTH, HEIGHT = 2000, 900
_WIDEST = 0.870700 * pi
_SCALE = WIDTH / (2 * _WIDEST)
# Antarctica is not drawn, so the equator lies below the middle of the sheet.
_EQUATOR = 522.0


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return (x, y) on the sheet, x to the right, y downwards."""
    square = radians(latitude) ** 2
    fourth = square * square
    x = radians(longitude) * (
        0.870700
        - 0.131979 * square
        + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = radians(latitude) * (
        1.007226
        + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    )
    return WIDTH / 2 + x * _SCALE, _EQUATOR - y * _SCALE
