import Desk
import Foundation

/// What a citizen and the desk do about one matter, thought up before it happens.
struct YearStory: Sendable {
    enum Deed: Sendable {
        case mail(messageID: String, references: [String])
        case reply(article: String?, resolves: Bool)
        case ring(call: String)
        case answer(call: String)
        case hangUp(call: String)
        case resolve(TicketOutcome)
        case handOff
        case endHandoff(Handoff.State)
        case complain
    }

    struct Step: Sendable {
        var at: Date
        var deed: Deed
    }

    let id: Int
    var steps: [Step]
    /// How many of them are done.
    var done = 0
    /// Known once it is opened.
    var ticket: TicketNumber?
    var handoff: UUIDv7?

    var next: Step? { done < steps.count ? steps[done] : nil }
    var email: String { "medborgare\(id)@example.com" }
    /// A number of its own; the desk knows who calls again by it.
    var phone: String { "+4670" + String(format: "%07d", id) }
}

extension YearStory {
    /// A story that begins at a moment.
    init(_ id: Int, at start: Date, _ calendar: YearCalendar, _ dice: inout SeededRandom) {
        self.id = id
        steps = []
        let day = calendar.day(of: start)
        let isOpen = calendar.openings[day].map { $0.open <= start && start + 1_800 < $0.close }
        switch dice.unit() {
        case ..<0.02: complain(at: start, calendar, &dice)
        // Who calls when nobody answers writes instead.
        case 0.2... where isOpen == true: call(1, at: start, calendar, &dice)
        default: write(at: start, calendar, &dice)
        }
    }

    private mutating func add(_ deed: Deed, at moment: Date) {
        precondition(steps.last.map { $0.at <= moment } ?? true, "one thing after the other")
        steps.append(Step(at: moment, deed: deed))
    }

    private mutating func write(
        at start: Date,
        _ calendar: YearCalendar,
        _ dice: inout SeededRandom
    ) {
        let first = "\(id).1@example.com"
        add(.mail(messageID: first, references: []), at: start)
        guard let reply = clerk(after: start, upTo: 1.6, calendar, &dice) else { return }
        let article = dice.isLucky(0.4) ? "losenord" : nil
        let resolves = dice.isLucky(0.74)
        add(.reply(article: article, resolves: resolves), at: reply)
        var last = reply
        if !resolves {
            last += dice.seconds(600...200_000)
            add(.mail(messageID: "\(id).2@example.com", references: [first]), at: last)
            guard let second = clerk(after: last, upTo: 1.6, calendar, &dice) else { return }
            add(.reply(article: nil, resolves: true), at: second)
            last = second
        }
        guard dice.isLucky(0.09) else { return }
        last += dice.seconds(3_600...500_000)
        add(.mail(messageID: "\(id).3@example.com", references: [first]), at: last)
        guard let third = clerk(after: last, upTo: 1.6, calendar, &dice) else { return }
        add(.reply(article: "bifoga-fil", resolves: true), at: third)
    }

    private mutating func call(
        _ place: Int,
        at start: Date,
        _ calendar: YearCalendar,
        _ dice: inout SeededRandom
    ) {
        let call = "\(id)-\(place)"
        add(.ring(call: call), at: start)
        let wait = (dice.unit() * dice.unit() * 280).rounded()
        if dice.isLucky(0.07) { return add(.hangUp(call: call), at: start + wait + 5) }
        add(.answer(call: call), at: start + wait)
        let talk = start + wait + dice.seconds(60...600)
        var end = talk
        var isSolved = dice.isLucky(0.76)
        if !isSolved, dice.isLucky(0.7) {
            add(.handOff, at: talk)
            let states: [Handoff.State] = [.completed, .completed, .completed, .busy, .noAnswer]
            let state = states[Int(dice.next() % UInt64(states.count))]
            end = talk + dice.seconds(4...45)
            add(.endHandoff(state), at: end)
            isSolved = state == .completed
            add(.hangUp(call: call), at: end + 1)
            if isSolved { add(.resolve(.handedOff), at: end + 2) }
        } else {
            add(.hangUp(call: call), at: end + 1)
            if isSolved { add(.resolve(.answered), at: end + 30) }
        }
        let isBack = place == 1 && dice.isLucky(0.08)
        if isBack, let again = clerk(after: end + 7_200, upTo: 3, calendar, &dice) {
            // During opening hours, and not so late that nobody is there to answer.
            let day = calendar.day(of: again)
            if let close = calendar.openings[day]?.close, again + 1_800 < close {
                return self.call(2, at: again, calendar, &dice)
            }
        }
        guard !isSolved, let later = clerk(after: end + 60, upTo: 4, calendar, &dice) else {
            return
        }
        add(.resolve(.answered), at: later)
    }

    private mutating func complain(
        at start: Date,
        _ calendar: YearCalendar,
        _ dice: inout SeededRandom
    ) {
        add(.complain, at: start)
        guard let receipt = clerk(after: start, upTo: 2.6, calendar, &dice) else { return }
        add(.reply(article: nil, resolves: false), at: receipt)
        guard let answer = clerk(after: receipt, upTo: 12, calendar, &dice) else { return }
        add(.reply(article: nil, resolves: true), at: answer)
    }

    /// A moment within so many working days, mostly early; nil past the year's end.
    private func clerk(
        after start: Date,
        upTo days: Double,
        _ calendar: YearCalendar,
        _ dice: inout SeededRandom
    ) -> Date? {
        let open = 60 + (dice.unit() * dice.unit() * days * 8.5 * 3_600).rounded()
        return calendar.moment(afterOpen: open, from: start)
    }
}
