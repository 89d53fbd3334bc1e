public import Cryptography
public import Desk
public import Foundation
import KnowledgeBase
public import MailGateway
import NIOPosix
public import Storage
import Synchronization

/// The stores that a suite runs on.
public enum StoreKind: String, Sendable, CaseIterable {
    /// A SQLite file in a temporary folder: the real store, not a stand-in.
    case sqlite
    /// A database of its own in a real PostgreSQL on loopback.
    case postgresql

    /// Those that are there: a machine without PostgreSQL's server has one store less to test.
    public static let available: [StoreKind] =
        PostgreSQLServer.isInstalled ? [.sqlite, .postgresql] : [.sqlite]

    /// Makes room for a store: SQLite's file goes to `folder`, which must last as long.
    public func location(in folder: TemporaryFolder) throws -> StoreLocation {
        switch self {
        case .sqlite: .sqlite(path: folder.path("helpdesk.sqlite"))
        case .postgresql:
            .postgresql(address: try PostgreSQLServer.shared().makeDatabase())
        }
    }
}

extension StoreLocation {
    /// As `store.url` has it, with the login that ``description`` leaves out.
    public var url: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let address): address
        }
    }

    /// Opens the store with a clock of the test's.
    public func open(now: @escaping @Sendable () -> Date) async throws -> any DurableStore {
        switch self {
        case .sqlite(let path): try SQLiteStore(path: path, now: now)
        case .postgresql(let address): try await PostgreSQLStore(address: address, now: now)
        }
    }
}

/// A clock that a test sets.
public final class TestClock: Sendable {
    private let held: Mutex<Date>

    /// Starts on a Monday morning, 2026-11-02T08:00:00Z.
    public init(_ start: Date = Date(timeIntervalSince1970: 1_793_606_400)) {
        held = Mutex(start)
    }

    /// What the clock shows.
    public var now: Date { held.withLock { $0 } }

    /// Lets time pass.
    public func advance(by interval: TimeInterval) {
        held.withLock { $0 += interval }
    }
}

/// A desk with a real store, a small knowledge base and two doors' worth of nothing.
public struct TestDesk: Sendable {
    /// The desk itself.
    public let desk: Desk
    /// Its store.
    public let store: any DurableStore
    /// Its outbox.
    public let outbox: Outbox
    /// What signs its letters.
    public let proof: TicketProof
    /// Its clock.
    public let clock: TestClock
    /// Its articles, to be replaced.
    public let library: Library

    /// The desk's address in tests.
    public static let address = "support@example.org"
}

/// Opens a desk, lets `body` use it, and clears it away.
public func withDesk<Value: Sendable>(
    on kind: StoreKind = .sqlite,
    switchboard: (any SwitchboardPort)? = nil,
    directory: any StaffDirectory = TestStaff(),
    settings: DeskSettings = DeskSettings(mailDomain: "example.org"),
    clock: TestClock = TestClock(),
    _ body: @Sendable (TestDesk) async throws -> Value
) async throws -> Value {
    let folder = try TemporaryFolder()
    let store = try await kind.location(in: folder).open { clock.now }
    let library = Library(KnowledgeBase(sources: TestArticles.sources))
    let proof = TicketProof(keys: try await store.proofKeys())
    let house = TestDesk(
        desk: Desk(
            store: store,
            library: library,
            directory: directory,
            switchboard: switchboard,
            proof: proof,
            reader: .ofTests,
            settings: settings,
            now: { clock.now }
        ),
        store: store,
        outbox: Outbox(store: store, clocks: settings.clocks) { clock.now },
        proof: proof,
        clock: clock,
        library: library
    )
    do {
        let value = try await body(house)
        try await store.close()
        return value
    } catch {
        try await store.close()
        throw error
    }
}

extension MailReading where Self == MailReader {
    /// The gateway's own reader, with the tests' address and the threads of the process.
    public static var ofTests: MailReader {
        guard let address = MailAddress(TestDesk.address) else {
            preconditionFailure("the tests' address is one")
        }
        return MailReader(
            settings: MailGatewaySettings(
                address: address,
                name: "Medborgarsupport",
                trustedAuthservID: "mx.example.org"
            ),
            threads: .singleton
        )
    }
}

