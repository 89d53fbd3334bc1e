import DeskAPI
import Foundation

/// What `helpdesk login` leaves for the other verbs.
struct StoredSession: Sendable, Equatable, Codable {
    /// The server that gave the token, and the only one it may be sent to.
    var server: String
    var token: String
    var expiresAt: Timestamp
    /// User id, for the next login's prompt.
    var user: String
    /// PEM file with the certificates to trust instead of the system's.
    var caFile: String?

    enum CodingKeys: String, CodingKey {
        case server
        case token
        case expiresAt = "expires_at"
        case user
        case caFile = "ca_file"
    }
}

/// `helpdesk/session.json` in the user's settings; the token in it is as good as a password.
struct SessionFile: Sendable {
    let folder: URL

    static let octetsMax = 65_536

    /// Takes the folder of all the user's settings.
    init(in settings: URL) {
        folder = settings.appending(path: "helpdesk", directoryHint: .isDirectory)
    }

    var path: String { folder.appending(path: "session.json").path(percentEncoded: false) }

    /// What was stored; nil when nobody is logged in.
    ///
    /// A file that others can read is not used: its token may have been read already.
    func read() throws(CommandFailure) -> StoredSession? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard descriptor >= 0 else { throw unreadable }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw unreadable
        }
        guard facts.st_mode & 0o077 == 0 else { throw exposed }
        let bytes = try Descriptor.readAll(descriptor, atMost: Self.octetsMax)
        do {
            return try JSONDecoder().decode(StoredSession.self, from: bytes)
        } catch {
            throw unreadable
        }
    }

    /// Stores it whole or not at all: a new file with mode 0600, renamed over the old one.
    func write(_ session: StoredSession) throws(CommandFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let temporary = path + "." + UUID().uuidString
        do {
            let bytes = try encoder.encode(session)
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            guard chmod(folder.path(percentEncoded: false), 0o700) == 0 else { throw unwritable }
            try Descriptor.create(temporary, with: bytes)
            guard rename(temporary, path) == 0 else { throw unwritable }
        } catch {
            unlink(temporary)
            throw unwritable
        }
    }

    /// Forgets the session; not an error when there is none.
    ///
    /// - Returns: true when there was one.
    @discardableResult
    func remove() throws(CommandFailure) -> Bool {
        if unlink(path) == 0 { return true }
        guard errno == ENOENT || errno == ENOTDIR else { throw unwritable }
        return false
    }

    private var unreadable: CommandFailure {
        .badConfiguration(
            Phrase(
                "\(path) går inte att läsa. Kör helpdesk login igen.",
                "\(path) cannot be read. Run helpdesk login again."
            )
        )
    }

    private var exposed: CommandFailure {
        .badConfiguration(
            Phrase(
                "\(path) kan läsas av andra och används därför inte. Kör helpdesk login igen.",
                "\(path) can be read by others and is therefore not used. Run helpdesk login again."
            )
        )
    }

    private var unwritable: CommandFailure {
        .cannotCreate(
            Phrase("\(path) går inte att skriva.", "\(path) cannot be written.")
        )
    }
}
