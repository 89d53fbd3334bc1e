import Desk
import DeskTesting
import Foundation
import GRDB
import KnowledgeBase
import Testing

@testable import Storage

@Suite("A backup")
struct BackupTests {
    private let folder: TemporaryFolder
    private let store: String
    private let backup: String

    init() throws {
        folder = try TemporaryFolder("backup")
        store = folder.path("helpdesk.sqlite")
        backup = folder.path("copy.sqlite")
    }

    @Test("holds what is only in the log yet, is one file, and nobody else can read it")
    func copy() async throws {
        let open = try await filled(tickets: 3)
        let survey = try StoreBackup.copy(store, to: backup, mayReplace: false)
        #expect(survey.rows["tickets"] == 3)
        #expect(survey.version == SQLiteSchema.steps.count)
        #expect(try mode(of: backup) == 0o600)
        #expect(try names().filter { $0.hasPrefix("copy.sqlite") } == ["copy.sqlite"])
        // The store goes on, and the copy is what it was.
        try await add(1, to: open)
        #expect(try StoreExamination(of: backup).survey.rows["tickets"] == 3)
        #expect(try StoreExamination(of: store).survey.rows["tickets"] == 4)
        try open.close()
    }

    @Test("takes nobody's place unless told to")
    func existing() async throws {
        try await filled(tickets: 1).close()
        try folder.write("something else", to: "copy.sqlite")
        #expect(throws: BackupError.exists(backup)) {
            try StoreBackup.copy(store, to: backup, mayReplace: false)
        }
        #expect(try String(contentsOfFile: backup, encoding: .utf8) == "something else")
        _ = try StoreBackup.copy(store, to: backup, mayReplace: true)
        #expect(try StoreExamination(of: backup).survey.rows["tickets"] == 1)
    }

    @Test("writes over what an earlier one left behind, and waits for no one under way")
    func abandoned() async throws {
        try await filled(tickets: 1).close()
        try folder.write("half of a backup", to: "copy.sqlite.partial")
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        #expect(try names().allSatisfy { !$0.contains("partial") })

        let other = try PartialFile("\(backup).partial")
        #expect(throws: BackupError.self) {
            try StoreBackup.copy(store, to: backup, mayReplace: true)
        }
        #expect(FileManager.default.fileExists(atPath: other.path))
    }

    @Test("writes over no file that was finished between opening and locking it")
    func finishedMeanwhile() throws {
        let first = "\(backup).partial"
        try folder.write("a whole backup", to: "copy.sqlite.partial")
        let late = try PartialFile.open(first)
        // Who had it names it, and lets go of the lock.
        #expect(rename(first, backup) == 0)
        #expect(throws: BackupError.inUse("\(first) is being written by somebody else")) {
            _ = try PartialFile(first, opened: late)
        }
        #expect(try String(contentsOfFile: backup, encoding: .utf8) == "a whole backup")
    }

    @Test("is good where files and mails were erased meanwhile, and bad where tickets are missing")
    func erasedMeanwhile() async throws {
        try await filled(tickets: 2).close()
        let survey = try StoreExamination(of: store).survey
        var before = survey
        before.rows["attachments"] = 7
        before.rows["mails"] = 7
        #expect(survey.tableMissingRows(of: before) == nil)
        for table in ["tickets", "messages", "events"] {
            before.rows[table] = 7
            #expect(survey.tableMissingRows(of: before) != nil)
            before.rows[table] = 0
        }
    }

    @Test("that is dated later than now is not taken for the newest")
    func clockThatWasAhead() async throws {
        let monday = Date(timeIntervalSince1970: 1_793_606_400)
        let backups = BackupFolder(path: try folder.folder("backups"))
        let days: [(name: String, distance: TimeInterval)] = [
            ("helpdesk-20261101T000000Z.sqlite", -86_400),
            ("helpdesk-20270101T000000Z.sqlite", 61 * 86_400),
        ]
        for (name, distance) in days {
            let file = try folder.write("", to: "backups/\(name)")
            try FileManager.default.setAttributes(
                [.modificationDate: monday + distance],
                ofItemAtPath: file
            )
        }
        #expect(backups.newest(by: monday)?.path.hasSuffix(days[0].0) == true)
        #expect(backups.newest(by: monday - 2 * 86_400) == nil)
        #expect(backups.newest(by: .distantFuture)?.path.hasSuffix(days[1].0) == true)
    }

    @Test("leaves nothing under its name when the store is damaged")
    func damagedSource() async throws {
        try await filled(tickets: 40).close()
        try scribble(over: store)
        #expect(throws: BackupError.self) {
            try StoreBackup.copy(store, to: backup, mayReplace: false)
        }
        #expect(try names().allSatisfy { !$0.hasPrefix("copy") })
    }

    @Test("of a number that is kept: the oldest go, never the new one")
    func retention() async throws {
        try await filled(tickets: 1).close()
        let backups = BackupFolder(path: try folder.folder("backups"))
        let monday = Date(timeIntervalSince1970: 1_793_606_400)
        var files: [String] = []
        for day in 0..<4 {
            let added = try backups.add(store, keep: 2, at: monday + Double(day) * 86_400)
            files.append(added.file)
            #expect(added.removed == (day < 2 ? [] : [files[day - 2]]))
        }
        try folder.write("not ours", to: "backups/notes.txt")
        // The clock went back a year: the new one has the oldest name.
        let odd = try backups.add(store, keep: 1, at: monday - 365 * 86_400)
        #expect(odd.removed == Array(files.suffix(2)))
        #expect(try names("backups") == [URL(filePath: odd.file).lastPathComponent, "notes.txt"])
        #expect(backups.newest()?.path == odd.file)
    }

    @Test("that fails removes none of the good ones")
    func retentionAfterFailure() async throws {
        try await filled(tickets: 40).close()
        let backups = BackupFolder(path: try folder.folder("backups"))
        let monday = Date(timeIntervalSince1970: 1_793_606_400)
        let good = try backups.add(store, keep: 1, at: monday)
        try scribble(over: store)
        #expect(throws: BackupError.self) {
            try backups.add(store, keep: 1, at: monday + 86_400)
        }
        #expect(try names("backups") == [URL(filePath: good.file).lastPathComponent])
        #expect(try StoreExamination(of: good.file).survey.rows["tickets"] == 40)
    }

    @Test("is restored only when nobody has the store open, and the former store stays")
    func restore() async throws {
        let open = try await filled(tickets: 2)
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        try await add(3, to: open)
        #expect(throws: BackupError.self) { try StoreBackup.restore(backup, to: store) }
        try open.close()

        let (survey, numbering, former) = try StoreBackup.restore(backup, to: store)
        #expect(survey.rows["tickets"] == 2)
        #expect(numbering == .pastFormer(nextTicket: 6))
        let aside = try #require(former)
        #expect(try StoreExamination(of: aside).survey.rows["tickets"] == 5)
        let restored = try SQLiteStore(path: store)
        try await add(1, to: restored)
        try restored.close()
        #expect(try StoreExamination(of: store).survey.rows["tickets"] == 3)
        #expect(try StoreExamination(of: backup).survey.rows["tickets"] == 2)
        // The letters of 3, 4 and 5 are out there, and prove those numbers.
        #expect(try await numbers() == [1, 2, 6])
        // Once more: what was given out before the first time counts too.
        #expect(
            try StoreBackup.restore(backup, to: store, at: Date() + 1).numbering
                == .pastFormer(nextTicket: 7)
        )
    }

    @Test("takes the place of a damaged store, whose log goes along with it")
    func restoreOverDamage() async throws {
        try await filled(tickets: 2).close()
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        try folder.write("no database any more", to: "helpdesk.sqlite")
        try folder.write("its log", to: "helpdesk.sqlite-wal")
        let (_, numbering, former) = try StoreBackup.restore(backup, to: store)
        #expect(numbering == .pastMargin(nextTicket: 3 + RestoredNumbering.ticketsMargin))
        let aside = try #require(former)
        #expect(try String(contentsOfFile: aside, encoding: .utf8) == "no database any more")
        #expect(try StoreExamination(of: store).survey.rows["tickets"] == 2)
    }

    @Test("goes on past a margin where the store that is there was begun after the other was lost")
    func restoreOverYoungStore() async throws {
        try await filled(tickets: 2).close()
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        for tickets in 0...1 {
            let young = folder.path("young-\(tickets).sqlite")
            let begun = try SQLiteStore(path: young)
            if tickets > 0 { try await add(tickets, to: begun) }
            try begun.close()
            #expect(
                try StoreBackup.restore(backup, to: young).numbering
                    == .pastMargin(nextTicket: 3 + RestoredNumbering.ticketsMargin)
            )
        }
    }

    @Test("goes on past a margin where there is no store any more, records of all kinds too")
    func restoreOnAnotherMachine() async throws {
        try await filled(tickets: 2).close()
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        let elsewhere = folder.path("elsewhere.sqlite")
        let (_, numbering, former) = try StoreBackup.restore(backup, to: elsewhere)
        #expect(former == nil)
        #expect(numbering == .pastMargin(nextTicket: 3 + RestoredNumbering.ticketsMargin))
        let queue = try DatabaseQueue(path: elsewhere)
        let last = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT name, seq FROM sqlite_sequence ORDER BY name")
                .map { ($0["name"] as String, $0["seq"] as Int64) }
        }
        try queue.close()
        let records = ["access_records", "change_records", "events", "reads"]
        #expect(last.map(\.0) == records + ["tickets"])
        #expect(last.map(\.1) == records.map { _ in 100_000_000 } + [100_002])
    }

    @Test("goes on behind what was drawn from the register, by year, or past a margin")
    func restoreRegisters() async throws {
        let moment = try Date("2026-11-27T12:00:00Z", strategy: .iso8601)
        let open = try await filled(tickets: 1)
        try await draw([2025: 3, 2026: 2], from: open)
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        try await draw([2026: 5, 2027: 1], from: open)
        try open.close()
        _ = try StoreBackup.restore(backup, to: store, at: moment)
        #expect(try await registers(of: store) == [2025: 3, 2026: 7, 2027: 1])
        // Nobody knows what was drawn in the year that the store was lost in.
        for (days, wanted) in [
            (0.0, [2025: 3, 2026: 10_002]), (60, [2025: 3, 2026: 2, 2027: 10_000]),
        ] {
            let elsewhere = folder.path("elsewhere-\(days).sqlite")
            _ = try StoreBackup.restore(backup, to: elsewhere, at: moment + days * 86_400)
            #expect(try await registers(of: elsewhere) == wanted)
        }
    }

    private func draw(_ counts: [Int: Int], from open: SQLiteStore) async throws {
        try await open.write { transaction throws(DeskError) in
            for (year, count) in counts {
                for _ in 0..<count { _ = try transaction.drawRegisterNumber(of: year) }
            }
        }
    }

    private func registers(of path: String) async throws -> [Int: Int] {
        let queue = try DatabaseQueue(path: path)
        let rows = try await queue.read { database in
            try Row.fetchAll(database, sql: "SELECT year, last FROM registers")
                .map { ($0["year"] as Int, $0["last"] as Int) }
        }
        try queue.close()
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test("that fails names the file that it is the fault of")
    func blame() async throws {
        try await filled(tickets: 1).close()
        // A journal that cannot be made stands for a disk that is full.
        _ = try folder.folder("copy.sqlite.partial-journal")
        let error = #expect(throws: BackupError.self) {
            try StoreBackup.copy(store, to: backup, mayReplace: false)
        }
        let said = try #require(error).description
        #expect(said.hasPrefix("\(backup).partial: "), "\(said)")
        let codes: [(ResultCode, String)] = [
            (.SQLITE_FULL, "new: "), (.SQLITE_IOERR_WRITE, "new: "), (.SQLITE_IOERR_READ, "old: "),
            (.SQLITE_CORRUPT, "old is damaged"), (.SQLITE_BUSY, "old is busy"),
        ]
        for (code, words) in codes {
            let error = BackupError(DatabaseError(resultCode: code), copying: "old", to: "new")
            #expect(error.description.hasPrefix(words), "\(error)")
        }
    }

    private func numbers() async throws -> [Int64] {
        let queue = try DatabaseQueue(path: store)
        let numbers = try await queue.read { database in
            try Int64.fetchAll(database, sql: "SELECT number FROM tickets ORDER BY number")
        }
        try queue.close()
        return numbers
    }

    @Test("keeps the store from being opened while it is restored")
    func lock() throws {
        let lock = try StoreLock(store, .alone)
        #expect(throws: DeskError.self) { try SQLiteStore(path: store) }
        withExtendedLifetime(lock) {}
    }

    @Test("is refused when it is cut off anywhere, and the store stays as it was")
    func truncated() async throws {
        try await filled(tickets: 2).close()
        _ = try StoreBackup.copy(store, to: backup, mayReplace: false)
        let whole = try Data(contentsOf: URL(filePath: backup))
        for length in [0, 1, 99, 100, 4_096, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: URL(filePath: backup))
            #expect(throws: BackupError.self, "\(length) octets") {
                try StoreBackup.restore(backup, to: store)
            }
        }
        #expect(try StoreExamination(of: store).survey.rows["tickets"] == 2)
        #expect(try names().allSatisfy { !$0.contains("restor") })
    }

    @Test("is refused when it is another program's, or a newer program's, or damaged")
    func foreign() async throws {
        try await filled(tickets: 40).close()
        let other = try DatabaseQueue(path: backup)
        try await other.write { try $0.execute(sql: "CREATE TABLE tickets (id)") }
        try other.close()
        #expect(throws: BackupError.notAStore(backup, why: "it has no table attachments")) {
            try StoreBackup.restore(backup, to: store)
        }

        _ = try StoreBackup.copy(store, to: backup, mayReplace: true)
        let known = SQLiteSchema.steps.count
        let newer = try DatabaseQueue(path: backup)
        try await newer.write { try $0.execute(sql: "PRAGMA user_version = \(known + 1)") }
        try newer.close()
        #expect(throws: BackupError.newer(backup, version: known + 1, known: known)) {
            try StoreBackup.restore(backup, to: store)
        }

        _ = try StoreBackup.copy(store, to: backup, mayReplace: true)
        try scribble(over: backup)
        #expect(throws: BackupError.self) { try StoreBackup.restore(backup, to: store) }
        #expect(throws: BackupError.notThere(folder.path("none"))) {
            try StoreBackup.restore(folder.path("none"), to: store)
        }
        #expect(try StoreExamination(of: store).survey.rows["tickets"] == 40)
    }

    private func filled(tickets: Int) async throws -> SQLiteStore {
        let open = try SQLiteStore(path: store)
        try await add(tickets, to: open)
        return open
    }

    private func add(_ count: Int, to open: SQLiteStore) async throws {
        for _ in 0..<count {
            try await open.write { transaction throws(DeskError) in
                _ = try transaction.insert(
                    Ticket(
                        subject: String(repeating: "Fråga ", count: 40),
                        category: .other,
                        channel: .email,
                        queue: "e-service",
                        language: "sv",
                        citizen: Citizen(name: "Maja", email: "maja@example.com"),
                        symptom: Symptom(recognisedIn: TextReading("")),
                        createdAt: Date(timeIntervalSince1970: 1_793_606_400),
                        suggestions: []
                    )
                )
            }
        }
    }

    /// Overwrites the middle of a file, as a dying disk does.
    private func scribble(over path: String) throws {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        let size = try file.seekToEnd()
        for page in stride(from: UInt64(4_096), to: size, by: 4_096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0x5A, count: 64))
        }
        try file.close()
    }

    private func names(_ inner: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(inner)).sorted()
    }

    private func mode(of path: String) throws -> Int? {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return (facts[.posixPermissions] as? NSNumber)?.intValue
    }
}
