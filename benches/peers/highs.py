#!/usr/bin/env python3
"""Bargaining solutions of the benchmark instances by HiGHS, as a mixed-integer linear program.

usage: highs.py OBJECTIVES FILE...      OBJECTIVES: comma list of utilitarian, egalitarian, ks, nash

One thread, no gap, 60 seconds a solve. Prints a JSON line per solve: `seconds` is what HiGHS itself
took, `seconds_with_model` adds building its model here.

Variables: one binary per option (one of each issue), one weight per pair of options that a table
speaks of, whose marginals are the binaries; then the objective's own.
- utilitarian: the sum of utilities.
- egalitarian: t <= u_i - r_i for all i.
- ks: t * (b_i - r_i) <= u_i - r_i, where b_i adds up the party's best option on every issue.
- nash: sum of v_i with v_i <= log(u_i - r_i), by tangents that are added where they are missing.
Utilities are divided by a million, so that HiGHS's absolute tolerances mean the same everywhere.
"""
import json
import math
import sys
import time
from pathlib import Path

import highspy
import numpy as np

UNIT = 1e6
LIMIT = 60.0
NASH_GAP = 1e-7
FIRST_TANGENTS = np.geomspace(0.01, 0.8, 10)
LEAST_GAIN = 1e-4


class Instance:
    """The numbers of a file: n issues of k options, p parties, and tables over pairs of issues."""

    def __init__(self, path):
        lines = [line.split() for line in Path(path).read_text().splitlines() if line.strip()]
        self.n, self.k, self.p = map(int, lines[0])
        self.reservation = np.array(lines[1], dtype=float)
        values = np.array(lines[2:2 + self.n * self.k], dtype=float)
        self.values = values.reshape(self.n, self.k, self.p)
        self.pairs = [self._pair(words) for words in lines[3 + self.n * self.k:]]

    def _pair(self, words):
        first, second, entries = int(words[0]), int(words[1]), iter(words[2:])
        table = []
        for _ in range(self.k * self.k):
            entry = next(entries)
            rest = None if entry == "X" else [float(entry)] + [float(next(entries)) for _ in range(self.p - 1)]
            table.append(rest)
        return first, second, table


class Program:
    """Rows and columns, gathered before they are handed over in one go."""

    def __init__(self):
        self.cost, self.lower, self.upper, self.integer = [], [], [], []
        self.row_lower, self.row_upper, self.starts, self.indices, self.factors = [], [], [0], [], []

    def column(self, lower, upper, cost=0.0, integer=False):
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, lower, upper, terms):
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.indices.extend(column for column, _ in terms)
        self.factors.extend(factor for _, factor in terms)
        self.starts.append(len(self.indices))

    def model(self):
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.cost), len(self.row_lower)
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_, program.col_lower_, program.col_upper_ = map(np.array, (self.cost, self.lower, self.upper))
        program.row_lower_, program.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        program.a_matrix_.index_ = np.array(self.indices, dtype=np.int32)
        program.a_matrix_.value_ = np.array(self.factors)
        kinds = highspy.HighsVarType
        program.integrality_ = [kinds.kInteger if integer else kinds.kContinuous for integer in self.integer]
        return program


def outcomes(instance, program):
    """The columns that make an outcome; returns each party's utility as terms."""
    n, k, p = instance.n, instance.k, instance.p
    option = [[program.column(0, 1, integer=True) for _ in range(k)] for _ in range(n)]
    for issue in option:
        program.row(1, 1, [(column, 1.0) for column in issue])
    utility = [[(option[i][o], instance.values[i, o, q] / UNIT) for i in range(n) for o in range(k)] for q in range(p)]
    for first, second, table in instance.pairs:
        weight = [program.column(0, 0.0 if entry is None else 1.0) for entry in table]
        for a in range(k):
            program.row(0, 0, [(weight[a * k + b], 1.0) for b in range(k)] + [(option[first][a], -1.0)])
            program.row(0, 0, [(weight[b * k + a], 1.0) for b in range(k)] + [(option[second][a], -1.0)])
        for column, entry in zip(weight, table):
            for q in range(p):
                if entry is not None and entry[q]:
                    utility[q].append((column, entry[q] / UNIT))
    return utility


def solve(path, objective):
    start = time.perf_counter()
    instance, program = Instance(path), Program()
    infinity = highspy.kHighsInf
    floor = instance.reservation / UNIT
    reach = instance.values.max(axis=1).sum(axis=0) / UNIT - floor
    utility = outcomes(instance, program)
    tangents = []
    if objective == "utilitarian":
        for terms in utility:
            for column, factor in terms:
                program.cost[column] += factor
    elif objective in ("egalitarian", "ks"):
        least = program.column(-infinity, infinity, 1.0)
        for q, terms in enumerate(utility):
            program.row(floor[q], infinity, terms + [(least, -(reach[q] if objective == "ks" else 1.0))])
    else:
        logs = [program.column(-50, 10, 1.0) for _ in utility]

        def tangent(q, gain):
            terms = [(column, -factor / gain) for column, factor in utility[q]] + [(logs[q], 1.0)]
            return -infinity, math.log(gain) - 1 - floor[q] / gain, terms

        for q in range(instance.p):
            for gain in FIRST_TANGENTS:
                program.row(*tangent(q, gain))
        tangents = [tangent]
    for q, terms in enumerate(utility):
        program.row(floor[q], infinity, terms)

    highs = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", LIMIT),
                          ("mip_rel_gap", 0.0), ("mip_abs_gap", 5e-7)):
        highs.setOptionValue(option, value)
    highs.passModel(program.model())
    spent, best, gains = 0.0, -math.inf, None
    while True:
        before = time.perf_counter()
        highs.run()
        spent += time.perf_counter() - before
        x = np.array(highs.getSolution().col_value)
        if len(x) == 0:
            break
        found = np.array([sum(factor * x[column] for column, factor in terms) for terms in utility]) - floor
        if not tangents:
            gains = found
            break
        value = sum(math.log(max(gain, 1e-12)) for gain in found)
        if value > best:
            best, gains = value, found
        if highs.getInfo().mip_dual_bound - best < NASH_GAP or spent > LIMIT:
            break
        for q in range(instance.p):
            lower, upper, terms = tangents[0](q, max(found[q], LEAST_GAIN))
            columns, factors = zip(*terms)
            highs.addRow(lower, upper, len(columns), np.array(columns, dtype=np.int32), np.array(factors))
    value = None
    if gains is not None:
        value = {"utilitarian": lambda: float((gains + floor).sum()), "egalitarian": lambda: float(gains.min()),
                 "ks": lambda: float((gains / reach).min()), "nash": lambda: best}[objective]()
    return {"file": Path(path).name, "objective": objective, "seconds": spent,
            "seconds_with_model": time.perf_counter() - start, "value": value,
            "status": highs.modelStatusToString(highs.getModelStatus())}


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for path in sys.argv[2:]:
        for objective in sys.argv[1].split(","):
            print(json.dumps(solve(path, objective)), flush=True)
