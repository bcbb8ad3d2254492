"""One vote matrix through snorkel: LabelModel.fit and predict_proba, and LFAnalysis.lf_summary. Prints one JSON object.

Usage: fit.py VOTES ROWS LFS LABELS, VOTES being int8, row-major, -1 abstains, with the gold labels (int16) after it.
"""
import json
import logging
import resource
import sys
import time

import numpy as np
from snorkel.labeling import LFAnalysis
from snorkel.labeling.model import LabelModel

logging.disable(logging.CRITICAL)


def seconds(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


path, rows, lfs, labels = sys.argv[1], *map(int, sys.argv[2:5])
votes = np.fromfile(path, dtype=np.int8, count=rows * lfs).reshape(rows, lfs).astype(np.int64)
gold = np.fromfile(path, dtype=np.int16, offset=rows * lfs).astype(np.int64)

model = LabelModel(cardinality=labels, verbose=False)
fit, _ = seconds(lambda: model.fit(votes, n_epochs=500, lr=0.01, seed=123, progress_bar=False))
predict, proba = seconds(lambda: model.predict_proba(votes))
summary, _ = seconds(lambda: LFAnalysis(votes).lf_summary(gold))
best = proba.max(axis=1, keepdims=True)
tied = np.isclose(proba, best, rtol=0, atol=1e-9)
right = tied[np.arange(rows), gold] / tied.sum(axis=1)
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"fit": fit, "predict": predict, "summary": summary, "accuracy": right.mean(), "megabytes": megabytes}))
