import LDAPClient
import Metrics
import Synchronization

/// Which directory servers could say something the last time they were asked.
final class ServerStates: Sendable {
    private let servers: [String]
    /// One a server: 1 when it could, 0 when it could not or was not asked yet.
    private let meters: [Meter]
    private let held: Mutex<[Bool?]>

    init(_ urls: [LDAPURL], _ metrics: any MetricsFactory) {
        servers = urls.map(\.description)
        meters = servers.map { server in
            Meter(
                label: "helpdesk_directory_server_up",
                dimensions: [("server", server)],
                factory: metrics
            )
        }
        held = Mutex(Array(repeating: nil, count: urls.count))
    }

    func note(_ index: Int, isUp: Bool) {
        held.withLock { $0[index] = isUp }
        meters[index].set(isUp ? 1 : 0)
    }

    var current: [LDAPStaffDirectory.ServerState] {
        zip(servers, held.withLock { $0 }).map { server, isUp in
            LDAPStaffDirectory.ServerState(server: server, isUp: isUp)
        }
    }
}

extension LDAPStaffDirectory {
    /// One server, as the last log-in found it.
    public struct ServerState: Sendable, Equatable {
        /// Its address.
        public var server: String
        /// Whether it could say; nil when it was not asked yet.
        public var isUp: Bool?
    }

    /// Every server, in the order of the configuration.
    public var serverStates: [ServerState] { states.current }
}
