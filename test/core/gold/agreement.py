# Writes agreement.json: random tables of judgements and what scikit-learn, statsmodels and krippendorff make of them.
# pip install scikit-learn statsmodels krippendorff; python test/core/gold/agreement.py
import json
import pathlib

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

random = np.random.default_rng(7)


def table(rows, people, labels, missing, noise):
    truth = random.integers(0, labels, rows)
    said = np.where(random.random((people, rows)) < noise, random.integers(0, labels, (people, rows)), truth)
    return np.where(random.random((people, rows)) < missing, -1, said)


cases = []
for rows, people, labels, missing, noise in [
    (30, 2, 2, 0, 0.3), (50, 3, 3, 0, 0.5), (200, 5, 4, 0, 0.7), (40, 3, 2, 0.3, 0.3), (100, 6, 5, 0.6, 0.5), (300, 4, 3, 0.8, 1.0),
]:
    said = table(rows, people, labels, missing, noise)
    pairs = []
    for a in range(people):
        for b in range(a + 1, people):
            both = (said[a] >= 0) & (said[b] >= 0)
            kappa = cohen_kappa_score(said[a][both], said[b][both]) if both.any() else None
            pairs.append({"a": a, "b": b, "rows": int(both.sum()), "kappa": kappa})
    whole = said[:, (said >= 0).all(axis=0)]
    fleiss = fleiss_kappa(aggregate_raters(whole.T, n_cat=labels)[0]) if whole.shape[1] else None
    values = np.where(said < 0, np.nan, said.astype(float))
    alpha = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    cases.append({"labels": labels, "said": said.tolist(), "pairs": pairs, "fleiss": fleiss, "wholeRows": whole.shape[1], "alpha": alpha})

path = pathlib.Path(__file__).with_name("agreement.json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
