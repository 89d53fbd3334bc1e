public import Desk
import Foundation
import GRDBSQLite

extension SQLiteStore {
    /// How the store stands; it asks the file system and not the database.
    public func figures() throws(DeskError) -> StoreFigures {
        do throws(POSIXError) {
            return StoreFigures(
                bytes: try FileFigures.size(of: path),
                walBytes: try FileFigures.size(of: "\(path)-wal"),
                freeBytes: try FileFigures.freeBytes(beside: path),
                memoryBytes: sqlite3_memory_used()
            )
        } catch {
            throw .unavailable(cause: "the file system does not answer: \(error.code)")
        }
    }
}

/// What the file system says of a file.
enum FileFigures {
    /// Octets of a file; none when it is not there.
    static func size(of path: String) throws(POSIXError) -> Int64 {
        var found = stat()
        guard stat(path, &found) == 0 else {
            if errno == ENOENT { return 0 }
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return Int64(found.st_size)
    }

    /// Octets that a program without privileges may still write beside a file.
    static func freeBytes(beside path: String) throws(POSIXError) -> Int64 {
        var found = statvfs()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard statvfs(folder, &found) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return Int64(clamping: UInt64(found.f_bavail) * UInt64(found.f_frsize))
    }
}
