public import Foundation
public import Metrics

/// The letters that wait to leave, for the courier that carries them.
///
/// Carrying is at least once: a courier that dies after the mail server took a letter and before it
/// said so here leaves a lease behind, and the letter goes again under the same Message-ID.
public struct Outbox: Sendable {
    private let store: any DeskStore
    private let clocks: ClockRules
    private let meters: OutboxMeters
    private let patience: Patience
    private let now: @Sendable () -> Date

    /// How long mail servers may put letters off.
    ///
    /// - Configuration keys:
    ///   - `mail.give-up-days` (int, days, default 5, 1…30).
    ///   - `mail.delayed-hours` (int, hours, default 4, 1…168).
    public struct Patience: Sendable {
        /// How long a letter is tried (RFC 5321 §4.5.4.1: at least four to five days).
        public var giveUpAfter: TimeInterval = 5 * 24 * 3_600
        /// When its ticket hears that it waits.
        public var tellAfter: TimeInterval = 4 * 3_600

        /// As the standard has it.
        public init() {}
    }

    /// Opens the outbox of a store; `metrics` is told what became of each letter.
    ///
    /// A letter that does not arrive gives its ticket back to the desk, where `clocks` go on.
    public init(
        store: any DeskStore,
        clocks: ClockRules = ClockRules(),
        patience: Patience = Patience(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.clocks = clocks
        self.patience = patience
        self.now = now
        meters = OutboxMeters(metrics)
    }

    /// How many letters wait, and for how long.
    public func figures() async throws(DeskError) -> OutboxFigures {
        let moment = now()
        return try await store.read { reading throws(DeskError) in
            try reading.outboxFigures(at: moment)
        }
    }

    /// Takes up to `atMost` letters that are due.
    public func claim(
        atMost: Int,
        lease: TimeInterval
    ) async throws(DeskError) -> [OutboxEntry] {
        let moment = now()
        let isDue = try await store.read { reading throws(DeskError) in
            try reading.hasLetter(dueAt: moment)
        }
        guard isDue else { return [] }
        return try await store.write { transaction throws(DeskError) in
            try transaction.claimLetters(atMost: atMost, at: moment, lease: lease)
        }
    }

    /// What came of carrying a letter.
    public enum Result: Sendable, Equatable {
        /// The mail server has it.
        case taken
        /// Not now, says a mail server.
        case deferred(detail: String)
        /// No mail server said anything: ours is away, or does not let us in.
        case unreached(detail: String)
        /// Never.
        case refused(detail: String)
    }

    /// Writes down what came of it; the ticket learns how it ended.
    public func settle(_ entry: OutboxEntry, as result: Result) async throws(DeskError) {
        let moment = now()
        var settled = entry
        settled.attempts += 1
        switch result {
        case .taken:
            settled.state = .sent
            settled.lastError = nil
        case .refused(let detail):
            settled.state = .failed
            settled.lastError = entry.withoutAddress(detail)
        case .deferred(let detail):
            settled.putOff(detail, at: moment)
            // A moment further ahead was set by a wrong clock.
            let since = min(settled.deferredSince ?? moment, moment)
            settled.deferredSince = since
            if moment.timeIntervalSince(since) >= patience.giveUpAfter,
                settled.attempts >= Self.attemptsMin
            {
                settled.state = .failed
            }
        case .unreached(let detail):
            // However long: it is no fault of the letter's, and nobody refused it.
            settled.putOff(detail, at: moment)
        }
        let isLate =
            settled.state == .queued
            && moment >= entry.letter.writtenAt + patience.tellAfter
        let outcome = settled
        let clocks = clocks
        let isSettled = try await store.write { transaction throws(DeskError) in
            // Whose lease has run out has no say any more: somebody else carries the letter.
            guard try transaction.settle(outcome) else { return false }
            var details = outcome.details
            let isTold = isLate ? try transaction.knowsOfDelay(outcome, details) : false
            guard !isTold, let kind = isLate ? .delayed : outcome.event else { return true }
            // Nobody waits for an answer to what the desk wrote by itself.
            if outcome.state == .failed, !outcome.letter.isAutomatic {
                let told = try transaction.returnToDesk(outcome.ticket, clocks: clocks, at: moment)
                details.merge(told) { $1 }
            }
            try transaction.record(
                TicketEvent(
                    ticket: outcome.ticket,
                    at: moment,
                    actor: .system,
                    kind: kind,
                    details: details
                )
            )
            return true
        }
        if isSettled { meters.settle(result, as: outcome.state) }
    }

    /// The outbox, oldest first.
    public func entries(
        state: Delivery.State?,
        limit: Int
    ) async throws(DeskError) -> [OutboxEntry] {
        try await store.read { reading throws(DeskError) in
            try reading.outbox(state: state, limit: limit)
        }
    }

    /// Lets a letter go again now, whatever became of it; nil when there is none.
    public func retry(_ id: UUIDv7) async throws(DeskError) -> OutboxEntry? {
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            guard var entry = try transaction.letter(id) else { return nil }
            entry.state = .queued
            entry.dueAt = moment
            entry.attempts = 0
            entry.deferredSince = nil
            try transaction.overwrite(entry)
            return entry
        }
    }

