/// The client's side of any request but INVITE and ACK (RFC 3261 §17.1.2).
struct SIPRequestClient: SIPClientMachine {
    enum State: Sendable {
        case trying
        case proceeding
        case completed
        case terminated
    }

    private(set) var state = State.trying
    let request: SIPRequest
    private let timers: SIPTimers
    private let isReliable: Bool
    /// Timer E.
    private var repetition: SIPRepetition?
    /// Timer F or K.
    private var end: Duration?

    init(
        _ request: SIPRequest,
        isReliable: Bool,
        timers: SIPTimers,
        at now: Duration,
        end: Duration
    ) {
        precondition(request.method != .invite && request.method != .ack, "they have their own")
        self.request = request
        self.isReliable = isReliable
        self.timers = timers
        repetition = isReliable ? nil : SIPRepetition(at: now, every: timers.t1)
        self.end = end
    }

    var due: Duration? { earliest(repetition?.due, end) }
    var isTerminated: Bool { state == .terminated }

    mutating func receive(_ response: SIPResponse, at now: Duration) -> [SIPClientAction] {
        guard state == .trying || state == .proceeding else { return [] }
        if response.isProvisional {
            state = .proceeding
        } else {
            state = isReliable ? .terminated : .completed
            repetition = nil
            end = isReliable ? nil : now + timers.t4
        }
        return [.deliver(response)]
    }

    mutating func tick(at now: Duration) -> [SIPClientAction] {
        if let end, end <= now {
            let wasWaiting = state == .trying || state == .proceeding
            state = .terminated
            repetition = nil
            self.end = nil
            return wasWaiting ? [.fail(.timeout)] : []
        }
        guard let due = repetition?.due, due <= now else { return [] }
        // Who has answered provisionally is asked as seldom as T2 allows.
        if state == .proceeding {
            repetition = SIPRepetition(at: now, every: timers.t2)
        } else {
            repetition?.again(at: now, longest: timers.t2)
        }
        return [.send(request)]
    }

    mutating func transportFailed() -> [SIPClientAction] {
        let wasWaiting = state == .trying || state == .proceeding
        state = .terminated
        repetition = nil
        end = nil
        return wasWaiting ? [.fail(.transport)] : []
    }
}
