import Foundation

// Clocks follow from where a ticket stands: whoever changes it says nothing of them. Each time a
// ticket is saved they are started, stopped and set by the rules in force, and what that changed is
// told in the details of whatever happened. A rule or an hour that the operator changes holds for a
// ticket from the next time that it is saved.

extension Ticket {
    /// Brings the clocks to where the ticket stands now.
    ///
    /// - Returns: what has started, stopped or moved, by `clock_` and the clock's name.
    mutating func runClocks(by rules: ClockRules, at moment: Date) -> [String: String] {
        defer { justAnswered = nil }
        // As the store will have it: spans that are put together must come to the whole.
        let moment = Self.whole(moment)
        let rule = rules.rule(for: self)
        var facts: [String: String] = [:]
        for clock in TicketClock.allCases {
            guard let fact = run(clock, rule?.spans[clock], rules, at: moment) else { continue }
            facts["clock_\(clock.rawValue)"] = fact
        }
        return facts
    }

    /// True while the ticket stands so that the clock counts.
    private func wants(_ clock: TicketClock) -> Bool {
        switch clock {
        case .firstReply:
            state.isActive && firstReplyAt == nil && isAnswerPromised && !isReceivedInPerson
        case .nextReply:
            state.isActive && firstReplyAt != nil && clocks.askedAt != nil && isAnswerPromised
        // While the citizen is waited for, it is not the city's time that passes.
        case .resolution: (state == .new || state == .open) && isAnswerPromised
        }
    }

    /// Since when a reply is waited for.
    private var askedAt: Date { clocks.askedAt ?? createdAt }

    /// Whoever complains without a name is heard, and promised no answer.
    private var isAnswerPromised: Bool { !kind.isRegistered || !isAnonymous }

    /// Who complains by telephone or at the desk and leaves no address needs no receipt, and can be
    /// written none.
    private var isReceivedInPerson: Bool {
        kind.isRegistered && citizen.email == nil && (channel == .phone || channel == .visit)
    }

    private mutating func run(
        _ clock: TicketClock,
        _ span: ClockRule.Span?,
        _ rules: ClockRules,
        at moment: Date
    ) -> String? {
        let hours = rules.hours(of: self)
        guard let span, wants(clock) else { return stop(clock, hours, rules.time, at: moment) }
        let isNew = !clocks.isRunning(clock)
        let before = due(clock)
        if isNew {
            clocks.setRunning(clock, true)
            if clock == .resolution {
                // What is only being opened may have come before: it has been owed since then.
                clocks.resolutionSince = number.rawValue == 0 ? createdAt : moment
                clocks.isPaused = false
            }
            if clock == .nextReply {
                clocks.setWarned(clock, false)
                clocks.setMissed(clock, false)
            }
        }
        let promise = Promise(
            span: span,
            from: clock == .resolution ? createdAt : askedAt,
            hours: hours,
            time: rules.time
        )
        let start = clock == .resolution ? clocks.resolutionSince ?? moment : promise.from
        let spent = clock == .resolution ? clocks.resolutionSpent : 0
        let now = promise.due(from: start, spent: spent)
        setDue(clock, now)
        setAlarm(clock, promise.warning(at: rules.warnShare, from: start, spent: spent), at: moment)
        guard isNew || before.map(Self.milliseconds) != now.map(Self.milliseconds) else {
            return nil
        }
        return "\(isNew ? "started" : "moved"), due \(Self.written(now))"
    }

    private mutating func stop(
        _ clock: TicketClock,
        _ hours: OpeningHours,
        _ time: CityTime,
        at moment: Date
    ) -> String? {
        guard clocks.isRunning(clock) else { return endPause(of: clock, at: moment) }
        clocks.setRunning(clock, false)
        clocks.alarms[clock] = nil
        // The first reply may have been known as one only later: a receipt that solved it.
        let end = clock == .firstReply ? firstReplyAt ?? moment : moment
        let late = due(clock).map { end.timeIntervalSince($0) } ?? 0
        let outcome = late > 0 ? "\(Int(late.rounded(.up))) s late" : "in time"
        switch clock {
        case .firstReply where firstReplyAt != nil:
            let asked = justAnswered ?? createdAt
            let seconds = hours.openSeconds(from: asked, to: end, in: time)
            note(stopOf: clock, at: end, after: seconds, isKept: late <= 0)
            // The receipt of what is registered is no answer, see ``Desk/reply(_:on:by:at:in:)``.
            if register == nil { noteMailAnswer(from: asked, at: end, by: hours, time) }
        case .firstReply where isSolved:
            // What solved it was the first answer, as one by telephone. Where that was late, until when
            // it was owed stays to be seen.
            let seconds = hours.openSeconds(from: justAnswered ?? createdAt, to: end, in: time)
            note(stopOf: clock, at: end, after: seconds, isKept: late <= 0)
            if late <= 0 { setDue(clock, nil) }
        case .firstReply: setDue(clock, nil)
        case .nextReply:
            if let asked = justAnswered {
                let seconds = hours.openSeconds(from: asked, to: end, in: time)
                note(stopOf: clock, at: end, after: seconds, isKept: late <= 0)
            }
            setDue(clock, nil)
        case .resolution:
            if let since = clocks.resolutionSince {
                clocks.resolutionSpent += hours.openSeconds(from: since, to: moment, in: time)
            }
            clocks.resolutionSince = nil
            // What is over keeps the time until which it was owed.
            if state.isActive { setDue(clock, nil) }
            guard state == .waiting else {
                note(stopOf: clock, at: end, after: clocks.resolutionSpent, isKept: late <= 0)
                break
            }
            clocks.isPaused = true
            if late > 0 { clocks.setMissed(clock, true) }
            return "paused"
        }
        return "stopped \(outcome)"
    }

