import Desk
import Foundation

/// The generator's own books: what happened, by the story and by its own calendar.
///
/// It never asks the desk anything; the reports are held against it.
struct YearLedger: Sendable {
    struct Promise: Sendable, Equatable {
        var kept = 0
        var missed = 0
        /// Open seconds of each.
        var times: [TimeInterval] = []

        mutating func add(_ seconds: TimeInterval, isKept: Bool) {
            if isKept { kept += 1 } else { missed += 1 }
            times.append(seconds)
        }
    }

    /// By day and channel.
    private(set) var contacts: [Int: [TicketChannel: Int]] = [:]
    private(set) var opened: [TicketChannel: Int] = [:]
    private(set) var calls: [Call.Outcome: Int] = [:]
    private(set) var waits: [TimeInterval] = []
    private(set) var promises: [DayCount.Fact: Promise] = [:]
    private(set) var handoffs: [Handoff.State: Int] = [:]
    private(set) var handoffWaits: [TimeInterval] = []
    private(set) var sent: [String: Int] = [:]
    private(set) var solved: [String: Int] = [:]
    private var states: [Int: State] = [:]
    private(set) var complaints: [Complaint] = []
    private(set) var firsts: [First] = []
    private let calendar: YearCalendar

    /// How a complaint went.
    struct Complaint: Sendable {
        var at: Date
        var receiptAt: Date?
        var isReceiptKept = false
        var isAnswered = false
        var isAnswerKept = true
    }

    /// What a ticket came to at first contact.
    struct First: Sendable {
        var channel: TicketChannel
        var openedAt: Date
        var verdict = FirstContact.unsolved
        var endedAt: Date?
    }

    /// How the ticket of a story stands.
    private struct State: Sendable {
        var channel: TicketChannel
        var openedAt: Date
        var isActive = true
        var isReplied = false
        var askedAt: Date?
        /// Since when it is the city's turn.
        var workSince: Date?
        var worked: TimeInterval = 0
        var rungAt: Date?
        var handedAt: Date?
        /// The article that ended it, until it goes on.
        var solvedBy: String?
        var complaint: Int?
        /// Its place among ``firsts``.
        var first: Int?
    }

    init(_ calendar: YearCalendar) { self.calendar = calendar }

    /// Notes what was done.
    mutating func note(_ step: YearStory.Step, of story: YearStory) {
        let moment = step.at
        switch step.deed {
        case .mail: hear(story.id, by: .email, at: moment)
        case .complain:
            hear(story.id, by: .web, at: moment)
            complaints.append(Complaint(at: moment))
            states[story.id]?.complaint = complaints.count - 1
        case .reply(let article, let resolves):
            reply(story.id, article, resolves, at: moment)
        case .ring:
            if states[story.id] == nil {
                states[story.id] = State(channel: .phone, openedAt: moment, isActive: false)
            }
            states[story.id]?.rungAt = moment
        case .answer: answer(story.id, at: moment)
        case .hangUp: hangUp(story.id)
        case .resolve(let outcome): resolve(story.id, as: outcome, nil, at: moment)
        case .handOff: states[story.id]?.handedAt = moment
        case .endHandoff(let state):
            handoffs[state, default: 0] += 1
            if state == .completed { passOn(states[story.id]?.first) }
            if state == .completed, let start = states[story.id]?.handedAt {
                handoffWaits.append(moment.timeIntervalSince(start))
            }
        }
    }

    /// Forgets a story that is over; its figures stay.
    mutating func close(_ story: Int) { states[story] = nil }

    private mutating func hear(_ story: Int, by channel: TicketChannel, at moment: Date) {
        contacts[calendar.day(of: moment), default: [:]][channel, default: 0] += 1
        let earlier = states[story]?.first
        guard var state = states[story], state.isReplied || state.isActive else {
            opened[channel, default: 0] += 1
            var state = State(channel: channel, openedAt: moment)
            state.workSince = moment
            firsts.append(First(channel: channel, openedAt: moment))
            state.first = firsts.count - 1
            if let earlier, isSoon(after: earlier, moment) {
                firsts[firsts.count - 1].verdict = .repeated
                comeBack(earlier)
            }
            states[story] = state
            return
        }
        if let earlier, isSoon(after: earlier, moment) { comeBack(earlier) }
        if let article = state.solvedBy { solved[article, default: 0] -= 1 }
        state.solvedBy = nil
        if state.isReplied { state.askedAt = state.askedAt ?? moment }
        state.isActive = true
        state.workSince = state.workSince ?? moment
        states[story] = state
    }

