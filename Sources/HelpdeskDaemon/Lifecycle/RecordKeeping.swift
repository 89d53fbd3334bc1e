import Desk
import Foundation
import Logging
import ServiceLifecycle
import Storage
import WebAPI

/// Writes what was read, makes the next link of the chain, and signs its head, once a second.
///
/// It begins before the doors open and ends after they have closed, and then does it once more.
struct RecordKeeping: Service {
    let desk: Desk
    let store: any DurableStore
    /// Told of each link: what it holds can be heard from then on.
    let feed: EventFeed
    /// nil when no heads are signed.
    let heads: HeadFolder?
    let settings: AuditSettings
    let logger: Logger
    private let trouble = KnownTrouble()

    private static let interval: Duration = .seconds(1)

    init(
        desk: Desk,
        store: any DurableStore,
        feed: EventFeed,
        heads: HeadFolder?,
        settings: AuditSettings,
        logger: Logger
    ) {
        self.desk = desk
        self.store = store
        self.feed = feed
        self.heads = heads
        self.settings = settings
        self.logger = logger
    }

    func run() async throws {
        let last = await cancelWhenGracefulShutdown {
            var signedAt: Date?
            while true {
                signedAt = await carryOneRound(signedAt: signedAt)
                do { try await Task.sleep(for: Self.interval) } catch { return signedAt }
            }
        }
        _ = await carryOneRound(signedAt: last)
    }

    /// One round; when the head was last signed.
    func carryOneRound(signedAt: Date?) async -> Date? {
        do throws(DeskError) {
            try await desk.writeReads()
            await desk.recordUnseenSignIns()
            // More than one seal takes: the rest at once.
            while try await store.seal(at: Date()) != nil { feed.wake() }
            if trouble.changes(to: nil) { logger.notice("records are written again") }
        } catch {
            // Broken off because the house ends, which does it once more.
            if Task.isCancelled { return signedAt }
            // They wait on; past a limit nobody is shown anything more.
            if trouble.changes(to: error.logged) {
                logger.error(
                    "records are not written; it is tried again every second",
                    metadata: ["cause": "\(error.logged)"]
                )
            }
            return signedAt
        }
        return await sign(after: signedAt)
    }

    private func sign(after signedAt: Date?) async -> Date? {
        guard let heads else { return signedAt }
        let moment = Date()
        let last = signedAt ?? heads.newest(by: moment)?.writtenAt ?? .distantPast
        // A moment that is still to come is of a clock that was ahead, and says nothing.
        guard
            last > moment
                || moment.timeIntervalSince(last) >= Double(settings.headMinutes * 60)
        else { return last }
        do {
            guard let head = try await store.chainHead() else { return signedAt }
            try heads.add(head, keep: settings.headsKeep)
            logger.info("signed the head", metadata: ["seal": "\(head.seal)"])
        } catch {
            logger.error("the head is not signed", metadata: ["error": "\(error)"])
        }
        // Also after a failure: one line of it an interval is enough.
        return moment
    }
}