    /// A letter that was let go again by hand has this many attempts at least, however old it is.
    static let attemptsMin = 8

    /// Doubles from half a minute to two hours, a fifth of it by chance so that letters which
    /// failed together do not come back together.
    static func pause(before attempt: Int) -> TimeInterval {
        let doubled = 30 * pow(2, Double(min(attempt, 10) - 1))
        return min(doubled, 7_200) * Double.random(in: 0.8...1.2)
    }

    /// No pause, and no courier's lease, is longer: a moment further ahead was set by a wrong clock.
    public static let pauseMax: TimeInterval = 3 * 3_600
}

extension DeskTransaction {
    /// Whether the ticket has heard that this letter waits, or another of its form since it was written.
    fileprivate func knowsOfDelay(
        _ entry: OutboxEntry,
        _ details: [String: String]
    ) throws(DeskError) -> Bool {
        try hasEvent(of: ticket(entry.ticket)) { event in
            event.kind == .delayed && event.at >= entry.letter.writtenAt
                && event.details["message"] == details["message"]
                && event.details["letter"] == details["letter"]
        }
    }

    /// A citizen who never got the answer is not waited for: somebody must reach them otherwise.
    ///
    /// - Returns: what that means to the ticket's clocks, for the fact that follows.
    @discardableResult
    func returnToDesk(
        _ number: TicketNumber,
        clocks: ClockRules,
        at moment: Date
    ) throws(DeskError) -> [String: String] {
        var ticket = try survivor(of: ticket(number))
        switch ticket.state {
        case .new, .open, .waiting:
            guard ticket.state == .waiting || ticket.snoozedUntil != nil else { return [:] }
            ticket.loseLetter(at: moment)
            let told = ticket.runClocks(by: clocks, at: moment)
            try save(ticket, over: ticket.revision)
            try count(&ticket, in: clocks.time)
            return told
        case .resolved, .closed:
            try ticket.reopen(at: moment)
            _ = try save(
                ticket,
                recording: .reopened,
                by: .system,
                at: moment,
                clocks: clocks
            )
            return [:]
        }
    }
}

extension OutboxEntry {
    /// Not now: later, and later each time.
    fileprivate mutating func putOff(_ detail: String, at moment: Date) {
        lastError = withoutAddress(detail)
        dueAt = moment + Outbox.pause(before: attempts)
    }

    /// What a mail server says usually repeats the address, and the history is never erased.
    fileprivate func withoutAddress(_ detail: String) -> String {
        detail.replacing(letter.toAddress, with: "‹recipient›")
    }

    /// The fact that the ticket's history gets, once it is known how it ended.
    fileprivate var event: TicketEvent.Kind? {
        switch state {
        case .queued: nil
        // An automatic letter stands in the history since it was posted; that it left is no news.
        case .sent: letter.isAutomatic ? nil : .delivered
        case .failed: .undeliverable
        }
    }

    fileprivate var details: [String: String] {
        var details = ["attempts": String(attempts)]
        if let message { details["message"] = message.description }
        if let form = letter.form, form.isAutomatic { details["letter"] = form.rawValue }
        // A mail server repeats the citizen's address, and the history is never erased.
        if let lastError { details["detail"] = lastError.replacing(Self.address, with: "…") }
        return details
    }

    private static var address: Regex<Substring> { /[^\s<>"']+@[^\s<>"']+/ }
}
