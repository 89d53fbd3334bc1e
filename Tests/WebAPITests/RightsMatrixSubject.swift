import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import WebAPI

/// A ticket with everything a route may name.
struct RightsMatrixSubject {
    var number: Int64
    var attachment = UUIDv7(at: .distantPast).description
    var handoff = UUIDv7(at: .distantPast).description
    var call = "none"
    var heldMail = UUIDv7(at: .distantPast).description
    var message = UUIDv7(at: .distantPast).description
    var callBack = UUIDv7(at: .distantPast).description
    var tag = "\"0-0\""

    /// Nothing that is there.
    static let missing = Self(number: 9_999_999, tag: "\"9999999-1\"")

    private init(number: Int64, tag: String) { (self.number, self.tag) = (number, tag) }

    init(lie: String, in house: TestDesk, route: String) async throws {
        let desk = house.desk
        let file = ReceivedMail.File(name: "a.txt", mediaType: "text/plain", bytes: [65])
        let unique = UUIDv7(at: house.clock.now).description
        var mail = ReceivedMail.plain(
            "nyckelpiga",
            from: "\(unique)@example.com",
            messageID: unique,
            files: [file]
        )
        if route.contains("html") { mail = try await Self.page(from: unique) }
        let receipt = try await desk.receive(mail)
        let ticket = receipt.ticket
        number = ticket.rawValue
        if route.contains("verdict") {
            try await desk.judge("losenord", for: ticket, as: .right, by: .root)
        }
        if route.contains("handoffs/") {
            let draft = HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil)
            guard case .fresh(let made) = try await desk.handOff(ticket, draft, as: .root) else {
                return
            }
            handoff = made.id.description
        }
        let messages = try await desk.messages(of: ticket, after: nil, limit: 1, as: .root)
        message = messages.messages.first?.id.description ?? message
        attachment = messages.messages.first?.attachments.first?.id.description ?? attachment
        var patch = TicketPatch()
        patch.state = .open
        patch.queue = ["school": "school", "confidential": "social"][lie] ?? "e-service"
        let revision = try await desk.ticket(ticket, as: .root).revision
        _ = try await desk.change(ticket, at: revision, by: patch, as: .root)
        if route.contains("calls") || route.contains("callbacks") {
            try await call(about: ticket, in: house, unique)
        }
        if route.contains("quarantine") { try await hold(claiming: ticket, in: house) }
        if lie == "protected" { try await desk.protect(ticket, true, as: .root) }
        tag = "\"\(number)-\(try await desk.ticket(ticket, as: .root).revision)\""
    }

    /// A mail that has a page to show.
    private static func page(from unique: String) async throws -> ReceivedMail {
        let reader: any MailReading = .ofTests
        let lines = [
            "From: \(unique)@example.com", "To: support@example.org", "Message-ID: <\(unique)@x>",
            "Subject: Hej", "Content-Type: text/html; charset=utf-8", "", "<p>nyckelpiga</p>", "",
        ]
        let octets = Array(lines.joined(separator: "\r\n").utf8)
        return try await reader.read(RawMail(bytes: octets, reversePath: nil))
    }

    /// A mail that says to belong to the ticket.
    private mutating func hold(claiming ticket: TicketNumber, in house: TestDesk) async throws {
        let held = HeldMail(
            id: UUIDv7(at: house.clock.now),
            reason: .foreignTicket,
            claims: ticket,
            sender: "mallory@example.net",
            senderName: nil,
            subject: "Hej",
            verdicts: [],
            size: 1,
            receivedAt: house.clock.now
        )
        let text = "From: mallory@example.net\r\nSubject: Hej\r\n\r\n\(held.id)\r\n"
        try await house.store.write { transaction throws(DeskError) in
            let raw = transaction.packed(Array(text.utf8))
            _ = try transaction.insert(held, raw, from: nil, to: nil, under: raw.digest)
        }
        heldMail = held.id.description
    }

    /// A call that nobody took, and that is owed one back.
    private mutating func call(
        about ticket: TicketNumber,
        in house: TestDesk,
        _ unique: String
    ) async throws {
        let telephone = "+4670\(1_000_000 + ticket.rawValue)"
        try await note(.newCall, from: telephone, unique, in: house)
        _ = try await house.desk.file(unique, under: ticket, as: .root)
        try await note(.hangup, from: telephone, unique, in: house)
        call = unique
        let owed = try await house.desk.owedCalls(as: .root).calls
        callBack = owed.first { $0.callBack.number == telephone }?.callBack.id.description ?? ""
    }

    private func note(
        _ kind: CallEvent.Kind,
        from telephone: String,
        _ unique: String,
        in house: TestDesk
    ) async throws {
        let event = CallEvent(
            kind: kind,
            callID: unique,
            direction: .inbound,
            from: telephone,
            to: "1000"
        )
        try await house.desk.note(event, as: .root)
    }

    func ask(
        _ route: String,
        body: String?,
        as caller: TestCaller
    ) async throws -> TestCaller.Answer {
        let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
        let ids = [
            "attachments": attachment, "callbacks": callBack, "handoffs": handoff,
            "quarantine": heldMail, "html": message, "split": message,
        ]
        let id = ids.first { parts[1].contains($0.key) }?.value ?? ""
        let path = parts[1].replacing(":number", with: "\(number)")
            .replacing(":other", with: "\(number)").replacing(":id", with: id)
            .replacing(":article", with: "losenord")
            .replacing("calls/:name", with: "calls/\(call)")
            .replacing("reports/:name", with: "reports/volume").replacing(":name", with: "grace")
        return try await caller.call(
            HTTPRequest.Method(parts[0]) ?? .get,
            path,
            body?.replacing("NUMBER", with: "\(number)"),
            headers: ["If-Match": tag]
        )
    }
}
