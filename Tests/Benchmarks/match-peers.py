#!/usr/bin/env python3
"""Asks the same questions of helpdesk, tantivy and SQLite FTS5, in one run, and prints all three.

    swift build -c release --product helpdeskd
    python3 -m pip install tantivy
    python3 Tests/Benchmarks/match-peers.py [--set FOLDER]

A set is a folder of kb.jsonl {"id","title","answer"}, queries.jsonl {"id","text"} and, when there
are any, tickets.jsonl {"text","article"}; without --set it is corona_a beside the repository, without
its tickets. The benchmarks' match part makes larger ones. The peers get an article's tickets in a
field of their own.

helpdesk is asked through `helpdeskd kb match-batch`, whose own start and index are taken off by a run
with one question, so its time includes reading and writing JSON; what the engine itself takes is in
the match part's own table. The peers are asked in this process. One thread each. Times are medians,
but for helpdesk's through the pipe, which is a mean.
"""

import argparse
import collections
import json
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SET = ROOT.parent / "shared" / "data" / "matching" / "corona_a"


def lines(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def report(name, build, seconds, first, questions):
    asked = [(a, q) for a, q in zip(first, questions) if "relevant" in q]
    right = "%.3f" % (sum(a in q["relevant"] for a, q in asked) / len(asked)) if asked else "-"
    print("  %-19s index %9.1f ms   question %8.3f ms   top-1 %s"
          % (name, build * 1000, seconds * 1000, right), flush=True)


def timed(questions, ask):
    """The median time, and what came first for each question."""
    times, first = [], []
    for question in questions:
        words = re.findall(r"\w+", question["text"].lower())
        began = time.perf_counter()
        first.append(ask(words) if words else None)
        times.append(time.perf_counter() - began)
    return statistics.median(times), first


def helpdesk(program, folder, tickets, questions):
    command = [program, "kb", "match-batch", "--kb", folder / "kb.jsonl"]
    if tickets:
        command += ["--tickets", folder / "tickets.jsonl"]

    def ask(asked):
        text = "".join(json.dumps({"id": q["id"], "text": q["text"]}) + "\n" for q in asked)
        began = time.perf_counter()
        run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return time.perf_counter() - began, [json.loads(s) for s in run.stdout.splitlines()]

    start = min(ask(questions[:1])[0] for _ in range(2))
    # So many that what starting takes more or less each time does not matter.
    whole, answers = ask(questions * 10)
    first = [a["ranked"][0] if a["ranked"] else None for a in answers[:len(questions)]]
    seconds = max(0, whole - start) / (len(questions) * 10)
    report("helpdesk, by pipe", start, seconds, first, questions)


def fts5(articles, questions):
    began = time.perf_counter()
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, title, answer, tickets)")
    store.executemany("INSERT INTO a VALUES (:id, :title, :answer, :tickets)", articles)
    build = time.perf_counter() - began

    def ask(words):
        row = store.execute(
            "SELECT id FROM a WHERE a MATCH ? ORDER BY bm25(a, 0, 3, 1, 1) LIMIT 10",
            (" OR ".join('"%s"' % w for w in words),),
        ).fetchone()
        return row[0] if row else None

    report("fts5", build, *timed(questions, ask), questions)


def tantivy(articles, questions):
    try:
        import tantivy as library
    except ImportError:
        print("  tantivy is not installed: python3 -m pip install tantivy")
        return
    began = time.perf_counter()
    schema = library.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "answer", "tickets"):
        schema.add_text_field(field, tokenizer_name="en_stem")
    index = library.Index(schema.build())
    writer = index.writer(num_threads=1)
    for a in articles:
        writer.add_document(library.Document(**a))
    writer.commit()
    index.reload()
    build = time.perf_counter() - began
    searcher = index.searcher()

    def ask(words):
        query = index.parse_query(
            " ".join(words), ["title", "answer", "tickets"], field_boosts={"title": 3.0}
        )
        hits = searcher.search(query, 10, count=False).hits
        return searcher.doc(hits[0][1])["id"][0] if hits else None

    report("tantivy", build, *timed(questions, ask), questions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=pathlib.Path, default=SET, help="the folder of the set")
    parser.add_argument(
        "--helpdeskd", type=pathlib.Path, default=ROOT / ".build" / "release" / "helpdeskd",
        help="the program to measure",
    )
    options = parser.parse_args()
    if not options.set.exists():
        sys.exit("skipped: %s is not there" % options.set)
    if not options.helpdeskd.exists():
        sys.exit("build it first: swift build -c release --product helpdeskd")
    questions = lines(options.set / "queries.jsonl")
    tickets = collections.defaultdict(list)
    if options.set != SET:
        for ticket in lines(options.set / "tickets.jsonl"):
            tickets[ticket["article"]].append(ticket["text"])
    articles = [
        {"id": a["id"], "title": a["title"], "answer": a["answer"],
         "tickets": "\n".join(tickets[a["id"]])}
        for a in lines(options.set / "kb.jsonl")
    ]
    helpdesk(options.helpdeskd, options.set, tickets, questions)
    for peer in (fts5, tantivy):
        peer(articles, questions)


if __name__ == "__main__":
    main()
