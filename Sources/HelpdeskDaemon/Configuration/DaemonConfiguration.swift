import Cryptography
import Desk
import Directory
import Foundation
import KnowledgeBase
import Logging
import MailGateway
import MailProtocols
import NIOCore
import NIOPosix
import Storage
import WebAPI

/// Everything an operator decides, read and checked as a whole.
///
/// - Configuration keys, beside those of ``MailGatewaySettings``, ``DeskSettings``,
///   ``DirectoryConfiguration``, ``SwitchboardSettings``, ``BackupSettings``,
///   ``HealthSettings``, ``AuditSettings``, ``RetentionSettings``, ``LearningSettings``,
///   ``LearnerSettings``, ``DirectorySyncSettings``, ``SignInLimits``, ``ClockRules``,
///   ``TriageRules``, ``ReportSettings``, `IncidentSettings`, `LetterSettings`, `ServiceSettings`,
///   `Outbox.Patience` and `CityFacts`:
///   - `http.listen` (string, default `127.0.0.1:8080`): `HOST:PORT`.
///   - `http.connections-max` (int, default 10 000, 1…100 000): more are answered 503.
///   - `http.requests-max` (int, default 512, 1…10 000): worked on at a time; more are answered 503.
///   - `http.requests-per-person-max` (int, default 128, 1…10 000): more are answered 429.
///   - `http.requests-per-minute-max`, `http.connections-per-address-max`, `http.trusted-proxies`:
///     see ``HTTPAccess``.
///   - `http.idle-seconds` (int, default 60, 1…3 600): for the next request's head to be complete.
///   - `http.transfer-seconds` (int, default 30, 1…3 600): for a request to come in whole and for an
///     answer to go out, and a second more for every 10 000 octets.
///   - `http.tls.certificate`, `http.tls.key` (paths of PEM files, optional): both or neither.
///   - `http.metrics` (`loopback` or `anyone`, default `loopback`): who may fetch `/metrics`
///     without a log-in.
///   - `store.url` (string, default `sqlite:/var/lib/helpdesk/helpdesk.sqlite`).
///   - `store.listen-url` (string, optional): PostgreSQL's address without transaction pooling, where
///     `store.url` leads through a pooler.
///   - `knowledge-base.path` (path, default `/usr/share/helpdesk/knowledge-base`).
///   - `mail.quarantine-days` (int, days, default 90, 1…3 650): how long a held mail waits.
///   - `log.level` (`trace` … `critical`, default `info`).
struct DaemonConfiguration: Sendable {
    var http: HTTPSettings
    var lmtp: LMTPDoor.Listen
    var mail: MailGatewaySettings
    var outgoing: OutgoingMailSettings
    var store: StoreLocation
    /// Where PostgreSQL's `LISTEN` is heard, when the store's own address leads through a pooler.
    var storeListening: String?
    var desk: DeskSettings
    var directory: DirectoryConfiguration?
    var staffFile: String?
    var knowledgeBasePath: String
    var cityFacts: CityFacts
    var switchboard: SwitchboardSettings?
    var logLevel: Logger.Level
    var backup = BackupSettings()
    var health = HealthSettings()
    var learner = LearnerSettings()
    var audit = AuditSettings()
    var retention = RetentionSettings()
    var webhooks = WebhookSettings()
    /// The mailbox that mail is taken out of, beside the door; nil for none.
    var pickup: PickupSettings?
    /// How long a mail waits in quarantine before it is thrown away.
    var quarantineTime: TimeInterval = 90 * 24 * 3_600
    var directorySync = DirectorySyncSettings()
    /// How long mail servers may put letters off.
    var patience = Outbox.Patience()
    /// Files that were not checked, for they are there only while the unit runs.
    var unseenFiles: [UnseenFile] = []
    /// Names in the environment and among the credentials that are no keys; they mean nothing.
    var strays: [ConfigurationProblem] = []
    /// What ``SettingsReader/doubts`` were.
    var doubts: [ConfigurationProblem] = []

    /// Where the API is served.
    struct HTTPSettings: Sendable {
        var host: String
        var port: Int
        var certificate: String?
        var key: String?
        var connectionsMax = 10_000
        var requestsMax = 512
        var requestsPerPersonMax = 128
        var idleTime = TimeAmount.seconds(60)
        var transferTime = TimeAmount.seconds(30)
        var metrics = MetricsPage.Audience.loopback
        var access = HTTPAccess()
        var events = EventSettings()

