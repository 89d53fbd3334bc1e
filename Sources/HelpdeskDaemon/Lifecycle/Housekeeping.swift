import Desk
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Removes what has served its time, once an hour.
struct Housekeeping: Service {
    let store: any DurableStore
    let quarantineTime: TimeInterval
    let logger: Logger

    /// Longer than any `mail.survey.period-days`.
    private static let surveyTime: TimeInterval = 366 * 24 * 3_600
    /// Longer than any `mail.receipt.hours`, and than a day.
    private static let letterTime: TimeInterval = 31 * 24 * 3_600
    /// How long the words of people who were erased may stay in the index, where nobody can find them:
    /// to get them out the whole of it is written anew, and not too often, see
    /// ``Storage/DurableStore/forgetErased(before:)``.
    private static let erasedWordsTime: TimeInterval = 7 * 24 * 3_600
    private static let interval: Duration = .seconds(3_600)

    func run() async throws {
        await every(Self.interval, sweep)
    }

    func sweep() async {
        let moment = Date()
        do throws(DeskError) {
            try await store.write { transaction throws(DeskError) in
                try transaction.sweep(before: moment)
                try transaction.sweepLetterCounts([.survey], before: moment - Self.surveyTime)
                try transaction.sweepLetterCounts(
                    [.recipient, .domain, .all, .receipt, .notice],
                    before: moment - Self.letterTime
                )
            }
            try await sweepQuarantine(before: moment - quarantineTime)
            try await store.forgetErased(before: moment - Self.erasedWordsTime)
        } catch {
            // Broken off because the house ends; the next start does the rest.
            if Task.isCancelled { return }
            logger.error(
                "sweep failed; it is tried again in an hour",
                metadata: ["cause": "\(error.logged)"]
            )
        }
    }

    /// In small bites: these rows are whole mails, and others want to write meanwhile.
    ///
    /// Nobody decided on them: the record of changes says what is gone, and the log that it is.
    private func sweepQuarantine(before moment: Date) async throws(DeskError) {
        var removed: [HeldMail]
        repeat {
            removed = try await store.write { transaction throws(DeskError) in
                let removed = try transaction.sweepQuarantine(
                    before: moment,
                    limit: Self.mailsAtOnce
                )
                for mail in removed { try transaction.record(mail.expiry(at: Date())) }
                return removed
            }
            for mail in removed {
                logger.warning(
                    "a held mail was thrown away: nobody decided on it in time",
                    metadata: ["mail": "\(mail.id)", "reason": "\(mail.reason.rawValue)"]
                )
            }
        } while removed.count == Self.mailsAtOnce
    }

    private static let mailsAtOnce = 50
}
