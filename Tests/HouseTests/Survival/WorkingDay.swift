import DeskAPI
import DeskTesting
import Foundation
import NIOHTTP1

/// A short day at the desk that crosses every path by which something is written.
///
/// Whoever is interrupted does as real clients do: sends the same again. What was acknowledged is
/// known, so it is known what the store must hold after any interruption, and what at the end.
struct WorkingDay {
    /// What is done, in this order; each may be done again after an interruption.
    enum Errand: Int, CaseIterable, Comparable {
        case opening
        case logIn
        /// Before anything happens, so that it is told all of it.
        case webhook
        case mail
        case call
        case incident
        case sufferers
        case incidentAnswer
        case reply
        case delivery
        case assignment
        case handoff
        case lostCaller
        case callBack
        case handoffAgain
        case passing
        case answer
        case resolution
        case stranger
        case release
        case split
        case merger
        case erasure
        case complaint
        case verdict
        case hold
        case letters
        case telling
        case logOut
        case closing

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    /// The daemon went away in the middle.
    struct Interrupted: Error {}

    /// Something was answered that must not be, or is not there that must be.
    struct Wrong: Error, CustomStringConvertible {
        var description: String
    }

    let house: SurvivalHouse
    let name: String
    var api: HouseAPI
    /// The ticket of the call.
    var called: Int64?
    var handoff: HandoffBody?
    var incident: Int64?
    var webhook: String?
    /// What the webhook is told.
    let receiver: WebhookReceiver
    let receiverServer: ScriptedServer

    /// - Parameters:
    ///   - house: whose day it is.
    ///   - name: tells this day's mails from those of others.
    /// - Throws: when the webhook's receiver cannot listen.
    init(in house: SurvivalHouse, name: String) throws {
        self.house = house
        self.name = name
        api = house.api
        receiver = WebhookReceiver()
        receiverServer = try ScriptedServer(conversing: receiver.conversation)
    }

    /// Does one errand to its end.
    mutating func run(_ errand: Errand) async throws {
        switch errand {
        case .opening: guard try house.start() else { throw Interrupted() }
        case .logIn: api = try await house.clerk()
        case .webhook: try await registerWebhook()
        case .mail: try await bring(first)
        case .call: try await call()
        case .incident: try await openIncident()
        case .sufferers: try await bringSufferers()
        case .incidentAnswer: try await answerIncident()
        case .reply: try await reply()
        case .delivery: try await waitForDelivery(to: first.subject)
        case .assignment:
            try await change("assignment", AssignmentForm(assignee: "anna"), called) {
                $0.assignee == "anna"
            }
        case .handoff: try await handOff("handoff")
        case .lostCaller: try await endHandoff("caller_gone")
        case .callBack: try await callBack()
        case .handoffAgain: try await handOff("handoff-again")
        case .passing: try await endHandoff("completed")
        case .answer: try await bring(second)
        case .resolution:
            try await change("resolution", ResolutionForm(outcome: "answered"), called) {
                $0.state == "resolved"
            }
        case .stranger: try await bring(try await intrusion())
        case .release: try await release()
        case .split: try await split()
        case .merger: try await merge()
        case .erasure: try await erase()
        case .complaint: try await complain()
        case .verdict: try await judge()
        case .hold: try await hold()
        case .letters:
            for subject in sufferers.map(subject) { try await waitForDelivery(to: subject) }
        case .telling: try await waitUntilTold()
        case .logOut: try await logOut()
        case .closing:
            guard house.stop() == 0 else { throw Interrupted() }
        }
    }

    /// Where the citizen lives.
    var citizen: String { "asa.\(name)@example.com" }

