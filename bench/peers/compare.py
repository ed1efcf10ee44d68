#!/usr/bin/env python3
"""Our results beside a peer's: compare.py OURS.json PEER.json [PEER.json ...]

Takes the least time of every row over all files of a side, in microseconds; sorted by peer / compiled, the worst first.
Then the counts, the rows where compiled is slower than eager by more than 5 %, the rows that took long to compile
(--compile-ms N, default 150) and those that one side lacks.
"""
import argparse
import json
import math
import sys

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("files", nargs="+")
parser.add_argument("--compile-ms", type=float, default=150)
options = parser.parse_args()
least, compiling, threads, spoiled = {}, {}, set(), set()
for path in options.files:
    with open(path) as file:
        for r in json.load(file):
            side = r["mode"] if r["peer"] == "neuraljit" else "peer"
            key = r["workload"], side
            least[key] = min(least.get(key, math.inf), r["min_us"])
            threads.add(r["threads"])
            if r.get("compile_ms") is not None:
                compiling[r["workload"]] = min(compiling.get(r["workload"], math.inf), r["compile_ms"])
            if not r.get("finite", True):
                spoiled.add(r["workload"])
if len(threads) > 1:
    sys.exit(f"the files were measured with different numbers of threads: {sorted(threads)}")


def time_of(row, side):
    return least.get((row, side), math.nan)


def mean(ratios):
    known = [math.log(r) for r in ratios if r > 0]
    return math.exp(sum(known) / len(known)) if known else math.nan


def listed(title, names):
    print(f"{title}: {len(names)}" + ("\n  " + ", ".join(names) if names else ""))


ours, peers = ({w for w, side in least if (side == "peer") == theirs} for theirs in (False, True))
rows = sorted((w for w in ours & peers if (w, "compiled") in least), key=lambda w: time_of(w, "peer") / time_of(w, "compiled"))
print(f"{'workload':38} {'compiled':>11} {'eager':>11} {'peer':>11} {'peer/comp.':>10} {'eager/comp.':>11}")
for w in rows:
    compiled, eager, peer = (time_of(w, side) for side in ("compiled", "eager", "peer"))
    print(f"{w:38} {compiled:11.2f} {eager:11.2f} {peer:11.2f} {peer / compiled:10.2f} {eager / compiled:11.2f}")
# Copies in another order: eager only notes the order, nothing is moved before the result is read.
views = [w for w in rows if 20 * time_of(w, "eager") < min(time_of(w, "compiled"), time_of(w, "peer"))]
ratios = [time_of(w, "peer") / time_of(w, "compiled") for w in rows]
print(f"{len(rows)} rows, threads: {', '.join(map(str, threads))}; peer / compiled: geometric mean {mean(ratios):.2f}, below 1.0: "
      f"{sum(r < 1 for r in ratios)}, below 0.8: {sum(r < 0.8 for r in ratios)}; peer / eager: geometric mean "
      f"{mean([time_of(w, 'peer') / time_of(w, 'eager') for w in rows if w not in views]):.2f}")
listed("compiled slower than eager by more than 5 %",
       [w for w in rows if time_of(w, "compiled") > 1.05 * time_of(w, "eager") and w not in views])
listed("eager gives a view", views)
listed(f"compiled in more than {options.compile_ms:g} ms",
       [f"{w} {ms:.0f}" for w, ms in sorted(compiling.items(), key=lambda r: -r[1]) if ms > options.compile_ms])
listed("with NaN or infinities", sorted(spoiled))
listed("only ours", sorted(ours - peers))
listed("only the peer's", sorted(peers - ours))
