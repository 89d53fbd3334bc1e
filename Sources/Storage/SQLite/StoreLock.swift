import Desk
import Foundation

/// Says to other processes that a store's file is open, or that it is being replaced.
///
/// Whoever has the store open shares the lock; a restore wants it alone. It is a lock of the kernel
/// (flock(2)) on an empty file beside the store: it ends with the process, however that ends, and
/// it also works for a store that is too damaged to be opened.
final class StoreLock: Sendable {
    private let descriptor: Int32

    enum Manner {
        case shared
        case alone
    }

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``.
    init(_ path: String, _ manner: Manner) throws(DeskError) {
        let file = "\(path).lock"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let cause = String(cString: strerror(errno))
            if let closed = ClosedFiles.failure(opening: path) { throw closed }
            throw .unavailable(cause: "\(file) cannot be opened: \(cause)")
        }
        DurableFile.giveToOwnerOfFolder(file, descriptor)
        let wanted = manner == .shared ? LOCK_SH : LOCK_EX
        guard flock(descriptor, wanted | LOCK_NB) == 0 else {
            close(descriptor)
            let reason =
                manner == .shared
                ? "is being restored or copied" : "is open in a daemon or a command"
            throw .unavailable(cause: "the store \(path) \(reason)")
        }
    }

    deinit { close(descriptor) }

    /// Gives the lock back; doing so twice is no error.
    func release() { _ = flock(descriptor, LOCK_UN) }
}
