/// The server's side of any request but INVITE and ACK (RFC 3261 §17.2.2).
struct SIPRequestServer: SIPServerMachine {
    enum State: Sendable {
        case trying
        case proceeding
        case completed
        case terminated
    }

    private(set) var state = State.trying
    private(set) var request: SIPRequest?
    private(set) var last: SIPResponse?
    private let timers: SIPTimers
    private let isReliable: Bool
    /// Timer J, or the time after which a request that nobody answers is forgotten.
    private var end: Duration?

    init(_ request: SIPRequest, isReliable: Bool, timers: SIPTimers, at now: Duration) {
        precondition(request.method != .invite && request.method != .ack, "they have their own")
        self.request = request
        self.isReliable = isReliable
        self.timers = timers
        // The client gives up then (timer F), and an answer would find nobody (RFC 4320 §4.2).
        end = now + timers.patience
    }

    var due: Duration? { end }
    var isTerminated: Bool { state == .terminated }

    /// The request came once more.
    func receiveAgain() -> [SIPServerAction] {
        switch state {
        case .proceeding, .completed: last.map { [.send($0)] } ?? []
        case .trying, .terminated: []
        }
    }

    /// Sends a response, when the state still allows one.
    mutating func respond(_ response: SIPResponse, at now: Duration) -> [SIPServerAction] {
        guard state == .trying || state == .proceeding else { return [] }
        last = response
        if response.isProvisional {
            state = .proceeding
        } else {
            request = nil
            state = isReliable ? .terminated : .completed
            end = isReliable ? nil : now + timers.patience
        }
        return [.send(response)]
    }

    mutating func tick(at now: Duration) -> [SIPServerAction] {
        guard let end, end <= now else { return [] }
        let wasUnanswered = state == .trying || state == .proceeding
        state = .terminated
        self.end = nil
        return wasUnanswered ? [.fail(.timeout)] : []
    }

    mutating func transportFailed() -> [SIPServerAction] {
        state = .terminated
        end = nil
        return [.fail(.transport)]
    }
}
