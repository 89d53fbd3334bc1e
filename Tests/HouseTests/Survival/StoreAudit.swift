import Cryptography
import Desk
import Foundation
import GRDB

@testable import Storage

/// Whether a store's file is whole in itself, and what is in it.
///
/// Each rule is one that no crash may break: it follows from what the desk writes in one transaction.
struct StoreAudit {
    /// What breaks a rule; empty for a store that is whole.
    private(set) var faults: [String] = []
    /// Message-IDs of the citizens' mails.
    private(set) var mails: [String] = []
    /// Subjects of the tickets.
    private(set) var tickets: [String] = []
    /// Kinds of all events, oldest first.
    private(set) var events: [String] = []
    /// The same of each ticket, by its subject.
    private(set) var histories: [String: [String]] = [:]
    /// Kinds of all messages.
    private(set) var messages: [String] = []
    /// States of the letters that clerks wrote.
    private(set) var letters: [String] = []
    /// States of those that nobody wrote.
    private(set) var notices: [String] = []
    /// What was recorded of changes that belong to no ticket, oldest first.
    private(set) var changes: [String] = []
    /// How far each hand-off has come, oldest first.
    private(set) var handoffs: [String] = []
    /// What became of the calls that are owed, `owed` or `made`.
    private(set) var callBacks: [String] = []
    /// Answers that went to all citizens of an incident.
    private(set) var incidentAnswers = 0
    /// States of the letters that such answers are.
    private(set) var incidentLetters: [String] = []
    /// States of what webhooks are told, by the digits of its id.
    private(set) var deliveries: [String: String] = [:]
    /// Mails that wait for somebody to decide on them.
    private(set) var held = 0
    /// Links of the chain of records.
    private(set) var seals: Int64 = 0
    /// Records that are in none of them.
    private(set) var unsealed: Int64 = 0

    /// Opens the store as a daemon after a crash would, and looks at all of it.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - others: what is known to break a rule already.
    /// - Throws: when it cannot be read.
    init(of path: String, and others: [String] = []) throws {
        let queue = try DatabaseQueue(path: path)
        let found = try queue.writeWithoutTransaction { database in
            try Self.check(database)
        }
        try queue.close()
        self = found
        faults += others
    }

    private init() {}

    /// Looks at all of it, and examines the chain of records and what webhooks are told.
    ///
    /// - Parameter path: a file, which may be changed by that.
    /// - Returns: what was found.
    /// - Throws: when it cannot be read.
    static func examining(_ path: String) async throws -> StoreAudit {
        // First as it was left: to open it as a store may change it.
        var audit = try StoreAudit(of: path)
        let store = try SQLiteStore(path: path)
        audit.add(try await store.examineChain())
        audit.add(try await eventsPassedOver(in: store))
        try store.close()
        return audit
    }

    /// Takes over what the examination of the chain of records came to.
    mutating func add(_ chain: ChainReport) {
        faults += chain.faults.map { "chain: \($0)" }
        (seals, unsealed) = (chain.seals, chain.unsealed)
    }

    /// Takes over what else was found to break a rule.
    mutating func add(_ others: [String]) { faults += others }

    /// How many events of a kind the tickets of a subject have.
    func count(_ kind: String, of subject: String) -> Int {
        histories[subject, default: []].count { $0 == kind }
    }

    private static func check(_ database: Database) throws -> StoreAudit {
        var audit = StoreAudit()
        // One that died before its first transaction has no tables, and that is whole too.
        guard try database.tableExists("tickets") else {
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
            if version != 0 { audit.faults.append("version \(version ?? -1) without tables") }
            return audit
        }
        try audit.checkFile(database)
        // Nor has one that died on the way to the present tables anything in it yet.
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
        guard version == SQLiteSchema.steps.count else {
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM tickets")
            if count != 0 { audit.faults.append("tickets in tables of version \(version ?? -1)") }
            return audit
        }
        try audit.checkSearch(database)
        for rule in rules { try audit.check(rule, database) }
        try audit.checkOctets(database)
        try audit.lookAtTickets(database)
        try audit.lookAtLetters(database)
        try audit.lookAtOthers(database)
        return audit
    }

    private mutating func lookAtTickets(_ database: Database) throws {
        tickets = try String.fetchAll(
            database,
            sql: "SELECT subject FROM tickets ORDER BY number"
        )
        let history = try Row.fetchAll(
            database,
            sql: """
                SELECT e.kind AS kind, t.subject AS subject FROM events e
                JOIN tickets t ON t.number = e.ticket ORDER BY e.id
                """
        )
        events = history.map { $0["kind"] }
        for row in history { histories[row["subject"], default: []].append(row["kind"]) }
        messages = try String.fetchAll(database, sql: "SELECT kind FROM messages ORDER BY id")
    }

    private mutating func lookAtLetters(_ database: Database) throws {
        mails = try String.fetchAll(
            database,
            sql: "SELECT mail_message_id FROM messages WHERE mail_references IS NOT NULL"
                + " AND kind = 'inbound' AND ticket NOT IN (\(Self.splitTickets)) ORDER BY id"
        )
        held = try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") ?? 0
        letters = try String.fetchAll(
            database,
            sql: "SELECT state FROM outbox WHERE message IS NOT NULL ORDER BY id"
        )
        notices = try String.fetchAll(
            database,
            sql: "SELECT state FROM outbox WHERE message IS NULL ORDER BY id"
        )
        incidentAnswers =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM incident_answers") ?? 0
        incidentLetters = try String.fetchAll(
            database,
            sql: "SELECT state FROM incident_letters ORDER BY answer, ticket"
        )
    }