extension StaffIdentity {
    /// An agent for every queue.
    public static let ada = StaffIdentity(id: "ada", name: "Ada Ek", roles: [.agent])
    /// Another agent for every queue.
    public static let grace = StaffIdentity(id: "grace", name: "Grace Ask", roles: [.agent])
    /// An agent for the queue `school` only.
    public static let stig = StaffIdentity(
        id: "stig",
        name: "Stig Skola",
        roles: [.agent],
        queues: ["school"]
    )
    /// Leads the work of every queue.
    public static let lena = StaffIdentity(id: "lena", name: "Lena Led", roles: [.supervisor])
    /// Reads all, changes nothing.
    public static let rut = StaffIdentity(id: "rut", name: "Rut Revisor", roles: [.auditor])
    /// Leads the queue `school`.
    public static let sara = StaffIdentity(
        id: "sara",
        name: "Sara Skola",
        roles: [.supervisor],
        queues: ["school"]
    )
    /// An agent for the queue `social` only, which may be confidential.
    public static let soley = StaffIdentity(
        id: "soley",
        name: "Sóley Sund",
        roles: [.agent],
        queues: ["social"]
    )
    /// Runs the desk.
    public static let adam = StaffIdentity(id: "adam", name: "Adam Al", roles: [.administrator])
    /// An agent who may work with people whose identity is protected.
    public static let petra = StaffIdentity(
        id: "petra",
        name: "Petra Pil",
        roles: [.agent, .protectedIdentity]
    )
    /// Only the role that opens nothing alone.
    public static let pelle = StaffIdentity(
        id: "pelle",
        name: "Pelle Pil",
        roles: [.protectedIdentity]
    )
    /// Everything there is.
    public static let root = StaffIdentity(
        id: "root",
        name: "Rot",
        roles: Set(Role.allCases),
        queues: ["e-service", "school", "social"]
    )
}

/// The staff of tests; every password is the user name backwards.
public struct TestStaff: StaffDirectory {
    /// Everybody the tests know.
    public static let people: [StaffIdentity] = [
        .ada, .grace, .stig, .lena, .rut, .sara, .soley, .adam, .petra, .pelle, .root,
    ]

    /// Knows everybody.
    public init() {}

    /// The password of a user.
    public static func password(of user: String) -> String { String(user.reversed()) }

    /// Lets in who knows the password; the user `away` finds the directory down.
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        if username == "away" { throw .unavailable(cause: "the directory is away") }
        let wanted = Array(Self.password(of: username).utf8)
        let matches = password.withUnsafeBytes { $0.elementsEqual(wanted) }
        guard matches, let staff = Self.people.first(where: { $0.id == username }) else {
            throw .refused
        }
        return staff
    }
}

/// Mails of tests.
extension ReceivedMail {
    /// A plain mail of one citizen.
    public static func plain(
        _ text: String,
        subject: String = "Fråga",
        from address: String? = "maja@example.com",
        name: String? = "Maja Lind",
        messageID: String? = "1@example.com",
        references: [String] = [],
        replyToken: String? = nil,
        files: [File] = []
    ) -> Self {
        let raw = Array("Subject: \(subject)\r\n\r\n\(text)\r\n".utf8)
        return Self(
            replyToken: replyToken,
            reversePath: address,
            messageID: messageID,
            references: references,
            sender: Citizen(name: name, email: address),
            author: address,
            subject: subject,
            text: text,
            ownText: text,
            files: files,
            raw: raw,
            automaticReason: nil,
            problems: [],
            content: Digest(of: raw)
        )
    }
    /// The same as the gateway reads it of its octets, with what it folds away.
    public static func written(
        _ text: String,
        subject: String = "Fråga",
        answering letter: Letter? = nil,
        messageID: String = "2@example.com"
    ) async throws -> Self {
        let answers = letter.map { "In-Reply-To: <\($0.messageID)>\r\n" } ?? ""
        let lines = """
            From: Maja Lind <maja@example.com>\r
            To: <\(TestDesk.address)>\r
            Subject: \(letter.map { "SV: \($0.subject)" } ?? subject)\r
            Date: Mon, 2 Nov 2026 08:00:00 +0000\r
            Message-ID: <\(messageID)>\r
            \(answers)Content-Type: text/plain; charset=utf-8\r
            \r
            \(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))\r

            """
        return try await MailReader.ofTests.read(
            RawMail(
                bytes: Array(lines.utf8),
                reversePath: "maja@example.com",
                replyToken: letter?.replyToken
            )
        )
    }
}
