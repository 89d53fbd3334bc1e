import DeskTesting
import Testing

@testable import Desk

@Suite("The kind that a citizen names")
struct NamedKindTests {
    @Test(
        "is the first word of the subject, in both languages, however it is written",
        arguments: [
            ("Klagomål på färdtjänsten", TicketKind.complaint), ("KLAGOMÅL", .complaint),
            ("  «Synpunkter» på parken", .opinion), ("Förslag: fler bänkar", .proposal),
            ("Medborgarförslag om skolgårdar", .proposal), ("Beröm till Anna", .praise),
            ("Felanmälan av blanketten", .fault), ("Complaint: the lift", .complaint),
            ("Suggestion for the library", .proposal), ("Praise!", .praise),
        ]
    )
    func named(subject: String, kind: TicketKind) {
        #expect(TicketKind(namedBy: subject) == kind)
    }

    @Test(
        "is none where the subject only mentions it, or answers something",
        arguments: [
            "Re: Klagomål på färdtjänsten", "SV: Förslag", "Har ni fått mitt klagomål?",
            "Klagomålet", "Förslagslåda", "", "???", "Berömvärt",
        ]
    )
    func unnamed(subject: String) {
        #expect(TicketKind(namedBy: subject) == nil)
    }

    @Test("is what a mail comes in as, registered at once", arguments: StoreKind.available)
    func mail(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let subjects = ["Klagomål på färdtjänsten", "Hur klagar jag?", "Förslag: fler bänkar"]
            var found: [Ticket] = []
            for (index, subject) in subjects.enumerated() {
                let mail = ReceivedMail.plain("Hej.", subject: subject, messageID: "\(index)@x")
                let number = try await house.desk.receive(mail).ticket
                found.append(try await house.desk.ticket(number, as: .ada))
            }
            #expect(found.map(\.kind) == [.complaint, .question, .proposal])
            #expect(found.map(\.register?.description) == ["2026-1", nil, "2026-2"])
            #expect(found[0].triageReasons.first == "kind complaint: the subject says so")
            #expect(found[1].triageReasons.allSatisfy { !$0.hasPrefix("kind ") })
        }
    }

    @Test("is none where a machine wrote", arguments: StoreKind.available)
    func machine(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var mail = ReceivedMail.plain("Hej.", subject: "Klagomål", messageID: "1@x")
            mail.automaticReason = "Auto-Submitted: auto-replied"
            let number = try await house.desk.receive(mail).ticket
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.kind == .question && ticket.register == nil)
        }
    }
}
