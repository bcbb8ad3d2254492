"""snorkel's PandasLFApplier over texts: applier.py FILE.jsonl ROWS LFS.json. Prints one JSON object; reading the file is not counted."""
import json
import re
import resource
import sys
import time

import pandas as pd
from snorkel.labeling import LabelingFunction, PandasLFApplier

path, rows, definitions = sys.argv[1], int(sys.argv[2]), json.load(open(sys.argv[3]))
labels = {"HAM": 0, "SPAM": 1}


def labeling_function(name, label, words=None, pattern=None, shorterThan=None):
    vote = labels[label]
    if shorterThan is not None:
        return LabelingFunction(name, lambda row: vote if len(row.text) < shorterThan else -1)
    found = re.compile(pattern or rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    return LabelingFunction(name, lambda row: vote if found.search(row.text) else -1)


with open(path) as file:
    frame = pd.DataFrame([json.loads(line) for _, line in zip(range(rows), file)])
lfs = [labeling_function(**definition) for definition in definitions]
start, spent = time.perf_counter(), time.process_time()
votes = PandasLFApplier(lfs).apply(frame, progress_bar=False)
report = {"rows": len(frame), "votes": int((votes >= 0).sum()), "seconds": time.perf_counter() - start, "cpu": time.process_time() - spent}
print(json.dumps({**report, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10}))
