"""Rows through scikit-learn's TF-IDF and LogisticRegression. Prints one JSON object; times are CPU seconds, and seconds by the clock ("wall").

Usage: fit.py TRAIN TEST, JSON lines of {"text", "soft": P(label) for each label} and of {"text", "label"}.
"""
import json
import sys
import time
import warnings

import numpy as np
import scipy.sparse
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")


def read(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def seconds(call):
    start, clock = time.process_time(), time.perf_counter()
    result = call()
    return time.process_time() - start, time.perf_counter() - clock, result


train, test = map(read, sys.argv[1:3])
soft = np.array([row["soft"] for row in train])
labels = soft.shape[1]

vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
features, features_wall, rows = seconds(lambda: vectorizer.fit_transform([row["text"] for row in train]))
tests = vectorizer.transform([row["text"] for row in test])
gold = np.array([row["label"] for row in test])


def figures(fit, wall, model):
    return {"features": features, "fit": fit, "wall": features_wall + wall, "accuracy": float((model.predict(tests) == gold).mean())}


hard = figures(*seconds(lambda: LogisticRegression(C=10).fit(rows, soft.argmax(axis=1))))

# It takes no soft labels: each row once for each label, weighted by its probability.
repeated = scipy.sparse.vstack([rows] * labels).tocsr()
label = np.repeat(np.arange(labels), len(train))
weight = soft.T.ravel()
kept = weight > 0
softly = figures(*seconds(lambda: LogisticRegression(C=10).fit(repeated[kept], label[kept], sample_weight=weight[kept])))
print(json.dumps({"version": sklearn.__version__, "hard": hard, "soft": softly}))
