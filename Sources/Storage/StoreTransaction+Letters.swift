import Desk
import Foundation

// What the desk keeps of the letters that it writes by itself.

extension StoreTransaction {
    private var inquiries: InquiryTable { InquiryTable(session: session) }

    func letters(
        _ count: LetterCount,
        within span: ClosedRange<Date>
    ) throws(DeskError) -> Int {
        try LetterCountTable(session: session).sum(count, within: span)
    }

    func add(_ count: LetterCount, at moment: Date) throws(DeskError) {
        try LetterCountTable(session: session).add(count, at: moment)
    }

    func sweepLetterCounts(
        _ scopes: [LetterCount.Scope],
        before moment: Date
    ) throws(DeskError) {
        try LetterCountTable(session: session).sweep(scopes, before: moment)
    }

    func newestBrake() throws(DeskError) -> Brake? { try BrakeTable(session: session).newest() }

    func insert(_ brake: Brake) throws(DeskError) {
        try BrakeTable(session: session).insert(brake)
    }

    func save(_ brake: Brake) throws(DeskError) { try BrakeTable(session: session).save(brake) }

    func inquiry(_ letter: UUIDv7) throws(DeskError) -> Inquiry? { try inquiries.find(letter) }

    func newestInquiry(
        of ticket: TicketNumber,
        _ kind: Inquiry.Kind
    ) throws(DeskError) -> Inquiry? {
        try inquiries.newest(of: ticket, kind)
    }

    func insert(_ inquiry: Inquiry) throws(DeskError) { try inquiries.insert(inquiry) }

    func save(_ inquiry: Inquiry) throws(DeskError) { try inquiries.save(inquiry) }

    func ticketsToSurvey(
        resolvedIn span: ClosedRange<Date>,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try inquiries.ticketsToSurvey(resolvedIn: span, limit: limit)
    }
}
