import Desk
import Foundation

extension StoreTransaction {
    func counts(_ query: DayCountQuery) throws(DeskError) -> [(DayCount, count: Int)] {
        try DayCountTable(session: session).sums(query)
    }

    func missedQuestions(_ query: MissedQuestionQuery) throws(DeskError) -> [MissedQuestion] {
        try MissedQuestionTable(session: session).list(query)
    }

    func firstContacts(
        openedIn span: Range<Date>,
        at moment: Date,
        in queues: [String]?,
        butNot hiddenQueues: [String]
    ) throws(DeskError) -> [FirstContactCount] {
        try FirstContactTable(session: session).counts(
            openedIn: span,
            at: moment,
            in: queues,
            butNot: hiddenQueues
        )
    }

    func returnedSolutions(
        in span: Range<Date>
    ) throws(DeskError) -> [(article: String, queue: String, count: Int)] {
        try FirstContactTable(session: session).returnedSolutions(in: span)
    }

    func brokenPromises(
        in span: Range<Date>,
        at moment: Date
    ) throws(DeskError) -> [BrokenPromise] {
        try TicketTable(session: session).brokenPromises(in: span, at: moment)
    }

    func registered(in span: Range<Date>) throws(DeskError) -> [RegisteredTicket] {
        try TicketTable(session: session).registered(in: span)
    }

    func add(_ count: DayCount, _ times: Int) throws(DeskError) {
        try DayCountTable(session: session).add(count, times)
    }

    func insert(_ question: MissedQuestion) throws(DeskError) {
        try MissedQuestionTable(session: session).insert(question)
    }
}
