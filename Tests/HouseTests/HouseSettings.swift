import DeskTesting
import Foundation

/// How one house differs from the ready-made one.
struct HouseSettings: Sendable {
    /// Where mail comes in.
    enum Door: Sendable {
        case port
        case socket
    }

    var door = Door.port
    var messageBytesMax = 26_214_400
    var connectionsMax = 100
    /// As much as can be said, so that a secret in the log has no place to hide.
    var logLevel = "trace"
    /// Where the store is; nil is a file of SQLite in the house's own folder.
    var storeURL: String?
    /// Where PostgreSQL's `LISTEN` is heard; left out when nil.
    var storeListening: String?
    /// A break-glass file.
    var staffFile: String?
    /// A file of destinations.
    var destinations: String?
    /// What stands below `switchboard` beside it; nil is a switchboard that people work.
    var switchboard: [String]?
    /// nil is that of the repository.
    var knowledgeBase: String?
    /// Left out of the file when nil.
    var bindPassword: String? = SlapdServer.servicePassword
    /// nil is the suite's.
    var directory: SlapdServer?
    /// What the daemon is started by: a program and arguments that stand before its own.
    var launcher: @Sendable (HouseServer) throws -> [String] = { _ in [] }
    /// Whether mails that open a ticket are answered by the desk itself.
    var receipts = false
    /// Where mail is taken in, and what replies come from.
    var address = "support@example.org"
    /// What stands below `mail.submission`; nil is the suite's Postfix.
    var submission: [String]?
    /// More variables for the daemon.
    var environment: [String: String] = [:]
}

extension HouseSettings {
    /// A house on a store of that kind, which is empty.
    static func on(_ kind: StoreKind) throws -> Self {
        switch kind {
        case .sqlite: Self()
        case .postgresql: Self(storeURL: try PostgreSQLServer.shared().makeDatabase())
        }
    }

    /// The configuration file's text.
    func yaml(
        httpPort: UInt16,
        lmtp: String,
        store: String,
        around surroundings: Surroundings
    ) -> String {
        let slapd = directory ?? surroundings.slapd
        let repository = HousePrograms.repository.appending(path: "knowledge-base").path
        var lines = [
            "http: { listen: \"127.0.0.1:\(httpPort)\" }",
            "lmtp:", "  listen: \"\(lmtp)\"", "  connections-max: \(connectionsMax)",
            "mail:", "  address: \(address)", "  name: Medborgarsupport",
            "  receipt: { enabled: \(receipts) }",
            "  message-bytes-max: \(messageBytesMax)",
            "  submission:",
        ]
        let usual = ["url: smtp://127.0.0.1:\(surroundings.postfix.port)", "starttls: none"]
        lines += (submission ?? usual).map { "    \($0)" }
        lines += [
            "store:", "  url: \"\(storeURL ?? "sqlite:\(store)")\"",
        ]
        if let storeListening { lines.append("  listen-url: \"\(storeListening)\"") }
        lines += [
            "knowledge-base: { path: \"\(knowledgeBase ?? repository)\" }",
            "log: { level: \(logLevel) }",
            "directory:", "  urls: [\"\(slapd.url)\"]", "  starttls: true",
            "  ca-file: \(slapd.caFile)", "  bind-dn: \"\(SlapdServer.serviceDN)\"",
            "  user-base: \"\(SlapdServer.peopleBase)\"",
            "  group-base: \"\(SlapdServer.groupsBase)\"",
            "  connect-seconds: 2", "  operation-seconds: 2",
        ]
        if let bindPassword { lines.append("  bind-password: \"\(bindPassword)\"") }
        if let staffFile { lines.append("  file: \(staffFile)") }
        lines.append("  roles:")
        let roles = [
            "agent": "helpdesk-agents", "supervisor": "helpdesk-leads", "auditor": "revision",
            "administrator": "helpdesk-admins",
        ]
        for (role, group) in roles.sorted(by: { $0.key < $1.key }) {
            lines += ["    \(role):", "      - \"cn=\(group),\(SlapdServer.groupsBase)\""]
        }
        if let destinations {
            lines += ["switchboard:", "  destinations: \(destinations)"]
            lines += (switchboard ?? ["driver: manual"]).map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
