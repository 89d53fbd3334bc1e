import Foundation
import Synchronization

/// A real Postfix on 127.0.0.1, for tests of mail's whole way: citizen, Postfix, helpdesk, back.
///
/// It runs beside the machine's own: configuration, queue, mailboxes and log are in a temporary
/// folder. Mail for the desk's address, with or without `+TOKEN`, goes to the LMTP door under test;
/// mail for anybody at ``citizenDomain`` lands in a Maildir that the test reads; mail for anybody
/// else is refused, so that no test ever writes to a stranger. Only root can start it.
public final class PostfixServer: Sendable {
    /// Where the desk's LMTP door is.
    public enum Door: Sendable, Hashable {
        /// A port on 127.0.0.1.
        case port(UInt16)
        /// A unix socket by its absolute path; Postfix's own user must be let through to it.
        case socket(String)
    }

    /// The domain whose every address is a citizen with a mailbox.
    public static let citizenDomain = "example.com"

    /// Where it takes mail by SMTP; also where the desk submits its own.
    public let port: UInt16
    /// The desk's address.
    public let deskAddress: String

    let folder: TemporaryFolder
    private let others: [String: Door]
    private let running: Mutex<Running?>

    private struct Running {
        let postfix: LoopbackProcess
        let master: pid_t
        let guardian: LoopbackProcess
    }

    /// True when Debian's package is there and the test runs as root.
    public static var isAvailable: Bool {
        getuid() == 0 && FileManager.default.isExecutableFile(atPath: program)
    }

    /// Writes the configuration and starts Postfix; it takes mail when this returns.
    ///
    /// - Parameters:
    ///   - door: where the desk's mail goes; nobody need listen there yet.
    ///   - deskAddress: the address without a token; its domain has no other.
    ///   - settings: more lines for main.cf, such as `maximal_queue_lifetime = 3s`.
    ///   - others: more desks by their addresses, each of another domain.
    ///   - services: more lines for master.cf.
    /// - Throws: ``LoopbackError`` when it does not come up, with the end of its log.
    public init(
        door: Door,
        deskAddress: String = "support@example.org",
        settings: [String] = [],
        others: [String: Door] = [:],
        services: [String] = []
    ) throws {
        folder = try TemporaryFolder("postfix")
        self.deskAddress = deskAddress
        try Self.makeFolders(folder)
        self.others = others
        try Self.writeMap(others.merging([deskAddress: door]) { $1 }, folder)
        try Self.writeMain(deskAddress, settings, others.keys.sorted(), folder)
        let (port, running) = try Self.startSomewhere(folder, services)
        self.port = port
        self.running = Mutex(running)
    }

    deinit { stop() }

    /// What Postfix wrote to its log.
    public var log: String {
        // Before the first line there is no file, and nothing to read in it.
        (try? String(contentsOfFile: folder.path("mail.log"), encoding: .utf8)) ?? ""
    }

    /// Sends the desk's mail to another door from now on, deferred mail included.
    public func changeDoor(to door: Door) throws {
        try Self.writeMap(others.merging([deskAddress: door]) { $1 }, folder)
        try postfix("reload")
    }

    /// Tries all deferred mail now rather than at its next turn.
    public func flush() throws { try postfix("flush") }

    /// Number of messages that are neither delivered nor returned.
    public func queuedCount() throws -> Int {
        let output = folder.path("queue-\(UUID().uuidString).json")
        // Read before; a leftover goes with the folder.
        defer { try? FileManager.default.removeItem(atPath: output) }
        let listing = try LoopbackProcess.run(
            "/usr/sbin/postqueue",
            ["-c", configuration, "-j"],
            logPath: output
        )
        return listing.split(separator: "\n").count
    }

    /// True when every message was delivered or returned.
    public func queueIsEmpty() throws -> Bool { try queuedCount() == 0 }

    /// Ends Postfix, its own way first, and makes sure of it.
    public func stop() {
        guard let running = running.withLock({ $0.take() }) else { return }
        running.guardian.stop()
        // It may have ended by itself, which is what is wanted.
        try? postfix("stop")
        Self.endMaster(running.master)
        running.postfix.stop()
    }

    private var configuration: String { folder.path("conf") }

    private func postfix(_ command: String) throws {
        try LoopbackProcess.run(
            Self.program,
            ["-c", configuration, command],
            logPath: folder.path("command.log")
        )
    }

    private static let program = "/usr/sbin/postfix"
    private static let masterProgram = "/usr/lib/postfix/sbin/master"
}

extension PostfixServer {
    private static func startSomewhere(
        _ folder: TemporaryFolder,
        _ services: [String]
    ) throws -> (UInt16, Running) {
        var attempts = 0
        while true {
            attempts += 1
            let port = try freePort()
            try writeMaster(port, services, folder)
            let postfix = try LoopbackProcess(
                program,
                ["-c", folder.path("conf"), "start-fg"],
                logPath: folder.path("start.log")
            )
            do throws(LoopbackError) {
                try postfix.waitUntilAnswering(on: [port])
                return (port, try guarded(postfix, folder))
            } catch {
                postfix.stop()
                // Somebody may have taken the port in the meantime.
                guard attempts < 3 else { throw error }
            }
        }
    }

    private static func guarded(
        _ postfix: LoopbackProcess,
        _ folder: TemporaryFolder
    ) throws(LoopbackError) -> Running {
        // The child is a shell that waits for the master, whose number stands in this file.
        let file = folder.path("queue/pid/master.pid")
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        let number = text?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let master = number.flatMap(pid_t.init), isMaster(master) else {
            throw .silent(program: program, log: postfix.log)
        }
        // A test that crashes stops nothing; this shell outlives it and does.
        let guardian = try LoopbackProcess(
            "/bin/sh",
            [
                "-c",
                "tail --pid=\"$1\" -f /dev/null; \(program) -c \"$2/conf\" stop; rm -rf -- \"$2\"",
                "guardian", "\(getpid())", folder.path,
            ],
            logPath: folder.path("guardian.log")
        )
        return Running(postfix: postfix, master: master, guardian: guardian)
    }

    private static func endMaster(_ master: pid_t) {
        let deadline = ContinuousClock.now + .seconds(5)
        while isMaster(master), ContinuousClock.now < deadline { usleep(5_000) }
        if isMaster(master) { kill(master, SIGKILL) }
    }

    /// True while the number is a Postfix master's, and not that of a program born since.
    private static func isMaster(_ number: pid_t) -> Bool {
        let link = "/proc/\(number)/exe"
        // Gone: not a master.
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == masterProgram
    }
}
