import Cryptography
import Desk
public import Hummingbird
import NIOCore

/// What a request knows about itself besides its bytes.
public struct DeskRequestContext: RequestContext {
    /// What the server itself keeps.
    public var coreContext: CoreRequestContextStorage
    private let callerAddress: SocketAddress?
    /// Who asks; set by ``SessionGuard``.
    var caller: Caller?
    /// What the request occupies of the door; set by ``WorkloadGuard`` where there is a body.
    var place: WorkPlace?

    /// One who has shown a token.
    struct Caller {
        var token: SessionToken
        var session: Session
        /// Held for as long as the answer takes; by its body, where that is long.
        var share: PersonalShare
    }

    /// Takes what the connection says.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        callerAddress = source.channel.remoteAddress
    }

    /// True when the caller is on this machine; who comes by a socket of its files has no address.
    var isLocal: Bool { callerAddress.flatMap(IPAddress.init)?.isLoopback ?? true }

    /// Where the caller is.
    func origin(_ request: Request, _ proxies: TrustedProxies) -> Origin {
        proxies.origin(of: callerAddress, request)
    }

    /// What strangers are counted by: the network around the caller, for one has many addresses.
    func network(_ request: Request, _ proxies: TrustedProxies) -> String {
        let origin = origin(request, proxies)
        return origin.network ?? origin.address ?? ""
    }

    /// Who asks.
    ///
    /// - Throws: 401 on a route that was left unguarded; no test lets that pass.
    func staff() throws(Problem) -> StaffIdentity {
        guard let caller else { throw .unauthorized }
        return caller.session.staff
    }

    /// A number in the path; what is none is not there.
    func ticketNumber() throws(Problem) -> TicketNumber {
        guard let text = parameters.get("number"), let number = Int64(text), number > 0 else {
            throw .notFound
        }
        return TicketNumber(rawValue: number)
    }

    /// An id in the path; what is none is not there.
    func id() throws(Problem) -> UUIDv7 {
        guard let text = parameters.get("id"), let id = UUIDv7(text) else { throw .notFound }
        return id
    }
}
