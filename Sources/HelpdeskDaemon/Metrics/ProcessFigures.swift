import Foundation

/// What the kernel says of this process.
struct ProcessFigures: Equatable {
    /// Octets of resident memory.
    var residentBytes: Int64
    /// Open file descriptors.
    var descriptors: Int
    /// How many there may be.
    var descriptorsMax: Int64
    /// Seconds of processor time.
    var processorSeconds: Double
    /// When it started.
    var startedAt: Date

    /// Asks now; nil when `/proc` does not answer.
    static func current() -> ProcessFigures? {
        guard let memory = fields("/proc/self/statm"), memory.count > 1,
            let pages = Int64(memory[1]), let startedAt,
            let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        else { return nil }
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ProcessFigures(
            residentBytes: pages * Int64(sysconf(Int32(_SC_PAGESIZE))),
            descriptors: names.count,
            descriptorsMax: Int64(clamping: limit.rlim_cur),
            processorSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
            startedAt: startedAt
        )
    }

    /// From the ticks since boot: the kernel's own start time is hidden from a confined service.
    private static let startedAt: Date? = {
        // The second field is the program's name in parentheses, which may hold anything.
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let rest = stat[stat.index(after: end)...].split(separator: " ")
        guard rest.count > 19, let ticks = Double(rest[19]) else { return nil }
        let age = ProcessInfo.processInfo.systemUptime - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return Date.now - age
    }()

    private static func fields(_ path: String) -> [Substring]? {
        // Without /proc there are no figures, and that is all that is lost.
        (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ")
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
