import Cryptography
import Desk
import Foundation

/// A folder of records that leave the desk: an archive (e-arkiv) or a citizen's register extract.
///
/// - `tickets.jsonl`: a ``TicketFile`` a line, in UTF-8.
/// - `elsewhere.json`: a ``RegisterExtract/Elsewhere``, in an extract that has any.
/// - `mails/SHA256.eml`: the mails as they came; `files/SHA256`: what came along.
/// - `README.txt`: what these are, for whoever finds them in thirty years.
/// - `SHA256SUMS`: every other file, as `sha256sum -c` reads it.
/// - `SHA256SUMS.cms`: the same with a signature, where there is a signer.
///
/// It is written beside its name and gets it when all of it is on disk.
struct RecordFolder {
    let path: String
    private let records: Records
    private let unfinished: URL
    private var sums: [(sha256: String, name: String)] = []
    private var tickets: [TicketNumber] = []
    private var elsewhere = RegisterExtract.Elsewhere()
    private let words: RecordWords
    private let lines: FileHandle
    private var linesDigest = RunningDigest()

    /// Why it cannot be written, in words for the operator.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Begins a folder that is not there yet; what an earlier try left of it is begun anew.
    init(at path: String, from records: Records, in words: RecordWords) throws {
        var path = path
        // Shells complete a folder's name with a slash, behind which the unfinished one would be in it.
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        self.records = records
        self.words = words
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(description: "\(path) is there already")
        }
        unfinished = URL(fileURLWithPath: "\(path).unfinished", isDirectory: true)
        if FileManager.default.fileExists(atPath: unfinished.path) {
            try FileManager.default.removeItem(at: unfinished)
        }
        for folder in ["mails", "files"] {
            try FileManager.default.createDirectory(
                at: unfinished.appending(path: folder),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        let file = unfinished.appending(path: "tickets.jsonl")
        try Data().write(to: file)
        lines = try FileHandle(forWritingTo: file)
    }

    /// Adds everything about a ticket.
    mutating func add(_ number: TicketNumber) async throws -> TicketFile {
        let file = try await records.file(of: number)
        let line = Array(try TicketFile.encoder.encode(file)) + [0x0A]
        try lines.write(contentsOf: Data(line))
        linesDigest.update(line)
        for mail in file.mails { try await addOctets(mail.sha256, as: "mails/\(mail.sha256).eml") }
        let attached = Set(file.messages.flatMap { $0.files.map(\.sha256) })
        for sha256 in attached.sorted() { try await addOctets(sha256, as: "files/\(sha256)") }
        tickets.append(number)
        return file
    }

    /// Adds what is kept of a person beside their tickets.
    ///
    /// - Returns: what was added: without the held mails that somebody decided on meanwhile.
    mutating func add(
        _ elsewhere: RegisterExtract.Elsewhere
    ) async throws -> RegisterExtract.Elsewhere {
        var added = elsewhere
        added.heldMails = []
        for held in elsewhere.heldMails where try await addOctets(of: held) {
            added.heldMails.append(held)
        }
        guard !added.isEmpty else { return added }
        try add(Array(try TicketFile.encoder.encode(added)) + [0x0A], as: "elsewhere.json")
        let (mails, files) = added.digests
        for sha256 in mails { try await addOctets(sha256, as: "mails/\(sha256).eml") }
        for sha256 in files { try await addOctets(sha256, as: "files/\(sha256)") }
        self.elsewhere = added
        return added
    }

    /// Adds a text of its own.
    mutating func add(_ text: String, as name: String) throws {
        try add(Array(text.utf8), as: name)
    }

    /// Signs, records who took it, gives the folder its name, and says how many tickets are in it.
    mutating func finish(
        _ what: ReadRecord.What,
        by name: String,
        signer: RecordSigner?
    ) async throws -> Int {
        try lines.synchronize()
        try lines.close()
        sums.append((linesDigest.finish().hexadecimal, "tickets.jsonl"))
        try add(words.explanation, as: "README.txt")
        let list = sums.sorted { $0.name < $1.name }
            .map { "\($0.sha256)  \($0.name)\n" }.joined()
        try write(Array(list.utf8), as: "SHA256SUMS")
        if let signer { try write(signer.sign(Array(list.utf8)), as: "SHA256SUMS.cms") }
        // Nothing leaves that was not recorded.
        try await records.record(what, of: tickets, and: elsewhere, by: name)
        try FileManager.default.moveItem(at: unfinished, to: URL(fileURLWithPath: path))
        return tickets.count
    }

    /// False where the mail is held no longer.
    private mutating func addOctets(of held: RegisterExtract.Held) async throws -> Bool {
        let name = "mails/\(held.sha256).eml"
        guard let id = UUIDv7(held.id), !isThere(name) else { return true }
        do {
            try add(try await records.octets(ofHeld: id), as: name)
            return true
        } catch DeskError.notFound {
            return false
        }
    }

    private mutating func addOctets(_ sha256: String, as name: String) async throws {
        guard let digest = Digest(hexadecimal: sha256), !isThere(name) else { return }
        try add(try await records.octets(digest), as: name)
    }

    private func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: unfinished.appending(path: name).path)
    }

    private mutating func add(_ octets: [UInt8], as name: String) throws {
        try write(octets, as: name)
        sums.append((Digest(of: octets).hexadecimal, name))
    }

    private func write(_ octets: [UInt8], as name: String) throws {
        let file = unfinished.appending(path: name).path
        guard
            FileManager.default.createFile(
                atPath: file,
                contents: Data(octets),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw Failure(description: "\(file) cannot be written") }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
        try handle.synchronize()
        try handle.close()
    }
}
