import Desk
import Foundation

/// The desk's port, written once over ``SQLSession``: each table in an extension of its own.
struct StoreTransaction: DeskTransaction {
    let session: any SQLSession
    let now: Date

    func sweep(before moment: Date) throws(DeskError) {
        try sweepSessions(before: moment)
        try sweepSignInFailures(before: moment)
        try sweepAnswers(before: moment)
        try sweepPresences(before: moment)
        try sweepMissedQuestions(before: moment)
    }
}
