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
    let outbox: Outbox
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
        // A server's backups are its own: a folder without any would look like one that was forgotten.
        let backups: BackupFolder? =
            if case .sqlite = configuration.store { configuration.backup.folder } else { nil }
        let figures = SampledFigures(
            store: store,
            outbox: outbox,
            backups: backups,
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
                await probe.ask().words.map { .failing($0) } ?? .well()
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

    private func disk() async -> HealthFinding {
        let limit = configuration.health.diskFreeBytesMin
        do throws(DeskError) {
            guard let free = try await store.figures().freeBytes else {
                return .well("the database server's to watch")
            }
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
        do throws(DeskError) {
            let age = Int(try await outbox.figures().oldestAge(at: .now))
            if age <= limit { return .well() }
            return .degraded(
                "a letter has waited for \(age) seconds; health.letter-age-seconds-max is \(limit)"
            )
        } catch {
            return .degraded("the outbox cannot be read")
        }
    }

    private func automaticMail() async -> HealthFinding {
        do throws(DeskError) {
            let brake = try await store.read { reading throws(DeskError) in
                try reading.newestBrake()
            }
            guard let brake, brake.holds else { return .well() }
            return .degraded("stopped: \(brake.reason.rawValue); helpdesk mail release")
        } catch {
            return .degraded("the brake cannot be looked at")
        }
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
