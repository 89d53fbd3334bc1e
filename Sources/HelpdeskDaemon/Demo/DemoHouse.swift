import CommandManual
import Cryptography
import Desk
import Foundation
import KnowledgeBase
import Logging
import MailGateway
import NIOCore
import ServiceLifecycle
import Storage

/// A desk on embedded defaults: SQLite in a folder, made-up staff, mail written as files.
struct DemoHouse: Sendable {
    let folder: String
    let isTemporary: Bool
    let staff: [DemoStaff]
    let daemon: Daemon

    var sentFolder: String { "\(folder)/sent" }
    let address: MailAddress

    init(data: String?, http: String, lmtp: String, isQuiet: Bool) throws {
        guard let httpAddress = HostPort(http), let listen = LMTPDoor.Listen(lmtp) else {
            preconditionFailure("the command has looked at both")
        }
        guard let address = MailAddress("support@example.org") else {
            preconditionFailure("the demo's own address is one")
        }
        self.address = address
        isTemporary = data == nil
        folder =
            data
            ?? FileManager.default.temporaryDirectory
            .appending(path: "helpdesk-demo-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        staff = try DemoStaff.write(to: "\(folder)/staff.yaml")
        let (logger, level) = ConfigurationOption.logger(level: isQuiet ? .error : .notice)
        var desk = Self.desk(address, servedAt: httpAddress)
        desk.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        desk.clocks = ClockRules(
            rules: try ClockRules.standard.map { try ClockRule($0) },
            hours: try OpeningHours(ClockRules.standardHours)
        )
        daemon = Daemon(
            configuration: DaemonConfiguration(
                http: DaemonConfiguration.HTTPSettings(
                    host: httpAddress.host,
                    port: httpAddress.port
                ),
                lmtp: listen,
                mail: MailGatewaySettings(address: address, name: "Medborgarsupport"),
                outgoing: .folder(path: "\(folder)/sent"),
                store: .sqlite(path: "\(folder)/helpdesk.sqlite"),
                desk: desk,
                directory: nil,
                staffFile: "\(folder)/staff.yaml",
                knowledgeBasePath: KnowledgeBaseFolder.nearby,
                cityFacts: Self.city(address),
                switchboard: nil,
                logLevel: .notice
            ),
            logger: logger,
            level: level
        )
    }

    /// A desk that answers by itself, as a city's would.
    private static func desk(_ address: MailAddress, servedAt http: HostPort) -> DeskSettings {
        var settings = DeskSettings(mailDomain: address.domain)
        settings.letters.sendsReceipts = true
        settings.letters.ownAddress = address.description
        settings.letters.facts = city(address)
        // A port that the kernel chooses is not known yet.
        if http.port != 0 { settings.letters.publicURL = "http://\(http.host):\(http.port)" }
        return settings
    }

    private static func city(_ address: MailAddress) -> CityFacts {
        CityFacts(
            [
                .city: "Exempelstad", .supportPhone: "08-465 004 00",
                .supportHours: "vardagar 8–17", .supportEmail: address.description,
            ],
            byLanguage: ["en": [.supportHours: "weekdays 8 a.m. to 5 p.m."]]
        )
    }

    func takeInMails(_ addresses: Daemon.Addresses) async throws {
        try await LMTPClient.connected(to: lmtp(addresses)) { client in
            for mail in DemoMail.all {
                let replies = try await client.deliver(
                    mail.bytes,
                    from: mail.sender,
                    to: [address.description]
                )
                guard replies.allSatisfy(\.isPositive) else {
                    throw LMTPClient.Refusal(reply: replies.first)
                }
            }
        }
    }

    /// Where mail comes in, with the port the kernel chose.
    func lmtp(_ addresses: Daemon.Addresses) -> LMTPDoor.Listen {
        switch daemon.configuration.lmtp {
        case .tcp(let host, let port):
            .tcp(host: host, port: addresses.lmtp?.port ?? port)
        case .unix(let path): .unix(path: path)
        }
    }

    /// Where the API is served.
    func url(_ addresses: Daemon.Addresses) -> String {
        let http = daemon.configuration.http
        return "http://\(http.host):\(addresses.http?.port ?? http.port)"
    }

    func removeIfTemporary() {
        guard isTemporary else { return }
        // A folder that stays behind in /tmp harms nobody.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func printWelcome(_ addresses: Daemon.Addresses) {
        let url = url(addresses)
        let people = staff.map { "  \($0.user)  \($0.password)  (\($0.role))" }
        let first = staff[0]
        let mail = daemon.configuration.lmtp.text(addresses)
        let commands = """
            \(people.joined(separator: "\n"))

            {try}

              echo '\(first.password)' | swift run helpdesk login --server \(url) \
            --user \(first.user) --password-stdin
              swift run helpdesk tickets
              swift run helpdesk show 1
              swift run helpdesk ask "bankid svarar inte"
              swift run helpdesk reply 1 -m "Hej! Starta om appen och försök igen." --resolve
              ls \(sentFolder)
            """
        guard Wording.isSwedish(ProcessInfo.processInfo.environment) else {
            return Terminal.print(
                """

                The desk is open.

                  API    \(url)/v1
                  mail   \(mail) (LMTP), for \(address)
                  sent   \(sentFolder)
                  store  \(folder)\(isTemporary ? " (removed at the end)" : "")

                Staff, with passwords for this demo:
                \(commands.replacing("{try}", with: "Try this in another terminal:"))

                Stop it with Ctrl-C.
                """
            )
        }
        Terminal.print(
            """

            Supporten är öppen.

              API       \(url)/v1
              e-post    \(mail) (LMTP), för \(address)
              sänt      \(sentFolder)
              databas   \(folder)\(isTemporary ? " (tas bort på slutet)" : "")

            Personal, med lösenord för den här demon:
            \(commands.replacing("{try}", with: "Prova detta i en annan terminal:"))

            Avsluta med Ctrl-C.
            """
        )
    }
}

extension LMTPDoor.Listen {
    fileprivate func text(_ addresses: Daemon.Addresses) -> String {
        switch self {
        case .tcp(let host, let port): "\(host):\(addresses.lmtp?.port ?? port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// A made-up member of staff.
struct DemoStaff: Sendable {
    var user: String
    var name: String
    var role: String
    var password: String

    /// Writes a staff file with fresh passwords.
    static func write(to path: String) throws -> [Self] {
        let people = [
            ("anna", "Anna Åkesson", "agent"),
            ("bengt", "Bengt Öberg", "supervisor"),
            ("rut", "Rut Ärlig", "auditor"),
            ("siv", "Siv Drift", "administrator"),
        ].map { user, name, role in
            let password = Base32.encode(randomBytes(5))
            return Self(user: user, name: name, role: role, password: password)
        }
        var text = "staff:\n"
        for person in people {
            guard let hash = Password(person.password).hashed() else {
                preconditionFailure("a password of letters can be hashed")
            }
            text += """
                  - user: \(person.user)
                    name: \(person.name)
                    hash: "\(hash)"
                    roles: [\(person.role)]

                """
        }
        // Never readable by others, not even for a moment.
        let created = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard created else { throw CocoaError(.fileWriteUnknown) }
        return people
    }
}
