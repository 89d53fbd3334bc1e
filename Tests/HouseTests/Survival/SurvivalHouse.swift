import DeskTesting
import Foundation
import MailGateway
import Storage
import Synchronization
import Testing

/// A daemon with a faulty disk, one clerk of its own and a mail server that takes everything.
final class SurvivalHouse: Sendable {
    let folder: TemporaryFolder
    let disk: FaultyDisk
    let httpPort: UInt16
    let lmtpPort: UInt16
    let storePath: String
    /// What keeps the store; nil where it is a file.
    let database: SurvivalDatabase?
    private let environment: [String: String]
    private let descriptorsMax: Int?
    private let process = Mutex<LoopbackProcess?>(nil)

    /// - Parameters:
    ///   - label: shows in the folder's name, for whoever looks into /tmp.
    ///   - storeFolder: where the store goes; nil is the house's own folder.
    ///   - server: the PostgreSQL that keeps the store instead.
    ///   - environment: more variables for the daemon, its configuration among them.
    ///   - descriptorsMax: how many files and sockets the system lets it have open.
    /// - Throws: when a file cannot be written or a port is not to be had.
    init(
        _ label: String = "survival",
        storeFolder: String? = nil,
        on server: PostgreSQLServer? = nil,
        environment: [String: String] = [:],
        descriptorsMax: Int? = nil
    ) throws {
        folder = try TemporaryFolder(label)
        storePath = (storeFolder ?? folder.path) + "/helpdesk.sqlite"
        database = try server.map { try SurvivalDatabase(on: $0) }
        disk = try FaultyDisk(in: folder, files: storePath, serverPort: server?.port)
        disk.peer = Int64(server?.pid ?? 0)
        self.environment = environment.merging(disk.environment) { $1 }
        self.descriptorsMax = descriptorsMax
        httpPort = try freePort()
        lmtpPort = try freePort()
        try folder.write(Self.staff, to: "staff.yaml")
        try folder.write(Self.destinations, to: "destinations.yaml")
        try folder.write(try configuration(), to: "helpdesk.yaml")
    }

    deinit { process.withLock { $0 }?.stop() }

    var api: HouseAPI { HouseAPI(port: httpPort) }
    var lmtp: LMTPDoor.Listen { .tcp(host: "127.0.0.1", port: Int(lmtpPort)) }

    /// Everything the daemon wrote, over all its lives.
    var log: String {
        // Before the first line there is no file, and nothing to read in it.
        (try? String(contentsOfFile: folder.path("daemon.log"), encoding: .utf8)) ?? ""
    }

    /// The pid of the daemon that runs.
    var pid: Int32 { process.withLock { $0?.pid ?? 0 } }

    /// Starts the daemon and waits until both doors answer; false when it ended before that.
    func start() throws -> Bool {
        for _ in 0..<20 {
            let said = log.count
            if try startOnce() { return true }
            // A connection of somebody else's may have our port for a moment.
            guard log.dropFirst(said).contains("Address already in use") else { return false }
            usleep(200_000)
        }
        return false
    }

    private func startOnce() throws -> Bool {
        // One that waits for its store's server is there already.
        let started = try process.withLock { $0 }.flatMap { $0.isRunning ? $0 : nil } ?? launched()
        do throws(LoopbackError) {
            try started.waitUntilAnswering(on: [httpPort, lmtpPort], within: .seconds(30))
            return true
        } catch {
            guard case .ended = error else { throw error }
            return false
        }
    }

    private func launched() throws -> LoopbackProcess {
        let limit = descriptorsMax.map { ["/usr/bin/prlimit", "--nofile=\($0)"] } ?? []
        let command =
            limit + [
                try HousePrograms.helpdeskd(), "serve", "--config", folder.path("helpdesk.yaml"),
            ]
        let started = try LoopbackProcess(
            command[0],
            Array(command.dropFirst()),
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(environment) { $1 },
            logPath: folder.path("daemon.log")
        )
        process.withLock { $0 = started }
        return started
    }

    /// True while there is a daemon.
    var isRunning: Bool { process.withLock { $0 }?.isRunning ?? false }

    /// How the daemon ended; nil when it still runs after the limit.
    func ending(within limit: Duration = .seconds(20)) -> Int32? {
        process.withLock { $0 }?.waitUntilEnded(within: limit)
    }

    /// Asks the daemon to end; its status, or minus the signal that ended it.
    func stop() -> Int32? {
        process.withLock { $0 }?.signal(SIGTERM)
        return ending()
    }

