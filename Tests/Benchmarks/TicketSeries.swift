import Desk
import DeskTesting
import Foundation
import KnowledgeBase

/// The tickets of a desk after years, each another and every time the same: what a store is filled
/// with before it is measured.
///
/// Ticket `place` of `count` has ``messagesEach`` messages; the newest two in a hundred are being
/// worked on, the others are closed.
struct TicketSeries: Sendable {
    let count: Int

    static let messagesEach = 5
    /// A word of every message.
    static let commonWord = "bankid"
    /// A word of every 10,007th ticket.
    static let rareWord = "kattuggla"
    static let queues = ["e-service", "school", "building", "social"]
    static let clerks = ["anna", "bo", "cilla", "david", "elin", "farid", "greta", "hugo"]

    private let bodies: [String]
    private let words: [String]

    private static let rareEvery = 10_007
    private static let start = 1_577_836_800.0
    private static let minutesEach = 3.0

    init(count: Int) {
        self.count = count
        var random = SeededRandom(seed: 20_261_102)
        words = (0..<50_000).map { _ in Self.word(&random) }
        bodies = (0..<2_048).map { _ in Letters.text(characters: 260, with: &random) }
    }

    /// A ticket with its messages and its history.
    struct Entry: Sendable {
        var ticket: Ticket
        var messages: [Message]
        var events: [TicketEvent]
    }

    /// The ticket at a place from 1.
    func entry(_ place: Int) -> Entry {
        precondition((1...count).contains(place), "a ticket of the series")
        var random = SeededRandom(seed: UInt64(place))
        let number = TicketNumber(rawValue: Int64(place))
        let isActive = place > count - count / 50
        let state = random.one(of: isActive ? [.new, .open, .waiting] : [TicketState.closed])
        let ticket = ticket(place, state, at: Self.moment(of: place), &random)
        let messages = (0..<Self.messagesEach).map {
            message($0, of: place, in: number, ticket, &random)
        }
        return Entry(ticket: ticket, messages: messages, events: events(of: ticket, in: number))
    }

    /// The ticket at a place as a mail opens it now, its message and what its history says of it.
    func arrival(_ place: Int) -> (ticket: Ticket, message: Message, event: TicketEvent) {
        var random = SeededRandom(seed: UInt64(place))
        let number = TicketNumber(rawValue: Int64(place))
        let ticket = ticket(place, .new, at: Date(), &random)
        var message = message(0, of: place, in: number, ticket, &random)
        // More than one may come in a millisecond, and a place may come again.
        message.id = UUIDv7(at: message.createdAt)
        return (ticket, message, events(of: ticket, in: number)[0])
    }

    static func citizen(_ place: Int) -> String { "medborgare\(place % 400_000)@example.com" }

    private static func moment(of place: Int) -> Date {
        Date(timeIntervalSince1970: start + Double(place) * minutesEach * 60)
    }

    private func ticket(
        _ place: Int,
        _ state: TicketState,
        at moment: Date,
        _ random: inout SeededRandom
    ) -> Ticket {
        let isActive = state != .closed
        let rare = place % Self.rareEvery == 0 ? " \(Self.rareWord)" : ""
        return Ticket(
            subject: "Kan inte logga in på Mina sidor (\(place))\(rare)",
            state: state,
            kind: random.one(of: TicketKind.allCases),
            category: random.one(of: TicketCategory.allCases),
            channel: .email,
            queue: random.one(of: Self.queues),
            assignee: state == .new ? nil : random.one(of: Self.clerks),
            language: "sv",
            citizen: Citizen(name: "Maja Åkesson \(place)", email: Self.citizen(place)),
            symptom: Symptom(eID: "bankid", codes: ["RFA8"], device: "ios", step: "login"),
            createdAt: moment,
            updatedAt: moment + 4 * 3_600,
            firstReplyAt: state == .new ? nil : moment + 3_600,
            resolvedAt: isActive ? nil : moment + 4 * 3_600,
            firstReplyDueAt: moment + 8 * 3_600,
            resolutionDueAt: moment + 40 * 3_600,
            outcome: isActive ? nil : .answered,
            contacts: 2,
            suggestions: Self.suggestions
        )
    }

    private func message(
        _ ordinal: Int,
        of place: Int,
        in number: TicketNumber,
        _ ticket: Ticket,
        _ random: inout SeededRandom
    ) -> Message {
        let moment = ticket.createdAt + Double(ordinal) * 1_800
        let kind: Message.Kind = [.inbound, .reply, .inbound, .note, .reply][ordinal]
        let clerk = random.one(of: Self.clerks)
        let own = (0..<4).map { _ in random.one(of: words) }.joined(separator: " ")
        return Message(
            id: Self.id(place, ordinal, at: moment),
            ticket: number,
            kind: kind,
            author: kind == .inbound
                ? .citizen(name: ticket.citizen.name) : .staff(id: clerk, name: clerk.capitalized),
            body: "\(random.one(of: bodies))\(own) \(Self.commonWord)",
            thread: kind == .inbound
                ? MailThread(messageID: "\(place).\(ordinal).filled@example.com", references: [])
                : nil,
            createdAt: moment
        )
    }

    private func events(of ticket: Ticket, in number: TicketNumber) -> [TicketEvent] {
        let citizen = Actor.citizen(name: ticket.citizen.name)
        let clerk = Actor.staff(id: "anna", name: "Anna")
        let facts: [(TicketEvent.Kind, Actor)] = [
            (.opened, citizen), (.assigned, clerk), (.replied, clerk), (.received, citizen),
            (.noted, clerk), (.replied, clerk),
        ]
        return facts.enumerated().map { ordinal, fact in
            TicketEvent(
                ticket: number,
                at: ticket.createdAt + Double(ordinal) * 1_800,
                actor: fact.1,
                kind: fact.0,
                details: fact.0 == .opened ? ["channel": ticket.channel.rawValue] : [:]
            )
        }
    }

    /// The time in front, as in the store's own ids, and what is random there from the place.
    private static func id(_ place: Int, _ ordinal: Int, at moment: Date) -> UUIDv7 {
        let milliseconds = UInt64(moment.timeIntervalSince1970 * 1_000)
        let rest = UInt64(place) << 8 | UInt64(ordinal)
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        bytes += [0x70, 0]
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: rest >> (56 - 8 * $0)) }
        bytes[8] = bytes[8] & 0x3f | 0x80
        guard let id = UUIDv7(bytes: bytes) else { preconditionFailure("16 octets") }
        return id
    }

    private static func word(_ random: inout SeededRandom) -> String {
        let heads = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v"]
        let tails = ["a", "e", "i", "o", "u", "y", "å", "ä", "ö"]
        return (0..<4).map { _ in random.one(of: heads) + random.one(of: tails) }.joined()
    }

    private static let suggestions = [
        Suggestion(article: "bankid-svarar-inte", title: "BankID svarar inte", confidence: 0.91),
        Suggestion(
            article: "bankid-kod",
            title: "Jag har glömt min säkerhetskod till BankID",
            confidence: 0.42
        ),
        Suggestion(
            article: "utloggad",
            title: "Jag blir utloggad innan jag är klar",
            confidence: 0.18
        ),
    ]
}

extension SeededRandom {
    mutating func one<Item>(of items: [Item]) -> Item {
        precondition(!items.isEmpty, "one of something")
        return items[Int(next() % UInt64(items.count))]
    }
}
