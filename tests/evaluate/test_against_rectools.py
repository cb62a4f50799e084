"""Our metrics and those of RecTools agree, user by user, on the same lists."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pickflix.evaluate import metrics
from pickflix.evaluate.answers import answer
from pickflix.evaluate.bench import Bench
from pickflix.evaluate.metrics import LONG, SHORT
from pickflix.evaluate.splits import SPLITS
from tests.house.tree import ROOT

PYTHON = ROOT / ".venv" / "rectools" / "bin" / "python"
SIDE = Path(__file__).with_name("by_rectools.py")
USERS = 200

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON.exists(), reason="RecTools is not there: `make rectools` installs it"),
]


@pytest.fixture(scope="module")
def both(bench: Bench) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """What we measure of the content model's lists, and what RecTools does."""
    model = bench.train("content", bench.ratings)
    warm = next(iter(SPLITS["warm"](bench.ratings))).cases["warm"][:USERS]
    cold = next(iter(SPLITS["cold"](bench.ratings))).cases["cold"][:USERS]
    answers, wanted = answer(model, warm), np.array([len(case.positives) for case in warm])
    lists = answers.lists[:, :SHORT]
    counts = metrics.shown(lists, len(bench.table))
    ours = {
        "ndcg@10": metrics.ndcg(answers.hits, wanted),
        "recall@20": metrics.recall(answers.hits, wanted),
        "novelty": metrics.novelty(lists, bench.traits.behind, bench.ratings.n_users),
        "intra_list_diversity": metrics.intra_list_diversity(lists, bench.traits.kinds),
        "auc": answer(model, cold).aucs,
        "coverage@10": np.array([metrics.coverage(counts, len(bench.table))]),
    }
    rankings = [
        case.candidates[np.argsort(-model.score(case.seeds, case.candidates, "for-you"), kind="stable")]
        for case in cold
    ]
    start, films, _ = bench.ratings.by_user()
    asked = {
        "lists": answers.lists[:, :LONG].tolist(),
        "positives": [case.positives.tolist() for case in warm],
        "rated": [films[start[user] : start[user + 1]].tolist() for user in range(bench.ratings.n_users)],
        "rankings": [ranking.tolist() for ranking in rankings],
        "cold": [case.positives.tolist() for case in cold],
        "traits": bench.traits.kinds.astype(int).tolist(),
    }
    ran = subprocess.run([PYTHON, SIDE], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name: values.tolist() for name, values in ours.items()}, json.loads(ran.stdout)


@pytest.mark.parametrize("metric", ["ndcg@10", "recall@20", "novelty", "intra_list_diversity", "auc", "coverage@10"])
def test_the_metric_is_rectools_own(both: tuple[dict[str, list[float]], dict[str, list[float]]], metric: str) -> None:
    """Of every user, to six digits."""
    ours, theirs = both
    assert ours[metric] == pytest.approx(theirs[metric], abs=1e-6)
