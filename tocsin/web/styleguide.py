"""Every component once, with invented data: the page developers and the eye tests look at."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from tocsin.web import pictures

SPRITE = Path(__file__).parent / "static/web/icons.svg"

REASONS = (
    {
        "feature": "name",
        "weight": 6.2,
        "query": "Oleksandr KOVALCHUK",
        "match": "Олександр Ковальчук",
    },
    {"feature": "date of birth", "weight": 4.1, "query": "1971-03-05", "match": "1971-03"},
    {"feature": "document number", "weight": 9.4, "query": "XA0123456", "match": "XA0123456"},
    {"feature": "nationality", "weight": -1.8, "query": "MDA", "match": "UKR"},
    {"feature": "gender", "weight": -0.4, "query": "", "match": "male"},
)

BEFORE = {"names": ["Tadeusz Wronkowski"], "born": "1968-02", "document": "ZX 440 119"}
AFTER = {
    "names": ["Tadeusz Wronkowski", "T. Wronkowsky"],
    "born": "1968-02",
    "document": "ZX 440 191",
}


class Specimen(forms.Form):
    names = forms.CharField(
        label="Names",
        help_text="As written in the document; one name a line.",
        widget=forms.Textarea,
    )
    born = forms.CharField(
        label="Date of birth", required=False, help_text="1971-03-05, 1971-03 or 1971."
    )
    purpose = forms.ChoiceField(
        label="Purpose",
        choices=[("border", "Border check"), ("visa", "Visa"), ("case", "Case work")],
    )
    marking = forms.ChoiceField(
        label="Marking",
        choices=[("green", "TLP:GREEN"), ("amber", "TLP:AMBER")],
        widget=forms.RadioSelect,
    )
    second_line = forms.BooleanField(label="Send to the second line", required=False)
    manifest = forms.FileField(label="Passenger manifest", required=False)


def specimens(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the style guide."""
    now = timezone.now()
    return {
        "menu": _menu(),
        "search_url": "/search",
        "form": Specimen(),
        "faulty": Specimen({"names": "", "born": "31 Feb", "purpose": "border"}),
        "reasons": REASONS,
        "rows": _rows(now),
        "page": Paginator(range(1, 241), 50).page(2),
        "now": now,
        "moments": [
            now - timedelta(minutes=3),
            now + timedelta(hours=30),
            datetime(2024, 2, 29, tzinfo=UTC),
        ],
        "before": BEFORE,
        "after": AFTER,
        "events": _events(now),
        "tabs": [
            {"label": "Content", "url": "#", "active": True},
            {"label": "History", "url": "#", "badge": 4},
            {"label": "Who can see this", "url": "#"},
        ],
        "facts": [
            ("Owner", "UTO National Bureau"),
            ("Number", "2041/7"),
            ("Original script", "Олександр Ковальчук"),
            ("Born", "March 1971"),
            ("Review due", None),
        ],
        "realm": request.GET.get("realm", "live"),
        "levels": ("info", "success", "warning", "error"),
        "icons": re.findall(r'id="([^"]+)"', SPRITE.read_text()),
        **_pictures(now),
    }


def _menu() -> list[dict[str, Any]]:
    rooms = [
        ("Border", "Border desk", "scan", "b", 0),
        ("Border", "Manifests", "list", "m", 2),
        ("Between bureaus", "Register", "document", "r", 0),
        ("Between bureaus", "Answers", "inbox", "a", 14),
        ("Oversight", "Who looked", "eye", "o", 0),
        ("Oversight", "Officers", "users", "u", 0),
        ("Oversight", "Settings", "settings", "s", 0),
    ]
    return [
        {
            "section": section,
            "label": label,
            "url": "#",
            "icon": icon,
            "key": key,
            "badge": badge,
            "active": key == "b",
        }
        for section, label, icon, key, badge in rooms
    ]


