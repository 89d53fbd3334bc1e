import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("A reply to begin with")
struct DraftTests {
    private static func settings(_ templates: [LetterTemplates.File] = []) -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.deskName = "Medborgarsupport"
        settings.letters.templates = LetterTemplates.read(templates).templates
        return settings
    }

    private static let intern = ArticleSource(
        path: "sv/other/intern.md",
        text: """
            ---
            title: Internt
            category: other
            questions: [hur gör vi]
            audience: staff
            owner: servicenämnden
            reviewed: 2026-11-01
            ---
            Bara för oss.
            """
    )

    private func open(
        name: String? = "Maja Lind",
        language: String = "sv",
        service: String? = nil,
        kind: TicketKind = .question,
        in house: TestDesk
    ) async throws -> Ticket {
        var draft = TicketDraft(
            subject: "Kan inte logga in",
            body: "glömt lösenord på min iPhone",
            channel: .phone,
            kind: kind,
            citizen: Citizen(name: name, email: "maja@example.com")
        )
        draft.language = language
        draft.service = service
        return try #require(try await house.desk.open(draft, as: .ada).value)
    }

    @Test("greets by name, answers in the citizen's language, and is signed by the clerk")
    func greeting() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let ticket = try await open(in: house)
            let draft = try await house.desk.draft(of: "losenord", for: ticket.number, as: .ada)
            let article = try #require(house.library.current.article("losenord", language: "sv"))
            #expect(
                draft.body == """
                    Hej Maja Lind!

                    \(article.plainText())

                    Vänliga hälsningar
                    Ada Ek
                    Medborgarsupport
                    """
            )
            #expect(draft.article?.id == "losenord")
            let english = try await open(language: "en", in: house)
            let other = try await house.desk.draft(of: "losenord", for: english.number, as: .ada)
            #expect(other.body.hasPrefix("Hello Maja Lind,\n"))
            #expect(other.body.contains("Kind regards\nAda Ek\n"))
        }
    }

    @Test("without an article has room for the clerk's own words")
    func bare() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let ticket = try await open(in: house)
            let draft = try await house.desk.draft(of: nil, for: ticket.number, as: .ada)
            #expect(
                draft.body == """
                    Hej Maja Lind!


                    Vänliga hälsningar
                    Ada Ek
                    Medborgarsupport
                    """
            )
            #expect(draft.article == nil && draft.language == "sv")
        }
    }

    @Test("says what the ticket says of the matter, and its number in the register")
    func details() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let ticket = try await open(service: "Förskola", kind: .complaint, in: house)
            let draft = try await house.desk.draft(of: "losenord", for: ticket.number, as: .ada)
            #expect(
                draft.body.contains("Ditt ärende är registrerat med nummer 2026-1.\n")
            )
            #expect(draft.body.contains("Det gäller Förskola, på iPhone / iPad.\n"))
        }
    }

    @Test(
        "greets by nothing that is no name",
        arguments: [
            nil, "", "  ", "https://evil.example", "Maja\nBcc: x@example.com", "811218-9876", "<b>",
            "{{clerk}}", String(repeating: "a", count: 61),
        ]
    )
    func nameless(name: String?) async throws {
        try await withDesk(settings: Self.settings()) { house in
            // As a mail may say it, where nobody checks.
            var mail = ReceivedMail.plain("glömt lösenord", name: name)
            mail.sender.name = name
            let number = try await house.desk.receive(mail).ticket
            let draft = try await house.desk.draft(of: "losenord", for: number, as: .ada)
            let greeting = draft.body.prefix { $0 != "\n" }
            #expect(greeting == "Hej!")
        }
    }

    @Test("says of a person with protected identity neither the name nor the matter")
    func protected() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let ticket = try await open(service: "Förskola", kind: .complaint, in: house)
            try await house.desk.protect(ticket.number, true, as: .ada)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.draft(of: "losenord", for: ticket.number, as: .ada)
            }
            let draft = try await house.desk.draft(of: "losenord", for: ticket.number, as: .petra)
            for secret in ["Maja", "Lind", "Förskola", "iOS", "2026-1"] {
                #expect(!draft.body.contains(secret), "\(secret)")
            }
            #expect(draft.body.hasPrefix("Hej!\n"))
        }
    }

    @Test("is refused to who may not write, and of an article that is for staff or is none")
    func refused() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let number = try await open(in: house).number
            house.library.replace(
                with: KnowledgeBase(sources: TestArticles.sources + [Self.intern])
            )
            await #expect(throws: DeskError.notPermitted) {
                _ = try await house.desk.draft(of: "losenord", for: number, as: .rut)
            }
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.draft(of: "losenord", for: number, as: .stig)
            }
            for (article, error) in [
                ("nope", DeskError.notFound),
                ("intern", .wrongState(detail: "This article is for staff only.")),
            ] {
                await #expect(throws: error) {
                    _ = try await house.desk.draft(of: article, for: number, as: .ada)
                }
            }
        }
    }

    @Test("reads as the operator's template says, and a wrong one is told of")
    func templates() async throws {
        let own = LetterTemplates.File(
            path: "sv/draft.txt",
            text: "{{name}}: {{#device}}{{device}}{{/device}} {{article_title}} /{{clerk}}\n"
        )
        try await withDesk(settings: Self.settings([own])) { house in
            let ticket = try await open(in: house)
            let draft = try await house.desk.draft(of: "losenord", for: ticket.number, as: .ada)
            let title = try #require(draft.article).title
            #expect(draft.body == "Maja Lind: iPhone / iPad \(title) /Ada Ek")
        }
        for wrong in ["{{email}}", "{{name", "{{> other}}", "{{#name}}"] {
            let file = LetterTemplates.File(path: "en/draft.txt", text: wrong)
            let problems = LetterTemplates.read([file]).problems
            #expect(problems.map(\.path) == ["en/draft.txt"], "\(wrong)")
        }
    }

    @Test("is not sent a second time below itself", arguments: StoreKind.available)
    func quoted(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let ticket = try await open(in: house)
            let draft = try await house.desk.draft(of: "losenord", for: ticket.number, as: .ada)
            let text = try #require(draft.article).plainText()
            for (quoted, times) in [(Set(["losenord"]), 1), ([], 2)] {
                let message = MessageDraft(
                    kind: .reply,
                    body: draft.body,
                    articles: ["losenord"],
                    quoted: quoted
                )
                let written = try await house.desk.write(message, on: ticket.number, as: .ada)
                #expect(written.value?.articles == ["losenord"])
                let letter = try await house.store.read { reading throws(DeskError) in
                    try reading.newestLetters(of: ticket.number, limit: 1).first
                }
                let words = try #require(letter?.letter.text)
                #expect(words.components(separatedBy: text).count == times + 1)
            }
            let foreign = MessageDraft(kind: .reply, body: "x", quoted: ["losenord"])
            await #expect(
                throws: DeskError.invalid([FieldProblem("/quoted", "must be of articles")])
            ) {
                _ = try await house.desk.write(foreign, on: ticket.number, as: .ada)
            }
        }
    }
}
