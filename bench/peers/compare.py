#!/usr/bin/env python3
"""Our results beside a peer's: compare.py OURS.json PEER.json [PEER.json ...]

Takes the least time of every row over all files of a side; sorted by peer / compiled, the worst first.
"""
import json
import math
import sys

if len(sys.argv) < 3:
    sys.exit(__doc__)
least = {}
for path in sys.argv[1:]:
    for r in json.load(open(path)):
        side = r["mode"] if r["peer"] == "neuraljit" else "peer"
        key = r["workload"], side
        least[key] = min(least.get(key, math.inf), r["min_us"])
rows = sorted({w for w, side in least if side == "compiled" and (w, "peer") in least},
              key=lambda w: least[w, "peer"] / least[w, "compiled"])
print(f"{'workload':36} {'compiled':>11} {'eager':>11} {'peer':>11} {'peer/comp.':>10} {'eager/comp.':>11}")
for w in rows:
    compiled, eager, peer = least[w, "compiled"], least.get((w, "eager"), math.nan), least[w, "peer"]
    print(f"{w:36} {compiled:11.1f} {eager:11.1f} {peer:11.1f} {peer / compiled:10.2f} {eager / compiled:11.2f}")
ratios = [least[w, "peer"] / least[w, "compiled"] for w in rows]
eager = [least[w, "peer"] / least[w, "eager"] for w in rows if (w, "eager") in least]
slower = [w for w in rows if least.get((w, "eager"), math.inf) < least[w, "compiled"] / 1.05]
mean = lambda numbers: math.exp(sum(map(math.log, numbers)) / len(numbers)) if numbers else math.nan
print(f"{len(rows)} rows: geometric mean {mean(ratios):.2f} compiled, {mean(eager):.2f} eager; below 1.0: "
      f"{sum(r < 1 for r in ratios)}, below 0.8: {sum(r < 0.8 for r in ratios)}; compiled slower than eager: {len(slower)}")
print("  " + ", ".join(slower))