        /// `HOST:PORT` as it stands in a URL (RFC 3986 §3.2.2).
        var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
    }

    /// Where finished mail goes.
    enum OutgoingMailSettings: Sendable {
        case submission(SMTPSubmission)
        case folder(path: String)
    }
}

extension DaemonConfiguration {
    /// Reads the file, the environment and the credentials folder.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - environment: the variables.
    ///   - isServing: true where everything is wanted now, also what systemd lays out with the unit;
    ///     else ``unseenFiles`` tells what could not be checked.
    /// - Returns: what the operator decided, whole.
    /// - Throws: ``ConfigurationProblems`` with every mistake.
    static func read(
        path: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        isServing: Bool = false
    ) async throws -> Self {
        let (configuration, mistakes) = try await examine(
            path: path,
            environment: environment,
            isServing: isServing
        )
        if let mistakes { throw mistakes }
        return configuration
    }

    /// The same for who looks at the rest in spite of mistakes: in place of what could not be read
    /// stands a default, with which nobody may serve.
    ///
    /// - Throws: ``ConfigurationProblems`` where nothing at all can be read.
    static func examine(
        path: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        isServing: Bool = false
    ) async throws -> (configuration: Self, mistakes: ConfigurationProblems?) {
        var reader = try await SettingsReader(
            path: path,
            environment: environment,
            isServing: isServing
        )
        var configuration = Self(&reader)
        (configuration.unseenFiles, configuration.doubts) = (reader.unseenFiles, reader.doubts)
        do throws(ConfigurationProblems) {
            configuration.strays = try reader.finish()
            return (configuration, nil)
        } catch {
            return (configuration, error)
        }
    }

    private init(_ reader: inout SettingsReader) {
        let mail = Self.mail(&reader)
        let http = Self.http(&reader)
        let lmtp = Self.lmtp(&reader)
        let outgoing = Self.outgoing(&reader)
        let store = Self.store(&reader)
        let storeListening = Self.storeListening(&reader)
        var desk = Self.desk(&reader, domain: mail?.address.domain ?? "")
        let directory = DirectoryConfiguration(&reader)
        let sync = DirectorySyncSettings(&reader)
        if directory?.canLookUp == true { desk.directoryGrace = sync.grace }
        let patience = Outbox.Patience(&reader)
        let staffFile = Self.staffFile(&reader)
        if directory == nil, staffFile == nil {
            reader.note("directory.urls", nil, "nobody could log in: set this or directory.file")
        }
        let knowledgeBase = Self.knowledgeBase(&reader)
        if !FileManager.default.fileExists(atPath: knowledgeBase) {
            reader.note("knowledge-base.path", knowledgeBase, "there is no such folder")
        } else if !KnowledgeBaseFolder.holdsArticle(knowledgeBase) {
            reader.doubt(
                "knowledge-base.path",
                knowledgeBase,
                "holds no article: must be the folder with the languages' folders in it"
            )
        }
        let cityFacts = CityFacts(&reader, supportEmail: mail?.address.description)
        desk.letters = LetterSettings(&reader, mail: mail, facts: cityFacts)
        let switchboard = SwitchboardSettings(&reader, publicURL: desk.letters.publicURL)
        desk.services = ServiceSettings(
            &reader,
            in: CityServiceFile.Surroundings(
                directory: switchboard?.directory,
                confidential: desk.confidentialQueues
            ),
            publicURL: desk.letters.publicURL
        )
        let level = reader.word("log.level", default: Logger.Level.info)
        let backup = BackupSettings(&reader)
        let health = HealthSettings(&reader)
        let learner = LearnerSettings(&reader)
        let audit = AuditSettings(&reader)
        let retention = RetentionSettings(&reader)
        let webhooks = WebhookSettings(&reader)
        let pickup = PickupSettings(&reader)
        let quarantine = reader.number("mail.quarantine-days", default: 90, in: 1...3_650)
        Self.compareDoors(http, lmtp, &reader)
        self.init(
            http: http ?? HTTPSettings(host: "127.0.0.1", port: 8080),
            lmtp: lmtp ?? .tcp(host: "127.0.0.1", port: 2424),
            mail: mail ?? .unread,
            outgoing: .submission(outgoing),
            store: store,
            storeListening: storeListening,
            desk: desk,
            directory: directory,
            staffFile: staffFile,
            knowledgeBasePath: knowledgeBase,
            cityFacts: cityFacts,
            switchboard: switchboard,
            logLevel: level,
            backup: backup,
            health: health,
            learner: learner,
            audit: audit,
            retention: retention,
            webhooks: webhooks,
            pickup: pickup,
            quarantineTime: Double(quarantine) * 24 * 3_600,
            directorySync: sync,
            patience: patience
        )
    }

