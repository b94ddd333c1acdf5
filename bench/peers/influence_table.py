#!/usr/bin/env python3
"""Ours against what can be had, on one graph after another, as a table in Markdown.

  python influence_table.py --bellwether target/release/bellwether --work DIR [--only 14k-50,islands] [--reps 5]

Peers: the prototype of prototypes/proto_opimc.rs (OPIM-C; weighted cascade and a set of candidates, no chances, no quotas), expected degree,
PageRank on the reversed graph. The last two are computed here and, like the prototype where it takes no chances, are given every
help: scores are multiplied by the chance of a yes, and quotas are filled by the best of each group first.
Spread is what mc_sim.rs makes of each list, which knows none of them. Seconds are the least of the repetitions, each solver by turns, with
the graph in memory; memory is what a process holds at most above what it held at its start, reading included.
Ends with 1 if a list breaks a rule, or the spread lies outside the bounds that ours printed.
"""
import argparse, json, os, subprocess, sys
import numpy as np, pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
ORG, GIVEN, ISLANDS = "org", "given", "islands"
ROWS = {  # name: (what it is, graph, people, k, leaders only, chances, quotas, simulated runs)
    "14k-10": ("14,000, anybody", ORG, 14_000, 10, 0, 0, 0, 20_000),
    "14k-50": ("14,000, anybody", ORG, 14_000, 50, 0, 0, 0, 10_000),
    "14k-200": ("14,000, anybody", ORG, 14_000, 200, 0, 0, 0, 10_000),
    "140k-50": ("140,000, anybody", ORG, 140_000, 50, 0, 0, 0, 2_000),
    "140k-200": ("140,000, anybody", ORG, 140_000, 200, 0, 0, 0, 2_000),
    "1m-50": ("1,000,000, anybody", ORG, 1_000_000, 50, 0, 0, 0, 300),
    "14k-leaders": ("14,000, leaders", ORG, 14_000, 50, 1, 0, 0, 10_000),
    "140k-leaders": ("140,000, leaders", ORG, 140_000, 50, 1, 0, 0, 2_000),
    "140k-chances": ("140,000, leaders, chances", ORG, 140_000, 50, 1, 1, 0, 4_000),
    "140k-quotas": ("140,000, leaders, chances, quotas", ORG, 140_000, 100, 1, 1, 1, 4_000),
    "given": ("14,000, given probabilities", GIVEN, 14_000, 50, 0, 0, 0, 10_000),
    "given-leaders": ("14,000, given, leaders, chances", GIVEN, 14_000, 50, 1, 1, 0, 10_000),
    "islands": ("20,000, communities", ISLANDS, 20_000, 50, 0, 0, 0, 10_000),
    "islands-chances": ("20,000, communities, leaders, chances", ISLANDS, 20_000, 50, 1, 1, 0, 10_000),
    "islands-quotas": ("20,000, communities, leaders, chances, quotas", ISLANDS, 20_000, 50, 1, 1, 1, 10_000),
    "2m-quotas": ("2,000,000, leaders, chances, quotas", ORG, 2_000_000, 200, 1, 1, 1, 150),
}


def run(command, **more):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **more)


