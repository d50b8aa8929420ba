"""Writes blind_keys.json: the forms of names by which bureaus find each other, for other makers."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tocsin.core.blind.keys import FORM, keys_of, name_forms
from tocsin.core.kinds.screened import Screened

NAMES = [
    "Олександр Ковальчук",
    "Oleksandr KOVALCHUK",
    "Aleksander Kowalczuk",
    "Ковальчук Олександр Петрович",
    "Сергей Щербаков",
    "Serhij Szczerbakow",
    "В'ячеслав Їжакевич",
    "Jürgen Müller",
    "Juergen Mueller",
    "Łukasz Żółw",
    "Muhammad al-Rashid",
    "Nguyễn Văn Tâm",
    "Ελένη Παπαδάκη",
    "Jan Maria Urojony",
    "Mononym",
]


def main() -> None:
    person = Screened(
        names=[NAMES[0]], dob=["1971-03-05"], nat=[], gender=None, docs=["FA 123-456"]
    )
    said = {
        "form": FORM,
        "names": [{"name": name, "forms": name_forms(name)} for name in NAMES],
        "keys": [key.hex() for key in keys_of(person)],
    }
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    Path(__file__).with_name("blind_keys.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
