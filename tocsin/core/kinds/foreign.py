"""Objects of others' standards that are kept as they came: shown raw, never acted upon."""

from typing import Annotated

from pydantic import Field

from tocsin.core.kinds.body import Body, rows

RAW_LENGTH = 1_000_000


class Foreign(Body):
    """A STIX object we do not understand, as the exact text it came in."""

    type: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,249}$")] = Field(
        title="Type", description="The object's own type."
    )
    identifier: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,249}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    ] = Field(title="Identifier", description="The object's own id.")
    raw: Annotated[str, Field(min_length=2, max_length=RAW_LENGTH)] = Field(
        title="Raw", description="The exact JSON text; shown escaped, never interpreted."
    )

    def title(self) -> str:
        return self.identifier

    def search_texts(self) -> list[str]:
        return [self.identifier, self.type]

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Type", self.type))