    /// The folder of articles.
    static func knowledgeBase(_ reader: inout SettingsReader) -> String {
        reader.text("knowledge-base.path") ?? "/usr/share/helpdesk/knowledge-base"
    }

    static func store(_ reader: inout SettingsReader) -> StoreLocation {
        let named = reader.text("store.url")
        if named == nil, reader.closedCredentials != nil {
            // The default may be a store that the desk has left, and a command would change that.
            reader.note(
                "store.url",
                nil,
                "is not set here and may be a credential, which only root and the units can read: "
                    + "give the command as root, or set it"
            )
        }
        let url = named ?? "sqlite:/var/lib/helpdesk/helpdesk.sqlite"
        guard let location = StoreLocation(url) else {
            let wanted =
                "must be sqlite: and the full path of a file, or postgresql://USER@HOST/DATABASE"
            noteAddress("store.url", url, wanted, &reader)
            return .sqlite(path: "")
        }
        return location
    }

    static func storeListening(_ reader: inout SettingsReader) -> String? {
        let key = "store.listen-url"
        guard let url = reader.text(key) else { return nil }
        guard case .postgresql(let address)? = StoreLocation(url) else {
            noteAddress(key, url, "must be postgresql://USER@HOST/DATABASE", &reader)
            return nil
        }
        return address
    }

    /// Notes what is wrong with an address: its login, or that it is none of those `wanted`.
    private static func noteAddress(
        _ key: String,
        _ url: String,
        _ wanted: String,
        _ reader: inout SettingsReader
    ) {
        reader.note(
            key,
            url,
            StoreLocation.hasUnescapedLogin(url)
                ? "must have / ? # @ in its user and password written as %2F %3F %23 %40" : wanted
        )
    }

    private static func desk(_ reader: inout SettingsReader, domain: String) -> DeskSettings {
        var settings = DeskSettings(
            queue: reader.text("desk.queue") ?? "e-service",
            confidentialQueues: Set(reader.list("desk.confidential-queues")),
            mailDomain: domain,
            sessionLifetime: Double(
                reader.number("desk.session-hours", default: 12, in: 1...168) * 3_600
            ),
            sessionIdleMax: Double(
                reader.number("desk.session-idle-minutes", default: 120, in: 1...10_080) * 60
            ),
            signIn: SignInLimits(&reader),
            subjectCharactersMax: reader.number(
                "desk.subject-characters-max",
                default: 300,
                in: 40...2_000
            ),
            bodyCharactersMax: reader.number(
                "desk.body-characters-max",
                default: 200_000,
                in: 1_000...2_000_000
            ),
            reopenTime: Double(
                reader.number("desk.reopen-days", default: 30, in: 0...3_650) * 24 * 3_600
            )
        )
        settings.learning = LearningSettings(&reader)
        settings.clocks = ClockRules(&reader)
        settings.reports = ReportSettings(&reader)
        settings.triage = TriageRules(&reader)
        settings.incidents = IncidentSettings(&reader)
        settings.handoffsPerHourMax = reader.number(
            "switchboard.handoffs-per-hour-max",
            default: settings.handoffsPerHourMax,
            in: 1...10_000
        )
        return settings
    }

    private static func staffFile(_ reader: inout SettingsReader) -> String? {
        guard let path = reader.existingFile("directory.file"),
            FileManager.default.isReadableFile(atPath: path)
        else { return nil }
        do throws(StaffFileProblems) {
            let pool = NIOThreadPool(numberOfThreads: 1)
            _ = try StaffFile(path: path, pool: pool, logger: .silent)
        } catch {
            for problem in error.problems { reader.note(path, nil, "\(problem)") }
        }
        return path
    }
}
