/// The server's side of an INVITE (RFC 3261 §17.2.1, as RFC 6026 §7.1 changed it).
struct SIPInviteServer: SIPServerMachine {
    enum State: Sendable {
        case proceeding
        /// A 2xx was sent; its repetition is the dialog's business, not ours.
        case accepted
        case completed
        case confirmed
        case terminated
    }

    private(set) var state = State.proceeding
    private(set) var request: SIPRequest?
    private(set) var last: SIPResponse?
    private let timers: SIPTimers
    private let isReliable: Bool
    /// Timer G.
    private var repetition: SIPRepetition?
    /// Timer H, I or L.
    private var end: Duration?

    init(_ request: SIPRequest, isReliable: Bool, timers: SIPTimers) {
        precondition(request.method == .invite, "other methods have their own machine")
        self.request = request
        self.isReliable = isReliable
        self.timers = timers
    }

    var due: Duration? { earliest(repetition?.due, end) }
    var isTerminated: Bool { state == .terminated }

    /// The request came once more.
    func receiveAgain() -> [SIPServerAction] {
        switch state {
        case .proceeding, .completed: last.map { [.send($0)] } ?? []
        case .accepted, .confirmed, .terminated: []
        }
    }

    mutating func receiveAcknowledgement(at now: Duration) {
        guard state == .completed else { return }
        state = isReliable ? .terminated : .confirmed
        repetition = nil
        end = isReliable ? nil : now + timers.t4
    }

    /// Sends a response, when the state still allows one.
    mutating func respond(_ response: SIPResponse, at now: Duration) -> [SIPServerAction] {
        if !response.isProvisional { request = nil }
        switch (state, response.status / 100) {
        case (.proceeding, 1):
            last = response
            return [.send(response)]
        case (.proceeding, 2), (.accepted, 2):
            if state == .proceeding { end = now + timers.patience }
            state = .accepted
            last = nil
            return [.send(response)]
        case (.proceeding, _):
            state = .completed
            last = response
            repetition = isReliable ? nil : SIPRepetition(at: now, every: timers.t1)
            end = now + timers.patience
            return [.send(response)]
        case (.accepted, _), (.completed, _), (.confirmed, _), (.terminated, _): return []
        }
    }

    mutating func tick(at now: Duration) -> [SIPServerAction] {
        if let end, end <= now {
            let wasWaiting = state == .completed
            state = .terminated
            repetition = nil
            self.end = nil
            return wasWaiting ? [.fail(.timeout)] : []
        }
        guard let due = repetition?.due, due <= now, let last else { return [] }
        repetition?.again(at: now, longest: timers.t2)
        return [.send(last)]
    }

    mutating func transportFailed() -> [SIPServerAction] {
        state = .terminated
        repetition = nil
        end = nil
        return [.fail(.transport)]
    }
}
