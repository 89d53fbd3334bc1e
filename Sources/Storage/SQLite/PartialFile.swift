import Foundation

/// A file that is being written and has no name of its own yet.
///
/// The lock on it tells a backup that is under way from one that was cut off; the latter is written
/// over. Dropped before it was named, it is removed.
struct PartialFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(BackupError) {
        try self.init(path, opened: Self.open(path))
    }

    /// Takes a file that was opened by its first name, and closes it when it cannot have it.
    init(_ path: String, opened file: Int32) throws(BackupError) {
        // Who had the lock until now may have finished meanwhile: what was opened is then a whole
        // backup under its own name, and must not be written over.
        guard flock(file, LOCK_EX | LOCK_NB) == 0, Self.isStillThere(path, file) else {
            close(file)
            throw .inUse("\(path) is being written by somebody else")
        }
        guard ftruncate(file, 0) == 0, fchmod(file, 0o600) == 0 else {
            let error = BackupError.system(path)
            close(file)
            throw error
        }
        self.path = path
        descriptor = file
    }

    static func open(_ path: String) throws(BackupError) -> Int32 {
        let file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(path) }
        return file
    }

    deinit {
        // Once it has its own name, the first one may be somebody else's.
        if Self.isStillThere(path, descriptor) {
            for ending in ["-journal", "-wal", "-shm", ""] { unlink("\(path)\(ending)") }
        }
        close(descriptor)
    }

    private static func isStillThere(_ path: String, _ file: Int32) -> Bool {
        var own = stat()
        var there = stat()
        return fstat(file, &own) == 0 && lstat(path, &there) == 0
            && own.st_ino == there.st_ino && own.st_dev == there.st_dev
    }

    func giveToOwnerOfFolder() { DurableFile.giveToOwnerOfFolder(path, descriptor) }

    func append(_ octets: [UInt8]) throws(BackupError) {
        guard write(descriptor, octets, octets.count) == octets.count else {
            throw .system(path)
        }
    }

    func sync() throws(BackupError) {
        guard fsync(descriptor) == 0 else { throw .system(path) }
    }

    /// Gives the file its name, in one step, and syncs that.
    func name(_ target: String, mayReplace: Bool) throws(BackupError) {
        if mayReplace {
            guard rename(path, target) == 0 else { throw .system(target) }
        } else {
            // Unlike a rename, a link never takes the place of a file that came meanwhile.
            guard link(path, target) == 0 else {
                throw errno == EEXIST ? .exists(target) : .system(target)
            }
            unlink(path)
        }
        try DurableFile.syncFolder(of: target)
    }

    /// Removes what a backup left behind that was cut off; one that is under way is left alone.
    static func removeAbandoned(_ path: String) {
        // Dropping it removes it; one that cannot be had is somebody's.
        _ = try? PartialFile(path)
    }
}
