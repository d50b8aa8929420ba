"""Pictures and papers kept beside a record: what they are, never their bytes."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Dated, known, rows
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Depicts, MediaType
from tocsin.core.kinds.writing import Digest, Line, RecordId
from tocsin.core.sentences import say

LARGEST = 50_000_000
Bytes = Annotated[int, Field(ge=1, le=LARGEST)]
Pixels = Annotated[int, Field(ge=1, le=20_000)]
PICTURES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP})


class Photograph(Body):
    """A reviewed photograph of a person, a document or a vehicle; of nothing else."""

    subject: RecordId = Field(title="Subject", description="Id of the record it belongs to.")
    depicts: Depicts = Field(title="Depicts", description="What the picture shows.")
    digest: Digest = Field(title="Digest", description="SHA-256 of the bytes, in hexadecimal.")
    media: MediaType = Field(title="Format", description="Media type of the bytes.")
    size: Bytes = Field(title="Size", description="Number of bytes.")
    width: Pixels | None = Field(default=None, title="Width", description="In pixels.")
    height: Pixels | None = Field(default=None, title="Height", description="In pixels.")
    taken: PartialDate | None = Field(
        default=None, title="Taken", description="When it was taken, as far as known."
    )
    caption: Line | None = Field(default=None, title="Caption", description="One line about it.")

    @model_validator(mode="after")
    def _picture(self) -> Self:
        if self.media not in PICTURES:
            raise ValueError(
                say("a photograph is a picture, not a {media}", media=say(self.media.wording))
            )
        return self

    def title(self) -> str:
        return self.caption or self.depicts.wording

    def dates(self) -> list[Dated]:
        return [Dated("Photograph taken", self.taken)] if self.taken else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Depicts", self.depicts.wording), ("Taken", str(self.taken or "")))


class Attachment(Body):
    """A paper kept with a record by its owner."""

    subject: RecordId = Field(title="Subject", description="Id of the record it belongs to.")
    name: Line = Field(title="File name", description="As its owner called it.")
    digest: Digest = Field(title="Digest", description="SHA-256 of the bytes, in hexadecimal.")
    media: MediaType = Field(title="Format", description="Media type of the bytes.")
    size: Bytes = Field(title="Size", description="Number of bytes.")
    caption: Line | None = Field(default=None, title="Caption", description="One line about it.")

    def title(self) -> str:
        return self.caption or self.name

    def search_texts(self) -> list[str]:
        return known(self.name, self.caption)

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Format", self.media.wording), ("Size", f"{self.size} bytes"))
