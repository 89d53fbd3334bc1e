/// All transactions of a user agent, and which is due next.
struct SIPTransactions: Sendable {
    private enum Machine: Sendable {
        case client(any SIPClientMachine)
        case server(any SIPServerMachine)

        var due: Duration? {
            switch self {
            case .client(let machine): machine.due
            case .server(let machine): machine.due
            }
        }

        var isTerminated: Bool {
            switch self {
            case .client(let machine): machine.isTerminated
            case .server(let machine): machine.isTerminated
            }
        }
    }

    private struct Entry: Sendable {
        var machine: Machine
        let path: SIPPath
        /// Of a request from outside; its answer has hardly more, and is kept as long.
        var bytes = 0
    }

    /// What the transactions want done, in order.
    enum Output: Sendable, Hashable {
        case send(SIPMessage, SIPPath)
        case response(SIPResponse, SIPTransactionKey)
        case failed(SIPTransactionKey, SIPTransactionFailure)
    }

    /// What a request is to those who know of transactions.
    enum Arrival: Sendable, Hashable {
        /// The first time that it is seen.
        case new(SIPTransactionKey)
        /// Seen before, and dealt with here.
        case known
        /// An ACK of no transaction: of a 2xx, or of nothing.
        case acknowledgement
        /// There is no room for one more.
        case overLimit
    }

    private let timers: SIPTimers
    private let transactionsMax: Int
    private var entries: [SIPTransactionKey: Entry] = [:]
    /// Of all entries together.
    private(set) var bytes = 0
    private var deadlines = SIPDeadlines<SIPTransactionKey>()
    private(set) var outputs: [Output] = []

    init(timers: SIPTimers, transactionsMax: Int) {
        self.timers = timers
        self.transactionsMax = transactionsMax
    }

