import Desk
import Directory
import Foundation
import Logging
import MailGateway
import PrometheusMetrics
import Storage
import Switchboard
import WebAPI

/// What the running house shows of itself: `GET /readyz` and `GET /metrics`.
struct Observation: Sendable {
    let store: any DurableStore
    let probe: StoreProbe
    /// What is read of the store, for whoever asks.
    let sight: SharedTry<StoreSight>
    let ldap: LDAPStaffDirectory?
    let sync: DirectorySyncStatus
    let trunk: TrunkStatus?
    /// nil where no mail is picked up.
    let pickup: PickupStatus?
    let configuration: DaemonConfiguration
    let metrics: MetricRegistry
    let logger: Logger

    /// Everything that was counted, and what is looked up now.
    var page: MetricsPage {
        let isFile = if case .sqlite = configuration.store { true } else { false }
        let figures = SampledFigures(
            store: store,
            sight: sight,
            backups: configuration.backup.folder,
            // A server's may be its own: a folder without any would look like one that was forgotten.
            showsNoBackup: isFile,
            metrics: metrics,
            logger: logger
        )
        let metrics = metrics
        return MetricsPage(
            audience: configuration.http.metrics,
            mediaType: MetricRegistry.mediaType
        ) {
            await figures.sample()
            return metrics.text()
        }
    }

    /// What the desk needs: without the first two it cannot serve, without the others it can.
    var checks: [HealthCheck] {
        var checks = [
            HealthCheck(name: "store") {
                let found = await probe.ask()
                if store.tables.areOutdated { return .failing(Self.outdated) }
                return found.words.map { .failing($0) } ?? .well()
            },
            HealthCheck(name: "disk") { await disk() },
            HealthCheck(name: "outbox") { await letters() },
            HealthCheck(name: "automatic_mail") { await automaticMail() },
            HealthCheck(name: "directory_sync") {
                sync.trouble.map { .degraded($0) } ?? .well()
            },
        ]
        if let ldap {
            checks.append(HealthCheck(name: "directory") { Self.directory(ldap.serverStates) })
        }
        if let trunk {
            checks.append(
                HealthCheck(name: "telephone_system") {
                    trunk.trouble.map { .degraded($0) } ?? .well()
                }
            )
        }
        if let pickup {
            checks.append(
                HealthCheck(name: "mailbox") {
                    pickup.trouble.map { .degraded("not read: \($0)") } ?? .well()
                }
            )
        }
        return checks
    }

    private static let outdated = """
        a newer helpdeskd has changed the store's tables: install it here too and start this one anew
        """

    private func disk() async -> HealthFinding {
        guard case .sqlite = configuration.store else {
            return .well("the database server's to watch")
        }
        let limit = configuration.health.diskFreeBytesMin
        do throws(DeskError) {
            // It asks the file system and nobody else.
            let free = try await store.figures().freeBytes ?? 0
            if free >= limit { return .well() }
            return .failing(
                "the store's disk has \(free) octets left; health.disk-free-bytes-min is \(limit)"
            )
        } catch {
            return .failing("the store's disk cannot be looked at")
        }
    }

    private func letters() async -> HealthFinding {
        let limit = configuration.health.letterAgeSecondsMax
        let seen = await sight.ask(within: StoreProbe.answerTimeMax)
        guard case .success(let figures)? = seen?.outbox else {
            return .degraded("the outbox cannot be read")
        }
        let age = Int(figures.oldestAge(at: .now))
        if age <= limit { return .well() }
        return .degraded(
            "a letter has waited for \(age) seconds; health.letter-age-seconds-max is \(limit)"
        )
    }

    private func automaticMail() async -> HealthFinding {
        let seen = await sight.ask(within: StoreProbe.answerTimeMax)
        guard case .success(let brake)? = seen?.brake else {
            return .degraded("the brake cannot be looked at")
        }
        guard let brake, brake.holds else { return .well() }
        return .degraded("stopped: \(brake.reason.rawValue); helpdesk mail release")
    }

    /// As the last log-in found it: nobody is asked, and open sessions go on without a directory.
    private static func directory(_ states: [LDAPStaffDirectory.ServerState]) -> HealthFinding {
        let words = states.map { state in
            let word =
                switch state.isUp {
                case nil: "not asked yet"
                case true?: "answered"
                case false?: "did not answer"
                }
            return "\(state.server) \(word)"
        }
        .joined(separator: ", ")
        return states.contains { $0.isUp == false } ? .degraded(words) : .well(words)
    }
}