def _rows(now: datetime) -> list[dict[str, Any]]:
    people = [
        ("Tadeusz Wronkowski", "strong", 0.97, "amber", "1968-02-11"),
        ("Олександр Ковальчук", "possible", 0.81, "green", "1971-03"),
        ("ليلى المنصوري", "possible", 0.74, "amber+strict", "1990"),
        ("Ion Brăileanu-Costin", "clear", 0.12, "clear", "1959-12-01"),
        ("Zofia Malczyk-Pereł", "clear", 0.08, "red", ""),
    ]
    return [
        {
            "name": name,
            "verdict": verdict,
            "score": score,
            "tlp": tlp,
            "born": born,
            "seen": now - timedelta(minutes=17 * place + 2),
            "code": f"H{place % 4}",
        }
        for place, (name, verdict, score, tlp, born) in enumerate(people)
    ]


def _events(now: datetime) -> list[dict[str, Any]]:
    told = [
        ("Confirmed by the second line", "The photograph agrees.", "strong", "warning", 4),
        ("Compared", "Two features for, one against.", "possible", "eye", 9),
        (
            "Scanned at gate 4",
            "Machine-readable zone, all check digits agree.",
            "accent",
            "scan",
            11,
        ),
        ("Entry released by its owner", "", "quiet", "shield", 4000),
    ]
    return [
        {
            "title": title,
            "detail": detail,
            "tone": tone,
            "icon": icon,
            "when": now - timedelta(minutes=ago),
            "actor": "E. Marszalik",
        }
        for title, detail, tone, icon, ago in told
    ]


KINDS = (
    ("a", "Tadeusz Wronkowski", "person"),
    ("b", "ZX 440 191", "travel_document"),
    ("c", "Orlik Shipping", "organisation"),
    ("d", "UTO 4471 K", "vehicle"),
    ("e", "Report 2041/7", "report"),
    ("f", "Device reference 88", "device"),
    ("g", "Port of Karsk", "location"),
    ("h", "Олександр Ковальчук", "person"),
    ("i", "Material category II", "material"),
    ("j", "List entry of UTO", "basis"),
)
LINKS = (
    ("a", "b", "holds"),
    ("a", "c", "works for"),
    ("a", "d", "drives"),
    ("a", "e", "named in"),
    ("c", "f", "shipped"),
    ("e", "f", "tells of"),
    ("c", "g", "registered at"),
    ("h", "g", "lives in"),
    ("h", "c", "works for"),
    ("f", "i", "category"),
    ("a", "j", "listed by"),
)
DAYS = (
    (-400, None, "Entry released", "accent"),
    (-380, -150, "Watched by ALI", ""),
    (-200, None, "Seen at gate 4", "possible"),
    (-190, None, "Known not a match", "clear"),
    (-20, None, "Seen at gate 2", "strong"),
    (-10, 0, "Hit between two bureaus", ""),
)
PLACES = (
    pictures.Place(18.66, 54.35, "Checkpoint one"),
    pictures.Place(30.7, 46.5, "Checkpoint two", "possible"),
)


def _pictures(now: datetime) -> dict[str, Any]:
    nodes = [
        pictures.Node(key, label, kind, "#", is_focus=key == "a") for key, label, kind in KINDS
    ]
    edges = [pictures.Edge(source, target, label) for source, target, label in LINKS]
    events = [
        pictures.Event(
            now + timedelta(days=start),
            label,
            None if end is None else now + timedelta(days=end),
            tone,
        )
        for start, end, label, tone in DAYS
    ]
    holders = {"POL": "owner", "MDA": "holder", "UKR": "holder"}
    answers = [("Clear", 941), ("Possible match", 52), ("Strong match", 7)]
    checks = [3, 5, 4, 9, 7, 12, 6, 8, 14, 11]
    return {
        "graph": pictures.graph(nodes, edges, "Links of Tadeusz Wronkowski"),
        "small_graph": pictures.graph(nodes[:6], edges[:4], "Direct links"),
        "history": pictures.timeline(events, "What happened to the entry"),
        "world": pictures.world_map(holders, PLACES, "Holders of the entry", home="POL"),
        "bars": pictures.bars(answers, "Answers this week"),
        "spark": pictures.sparkline(checks, "Checks a day, last ten days"),
    }
