import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Storage

/// Stores with so many tickets, written through the real store before any daemon opens them.
///
/// They last as long as this value.
struct FilledStores: Sendable {
    let folder: TemporaryFolder
    private let paths: [Int: String]

    /// Tickets that share a transaction.
    private static let batch = 500

    init(counts: [Int]) async throws {
        let folder = try TemporaryFolder("benchmark")
        var paths: [Int: String] = [:]
        for count in counts {
            let path = folder.path("tickets-\(count).sqlite")
            let start = ContinuousClock.now
            try await Self.fill(path, with: count)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            Terminal.note(String(format: "wrote %d tickets in %.1f s", count, seconds))
            paths[count] = path
        }
        self.folder = folder
        self.paths = paths
    }

    func path(_ count: Int) -> String {
        guard let path = paths[count] else { preconditionFailure("asked for at the start") }
        return path
    }

    private static func fill(_ path: String, with count: Int) async throws {
        let store = try SQLiteStore(path: path)
        var first = 1
        while first <= count {
            let numbers = first...min(first + batch - 1, count)
            try await store.write { transaction throws(DeskError) in
                for number in numbers { try insert(number, of: count, in: transaction) }
            }
            first = numbers.upperBound + 1
        }
        try store.close()
    }

    /// What the desk writes for a mail, but for the mail as it came.
    private static func insert(
        _ place: Int,
        of count: Int,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var random = SeededRandom(UInt64(place))
        let moment = Date(timeIntervalSince1970: 1_793_606_400 - Double(count - place) * 60)
        let name = "Maja Åkesson \(place)"
        let subject = "Kan inte logga in på Mina sidor (\(place))"
        let number = try transaction.insert(ticket(place, name, subject, moment, &random))
        try transaction.insert(
            Message(
                id: UUIDv7(at: moment),
                ticket: number,
                kind: .inbound,
                author: .citizen(name: name),
                body: Letters.text(characters: 600, with: &random),
                thread: MailThread(messageID: "\(place).filled@example.com", references: []),
                createdAt: moment
            ),
            subject: subject
        )
        try transaction.record(
            TicketEvent(
                ticket: number,
                at: moment,
                actor: .citizen(name: name),
                kind: .opened,
                details: ["channel": TicketChannel.email.rawValue]
            )
        )
    }

    private static func ticket(
        _ place: Int,
        _ name: String,
        _ subject: String,
        _ moment: Date,
        _ random: inout SeededRandom
    ) -> Ticket {
        let states = TicketState.allCases
        let categories = TicketCategory.allCases
        let queues = ["e-service", "school", "building", "social"]
        return Ticket(
            subject: subject,
            state: states[Int(random.next() % UInt64(states.count))],
            category: categories[Int(random.next() % UInt64(categories.count))],
            channel: .email,
            queue: queues[Int(random.next() % UInt64(queues.count))],
            assignee: random.next() % 2 == 0 ? "anna" : nil,
            language: "sv",
            citizen: Citizen(name: name, email: "medborgare\(place)@example.com"),
            symptom: Symptom(eID: "bankid", codes: ["RFA8"], device: "ios", step: "login"),
            createdAt: moment,
            suggestions: [
                Suggestion(
                    article: "bankid-svarar-inte",
                    title: "BankID svarar inte",
                    confidence: 0.91
                ),
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
        )
    }
}
