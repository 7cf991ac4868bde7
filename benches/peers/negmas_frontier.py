#!/usr/bin/env python3
"""The Pareto frontier of an additive instance by NegMAS.

usage: negmas_frontier.py FILE [REPETITIONS]

Prints a JSON line: the number of points and the best wall time in seconds of listing the frontier,
which is all that is timed: utility functions are built before.
"""
import json
import sys
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from negmas import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import pareto_frontier
from negmas.preferences.value_fun import TableFun


def load(path):
    """Utility functions over issues named 0, 1, ... with options named 0, 1, ..."""
    lines = [list(map(int, line.split())) for line in Path(path).read_text().splitlines() if line.strip()]
    n, k, p = lines[0]
    space = make_os([make_issue([str(option) for option in range(k)], name=str(issue)) for issue in range(n)])

    def utility(party):
        column = [row[party] for row in lines[2:2 + n * k]]
        tables = [TableFun({str(o): float(column[i * k + o]) for o in range(k)}) for i in range(n)]
        return LinearAdditiveUtilityFunction(values=tables, weights=[1.0] * n, outcome_space=space)

    return space, [utility(party) for party in range(p)]


def main():
    space, utilities = load(sys.argv[1])
    seconds, points = [], 0
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3):
        start = time.perf_counter()
        frontier, _ = pareto_frontier(utilities, issues=space.issues)
        seconds.append(time.perf_counter() - start)
        points = len({tuple(map(float, point)) for point in frontier})
    print(json.dumps({"points": points, "seconds": min(seconds)}))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
