import Desk
import Logging
import ServiceLifecycle

/// Asks citizens how it was, and tells the log when automatic mail was stopped and when it was let go.
struct LetterRounds: Service {
    let desk: Desk
    let logger: Logger
    private let known = LastTold<Brake>()
    private let looked = LastTold<Bool>()

    private static let interval: Duration = .seconds(30)
    /// Tickets decided on before others may write again.
    private static let ticketsAtOnce = 50

    init(desk: Desk, logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    func run() async throws {
        await every(Self.interval, lookOnce)
    }

    /// Tests call this and need no clock.
    func lookOnce() async {
        do throws(DeskError) {
            tell(of: try await desk.brakeReport().brake)
            while try await desk.askHowItWas(limit: Self.ticketsAtOnce) == Self.ticketsAtOnce,
                !Task.isCancelled
            {}
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error("round of letters ended", metadata: ["error": "\(error.logged)"])
        }
    }

    private func tell(of brake: Brake?) {
        let isFirstLook = looked.changes(to: true)
        guard known.changes(to: brake), let brake else { return }
        if let releasedBy = brake.releasedBy, !brake.holds {
            // What was let go before this start is no news.
            if isFirstLook { return }
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
