import HummingbirdCore
import Metrics

/// Counts the connections of the HTTP door, for the server that bounds them.
struct MeasuredConnections: AvailableConnectionsDelegate {
    private var bound: MaximumAvailableConnections
    private let open: Meter
    private let total: Counter

    /// Lets in at most `connectionsMax` at a time.
    init(connectionsMax: Int, metrics: any MetricsFactory) {
        bound = MaximumAvailableConnections(connectionsMax)
        open = Meter(label: "helpdesk_http_connections", factory: metrics)
        total = Counter(label: "helpdesk_http_connections_total", factory: metrics)
    }

    /// One more.
    mutating func connectionOpened() {
        bound.connectionOpened()
        open.increment()
        total.increment()
    }

    /// One less.
    mutating func connectionClosed() {
        bound.connectionClosed()
        open.decrement()
    }

    /// True while there is room.
    func isAcceptingNewConnections() -> Bool { bound.isAcceptingNewConnections() }
}
