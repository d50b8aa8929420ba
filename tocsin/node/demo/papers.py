"""Files to try on the demo node: a manifest, a passport zone and a list, all invented."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

PASSENGERS = 1_000
GIVEN = {
    "male": "Jan Piotr Tomasz Andrzej Paweł Mihai Ion Andrei Vasyl Taras Dmytro Karim Youssef Lars",
    "female": "Maria Katarzyna Ewa Zofia Ileana Doina Oksana Iryna Kateryna Layla Amira Ingrid",
}
FAMILY = (
    "Próbnik Przykładny Zmyślny Testowy Exemplaru Închipuit Probescu Testenko Vyhadko Zrazkovyi "
    "Prykladenko Al-Mithal Al-Tajriba Beispielsen Muster Provanov Skazochny Wymysł Udawany Pozorny"
)
# As the desk may meet people of the story: other spellings, slips, swapped names, year only.
VARIANTS = [
    ("Aleksandr VYGADANCHENKO", "1971-03-05", "UTO", "male", ""),
    ("Oleksander Vyhadanczenko", "1971-05-03", "UTO", "male", ""),
    ("SAMIR ALIFTIRADI", "1985-07-21", "UTO", "male", "UT7654321"),
    ("Zmyslanski Zbigniew", "1964", "UTO", "male", ""),
    ("Oleksandr Vyhadanchenko", "1999-01-30", "UTO", "male", ""),
]


def write(folder: Path) -> None:
    """Write the files; the same ones each time."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(2026)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "names", "dob", "nat", "gender", "docs"])
        places = set(draw.sample(range(PASSENGERS), len(VARIANTS)))
        variants = iter(VARIANTS)
        for number in range(PASSENGERS):
            row = next(variants) if number in places else _passenger(draw)
            table.writerow([f"seat-{number + 1}", *row])
    (folder / "zone.txt").write_text(zone() + "\n", encoding="ascii")
    (folder / "un-list.xml").write_text(UN_LIST, encoding="utf-8")


def _passenger(draw: random.Random) -> tuple[str, str, str, str, str]:
    gender = draw.choice(["male", "female"])
    name = f"{draw.choice(GIVEN[gender].split())} {draw.choice(FAMILY.split())}"
    born = date(1945, 1, 1) + timedelta(days=draw.randrange(24_000))
    number = f"UT{draw.randrange(10**7):07d}" if draw.random() < 0.8 else ""
    return name, born.isoformat(), "UTO", gender, number


def zone() -> str:
    """Return the passport zone (TD3) of the story's first person, with true check digits."""
    number, born, until = "UT1234567", "710305", "310101"
    upper = "P<UTOVYHADANCHENKO<<OLEKSANDR".ljust(44, "<")
    optional = "<" * 14
    middle = f"{number}{_digit(number)}UTO{born}{_digit(born)}M{until}{_digit(until)}{optional}"
    middle += _digit(optional) if optional.strip("<") else "<"
    whole = middle[0:10] + middle[13:20] + middle[21:43]
    return f"{upper}\n{middle}{_digit(whole)}"


def _digit(text: str) -> str:
    """Return the check digit of ICAO Doc 9303 part 3: weights 7, 3, 1."""
    values = (
        int(sign) if sign.isdigit() else 0 if sign == "<" else ord(sign) - 55 for sign in text
    )
    weighted = (value * (7, 3, 1)[place % 3] for place, value in enumerate(values))
    return str(sum(weighted) % 10)


UN_LIST = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-05T00:00:00">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>9900001</DATAID>
      <VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>FIKCJAN</FIRST_NAME>
      <SECOND_NAME>ZMYSLONY</SECOND_NAME>
      <UN_LIST_TYPE>UTO</UN_LIST_TYPE>
      <REFERENCE_NUMBER>UTi.001</REFERENCE_NUMBER>
      <LISTED_ON>2020-02-03</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT>Фікціан Змислоний</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Invented for demonstration.</COMMENTS1>
      <NATIONALITY><VALUE>Utopia</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Good</QUALITY><ALIAS_NAME>Fictian Smyslony</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-04-01</DATE>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>UT0000001</NUMBER>
      </INDIVIDUAL_DOCUMENT>
      <SORT_KEY/><SORT_KEY_LAST_MOD/>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES/>
</CONSOLIDATED_LIST>
"""
