import ArgumentParser
import Desk
import Foundation
import KnowledgeBase
import Storage

/// `helpdeskd kb learned [ARTICLE]`: what tickets have taught.
struct KnowledgeBaseLearned: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learned",
        abstract: "Show what tickets have taught about the articles, or about one of them."
    )

    @OptionGroup var file: ConfigurationOption

    @Argument(help: "An article's id; all articles in brief when left out.")
    var article: String?

    func run() async throws {
        try await file.withStore(mayCreate: false) { store in
            guard let article else { return try await Self.printCounts(store) }
            try await Self.printEvidence(about: article, store)
        }
    }

    private static func printCounts(_ store: any DurableStore) async throws {
        let counts = try await store.read { reading throws(DeskError) in
            try reading.evidenceCounts()
        }
        if counts.isEmpty { Terminal.say("nothing has been learnt") }
        for count in counts {
            guard let article = count.article else {
                print(
                    "\(count.newestAt.formatted(.iso8601))  \(count.unanswered) no article answers"
                )
                continue
            }
            print(
                "\(count.newestAt.formatted(.iso8601))  \(count.answered) answered",
                " \(count.rejected) rejected  \(article)"
            )
        }
    }

    /// Page by page: an article may have been taught much, and a terminal be slow.
    private static func printEvidence(
        about article: String,
        _ store: any DurableStore
    ) async throws {
        var before: UUIDv7?
        while true {
            let last = before
            let page = try await store.read { reading throws(DeskError) in
                try reading.evidence(about: article, before: last, limit: pageRows)
            }
            if page.isEmpty, before == nil {
                Terminal.say("nothing has been learnt about \(article)")
            }
            for kept in page { print(line(kept)) }
            guard page.count == pageRows else { return }
            before = page.last?.id
        }
    }

    private static func line(_ kept: KeptEvidence) -> String {
        // A citizen's words on an operator's terminal: on one line, and nothing that commands it.
        let question = kept.evidence.text.unicodeScalars
            .map { Self.isPlain($0) ? String($0) : " " }
            .joined()
        return "\(kept.learntAt.formatted(.iso8601))  #\(kept.evidence.ticket)  "
            + "\(kept.evidence.verdict.rawValue) (\(kept.origin.rawValue))  \(question)"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static let pageRows = 100
}

/// `helpdeskd kb forget ARTICLE`: undoes what tickets have taught about it.
struct KnowledgeBaseForget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Undo all that tickets have taught about an article.",
        discussion: "A daemon that runs takes note of it within learning.look-seconds."
    )

    @OptionGroup var file: ConfigurationOption

    @Argument(help: "The article's id, as kb learned lists it.")
    var article: String

    func run() async throws {
        try await file.withStore(mayCreate: false) { store in
            let (article, name) = (article, Operator.name)
            let count = try await store.write { transaction throws(DeskError) in
                try transaction.forgetEvidence(about: article, by: name, at: Date())
            }
            guard count > 0 else {
                Terminal.sayError("nothing has been learnt about \(article)")
                throw ExitCode(SystemExit.notThere)
            }
            Terminal.say("forgot \(count) about \(article)")
        }
    }
}
