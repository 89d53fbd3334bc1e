import Cryptography
import DeskTesting
import Foundation
import Storage

/// The real daemon on a store of its own, with a clerk who may log in.
struct House: Sendable {
    let process: LoopbackProcess
    let http: UInt16
    let lmtp: UInt16
    /// From exec until the daemon said that everything listens (sd_notify(3)).
    let readyAfter: Duration

    static let password = "benchmark"
    /// Clerks who may log in; one person has only a few log-ins under way.
    static let clerksMax = 64

    /// Starts it and waits until it is ready.
    ///
    /// Its configuration and its log go to `folder`; `store` is made when it is not there.
    ///
    /// - Parameters:
    ///   - folder: lasts as long as the house.
    ///   - store: where the store is.
    ///   - submission: the port that letters go to; nil is one where nobody listens.
    ///   - program: another daemon than the one built beside this program.
    ///   - directory: where staff is; nil is a file with one clerk.
    ///   - more: further lines of the configuration.
    /// - Throws: when it cannot be started, or ends before it is ready.
    init(
        in folder: TemporaryFolder,
        store: StoreLocation,
        submission: UInt16? = nil,
        program: String? = nil,
        directory: SlapdServer? = nil,
        more: [String] = []
    ) throws {
        http = try freePort()
        lmtp = try freePort()
        let configuration = try Self.write(
            http: http,
            lmtp: lmtp,
            store: store,
            submission: submission ?? freePort(),
            directory: directory,
            more: more,
            in: folder
        )
        let socket = try NotifySocket(path: folder.path("notify-\(http)"))
        var environment = ProcessInfo.processInfo.environment
        environment["NOTIFY_SOCKET"] = socket.path
        // As under systemd: the journal puts the time to each line.
        environment["JOURNAL_STREAM"] = "0:0"
        let start = ContinuousClock.now
        process = try LoopbackProcess(
            try program ?? Repository.program("helpdeskd"),
            ["serve", "--config", configuration],
            environment: environment,
            logPath: folder.path("helpdeskd-\(http).log")
        )
        try socket.waitUntilReady(process)
        readyAfter = ContinuousClock.now - start
    }

    /// A token for the API, of one of the clerks, 0..<``clerksMax``.
    func logIn(as clerk: Int = 0) throws -> String {
        let body = #"{"username":"\#(Self.user(clerk))","password":"\#(Self.password)"}"#
        let request = """
            POST /v1/sessions HTTP/1.1\r
            Host: 127.0.0.1\r
            Connection: close\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        let answer = try exchange(request)
        guard answer.head.prefix(12).hasSuffix("201") else {
            let reason = String(decoding: answer.content, as: UTF8.self)
            throw BenchmarkError.refused("\(answer.head)\n\(reason)")
        }
        return try JSONDecoder().decode(LogIn.self, from: answer.content).token
    }

    /// Memory once the daemon has had `pause` to come to rest.
    func memory(after pause: Duration = .zero) async throws -> ProcessFigures.Memory {
        try await Task.sleep(for: pause)
        return try ProcessFigures.memory(of: process.pid)
    }

    /// What the daemon says it holds, without what its C library keeps.
    struct Holdings {
        /// Octets that are not SQLite's.
        var own: Int
        /// Octets of pages of the file, which fill up to their bound and go with the next write, and
        /// of prepared statements; nil where a server keeps the store.
        var pages: Int?
    }

    func holdings() throws -> Holdings {
        let answer = try exchange(
            "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        let page = try MetricsText(String(decoding: answer.content, as: UTF8.self))
        let name = "helpdesk_memory_allocated_bytes"
        guard let allocated = page.value(name) else { throw BenchmarkError.missing(name) }
        let pages = page.value("helpdesk_store_memory_bytes").map { Int($0) }
        return Holdings(own: Int(allocated) - (pages ?? 0), pages: pages)
    }

    /// The least of its own in some seconds, in which what was begun is done.
    func holdingsAtRest() async throws -> Holdings {
        var least: Holdings?
        for _ in 0..<Self.looksAtRest {
            try await Task.sleep(for: .seconds(1))
            let found = try holdings()
            if found.own < least?.own ?? .max { least = found }
        }
        return try least ?? holdings()
    }

    private static let looksAtRest = 10

    /// One request on a connection of its own.
    private func exchange(_ request: String) throws -> (head: String, content: Data) {
        var stream = try LoopbackStream(port: http)
        try stream.write(Array(request.utf8))
        let answer = try stream.readToEnd()
        guard let blank = answer.firstRange(of: [13, 10, 13, 10]) else {
            throw BenchmarkError.unreadable(String(decoding: answer, as: UTF8.self))
        }
        return (
            String(decoding: answer[..<blank.lowerBound], as: UTF8.self),
            Data(answer[blank.upperBound...])
        )
    }

    private static func user(_ clerk: Int) -> String { "clerk\(clerk)" }

    private struct LogIn: Decodable {
        var token: String
    }

    private static func write(
        http: UInt16,
        lmtp: UInt16,
        store: StoreLocation,
        submission: UInt16,
        directory: SlapdServer?,
        more: [String],
        in folder: TemporaryFolder
    ) throws -> String {
        guard let hash = Password(password).hashed() else {
            throw BenchmarkError.missing("crypt(3)")
        }
        let clerks = (0..<clerksMax).map { clerk in
            """
              - user: \(user(clerk))
                name: Anna Åkesson \(clerk)
                hash: '\(hash)'
                roles: [agent]

            """
        }
        let staff = try folder.write(
            "staff:\n\(clerks.joined())",
            to: "staff-\(http).yaml"
        )
        return try folder.write(
            """
            http:
              listen: "127.0.0.1:\(http)"
              requests-per-minute-max: 100000000
              connections-per-address-max: 100000
            lmtp: { listen: "127.0.0.1:\(lmtp)" }
            mail:
              address: \(Letters.address)
              name: Medborgarsupport
              # Every mail gets its receipt, whatever the load.
              automatic:
                domain-per-hour-max: 1000000
                domain-per-day-max: 1000000
                all-per-hour-max: 1000000
                all-per-day-max: 1000000
              submission: { url: "smtp://127.0.0.1:\(submission)" }
            store: { url: "\(store.url)" }
            directory:
              file: "\(staff)"
            \(directory.map(Self.lines) ?? "")
            knowledge-base: { path: "\(Repository.knowledgeBase.path)" }
            \(more.joined(separator: "\n"))

            """,
            to: "helpdesk-\(http).yaml"
        )
    }
}

extension House {
    /// What the configuration says of a directory, below its heading.
    private static func lines(_ slapd: SlapdServer) -> String {
        [
            "urls: [\"\(slapd.url)\"]", "ca-file: \(slapd.caFile)",
            "bind-dn: \"\(SlapdServer.serviceDN)\"",
            "bind-password: \"\(SlapdServer.servicePassword)\"",
            "user-base: \"\(SlapdServer.peopleBase)\"",
            "group-base: \"\(SlapdServer.groupsBase)\"",
            "roles: { agent: [\"cn=helpdesk-agents,\(SlapdServer.groupsBase)\"] }",
        ]
        .map { "  \($0)" }.joined(separator: "\n")
    }
}

/// What lies around this program.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static var knowledgeBase: URL { root.appending(path: "knowledge-base") }

    /// A program that was built beside this one.
    static func program(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(filePath: own).deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkError.missing(path)
        }
        return path
    }
}
