# Made the Arrow files beside it: python make.py FOLDER (pyarrow 26). The .zst files are made by the zstd program.
import datetime as d, decimal, sys
import pyarrow as pa, pyarrow.feather as feather, pyarrow.ipc as ipc

out = sys.argv[1]
table = pa.table({
    "id": pa.array([1, 2, 9007199254740993], pa.int64()),
    "text": pa.array(["a", None, "ü😀"]),
    "large": pa.array(["x", "y", None], pa.large_string()),
    "n": pa.array([0.5, float("nan"), None], pa.float64()),
    "f16": pa.array([1, 2, None], pa.int8()),
    "b": pa.array([True, None, False]),
    "cat": pa.array(["HAM", "SPAM", "HAM"]).dictionary_encode(),
    "day": pa.array([d.date(2024, 1, 2), None, d.date(1969, 12, 31)]),
    "at": pa.array([d.datetime(2024, 1, 2, 3, 4, 5), d.datetime(2024, 1, 2, 3, 4, 5, 120000), None], pa.timestamp("us")),
    "ns": pa.array([d.datetime(2024, 1, 2, 3, 4, 5), d.datetime(2024, 1, 2, 3, 4, 5, 1), None], pa.timestamp("ns")),
    "utc": pa.array([d.datetime(2024, 1, 2, 3, 4, 5), None, None], pa.timestamp("us", tz="UTC")),
    "time": pa.array([d.time(3, 4, 5), d.time(0, 0, 0, 5), None], pa.time64("us")),
    "dec": pa.array([decimal.Decimal("1.50"), decimal.Decimal("-0.05"), None], pa.decimal128(10, 2)),
    "bigdec": pa.array([decimal.Decimal("12345678901234567.89"), None, None], pa.decimal128(20, 2)),
    "list": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
    "struct": pa.array([{"x": 1, "y": [1.5]}, None, {"x": None, "y": []}], pa.struct([("x", pa.int32()), ("y", pa.list_(pa.float64()))])),
    "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int32())),
    "bin": pa.array([b"\x00\xff", None, b""]),
})
for compression in ("lz4", "zstd"):
    feather.write_feather(table, f"{out}/{compression}.feather", compression=compression)
feather.write_feather(table.select(["id", "text"]), f"{out}/version1.feather", version=1)
with ipc.new_stream(f"{out}/stream.arrow", table.schema) as writer:
    writer.write_table(table, max_chunksize=2)
