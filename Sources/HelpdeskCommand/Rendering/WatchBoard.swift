import DeskAPI
import Foundation

/// What the live view of `helpdesk watch` shows: what is owed soonest, and what happened.
struct WatchBoard: Sendable, Equatable {
    /// What is owed soonest first.
    var tickets: [TicketBody] = []
    /// True when there are more than those.
    var hasMore = false
    /// What others did with the watched tickets, oldest first; only the newest are kept.
    var events: [WatchedEventBody] = []
    /// Tickets that came in while we looked, newest first.
    var arrivals: [TicketBody] = []
    /// How many came in while we looked.
    private(set) var arrivalsCount = 0
    /// What many citizens meet now.
    var incidents: [IncidentBody] = []
    /// When this was so; nil before the first answer.
    var asOf: Date?
    /// Why it is not newer.
    var problem: CommandFailure?

    private var newest: Int64?

    static let eventsMax = 50
    static let arrivalsMax = 20
    private static let eventRowsMax = 6

    /// Takes in what the desk answered.
    ///
    /// The latest are the newest tickets of all, by which arrivals are known.
    ///
    /// - Returns: how many tickets have come in since last time.
    mutating func take(
        tickets: [TicketBody],
        hasMore: Bool = false,
        latest: [TicketBody],
        events more: [WatchedEventBody],
        at moment: Date
    ) -> Int {
        self.tickets = tickets
        self.hasMore = hasMore
        events = (events + more).suffix(Self.eventsMax)
        let known = newest
        newest = max(known ?? 0, latest.map(\.number).max() ?? 0)
        asOf = moment
        problem = nil
        guard let known else { return 0 }
        let fresh = latest.filter { $0.number > known }
        arrivalsCount += fresh.count
        arrivals = Array((fresh + arrivals).prefix(Self.arrivalsMax))
        return fresh.count
    }

    /// The picture, as many lines as the screen has at the most.
    ///
    /// A low window keeps what is owed; what happened is the first to go.
    func picture(rows: Int, for reader: Reader) -> [Line] {
        let head =
            [heading(for: reader)] + Sheet.notice(of: incidents, for: reader)
            + arrivalLine(for: reader) + [.empty]
        let room = max(0, rows - head.count - 1)
        let happened = happened(rows: room / 3, for: reader)
        let body = head + table(rows: room - happened.count, for: reader) + happened
        return body.prefix(max(0, rows - 1)) + [footer(for: reader)]
    }

    /// A heading, an empty line before it, and the newest of what happened; nothing in less room
    /// than that.
    private func happened(rows: Int, for reader: Reader) -> [Line] {
        let shown = events.suffix(min(Self.eventRowsMax, max(0, rows - 2)))
        guard !shown.isEmpty else { return [] }
        let title = reader.say("Händer i bevakade ärenden", "Watched tickets")
        return [.empty, Line(title, .strong)] + Sheet.watched(Array(shown), for: reader).lines
    }

    private func heading(for reader: Reader) -> Line {
        let late = tickets.filter(\.due.overdue).count
        let all = atLeast(tickets.count)
        // "Waiting" is the state of a ticket in which we wait for the citizen.
        let owed = reader.say("\(all) att besvara", "\(all) owed an answer")
        let overdue =
            atLeast(late) + " " + reader.say(late == 1 ? "försenat" : "försenade", "overdue")
        return Line([
            Span("helpdesk  ", .strong), Span(owed + "  "),
            Span(late > 0 ? overdue : "", .alarm),
        ])
    }

    /// The number, with a mark where it counts all that was read and there are more: what is late
    /// comes first.
    private func atLeast(_ count: Int) -> String {
        hasMore && count == tickets.count ? "\(count)+" : "\(count)"
    }

    private func arrivalLine(for reader: Reader) -> [Line] {
        guard let last = arrivals.first else { return [] }
        let others = arrivalsCount - 1
        let more = others > 0 ? reader.say(" och \(others) till", " and \(others) more") : ""
        return [
            Line([
                Span(reader.say("Nytt: ", "New: "), .attention),
                Span("#\(last.number) ", .strong), Span(last.subject + more),
            ])
        ]
    }

    private func table(rows: Int, for reader: Reader) -> [Line] {
        guard asOf != nil else { return [Line(reader.say("Hämtar …", "Fetching …"), .quiet)] }
        guard !tickets.isEmpty else {
            return [Line(reader.say("Inget att besvara.", "Nothing is owed."), .quiet)]
        }
        guard rows > 1 else { return [] }
        let shown = Array(tickets.prefix(rows - 1))
        return Array(Sheet.tickets(shown, hasMore: false, for: reader).lines.prefix(rows))
    }

    private func footer(for reader: Reader) -> Line {
        let keys = reader.say("q avslutar, r hämtar nu", "q quits, r fetches now")
        guard let problem else { return Line(keys, .quiet) }
        let reason = problem.lines(in: reader.language).first ?? ""
        return Line([Span(reason + "  ", .alarm), Span(keys, .quiet)])
    }
}
