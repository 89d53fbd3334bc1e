import Desk
public import Foundation
import PostgreSQLClient

/// Copies a store in PostgreSQL by `pg_dump` while it is in use, and brings a copy back by `pg_restore`.
///
/// As by ``StoreBackup`` a copy is one consistent picture, is written under another name, read back
/// whole, synced, and only then given its name. Where the server is, and the password, those programs
/// are told by their environment: arguments are there for every user of the machine to read.
public enum ServerBackup {
    /// What a copy holds, as its store said just before or after.
    public struct Survey: Sendable, Equatable {
        /// Which version of the tables it has.
        public var version: Int
        /// Tickets; nil for tables of another version than this program's.
        public var tickets: Int64?
        /// Octets of the copy.
        public var bytes: Int64
    }

    /// What `pg_dump --format=custom` begins its files with.
    private static let magic = Data("PGDMP".utf8)

    /// Copies the store at `address` to the file `target`.
    ///
    /// With `mayReplace`, a file that is there already makes way, at the end and at once.
    ///
    /// - Returns: what the store held when it began.
    /// - Throws: ``BackupError``.
    public static func copy(
        _ address: String,
        to target: String,
        mayReplace: Bool
    ) throws(BackupError) -> Survey {
        if !mayReplace, FileManager.default.fileExists(atPath: target) { throw .exists(target) }
        let found = try examine(address)
        guard found.version > 0 else {
            throw .notAStore(name(address), why: "it has no tables of helpdesk")
        }
        let partial = try PartialFile("\(target).partial")
        try run(
            "pg_dump",
            ["--format=custom", "--no-password", "--file=\(partial.path)"],
            at: address,
            about: name(address)
        )
        // To read all of it is the only proof that all of it can be read.
        try run("pg_restore", ["--file=/dev/null", partial.path], at: address, about: partial.path)
        try partial.sync()
        try partial.name(target, mayReplace: mayReplace)
        let bytes = (try? FileFigures.size(of: target)) ?? 0
        return Survey(version: found.version, tickets: found.tickets, bytes: bytes)
    }

    /// Fills the empty database at `address` from a copy, and brings its tables up to date.
    ///
    /// Its numbers are moved on, as ``RestoredNumbering`` does where nobody knows what was given out
    /// since the copy was made.
    ///
    /// - Returns: what it holds, and the number of the next ticket.
    /// - Throws: ``BackupError``; a copy that cannot be read leaves the database empty.
    public static func restore(
        _ dump: String,
        to address: String,
        at moment: Date = Date()
    ) throws(BackupError) -> (survey: Survey, nextTicket: Int64) {
        try checkHeader(of: dump)
        let place = name(address)
        guard try examine(address).version == 0 else {
            throw .failed(
                place,
                why: "it holds a desk already, which stays as it is: make an empty database "
                    + "(createdb), let store.url name that, and give this command again"
            )
        }
        try run(
            "pg_restore",
            [
                "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
                "--no-password", "--dbname=", dump,
            ],
            at: address,
            about: dump
        )
        let nextTicket: Int64
        do throws(DeskError) {
            let session = try PostgreSQLSession.opened(address)
            try session.bringUpToDate()
            nextTicket = try moveNumbersOn(session, at: moment)
        } catch {
            throw .failed(
                place,
                why: "the copy is in it, but its numbers were not moved on: drop it, and restore "
                    + "into another; \(error.logged)"
            )
        }
        let found = try examine(address)
        let bytes = (try? FileFigures.size(of: dump)) ?? 0
        let survey = Survey(version: found.version, tickets: found.tickets, bytes: bytes)
        return (survey, nextTicket)
    }

    private static func moveNumbersOn(
        _ session: PostgreSQLSession,
        at moment: Date
    ) throws(DeskError) -> Int64 {
        try session.begin("")
        var numbers = try session.lastNumbers()
        for table in NumberedTable.allCases {
            numbers[table, default: 0] +=
                table == .tickets
                ? RestoredNumbering.ticketsMargin : RestoredNumbering.recordsMargin
        }
        try session.continueNumbering(past: numbers)
        // Nobody draws from another year's any more.
        let year = Int64(CityTime().day(of: moment).year)
        try session.execute(
            """
            INSERT INTO registers (year, last) VALUES (\(year), \(RestoredNumbering.registerMargin))
            ON CONFLICT (year) DO UPDATE SET last = registers.last + excluded.last
            """
        )
        try session.run(script: "COMMIT")
        return numbers[.tickets, default: 0] + 1
    }

    private static func examine(_ address: String) throws(BackupError) -> ServerExamination {
        do throws(DeskError) {
            return try ServerExamination(of: address)
        } catch {
            throw .failed(name(address), why: StoreLocation.withoutSecrets(error.logged))
        }
    }

    private static func checkHeader(of dump: String) throws(BackupError) {
        guard let file = FileHandle(forReadingAtPath: dump) else { throw .notThere(dump) }
        // What cannot be read has another beginning.
        guard (try? file.read(upToCount: magic.count)) == magic else {
            throw .notAStore(dump, why: "it is no dump that helpdeskd backup has made")
        }
    }

    /// As people may see it.
    private static func name(_ address: String) -> String {
        "\(StoreLocation.postgresql(address: address))"
    }

    /// Runs one of PostgreSQL's programs to its end.
    private static func run(
        _ program: String,
        _ arguments: [String],
        at address: String,
        about what: String
    ) throws(BackupError) {
        let own = ProcessInfo.processInfo.environment
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path(of: program, own["PATH"] ?? ""))
        process.arguments = arguments
        process.environment = own.merging(PostgreSQLConnection.environment(of: address)) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let complaints = Pipe()
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw .failed(program, why: "it cannot be started")
        }
        // Without a word of it its status says enough.
        let octets = (try? complaints.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: octets, as: UTF8.self)
                .split(separator: "\n").joined(separator: "; ")
            throw .failed(
                what,
                why: words.isEmpty
                    ? "\(program) ended with \(process.terminationStatus)"
                    : StoreLocation.withoutSecrets(words)
            )
        }
    }

    /// Debian's newest one: an older one refuses a newer server.
    private static func path(
        of program: String,
        _ searched: String
    ) throws(BackupError) -> String {
        let root = "/usr/lib/postgresql"
        // No such folder: none of Debian's.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let folders =
            versions.compactMap(Int.init).sorted(by: >).map { "\(root)/\($0)/bin" }
            + searched.split(separator: ":").map(String.init)
        let found = folders.map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw .failed(program, why: "it is not installed: apt-get install postgresql-client")
        }
        return found
    }
}
