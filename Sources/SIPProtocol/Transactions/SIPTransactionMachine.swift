/// What every transaction is, whatever it is about (RFC 3261 §17).
protocol SIPTransactionMachine<Action>: Sendable {
    associatedtype Action: Sendable

    /// When ``tick(at:)`` has something to do.
    var due: Duration? { get }
    /// Nothing more can come of it.
    var isTerminated: Bool { get }
    /// Lets everything happen whose time has come.
    mutating func tick(at now: Duration) -> [Action]
    /// Nothing can be sent on its way.
    mutating func transportFailed() -> [Action]
}

/// The side that asked.
protocol SIPClientMachine: SIPTransactionMachine<SIPClientAction> {
    mutating func receive(_ response: SIPResponse, at now: Duration) -> [SIPClientAction]
}

/// The side that was asked.
protocol SIPServerMachine: SIPTransactionMachine<SIPServerAction> {
    /// What is asked, until it is answered for good: with all that it carries it is large, and nobody
    /// needs it again.
    var request: SIPRequest? { get }
    /// The request came once more.
    func receiveAgain() -> [SIPServerAction]
    /// Sends a response, when the state still allows one.
    mutating func respond(_ response: SIPResponse, at now: Duration) -> [SIPServerAction]
}

/// What a client's transaction wants done.
enum SIPClientAction: Sendable, Hashable {
    case send(SIPRequest)
    case deliver(SIPResponse)
    case fail(SIPTransactionFailure)
}

/// What a server's transaction wants done.
enum SIPServerAction: Sendable, Hashable {
    case send(SIPResponse)
    case fail(SIPTransactionFailure)
}
