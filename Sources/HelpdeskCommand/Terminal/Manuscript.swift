import Foundation

/// A file that only the clerk can read, in which a text is written and lies until it was sent.
struct Manuscript: Sendable {
    let path: String
    private let folder: String
    /// The file as it was when the editor opened.
    private let first: Stamp
    /// The scissors and what was put under them.
    private let below: String
    /// What stood above them and is no answer by itself: greeting and signature.
    private let frame: String

    /// What tells that a file was written, even when the same words were.
    private struct Stamp: Equatable {
        let inode: UInt64
        let octets: Int64
        let seconds: Int
        let nanoseconds: Int

        /// Nil when there is no such file.
        init?(_ path: String) {
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            inode = UInt64(facts.st_ino)
            octets = Int64(facts.st_size)
            seconds = Int(facts.st_mtim.tv_sec)
            nanoseconds = Int(facts.st_mtim.tv_nsec)
        }
    }

    /// The same for every time that this text is sent, also later and from the file: where nobody
    /// knows whether it was sent, sending it again is no second letter.
    var key: String? { Self.key(ofFileAt: path) }

    /// The key of the manuscript that lies there; nil where that is another file.
    static func key(ofFileAt path: String) -> String? {
        let file = URL(filePath: path)
        let folder = file.deletingLastPathComponent().lastPathComponent
        guard file.lastPathComponent == fileName, folder.hasPrefix(folderPrefix) else { return nil }
        return UUID(uuidString: String(folder.dropFirst(folderPrefix.count)))?.uuidString
    }

    private static let folderPrefix = "helpdesk-"
    private static let fileName = "message.txt"
    private static let purposeName = "purpose.json"

    /// Below this line nothing is sent.
    static let scissors = "------------------------ >8 ------------------------"

    /// Makes the file, with the beginning above the scissors and the hint under them, and beside it
    /// another that says what it is for.
    ///
    /// Where no article is in the beginning, somebody must still say something.
    init(beginning: String, hint: String, for purpose: Purpose) throws(CommandFailure) {
        folder = FileManager.default.temporaryDirectory
            .appending(path: Self.folderPrefix + UUID().uuidString).path(percentEncoded: false)
        path = folder + "/" + Self.fileName
        below = "\(Self.scissors)\n\(hint)\n"
        frame = purpose.article == nil ? beginning : ""
        guard mkdir(folder, 0o700) == 0 else {
            throw .cannotCreate(.systemError(errno, at: folder))
        }
        try Descriptor.create(folder + "/" + Self.purposeName, with: try purpose.file())
        try Descriptor.create(path, with: Data("\(beginning)\n\(below)".utf8))
        // A file system's clock ticks slowly: who saves at once must be seen to have saved.
        utimensat(AT_FDCWD, path, [timespec(), timespec()], 0)
        guard let stamp = Stamp(path) else {
            throw .cannotCreate(.systemError(errno, at: path))
        }
        first = stamp
    }

    /// True when somebody saved it, changed or not.
    var isWritten: Bool { Stamp(path) != first }

    /// True when something in it would be missed.
    ///
    /// A text that was emptied, or left as it began, is wanted by nobody; one that stands on the wrong
    /// side of the scissors is.
    var isWorthKeeping: Bool {
        guard isWritten else { return false }
        do throws(CommandFailure) {
            let contents = try contents()
            let text = try above(contents)
            let rest = contents.dropFirst(text.count)
            return !(text.isBlank || isFrame(text)) || !(rest.isBlank || rest == below)
        } catch {
            return true
        }
    }

    /// What stands above the scissors.
    ///
    /// - Throws: ``CommandFailure/usage(_:)`` for greeting and signature with nothing between them.
    func text() throws(CommandFailure) -> String {
        let text = try above(try contents())
        guard text.isBlank || !isFrame(text) else {
            throw .usage(
                Phrase(
                    "Texten är bara hälsningen som den började med; inget skickades.",
                    "The text is only the greeting that it began with; nothing was sent."
                )
            )
        }
        return text
    }

    private func isFrame(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace) == frame.split(whereSeparator: \.isWhitespace)
    }

    /// Takes the file away, with the backups that editors leave beside it.
    ///
    /// A citizen's matter stays nowhere. If it cannot be removed, the folder is closed to others.
    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Leaves the file to lie, closed to others also where the editor made it anew.
    ///
    /// If that fails, the folder is still closed.
    func keep() {
        chmod(path, 0o600)
    }

    private func contents() throws(CommandFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .notThere(.systemError(errno, at: path))
        }
        defer { close(descriptor) }
        return try TextOptions.decoded(
            try Descriptor.readAll(descriptor, atMost: TextOptions.octetsMax),
            from: path
        )
    }

    /// The text: what stands above the scissors, or all where nothing of theirs is left.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` when the scissors are gone and something that
    ///   stood under them is not: nobody knows then where the text ends.
    private func above(_ contents: String) throws(CommandFailure) -> String {
        if contents.isBlank { return "" }
        if let text = Self.beforeScissors(in: contents) { return String(text) }
        let left = Set(Self.words(of: contents)).intersection(Self.words(of: below))
        guard left.isEmpty else {
            throw .badInput(
                Phrase(
                    "Linjen som texten skulle stå ovanför är borta; inget skickades. Ta bort det"
                        + " som inte ska skickas ur filen.",
                    "The line that the text was to stand above is gone; nothing was sent. Take"
                        + " out of the file what is not to be sent."
                )
            )
        }
        return contents
    }

    /// The lines that say something, without the space around them.
    private static func words(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    /// What stands before the line that begins with the scissors; nil when there is none.
    ///
    /// Lines end as editors end them: LF, CRLF (one `Character`) or CR.
    static func beforeScissors(in contents: String) -> Substring? {
        contents.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .first { $0.hasPrefix(scissors) }
            .map { contents[..<$0.startIndex] }
    }
}

extension StringProtocol {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Manuscript {
    /// What a text is written for; whoever sends it later must mean the same.
    struct Purpose: Codable, Sendable, Equatable {
        /// Where it goes.
        enum Kind: String, Codable, Sendable {
            case reply
            case note
            case ticket
            case incident
        }

        var kind: Kind
        /// That of the ticket or the incident; nil for a new one.
        var number: Int64?
        /// The article that the text began with.
        var article: String?

        /// The text, in a sentence.
        var text: Phrase {
            let number = number.map { "\($0)" } ?? "–"
            return switch kind {
            case .reply: Phrase("svaret på ärende \(number)", "the reply to ticket \(number)")
            case .note: Phrase("anteckningen till ärende \(number)", "the note on ticket \(number)")
            case .ticket: Phrase("ett nytt ärende", "a new ticket")
            case .incident:
                Phrase("svaret till alla i störning \(number)", "the answer to incident \(number)")
            }
        }

        fileprivate func file() throws(CommandFailure) -> Data {
            do {
                return try JSONEncoder().encode(self)
            } catch {
                throw .notWritable
            }
        }
    }

    /// What the manuscript that lies there is for; nil where that is another file, or an older one.
    static func purpose(ofFileAt path: String) -> Purpose? {
        guard key(ofFileAt: path) != nil else { return nil }
        let file = URL(filePath: path).deletingLastPathComponent().appending(path: purposeName)
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try? JSONDecoder().decode(Purpose.self, from: data)
    }
}
