"""Runs the labeling functions of an LF Lens project on Spark. See README.md in this folder.

Every partition starts one Node process, sends it rows as Arrow batches and gets each row's votes. Spark counts the
different kinds of rows (same votes, gold and split); the driver fits the label model to those counts, and a join gives
every row its label. Votes are computed once and kept on the executors' disks meanwhile.
"""

import argparse
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import zipfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
NODE_VERSION = 20
BATCH_ROWS = 10_000
# What partitions need, beside the job's own kept votes.
PROGRAMS = ["partition.js", "voter.js", "lfs.json"]


def main():
    options = parse_options()
    with open(os.path.join(FOLDER, "job.json"), encoding="utf-8") as file:
        job = json.load(file)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName(options.name or "LF Lens: " + job["project"]).getOrCreate()
    rows = read_rows(spark, options)
    check_columns(rows, job)
    voted, faults, counts = vote(rows, job, options)
    with tempfile.TemporaryDirectory(prefix="lf-lens-") as work:
        combine(work, counts, faults, options.node)
        write_output(spark, voted, work, job, options)
        report(work, job, options)
    if options.strict and (faults["faults"] or faults["stopped"]):
        sys.exit("There were faults, and --strict was given.")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, help="path or table of the rows")
    parser.add_argument("--input-format", choices=["parquet", "csv", "json", "delta", "table"], help="default: from the ending of --input, else parquet")
    parser.add_argument("--output", required=True, help="path of a folder that does not exist yet")
    parser.add_argument("--format", default="parquet", choices=["parquet", "csv", "json", "delta"])
    parser.add_argument("--mode", default="labels", choices=["labels", "votes", "statistics"])
    parser.add_argument("--votes", action="store_true", help="with --mode labels: add a column with each LF's votes")
    parser.add_argument("--no-probabilities", action="store_true", help="omit the columns p_<LABEL>")
    parser.add_argument("--statistics", help="also write the statistics to this local file; LF Lens opens it")
    parser.add_argument("--node", default="node", help="the Node program on the driver and the executors (20 or later)")
    parser.add_argument("--overwrite", action="store_true", help="replace --output")
    parser.add_argument("--strict", action="store_true", help="fail if an LF had a fault; the output is written all the same")
    parser.add_argument("--name", help="the application's name")
    return parser.parse_args()


def read_rows(spark, options):
    source = options.input_format or format_of(options.input)
    options.rows_from = "text" if source == "csv" else "types"
    if source == "table":
        return spark.table(options.input)
    reader = spark.read.format(source)
    if source == "csv":
        # Text stays text: the project says what its columns are.
        reader = reader.options(header=True, multiLine=True, quote='"', escape='"', mode="FAILFAST")
    return reader.load(options.input)


def format_of(path):
    for ending, source in [(".csv", "csv"), (".csv.gz", "csv"), (".json", "json"), (".jsonl", "json"), (".jsonl.gz", "json")]:
        if path.lower().endswith(ending):
            return source
    return "parquet"


def check_columns(rows, job):
    missing = [name for name in job["columns"] if name not in rows.columns and name not in job["optional"]]
    if missing:
        sys.exit(f"--input has no column {', '.join(missing)}, which the project's data has. It has {', '.join(rows.columns)}.")
    taken = [name for name in ["lf_kind", "lf_faults"] if name in rows.columns]
    if taken:
        sys.exit(f"--input has a column {taken[0]}, a name that this job needs. Rename it.")


def vote(rows, job, options):
    """Votes on all rows. Returns them with their kinds, the faults of all partitions, and the number of rows of each kind."""
    from pyspark import StorageLevel
    from pyspark.sql import functions as f
    from pyspark.sql.types import BinaryType, StringType, StructField, StructType

    schema = StructType(rows.schema.fields + [StructField("lf_kind", BinaryType()), StructField("lf_faults", StringType())])
    columns = [name for name in job["columns"] if name in rows.columns]
    voting = make_voting(pack(), columns, 2 * (len(job["lfs"]) + 2), options.node, options.rows_from)
    voted = rows.mapInArrow(voting, schema).persist(StorageLevel.DISK_ONLY)
    counts = voted.groupBy("lf_kind").agg(f.count("*").alias("rows")).collect()
    # The same kinds in the same order give the same fit, bit for bit.
    counts.sort(key=lambda row: bytes(row.lf_kind))
    told = [json.loads(row.lf_faults) for row in voted.where("lf_faults is not null").select("lf_faults").collect()]
    return voted, merge_faults(told), counts


def merge_faults(told):
    merged = {}
    for fault in (fault for partition in told for fault in partition["faults"]):
        own = fault["fault"]
        key = (fault["lf"], own["file"], own["line"], own["message"])
        if key in merged:
            merged[key]["fault"]["rows"] += own["rows"]
        else:
            merged[key] = fault
    return {"faults": list(merged.values()), "stopped": sorted({lf for partition in told for lf in partition["stopped"]})}


