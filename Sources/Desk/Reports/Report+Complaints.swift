import Foundation
import KnowledgeBase

extension Desk {
    /// What is registered, and whether it was received and answered in time.
    ///
    /// Of what came in the span and is a complaint, an opinion, a proposal or praise still; how it stands
    /// now. Late is what was not answered until the time that was promised then, also where it was
    /// dismissed later; in time what ended before that with an answer or was handed off. Whoever left no
    /// address was promised nothing, and is in neither of the shares and never overdue.
    func complaints(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let moment = now()
        let tickets = try await store.read { reading throws(DeskError) in
            try reading.registered(in: frame.span)
        }
        var found: [String: ComplaintCount] = [:]
        var names: [String: String] = [:]
        // Groups in which something lies that is not confidential.
        var open: Set<String> = []
        for ticket in tickets where ticket.kind.isRegistered && frame.shows(ticket) {
            let group = frame.group(of: ticket)
            if frame.grouping == .unit { names[group] = ticket.unitName ?? names[group] }
            if !frame.confidentialQueues.contains(ticket.queue) { open.insert(group) }
            found[group, default: ComplaintCount()].add(ticket, at: moment)
        }
        let sizes = found.mapValues(\.received)
        let closed = Set(sizes.keys).subtracting(open)
        let hidden = frame.grouping.isPlace ? frame.hiddenGroups(sizes, among: closed) : []
        let whole = found.values.reduce(into: ComplaintCount()) { $0.add($1) }
        let rows = frame.order(sizes).map { group in
            let values = (found[group] ?? ComplaintCount()).values
            let row = ReportRow([.text(group), .text(names[group] ?? group)] + values)
            return hidden.contains(group) ? row.hidden : row
        }
        return [
            ReportTable(
                "complaints",
                [ReportColumn(frame.grouping.rawValue, .text), ReportColumn("name", .text)]
                    + ComplaintCount.columns,
                rows: rows,
                total: ReportRow([.text("total"), .text("")] + whole.values),
                charted: "received"
            )
        ]
    }
}

extension ReportGrouping {
    /// True for those whose groups may be confidential by themselves.
    fileprivate var isPlace: Bool { self == .queue || self == .board || self == .unit }
}

extension ReportFrame {
    /// Whoever sees the ticket's queue, or leads the unit's and may know what is not confidential.
    fileprivate func shows(_ ticket: RegisteredTicket) -> Bool {
        if sight.shows(ticket.queue) { return true }
        guard let unitQueue = ticket.unitQueue, !confidentialQueues.contains(ticket.queue) else {
            return false
        }
        return sight.queues?.contains(unitQueue) ?? false
    }

    fileprivate func group(of ticket: RegisteredTicket) -> String {
        var count = DayCount(.opened, on: time.day(of: ticket.createdAt))
        count.queue = ticket.queue
        // What no unit answers, the desk does, in the ticket's queue.
        count.subject = ticket.unit ?? ticket.queue
        count.kind = ticket.kind.rawValue
        return group(of: count)
    }
}

/// How registered tickets stand.
private struct ComplaintCount {
    private(set) var received = 0
    private var receiptsInTime = 0
    private var receiptsLate = 0
    private var answersInTime = 0
    private var answersLate = 0
    private var open = 0
    private var overdue = 0

    mutating func add(_ ticket: RegisteredTicket, at moment: Date) {
        received += 1
        if ticket.isActive { open += 1 }
        if let due = ticket.firstReplyDueAt {
            switch ticket.firstReplyAt {
            case let given? where given <= due: receiptsInTime += 1
            case nil where due >= moment: break
            default: receiptsLate += 1
            }
        }
        guard ticket.isAnswerPromised else { return }
        // While its citizen is waited for nothing is due, and what was late stays so. An answer may have
        // come too late before anybody was warned of that.
        let end = ticket.resolvedAt ?? moment
        let isLate = ticket.isLate || ticket.resolutionDueAt.map { $0 < end } ?? false
        if isLate {
            answersLate += 1
        } else if ticket.outcome == .answered || ticket.outcome == .handedOff {
            answersInTime += 1
        }
        if ticket.isActive, isLate { overdue += 1 }
    }

    mutating func add(_ other: Self) {
        received += other.received
        receiptsInTime += other.receiptsInTime
        receiptsLate += other.receiptsLate
        answersInTime += other.answersInTime
        answersLate += other.answersLate
        open += other.open
        overdue += other.overdue
    }

    var values: [ReportValue] {
        [
            .count(received), .count(receiptsInTime), .count(receiptsLate),
            .share(receiptsInTime, of: receiptsInTime + receiptsLate), .count(answersInTime),
            .count(answersLate), .share(answersInTime, of: answersInTime + answersLate),
            .count(open), .count(overdue),
        ]
    }

    static let columns = [
        ReportColumn("received", .count), ReportColumn("receipts_in_time", .count),
        ReportColumn("receipts_late", .count), ReportColumn("receipts_in_time_share", .share),
        ReportColumn("answers_in_time", .count), ReportColumn("answers_late", .count),
        ReportColumn("answers_in_time_share", .share), ReportColumn("open", .count),
        ReportColumn("overdue", .count),
    ]
}
