import CResolver
public import NIOPosix

/// Asks the servers of the domain name system, by the resolver of the C library.
///
/// It blocks, so that it has threads of its own; what it is asked, it asks: nothing is remembered.
public struct DNSResolver: Sendable {
    /// Where a server is.
    public struct Server: Sendable, Hashable {
        /// The four octets of an IPv4 address.
        public var address: UInt32
        /// 1...65535.
        public var port: UInt16

        /// Names both; the first octet of the address is the highest.
        public init(address: UInt32, port: UInt16 = 53) {
            self.address = address
            self.port = port
        }
    }

    /// As many servers as the C library asks.
    public static let serversMax = 3

    private let servers: [Server]
    private let secondsMax: Int
    private let pool: NIOThreadPool

    /// - Parameters:
    ///   - servers: at most ``serversMax``; none means those of /etc/resolv.conf.
    ///   - secondsMax: how long one server may be silent, 1...30; each is asked twice.
    ///   - pool: where it may block.
    public init(servers: [Server] = [], secondsMax: Int = 2, pool: NIOThreadPool) {
        precondition(servers.count <= Self.serversMax, "the C library has room for three")
        self.servers = servers
        self.secondsMax = secondsMax
        self.pool = pool
    }

    /// Runs a step that asks one thing after the other.
    ///
    /// - Throws: when the pool has ended.
    public func run<Value: Sendable>(
        _ body: @escaping @Sendable (DNSQuestions) -> Value
    ) async throws -> Value {
        try await pool.runIfActive { [servers, secondsMax] in
            body(DNSQuestions(servers: servers, secondsMax: secondsMax))
        }
    }
}

/// The C library's resolver; it stays on the thread that it was made on.
public final class DNSQuestions {
    private let state: UnsafeMutablePointer<__res_state>
    private let isOpen: Bool

    init(servers: [DNSResolver.Server], secondsMax: Int) {
        state = .allocate(capacity: 1)
        isOpen = cresolver_open(state) == 0
        guard isOpen else { return }
        state.pointee.retrans = Int32(secondsMax)
        state.pointee.retry = 2
        for (place, server) in servers.enumerated() {
            cresolver_set_server(
                state,
                Int32(place),
                Int32(servers.count),
                server.address.bigEndian,
                server.port.bigEndian
            )
        }
    }

    deinit {
        if isOpen { cresolver_close(state) }
        state.deallocate()
    }

    /// Asks for the records of a name.
    ///
    /// - Throws: ``DNSFailure``.
    public func records(
        of name: String,
        _ kind: DNSRecordKind
    ) throws(DNSFailure) -> DNSAnswer {
        guard isOpen else { throw .unavailable }
        var message = [UInt8](repeating: 0, count: 65_535)
        let size = cresolver_query(state, name, Int32(kind.rawValue), &message, 65_535)
        guard size >= 0 else {
            // What servers say who do not know, and what none says.
            let code = state.pointee.res_h_errno
            throw code == HOST_NOT_FOUND || code == NO_DATA ? .notThere : .unavailable
        }
        guard let answer = DNSAnswer(message: message.prefix(Int(size)), kind) else {
            throw .unavailable
        }
        if answer.records.isEmpty { throw .notThere }
        return answer
    }
}