def islands(n, rng):
    """Communities of very different sizes whose own leaders are heard by all of them alike: the best connected are many in the largest,
    and after the first of them the others bring few. Probabilities are given."""
    sizes = rng.permutation((n * (w := 1 / np.arange(1, 81) ** .8) / w.sum()).astype(int)); first = np.concatenate([[0], np.cumsum(sizes)])
    S, D, P = [], [], []
    for at, size in zip(first, sizes):
        heads = max(2, size // 40); members = np.arange(at + heads, at + size)
        for head in range(at, at + heads):
            heard = members[rng.random(len(members)) < .6]; S.append(np.full(len(heard), head)); D.append(heard); P.append(rng.uniform(.15, .45, len(heard)))
        a, b = rng.integers(at, at + size, 3 * size), rng.integers(at, at + size, 3 * size); S.append(a); D.append(b); P.append(np.full(len(a), .02))
    total = first[-1]; a, b = rng.integers(0, total, total), rng.integers(0, total, total); S.append(a); D.append(b); P.append(np.full(total, .02))
    s, d, p = np.concatenate(S), np.concatenate(D), np.concatenate(P); keep = s != d; s, d, p = s[keep], d[keep], p[keep]
    lead = np.concatenate([np.arange(a, a + max(2, z // 40) + z // 20) for a, z in zip(first, sizes)])
    dept = np.searchsorted(first, lead, "right") - 1
    L = pd.DataFrame({"id": lead, "level": (np.arange(len(lead)) % 3), "dept": dept, "cost": 1, "accept": np.round(rng.uniform(.3, .95, len(lead)), 3)})
    return s, d, p, L


def make(folder, kind, n):
    """graph.csv, leaders.csv, and the arrays that the prototype and the simulator read."""
    if os.path.exists(f"{folder}/done"): return
    os.makedirs(folder, exist_ok=True)
    if kind != ISLANDS:
        run([sys.executable, f"{HERE}/gen_org.py", "--n", n, "--what", "graph", "--out", folder, "--seed", 7])
        G = pd.read_csv(f"{folder}/graph.csv"); s, d, p = G.src.to_numpy(), G.dst.to_numpy(), G.prob.to_numpy()
        if kind == GIVEN: p = np.random.default_rng(8).choice([.08, .02, .004], len(s))
    else:
        s, d, p, L = islands(n, np.random.default_rng(9)); L.to_csv(f"{folder}/leaders.csv", index=False)
    if kind != ORG: pd.DataFrame({"src": s, "dst": d, "prob": p}).to_csv(f"{folder}/graph.csv", index=False, float_format="%.6g")
    for array, name, dtype in ((s, "s", np.int32), (d, "d", np.int32), (p, "p", np.float32)): np.asarray(array).astype(dtype).tofile(f"{folder}/{name}")
    open(f"{folder}/done", "w").close()


def load(folder):
    return np.fromfile(f"{folder}/s", np.int32), np.fromfile(f"{folder}/d", np.int32), np.fromfile(f"{folder}/p", np.float32)


def quotas(folder, leaders, k):
    """Of each level at least 15 % and at most 60 % of those asked; of each department one at least where there are few, and an eighth at most."""
    rows = [("level", level, int(.15 * k), int(.6 * k)) for level in sorted(leaders.level.unique())]
    dept = leaders.dept.value_counts(); least = 1 if len(dept) <= k // 2 else 0
    rows += [("dept", one, least, max(1, k // 8)) for one in sorted(dept.index)]
    if not least: rows = [(c, v, 0 if c == "dept" else a, 1 if c == "dept" else b) for c, v, a, b in rows]
    Q = pd.DataFrame(rows, columns=["column", "value", "at_least", "at_most"]); Q.to_csv(f"{folder}/quota-{k}.csv", index=False)
    return Q


def keeps(chosen, Q):
    return all(q.at_least <= (chosen[q.column] == q.value).sum() <= q.at_most for q in Q.itertuples())


def fill(order, leaders, Q, k):
    """By a score from the best down: first what the quotas need, then whoever they let in."""
    L = leaders.set_index("id"); L = L.loc[[v for v in order if v in L.index]]
    taken, count = [], {(q.column, q.value): 0 for q in Q.itertuples()}; most = {(q.column, q.value): q.at_most for q in Q.itertuples()}

    def lets_in(row): return all(count[c, row[c]] < most[c, row[c]] for c in ("level", "dept") if (c, row[c]) in most)

    def take(v, row):
        taken.append(v)
        for c in ("level", "dept"):
            if (c, row[c]) in count: count[c, row[c]] += 1
    rows = list(zip(L.index, L[["level", "dept"]].to_dict("records")))
    for q in Q.itertuples():
        for v, row in rows:
            if count[q.column, q.value] >= q.at_least: break
            if row[q.column] == q.value and v not in taken and lets_in(row): take(v, row)
    for v, row in rows:
        if len(taken) >= k: break
        if v not in taken and lets_in(row): take(v, row)
    return taken[:k]


def pagerank(n, s, d, p):
    import scipy.sparse as sp
    out = np.bincount(d, weights=p, minlength=n); w = p / np.maximum(out[d], 1e-30)
    M = sp.csr_matrix((w, (s, d)), shape=(n, n)); x = np.full(n, 1 / n); lost = out == 0
    for _ in range(60): x = .15 / n + .85 * (M @ x + x[lost].sum() / n)
    return x


def simulate(sim, folder, n, runs, seeds, accept):
    open(f"{folder}/seeds.txt", "w").write(" ".join(map(str, seeds)))
    more = [f"accept={accept}"] if accept else []
    out = run(["nice", "-n", 19, sim, n, f"{folder}/s", f"{folder}/d", f"{folder}/p", f"{folder}/seeds.txt", runs, 1, "ic", *more]).stdout.split()
    return float(out[0]), float(out[1])


def ours(a, folder, k, threads, leaders, chances, Q):
    command = [a.bellwether, "reach", "--graph", f"{folder}/graph.csv", "-k", k, "--json", "--threads", threads, "--ranges", 0]
    if leaders: command += ["--leaders", f"{folder}/leaders.csv" if chances else f"{folder}/leaders-certain.csv"]
    if Q is not None: command += ["--quota", f"{folder}/quota-{k}.csv"]
    return json.loads(run(command).stdout)


def proto(binary, folder, n, k, candidates):
    out = subprocess.run([binary, str(n), f"{folder}/s", f"{folder}/d", str(k), "0.1", "1"] + ([candidates] if candidates else []), check=True, capture_output=True, text=True)
    said = json.loads(out.stderr.strip().splitlines()[-1]); return list(map(int, out.stdout.split())), said["seconds"], said["peak_rss_mb"]


def measure(a, name, sim, prototype):
    what, kind, n, k, only, chances, with_quotas, runs = ROWS[name]
    folder = f"{a.work}/{kind}-{n}"; make(folder, kind, n); s, d, p = load(folder); n = int(max(s.max(), d.max())) + 1
    leaders = pd.read_csv(f"{folder}/leaders.csv"); leaders.drop(columns="accept").to_csv(f"{folder}/leaders-certain.csv", index=False)
    leaders[["id"]].to_csv(f"{folder}/ids.txt", index=False, header=False); leaders[["id", "accept"]].to_csv(f"{folder}/accept.txt", sep=" ", index=False, header=False)
    Q = quotas(folder, leaders, k) if with_quotas else None
    takes_proto = kind == ORG and not with_quotas
    one, two, yard = [], [], []
    for _ in range(a.reps if n < 2e6 else 2):
        one.append(ours(a, folder, k, 1, only, chances, Q)); two.append(ours(a, folder, k, 2, only, chances, Q))
        if takes_proto: yard.append(proto(prototype, folder, n, k, f"{folder}/ids.txt" if only else None))
    assert all(r["seeds"] == one[0]["seeds"] for r in one + two), "another list at another number of threads"
    scores = {"degree": np.bincount(s, weights=p, minlength=n), "PageRank": pagerank(n, s, d, p)}
    lists = {"ours": one[0]["seeds"]}
    if takes_proto: lists["prototype"] = yard[0][0]
    for peer, score in scores.items():
        if chances: weight = np.zeros(n); weight[leaders.id] = leaders.accept; score = score * weight
        elif only: mask = np.full(n, -1.0); mask[leaders.id] = 1; score = np.where(mask > 0, score, -1)
        order = np.argsort(-score, kind="stable"); lists[peer] = fill(order[: len(leaders)].tolist(), leaders, Q, k) if with_quotas else order[:k].tolist()
    if with_quotas and not keeps(leaders[leaders.id.isin(lists["ours"])], Q): raise SystemExit(f"{name}: ours breaks a quota")
    accept = f"{folder}/accept.txt" if chances else None
    spread = {peer: simulate(sim, folder, n, runs, seeds, accept) for peer, seeds in lists.items()}
    mean, error = spread["ours"]
    if not one[0]["lower"] - 4 * error <= mean <= one[0]["upper"] + 4 * error: raise SystemExit(f"{name}: {mean} outside {one[0]['lower']} to {one[0]['upper']}")
    best, peer = max((v[0], q) for q, v in spread.items() if q != "ours")
    t1, t2 = min(r["seconds"] for r in one), min(r["seconds"] for r in two); mine = max(r["peak_mb"] for r in one + two)
    ty, my = (min(y[1] for y in yard), max(y[2] for y in yard)) if yard else (None, None)
    show = lambda x: f"{x * 1e3:.1f} ms" if x < .1 else f"{x:.2f} s"
    cell = lambda q: f"{spread[q][0]:,.0f}" if q in spread else ""
    return (f"| {what} | {len(s) / 1e6:.2g} M | {k} | **{mean:,.0f}** | {cell('degree')} | {cell('PageRank')} | {cell('prototype')} | {100 * (mean / best - 1):+.1f} % ({peer}) | {one[0]['ratio']:.2f} "
            f"| {show(t1)} | {show(t2)} | {f'{show(ty)}: **{ty / t1:.1f} ×**' if yard else ''} | {f'{mine:.0f} of {my:.0f} MB' if yard else f'{mine:.0f} MB'} |")


def main():
    ap = argparse.ArgumentParser(); ap.add_argument("--bellwether", required=True); ap.add_argument("--work", required=True)
    ap.add_argument("--only", default=",".join(ROWS)); ap.add_argument("--reps", type=int, default=5); a = ap.parse_args()
    os.makedirs(a.work, exist_ok=True); a.bellwether = os.path.abspath(a.bellwether)
    sim, prototype = f"{a.work}/mc_sim", f"{a.work}/proto_opimc"
    for source, binary in ((f"{HERE}/mc_sim.rs", sim), (f"{HERE}/prototypes/proto_opimc.rs", prototype)):
        run(["rustc", "--edition", "2021", "-O", "-C", "target-cpu=native", source, "-o", binary])
    print("| people, who may be asked | ties | k | reached, ours | expected degree | PageRank | prototype | ours against the best | proved | one thread | two | prototype | memory |", flush=True)
    print("| --- " * 13 + "|", flush=True)
    for name in a.only.split(","): print(measure(a, name, sim, prototype), flush=True)


if __name__ == "__main__": main()
