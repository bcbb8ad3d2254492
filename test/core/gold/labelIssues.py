# Writes labelIssues.json: random labels and probabilities, and what cleanlab makes of them.
# Where rounding has a tie between two labels numpy takes either: the cases here have none.
# pip install cleanlab==2.9.0; python test/core/gold/labelIssues.py
import json
import pathlib

import numpy as np
from cleanlab.outlier import OutOfDistribution
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

random = np.random.default_rng(7)
cases = []
for rows, labels, noise, sure in [(60, 2, 0.2, 2.0), (200, 3, 0.3, 1.5), (150, 5, 0.5, 1.0), (40, 4, 0.0, 3.0), (401, 6, 0.2, 1.2), (25, 3, 0.9, 1.0)]:
    truth = random.permutation(np.resize(np.arange(labels), rows))
    given = np.where(random.random(rows) < noise, random.integers(0, labels, rows), truth)
    given[:labels] = np.arange(labels)
    logits = random.normal(size=(rows, labels))
    logits[np.arange(rows), truth] += sure
    proba = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    filters = ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning"]
    cases.append({
        "labels": labels,
        "given": given.tolist(),
        "proba": [round(p, 6) for p in proba.ravel().tolist()],
    })
    # cleanlab gets what the file holds.
    held = np.array(cases[-1]["proba"]).reshape(rows, labels)
    cases[-1]["issues"] = {by: np.flatnonzero(find_label_issues(given, held, filter_by=by, n_jobs=1)).tolist() for by in filters}
    cases[-1]["typicality"] = [round(s, 9) for s in OutOfDistribution({"method": "entropy"}).fit_score(pred_probs=held, labels=given, verbose=False).tolist()]
    cases[-1]["selfConfidence"] = get_label_quality_scores(given, held, method="self_confidence").tolist()
    cases[-1]["normalizedMargin"] = [round(s, 9) for s in get_label_quality_scores(given, held, method="normalized_margin").tolist()]

path = pathlib.Path(__file__).with_name("labelIssues.json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