    /// True within seven days of the ticket's end, or before that.
    private func isSoon(after first: Int, _ moment: Date) -> Bool {
        firsts[first].endedAt.map { moment < $0 + 7 * 86_400 } ?? true
    }

    private mutating func comeBack(_ first: Int) {
        guard [.solved, .unsolved].contains(firsts[first].verdict) else { return }
        firsts[first].verdict = .returned
    }

    private mutating func passOn(_ first: Int?) {
        guard let first, [.solved, .unsolved].contains(firsts[first].verdict) else { return }
        firsts[first].verdict = .handedOff
    }

    private mutating func answer(_ story: Int, at moment: Date) {
        if let rung = states[story]?.rungAt { waits.append(moment.timeIntervalSince(rung)) }
        states[story]?.rungAt = nil
        hear(story, by: .phone, at: moment)
    }

    private mutating func hangUp(_ story: Int) {
        let isAnswered = states[story]?.rungAt == nil
        calls[isAnswered ? .answered : .abandoned, default: 0] += 1
        states[story]?.rungAt = nil
    }

    private mutating func reply(
        _ story: Int,
        _ article: String?,
        _ resolves: Bool,
        at moment: Date
    ) {
        guard var state = states[story] else { preconditionFailure("nobody wrote") }
        if let article { sent[article, default: 0] += 1 }
        let days = state.complaint == nil ? 1 : 2
        if !state.isReplied {
            let seconds = calendar.openSeconds(from: state.openedAt, to: moment)
            let isKept = isWithin(days, of: state.openedAt, moment)
            promises[.firstReply, default: Promise()].add(seconds, isKept: isKept)
            if state.channel == .email {
                let isQuick = isWithin(1, of: state.openedAt, moment)
                promises[.mailAnswer, default: Promise()].add(seconds, isKept: isQuick)
            }
            if let place = state.complaint {
                complaints[place].receiptAt = moment
                complaints[place].isReceiptKept = isKept
            }
        } else if let asked = state.askedAt {
            let seconds = calendar.openSeconds(from: asked, to: moment)
            let isKept = isWithin(days, of: asked, moment)
            promises[.nextReply, default: Promise()].add(seconds, isKept: isKept)
        }
        state.isReplied = true
        state.askedAt = nil
        states[story] = state
        // The receipt of a complaint asks for nothing: it is the city's turn still.
        if state.complaint == nil { work(story, until: moment) }
        if resolves { resolve(story, as: .answered, article, at: moment) }
    }

    private mutating func resolve(
        _ story: Int,
        as outcome: TicketOutcome,
        _ article: String?,
        at moment: Date
    ) {
        work(story, until: moment)
        guard var state = states[story] else { preconditionFailure("nothing to resolve") }
        let start = state.askedAt ?? state.openedAt
        if !state.isReplied {
            // Nobody wrote: what solved it was said by telephone.
            let seconds = calendar.openSeconds(from: start, to: moment)
            let isSoon = isWithin(state.complaint == nil ? 1 : 2, of: start, moment)
            promises[.firstReply, default: Promise()].add(seconds, isKept: isSoon)
        }
        let isKept = state.worked <= promised(state)
        promises[.resolution, default: Promise()].add(state.worked, isKept: isKept)
        state.solvedBy = outcome == .answered ? article : nil
        if let solvedBy = state.solvedBy { solved[solvedBy, default: 0] += 1 }
        if let first = state.first {
            firsts[first].endedAt = moment
            if outcome == .answered, firsts[first].verdict == .unsolved {
                firsts[first].verdict = .solved
            }
        }
        state.isActive = false
        state.askedAt = nil
        if let place = state.complaint {
            complaints[place].isAnswered = true
            complaints[place].isAnswerKept = isKept
        }
        // Whoever calls after that has a new matter.
        if state.channel == .phone {
            state.worked = 0
            state.isReplied = false
        }
        states[story] = state
    }

    /// The city's turn is over.
    private mutating func work(_ story: Int, until moment: Date) {
        guard let since = states[story]?.workSince else { return }
        states[story]?.worked += calendar.openSeconds(from: since, to: moment)
        states[story]?.workSince = nil
    }

    private func isWithin(_ days: Int, of start: Date, _ moment: Date) -> Bool {
        calendar.closing(ofOpenDay: days, after: start).map { moment <= $0 } ?? true
    }

    private func promised(_ state: State) -> TimeInterval {
        let days = state.complaint == nil ? 5 : 10
        guard let end = calendar.closing(ofOpenDay: days, after: state.openedAt) else {
            return .infinity
        }
        return calendar.openSeconds(from: state.openedAt, to: end)
    }
}
