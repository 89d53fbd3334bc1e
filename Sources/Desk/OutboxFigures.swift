public import Foundation
import Metrics

/// How the outbox stands at one moment.
public struct OutboxFigures: Sendable, Equatable {
    /// Due, and nobody carries them yet.
    public var due: Int
    /// Tried before or not, and due later.
    public var deferred: Int
    /// With a courier.
    public var carried: Int
    /// Given up; staff know from the ticket.
    public var failed: Int
    /// When the oldest that has not left was written, tried or not; nil when none waits.
    ///
    /// Automatic letters do not count while the brake holds them.
    public var oldestWrittenAt: Date?

    /// Names every figure.
    public init(due: Int, deferred: Int, carried: Int, failed: Int, oldestWrittenAt: Date?) {
        self.due = due
        self.deferred = deferred
        self.carried = carried
        self.failed = failed
        self.oldestWrittenAt = oldestWrittenAt
    }

    /// For how long the oldest letter has waited to leave, in seconds, by our clock; never below zero,
    /// and zero when none waits.
    ///
    /// A failed attempt does not make it younger: a mail server that is away is seen by it. What was
    /// written by a clock that was ahead counts from zero until ours has come there.
    public func oldestAge(at moment: Date) -> TimeInterval {
        oldestWrittenAt.map { max(0, moment.timeIntervalSince($0)) } ?? 0
    }
}

/// What the outbox counts of the letters that were carried.
struct OutboxMeters: Sendable {
    private let taken: Counter
    private let deferred: Counter
    private let unreached: Counter
    private let refused: Counter
    private let expired: Counter

    init(_ metrics: any MetricsFactory) {
        let attempts = { (result: String) in
            Counter(
                label: "helpdesk_outbox_attempts_total",
                dimensions: [("result", result)],
                factory: metrics
            )
        }
        taken = attempts("taken")
        deferred = attempts("deferred")
        unreached = attempts("unreached")
        refused = attempts("refused")
        expired = attempts("expired")
    }

    /// Counts an attempt; a letter that was deferred once too often has expired.
    func settle(_ result: Outbox.Result, as state: Delivery.State) {
        switch result {
        case .taken: taken.increment()
        case .refused: refused.increment()
        case .deferred: (state == .failed ? expired : deferred).increment()
        case .unreached: unreached.increment()
        }
    }
}
