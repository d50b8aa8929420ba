"""Write tocsin/web/static/web/world.svg from a TopoJSON file of the world's countries at 1:110m.

    python scripts/make_world_map.py countries-110m.json

The source is Natural Earth (public domain) as packed by world-atlas. Corrected to borders that
are internationally recognised: Crimea belongs to Ukraine; the two areas that the source cuts out
of Cyprus and of Somalia are joined to them again. Antarctica is left out. Arcs are simplified
whole, so neighbours keep one common border.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tocsin.web.pictures.projection import HEIGHT, WIDTH, project

TARGET = Path(__file__).resolve().parents[1] / "tocsin/web/static/web/world.svg"
NOTICE = (
    "Made with Natural Earth (public domain, naturalearthdata.com); borders corrected and "
    "simplified by scripts/make_world_map.py. They express no position on the status of any "
    "territory."
)
LIMIT = 150_000
SMALLEST = 2.0  # square units of the sheet: triangles below this do not show
CRIMEA = (34.2, 45.25)
# A part without a code of its own in ISO 3166 -> the country it belongs to.
JOINED = {"N. Cyprus": "CYP", "Somaliland": "SOM"}
# User-assigned in ISO 3166, in wide use; administered under UN Security Council resolution 1244.
NAMED = {"Kosovo": "XKX"}

Point = tuple[float, float]
Ring = tuple[int, ...]

CODES = (
    "004:AFG 008:ALB 010:ATA 012:DZA 024:AGO 031:AZE 032:ARG 036:AUS 040:AUT 044:BHS 050:BGD "
    "051:ARM 056:BEL 064:BTN 068:BOL 070:BIH 072:BWA 076:BRA 084:BLZ 090:SLB 096:BRN 100:BGR "
    "104:MMR 108:BDI 112:BLR 116:KHM 120:CMR 124:CAN 140:CAF 144:LKA 148:TCD 152:CHL 156:CHN "
    "158:TWN 170:COL 178:COG 180:COD 188:CRI 191:HRV 192:CUB 196:CYP 203:CZE 204:BEN 208:DNK "
    "214:DOM 218:ECU 222:SLV 226:GNQ 231:ETH 232:ERI 233:EST 238:FLK 242:FJI 246:FIN 250:FRA "
    "260:ATF 262:DJI 266:GAB 268:GEO 270:GMB 275:PSE 276:DEU 288:GHA 300:GRC 304:GRL 320:GTM "
    "324:GIN 328:GUY 332:HTI 340:HND 348:HUN 352:ISL 356:IND 360:IDN 364:IRN 368:IRQ 372:IRL "
    "376:ISR 380:ITA 384:CIV 388:JAM 392:JPN 398:KAZ 400:JOR 404:KEN 408:PRK 410:KOR 414:KWT "
    "417:KGZ 418:LAO 422:LBN 426:LSO 428:LVA 430:LBR 434:LBY 440:LTU 442:LUX 450:MDG 454:MWI "
    "458:MYS 466:MLI 478:MRT 484:MEX 496:MNG 498:MDA 499:MNE 504:MAR 508:MOZ 512:OMN 516:NAM "
    "524:NPL 528:NLD 540:NCL 548:VUT 554:NZL 558:NIC 562:NER 566:NGA 578:NOR 586:PAK 591:PAN "
    "598:PNG 600:PRY 604:PER 608:PHL 616:POL 620:PRT 624:GNB 626:TLS 630:PRI 634:QAT 642:ROU "
    "643:RUS 646:RWA 682:SAU 686:SEN 688:SRB 694:SLE 703:SVK 704:VNM 705:SVN 706:SOM 710:ZAF "
    "716:ZWE 724:ESP 728:SSD 729:SDN 732:ESH 740:SUR 748:SWZ 752:SWE 756:CHE 760:SYR 762:TJK "
    "764:THA 768:TGO 780:TTO 784:ARE 788:TUN 792:TUR 795:TKM 800:UGA 804:UKR 807:MKD 818:EGY "
    "826:GBR 834:TZA 840:USA 854:BFA 858:URY 860:UZB 862:VEN 887:YEM 894:ZMB"
)
ALPHA3 = dict(pair.split(":") for pair in CODES.split())


def unpack(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees."""
    (kx, ky), (ox, oy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for packed in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in packed:
            x, y = x + dx, y + dy
            arc.append((x * kx + ox, y * ky + oy))
        arcs.append(arc)
    return arcs


def countries(topology: dict[str, Any]) -> dict[str, list[list[Ring]]]:
    """Return each country's polygons, each a list of rings of arc numbers (~n is n backwards)."""
    found: dict[str, list[list[Ring]]] = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = JOINED.get(name) or NAMED.get(name) or ALPHA3[shape["id"]]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        found[code] += [[tuple(ring) for ring in polygon] for polygon in polygons]
    del found["ATA"]
    return found


def line(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Return the points of a ring of arcs; the last equals the first."""
    points: list[Point] = []
    for number in ring:
        arc = list(arcs[number]) if number >= 0 else list(arcs[~number])[::-1]
        points += arc[1:] if points else arc
    return points


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Say whether a closed ring holds a point, by crossings."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def move(
    world: dict[str, list[list[Ring]]], arcs: Sequence[Sequence[Point]], spot: Point, to: str
) -> None:
    """Give the polygon that holds a spot to a country."""
    for polygons in world.values():
        for polygon in polygons:
            if contains(line(polygon[0], arcs), spot):
                polygons.remove(polygon)
                world[to].append(polygon)
                return
    raise SystemExit(f"no polygon holds {spot}")


def join(polygons: list[list[Ring]], arcs: Sequence[Sequence[Point]]) -> list[list[Ring]]:
    """Melt polygons of one country that share an arc; holes stay with the first."""
    counted = [arc for polygon in polygons for ring in polygon for arc in ring]
    shared = {arc for arc in counted if ~arc in counted}
    touching = [p for p in polygons if any(arc in shared for arc in p[0])]
    if not touching:
        return polygons
    left = [arc for polygon in touching for arc in polygon[0] if arc not in shared]
    rings = []
    while left:
        ring = [left.pop(0)]
        while (end := line(ring, arcs)[-1]) != line(ring, arcs)[0]:
            following = next(arc for arc in left if line([arc], arcs)[0] == end)
            left.remove(following)
            ring.append(following)
        rings.append(tuple(ring))
    rings.sort(key=lambda ring: -abs(area(line(ring, arcs))))
    holes = [ring for polygon in touching for ring in polygon[1:]]
    return [[*rings, *holes], *(p for p in polygons if p not in touching)]


def area(points: Sequence[Point]) -> float:
    """Return the signed area of a closed ring."""
    pairs = pairwise(points)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def unroll(points: Iterable[Point]) -> list[Point]:
    """Return the points with longitudes that run on past 180 degrees instead of jumping."""
    rolled: list[Point] = []
    for longitude, latitude in points:
        before = rolled[-1][0] if rolled else longitude
        rolled.append((longitude - 360 * round((longitude - before) / 360), latitude))
    return rolled


def simplify(arc: Sequence[Point]) -> list[Point]:
    """Drop the least visible corners (Visvalingam), never an end, never below a triangle."""
    points = unroll(arc)
    sheet = [project(*point) for point in points]
    least = 4 if arc[0] == arc[-1] else 2
    while len(points) > least:
        sizes = [
            abs(area([sheet[i - 1], sheet[i], sheet[i + 1], sheet[i - 1]]))
            for i in range(1, len(sheet) - 1)
        ]
        smallest = min(sizes)
        if smallest >= SMALLEST:
            break
        del points[sizes.index(smallest) + 1], sheet[sizes.index(smallest) + 1]
    return points


def cut(ring: Sequence[Point]) -> list[list[Point]]:
    """Cut an unrolled ring at the sheet's edges and bring each part home (Sutherland, Hodgman)."""
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        part = [(x + turn, y) for x, y in ring[:-1]]
        for side in (1.0, -1.0):
            part = _clip(part, side)
        if len(part) > 2:
            parts.append([*part, part[0]])
    return parts


def _clip(ring: Sequence[Point], side: float) -> list[Point]:
    kept: list[Point] = []
    for (x1, y1), (x2, y2) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if (x1 * side <= 180.0) != (x2 * side <= 180.0):
            kept.append((180.0 * side, y1 + (y2 - y1) * (180.0 * side - x1) / (x2 - x1)))
        if x2 * side <= 180.0:
            kept.append((x2, y2))
    return kept


def path(polygons: list[list[Ring]], arcs: Sequence[Sequence[Point]]) -> str:
    """Return SVG path data in whole units, relative after each start."""
    parts = []
    rings = (unroll(line(ring, arcs)) for polygon in polygons for ring in polygon)
    for ring in (part for whole in rings for part in cut(whole)):
        points = [tuple(round(value) for value in project(*point)) for point in ring]
        x, y = points[0]
        steps = []
        for px, py in points[1:-1]:
            if (px, py) != (x, y):
                steps.append(f"{px - x} {py - y}".replace(" -", "-"))
                x, y = px, py
        if len(steps) >= 2:
            parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def main(source: str) -> None:
    """Read the source, correct, simplify, write."""
    topology = json.loads(Path(source).read_text())
    degrees = unpack(topology)
    world = countries(topology)
    move(world, degrees, CRIMEA, "UKR")
    arcs = [simplify(arc) for arc in degrees]
    paths = [
        f'<path id="{code}" d="{path(join(polygons, degrees), arcs)}"/>'
        for code, polygons in sorted(world.items())
    ]
    sheet = "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
            f"<title>World map</title>\n<desc>{NOTICE}</desc>",
            '<g id="world">',
            *(row for row in paths if ' d=""' not in row),
            "</g>\n</svg>\n",
        )
    )
    if len(sheet) > LIMIT:
        raise SystemExit(f"{len(sheet)} bytes are more than {LIMIT}")
    TARGET.write_text(sheet)
    print(f"{TARGET.name}: {len(paths)} countries, {len(sheet)} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
