"""The catalogues of translated strings: extract from code and templates, compile, check.

    python -m scripts.translations extract    gather every string into the .po files
    python -m scripts.translations compile    write the .mo files that the node reads
    python -m scripts.translations check      fail if a complete language lacks anything

Needs Babel (a developers' dependency); a bare node needs neither Babel nor gettext, for the
compiled files are kept in the repository.
"""

import ast
import calendar
import contextlib
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from scripts.sentences import said_in
from tocsin.core import refusals
from tocsin.core.identifiers import COUNTRIES
from tocsin.core.kinds import KINDS, Relation, inverse_wording
from tocsin.core.kinds.body import Body, Part
from tocsin.core.kinds.words import Word
from tocsin.core.labels import Label
from tocsin.core.protocol.decisions import TABLE, Effect
from tocsin.core.sentences import blanks, filled

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tocsin"
LOCALE = PACKAGE / "web" / "locale"
COMPLETE = ("pl",)
PAPER = ("uk", "ro")  # what is printed for colleagues abroad is complete in these as well
# The files carry no date of their own: the same strings give the same bytes.
DATE = datetime(2026, 1, 1, tzinfo=UTC)

# What Python's own JSON reader says is wrong, which stands as a reason in our sentences.
JSON_FAULTS = (
    "Expecting ',' delimiter",
    "Expecting ':' delimiter",
    "Expecting property name enclosed in double quotes",
    "Expecting value",
    "Extra data",
    "Illegal trailing comma before end of array",
    "Illegal trailing comma before end of object",
    "Invalid \\escape",
    "Invalid \\uXXXX escape",
    "Invalid control character at",
    "Unterminated string starting at",
)

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_STRING = r"""u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(((?:{_STRING}(?:,\s*)?)+)")

Found = tuple[str, str | tuple[str, str], str | None]


def strings_of_templates(folder: Path) -> Iterator[Found]:
    """Yield (file, id, context) of each string in a folder's Django templates."""
    for path in sorted(folder.rglob("templates/**/*.*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
            args = [ast.literal_eval(text) for text in re.findall(_STRING, call[2])]
            context = args.pop(0) if call[1] in {"pgettext", "npgettext"} else None
            key = (args[0], args[1]) if call[1] in {"ngettext", "npgettext"} else args[0]
            yield path.relative_to(ROOT).as_posix(), key, context


def strings_of_code(folder: Path) -> Iterator[Found]:
    """Yield (file, id, context) of each string in a folder's Python files."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        # Babel warns of an empty string that code may translate at run time; we skip it below.
        with path.open("rb") as file, contextlib.redirect_stderr(StringIO()):
            for _line, key, _comments, context in babel_extract("python", file, KEYWORDS):
                yield name, (key[0], key[1]) if isinstance(key, tuple) else key, context


def strings_of_core() -> Iterator[Found]:
    """Yield the words that core declares in plain English and pages translate when shown.

    Titles and descriptions of fields, names and first lines of kinds, closed vocabularies.
    """
    for kind in KINDS.values():
        yield "tocsin/core/kinds/__init__.py", kind.title, None
        yield "tocsin/core/kinds/__init__.py", kind.plural, None
        yield _file_of(kind.body), (kind.body.__doc__ or "").strip().partition("\n")[0], None
    for code in COUNTRIES.values():
        yield "tocsin/core/identifiers/countries.py", code.name, None
    for part in {Label, *_below(Part), *_below(Body)}:
        for field in part.model_fields.values():
            for text in (field.title, field.description):
                yield _file_of(part), text or "", None
    for vocabulary in _below(Word):
        for word in vocabulary:
            yield _file_of(vocabulary), word.wording, None
    for relation in Relation:
        yield _file_of(Relation), inverse_wording(relation), None


def strings_of_decisions() -> Iterator[Found]:
    """Yield why the machine refuses or sets aside what comes, as the page of quarantine says it."""
    for ruled in TABLE.values():
        if ruled.effect in {Effect.REFUSED, Effect.SET_ASIDE}:
            yield "tocsin/core/protocol/decisions.py", ruled.sentence, None


def strings_of_sentences(folder: Path) -> Iterator[Found]:
    """Yield the templates of errors, remarks and findings, and the words that stand in them."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        # What only the operator's terminal shows stays English.
        if "migrations" in path.parts or name.startswith("tocsin/node/cli/"):
            continue
        for said in said_in(path, name):
            for template in said.templates:
                if re.search(r"[^\W_]", filled(template, dict.fromkeys(blanks(template), ""))):
                    yield name, template, None
    for sentence in refusals.SENTENCES.values():
        yield "tocsin/core/refusals.py", sentence, None
    for kind in KINDS:
        yield "tocsin/core/kinds/__init__.py", kind, None
    for reason in JSON_FAULTS:
        yield "tocsin/core/formats/jsonl.py", reason, None
    for month in calendar.month_name:
        yield "tocsin/core/kinds/moments.py", month, None


def strings_of_states() -> Iterator[Found]:
    """Yield the words for states that stand in sentences."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    django.setup()
    from tocsin.core.formats import FORMATS
    from tocsin.rooms.register.lifecycle import State
    from tocsin.rooms.register.models import Import

    for word in (*State, *Import.Phase):
        yield _file_of(type(word)), word.value, None
    for kind in FORMATS.values():
        yield "tocsin/core/formats/__init__.py", kind.title, None


def strings_of_verbs() -> Iterator[Found]:
    """Yield what each verb promises, in the words of its page, and the names of its arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    django.setup()
    from tocsin.rooms.bureaus.verb import VERBS

    for verb in VERBS.values():
        place = f"{verb.function.__module__.replace('.', '/')}.py"
        yield place, verb.sentence, None
        yield place, verb.explanation, None
        for name in verb.arguments.model_fields:
            yield place, name.replace("_", " ").capitalize(), None


def strings_of_paper() -> Iterator[Found]:
    """Yield what the printed sheet of a notice says, the words of its vocabularies among them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    django.setup()
    from tocsin.rooms.notices.printed.words import VOCABULARIES

    room = PACKAGE / "rooms" / "notices"
    yield from strings_of_code(room / "printed")
    yield from (one for one in strings_of_templates(room) if one[0].endswith("/_paper.html"))
    for vocabulary in VOCABULARIES:
        for word in vocabulary:
            yield _file_of(vocabulary), word.wording, None
    for code in COUNTRIES.values():
        yield "tocsin/core/identifiers/countries.py", code.name, None


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def _file_of(known: type[Any]) -> str:
    return f"{known.__module__.replace('.', '/')}.py"


def gather(language: str) -> Catalog:
    """Return every string that a language must have, without translations."""
    found: dict[tuple[object, str | None], tuple[Found, set[str]]] = {}
    strings: Iterator[Found] = strings_of_paper() if language in PAPER else strings_of_all()
    for name, key, context in strings:
        single = key[0] if isinstance(key, tuple) else key
        if not single:
            continue
        known = found.setdefault((single, context), ((name, key, context), set()))
        if isinstance(key, tuple) and isinstance(known[0][1], str):
            found[single, context] = known = ((name, key, context), known[1])
        known[1].add(name)
    catalogue = Catalog(project="Tocsin", creation_date=DATE, revision_date=DATE)
    for (_single, context), ((_name, key, _context), places) in sorted(found.items(), key=str):
        catalogue.add(key, locations=[(place, 0) for place in sorted(places)], context=context)
    return catalogue


def strings_of_all() -> Iterator[Found]:
    """Yield every string of the package."""
    yield from strings_of_code(PACKAGE)
    yield from strings_of_templates(PACKAGE)
    yield from strings_of_core()
    yield from strings_of_decisions()
    yield from strings_of_sentences(PACKAGE)
    yield from strings_of_states()
    yield from strings_of_verbs()


def path_of(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue, or a new one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Tocsin", creation_date=DATE, revision_date=DATE)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def text_of(catalogue: Catalog) -> bytes:
    """Return the catalogue as .po, ordered by string so that changes read well."""
    out = BytesIO()
    write_po(
        out, catalogue, width=100, include_lineno=False, sort_output=True, ignore_obsolete=True
    )
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as .mo."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def extract() -> int:
    """Bring each .po up to date; what is gone is dropped, what is new is empty."""
    for language in (*COMPLETE, *PAPER):
        catalogue = read(language)
        catalogue.update(gather(language), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.revision_date = catalogue.creation_date = DATE
        catalogue.header_comment = (
            f"# The strings of Tocsin in {language}: scripts/translations.py."
        )
        catalogue.last_translator = catalogue.language_team = "the Tocsin founders"
        catalogue.version, catalogue.msgid_bugs_address = "1", ""
        catalogue.fuzzy = False
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(text_of(catalogue))
        lacking = [message for message in catalogue if is_lacking(message)]
        print(f"{language}: {len(catalogue)} strings, {len(lacking)} to translate")
    return 0


def compile_all() -> int:
    """Write each .mo beside its .po."""
    for language in (*COMPLETE, *PAPER):
        path_of(language).with_suffix(".mo").write_bytes(compiled(read(language)))
    return 0


def is_lacking(message: Message) -> bool:
    """Say whether a string still needs its translator."""
    if not message.id:
        return False
    texts = message.string if isinstance(message.string, list | tuple) else [message.string or ""]
    return message.fuzzy or not all(texts)


def faults(language: str, template: Catalog) -> list[str]:
    """Return what a complete language lacks, each in a line."""
    catalogue = read(language)
    found = []
    for message in template:
        own = catalogue.get(message.id, message.context) if message.id else None
        if not message.id:
            continue
        if own is None:
            found.append(f"not gathered yet: {message.id!r}")
        elif is_lacking(own):
            found.append(f"not translated: {message.id!r}")
        else:
            found += [f"{error}: {message.id!r}" for error in own.check(catalogue)]
    compiled_file = path_of(language).with_suffix(".mo")
    if not compiled_file.exists() or compiled_file.read_bytes() != compiled(catalogue):
        found.append("the compiled file is older than its source: run compile")
    return [f"{language}: {fault}" for fault in found]


def check() -> int:
    """Print every fault; 1 if there is one."""
    templates = {language: gather(language) for language in (*COMPLETE, *PAPER)}
    found = [fault for one, template in templates.items() for fault in faults(one, template)]
    counts = ", ".join(f"{one} {len(template)}" for one, template in templates.items())
    print("\n".join(found) or f"strings: {counts}; nothing lacking")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    """Run one of the three; 2 for anything else."""
    verbs = {"extract": extract, "compile": compile_all, "check": check}
    verb = verbs.get(arguments[0].lstrip("-")) if len(arguments) == 1 else None
    if verb is None:
        print(__doc__)
        return 2
    return verb()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
