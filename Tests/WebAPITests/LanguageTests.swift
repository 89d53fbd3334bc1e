import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Testing

@testable import WebAPI

@Suite("The language of problems")
struct LanguageTests {
    @Test("is the one that is wanted most")
    func negotiation() {
        let known: [(String?, String)] = [
            (nil, "en"), ("", "en"), ("*", "en"), ("fi", "en"), ("sv", "sv"), ("SV-fi", "sv"),
            ("en", "en"), ("sv,en", "sv"), ("en,sv", "en"), ("en;q=0.8, sv;q=0.9", "sv"),
            ("sv;q=0.8, en;q=0.9", "en"), ("sv;q=0", "en"), ("en;q=0, *", "sv"),
            ("en;q=0, *;q=0.1", "sv"), ("da, sv;q=0.1", "sv"), ("sv ; q=1.000, en", "sv"),
            ("en;q=0.5, *;q=0.6", "sv"), ("sv-SE;q=0.2, sv;q=0.9, en;q=0.5", "sv"),
            ("sv;q=2, en;q=0.1", "en"), ("sv;q=x, en;q=0.1", "en"), (";;;,,,", "en"),
            ("sv;q=0.3333, en;q=0.1", "sv"),
            (String(repeating: "da,", count: 32) + "sv", "en"),
            (String(repeating: "da,", count: 31) + "sv", "sv"),
        ]
        for (header, language) in known {
            #expect(WordLanguage(accepting: header).rawValue == language, "\(header ?? "none")")
        }
        #expect(WordLanguage(accepting: "fi", else: .swedish) == .swedish)
    }

