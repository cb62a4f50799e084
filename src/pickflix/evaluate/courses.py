"""What is run: everything, or the few minutes' worth that every change is held against."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from pickflix.errors import BadRequest
from pickflix.evaluate.bench import LISTED, LISTS, Bench, Course
from pickflix.evaluate.contenders import BLOCKS, HYBRID_PARTS, Contender
from pickflix.evaluate.report import NAMED, Data, Report
from pickflix.evaluate.run import Progress, run
from pickflix.evaluate.splits import GIVEN, SPLITS
from pickflix.evaluate.tried import TRIED
from pickflix.recommend.blend import STEPS, VOICES
from pickflix.recommend.content import TEXT
from pickflix.recommend.hybrid import Hybrid

ABLATION = "ablation"
ACCEPTED = "movielens"  # the ratings whose figures are kept: everybody can have them
PROTOCOLS = ("warm", *(f"newcomer-{given}" for given in GIVEN), "cold", "chronological", LISTS, ABLATION, TEXT)
QUICK_MODELS = ("popularity", "content", "ease", "hybrid")
QUICK_LISTS = 1500  # films whose lists the quick run judges


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: `protocols` and `models` by name (None: all); `accept` the figures, or be `quick`."""

    protocols: Collection[str] | None = None
    models: Collection[str] | None = None
    quick: bool = False
    accept: bool = False


def full(
    bench: Bench, protocols: Collection[str] | None = None, models: Collection[str] | None = None
) -> tuple[Course, ...]:
    """All that those protocols ask of those models, by default everything; raises BadRequest for a strange name."""
    names = _among("model", models, bench.models)
    wanted = {name.partition("-")[0] for name in _among("protocol", protocols, PROTOCOLS)}
    contenders = tuple(map(Contender, names))
    courses = [Course(split, contenders) for split in SPLITS if split in wanted]
    if LISTS in wanted and (listed := tuple(Contender(name) for name in LISTED if name in names)):
        courses.append(Course(LISTS, listed))
    if ABLATION in wanted:
        courses += _ablations(names)
    if TEXT in wanted and bench.told and "content" in names:
        pair = Contender("content"), Contender("content", TEXT)
        courses += [Course(split, pair, label=TEXT, texts=True) for split in ("newcomer", "cold")]
    return tuple(courses)


def _ablations(names: Collection[str]) -> Iterator[Course]:
    """One fold of what each part could matter to, by the models that have parts."""
    content = [Contender("content", block) for block in ("", *BLOCKS) if block != TEXT and "content" in names]
    hybrid = [Contender("hybrid", part) for part in ("", *HYBRID_PARTS) if "hybrid" in names]
    for split, contenders in (("warm", hybrid), ("newcomer", hybrid), ("cold", [*content, *hybrid])):
        if contenders:
            yield Course(split, tuple(contenders), most=1, label=ABLATION)


def quick(bench: Bench, models: Collection[str] | None = None) -> tuple[Course, ...]:
    """One fold of each split and some of the lists, by the models that the others are measured by."""
    names = _among("model", models, bench.models)
    contenders = tuple(Contender(name) for name in QUICK_MODELS if name in names)
    lists = Course(LISTS, tuple(Contender(name) for name in LISTED if name in names), QUICK_LISTS)
    return (*(Course(split, contenders, most=1) for split in ("warm", "newcomer", "cold")), lists)


def report(bench: Bench, data: Data, scope: Scope, progress: Progress, processes: int = 1) -> Report:
    """The figures of what is asked; to be accepted, also those that later ones are held against."""
    if scope.accept and (scope.protocols or scope.models or scope.quick or data.name != ACCEPTED):
        raise BadRequest(
            "accept", f"only the whole evaluation on {ACCEPTED} is kept. Ask for it without other options."
        )
    later = quick(bench) if scope.accept else ()
    now = quick(bench, scope.models) if scope.quick else full(bench, scope.protocols, scope.models)
    found = run(bench, (*now, *later), progress, processes)
    rows, held = chain.from_iterable(found[: len(now)]), chain.from_iterable(found[len(now) :])
    # Newcomers are asked one, three and five likes in one run.
    kept = tuple(row for row in rows if scope.quick or not scope.protocols or _asked_for(row.protocol, scope.protocols))
    return Report(data, kept, tuple(held), TRIED, weights(bench) if scope.accept else {})


def weights(bench: Bench) -> dict[str, list[float]]:
    """How loud each voice of the hybrid is where it learns from all ratings, a step of films named after another."""
    hybrid = bench.train(Hybrid.name, bench.ratings)
    if not isinstance(hybrid, Hybrid):
        raise TypeError(type(hybrid))
    loud = {voice: hybrid.weights[:, place].round(2).tolist() for place, voice in enumerate(VOICES)}
    return {NAMED: [*map(float, STEPS)], **loud}


def _asked_for(protocol: str, protocols: Collection[str]) -> bool:
    return protocol in protocols or protocol.partition(" ")[0] in {ABLATION, TEXT} & {*protocols}


def _among(what: str, asked: Collection[str] | None, known: Collection[str]) -> tuple[str, ...]:
    for name in asked or ():
        if name not in known:
            raise BadRequest(what, f"{name!r} is none of {', '.join(known)}.")
    return tuple(name for name in known if not asked or name in asked)
