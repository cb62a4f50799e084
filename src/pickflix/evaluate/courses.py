"""What is run: everything, or the few minutes' worth that every change is held against."""

from collections.abc import Collection, Iterable

from pickflix.errors import BadRequest
from pickflix.evaluate.contenders import content_without, whole
from pickflix.evaluate.report import Row
from pickflix.evaluate.run import LISTS, Course
from pickflix.evaluate.splits import GIVEN, SPLITS

ABLATION = "ablation"
PROTOCOLS = ("warm", *(f"newcomer-{given}" for given in GIVEN), "cold", "chronological", LISTS, ABLATION)
LISTED = ("genre_knn", "content", "hybrid")  # models whose lists of films like each film are judged
QUICK_MODELS = ("popularity", "content", "ease", "hybrid")
QUICK_LISTS = 1500  # films whose lists the quick run judges


def chosen(models: Collection[str], asked: Collection[str] | None) -> tuple[str, ...]:
    """The models asked for, all where none is; raises BadRequest for a name that no model has."""
    return _among("model", asked, models)


def full(models: Collection[str], protocols: Collection[str] | None = None) -> tuple[Course, ...]:
    """All that those protocols (all by default) ask of those models; raises BadRequest for one that is none."""
    protocols = _among("protocol", protocols, PROTOCOLS)
    wanted = {name.partition("-")[0] for name in protocols}
    contenders = tuple(map(whole, models))
    courses = [Course(split, contenders) for split in SPLITS if split in wanted]
    if LISTS in wanted and (listed := tuple(whole(name) for name in LISTED if name in models)):
        courses.append(Course(LISTS, listed))
    if ABLATION in wanted and "content" in models:
        courses.append(Course("cold", (whole("content"), *content_without()), most=1, label=ABLATION))
    return tuple(courses)


def quick(models: Collection[str]) -> tuple[Course, ...]:
    """One fold of each split and some of the lists, by the models that the others are measured by."""
    contenders = tuple(whole(name) for name in QUICK_MODELS if name in models)
    lists = Course(LISTS, tuple(whole(name) for name in LISTED if name in models), QUICK_LISTS)
    return (*(Course(split, contenders, most=1) for split in ("warm", "newcomer", "cold")), lists)


def only(rows: Iterable[Row], protocols: Collection[str] | None) -> tuple[Row, ...]:
    """The rows of those protocols: newcomers are asked thrice in one run."""
    return tuple(row for row in rows if not protocols or row.protocol in protocols)


def _among(what: str, asked: Collection[str] | None, known: Collection[str]) -> tuple[str, ...]:
    for name in asked or ():
        if name not in known:
            raise BadRequest(what, f"{name!r} is none of {', '.join(known)}.")
    return tuple(name for name in known if not asked or name in asked)
