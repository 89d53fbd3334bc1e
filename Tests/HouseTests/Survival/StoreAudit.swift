import Cryptography
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
    /// Kinds of all messages.
    private(set) var messages: [String] = []
    /// States of the letters that clerks wrote.
    private(set) var letters: [String] = []
    /// States of those that nobody wrote.
    private(set) var notices: [String] = []
    /// What was recorded of changes that belong to no ticket, oldest first.
    private(set) var changes: [String] = []
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

    /// Takes over what the examination of the chain of records came to.
    mutating func add(_ chain: ChainReport) {
        faults += chain.faults.map { "chain: \($0)" }
        (seals, unsealed) = (chain.seals, chain.unsealed)
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
        audit.mails = try String.fetchAll(
            database,
            sql: "SELECT mail_message_id FROM messages WHERE mail_references IS NOT NULL"
                + " AND kind = 'inbound' AND ticket NOT IN (\(splitTickets)) ORDER BY id"
        )
        audit.changes = try String.fetchAll(
            database,
            sql: "SELECT act FROM change_records ORDER BY id"
        )
        audit.held = try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") ?? 0
        audit.tickets = try String.fetchAll(
            database,
            sql: "SELECT subject FROM tickets ORDER BY number"
        )
        audit.events = try String.fetchAll(database, sql: "SELECT kind FROM events ORDER BY id")
        audit.messages = try String.fetchAll(
            database,
            sql: "SELECT kind FROM messages ORDER BY id"
        )
        audit.letters = try String.fetchAll(
            database,
            sql: "SELECT state FROM outbox WHERE message IS NOT NULL ORDER BY id"
        )
        audit.notices = try String.fetchAll(
            database,
            sql: "SELECT state FROM outbox WHERE message IS NULL ORDER BY id"
        )
        return audit
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
            faults.append("search: \(error)")
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

    /// Something that must not be in a store, as the rows that break it.
    private struct Rule {
        var name: String
        var breach: String
    }

    /// Those that begin with a copy of a message which stands elsewhere.
    private static let splitTickets =
        "SELECT ticket FROM events WHERE kind = 'opened' AND details LIKE '%split_from%'"

    private static let rules = [
        Rule(
            name: "a ticket without its first message",
            breach: "SELECT 1 FROM tickets WHERE number NOT IN (SELECT ticket FROM messages)"
        ),
        Rule(
            name: "a ticket that was not opened exactly once",
            breach: """
                SELECT 1 FROM tickets t LEFT JOIN events e ON e.ticket = t.number
                    AND e.kind = 'opened'
                GROUP BY t.number HAVING count(e.id) != 1
                """
        ),
        Rule(
            name: "a message out of the order they were written in",
            breach: """
                SELECT 1 FROM (
                    SELECT id, lag(id) OVER (PARTITION BY ticket ORDER BY rowid) AS before
                    FROM messages)
                WHERE id <= before
                """
        ),
        Rule(
            name: "a mail kept without its octets",
            breach: "SELECT 1 FROM mails WHERE raw NOT IN (SELECT digest FROM blobs)"
        ),
        Rule(
            name: "a citizen's mail without the mail it came as",
            breach: """
                SELECT 1 FROM messages WHERE kind = 'inbound' AND mail_references IS NOT NULL
                    AND id NOT IN (SELECT message FROM mails) AND ticket NOT IN (\(splitTickets))
                """
        ),
        Rule(
            name: "a file without its octets",
            breach: "SELECT 1 FROM attachments WHERE digest NOT IN (SELECT digest FROM blobs)"
        ),
        Rule(
            name: "octets that belong to nothing",
            breach: """
                SELECT 1 FROM blobs WHERE digest NOT IN (SELECT raw FROM mails)
                    AND digest NOT IN (SELECT digest FROM attachments)
                """
        ),
        Rule(
            name: "a reply that no letter carries",
            breach: """
                SELECT 1 FROM messages WHERE kind = 'reply'
                    AND id NOT IN (SELECT message FROM outbox WHERE message IS NOT NULL)
                """
        ),
        Rule(
            name: "replies that the history does not count",
            breach: """
                SELECT 1 FROM tickets t
                WHERE (SELECT count(*) FROM messages WHERE ticket = t.number AND kind = 'reply')
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'replied')
                """
        ),
        Rule(
            name: "letters sent that the history does not count",
            breach: """
                SELECT 1 FROM tickets t
                WHERE t.erased_at IS NULL AND (SELECT count(*) FROM outbox
                        WHERE ticket = t.number AND state = 'sent' AND message IS NOT NULL)
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'delivered')
                """
        ),
        Rule(
            name: "letters that nobody wrote and the history does not count",
            breach: """
                SELECT 1 FROM tickets t WHERE t.erased_at IS NULL
                    AND (SELECT count(*) FROM outbox WHERE ticket = t.number AND message IS NULL)
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'notified')
                """
        ),
        Rule(
            name: "a ticket with an outcome that the history does not tell",
            breach: """
                SELECT 1 FROM tickets t WHERE t.state = 'resolved' AND NOT EXISTS (
                    SELECT 1 FROM events WHERE ticket = t.number AND kind = 'resolved')
                """
        ),
        Rule(
            name: "a ticket assigned that the history does not tell",
            breach: """
                SELECT 1 FROM tickets t WHERE t.assignee IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM events WHERE ticket = t.number AND kind = 'assigned')
                """
        ),
    ]
}
