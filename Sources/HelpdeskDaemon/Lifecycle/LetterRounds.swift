import Desk
import Logging
import ServiceLifecycle

/// Asks citizens how it was, and tells the log when automatic mail was stopped and when it was let go.
struct LetterRounds: Service {
    let desk: Desk
    let logger: Logger
    private let known = LastTold<Brake>()

    private static let interval: Duration = .seconds(30)
    /// Tickets decided on before others may write again.
    private static let ticketsAtOnce = 50

    init(desk: Desk, logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                await lookOnce()
                do { try await Task.sleep(for: Self.interval) } catch { return }
            }
        }
    }

    private func lookOnce() async {
        do throws(DeskError) {
            tell(of: try await desk.brakeReport().brake)
            while try await desk.askHowItWas(limit: Self.ticketsAtOnce) == Self.ticketsAtOnce,
                !Task.isCancelled
            {}
        } catch {
            logger.error("round of letters ended", metadata: ["error": "\(error.logged)"])
        }
    }

    private func tell(of brake: Brake?) {
        guard known.changes(to: brake), let brake else { return }
        if let releasedBy = brake.releasedBy, !brake.holds {
            logger.notice("automatic mail goes on", metadata: ["staff": "\(releasedBy)"])
        } else if brake.holds {
            logger.error(
                "AUTOMATIC MAIL IS STOPPED",
                metadata: [
                    "reason": "\(brake.reason.rawValue)",
                    "staff": "\(brake.pulledBy ?? "the desk itself")",
                    "ticket": "\(brake.ticket.map { String($0.rawValue) } ?? "none")",
                ]
            )
        }
    }
}
