import Desk
import Foundation

/// The files of a SQLite store that are closed to whoever serves from it.
///
/// Mostly root made them, by copying a store there. SQLite itself says of such a file only that it
/// cannot be opened or written.
public struct ClosedFiles: Sendable, Equatable, CustomStringConvertible {
    /// Their full paths, that of the folder and the store's own first; never empty.
    public let paths: [String]
    /// Whose the first one is.
    public let owner: String
    /// To whom it is closed.
    public let user: String

    /// Looks at what of the store is there; nil when nothing is closed.
    ///
    /// To this process's own user; where that is root, who may open everything, to whom the folder
    /// belongs to.
    ///
    /// - Parameter store: the store's file, which need not be there.
    public init?(of store: String) {
        let own = geteuid()
        let user = own == 0 ? Self.owner(of: DurableFile.folder(of: store)) ?? own : own
        let files = ["", "-wal", "-shm", ".lock"].map { store + $0 }
        let closed =
            own == 0 ? files.filter { Self.isClosed($0, to: user) } : Self.closed(files, of: store)
        guard let first = closed.first, let owner = Self.owner(of: first) else { return nil }
        paths = closed
        self.owner = Self.name(of: owner)
        self.user = Self.name(of: user)
    }

    /// What is wrong, in words for the operator.
    public var description: String {
        "\(paths[0]) belongs to \(owner), and \(user) may not read and write it"
    }

    /// The command that mends it, for root.
    public var remedy: String { "chown \(user): \(paths.joined(separator: " "))" }

    /// As the system decides it; in a folder that nobody lets us into, the files are not seen.
    private static func closed(_ files: [String], of store: String) -> [String] {
        let folder = DurableFile.folder(of: store)
        guard !isClosed(folder, X_OK) else { return [folder] }
        return (isClosed(folder, W_OK) ? [folder] : []) + files.filter { isClosed($0, R_OK | W_OK) }
    }

    /// A disk that cannot be written, or a file that is not there, is something else.
    private static func isClosed(_ path: String, _ wanted: Int32) -> Bool {
        access(path, wanted) != 0 && errno == EACCES
    }

    /// As the permissions say it to somebody else, by owner and group of the folder.
    private static func isClosed(_ path: String, to user: uid_t) -> Bool {
        var file = stat()
        var folder = stat()
        guard user != 0, stat(path, &file) == 0, stat(DurableFile.folder(of: path), &folder) == 0,
            file.st_uid != user
        else { return false }
        let wanted: mode_t = file.st_gid == folder.st_gid ? 0o060 : 0o006
        return file.st_mode & wanted != wanted
    }

    private static func owner(of path: String) -> uid_t? {
        var found = stat()
        return stat(path, &found) == 0 ? found.st_uid : nil
    }

    /// The name of an account, or its number where it has none.
    private static func name(of user: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // What a line of passwd(5) may hold.
        let octets = 16_384
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: octets) { buffer in
            guard let start = buffer.baseAddress,
                getpwuid_r(user, &entry, start, octets, &found) == 0, found != nil,
                let name = entry.pw_name
            else { return "\(user)" }
            return String(cString: name)
        }
    }
}

extension ClosedFiles {
    /// Why this process cannot open a store, where it is that; with what mends it.
    static func failure(opening store: String) -> DeskError? {
        // To root nothing is closed: what failed then is something else.
        guard geteuid() != 0, let closed = Self(of: store) else { return nil }
        return .unavailable(cause: "\(closed); as root: \(closed.remedy)")
    }
}