    /// Ends the daemon at once, as the kernel does when memory is out.
    func kill() {
        process.withLock { $0 }?.signal(SIGKILL)
        _ = ending()
    }

    /// Delivers a mail; the codes that each recipient got.
    func deliver(_ mail: CitizenMail) async throws -> [Int] {
        try await LMTPClient.connected(to: lmtp) { client in
            try await client.deliver(mail.bytes, from: mail.sender, to: [mail.recipient])
                .map(\.code)
        }
    }

    /// A clerk who has logged in.
    func clerk() async throws -> HouseAPI { try await api.signedIn("anna", "annas lösenord") }

    /// Lets nothing fail from now on, and brings back the store's server, which was killed.
    func heal(after fault: FaultyDisk.Fault) throws {
        disk.heal()
        guard fault.isOfPeer, let database else { return }
        // One that was stopped at once may still be at it.
        try database.server.restart()
        disk.peer = Int64(database.server.pid)
    }

    /// What the store holds, of which no daemon is using it: files or a server's.
    ///
    /// The chain of records is examined too.
    func auditStore() async throws -> StoreAudit {
        guard let database else {
            let copy = try copied()
            defer { withExtendedLifetime(copy) {} }
            return try await StoreAudit.examining(copy.path("helpdesk.sqlite"))
        }
        return try await database.audit()
    }

    /// What the store's files hold just now, looked at in a copy: what a daemon would find.
    func audit() throws -> StoreAudit {
        let copy = try copied()
        defer { withExtendedLifetime(copy) {} }
        return try StoreAudit(of: copy.path("helpdesk.sqlite"))
    }

    private func copied() throws -> TemporaryFolder {
        let copy = try TemporaryFolder("audit")
        for name in ["", "-wal", "-journal"] {
            let file = storePath + name
            guard FileManager.default.fileExists(atPath: file) else { continue }
            try FileManager.default.copyItem(
                atPath: file,
                toPath: copy.path("helpdesk.sqlite" + name)
            )
        }
        return copy
    }

    private func configuration() throws -> String {
        """
        http:
          listen: "127.0.0.1:\(httpPort)"
        lmtp:
          listen: "127.0.0.1:\(lmtpPort)"
        mail:
          address: support@example.org
          name: Medborgarsupport
          submission: { url: "smtp://127.0.0.1:\(try MailSink.shared().port)", starttls: none }
        directory: { file: "\(folder.path("staff.yaml"))" }
        switchboard: { destinations: "\(folder.path("destinations.yaml"))", driver: manual }
        webhooks: { allowed-networks: [127.0.0.1] }
        knowledge-base: { path: "\(HousePrograms.repository.path)/knowledge-base" }
        store:
          url: "\(database?.address ?? "sqlite:\(storePath)")"

        """
    }

    /// Where a citizen can be handed off to.
    static let destination = "forskola"
    private static let destinations = """
        destinations:
          - id: \(destination)
            name: Förskola
            number: 08-465 004 20
            queue: forskola

        """

    /// `annas lösenord`, by `openssl passwd -6`, with few rounds: the tests log in often.
    private static let staff = """
        staff:
          - user: anna
            name: Anna Åkesson
            hash: '\(hash)'
            roles: [agent, administrator]

        """
    static let hash =
        "$6$rounds=1000$survival$"
        + "CS9Pi5CdUsIPBcnekhTfEEj21AjlN1FOrP6nJ/N0nLNQD9mq9nSwigV3PZ1l5L0XNiEoFBDG753pRfJyQBQMr0"
}

/// The mail server that every house of a run sends to: whatever comes is kept in files.
extension MailSink {
    private static let made = Mutex<MailSink?>(nil)

    /// The one of this run.
    static func shared() throws -> MailSink {
        try made.withLock { made in
            if let made { return made }
            let sink = try MailSink(keeping: true)
            made = sink
            // Nobody lets go of what is shared.
            atexit { MailSink.made.withLock { $0 = nil } }
            return sink
        }
    }

    /// Every mail that came for somebody, one that came twice twice.
    func mails(for recipient: String) throws -> [MailboxMail] { try mails(for: [recipient])[0] }

    /// The same for several, of one look at them all.
    func mails(for recipients: [String]) throws -> [[MailboxMail]] {
        let mails = try mails().map { MailboxMail([UInt8]($0)) }
        return recipients.map { recipient in
            mails.filter { $0.header["x-rcpt-args"]?.contains("<\(recipient)>") == true }
        }
    }
}
