"""A version of the rules as data: read from TOML, checked whole, and never changed once it counts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from congress.credit.plan_stages import STAGES
from congress.credit.states import COMPOSITE, COUNTED_MEASURES, EntityKind, Measure, Scheme
from congress.foundation.texts import NonEmptyLine, Paragraphs
from congress.outcomes.rules import LEVEL_KEY
from congress.outcomes.states import Kind

CURRENT = "2024-1"
FOLDER = Path(__file__).parent / "rulesets"
LONGEST = 60_000
LONGEST_SLUG = 40
MOST_PLACES = 500


@dataclass(frozen=True)
class Board:
    """One of the boards: what it measures, over which kind of entity, how many places are published.

    `cap_fen` bounds what one intention can bring to one entity, `minimum_evidence` leaves out entries with less
    evidence, `levels` people of any other level; all touch the board alone, never the ledger.
    """

    slug: str
    measure: Measure
    entity_kind: str
    places: int
    zh: str
    en: str
    cap_fen: int | None = None
    minimum_evidence: int = 0
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Component:
    """One indicator of a composite score: a board's totals made into points by a scheme, times a weight."""

    board: str
    scheme: Scheme
    weight: int
    cap_percent: int | None
    targets: Mapping[str, int]


@dataclass(frozen=True)
class Deduction:
    """Points that an entity loses, with what they rest on."""

    entity: str
    hundredths: int
    basis: str


@dataclass(frozen=True)
class Composite:
    """A score over several boards of one kind of entity, of a hundred points less deductions."""

    slug: str
    entity_kind: str
    zh: str
    en: str
    components: tuple[Component, ...]
    deductions: tuple[Deduction, ...]
    places: int = MOST_PLACES

    @property
    def measure(self) -> str:
        return COMPOSITE

    def deducted(self, code: str) -> int:
        """Hundredths of a point that an entity loses."""
        return sum(one.hundredths for one in self.deductions if one.entity == code)


AnyBoard = Board | Composite


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules."""

    version: str
    evidence_required: bool
    first_month: int
    cut_off_days: int
    measures: Mapping[str, Measure]
    boards: tuple[Board, ...]
    # working days of each stage of the plan, by its key
    plan: Mapping[str, int]
    # 口径 of each measure: what counts and whose statistics, in both languages
    basis: Mapping[str, Mapping[str, str]]
    composites: tuple[Composite, ...] = ()

    @property
    def every_board(self) -> tuple[AnyBoard, ...]:
        return self.boards + self.composites

    def parts_of(self, board: AnyBoard) -> list[Board]:
        """The boards of one measure that a board is made of: itself, or those behind its components."""
        if isinstance(board, Board):
            return [board]
        wanted = {component.board for component in board.components}
        return [one for one in self.boards if one.slug in wanted]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class _Period(_Strict):
    # 2 to 12: a counting year bears the number of the calendar year it ends in
    first_month: Annotated[int, Field(ge=2, le=12)]
    cut_off_days_after_end: Annotated[int, Field(ge=0, le=180)]


class _Basis(_Strict):
    counts_zh: Annotated[Paragraphs, Field(min_length=1)]
    counts_en: Annotated[Paragraphs, Field(min_length=1)]
    statistics_zh: Annotated[Paragraphs, Field(min_length=1)]
    statistics_en: Annotated[Paragraphs, Field(min_length=1)]


class _Boards(_Strict):
    measure: Measure
    places: Annotated[dict[EntityKind, Annotated[int, Field(ge=1, le=MOST_PLACES)]], Field(min_length=1)]
    zh: NonEmptyLine
    en: NonEmptyLine
    cap_fen: Annotated[int, Field(ge=1, le=10**15)] | None = None
    minimum_evidence: Annotated[int, Field(ge=0, le=20)] = 0
    # of people: those of these levels alone
    levels: list[Annotated[str, Field(pattern=f"^{LEVEL_KEY.pattern}$")]] = []

    def slug(self, kind: EntityKind) -> str:
        return "-".join([self.measure, *self.levels, kind])


class _Component(_Strict):
    board: str
    scheme: Scheme
    weight: Annotated[int, Field(ge=1, le=100)]
    cap_percent: Annotated[int, Field(ge=1, le=1000)] | None = None
    targets: dict[str, Annotated[int, Field(ge=1, le=10**15)]] = {}


class _Deduction(_Strict):
    entity: NonEmptyLine
    hundredths: Annotated[int, Field(ge=1, le=10_000)]
    basis: NonEmptyLine


class _Composite(_Strict):
    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    entity_kind: EntityKind
    zh: NonEmptyLine
    en: NonEmptyLine
    # the rules of before had none: all who have points were shown
    places: Annotated[int, Field(ge=1, le=MOST_PLACES)] = MOST_PLACES
    components: Annotated[list[_Component], Field(min_length=1)]
    deductions: list[_Deduction] = []


class _Rules(_Strict):
    version: Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z.-]{0,19}$")]
    evidence_required: bool
    period: _Period
    plan: dict[Literal[STAGES], Annotated[int, Field(ge=0, le=60)]]  # type: ignore[valid-type]  # the stages are data
    measures: dict[Kind, Measure]
    boards: Annotated[list[_Boards], Field(min_length=1)]
    basis: dict[Measure, _Basis]
    composites: list[_Composite] = []

    @property
    def behind(self) -> dict[str, _Boards]:
        """What is told of each board, by its slug."""
        return {one.slug(kind): one for one in self.boards for kind in one.places}

    @model_validator(mode="after")
    def is_whole(self) -> "_Rules":
        """Raises ValueError: a stage or a 口径 is missing."""
        if set(self.plan) != set(STAGES) or self.plan["announcing"] < 1:
            raise ValueError(f"plan: each of {', '.join(STAGES)} is needed, and at least one day of announcing")
        if {one.measure for one in self.boards} - set(self.basis):
            raise ValueError("basis: each measure with a board needs its words")
        return self

    @model_validator(mode="after")
    def boards_are_told_apart(self) -> "_Rules":
        """Raises ValueError: two boards are one, or people's levels stand where no people are counted."""
        slugs = [one.slug(kind) for one in self.boards for kind in one.places]
        if len(set(slugs)) != len(slugs):
            raise ValueError("boards: a measure, with its levels, has one board for each kind of entity")
        every = [*slugs, *(one.slug for one in self.composites)]
        if len(set(every)) != len(every):
            raise ValueError("composites: each needs a slug of its own")
        if any(len(slug) > LONGEST_SLUG for slug in slugs):
            raise ValueError(f"boards: the levels are too many for one board; a slug has {LONGEST_SLUG} characters")
        if any(one.levels and one.measure not in COUNTED_MEASURES for one in self.boards):
            raise ValueError("boards: levels are of people")
        return self

    @model_validator(mode="after")
    def components_name_boards(self) -> "_Rules":
        """Raises ValueError: a component names no board, lacks its targets, or nobody could compute it again."""
        behind = self.behind
        for composite in self.composites:
            for one in composite.components:
                if one.board not in behind or not one.board.endswith(f"-{composite.entity_kind}"):
                    raise ValueError(f"composites: {one.board} is no board of this kind")
                if one.scheme is Scheme.COMPLETION and not one.targets:
                    raise ValueError(f"composites: {one.board} needs targets for a rate of completion")
            # whoever computes the score again sees measures in the entries, and no levels
            parts = [behind[one.board] for one in composite.components]
            if any(one.levels for one in parts) and len({one.measure for one in parts}) < len(parts):
                raise ValueError(f"composites: {composite.slug} has a measure both by levels and otherwise")
        return self


