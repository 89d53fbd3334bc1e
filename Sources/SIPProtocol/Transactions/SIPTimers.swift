/// The three times that all timers of RFC 3261 §17 come from (table 4).
public struct SIPTimers: Sendable, Hashable {
    /// What a message takes there and back.
    public var t1: Duration
    /// The longest pause between repetitions.
    public var t2: Duration
    /// How long a message may linger on its way.
    public var t4: Duration

    /// Takes the three; without arguments those of the RFC.
    public init(
        t1: Duration = .milliseconds(500),
        t2: Duration = .seconds(4),
        t4: Duration = .seconds(5)
    ) {
        self.t1 = t1
        self.t2 = t2
        self.t4 = t4
    }

    /// Timers B, F, H, J, L and M: after it nobody is waited for any more.
    var patience: Duration { t1 * 64 }
    /// Timer D: as long as the peer may go on repeating its final answer over UDP.
    var lingering: Duration { .seconds(32) }

    /// The pause after one of this length, where repetitions slow down to T2.
    func pause(after pause: Duration) -> Duration { min(pause * 2, t2) }
}

/// A message that is sent again and again with growing pauses until it is answered.
struct SIPRepetition: Sendable, Hashable {
    private(set) var due: Duration
    private var pause: Duration

    init(at now: Duration, every pause: Duration) {
        self.pause = pause
        due = now + pause
    }

    /// Takes the next pause.
    ///
    /// No longest pause lets the pauses double without end, as timer A does.
    mutating func again(at now: Duration, longest: Duration?) {
        pause = min(pause * 2, longest ?? pause * 2)
        due = now + pause
    }
}

/// The earliest of the times that are set.
func earliest(_ times: Duration?...) -> Duration? { times.compactMap { $0 }.min() }

/// Why a transaction ended without a final response, or an answer without its ACK.
public enum SIPTransactionFailure: Error, Sendable, Hashable {
    /// Nobody answered for 64 × T1.
    case timeout
    /// The message could not be sent.
    case transport
}
