import DeskTesting
import Foundation
import MailGateway
import Synchronization
import Testing

/// A daemon of its own, with its store, configuration and log in a temporary folder.
///
/// It may be killed and started again on the same files and ports.
final class HouseServer: Sendable {
    let folder: TemporaryFolder
    let httpPort: UInt16
    /// Where mail comes in, as our client says it.
    let lmtp: LMTPDoor.Listen
    /// The same for raw octets.
    let wirePlace: Wire.Place
    /// The same for Postfix; nil where its user could not get in.
    let postfixDoor: PostfixServer.Door?
    let surroundings: Surroundings
    private let lmtpText: String
    private let settings: Mutex<HouseSettings>
    private let process = Mutex<LoopbackProcess?>(nil)
    private let secrets = Mutex<Set<String>>([])

    init(_ settings: HouseSettings = HouseSettings()) throws {
        surroundings = try Surroundings.ofSuite()
        folder = try TemporaryFolder("house")
        httpPort = try freePort()
        switch settings.door {
        case .port:
            let port = try freePort()
            lmtp = .tcp(host: "127.0.0.1", port: Int(port))
            lmtpText = "127.0.0.1:\(port)"
            wirePlace = .port(port)
            postfixDoor = .port(port)
        case .socket:
            let path = folder.path("lmtp.sock")
            lmtp = .unix(path: path)
            lmtpText = "unix:\(path)"
            wirePlace = .socket(path)
            postfixDoor = nil
        }
        self.settings = Mutex(settings)
        try writeConfiguration()
    }

    deinit { process.withLock { $0 }?.stop() }

    var configurationPath: String { folder.path("helpdesk.yaml") }
    var storePath: String { folder.path("helpdesk.sqlite") }
    /// As the configuration has it.
    var storeURL: String { settings.withLock { $0.storeURL } ?? "sqlite:\(storePath)" }
    var api: HouseAPI { HouseAPI(port: httpPort) }

    /// Everything the daemon wrote, over all its lives.
    var log: String {
        // Before the first line there is no file, and nothing to read in it.
        (try? String(contentsOfFile: folder.path("daemon.log"), encoding: .utf8)) ?? ""
    }

    /// Changes the configuration file; the daemon learns of it by SIGHUP or by a start.
    func change(_ body: (inout HouseSettings) -> Void) throws {
        settings.withLock { settings in
            var changed = settings
            body(&changed)
            settings = changed
        }
        try writeConfiguration()
    }

    /// Starts the daemon and waits until it can serve.
    func start() async throws {
        try launch()
        let process = try running()
        try await eventually("the daemon serves", within: .seconds(30)) {
            if let status = process.exitStatus {
                throw HousePrograms.Missing(description: "ended with \(status): \(self.log)")
            }
            // Refused connections are what one gets until it listens.
            return (try? await self.api.get("/readyz").status) == 200
        }
    }

    /// Starts the daemon and does not wait.
    ///
    /// By way of a shell, which puts its own process id, the daemon's to be, into WATCHDOG_PID.
    func launch() throws {
        let started = try LoopbackProcess(
            "/bin/sh",
            [
                "-c", "WATCHDOG_PID=$$ exec \"$0\" \"$@\"",
            ]
                + settings.withLock { $0 }.launcher(self) + [
                    try HousePrograms.helpdeskd(), "serve", "--config", configurationPath,
                ],
            environment: environment,
            logPath: folder.path("daemon.log")
        )
        process.withLock { $0 = started }
    }

    func running() throws -> LoopbackProcess {
        try #require(process.withLock { $0 }, "the daemon was never started")
    }

    /// Ends the daemon as a power cut would.
    func kill() throws {
        let process = try running()
        process.signal(SIGKILL)
        try #require(process.waitUntilEnded() == -SIGKILL)
    }

    /// Asks the daemon to end, and wants it to do so well.
    func stop() throws {
        guard let process = process.withLock({ $0 }), process.isRunning else { return }
        process.signal(SIGTERM)
        #expect(process.waitUntilEnded(within: .seconds(20)) == 0)
        process.stop()
    }

    /// Remembers something that must not stand in the log.
    func keepSecret(_ words: String...) { secrets.withLock { $0.formUnion(words) } }

    /// What stands in the log and must not, with the line it stands in.
    func leaks() -> [String] {
        let lines = log.split(separator: "\n")
        let words = secrets.withLock { $0 }.union(Self.alwaysSecret)
        return words.sorted().flatMap { word in
            lines.filter { $0.contains(word) }.map { "\(word): \($0)" }
        }
    }

    /// Passwords of the tree, and the domain of every citizen.
    private static let alwaysSecret: Set<String> = [
        "annas lösenord", "bengts lösenord", "cecilias", "fel lösenord",
        SlapdServer.servicePassword, "@\(PostfixServer.citizenDomain)", "Bearer",
        // What a reflected value of ours would say.
        "secret:", "hash:",
    ]

    private var environment: [String: String] {
        let own = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path]
        return own.merging(settings.withLock { $0 }.environment) { $1 }
    }

    private func writeConfiguration() throws {
        let text = settings.withLock { $0 }.yaml(
            httpPort: httpPort,
            lmtp: lmtpText,
            store: storePath,
            around: surroundings
        )
        try folder.write(text, to: "helpdesk.yaml")
    }
}

/// Runs a house for a test; whatever happened in it, its log told no secret.
func withHouse(
    _ settings: HouseSettings = HouseSettings(),
    _ body: (HouseServer) async throws -> Void
) async throws {
    let house = try HouseServer(settings)
    try await house.start()
    if let door = house.postfixDoor { try house.surroundings.postfix.changeDoor(to: door) }
    do {
        try await body(house)
    } catch {
        Issue.record("the daemon's log: \(house.log.suffix(4_000))")
        throw error
    }
    try house.stop()
    #expect(house.leaks() == [])
}

/// Looks until it is so; other programs take their time.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(15),
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while true {
        if try await isSo() { return }
        guard ContinuousClock.now < deadline else {
            throw HousePrograms.Missing(description: "not in \(limit): \(what)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
