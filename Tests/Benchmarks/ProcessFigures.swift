import Foundation

/// What the kernel says of a process, ours or one that we started (proc(5)).
enum ProcessFigures {
    /// Octets resident in memory, those of them that belong to no file, and the most there ever
    /// were.
    struct Memory: Sendable {
        var resident: Int
        var anonymous: Int
        var peak: Int
    }

    static func memory(of pid: Int32) throws -> Memory {
        let lines = try text(of: "/proc/\(pid)/status").split(separator: "\n")
        func kibibytes(_ key: String) throws -> Int {
            let line = lines.first { $0.hasPrefix("\(key):") }
            guard let value = line.flatMap({ Int($0.filter(\.isNumber)) }) else {
                throw BenchmarkError.unreadable(key)
            }
            return value * 1_024
        }
        return Memory(
            resident: try kibibytes("VmRSS"),
            anonymous: try kibibytes("RssAnon"),
            peak: try kibibytes("VmHWM")
        )
    }

    /// Time that all its threads have spent on a processor.
    static func processorTime(of pid: Int32) throws -> Duration {
        // The name in parentheses may hold spaces; what follows it does not.
        let stat = try text(of: "/proc/\(pid)/stat")
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int64(fields[11]), let system = Int64(fields[12])
        else { throw BenchmarkError.unreadable("/proc/\(pid)/stat") }
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return .seconds(Double(user + system) / ticks)
    }

    private static func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

/// The processor time of some processes over a stretch, as shares of one core.
struct ProcessorWatch: Sendable {
    private let before: [Int32: Duration]
    private let start = ContinuousClock.now

    init(_ pids: [Int32]) throws {
        var before: [Int32: Duration] = [:]
        for pid in pids { before[pid] = try ProcessFigures.processorTime(of: pid) }
        self.before = before
    }

    /// The processor time that `pid` has had since.
    func used(by pid: Int32) throws -> Duration {
        try ProcessFigures.processorTime(of: pid) - (before[pid] ?? .zero)
    }

    /// The same as a share of one core.
    func share(of pid: Int32) throws -> Double {
        try used(by: pid) / (ContinuousClock.now - start)
    }
}
