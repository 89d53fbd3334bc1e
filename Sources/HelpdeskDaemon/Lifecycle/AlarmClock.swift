import Desk
import Foundation
import Logging
import ServiceLifecycle

/// Wakes tickets whose time has come, every few seconds.
///
/// What is due stands in the store: a daemon that was down catches up, and of several each sees to
/// what the others have not.
struct AlarmClock: Service {
    let desk: Desk
    let logger: Logger

    private static let interval: Duration = .seconds(10)
    private static let ticketsAtOnce = 100

    func run() async throws {
        await every(Self.interval, ring)
    }

    private func ring() async {
        do throws(DeskError) {
            while try await desk.ringAlarms(atMost: Self.ticketsAtOnce) == Self.ticketsAtOnce {
                if Task.isCancelled { return }
            }
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error(
                "alarms not seen to; they are tried again in a moment",
                metadata: ["cause": "\(error.logged)"]
            )
        }
    }
}
