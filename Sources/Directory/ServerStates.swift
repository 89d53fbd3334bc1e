import LDAPClient
import Metrics
import Synchronization

/// Which directory servers could say something the last time they were asked.
final class ServerStates: Sendable {
    private let servers: [String]
    private let metrics: any MetricsFactory
    private let held: Mutex<[Bool?]>

    init(_ urls: [LDAPURL], _ metrics: any MetricsFactory) {
        servers = urls.map(\.description)
        self.metrics = metrics
        held = Mutex(Array(repeating: nil, count: urls.count))
    }

    func note(_ index: Int, isUp: Bool) {
        held.withLock { $0[index] = isUp }
        // Made now and not before: a server that was not asked yet is neither up nor down.
        Meter(
            label: "helpdesk_directory_server_up",
            dimensions: [("server", servers[index])],
            factory: metrics
        ).set(isUp ? 1 : 0)
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
