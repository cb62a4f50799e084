"""What RecTools says of the lists on standard input; run by the Python of its own environment, never imported."""

import json
import sys

import numpy as np
import pandas as pd
from rectools import Columns
from rectools.metrics import NDCG, CatalogCoverage, IntraListDiversity, MeanInvUserFreq, PartialAUC, Recall

SHORT, LONG = 10, 20


class Jaccard:
    """The distance of two films that RecTools asks for: one minus the shared traits over the traits of both."""

    def __init__(self, traits: np.ndarray) -> None:
        self.traits = traits

    def __getitem__(self, pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        first, second = pairs
        shared = np.minimum(self.traits[first], self.traits[second]).sum(axis=1)
        either = np.maximum(self.traits[first], self.traits[second]).sum(axis=1)
        return np.asarray(1 - shared / np.maximum(either, 1))


def ranked(lists: list[list[int]]) -> pd.DataFrame:
    """The lists as RecTools wants them: a line a user and place."""
    lines = [(user, film, place) for user, films in enumerate(lists) for place, film in enumerate(films, 1)]
    return pd.DataFrame(lines, columns=[Columns.User, Columns.Item, Columns.Rank])


def pairs(films_of: list[list[int]]) -> pd.DataFrame:
    """Who goes with which films."""
    lines = [(user, film) for user, films in enumerate(films_of) for film in films]
    return pd.DataFrame(lines, columns=[Columns.User, Columns.Item])


def auc(ranking: list[int], likes: list[int]) -> float:
    """The whole area: as many films that are not liked as there are."""
    return float(PartialAUC(k=len(ranking) - len(likes)).calc(ranked([ranking]), pairs([likes])))


def measured(asked: dict[str, list[list[int]]]) -> dict[str, list[float]]:
    """Each metric, user by user."""
    lists, likes, rated = ranked(asked["lists"]), pairs(asked["positives"]), pairs(asked["rated"])
    traits = np.array(asked["traits"])
    films = np.arange(len(traits))
    found = {
        "ndcg@10": NDCG(k=SHORT, divide_by_achievable=True).calc_per_user(lists, likes),
        "recall@20": Recall(k=LONG).calc_per_user(lists, likes),
        "novelty": MeanInvUserFreq(k=SHORT).calc_per_user(lists, rated),
        "intra_list_diversity": IntraListDiversity(k=SHORT, distance_calculator=Jaccard(traits)).calc_per_user(lists),
        "auc": pd.Series([auc(*user) for user in zip(asked["rankings"], asked["cold"], strict=True)]),
        "coverage@10": pd.Series([CatalogCoverage(k=SHORT, normalize=True).calc(lists, films)]),
    }
    return {name: values.sort_index().astype(float).tolist() for name, values in found.items()}


if __name__ == "__main__":
    json.dump(measured(json.load(sys.stdin)), sys.stdout)
