"""API tokens: create one's own, mint another's (two officers), end one. Only digests are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from tocsin.core.errors import Conflict, InvalidInput, NotFound
from tocsin.rooms.bureaus.models import Officer, Token
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import VERBS, Act, Secret, VerbOfTwo, verb, verb_of_two

PREFIX = "toc_"
USED_EVERY = timedelta(minutes=1)
# A token minted by others must never supply the second hand of a pair.
DECISIVE = {Power.PROPOSAL_APPROVE, Power.PROPOSAL_REFUSE}
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Days = Annotated[int, Field(ge=1, le=365)]


def digest(text: str) -> str:
    """Return what is stored of a token: SHA-256; a token has 256 random bits, so no salt."""
    return hashlib.sha256(text.encode()).hexdigest()


@verb(Power.TOKEN_CREATE)
def create(act: Act, *, name: Name, powers: list[Power], days: Days = 90) -> Secret:
    """Create a token for oneself, scoped to some of one's own powers, shown once."""
    return issue(act, act.reader.officer, name=name, powers=powers, days=days)


@verb_of_two(Power.TOKEN_MINT, alone_in_bootstrap=True)
def mint(act: Act, officer: Officer, *, name: Name, powers: list[Power], days: Days = 90) -> Secret:
    """Create a token for another officer's account (a service, usually); needs two officers."""
    decisive = [p for p in powers if p in DECISIVE or isinstance(VERBS.get(p), VerbOfTwo)]
    if decisive:
        raise InvalidInput(
            "{power} is half of a pair: only the officer herself can say it",
            power=decisive[0].value,
            place="powers",
        )
    return issue(act, officer.id, name=name, powers=powers, days=days)


@verb(Power.TOKEN_END)
def end(act: Act, token: Token) -> Token:
    """End a token at once."""
    if token.officer_id != act.reader.officer and not act.reader.holds(Power.TOKEN_MINT):
        raise NotFound("there is nothing here under this number for you")
    if token.ended is not None:
        raise Conflict("this token has ended already")
    token.ended = act.at
    token.save(update_fields=["ended"])
    act.on(token.id)
    return token


def issue(act: Act, officer: UUID, *, name: str, powers: list[Power], days: int) -> Secret:
    """Write the token's row; refuse an empty scope and, for oneself, powers one does not hold."""
    if not powers:
        raise InvalidInput("choose at least one power for this token", place="powers")
    beyond = [p for p in powers if officer == act.reader.officer and not act.reader.holds(p)]
    if beyond:
        raise InvalidInput(
            "you do not hold {power} yourself", power=beyond[0].value, place="powers"
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.unrestricted.create(
        officer_id=officer,
        bureau_id=act.reader.bureau,
        name=name,
        digest=digest(text),
        powers=sorted({power.value for power in powers}),
        created=act.at,
        until=act.at + timedelta(days=days),
    )
    act.on(token.id, officer)
    act.note(name=name, powers=token.powers, days=days)
    return Secret(title=f"Token {name}", text=text)


def mark_used(token: Token, at: datetime) -> None:
    """Note when a token was last used, at most once a minute, so that reading stays reading."""
    if token.used is None or at - token.used > USED_EVERY:
        Token.unrestricted.filter(pk=token.pk).update(used=at)
