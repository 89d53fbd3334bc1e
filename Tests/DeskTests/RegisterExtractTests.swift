import Cryptography
import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("An extract of the register")
struct RegisterExtractTests {
    private static let maja = Person(email: "Maja@example.com", phone: "070-174 06 05")
    private static let telephone = "+46701740605"

    /// A mail of hers on another's ticket, one that was held back, a call and a call-back.
    private func fill(_ house: TestDesk) async throws -> TicketNumber {
        let number = try await house.desk.receive(
            .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "o@x")
        ).ticket
        house.clock.advance(by: 1)
        let file = ReceivedMail.File(name: "a", mediaType: "text/plain", bytes: [0x61])
        _ = try await house.desk.receive(
            .plain(
                "Majas ord",
                messageID: "m@x",
                replyToken: house.proof.replyToken(for: number),
                files: [file]
            )
        )
        var loop = ReceivedMail.plain("Runt", subject: "Ett varv", messageID: "l@x")
        loop.hold = .loop
        _ = try await house.desk.receive(loop)
        try await call(about: nil, house)
        return number
    }

    private func call(about ticket: TicketNumber?, _ house: TestDesk) async throws {
        let moment = house.clock.now
        try await house.store.write { transaction throws(DeskError) in
            let id = UUIDv7(at: moment)
            try transaction.insert(
                Call(
                    id: id,
                    externalID: id.description,
                    source: .events,
                    from: Self.telephone,
                    to: "0846500400",
                    ticket: ticket,
                    startedAt: moment
                )
            )
            try transaction.insert(
                CallBack(
                    id: UUIDv7(at: moment),
                    call: id,
                    number: Self.telephone,
                    ticket: ticket,
                    reason: .abandoned,
                    createdAt: moment
                )
            )
        }
    }

    @Test(
        "has what is kept beside a person's own tickets, and each of it is recorded as shown",
        arguments: StoreKind.available
    )
    func elsewhere(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await fill(house)
            let extract = try await house.desk.extract(Self.maja, as: .adam)
            #expect(extract.tickets == [])
            let found = try #require(extract.elsewhere)
            #expect(found.messages.map(\.ticket) == [number.rawValue])
            #expect(found.messages.map(\.message.body) == ["Majas ord"])
            #expect(found.messages.map(\.message.files.count) == [1])
            #expect(found.calls.map(\.from) == [Self.telephone])
            #expect(found.callBacks.map(\.number) == [Self.telephone])
            #expect(found.heldMails.map(\.subject) == ["Ett varv"])
            #expect(found.count == 4)
            let records = Records(store: house.store) { house.clock.now }
            for sha256 in found.digests.mails + found.digests.files {
                _ = try await records.octets(try #require(Digest(hexadecimal: sha256)))
            }
            let held = try #require(UUIDv7(found.heldMails[0].id))
            let octets = try await records.octets(ofHeld: held)
            #expect(Digest(of: octets).hexadecimal == found.heldMails[0].sha256)

            let shown = try await house.desk.reads(ReadQuery(), as: .rut).entries.map(\.record)
                .filter { $0.what == .extract }
            #expect(shown.count == 4 && shown.allSatisfy { $0.staff == "adam" })
            #expect(shown.compactMap(\.ticket) == [number])
            let json = String(decoding: try TicketFile.encoder.encode(extract), as: UTF8.self)
            for member in ["elsewhere", "messages", "calls", "call_backs", "held_mails"] {
                #expect(json.contains("\"\(member)\":"), "\(member)")
            }
            let nobody = Person(email: "nobody@example.com")
            #expect(
                try await house.desk.extract(nobody, as: .adam)
                    == RegisterExtract(tickets: [], elsewhere: nil)
            )
            await #expect(throws: DeskError.overLimit(name: "register-extract-parts", limit: 3)) {
                _ = try await records.elsewhere(of: Self.maja, besides: [], limit: 3)
            }
            // What is not shown here does not count: on a ticket of hers, or on a hidden one.
            let own = try await house.desk.receive(.plain("Själv", messageID: "s@x")).ticket
            try await call(about: own, house)
            let beside = try await records.elsewhere(of: Self.maja, besides: [own], limit: 4)
            #expect(beside.count == 4)
            let visible = try await records.elsewhere(of: Self.maja, besides: [own], limit: 3) {
                $0.number != number
            }
            #expect(visible.count == 3 && visible.messages == [])
        }
    }

    @Test(
        "shows a protected person through the API only to who has both roles, and to an operator",
        arguments: StoreKind.available
    )
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await fill(house)
            let own = try await house.desk.receive(.plain("Själv", messageID: "s@x")).ticket
            try await house.desk.protect(own, true, as: .petra)
            #expect(
                try await house.desk.extract(Self.maja, as: .adam)
                    == RegisterExtract(tickets: [], elsewhere: nil)
            )
            // The role alone takes nothing out, beside the administrator's it takes all.
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.extract(Self.maja, as: .petra)
            }
            let whole = try await house.desk.extract(Self.maja, as: .root)
            #expect(whole.tickets.map(\.number) == [own.rawValue])
            #expect(whole.elsewhere?.count == 4)
            let records = Records(store: house.store) { house.clock.now }
            let numbers = try await records.tickets(of: Self.maja)
            #expect(numbers == [own])
            #expect(try await records.elsewhere(of: Self.maja, besides: numbers).count == 4)
        }
    }

    @Test(
        "erases nothing of a protected person for who has not both roles, and does not say so",
        arguments: StoreKind.available
    )
    func protectedFromErasure(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await fill(house)
            let own = try await house.desk.receive(.plain("Själv", messageID: "s@x")).ticket
            // Waits for a decision, and claims a ticket that is still worked on.
            let request = ReceivedMail.plain(
                "Släpp in mig",
                subject: "Re: Fråga [#\(number.rawValue)]",
                messageID: "r@x"
            )
            #expect(try await house.desk.receive(request).effect == .held)
            try await house.desk.protect(own, true, as: .petra)
            func erase(_ staff: StaffIdentity) async throws -> ErasureReport {
                try await house.desk.erase(Self.maja, isDryRun: false, as: staff)
            }
            #expect(try await erase(.adam) == ErasureReport())
            let records = Records(store: house.store) { house.clock.now }
            let left = try await records.elsewhere(of: Self.maja, besides: [own])
            #expect(left.messages.count == 1 && left.calls.count == 1)
            #expect(left.callBacks.count == 1 && left.heldMails.count == 2)
            await #expect(throws: DeskError.notPermitted) { _ = try await erase(.petra) }
            let report = try await erase(.root)
            #expect(report.messagesElsewhere == 1 && report.heldMails == 1)
            #expect(report.callBacks == 1 && report.calls == 0 && report.unfinished.count == 1)
            #expect(report.active == [own, number])
        }
    }

    @Test(
        "has in a ticket's file its calls, the desk's own letters and what they asked, once",
        arguments: StoreKind.available
    )
    func ticket(on kind: StoreKind) async throws {
        let settings = DeskSettings.writing { $0.sendsSurveys = true }
        try await withDesk(on: kind, settings: settings) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            try await call(about: number, house)
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.resolve(
                number,
                at: revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            house.clock.advance(by: 24 * 3_600 + 1)
            #expect(try await house.desk.askHowItWas(limit: 10) == 1)
            let survey = try #require(try await house.letters().last { $0.form == .survey })
            _ = try await house.desk.follow(try #require(survey.tokens.first), grade: 4)
            let extract = try await house.desk.extract(Self.maja, as: .adam)
            #expect(extract.elsewhere == nil)
            let file = try #require(extract.tickets.first)
            #expect(file.letters?.first?.form == "receipt" && file.letters?.last?.form == "survey")
            #expect(file.letters?.allSatisfy { $0.recipient == "maja@example.com" } == true)
            #expect(file.questions?.map(\.kind) == ["satisfaction"])
            #expect(file.questions?.map(\.answer) == [4])
            #expect(file.calls?.map(\.from) == [Self.telephone])
            #expect(file.callBacks?.map(\.number) == [Self.telephone])
            // A file of before they were kept there is read all the same.
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            decoder.dateDecodingStrategy = .custom { _ in Date(timeIntervalSince1970: 0) }
            let old = """
                {"format":"helpdesk-ticket-1","number":1,"facts":{},"messages":[],"history":[],
                "handoffs":[],"mails":[]}
                """
            #expect(try decoder.decode(TicketFile.self, from: Data(old.utf8)).letters == nil)
        }
    }
}
