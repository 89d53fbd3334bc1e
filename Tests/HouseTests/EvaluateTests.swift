import DeskTesting
import Foundation
import Testing

/// Where the public questions are; nil where they, or what measures them, are not at hand.
private let publicQuestions: String? = {
    let folder = HousePrograms.repository.resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "shared/data/matching").path
    let isThere = [folder, "/usr/bin/python3"].allSatisfy {
        FileManager.default.fileExists(atPath: $0)
    }
    return isThere ? folder : nil
}()

/// `helpdeskd kb evaluate` beside the sets' own program, letter for letter.
@Suite(
    "helpdeskd kb evaluate",
    .enabled(
        if: publicQuestions != nil,
        "skipped: data/matching is not beside the repository, or python3 is missing"
    )
)
struct EvaluateTests {
    @Test(
        "prints what evaluate.py prints of the same run",
        arguments: [
            (set: "fhm_sv", files: ["queries", "oos"]), (set: "fhm_sv", files: ["queries"]),
            (set: "techqa_web", files: ["queries", "oos"]),
        ]
    )
    func sameFigures(set: String, files: [String]) throws {
        let folder = try TemporaryFolder("evaluate")
        let questions = try #require(publicQuestions)
        var asked = Data()
        for file in files {
            let bytes = try Data(
                contentsOf: URL(filePath: "\(questions)/\(set)/\(file).jsonl")
            )
            try bytes.write(to: folder.url.appending(path: "\(file).jsonl"))
            asked += bytes
        }
        try asked.write(to: folder.url.appending(path: "asked"))
        let ours = try HousePrograms.helpdeskd()
        let kb = "\(questions)/\(set)/kb.jsonl"
        let files = files.map { folder.path("\($0).jsonl") }
        let printed = try shell(
            folder,
            "exec \(ours) kb evaluate --kb \(kb) \(files.joined(separator: " "))"
        )
        _ = try shell(
            folder,
            "exec \(ours) kb match-batch --kb \(kb) <\(folder.path("asked")) "
                + ">\(folder.path("run"))"
        )
        let wanted = try shell(
            folder,
            "exec python3 \(questions)/evaluate.py \(folder.path) \(folder.path("run"))"
        )
        #expect(printed.contains("ci95"))
        #expect(printed == wanted)
    }

    /// What a command line prints; it must end well.
    private func shell(_ folder: TemporaryFolder, _ line: String) throws -> String {
        let log = folder.path("\(UUID()).log")
        let process = try LoopbackProcess(
            "/bin/sh",
            ["-c", line],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            logPath: log
        )
        let status = process.waitUntilEnded(within: .seconds(120))
        try #require(status == 0, "\(line): \(process.log)")
        return process.log
    }
}