    /// What stood still while the citizen was waited for is over, or goes on.
    private mutating func endPause(of clock: TicketClock, at moment: Date) -> String? {
        guard clock == .resolution, clocks.isPaused, state != .waiting else { return nil }
        clocks.isPaused = false
        if !state.isActive {
            let isKept = !clocks.isMissed(clock)
            note(stopOf: clock, at: moment, after: clocks.resolutionSpent, isKept: isKept)
        }
        return clocks.isMissed(clock) ? "stopped late" : "stopped in time"
    }

    /// Sets when the clock has something to say: a warning that was not given, or that it ran out.
    private mutating func setAlarm(_ clock: TicketClock, _ warning: Date?, at moment: Date) {
        guard let due = due(clock) else {
            clocks.alarms[clock] = nil
            return
        }
        // A clock that was put forward has not run out any more.
        if due > moment { clocks.setMissed(clock, false) }
        if let warning, warning > moment { clocks.setWarned(clock, false) }
        clocks.alarms[clock] =
            clocks.isMissed(clock)
            ? nil : clocks.isWarned(clock) ? due + Self.tick : min(warning ?? due, due)
    }

    /// Says which clocks ran out or are about to, and that it was said.
    mutating func ringClocks(
        by rules: ClockRules,
        at moment: Date
    ) -> [(kind: TicketEvent.Kind, details: [String: String])] {
        var facts: [(kind: TicketEvent.Kind, details: [String: String])] = []
        for clock in TicketClock.allCases {
            guard let alarm = clocks.alarms[clock], alarm <= moment, let due = due(clock) else {
                continue
            }
            var details = ["clock": clock.rawValue, "due": Self.written(due)]
            clocks.setWarned(clock, true)
            // At the moment that it is due it is still in time.
            guard due < moment else {
                clocks.alarms[clock] = due + Self.tick
                facts.append((.clockWarned, details))
                continue
            }
            clocks.setMissed(clock, true)
            clocks.alarms[clock] = nil
            if priority.rank < rules.escalation.rank {
                priority = rules.escalation
                details["priority"] = priority.rawValue
            }
            facts.append((.clockMissed, details))
        }
        return facts
    }

    /// The store's moments are whole milliseconds.
    private static let tick: TimeInterval = 0.001

    private static func milliseconds(_ moment: Date) -> Int64 {
        Int64((moment.timeIntervalSince1970 * 1_000).rounded())
    }

    private static func whole(_ moment: Date) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds(moment)) / 1_000)
    }

    private static func written(_ moment: Date?) -> String {
        moment?.formatted(TicketFile.moment) ?? "never"
    }
}

/// A span of a rule, from a moment on, by some hours.
private struct Promise {
    var span: ClockRule.Span
    /// When counting begins.
    var from: Date
    var hours: OpeningHours
    var time: CityTime

    /// The open time that was promised, in seconds; nil when it never passes.
    private var seconds: TimeInterval? {
        switch span {
        case .open(let seconds): return TimeInterval(seconds)
        case .days(let days):
            guard let end = hours.closing(ofOpenDay: days, after: from, in: time) else {
                return nil
            }
            return hours.openSeconds(from: from, to: end, in: time)
        }
    }

    /// When it is used up, of which `spent` was before `start`.
    func due(from start: Date, spent: TimeInterval) -> Date? {
        // Working days end at closing time, also where that day is shorter than others.
        if case .days(let days) = span, start == from, spent == 0 {
            return hours.closing(ofOpenDay: days, after: from, in: time)
        }
        guard let seconds else { return nil }
        // What was used up before is owed at once, not when doors open.
        guard seconds - spent > OpeningHours.leastSpan else { return start }
        return hours.moment(after: seconds - spent, from: start, in: time)
    }

    func warning(at share: Double, from start: Date, spent: TimeInterval) -> Date? {
        guard let seconds else { return nil }
        let part = (seconds * share).rounded()
        guard part > spent else { return start }
        return hours.moment(after: part - spent, from: start, in: time)
    }
}

extension TicketPriority {
    /// Higher is more urgent.
    var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        case .urgent: 3
        }
    }
}