    private mutating func lookAtOthers(_ database: Database) throws {
        changes = try String.fetchAll(database, sql: "SELECT act FROM change_records ORDER BY id")
        handoffs = try String.fetchAll(
            database,
            sql: "SELECT state FROM (\(Self.handoffStates)) ORDER BY id"
        )
        callBacks = try String.fetchAll(
            database,
            sql: """
                SELECT CASE WHEN done_at IS NULL THEN 'owed' ELSE 'made' END
                FROM call_backs ORDER BY id
                """
        )
        let told = try Row.fetchAll(
            database,
            sql: "SELECT lower(hex(id)) AS id, state FROM webhook_deliveries"
        )
        for row in told { deliveries[row["id"]] = row["state"] }
    }

    private mutating func checkFile(_ database: Database) throws {
        let verdict = try String.fetchAll(database, sql: "PRAGMA integrity_check")
        if verdict != ["ok"] { faults.append("integrity: \(verdict.joined(separator: "; "))") }
        let strays = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        if !strays.isEmpty { faults.append("\(strays.count) rows refer to nothing") }
    }

    /// Every message can be found by its own words, every ticket by its citizen's name, and nothing
    /// else can.
    private mutating func checkSearch(_ database: Database) throws {
        do {
            try database.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
        } catch {
            // Nothing is found in what is not whole.
            return faults.append("search: \(error)")
        }
        let wanted = try Row.fetchAll(
            database,
            sql: """
                SELECT m.ticket << 20 | row_number() OVER (PARTITION BY m.ticket ORDER BY m.rowid)
                    AS place, m.body AS body, m.packed AS packed, m.size AS size
                FROM messages m JOIN tickets t ON t.number = m.ticket WHERE t.erased_at IS NULL
                """
        )
        let named = try Row.fetchAll(
            database,
            sql: "SELECT number << 20 AS place, citizen_name AS name FROM tickets"
        )
        let names = named.filter { !NameWords($0["name"]).isEmpty }
        let places = Set((wanted + names).map { $0["place"] as Int64 })
        // Where somebody was erased no words are left, whether they are indexed or not.
        let erased = try Int64.fetchSet(
            database,
            sql: "SELECT number FROM tickets WHERE erased_at IS NOT NULL"
        )
        let found = try Int64.fetchSet(database, sql: "SELECT id FROM search_docsize")
            .filter { !erased.contains($0 >> 20) }
        for place in places.symmetricDifference(found).sorted() {
            faults.append(
                "search: place \(place >> 20)/\(place & 0xFFFFF) is in one of words and messages"
            )
        }
        for row in wanted {
            let packed: Data? = row["packed"]
            let columns = TextColumns(
                text: row["body"],
                packed: packed.map { [UInt8]($0) },
                size: row["size"]
            )
            let words = FoldedWords(try columns.plain).prefix(8)
            let pattern = words.map { "\"\($0)\"" }.joined(separator: " AND ")
            let isFound = try Bool.fetchOne(
                database,
                sql: "SELECT count(*) FROM search WHERE search MATCH ? AND rowid = ?",
                arguments: [pattern, row["place"] as Int64]
            )
            if isFound != true { faults.append("search: a message is not found by its words") }
        }
    }

    /// Sealed events that a webhook has gone past without anything that tells them.
    ///
    /// For webhooks that were there before every event and are told of all.
    static func eventsPassedOver(in store: any DeskStore) async throws -> [String] {
        try await store.read { reading throws(DeskError) in
            let (sealed, _) = try reading.loggedEvents(from: .start, limit: 100_000)
            var faults: [String] = []
            for webhook in try reading.webhooks() {
                let deliveries = try reading.deliveries(
                    of: webhook.id,
                    before: nil,
                    limit: 100_000
                )
                let told = Set(deliveries.map(\.event))
                faults += sealed.filter { $0.next <= webhook.place && !told.contains($0.entry.id) }
                    .map { "webhook: \($0.entry.event.kind) at \($0.next) is not told" }
            }
            return faults
        }
    }

    private mutating func check(_ rule: Rule, _ database: Database) throws {
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(rule.breach))")
        if let count, count > 0 { faults.append("\(count) × \(rule.name)") }
    }

    /// What is kept under a digest has it.
    private mutating func checkOctets(_ database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT digest, bytes, codec, size FROM blobs") {
            let bytes: Data = row["bytes"]
            guard let codec = KeptOctets.Codec(rawValue: row["codec"]) else {
                faults.append("octets are kept in no known form")
                continue
            }
            let kept = KeptOctets(
                bytes: [UInt8](bytes),
                codec: codec,
                size: row["size"] ?? bytes.count
            )
            if Data(Digest(of: try kept.decoded()).bytes) != row["digest"] as Data {
                faults.append("octets are not those of their digest")
            }
        }
    }
}