    @Test("is said in the answer, and changes nothing that programs read")
    func answers() async throws {
        try await withAPI { caller, _ in
            let english = try await caller.call(.get, "/v1/tickets/77")
            #expect(english.headers[.contentLanguage] == "en")
            #expect(english.headers[.vary] == "Accept-Language")
            let fields = ["Accept-Language": "sv-SE,sv;q=0.9,en;q=0.8"]
            let swedish = try await caller.call(.get, "/v1/tickets/77", headers: fields)
            #expect(swedish.headers[.contentLanguage] == "sv")
            #expect(swedish.problem?.title == "Finns inte")
            #expect(swedish.problem?.type == english.problem?.type)
            #expect(swedish.problem?.status == english.problem?.status)
            let form = #"{"subject":"","body":"b","channel":"fax","citizen":{}}"#
            let invalid = try await caller.call(.post, "/v1/tickets", form, headers: fields)
            let details = (invalid.problem?.errors ?? []).map(\.detail)
            #expect(
                details == ["måste vara något av email, phone, web, visit", "får inte vara tomt"]
            )
            #expect(invalid.pointers == ["/channel", "/subject"])
        }
    }

    @Test("fills in what an English text holds")
    func templates() {
        let known = [
            ("The limit links is 50.", "Gränsen links är 50."),
            ("is 301 characters long; the limit is 300", "är 301 tecken långt; gränsen är 300"),
            ("must be a string", "måste vara en text"),
            ("Ticket 7 went into 8; read that one.", "Ärende 7 har gått upp i 8; läs det."),
            ("something nobody has translated", "something nobody has translated"),
            ("The limit is.", "The limit is."),
        ]
        for (english, swedish) in known { #expect(SwedishWords.text(english) == swedish) }
    }

    @Test("names states in words, and codes as they are sent")
    func states() {
        let known = [
            (
                "The incident is resolved and cannot become confirmed.",
                "Störningen är över och kan inte bli bekräftad."
            ),
            (
                "A ticket cannot go from waiting to new.",
                "Ett ärende kan inte gå från väntande till nytt."
            ),
            ("The ticket is resolved already.", "Ärendet är redan löst."),
            ("The hand-off has ended: no_answer.", "Vidarekopplingen är slut: inget svar."),
            ("must be one of resolved", "måste vara något av resolved"),
        ]
        for (english, swedish) in known { #expect(SwedishWords.text(english) == swedish) }
        #expect(Set(SwedishWords.ticketWords.keys) == Set(TicketState.allCases.map(\.rawValue)))
        #expect(
            Set(SwedishWords.incidentWords.keys) == Set(Incident.State.allCases.map(\.rawValue))
        )
        #expect(Set(SwedishWords.callWords.keys) == Set(Call.State.allCases.map(\.rawValue)))
        #expect(
            Set(SwedishWords.handoffWords.keys) == Set(Handoff.State.allCases.map(\.rawValue))
        )
    }

    @Test("is that of the steps of a hand-off too, but for a clerk's own words")
    func handoffs() throws {
        let known = [
            ("from Nämnden to Växel", "från Nämnden till Växel"),
            (
                "transfer the call to sip:vaxel@pbx.example.org; then record how it ended",
                "koppla samtalet till sip:vaxel@pbx.example.org; anteckna sedan hur det gick"
            ),
            (
                "call +4681, speak with Lena Holm, then transfer; then record how it ended",
                "ring +4681, tala med Lena Holm och koppla sedan; anteckna sedan hur det gick"
            ),
            (
                "the desk was started anew meanwhile: ask whether the citizen got through",
                "tjänsten startades om under tiden: fråga om medborgaren kom fram"
            ),
            ("more than 60 hand-offs in an hour", "mer än 60 vidarekopplingar på en timme"),
            ("Bygglov is closed until 2026-11-30 08:00", "Bygglov är stängt till 2026-11-30 08:00"),
        ]
        for (english, swedish) in known { #expect(SwedishWords.handoffDetail(english) == swedish) }
        // The sources say these and no others.
        let sources = try ["Desk", "Switchboard"].flatMap {
            try SwiftSource.all(below: "Sources/\($0)")
        }
        let spoken = Set(sources.flatMap(\.texts))
        #expect(
            spoken.isSuperset(of: [
                "from {} to {}", "transfer the call to {}",
                "call {}, speak with {}, then transfer", "{}; then record how it ended",
                "the desk was started anew meanwhile: ask whether the citizen got through",
                "has no right to dial numbers", "more than {} hand-offs in an hour",
            ])
        )
        let moment = Date(timeIntervalSince1970: 1_793_606_400)
        let said = HandoffBody(
            Handoff(
                id: UUIDv7(at: moment),
                ticket: TicketNumber(rawValue: 1),
                destination: Destination(
                    id: "a",
                    name: "A",
                    kind: .unit,
                    number: nil,
                    uri: nil,
                    topics: []
                ),
                mode: .blind,
                call: nil,
                summary: nil,
                requestedBy: "ada",
                steps: [
                    Handoff.Step(state: .validated, at: moment, detail: "from A to B"),
                    Handoff.Step(state: .busy, at: moment, detail: "from A to B"),
                ]
            ),
            in: .swedish
        )
        #expect(said.steps.map(\.detail) == ["från A till B", "from A to B"])
    }

    @Test("has as much to fill in, in both languages")
    func placeholders() {
        for (english, swedish) in Array(SwedishWords.table) + Array(SwedishWords.handoffDetails) {
            #expect(
                english.ranges(of: "{}").count == swedish.ranges(of: "{}").count,
                "\(english)"
            )
            #expect(english != swedish, "\(english)")
        }
    }

    /// What begins a text that a problem may show.
    private static let openers = [
        "FieldProblem(", ".note(", "wrongState(", "Problem(", "badRequest(",
        "unsupportedMediaType(",
    ]

    @Test("is there for every text of the sources")
    func everyText() throws {
        var texts: Set<String> = []
        for room in ["Desk", "WebAPI"] {
            for source in try SwiftSource.all(below: "Sources/\(room)")
            where !source.path.contains("/OpenAPI/")
                // What is wrong with the operator's own templates stands among the daemon's texts.
                && !source.path.hasSuffix("/LetterTemplate.swift")
            {
                texts.formUnion(Self.openers.flatMap { source.texts(inCallsOf: $0) })
            }
        }
        #expect(texts.count > 80)
        let known = Set(SwedishWords.table.keys)
        // A header field beside the texts, which programs read.
        let told = texts.filter { !$0.hasPrefix("Bearer ") }
        #expect(told.subtracting(known).sorted() == [])
    }
}
