"""Make invented data to try the software with: a register, a manifest, a list, entities.

    python examples/data/make.py --out var/data --persons 100000 --passengers 10000 --listed 1000

Writes persons.jsonl, passengers.csv with truth.csv (which passengers are whom, and what was
changed), list.xml in the layout of the UN Security Council's list and its amended copy
list-amended.xml, and entities.ftm.json. The same seed gives the same bytes. Needs Python alone.
"""

import argparse
import csv
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from names import TONGUES


class Person(NamedTuple):
    """One invented person, as the plain form has it."""

    id: str
    names: list[str]
    dob: str
    nat: str
    gender: str
    docs: list[str]


def one_person(draw: random.Random, number: int) -> Person:
    """Draw a person: a name in its script, one in Latin letters, a birth, a state, a document."""
    state = draw.choices(list(TONGUES), weights=[4, 3, 4, 2, 2])[0]
    sex = draw.randrange(2)
    written, plain = TONGUES[state](draw, sex)
    names = [written] if written == plain else [written, plain]
    born = date(1940, 1, 1) + timedelta(days=draw.randrange(24_000))
    dob = born.isoformat()[: draw.choices((10, 7, 4), weights=(90, 3, 7))[0]]
    letters = "".join(draw.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(2))
    docs = [f"{letters}{draw.randrange(10**7):07d}"] if draw.random() < 0.7 else []
    nat = "UTO" if state == "UTA" else state
    return Person(f"p{number}", names, dob, nat, ("male", "female")[sex], docs)


def persons(seed: int, count: int) -> Iterator[Person]:
    """Yield the register's persons; any prefix of a longer run is the same."""
    draw = random.Random(seed)  # noqa: S311 - invented data must come out the same each time
    for number in range(1, count + 1):
        yield one_person(draw, number)


def _typo(draw: random.Random, name: str) -> str:
    at = draw.randrange(1, max(2, len(name) - 1))
    if draw.random() < 0.5:
        return name[:at] + name[at + 1 :]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def disguised(draw: random.Random, person: Person) -> tuple[Person, str]:
    """Return the person as a manifest might have them, and what was changed."""
    change = draw.choice(("as_is", "latin", "swapped", "typo", "no_dob", "day_month", "document"))
    name, dob, docs = person.names[-1], person.dob, list[str]()
    names = {
        "as_is": person.names[0],
        "latin": name.upper(),
        "swapped": " ".join(reversed(name.split())),
        "typo": _typo(draw, name),
    }
    name = names.get(change, name)
    if change == "no_dob":
        dob = ""
    elif change == "day_month" and len(dob) == 10 and int(dob[8:]) <= 12:
        dob = f"{dob[:4]}-{dob[8:]}-{dob[5:7]}"
    elif change == "document":
        docs = person.docs
    return person._replace(names=[name], dob=dob, docs=docs), change


