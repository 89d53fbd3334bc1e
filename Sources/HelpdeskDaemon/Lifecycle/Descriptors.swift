import Glibc

/// How many files and sockets the system lets the program have open.
enum Descriptors {
    /// Those that are no client's: the store, the log, the directory, letters on their way.
    static let ownMax = 128

    /// Raises the limit as far as the system allows, and returns it.
    ///
    /// The usual soft limit of 1024 is for programs that use select(2); we do not.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1_024
        }
        limit.rlim_cur = limit.rlim_max
        // Refused, the limit stays as it was, and that is what is read back.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        _ = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
