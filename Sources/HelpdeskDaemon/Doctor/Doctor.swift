import CSystemd
import Foundation
import KnowledgeBase

/// Everything there is to look at, in the order in which one would ask.
struct Doctor: Sendable {
    let configuration: DaemonConfiguration
    /// The configuration file.
    let path: String
    var now: @Sendable () -> Date = { Date() }
    /// What is wrong in the configuration.
    var mistakes: [ConfigurationProblem] = []
    /// True where no key could be read at all.
    var isUnread = false
    /// How a mistake reads.
    var words: @Sendable (ConfigurationProblem) -> String = { $0.description }

    /// A certificate that ends sooner is mentioned.
    static let certificateDaysMin = 21
    /// The same, for what is certain by then to need a decision today.
    static let certificateDaysUrgent = 7

    var examinations: [Examination] {
        [
            Examination("configuration") { settings() },
            Examination("secrets") { secrets() },
            Examination("knowledge-base", by: ["knowledge-base"]) { knowledgeBase() },
            Examination("clock") { Self.clock() },
            Examination("store", by: ["store"]) { store() },
            Examination("backup", by: ["backup", "store"]) { backup() },
            Examination("certificate", by: Self.doorKeys) { certificate() },
            Examination("records", by: ["audit"]) { records() },
            Examination("http", by: Self.doorKeys) { await http() },
            Examination("lmtp", by: ["lmtp.listen"]) { await lmtp() },
            Examination("pickup", by: ["mail.pickup"]) { await pickup() },
            Examination("submission", by: ["mail.submission"]) { await submission() },
            Examination("directory", by: ["directory"]) { await directory() },
            Examination("telephones", by: ["switchboard"] + Self.doorKeys) { await telephones() },
            Examination("systemd") { systemd() },
        ]
        .map { $0.minding(mistakes, isUnread: isUnread) }
    }

    private static let doorKeys = ["http.listen", "http.tls"]

    private func settings() -> [Finding] {
        let found: [Finding] =
            mistakes.isEmpty
            ? [.well("\(path) has no mistakes")]
            : mistakes.map { .misconfigured(words($0), "mend it in \(path)") }
        return found
            + configuration.unseenFiles.map { file in
                .advice("\(file)", "systemctl start helpdeskd, and ask again as root")
            }
            + configuration.strays.map { stray in
                .advice("\(stray.key) is no key and means nothing", "rename or remove it")
            }
    }

    /// True for a file that is there only while the unit runs: the configuration's finding tells of it.
    func isUnseen(_ file: String) -> Bool {
        configuration.unseenFiles.contains { $0.path == file }
    }

    private func knowledgeBase() -> [Finding] {
        let place = configuration.knowledgeBasePath
        do throws(KnowledgeBaseFolderError) {
            let folder = try KnowledgeBaseFolder(at: place)
            let articles = KnowledgeBase(
                sources: folder.sources,
                facts: configuration.cityFacts
            )
            let problems = folder.problems + articles.problems
            guard !articles.articles.isEmpty else {
                return [
                    .misconfigured(
                        "\(place) holds no article that can be read",
                        "set knowledge-base.path to the folder with the languages' folders in it"
                    )
                ]
            }
            guard let first = problems.first else {
                return [.well("\(articles.articles.count) articles, no problems")]
            }
            return [
                .advice(
                    "\(problems.count) problems, the first: \(first.path): \(first.detail)",
                    "helpdeskd kb lint --kb \(place) lists them; those articles are left out"
                )
            ]
        } catch {
            return [.misconfigured("\(error)", "set knowledge-base.path")]
        }
    }

    private static func clock() -> [Finding] {
        guard TimeZone(identifier: "Europe/Stockholm") != nil else {
            return [
                .misconfigured(
                    "the system does not know the time zone Europe/Stockholm",
                    "apt-get install tzdata"
                )
            ]
        }
        guard csystemd_clock_is_synchronised() == 0 else {
            return [.well("time zones are there and the clock is synchronised")]
        }
        return [
            .advice(
                "nothing synchronises the clock; log-ins, deadlines and retries go by it",
                "apt-get install systemd-timesyncd, or another NTP client"
            )
        ]
    }

    /// When a certificate ends, said as it matters.
    func expiry(of what: String, _ end: Date, _ remedy: String) -> Finding {
        let days = Int((end.timeIntervalSince(now()) / 86_400).rounded(.down))
        let day = end.formatted(.iso8601.year().month().day())
        if end <= now() { return .misconfigured("\(what) ended on \(day)", remedy) }
        if days < Self.certificateDaysMin {
            let word = days < Self.certificateDaysUrgent ? "in only" : "in"
            return .advice("\(what) ends on \(day), \(word) \(days) days", remedy)
        }
        return .well("\(what) ends on \(day), in \(days) days")
    }
}