class RulesRefused(ValueError):
    """A text that is no rule set; the message says where and why."""


def read_rules(text: str) -> RuleSet:
    """The rule set of a TOML text; raises RulesRefused with every fault in it."""
    if len(text) > LONGEST:
        raise RulesRefused("The text is too long.")
    try:
        told = _Rules.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesRefused(str(error)) from None
    except ValidationError as error:
        faults = (
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}".removeprefix(": ") for one in error.errors()
        )
        raise RulesRefused("; ".join(faults)) from None
    return RuleSet(
        version=told.version,
        evidence_required=told.evidence_required,
        first_month=told.period.first_month,
        cut_off_days=told.period.cut_off_days_after_end,
        measures={kind.value: measure for kind, measure in told.measures.items()},
        boards=tuple(
            Board(
                one.slug(kind), one.measure, kind.value, places, one.zh, one.en, one.cap_fen, one.minimum_evidence,
                tuple(one.levels),
            )
            for one in told.boards
            for kind, places in one.places.items()
        ),
        plan=dict(told.plan),
        basis={measure.value: words.model_dump() for measure, words in told.basis.items()},
        composites=tuple(_composite(one) for one in told.composites),
    )  # fmt: skip


def _composite(told: _Composite) -> Composite:
    components = (
        Component(one.board, one.scheme, one.weight, one.cap_percent, dict(one.targets)) for one in told.components
    )
    deductions = (Deduction(one.entity, one.hundredths, one.basis) for one in told.deductions)
    return Composite(
        told.slug, told.entity_kind.value, told.zh, told.en, tuple(components), tuple(deductions), told.places
    )


def rules_text(version: str = CURRENT) -> str:
    """The text of a version that the product brings along."""
    return (FOLDER / f"{version}.toml").read_text(encoding="utf-8")


@cache
def rule_set(version: str = CURRENT) -> RuleSet:
    """The rules of a version that the product brings along; raises FileNotFoundError for one it does not."""
    return read_rules(rules_text(version))
