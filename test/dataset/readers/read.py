"""Reads every file of an export with the programs it is made for: read.py FOLDER. Prints one JSON object."""
import json
import os
import sys

import duckdb
import nbformat
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from datasets import ClassLabel, load_dataset

folder = sys.argv[1]
os.chdir(folder)


def rows_of(frame):
    """Rows as plain lists, missing values as null, numbers rounded to six digits."""
    frame = frame.astype(object).where(frame.notna(), None)
    return [[round(cell, 6) if isinstance(cell, float) else cell for cell in row] for row in frame.values.tolist()]


def pandas_rows():
    return {
        "parquet": rows_of(pd.read_parquet("labels.parquet")),
        # Empty text and null look alike to pandas in CSV; only null is left out of the comparison by keep_default_na.
        "csv": rows_of(pd.read_csv("labels.csv", dtype={"id": str})),
        "jsonl": rows_of(pd.read_json("labels.jsonl", lines=True, dtype={"id": str})),
        "arrow": rows_of(pd.read_feather("labels.arrow")),
    }


def duckdb_rows():
    return {
        "parquet": rows_of(duckdb.sql("SELECT * FROM 'labels.parquet'").df()),
        "csv": rows_of(duckdb.sql("SELECT * FROM read_csv('labels.csv', types = {'id': 'VARCHAR'})").df()),
        "jsonl": rows_of(duckdb.sql("SELECT * FROM read_json('labels.jsonl', format = 'newline_delimited')").df()),
    }


def pyarrow_rows():
    with pa.ipc.open_file("labels.arrow") as file:
        arrow = file.read_all()
    return {"arrow": rows_of(arrow.to_pandas()), "parquet": rows_of(pyarrow.parquet.read_table("labels.parquet").to_pandas())}


def hugging_face():
    dataset = load_dataset("./bank", cache_dir="cache")
    feature = dataset["train"].features["label"]
    return {
        "splits": {name: len(split) for name, split in dataset.items()},
        "isClassLabel": isinstance(feature, ClassLabel),
        "names": feature.names,
        "labels": [None if label is None else feature.int2str(label) for split in dataset.values() for label in split["label"]],
        "texts": [text for split in dataset.values() for text in split["text"]],
    }


def notebook():
    """Checks the notebook's form, then runs its code as Jupyter would, cell after cell."""
    book = nbformat.read("labels.ipynb", as_version=4)
    nbformat.validate(book)
    scope = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(cell.source, scope)
    return {"cells": len(book.cells), "trainedOn": len(scope["train"]), "classes": list(scope["model"].classes_)}


def typed():
    """The types that readers find, and the first row."""

    def described(table):
        return {"types": "; ".join(str(field.type) for field in table.schema), "rows": str([column[0].as_py() for column in table.columns])}

    with pa.ipc.open_file("typed.arrow") as file:
        arrow = file.read_all()
    arrow.validate(full=True)
    parquet = pyarrow.parquet.read_table("typed.parquet")
    dataset = load_dataset("./typed", cache_dir="cache")["train"]
    # Parquet names a map's parts, Arrow its entries.
    parts = {name: described(table) for name, table in {"arrow": arrow, "parquet": parquet}.items()}
    for part in parts.values():
        part["types"] = part["types"].replace(" ('map')", "")
    features = "; ".join(str(feature) for feature in dataset.features.values())
    return {**parts, "datasets": {"types": features, "rows": str(list(dataset[0].values()))}}


def tasks():
    """A task file is a data set of its own to Hugging Face's reader; every line must have the same form."""
    return {
        name: load_dataset("json", data_files=f"{name}.jsonl", cache_dir="cache")["train"].to_list() for name in ["chat", "prompt", "contents"]
    }


stdout, sys.stdout = sys.stdout, sys.stderr
report = {
    "pandas": pandas_rows(),
    "duckdb": duckdb_rows(),
    "pyarrow": pyarrow_rows(),
    "datasets": hugging_face(),
    "notebook": notebook(),
    "tasks": tasks(),
    "typed": typed(),
}
print(json.dumps(report), file=stdout)
