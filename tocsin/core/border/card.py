"""What a station hands to its bureau once: its name and the public halves of its two keys."""

from dataclasses import dataclass
from uuid import UUID

from tocsin.core.errors import InvalidStatement
from tocsin.core.statements import octets, signed
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.keys import LENGTH, SigningKey, VerifyKey, check_sealing_public
from tocsin.core.statements.signed import Signed
from tocsin.core.statements.words import words

WORD_COUNT = 8
LIMIT = 4_096


@dataclass(frozen=True, slots=True)
class StationCard:
    """A station as its bureau knows it; compared by telephone like any other card."""

    id: UUID
    name: str
    signing: VerifyKey
    sealing: bytes
    signed: Signed

    @classmethod
    def issue(cls, id: UUID, name: str, key: SigningKey, sealing: bytes) -> "StationCard":  # noqa: A002
        """Return the card of a new station, signed by itself."""
        said = {
            "type": "key-event",
            "schema": "station@1",
            "station": str(id),
            "name": name,
            "signing": octets.to_text(key.public.bytes),
            "sealing": octets.to_text(sealing),
        }
        return cls.decode(signed.sign(said, key).to_text())

    @classmethod
    def decode(cls, text: str) -> "StationCard":
        """Read a card; raises InvalidStatement or ProofFailed for a broken one."""
        if len(text) > LIMIT:
            raise InvalidStatement("has at most {most} letters", most=LIMIT, place="card")
        found = Signed.from_text(text.strip())
        body = signed.peek(found.statement).body
        if body.get("schema") != "station@1":
            raise InvalidStatement("is not the card of a station", place="card")
        key = VerifyKey(octets.from_text(body.get("signing"), place="$.signing", length=LENGTH))
        said = signed.read(found, {key.id: key})
        name = said.body.get("name")
        if not said.known or not isinstance(name, str) or not 1 <= len(name) <= 80:
            raise InvalidStatement("is not the card of a station", place="card")
        sealing = octets.from_text(said.body["sealing"], place="$.sealing", length=LENGTH)
        station = uuid(said.body["station"], place="$.station")
        return cls(station, name, key, check_sealing_public(sealing), found)

    def words(self) -> tuple[str, ...]:
        """Return the words to compare over the telephone."""
        import hashlib

        digest = hashlib.sha256(
            b"tocsin/station-words/v1\0" + self.id.bytes + self.signing.bytes + self.sealing
        )
        return words(digest.digest(), WORD_COUNT)