def write_persons(path: Path, seed: int, count: int) -> None:
    """Write the register as JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        for person in persons(seed, count):
            form = person._asdict() | {"dob": [person.dob], "nat": [person.nat]}
            out.write(json.dumps(form, ensure_ascii=False) + "\n")


def write_passengers(folder: Path, seed: int, count: int, registered: int) -> None:
    """Write the manifest and its truth: one passenger in fifty stands on the register."""
    draw = random.Random(seed + 1)  # noqa: S311 - invented data must come out the same each time
    places = sorted(draw.sample(range(count), min(count // 50 + 1, registered)))
    wanted = draw.sample(range(registered), len(places))
    met = {at: person for at, person in enumerate(persons(seed, registered)) if at in set(wanted)}
    hidden = {place: met[at] for place, at in zip(places, wanted, strict=True)}
    with (
        (folder / "passengers.csv").open("w", encoding="utf-8", newline="") as manifest,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        rows, answers = csv.writer(manifest), csv.writer(truth)
        rows.writerow(["id", "names", "dob", "nat", "gender", "docs"])
        answers.writerow(["query", "match", "change"])
        for place in range(count):
            query = f"q{place + 1}"
            person = one_person(draw, place)
            if place in hidden:
                person, change = disguised(draw, hidden[place])
                answers.writerow([query, hidden[place].id, change])
            facts = [person.names[0], person.dob, person.nat, person.gender]
            rows.writerow([query, *facts, ";".join(person.docs)])


def _tags(**texts: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in texts.items())


_COUNTRIES = {"POL": "Poland", "MDA": "Republic of Moldova", "UKR": "Ukraine", "UTO": "Utopia"}


def _birth(draw: random.Random, person: Person) -> str:
    year = person.dob[:4]
    if len(person.dob) == 10:
        inner = _tags(TYPE_OF_DATE="EXACT", DATE=person.dob)
    elif draw.random() < 0.5:
        inner = _tags(TYPE_OF_DATE="APPROXIMATELY", YEAR=year)
    else:
        inner = _tags(TYPE_OF_DATE="BETWEEN", FROM_YEAR=year, TO_YEAR=str(int(year) + 2))
    return f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>"


def _head(draw: random.Random, number: int, name: str, kind: str) -> str:
    first, _, second = name.partition(" ")
    listed = date(2012, 1, 1) + timedelta(days=draw.randrange(4000))
    updated = (listed + timedelta(days=draw.randrange(700))).isoformat()
    second_name = f"<SECOND_NAME>{escape(second)}</SECOND_NAME>" if second else ""
    return (
        _tags(DATAID=str(7_900_000 + number), VERSIONNUM="1", FIRST_NAME=first)
        + second_name
        + _tags(
            UN_LIST_TYPE="Utopia",
            REFERENCE_NUMBER=f"UT{kind}.{number:04d}",
            LISTED_ON=listed.isoformat(),
        )
        + f"<LIST_TYPE>{_tags(VALUE='UN List')}</LIST_TYPE>"
        + f"<LAST_DAY_UPDATED>{_tags(VALUE=updated)}</LAST_DAY_UPDATED>"
    )


def individual(draw: random.Random, number: int) -> str:
    """Return one INDIVIDUAL of the list."""
    person = one_person(draw, number)
    where = _COUNTRIES[person.nat]
    parts = [_head(draw, number, person.names[-1], "i")]
    if len(person.names) > 1:
        parts.append(_tags(NAME_ORIGINAL_SCRIPT=person.names[0]))
    parts += [
        _tags(COMMENTS1="Invented entry.", GENDER=person.gender.capitalize()),
        f"<DESIGNATION>{_tags(VALUE='Invented trader')}</DESIGNATION>",
        f"<NATIONALITY>{_tags(VALUE=where)}</NATIONALITY>",
    ]
    for quality, alias in (
        ("Good", person.names[-1].upper()),
        ("Low", person.names[-1].split()[0]),
    ):
        inner = _tags(QUALITY=quality, ALIAS_NAME=alias)
        parts.append(f"<INDIVIDUAL_ALIAS>{inner}</INDIVIDUAL_ALIAS>")
    address = _tags(STREET="1 Invented Street", CITY="Utopolis", COUNTRY=where)
    parts.append(f"<INDIVIDUAL_ADDRESS>{address}</INDIVIDUAL_ADDRESS>")
    parts.append(_birth(draw, person))
    born = _tags(CITY="Utopolis", COUNTRY=where)
    parts.append(f"<INDIVIDUAL_PLACE_OF_BIRTH>{born}</INDIVIDUAL_PLACE_OF_BIRTH>")
    for document in person.docs:
        paper = _tags(
            TYPE_OF_DOCUMENT="Passport", NUMBER=document, COUNTRY_OF_ISSUE=where,
            DATE_OF_ISSUE="2015-06-01",
        )  # fmt: skip
        parts.append(f"<INDIVIDUAL_DOCUMENT>{paper}</INDIVIDUAL_DOCUMENT>")
    parts.append("<SORT_KEY/><SORT_KEY_LAST_MOD/>")
    return f"<INDIVIDUAL>{''.join(parts)}</INDIVIDUAL>\n"


def entity(draw: random.Random, number: int) -> str:
    """Return one ENTITY of the list."""
    name = f"Invented {draw.choice(('Trading', 'Shipping', 'Relief', 'Metals'))} {number}"
    alias = _tags(QUALITY="a.k.a.", ALIAS_NAME=f"{name} Ltd")
    address = _tags(CITY="Utoport", COUNTRY="Utopia")
    inner = (
        _head(draw, number, name, "e")
        + _tags(COMMENTS1="Invented entry.")
        + f"<ENTITY_ALIAS>{alias}</ENTITY_ALIAS><ENTITY_ADDRESS>{address}</ENTITY_ADDRESS>"
        + "<SORT_KEY/><SORT_KEY_LAST_MOD/>"
    )
    return f"<ENTITY>{inner}</ENTITY>\n"


def _entry(seed: int, number: int, *, amended: bool) -> str:
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 - must come out the same each time
    text = entity(draw, number) if number % 5 == 0 else individual(draw, number)
    if amended and number % 20 == 1:
        note = "Invented entry, amended."
        text = text.replace("<VERSIONNUM>1<", "<VERSIONNUM>2<").replace("Invented entry.", note)
    return text


def write_list(path: Path, seed: int, count: int, *, amended: bool = False) -> None:
    """Write the list: four individuals to one entity.

    The amended copy lacks every twentieth entry, changes the one after it, and has a few more.
    """
    numbers = [*range(1, count + 1)]
    if amended:
        numbers = [n for n in numbers if n % 20] + [*range(count + 1, count + 1 + count // 25)]
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write('<CONSOLIDATED_LIST dateGenerated="2031-01-01T00:00:00.000Z">\n<INDIVIDUALS>\n')
        out.writelines(_entry(seed, n, amended=amended) for n in numbers if n % 5)
        out.write("</INDIVIDUALS>\n<ENTITIES>\n")
        out.writelines(_entry(seed, n, amended=amended) for n in numbers if n % 5 == 0)
        out.write("</ENTITIES>\n</CONSOLIDATED_LIST>\n")


def _entity(identifier: str, schema: str, **properties: str | list[str]) -> str:
    several = {
        name: value if isinstance(value, list) else [value] for name, value in properties.items()
    }
    form = {"id": identifier, "schema": schema, "properties": several}
    return json.dumps(form, ensure_ascii=False) + "\n"


def entities(seed: int, count: int) -> Iterator[str]:
    """Yield the lines of a file of entities: persons, papers, firms and what joins them."""
    draw = random.Random(seed + 3)  # noqa: S311 - invented data must come out the same each time
    codes = {"POL": "pl", "MDA": "md", "UKR": "ua", "UTO": "ut"}
    for number in range(1, count + 1):
        person = one_person(draw, number)
        code = codes[person.nat]
        key = f"ex-{number}"
        yield _entity(
            key, "Person", name=person.names[0], alias=person.names[1:], birthDate=person.dob,
            nationality=code, gender=person.gender,
        )  # fmt: skip
        for document in person.docs:
            yield _entity(f"{key}-doc", "Passport", holder=key, number=document, country=code)
        if number % 10 == 0:
            yield _entity(f"{key}-firm", "Company", name=f"Invented Works {number}", country=code)
            yield _entity(f"{key}-dir", "Directorship", director=key, organization=f"{key}-firm")
            yield _entity(f"{key}-mail", "Email", address="none@example.org")


def main() -> None:
    """Read the sizes and write the files."""
    parser = argparse.ArgumentParser(description="Make invented data to try the software with.")
    parser.add_argument("--out", type=Path, default=Path("var/data"))
    parser.add_argument("--persons", type=int, default=1000)
    parser.add_argument("--passengers", type=int, default=1000)
    parser.add_argument("--listed", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2031)
    said = parser.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    write_persons(said.out / "persons.jsonl", said.seed, said.persons)
    write_passengers(said.out, said.seed, said.passengers, said.persons)
    write_list(said.out / "list.xml", said.seed, said.listed)
    write_list(said.out / "list-amended.xml", said.seed, said.listed, amended=True)
    with (said.out / "entities.ftm.json").open("w", encoding="utf-8") as out:
        out.writelines(entities(said.seed, said.listed))


if __name__ == "__main__":
    main()
