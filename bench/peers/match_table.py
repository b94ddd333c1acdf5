#!/usr/bin/env python3
"""Ours against the best that can be installed, on one instance after another, as a table in Markdown.

  python match_table.py --bellwether target/release/bellwether --work DIR [--only scarce,1k] [--reps 5]

Every repetition runs each solver once, one after another, so that whatever else the machine does meets all of them.
Seconds are medians: building the model, solving and, for ours, proving; reading the files is apart. Memory is what a process
holds at most, above what it held before it read the instance. A solver that takes longer than a minute runs once.
The last column says what was aimed at. Ends with 1 if two solvers disagree, or ours is not proved.
"""
import argparse, json, os, statistics as st, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ONE_MINUTE = 60


def org(mentees, mentors, seed=7):
    return ["gen_org.py", "--what", "match", "--k", "20", "--n", str(int((mentees + mentors) * 1.08)), "--mentees", str(mentees), "--mentors", str(mentors), "--seed", str(seed)]


def hard(name, mentees=100_000):
    return ["gen_classes.py", "--class", name, "--mentees", str(mentees), "--places", "1.0"]


BOTH, ALONE = ["ortools_mcf", "lemon_ns"], ["ortools_mcf"]
INSTANCES = {  # name: (what it is, how it is made, peers, times faster aimed at)
    "1k": ("1,000, places scarce", org(1_000, 300), BOTH, 10),
    "1k-balanced": ("1,000, as many places", org(1_000, 356), BOTH, 10),
    "1k-slack": ("1,000, places to spare", org(1_000, 460), BOTH, 10),
    "10k": ("10,000, places scarce", org(10_000, 3_000), BOTH, 10),
    "10k-balanced": ("10,000, as many places", org(10_000, 3_565), BOTH, 10),
    "10k-slack": ("10,000, places to spare", org(10_000, 4_600), BOTH, 10),
    "scarce": ("100,000, places scarce", org(100_000, 30_000), ALONE, 15),
    "slack": ("100,000, places to spare", org(100_000, 46_000), ALONE, 15),
    **{f"balanced-{seed}": (f"100,000, as many places, seed {seed}", org(100_000, 35_650, seed), ALONE, 10) for seed in (7, 8, 9, 10)},
    "surplus-2": ("100,000, 2 % of places to spare", org(100_000, 36_400), ALONE, 8),
    "surplus-4": ("100,000, 4 % of places to spare", org(100_000, 37_100), ALONE, 8),
    "surplus-12": ("100,000, 12 % of places to spare", org(100_000, 40_000), ALONE, 8),
    "equal": ("100,000, all scores equal", hard("equal"), ALONE, 8),
    "five": ("100,000, scores 1 to 5", hard("five"), ALONE, 8),
    "popular": ("100,000, one popular order", hard("popular"), ALONE, 8),
    "product": ("100,000, products", hard("product"), ALONE, 8),
    "plane": ("100,000, plane geometry", hard("plane"), ALONE, 8),
    "mentor": ("100,000, score by mentor alone", hard("mentor"), ALONE, 8),
    "1m": ("1,000,000, places scarce", org(1_000_000, 300_000), ALONE, 10),
    "1m-balanced": ("1,000,000, as many places", org(1_000_000, 356_500), ALONE, 10),
}


def make(folder, how):
    if not os.path.exists(f"{folder}/mentees.csv"):
        subprocess.run([sys.executable, f"{HERE}/{how[0]}", *how[1:], "--out", folder], check=True, stdout=subprocess.DEVNULL)


def run(peer, folder, env):
    """One run of one solver in a process of its own."""
    command = [sys.executable, f"{HERE}/match_peers.py", "--instance", folder, "--child", peer]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=3600)
    said = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else {"status": done.stderr[-300:]}
    if said["status"] != "ok": raise SystemExit(f"{peer} on {folder}: {said['status']}")
    return said


def measure(folder, peers, reps, env):
    """By solver: the runs."""
    runs = {peer: [] for peer in ["bellwether", *peers]}
    for _ in range(reps):
        for peer, done in runs.items():
            if not (done and done[0]["seconds"] > ONE_MINUTE): done.append(run(peer, folder, env))
    found = {(r["matched"], r["objective"]) for done in runs.values() for r in done}
    if len(found) != 1: raise SystemExit(f"{folder}: the solvers disagree: {found}")
    return runs


def seconds(value):
    return f"{value * 1e3:.2f} ms" if value < 0.1 else f"{value:.2f} s"


def line(name, runs, what, aim):
    middle = {peer: st.median(r["seconds"] for r in done) for peer, done in runs.items()}
    ours, best = middle["bellwether"], min((s, p) for p, s in middle.items() if p != "bellwether")
    memory = {peer: max(r["peak_rss_mb"] - r["start_rss_mb"] for r in done) for peer, done in runs.items()}
    peer = {"ortools_mcf": "OR-tools", "lemon_ns": "LEMON"}[best[1]]
    more = "" if memory["ortools_mcf"] < 40 else f"{memory['bellwether']:.0f} of {memory['ortools_mcf']:.0f} MB"
    return f"| {what} | {runs['bellwether'][0]['matched']:,} | {seconds(ours)} | {seconds(best[0])} ({peer}) | **{best[0] / ours:.1f} ×** | {aim} × | {more} |"


def main():
    ap = argparse.ArgumentParser(); ap.add_argument("--bellwether", required=True); ap.add_argument("--work", required=True)
    ap.add_argument("--only", default=",".join(INSTANCES)); ap.add_argument("--reps", type=int, default=5); a = ap.parse_args()
    env = {**os.environ, "BELLWETHER": os.path.abspath(a.bellwether)}
    print("| mentees | matched | Bellwether | the best peer | faster | aim | memory, ours and OR-tools' |\n| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for name in a.only.split(","):
        what, how, peers, aim = INSTANCES[name]
        folder = f"{a.work}/{name}"
        make(folder, how)
        print(line(name, measure(folder, peers, a.reps, env), what, aim), flush=True)


if __name__ == "__main__": main()
