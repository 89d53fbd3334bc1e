#!/usr/bin/env python3
"""Asks the same questions of helpdesk, tantivy and SQLite FTS5, in one run, and prints all three.

    swift build -c release --product helpdeskd
    python3 -m pip install tantivy
    python3 Tests/Benchmarks/match-peers.py [--articles N]

Without --articles the articles are those of corona_a beside the repository; with it as many are made
up of their words. helpdesk is asked through `helpdeskd kb match-batch`, whose own start and output
are taken off by a run with one question, so its time includes reading and writing JSON; the peers
are asked in this process. One thread each. Times are means over all questions.
"""

import argparse
import json
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SET = ROOT.parent / "shared" / "data" / "matching" / "corona_a"


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def made(articles, count):
    """Articles of runs of five words of the real ones, the same each time."""
    draw = random.Random(1)
    words = " ".join(a["title"] + " " + a["answer"] for a in articles).split()

    def text(length):
        runs = (draw.randrange(len(words) - 5) for _ in range(length // 5))
        return " ".join(" ".join(words[start:start + 5]) for start in runs)

    return [{"id": "a%d" % n, "title": text(10), "answer": text(100)} for n in range(count)]


def report(name, build, seconds, questions, right):
    share = "%.3f" % right if right is not None else "-"
    print("%-10s index %8.1f ms   question %7.3f ms   top-1 %s"
          % (name, build * 1000, seconds * 1000 / len(questions), share), flush=True)


def top1(first, questions, is_real):
    if not is_real:
        return None
    return sum(a in q["relevant"] for a, q in zip(first, questions)) / len(questions)


def helpdesk(program, articles, questions, is_real):
    if not program.exists():
        sys.exit("build it first: swift build -c release --product helpdeskd")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
        file.flush()

        def ask(asked):
            began = time.perf_counter()
            text = "".join(json.dumps({"id": q["id"], "text": q["text"]}) + "\n" for q in asked)
            run = subprocess.run(
                [program, "kb", "match-batch", "--kb", file.name],
                input=text, capture_output=True, text=True, check=True,
            )
            return time.perf_counter() - began, [json.loads(s) for s in run.stdout.splitlines()]

        start = min(ask(questions[:1])[0] for _ in range(3))
        whole, answers = ask(questions)
    first = [a["ranked"][0] if a["ranked"] else None for a in answers]
    report("helpdesk", start, max(0, whole - start), questions, top1(first, questions, is_real))


def fts5(articles, questions, is_real):
    began = time.perf_counter()
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, title, answer)")
    store.executemany("INSERT INTO a VALUES (:id, :title, :answer)", articles)
    build = time.perf_counter() - began
    began = time.perf_counter()
    first = []
    for question in questions:
        words = " OR ".join('"%s"' % w for w in re.findall(r"\w+", question["text"]))
        row = store.execute(
            "SELECT id FROM a WHERE a MATCH ? ORDER BY bm25(a, 0, 3, 1) LIMIT 10", (words,)
        ).fetchone() if words else None
        first.append(row[0] if row else None)
    report("fts5", build, time.perf_counter() - began, questions, top1(first, questions, is_real))


def tantivy(articles, questions, is_real):
    try:
        import tantivy as library
    except ImportError:
        print("tantivy    not installed: python3 -m pip install tantivy")
        return
    began = time.perf_counter()
    schema = library.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", tokenizer_name="en_stem")
    schema.add_text_field("answer", tokenizer_name="en_stem")
    index = library.Index(schema.build())
    writer = index.writer(num_threads=1)
    for a in articles:
        writer.add_document(library.Document(id=a["id"], title=a["title"], answer=a["answer"]))
    writer.commit()
    index.reload()
    build = time.perf_counter() - began
    searcher = index.searcher()
    began = time.perf_counter()
    first = []
    for question in questions:
        words = " ".join(re.findall(r"\w+", question["text"].lower()))
        query = index.parse_query(words, ["title", "answer"], field_boosts={"title": 3.0})
        hits = searcher.search(query, 10, count=False).hits
        first.append(searcher.doc(hits[0][1])["id"][0] if hits else None)
    report("tantivy", build, time.perf_counter() - began, questions, top1(first, questions, is_real))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, help="make up so many articles")
    parser.add_argument(
        "--helpdeskd", type=pathlib.Path, default=ROOT / ".build" / "release" / "helpdeskd",
        help="the program to measure",
    )
    options = parser.parse_args()
    if not SET.exists():
        sys.exit("skipped: %s is not there" % SET)
    articles = lines(SET / "kb.jsonl")
    questions = lines(SET / "queries.jsonl")
    is_real = options.articles is None
    if not is_real:
        articles = made(articles, options.articles)
    print("%d articles, %d questions" % (len(articles), len(questions)))
    helpdesk(options.helpdeskd, articles, questions, is_real)
    for peer in (fts5, tantivy):
        peer(articles, questions, is_real)


if __name__ == "__main__":
    main()
