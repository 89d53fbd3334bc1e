import Foundation

/// What makes a file and its name outlive a power cut.
enum DurableFile {
    /// Syncs what a file holds.
    static func sync(_ path: String) throws(BackupError) { try sync(path, O_RDONLY) }

    /// Syncs the name of a file: the folder it stands in.
    static func syncFolder(of path: String) throws(BackupError) {
        try sync(folder(of: path), O_RDONLY | O_DIRECTORY)
    }

    static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private static func sync(_ path: String, _ flags: Int32) throws(BackupError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path) }
    }

    /// Makes an empty file where there is none, for whom the folder belongs to.
    ///
    /// What SQLite later makes beside it, the log and the memory that it shares, it gives to the
    /// file's owner by itself.
    static func makeForOwnerOfFolder(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // It is there already, or whoever opens it next says why it cannot be.
        guard descriptor >= 0 else { return }
        giveToOwnerOfFolder(path, descriptor)
        close(descriptor)
    }

    /// A file that root makes beside a store belongs to whom the folder belongs to, or the daemon
    /// could not open it; so does a store that root makes.
    static func giveToOwnerOfFolder(_ path: String, _ descriptor: Int32) {
        var found = stat()
        guard geteuid() == 0, stat(folder(of: path), &found) == 0 else { return }
        // Where root may not give files away, the daemon says later that it cannot open it.
        _ = fchown(descriptor, found.st_uid, found.st_gid)
    }
}
