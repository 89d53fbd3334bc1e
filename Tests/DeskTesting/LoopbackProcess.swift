import Foundation
import Synchronization

/// Why a program that a test needs did not come up.
public enum LoopbackError: Error, Sendable, Equatable {
    /// The system would not start it; `errno` in words.
    case notStarted(program: String, reason: String)
    /// It ended with this status before it answered; the end of its log says why.
    case ended(program: String, status: Int32, log: String)
    /// It ran, but no port answered before the deadline.
    case silent(program: String, log: String)
    /// The kernel had no port to give.
    case noPort
}

/// A program that a test started on 127.0.0.1 and that ends with the test.
///
/// It belongs to whoever holds it: ``stop()`` or the last release ends it by its own process id,
/// never by name, so several suites can run the same server side by side. What it writes to
/// standard output and standard error goes to a file.
public final class LoopbackProcess: Sendable {
    /// The program's process id, good until it is stopped.
    public let pid: Int32
    /// Where the program's output goes.
    public let logPath: String

    private let program: String
    private let status: Mutex<Int32?>

    /// Starts a program; it need not be ready when this returns.
    ///
    /// Descriptors of the test are closed in the program: a listening socket that it inherited
    /// would go on answering after the test closed it.
    ///
    /// - Parameters:
    ///   - program: absolute path.
    ///   - arguments: without the program's own name.
    ///   - environment: the whole environment; nil takes the test's own.
    ///   - logPath: created or appended to.
    /// - Throws: ``LoopbackError/notStarted(program:reason:)``.
    public init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String]? = nil,
        logPath: String
    ) throws(LoopbackError) {
        let variables = environment ?? ProcessInfo.processInfo.environment
        pid = try Self.spawn(
            [program] + arguments,
            variables.map { "\($0.key)=\($0.value)" },
            logPath
        )
        self.program = program
        self.logPath = logPath
        status = Mutex(nil)
    }

    deinit { stop() }

    /// True until the program has ended, by itself or by ``stop()``.
    public var isRunning: Bool { exitStatus == nil }

    /// The program's exit status, or minus the signal that ended it; nil while it runs.
    public var exitStatus: Int32? {
        status.withLock { status in
            if status == nil { status = Self.reap(pid, WNOHANG) }
            return status
        }
    }

    /// Everything the program has written so far.
    public var log: String {
        // A program that has not written yet has no log, or an empty one (of which Foundation's
        // reading leaks a page); that is an answer too.
        let attributes = try? FileManager.default.attributesOfItem(atPath: logPath)
        guard let size = attributes?[.size] as? NSNumber, size.intValue > 0 else { return "" }
        let data = (try? Data(contentsOf: URL(fileURLWithPath: logPath))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Waits until every port answers on 127.0.0.1.
    ///
    /// - Throws: ``LoopbackError/ended(program:status:log:)`` at once when the program ends first.
    public func waitUntilAnswering(
        on ports: [UInt16],
        within limit: Duration = .seconds(10)
    ) throws(LoopbackError) {
        let deadline = ContinuousClock.now + limit
        var silent = ports
        while true {
            silent.removeAll(where: answers)
            if silent.isEmpty { return }
            if let status = exitStatus {
                throw .ended(program: program, status: status, log: lastLines)
            }
            guard ContinuousClock.now < deadline else {
                throw .silent(program: program, log: lastLines)
            }
            usleep(5_000)
        }
    }

    /// Sends the program a signal, for example SIGHUP; nothing when it has ended.
    public func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { status = Self.reap(pid, WNOHANG) }
            // Not reaped, so the number is still this program's and nobody else's.
            if status == nil { kill(pid, number) }
        }
    }

    /// Waits until the program has ended by itself.
    ///
    /// - Returns: its exit status; nil when it still runs after the limit.
    public func waitUntilEnded(within limit: Duration = .seconds(10)) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while isRunning, ContinuousClock.now < deadline { usleep(5_000) }
        return exitStatus
    }

    /// Asks the program to end (SIGTERM), and ends it (SIGKILL) when it does not.
    public func stop(within limit: Duration = .seconds(5)) {
        signal(SIGTERM)
        guard waitUntilEnded(within: limit) == nil else { return }
        signal(SIGKILL)
        status.withLock { status in
            if status == nil { status = Self.reap(pid, 0) }
        }
    }

    /// Runs a program to its end and answers what it wrote, for the small jobs of a fixture.
    ///
    /// - Throws: ``LoopbackError/ended(program:status:log:)`` unless it exits 0.
    @discardableResult
    public static func run(
        _ program: String,
        _ arguments: [String],
        logPath: String,
        within limit: Duration = .seconds(20)
    ) throws(LoopbackError) -> String {
        let process = try LoopbackProcess(program, arguments, logPath: logPath)
        guard let status = process.waitUntilEnded(within: limit) else {
            throw .silent(program: program, log: process.lastLines)
        }
        guard status == 0 else {
            throw .ended(program: program, status: status, log: process.lastLines)
        }
        return process.log
    }

    private var lastLines: String {
        log.split(separator: "\n").suffix(20).joined(separator: "\n")
    }

    private static func openDescriptors() -> [Int32] {
        let folder = "/proc/self/fd"
        // Without /proc there is nothing to close by number; the program inherits what is open.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { Int32($0) }
    }

    private static func reap(_ pid: pid_t, _ options: Int32) -> Int32? {
        var raw = Int32(0)
        guard waitpid(pid, &raw, options) == pid else { return nil }
        let signal = raw & 0x7F
        return signal == 0 ? (raw >> 8) & 0xFF : -signal
    }

    private static func spawn(
        _ arguments: [String],
        _ variables: [String],
        _ logPath: String
    ) throws(LoopbackError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions,
            1,
            logPath,
            O_WRONLY | O_CREAT | O_APPEND,
            0o600
        )
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for descriptor in openDescriptors() where descriptor > 2 {
            // One that was closed meanwhile is no failure of the spawn.
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // The threads of a test may block signals; the program must hear SIGTERM all the same.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var argv = arguments.map { strdup($0) } + [nil]
        var envp = variables.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid = pid_t(0)
        let failure = posix_spawn(&pid, arguments[0], &actions, &attributes, &argv, &envp)
        guard failure == 0 else {
            let reason = String(cString: strerror(failure))
            throw .notStarted(program: arguments[0], reason: reason)
        }
        return pid
    }
}
