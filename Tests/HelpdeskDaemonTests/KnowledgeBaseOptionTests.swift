import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import HelpdeskDaemon

@Suite("The knowledge base of an operator's command")
struct KnowledgeBaseOptionTests {
    private static let sound = """
        ---
        title: Ring växeln
        category: other
        audience: citizen
        owner: servicenämnden
        reviewed: 2026-11-01
        ---
        Ring {{switchboard_phone}}.

        """

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("articles") }

    /// A folder with that article, and a configuration that names it.
    private func configuration(_ article: String, _ name: String) throws -> String {
        let articles = try folder.folder(name)
        let category = URL(filePath: articles).appending(path: "sv/other")
        try FileManager.default.createDirectory(at: category, withIntermediateDirectories: true)
        try Data(article.utf8).write(to: category.appending(path: "vaxeln.md"))
        return try folder.write(
            """
            knowledge-base: { path: \(articles) }
            city: { switchboard-phone: "08-465 000 00" }
            """,
            to: "\(name).yaml"
        )
    }

    private func option(_ config: String?, _ kb: String? = nil) -> KnowledgeBaseOption {
        var option = KnowledgeBaseOption()
        (option.config, option.kb) = (config, kb)
        return option
    }

    @Test("is the configuration's, filled in as the city says")
    func configured() async throws {
        let place = try await option(configuration(Self.sound, "own")).place()
        #expect(place.path == folder.path("own"))
        let article = try #require(
            place.knowledgeBase(tickets: nil).article("vaxeln", language: "sv")
        )
        #expect(article.markdown.contains("Ring 08-465 000 00."))
    }

    @Test("is the folder that is named, whatever the configuration says")
    func named() async throws {
        let config = try configuration(Self.sound, "own")
        let other = try folder.folder("other")
        #expect(try await option(config, other).place().path == other)
        let alone = try await option(nil, other).place()
        #expect(alone.path == other && alone.facts == nil)
    }

    @Test("is checked where the configuration says, which must be there when it is named")
    func lint() async throws {
        let good = try configuration(Self.sound, "good")
        let bad = try configuration("no article", "bad")
        let lint = ["kb", "lint", "--config"]
        #expect(await HelpdeskDaemon.run(lint + [bad]) == SystemExit.badData)
        let missing = folder.path("nowhere.yaml")
        #expect(await HelpdeskDaemon.run(lint + [missing]) == SystemExit.configuration)
        #expect(await HelpdeskDaemon.run(lint + [good, "--kb", folder.path("bad")]) == 65)
        for command in [
            ["kb", "match", "växeln"], ["kb", "match-batch"], ["kb", "evaluate", "f"],
        ] {
            let code = await HelpdeskDaemon.run(command + ["--config", missing])
            #expect(code == SystemExit.configuration, "\(command)")
        }
    }
}
