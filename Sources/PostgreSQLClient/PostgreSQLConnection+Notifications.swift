import CPostgreSQL
import Glibc

/// What another session said with `NOTIFY`.
public struct PostgreSQLNotification: Sendable, Hashable {
    /// The channel that was listened to.
    public let channel: String
    /// The words, at most 7,999 octets; empty when there were none.
    public let payload: String
}

extension PostgreSQLConnection {
    /// What came in on the channels of `LISTEN`, after waiting at most so long for the first.
    ///
    /// - Returns: in the order the transactions committed; empty when the time is over.
    /// - Throws: ``PostgreSQLError/connectionLost(text:)``: what was said meanwhile is not known.
    public mutating func notifications(
        within timeout: Duration
    ) throws(PostgreSQLError) -> [PostgreSQLNotification] {
        var heard = try waiting()
        if heard.isEmpty {
            _ = Self.wait(for: POLLIN, on: PQsocket(raw), until: .now + timeout)
            heard = try waiting()
        }
        return heard
    }

    private mutating func waiting() throws(PostgreSQLError) -> [PostgreSQLNotification] {
        guard PQconsumeInput(raw) == 1 else {
            throw .connectionLost(text: ResultHandle.complaint(about: raw))
        }
        var heard: [PostgreSQLNotification] = []
        while let notification = PQnotifies(raw) {
            heard.append(
                PostgreSQLNotification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)
                )
            )
            PQfreemem(notification)
        }
        return heard
    }
}
