import Foundation
import KnowledgeBase
import Metrics

/// What the desk counts of its own work, without a word of what it was about.
struct DeskMeters: Sendable {
    private let opened: [TicketChannel: Counter]
    private let written: [Message.Kind: Counter]
    private let resolved: [TicketOutcome: Counter]
    private let handoffs: [Handoff.State: Counter]
    private let refusedHandoffs: Counter
    private let verdicts: [ArticleVerdict: Counter]
    private let throttledSignIns: Counter
    private let warnedClocks: Counter
    private let missedClocks: Counter
    private let raisedIncidents: Counter
    private let calls: [Call.Outcome: Counter]
    private let answerTime: Metrics.Timer
    private let metrics: any MetricsFactory
    private let matchTime: Metrics.Timer
    private let answerable: Counter
    private let unanswerable: Counter

    init(_ metrics: any MetricsFactory) {
        let counter = { (name: String, label: String, value: String) in
            Counter(label: name, dimensions: [(label, value)], factory: metrics)
        }
        let handoff = { counter("helpdesk_handoffs_total", "state", $0) }
        let match = { counter("helpdesk_matches_total", "answerable", $0) }
        opened = .each { counter("helpdesk_tickets_opened_total", "channel", $0.rawValue) }
        written = .each { counter("helpdesk_messages_total", "kind", $0.rawValue) }
        resolved = .each { counter("helpdesk_tickets_resolved_total", "outcome", $0.rawValue) }
        handoffs = .each { handoff($0.rawValue) }
        refusedHandoffs = handoff("no_switchboard")
        verdicts = .each { counter("helpdesk_verdicts_total", "verdict", $0.rawValue) }
        throttledSignIns = Counter(label: "helpdesk_sign_ins_throttled_total", factory: metrics)
        warnedClocks = counter("helpdesk_clock_alarms_total", "alarm", "warned")
        missedClocks = counter("helpdesk_clock_alarms_total", "alarm", "missed")
        raisedIncidents = Counter(label: "helpdesk_incidents_raised_total", factory: metrics)
        calls = .each { counter("helpdesk_calls_total", "outcome", $0.rawValue) }
        answerTime = Timer(label: "helpdesk_call_answer_seconds", factory: metrics)
        self.metrics = metrics
        matchTime = Timer(label: "helpdesk_match_seconds", factory: metrics)
        answerable = match("true")
        unanswerable = match("false")
    }

    /// A ticket; `isHeard` is false for one made of a message that was counted before.
    func open(by channel: TicketChannel, isHeard: Bool = true) {
        opened[channel]?.increment()
        if isHeard { written[.inbound]?.increment() }
    }

    func write(_ message: Message, resolves: Bool) {
        written[message.kind]?.increment()
        if resolves { resolve(as: .answered) }
    }

    /// A citizen's message on a ticket that was there before.
    func hear() { written[.inbound]?.increment() }

    func resolve(as outcome: TicketOutcome) { resolved[outcome]?.increment() }

    /// The desk suspects one.
    func raiseIncident() { raisedIncidents.increment() }

    /// Each state in which a hand-off was left.
    func handOff(_ state: Handoff.State) { handoffs[state]?.increment() }

    /// Somebody had to wait before anybody looked at the password.
    func signInThrottled() { throttledSignIns.increment() }

    /// How a hand-off ended that a switchboard carried out, by where it went: ids of the directory.
    func handOff(to destination: String, _ state: Handoff.State) {
        handOff(state)
        Counter(
            label: "helpdesk_handoffs_by_destination_total",
            // Numbers of no destination are as many as there are.
            dimensions: [
                ("destination", destination.hasPrefix("tel:") ? "number" : destination),
                ("state", state.rawValue),
            ],
            factory: metrics
        )
        .increment()
    }

    /// Something that came due by itself.
    func ring(_ kind: TicketEvent.Kind) {
        if kind == .clockWarned { warnedClocks.increment() }
        if kind == .clockMissed { missedClocks.increment() }
    }

    func end(_ outcome: Call.Outcome) { calls[outcome]?.increment() }

    func answer(after wait: TimeInterval) { answerTime.recordSeconds(max(0, wait)) }

    func refuseHandoff() { refusedHandoffs.increment() }

    func judge(as verdict: ArticleVerdict) { verdicts[verdict]?.increment() }

    /// Looks a text up and notes how long that took and whether an article answers it.
    func matching<Found>(_ look: () -> Found, isAnswerable: (Found) -> Bool) -> Found {
        let start = ContinuousClock.now
        let found = look()
        matchTime.record(duration: start.duration(to: .now))
        (isAnswerable(found) ? answerable : unanswerable).increment()
        return found
    }
}

extension Dictionary where Key: CaseIterable {
    /// One value for each case there is.
    static func each(_ make: (Key) -> Value) -> Self {
        Self(uniqueKeysWithValues: Key.allCases.map { ($0, make($0)) })
    }
}
