import Foundation
import KnowledgeBase

/// Puts a set to the peers in `match-peers.py` beside the repository's own engine.
struct MatchPeers {
    private let set: MatchSet

    init(_ set: MatchSet) { self.set = set }

    /// Prints what each took; where there is no python3 it says so.
    func run() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "helpdesk-match-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // only litter if it stays
        // The peers know no questions of authors: these are part of the text for them.
        try write(
            set.articles.map { article in
                let text = ([article.markdown] + article.questions).joined(separator: "\n")
                return ["id": article.id, "title": article.title, "answer": text]
            }
        )
        .write(to: folder.appending(path: "kb.jsonl"))
        try write(set.solved.map { ["text": $0.text, "article": $0.article] })
            .write(to: folder.appending(path: "tickets.jsonl"))
        try write(set.questions.enumerated().map { ["id": "\($0.offset)", "text": $0.element] })
            .write(to: folder.appending(path: "queries.jsonl"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", Repository.root.appending(path: "Tests/Benchmarks/match-peers.py").path,
            "--set", folder.path, "--helpdeskd", try Repository.program("helpdeskd"),
        ]
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { Terminal.say("  the peers could not be asked") }
    }

    private func write(_ lines: [[String: String]]) throws -> Data {
        var data = Data()
        let encoder = JSONEncoder()
        for line in lines {
            data += try encoder.encode(line)
            data.append(10)
        }
        return data
    }
}