    var first: CitizenMail {
        CitizenMail(
            sender: citizen,
            subject: "Fråga \(name)",
            text: "Jag kan inte logga in med BankID, det står RFA8. Vad gör jag?",
            messageID: "fraga.\(name)@example.com",
            attachment: ("skärm.pdf", (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        )
    }

    var second: CitizenMail {
        CitizenMail(
            sender: citizen,
            subject: "SV: Fråga \(name)",
            text: "Tack, nu fungerar det igen.",
            messageID: "tack.\(name)@example.com",
            inReplyTo: first.messageID,
            references: [first.messageID]
        )
    }

    private func bring(_ mail: CitizenMail) async throws {
        let codes = try await house.deliver(mail)
        guard codes == [250] else { throw Wrong(description: "a mail was answered \(codes)") }
    }

    var callSubject: String { "Samtal \(name)" }

    private mutating func call() async throws {
        let form = TicketForm(
            subject: callSubject,
            body: "Ringer om sin ansökan till förskolan.",
            channel: "phone",
            citizen: CitizenForm(name: "Åsa Öberg", phone: "08-123 45 67")
        )
        let answer = try await post("/v1/tickets", form, key: "call-\(name)")
        called = try answer.decoded(as: TicketBody.self).number
    }

    private func reply() async throws {
        let form = MessageForm(kind: "reply", body: "Starta om appen och försök igen.")
        let path = "/v1/tickets/\(try await firstTicket())/messages"
        _ = try await post(path, form, key: "reply-\(name)")
    }

    /// Waits until the letter is settled; the lease of a courier that was killed must run out first,
    /// which is the clock's part.
    private func waitForDelivery(to subject: String) async throws {
        let number = try await ticket(subject)
        try await eventually("the letter is on its way", within: .seconds(40)) {
            try await api.messages(number).contains { $0.delivery?.state == "sent" }
        }
    }

    /// Changes the ticket of the call, unless an interrupted try did.
    private func change(
        _ what: String,
        _ form: some Encodable,
        _ number: Int64?,
        isDone: (TicketBody) -> Bool
    ) async throws {
        guard let number else { throw Wrong(description: "there is no call to change") }
        let found = try await api.get("/v1/tickets/\(number)")
        if isDone(try found.decoded(as: TicketBody.self)) { return }
        let seen = ["If-Match": found.headers["etag"] ?? ""]
        try await put("/v1/tickets/\(number)/\(what)", form, what, headers: seen)
    }

    /// Puts something, which must go well.
    func put(
        _ path: String,
        _ form: some Encodable,
        _ what: String,
        headers: [String: String] = [:],
        status: Int = 200
    ) async throws {
        let answer = try await api.send(.PUT, path, form: form, headers: headers)
        guard answer.status == status else {
            throw Wrong(description: "\(what) was answered \(answer.status)")
        }
    }

    /// Whoever names somebody else's ticket.
    private var stranger: String { "mallory.\(name)@example.net" }

    private func intrusion() async throws -> CitizenMail {
        CitizenMail(
            sender: stranger,
            subject: "[#\(try await firstTicket())] Låt mig se",
            text: "Jag vill också läsa.",
            messageID: "intrang.\(name)@example.net"
        )
    }

    func firstTicket() async throws -> Int64 { try await ticket(first.subject) }

    private func ticket(_ subject: String) async throws -> Int64 {
        guard let found = try await api.tickets().first(where: { $0.subject == subject }) else {
            throw Wrong(description: "there is no ticket «\(subject)»")
        }
        return found.number
    }

    /// Opens a ticket with the mail that was held, unless an interrupted try did.
    private func release() async throws {
        let page = try await api.get("/v1/quarantine").decoded(as: Page<HeldMailBody>.self)
        let subject = try await intrusion().subject
        guard let held = page.items.first(where: { $0.subject == subject }) else {
            _ = try await ticket(subject)
            return
        }
        let path = "/v1/quarantine/\(held.id)/release"
        try await put(path, ReleaseForm(ticket: nil), "the release")
    }

    private func split() async throws {
        let number = try await firstTicket()
        let messages = try await api.messages(number)
        guard let thanks = messages.last(where: { $0.kind == "inbound" }) else {
            throw Wrong(description: "the citizen's answer is not on the ticket")
        }
        let path = "/v1/tickets/\(number)/messages/\(thanks.id)/split"
        _ = try await post(path, SplitForm(subject: "Delat \(name)"), key: "split-\(name)")
    }

    /// Puts the ticket of the message that was split off where that came from; one that is in there
    /// already is not listed.
    private func merge() async throws {
        let home = try await firstTicket()
        let apart = try await api.tickets().first { $0.subject == "Delat \(name)" }
        guard let apart else { return }
        let form = MergerForm(into: home, samePerson: true)
        try await change("merger", form, apart.number) { $0.number == home }
    }

    /// Takes the stranger out of everything.
    private func erase() async throws {
        let subject = try await intrusion().subject
        if let left = try await api.tickets().first(where: { $0.subject == subject }) {
            try await change("resolution", ResolutionForm(outcome: "answered"), left.number) {
                $0.state == "resolved"
            }
        }
        let answer = try await api.post("/v1/erasures", PersonForm(email: stranger))
        guard answer.status == 200 else {
            throw Wrong(description: "the erasure was answered \(answer.status)")
        }
    }

    private func logOut() async throws {
        let answer = try await api.signOut()
        // 401: an interrupted try had ended it.
        guard answer.status == 204 || answer.status == 401 else {
            throw Wrong(description: "the log-out was answered \(answer.status)")
        }
        guard try await api.get("/v1/session").status == 401 else {
            throw Wrong(description: "an ended session still opens the desk")
        }
    }

    /// Asks for something, under a key that makes it happen once.
    func post(
        _ path: String,
        _ form: some Encodable,
        key: String,
        status: Int = 201
    ) async throws -> HouseAPI.Answer {
        let answer = try await api.send(
            .POST,
            path,
            form: form,
            headers: ["Idempotency-Key": key]
        )
        guard answer.status == status else {
            throw Wrong(description: "\(path) was answered \(answer.status)")
        }
        return answer
    }
}
