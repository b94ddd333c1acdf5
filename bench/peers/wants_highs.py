#!/usr/bin/env python3
"""Where mentees want several mentors: ours against HiGHS, which settles one tier after the other.

  python wants_highs.py --instance DIR [DIR ...] [--two 0.3] [--seed 1]

Tiers: 1. mentees with a mentor, 2. further mentors, 3. total score. A tier is an LP on the face of best solutions of the tiers
before, so that its vertices are integers and no big constant is needed. --two gives that share of the mentees a wish for two
mentors (in a copy of the folder), since few have it in the instances as they are made. One JSON line an instance;
ends with 1 if any tier differs. pip: numpy pandas highspy   Ours: `cargo build --release`, or BELLWETHER=path.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import highspy
import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))


def tiers_by_highs(folder):
    """The three tiers of the best solution, by linear programs: [covered, further, score]."""
    pairs = pd.read_csv(f"{folder}/edges.csv").to_numpy(np.int64)
    capacity = pd.read_csv(f"{folder}/mentors.csv").capacity.to_numpy(np.int64)
    wants = pd.read_csv(f"{folder}/mentees.csv").wants.to_numpy(np.int64)
    m, mentees, mentors = len(pairs), len(wants), len(capacity)
    lp = highspy.HighsLp()
    # Columns: pairs, then whether a mentee has a first mentor, then how many further ones. Rows: mentees, then mentors.
    lp.num_col_, lp.num_row_ = m + 2 * mentees, mentees + mentors
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([np.ones(m), np.minimum(wants, 1), np.maximum(wants - 1, 0)]).astype(float)
    lp.row_lower_ = np.concatenate([np.zeros(mentees), np.full(mentors, -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.zeros(mentees), capacity]).astype(float)
    start = np.concatenate([np.arange(0, 2 * m, 2), 2 * m + np.arange(2 * mentees + 1)])
    index = np.concatenate([np.stack([pairs[:, 0], mentees + pairs[:, 1]], 1).ravel(), np.tile(np.arange(mentees), 2)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = start, index
    lp.a_matrix_.value_ = np.concatenate([np.ones(2 * m), -np.ones(2 * mentees)])
    lp.sense_ = highspy.ObjSense.kMaximize
    first, further = np.arange(m, m + mentees), np.arange(m + mentees, m + 2 * mentees)
    tiers = [(first, np.ones(mentees)), (further, np.ones(mentees)), (np.arange(m), pairs[:, 2] / 1e6)]
    lp.col_cost_ = np.zeros(lp.num_col_)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    # Interior points and a crossover to a vertex: simplex alone takes many times as long from one tier to the next.
    solver.setOptionValue("solver", "ipm")
    solver.passModel(lp)
    found = []
    for at, (columns, cost) in enumerate(tiers):
        whole = np.zeros(lp.num_col_)
        whole[columns] = cost
        solver.changeColsCost(lp.num_col_, np.arange(lp.num_col_, dtype=np.int32), whole)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, solver.getModelStatus()
        x = np.array(solver.getSolution().col_value)
        assert abs(x - x.round()).max() < 1e-5, "a vertex that is not whole"
        x = x.round().astype(np.int64)
        found.append(int((x[:m] * pairs[:, 2]).sum() if at == 2 else x[columns].sum()))
        if at < 2:
            solver.addRow(float(found[-1]), highspy.kHighsInf, len(columns), columns.astype(np.int32), np.ones(len(columns)))
    return found


def tiers_by_ours(folder):
    exe = os.environ.get("BELLWETHER", f"{HERE}/../../target/release/bellwether")
    p = subprocess.run([exe, "match", "--instance", folder, "--wants", "--json"], capture_output=True, text=True)
    assert p.returncode == 0, p.stderr[-300:]
    j = json.loads(p.stdout)
    assert j["gap"] == 0, "not proved"
    return [j["matched"], j["further"], j["score"]], j["seconds"]


def with_two(folder, share, seed, to):
    """A copy of the folder in which a share of the mentees wants two mentors."""
    for file in ["edges.csv", "mentors.csv"]:
        shutil.copy(f"{folder}/{file}", to)
    mentees = pd.read_csv(f"{folder}/mentees.csv", dtype={"prefs": str})
    mentees["wants"] = np.where(np.random.default_rng(seed).random(len(mentees)) < share, 2, 1)
    mentees.to_csv(f"{to}/mentees.csv", index=False)
    return to


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--instance", nargs="+", required=True)
    ap.add_argument("--two", type=float)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    differ = False
    for folder in a.instance:
        with tempfile.TemporaryDirectory() as d:
            there = folder if a.two is None else with_two(folder, a.two, a.seed, d)
            ours, seconds = tiers_by_ours(there)
            began = time.perf_counter()
            theirs = tiers_by_highs(there)
        differ |= ours != theirs
        print(json.dumps(dict(instance=folder, same=ours == theirs, ours=ours, highs=theirs, ours_s=seconds,
                              highs_s=round(time.perf_counter() - began, 3))), flush=True)
    sys.exit(differ)


if __name__ == "__main__":
    main()
