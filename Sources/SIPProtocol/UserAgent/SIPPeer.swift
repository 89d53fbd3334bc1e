/// A telephone system that we speak with, and the only kind of stranger that is heard.
public struct SIPPeer: Sendable, Hashable {
    /// As the operator calls it; names it in settings and in the log.
    public let name: String
    /// Where requests go (RFC 3263 §4.3); empty while nobody knows.
    public var servers: [SIPServer]
    /// Addresses that its requests come from, besides those of ``servers``.
    public var sources: Set<SIPHost>
    /// Who we are to it, when it asks.
    public var account: SIPAccount?
    /// Who it must prove to be before it may call; nil trusts its address.
    public var caller: SIPAccount?
    /// How it may prove that, the better first; never empty.
    public var callerDigests = SIPDigestAlgorithm.allCases

    /// Names every member; the hops are tried in their order.
    public init(
        name: String,
        hops: [SIPHop],
        sources: Set<SIPHost> = [],
        account: SIPAccount? = nil,
        caller: SIPAccount? = nil
    ) {
        self.name = name
        servers = hops.enumerated().map { SIPServer($1, rank: $0) }
        self.sources = sources
        self.account = account
        self.caller = caller
    }

    /// The hops of its servers, the best first.
    public var hops: [SIPHop] { servers.map(\.hop) }

    /// Whom its certificates may be of, and whom its routes may name.
    var hosts: Set<SIPHost> {
        sources.union(servers.map(\.hop.host)).union(
            servers.compactMap { $0.hop.name.map { .name($0) } }
        )
    }

    /// True when a message from this address is the peer's.
    func isHeard(from host: SIPHost) -> Bool {
        sources.contains(host) || servers.contains { $0.hop.host == host }
    }

    /// Where a request inside a dialog goes; nil while nobody knows where the peer is.
    ///
    /// To the host that the route names when it is one of the peer's, else to the peer itself: a
    /// Contact never makes us send to a stranger.
    func hop(for uri: SIPURI?) -> SIPHop? {
        guard let uri, hosts.contains(uri.host) else { return hops.first }
        let named = uri.transport.flatMap { SIPTransport(rawValue: $0) }
        let transport = uri.scheme == .sips ? .tls : named
        let there = hops.filter { $0.host == uri.host || $0.name.map { .name($0) } == uri.host }
        let known = there.first { $0.transport == transport || transport == nil }
        var host = uri.host
        if case .name = host {
            guard let address = (known ?? there.first)?.host else { return hops.first }
            host = address
        }
        return SIPHop(
            transport ?? known?.transport ?? .udp,
            host,
            uri.port ?? known?.port,
            name: there.first?.name
        )
    }
}

/// How a user agent behaves, whoever it speaks with.
public struct SIPUserAgentSettings: Sendable {
    /// Where we are reached, by transport: what Via and Contact say.
    public var addresses: [SIPTransport: SIPHop]
    /// Those that are heard.
    public var peers: [SIPPeer]
    /// The user part of our Contact.
    public var user = "helpdesk"
    /// What Server and User-Agent say.
    public var product = "helpdesk"
    /// The realm that peers prove themselves for.
    public var realm = "helpdesk"
    /// RFC 3261's times.
    public var timers = SIPTimers()
    /// Calls at once, both directions counted; 1...
    public var legsMax = 2_000
    /// Requests that are in the making at once, of ``SIPLimits/transactionBytes`` each or fewer larger
    /// ones; beyond, 503 is the answer.
    public var transactionsMax = 20_000
    /// How long a call may ring, whoever is called.
    public var ringLimit = Duration.seconds(180)
    /// The session timer that we ask for (RFC 4028); nil asks for none.
    public var sessionInterval: Duration? = .seconds(1_800)
    /// The shortest session timer that we agree to, at least 90 seconds (RFC 4028 §4).
    public var sessionIntervalMin = Duration.seconds(90)
    /// How long a hop may be silent before the next one is tried, where there is one.
    public var hopPatience = Duration.seconds(4)
    /// How long a hop that did not answer is tried last.
    public var hopRest = Duration.seconds(30)

    /// Names what has no default.
    public init(addresses: [SIPTransport: SIPHop], peers: [SIPPeer]) {
        precondition(!addresses.isEmpty, "a user agent is reached somewhere")
        self.addresses = addresses
        self.peers = peers
    }

    /// Our address towards a hop; of another transport when we do not listen on its own.
    func address(for transport: SIPTransport) -> SIPHop {
        let fallback = SIPTransport.allCases.lazy.compactMap { addresses[$0] }.first
        guard let address = addresses[transport] ?? fallback else {
            preconditionFailure("checked when they were set")
        }
        return address
    }
}
