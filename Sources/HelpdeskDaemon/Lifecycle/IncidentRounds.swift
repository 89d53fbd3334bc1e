import Desk
import Logging
import ServiceLifecycle

/// Watches for incidents and writes what their citizens are answered, every few seconds.
///
/// What is to be done stands in the store: a daemon that was down catches up, and of several each does
/// what the others have not.
struct IncidentRounds: Service {
    let desk: Desk
    let logger: Logger

    private static let interval: Duration = .seconds(10)
    private static let lettersAtOnce = 20

    func run() async throws {
        await every(Self.interval, lookOnce)
    }

    private func lookOnce() async {
        do throws(DeskError) {
            while try await desk.watchForIncidents(), !Task.isCancelled {}
            while try await desk.carryIncidentAnswers(atMost: Self.lettersAtOnce)
                == Self.lettersAtOnce, !Task.isCancelled
            {}
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error(
                "incidents not seen to; they are tried again in a moment",
                metadata: ["cause": "\(error.logged)"]
            )
        }
    }
}