def pack():
    """What partitions need, as the bytes of a zip: it travels with the function, so executors need nothing but Node."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PROGRAMS:
            archive.write(os.path.join(FOLDER, name), name)
        for folder, _, files in os.walk(os.path.join(FOLDER, "kept")):
            for name in files:
                path = os.path.join(folder, name)
                archive.write(path, os.path.relpath(path, os.path.join(FOLDER, "kept")))
    return packed.getvalue()


def make_voting(packed, columns, width, node, rows_from):
    """The function that Spark sends to the executors. It stands by itself: this file is not there."""

    def unpack():
        import atexit
        import io
        import shutil
        import tempfile
        import zipfile

        # A folder that only this process's user can write to: what lies in it is run.
        folder = tempfile.mkdtemp(prefix="lf-lens-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder)
        return folder

    def start(folder):
        import os
        import socket
        import subprocess

        where = f"on {socket.gethostname()}"
        path = node if os.sep not in node else os.path.abspath(node)
        try:
            version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError) as error:
            raise RuntimeError(f"Node does not start {where} ({path}: {error}). Install Node {NODE_VERSION} or later there, or ship it: see README.md.") from None
        if int(version.lstrip("v").split(".")[0]) < NODE_VERSION:
            raise RuntimeError(f"Node {version} {where} is too old: LF Lens needs {NODE_VERSION} or later.")
        return subprocess.Popen([path, os.path.join(folder, "partition.js"), folder, rows_from], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def receive(process):
        """The kind of answer and its bytes."""
        import struct

        head = process.stdout.read(4)
        if len(head) < 4:
            raise RuntimeError(f"The Node process ended with code {process.wait()}: its last words are in the executor's log.")
        answer = process.stdout.read(struct.unpack("<I", head)[0])
        if answer[:1] == b"E":
            raise RuntimeError(answer[1:].decode())
        return answer[1:]

    def send(process, batch):
        import struct

        import pyarrow as pa

        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        payload = sink.getvalue()
        try:
            process.stdin.write(struct.pack("<I", payload.size))
            process.stdin.write(payload)
            process.stdin.flush()
        except BrokenPipeError:
            receive(process)  # says why it ended
            raise

    def with_kinds(batch, kinds, faults):
        import pyarrow as pa

        rows = batch.num_rows
        kind = pa.Array.from_buffers(pa.binary(width), rows, [None, pa.py_buffer(kinds)]).cast(pa.binary())
        told = pa.array([None] * (rows - 1) + [faults], pa.string())
        return pa.RecordBatch.from_arrays([*batch.columns, kind, told], names=[*batch.schema.names, "lf_kind", "lf_faults"])

    def vote_on(process, batches):
        # The next rows are sent before the answer to the last ones is read: both sides have work.
        under_way, held = None, None
        for batch in batches:
            for first in range(0, batch.num_rows, BATCH_ROWS):
                rows = batch.slice(first, BATCH_ROWS)
                send(process, rows.select(columns))
                if under_way is not None:
                    if held is not None:
                        yield with_kinds(*held, None)
                    held = (under_way, receive(process))
                under_way = rows
        if under_way is None:
            return
        if held is not None:
            yield with_kinds(*held, None)
        kinds = receive(process)
        process.stdin.close()
        yield with_kinds(under_way, kinds, receive(process).decode())

    state = {}

    def voting(batches):
        if "folder" not in state:
            state["folder"] = unpack()
        process = start(state["folder"])
        try:
            yield from vote_on(process, batches)
        finally:
            process.kill()
            process.wait()

    return voting


def combine(work, counts, faults, node):
    with open(os.path.join(work, "kinds.bin"), "wb") as file:
        file.writelines(bytes(row.lf_kind) for row in counts)
    with open(os.path.join(work, "counts.bin"), "wb") as file:
        file.write(struct.pack(f"<{len(counts)}d", *(row.rows for row in counts)))
    with open(os.path.join(work, "faults.json"), "w", encoding="utf-8") as file:
        json.dump(faults, file)
    subprocess.run([node, os.path.join(FOLDER, "combine.js"), FOLDER, work], check=True)


def write_output(spark, voted, work, job, options):
    import pyarrow as pa
    from pyspark.sql import functions as f

    mode = "overwrite" if options.overwrite else "error"
    if options.mode == "statistics":
        with open(os.path.join(work, "statistics.json"), encoding="utf-8") as file:
            spark.createDataFrame([(file.read(),)], "value string").coalesce(1).write.mode(mode).text(options.output)
        return
    with pa.ipc.open_stream(os.path.join(work, "labels.arrow")) as reader:
        labels = reader.read_all()
    names = job["names"]
    model = [names["label"], names["confidence"], names["margin"], *([] if options.no_probabilities else names["probabilities"])]
    added = (model if options.mode == "labels" else []) + (names["votes"] if options.votes or options.mode == "votes" else [])
    kinds = spark.createDataFrame(labels.select(["lf_kind", *added]).to_pandas(), schema=schema_of(added, names))
    # A table of kinds is small as a rule; where it is not, Spark joins as it sees fit.
    known = f.broadcast(kinds) if labels.num_rows <= 1_000_000 else kinds
    voted.join(known, "lf_kind").drop("lf_kind", "lf_faults").write.mode(mode).format(options.format).options(**({"header": True} if options.format == "csv" else {})).save(options.output)


def schema_of(added, names):
    numbers = {names["confidence"], names["margin"], *names["probabilities"]}
    return ", ".join(["lf_kind binary", *(f"`{name.replace('`', '``')}` {'double' if name in numbers else 'string'}" for name in added)])


def report(work, job, options):
    path = os.path.join(work, "statistics.json")
    with open(path, encoding="utf-8") as file:
        statistics = json.load(file)
    if options.statistics:
        with open(options.statistics, "w", encoding="utf-8") as file:
            json.dump(statistics, file)
    print(f"LF Lens: {statistics['rows']:,.0f} rows, {len(job['lfs'])} labeling functions. Wrote {options.output}.")
    for label, rows in zip(job["labels"], statistics["labelCounts"]):
        print(f"  {label}  {rows:,.0f}")
    for lf, faults in zip(job["lfs"], statistics["faults"]):
        for fault in faults:
            print(f"  {lf}: {fault['message']} ({fault['file']}:{fault['line']}, {fault['rows']:,.0f} rows)", file=sys.stderr)


if __name__ == "__main__":
    main()
