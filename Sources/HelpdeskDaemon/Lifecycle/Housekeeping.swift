import Desk
import Foundation
import Logging
import ServiceLifecycle

/// Removes what has served its time, once an hour.
struct Housekeeping: Service {
    let store: any DeskStore
    let logger: Logger

    private static let interval: Duration = .seconds(3_600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                await sweep()
                do { try await Task.sleep(for: Self.interval) } catch { return }
            }
        }
    }

    private func sweep() async {
        let moment = Date()
        do throws(DeskError) {
            try await store.write { transaction throws(DeskError) in
                try transaction.sweep(before: moment)
            }
        } catch {
            logger.error("sweep failed; it is tried again in an hour")
        }
    }
}
