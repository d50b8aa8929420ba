"""A search by trigrams, as a text index offers it: names in Latin letters, cut into threes."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy

from benchmarks.screening.engines.folding import folded
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load


def trigrams(names: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        for word in folded(name).split():
            marked = f"_{word}_"
            found.update(dict.fromkeys(marked[at : at + 3] for at in range(len(marked) - 2)))
    return list(found)


class Candidates:
    """Entries by trigrams; with ``evidence`` also by whole words, sound, birth and country, as yente asks."""

    def __init__(self, *, evidence: bool) -> None:
        self.evidence = evidence
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("at", stored=True, fast=True)
        for field in ("three", "term"):
            builder.add_text_field(field, tokenizer_name="blanks", index_option="freq")
        self.schema = builder.build()
        self._folder = tempfile.TemporaryDirectory()
        self.index = tantivy.Index(self.schema, path=self._folder.name)
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("blanks", blanks)

    def build(self, register: Path) -> Iterator[Row]:
        """Index the register; gives each row on, for the caller to keep what it compares."""
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        for at, row in enumerate(load(register)):
            document = tantivy.Document()
            document.add_unsigned("at", at)
            document.add_text("three", " ".join(trigrams(row.names)))
            if self.evidence:
                document.add_text("term", " ".join(self.terms(row)))
            writer.add_document(document)
            yield row
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    @staticmethod
    def terms(row: Row) -> list[str]:
        from rigour.names import analyze_names
        from rigour.names.tag import NameTypeTag
        from rigour.text.phonetics import metaphone

        found: dict[str, None] = {}
        for name in analyze_names(NameTypeTag.PER, row.names):
            for part in name.parts:
                found[f"w:{part.comparable}"] = None
                if part.comparable.isascii() and len(part.comparable) > 2:
                    found[f"m:{metaphone(part.comparable)}"] = None
            for symbol in name.symbols:
                found[f"s:{symbol.category.value}:{symbol.id}"] = None
        found.update({f"d:{born}": None for born in row.dob})
        found.update({f"d:{born[:4]}": None for born in row.dob})
        found.update({f"c:{country}": None for country in row.nat})
        return [x.replace(" ", "_") for x in found]

    def search(self, row: Row, limit: int) -> list[int]:
        query = tantivy.Query
        some = tantivy.Occur.Should
        parts = [
            (some, query.term_query(self.schema, "three", x, "freq")) for x in trigrams(row.names)
        ]
        if self.evidence:
            parts += [
                (
                    some,
                    query.boost_query(
                        query.term_query(self.schema, "term", x, "freq"), _BOOSTS[x[0]]
                    ),
                )
                for x in self.terms(row)
            ]
        if not parts:
            return []
        found = self.searcher.search(query.boolean_query(parts), limit, count=False)
        return [self.searcher.doc(address).get_first("at") for _, address in found.hits]


_BOOSTS = {"w": 2.0, "m": 1.0, "s": 2.0, "d": 1.0, "c": 0.3}
