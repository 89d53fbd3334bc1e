import Desk
import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Asks the directory, at the start and time and again, about everybody who has a session or takes
/// calls.
///
/// Whoever left loses both within one interval; whoever has other roles goes on with those. A round
/// that would end too many changes nothing and says so until somebody looks.
struct DirectorySync: Service {
    let desk: Desk
    let lookup: any StaffLookup
    let settings: DirectorySyncSettings
    let status: DirectorySyncStatus
    let logger: Logger
    private let finishedAt: Meter
    private let stopped: Meter

    init(
        desk: Desk,
        lookup: any StaffLookup,
        settings: DirectorySyncSettings,
        status: DirectorySyncStatus,
        logger: Logger,
        metrics: any MetricsFactory
    ) {
        self.desk = desk
        self.lookup = lookup
        self.settings = settings
        self.status = status
        self.logger = logger
        finishedAt = Meter(
            label: "helpdesk_directory_sync_timestamp_seconds",
            factory: metrics
        )
        stopped = Meter(label: "helpdesk_directory_sync_stopped", factory: metrics)
    }

    func run() async throws {
        await every(settings.interval, carryOneRound)
    }

    func carryOneRound() async {
        do throws(DeskError) {
            var review = try await desk.reviewSessions(by: lookup)
            let isStopped = review.isSuspicious(removalsPercentMax: settings.removalsPercentMax)
            if isStopped {
                logger.critical(
                    """
                    directory sync stopped: it would end the sessions of too many; look with \
                    helpdeskd directory sync --dry-run
                    """,
                    metadata: ["removed": "\(review.removed.count)", "of": "\(review.count)"]
                )
                status.stop(review)
                review.removed = []
            } else if review.trouble == nil {
                status.finish()
            }
            stopped.set(isStopped ? 1 : 0)
            if let trouble = review.trouble {
                logger.warning("directory sync broken off", metadata: ["cause": "\(trouble)"])
            } else {
                finishedAt.set(Date().timeIntervalSince1970)
            }
            for id in try await desk.carryOut(review) {
                logger.notice("taken off duty by the directory", metadata: ["staff": "\(id)"])
            }
            for person in review.removed + review.changed {
                logger.notice(
                    review.removed.contains(person)
                        ? "session ended by the directory" : "roles read",
                    metadata: ["staff": "\(person.id)"]
                )
            }
        } catch {
            logger.error(
                "directory sync failed; it is tried again",
                metadata: ["error": "\(error)"]
            )
        }
    }
}

/// What an operator decides about ``DirectorySync``.
///
/// - Configuration keys:
///   - `directory.sync-seconds` (int, default 300, 10…86 400): between two rounds.
///   - `directory.sync-removals-percent-max` (int, default 20, 1…100): a round that would end the
///     sessions of more than that share of people, and of more than two, ends none.
///   - `directory.grace-minutes` (int, default 480, 1…10 080): how long sessions go on while the
///     directory does not answer.
struct DirectorySyncSettings: Sendable {
    var interval = Duration.seconds(300)
    var removalsPercentMax = 20
    var grace: TimeInterval = 480 * 60
}

extension DirectorySyncSettings {
    init(_ reader: inout SettingsReader) {
        let seconds = reader.number("directory.sync-seconds", default: 300, in: 10...86_400)
        interval = .seconds(seconds)
        removalsPercentMax = reader.number(
            "directory.sync-removals-percent-max",
            default: removalsPercentMax,
            in: 1...100
        )
        let minutes = reader.number("directory.grace-minutes", default: 480, in: 1...10_080)
        grace = Double(minutes) * 60
        if minutes * 60 < 2 * seconds {
            reader.note(
                "directory.grace-minutes",
                String(minutes),
                "must be twice directory.sync-seconds at least, or sessions end between two looks"
            )
        }
    }
}

/// How the last round ended, for whoever asks about the desk's health.
final class DirectorySyncStatus: Sendable {
    private let stoppedBy = Mutex<String?>(nil)

    /// Why no session is ended any more; nil when they are.
    var trouble: String? { stoppedBy.withLock { $0 } }

    func stop(_ review: SessionReview) {
        let words = "would end the sessions of \(review.removed.count) of \(review.count) people"
        stoppedBy.withLock { $0 = words }
    }

    func finish() { stoppedBy.withLock { $0 = nil } }
}