    var count: Int { entries.count }
    var due: Duration? { deadlines.earliest }

    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }

    /// The request of a server's transaction that can still be answered.
    func unanswered(_ key: SIPTransactionKey) -> SIPRequest? {
        guard case .server(let machine)? = entries[key]?.machine else { return nil }
        return machine.request
    }

    /// True when an INVITE of ours was answered provisionally.
    func hasProgressed(_ key: SIPTransactionKey) -> Bool {
        guard case .client(let machine)? = entries[key]?.machine else { return false }
        return (machine as? SIPInviteClient)?.state == .proceeding
    }

    func contains(_ key: SIPTransactionKey) -> Bool { entries[key] != nil }

    // MARK: As client

    /// Sends a request, whose topmost Via names the transaction; a first answer is waited for as long
    /// as `patience` says, where that is not the usual time.
    mutating func begin(
        _ request: SIPRequest,
        to path: SIPPath,
        patience: Duration? = nil,
        at now: Duration
    ) -> SIPTransactionKey {
        guard let key = SIPTransactionKey(client: request.envelope) else {
            preconditionFailure("our requests have a branch")
        }
        let isReliable = path.hop.transport.isReliable
        let end = now + (patience ?? timers.patience)
        let machine: any SIPClientMachine =
            request.method == .invite
            ? SIPInviteClient(request, isReliable: isReliable, timers: timers, at: now, end: end)
            : SIPRequestClient(request, isReliable: isReliable, timers: timers, at: now, end: end)
        outputs.append(.send(.request(request), path))
        store(key, Entry(machine: .client(machine), path: path))
        return key
    }

    /// Waits for the end of an INVITE that was sent, and answered provisionally, before a restart.
    mutating func goOn(with invite: SIPRequest, by path: SIPPath, at now: Duration) {
        guard let key = SIPTransactionKey(client: invite.envelope) else {
            preconditionFailure("our requests have a branch")
        }
        var machine = SIPInviteClient(
            invite,
            isReliable: path.hop.transport.isReliable,
            timers: timers,
            at: now,
            end: now + timers.patience
        )
        // The answer that it had is had once more, and heard by nobody.
        _ = machine.receive(invite.response(100, tag: nil), at: now)
        store(key, Entry(machine: .client(machine), path: path))
    }

    /// Lets an INVITE that was taken back end by itself.
    mutating func cancel(_ key: SIPTransactionKey, at now: Duration) {
        guard var entry = entries[key], case .client(let client) = entry.machine,
            var machine = client as? SIPInviteClient
        else { return }
        machine.cancel(at: now)
        entry.machine = .client(machine)
        store(key, entry)
    }

    /// - Returns: false for a response to nothing that we asked.
    mutating func receive(_ response: SIPResponse, at now: Duration) -> Bool {
        guard let key = SIPTransactionKey(client: response.envelope), var entry = entries[key],
            case .client(var machine) = entry.machine
        else { return false }
        note(machine.receive(response, at: now), of: key, entry.path)
        entry.machine = .client(machine)
        store(key, entry)
        return true
    }

    // MARK: As server

    /// Finds the transaction of a request, or begins one.
    mutating func receive(_ request: SIPRequest, from path: SIPPath, at now: Duration) -> Arrival {
        let key = SIPTransactionKey(server: request)
        if var entry = entries[key], case .server(let server) = entry.machine {
            if request.method == .ack {
                guard var machine = server as? SIPInviteServer, machine.state != .accepted
                else { return .acknowledgement }
                machine.receiveAcknowledgement(at: now)
                entry.machine = .server(machine)
                store(key, entry)
            } else {
                note(server.receiveAgain(), of: key, entry.path)
            }
            return .known
        }
        if request.method == .ack { return .acknowledgement }
        // Their senders decide how large they are.
        let size = request.bytes.count
        guard entries.count < transactionsMax,
            bytes + size <= transactionsMax * SIPLimits.transactionBytes
        else { return .overLimit }
        let isReliable = path.hop.transport.isReliable
        let machine: any SIPServerMachine =
            request.method == .invite
            ? SIPInviteServer(request, isReliable: isReliable, timers: timers)
            : SIPRequestServer(request, isReliable: isReliable, timers: timers, at: now)
        store(key, Entry(machine: .server(machine), path: path, bytes: size))
        return .new(key)
    }

    mutating func respond(_ response: SIPResponse, in key: SIPTransactionKey, at now: Duration) {
        guard var entry = entries[key], case .server(var machine) = entry.machine else { return }
        note(machine.respond(response, at: now), of: key, entry.path)
        entry.machine = .server(machine)
        store(key, entry)
    }

    // MARK: Time and failures

    /// Lets everything that is due happen.
    mutating func tick(at now: Duration) {
        while let key = deadlines.popDue(at: now) {
            guard var entry = entries[key] else { continue }
            switch entry.machine {
            case .client(var machine):
                note(machine.tick(at: now), of: key, entry.path)
                entry.machine = .client(machine)
            case .server(var machine):
                note(machine.tick(at: now), of: key, entry.path)
                entry.machine = .server(machine)
            }
            store(key, entry)
        }
    }

    /// Nothing can be sent to this place: every request that waits for its answer has failed.
    mutating func transportFailed(to hop: SIPHop) {
        for (key, var entry) in entries where key.isClient && entry.path.hop == hop {
            guard case .client(var machine) = entry.machine else { continue }
            note(machine.transportFailed(), of: key, entry.path)
            entry.machine = .client(machine)
            store(key, entry)
        }
    }

    private mutating func store(_ key: SIPTransactionKey, _ entry: Entry) {
        let kept = entry.machine.isTerminated ? nil : entry
        bytes += (kept?.bytes ?? 0) - (entries[key]?.bytes ?? 0)
        entries[key] = kept
        deadlines.set(key, kept?.machine.due)
    }

    private mutating func note(
        _ actions: [SIPClientAction],
        of key: SIPTransactionKey,
        _ path: SIPPath
    ) {
        for action in actions {
            switch action {
            case .send(let request): outputs.append(.send(.request(request), path))
            case .deliver(let response): outputs.append(.response(response, key))
            case .fail(let failure): outputs.append(.failed(key, failure))
            }
        }
    }

    private mutating func note(
        _ actions: [SIPServerAction],
        of key: SIPTransactionKey,
        _ path: SIPPath
    ) {
        for action in actions {
            switch action {
            case .send(let response): outputs.append(.send(.response(response), path))
            case .fail(let failure): outputs.append(.failed(key, failure))
            }
        }
    }
}
