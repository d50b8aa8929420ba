"""Whatever the reader of types refuses, an officer reads a sentence of ours that can be translated."""

from typing import get_args

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core.core_schema import ErrorType

from tocsin.core.refusals import SENTENCES, findings_of, sentence
from tocsin.core.sentences import Sentence, say


class Asked(BaseModel):
    name: str = Field(max_length=3)
    n: int = Field(default=1, ge=1)
    days: list[int] = []
    letter: str = "C"

    @field_validator("letter")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in "CBRN":
            raise ValueError(say("{letter} is no strand", letter=value))
        return value


def refused(**given: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as problem:
        Asked.model_validate(given)
    return [tuple(finding) for finding in findings_of(problem.value)]  # type: ignore[misc]


def test_each_place_gets_its_sentence() -> None:
    assert refused(name="four", n=0, days=["x"]) == [
        ("name", "is longer than 3 characters"),
        ("n", "must be at least 1"),
        ("days[0]", "must be a whole number"),
    ]
    assert refused() == [("name", "is required")]


def test_a_validator_s_sentence_keeps_its_template() -> None:
    [(_place, told)] = refused(name="x", letter="X")
    assert isinstance(told, Sentence)
    assert (told.template, told) == ("{letter} is no strand", "X is no strand")


@pytest.mark.parametrize("sort", get_args(ErrorType))
def test_every_sort_of_refusal_has_a_sentence(sort: str) -> None:
    told = sentence(sort, {})
    assert isinstance(told, Sentence)
    assert told.template in SENTENCES.values()
