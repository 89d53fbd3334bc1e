import Foundation
import GRDB

/// Why a store was not backed up or not restored; nothing was lost by it.
public enum BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such file.
    case notThere(String)
    /// A file of that name is there already.
    case exists(String)
    /// The file is something else.
    case notAStore(String, why: String)
    /// The file was a store, and is damaged.
    case damaged(String, why: String)
    /// The file was written by a newer program.
    case newer(String, version: Int, known: Int)
    /// Somebody has the store open, or is writing the same backup. Temporary: yes.
    case inUse(String)
    /// There is too little room.
    case noRoom(folder: String, wantedBytes: Int64, freeBytes: Int64)
    /// The file system or the database said no.
    case failed(String, why: String)

    /// In words for the operator.
    public var description: String {
        switch self {
        case .notThere(let path): "\(path): there is no such file"
        case .exists(let path): "\(path) is there already; name another file, or say --overwrite"
        case .notAStore(let path, let why): "\(path) is no store of helpdesk: \(why)"
        case .damaged(let path, let why): "\(path) is damaged: \(why)"
        case .newer(let path, let version, let known):
            "\(path) is of version \(version), newer than this program's \(known): "
                + "install the newer program first"
        case .inUse(let what): what
        case .noRoom(let folder, let wanted, let free):
            "\(folder) has room for \(free) octets, and \(wanted) are needed"
        case .failed(let path, let why): "\(path): \(why)"
        }
    }

    /// What the database, or one of our own checks, said of a file.
    init(_ error: any Error, at path: String) {
        if let own = error as? BackupError {
            self = own
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path, why: "\(type(of: error))")
            return
        }
        let words = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode))"
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notAStore(path, why: words)
            case .SQLITE_CORRUPT: .damaged(path, why: words)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .inUse("\(path) is busy: \(words)")
            default: .failed(path, why: words)
            }
    }

    /// What the database said while it copied one file to another: what cannot be read, is damaged or
    /// is in use was so before, and everything else is the new file's disk.
    init(_ error: any Error, copying source: String, to target: String) {
        let ofSource: [ResultCode] = [
            .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_CORRUPT, .SQLITE_NOTADB,
            .SQLITE_BUSY, .SQLITE_LOCKED,
        ]
        let isOfSource = (error as? DatabaseError).map { error in
            ofSource.contains(error.extendedResultCode) || ofSource.contains(error.resultCode)
        }
        self.init(error, at: isOfSource == true ? source : target)
    }

    /// What the last system call said.
    static func system(_ path: String) -> Self {
        .failed(path, why: String(cString: strerror(errno)))
    }
}
