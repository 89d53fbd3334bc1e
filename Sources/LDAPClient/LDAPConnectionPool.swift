import Synchronization

/// Connections to one server that are kept from one use to the next.
///
/// A connection is lent to one thread at a time; so many are open as threads ask at the same time,
/// and at most ``idleMax`` of them rest. TLS is most of what a log-in costs, so keeping them saves
/// most of it.
public final class LDAPConnectionPool: Sendable {
    /// The server.
    public let url: LDAPURL
    private let options: LDAPOptions
    private let idleMax: Int
    private let idle = Mutex<[Held]>([])

    /// Servers and fire walls cut off what is silent for long; a connection that rested longer is
    /// closed instead of tried.
    public static let restMax: Duration = .seconds(60)

    /// Not `Sendable` by itself: libldap's handle wants one thread at a time, and gets one, because
    /// whoever holds this has taken it out of the pool.
    private final class Held: @unchecked Sendable {
        let connection: LDAPConnection
        var restsSince = ContinuousClock.now

        init(_ connection: consuming LDAPConnection) { self.connection = connection }
    }

    /// Opens nothing yet; `idleMax` connections may rest, 0...
    public init(to url: LDAPURL, options: LDAPOptions, idleMax: Int) {
        precondition(idleMax >= 0, "fewer than none")
        self.url = url
        self.options = options
        self.idleMax = idleMax
    }

    /// Lends a connection to `body`.
    ///
    /// One that turns out to have been cut off while it rested is replaced by a new one, and `body`
    /// runs again. After any other error it is closed: nobody knows what it is in the middle of.
    ///
    /// - Parameters:
    ///   - prepare: is done once to each new connection.
    ///   - body: what to do; it may run twice.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, or why there is no connection.
    public func lend<Value>(
        prepare: (borrowing LDAPConnection) throws(LDAPError) -> Void = { _ in },
        _ body: (borrowing LDAPConnection) throws(LDAPError) -> Value
    ) throws(LDAPError) -> Value {
        if let rested = take() {
            do throws(LDAPError) {
                let value = try body(rested.connection)
                give(rested)
                return value
            } catch {
                guard case .unreachable = error else { throw error }
                // The server restarted, most likely: the others are as dead.
                drain()
            }
        }
        let new = Held(try LDAPConnection(to: url, options: options))
        try prepare(new.connection)
        let value = try body(new.connection)
        give(new)
        return value
    }

    /// Closes all that rest.
    public func drain() {
        let closed = idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        // Outside the lock: saying goodbye may take a moment.
        withExtendedLifetime(closed) {}
    }

    private func take() -> Held? {
        let now = ContinuousClock.now
        return idle.withLock { idle in
            idle.removeAll { $0.restsSince.duration(to: now) > Self.restMax }
            // The one used last: the others may come to their end.
            return idle.popLast()
        }
    }

    private func give(_ held: Held) {
        held.restsSince = .now
        idle.withLock { idle in if idle.count < idleMax { idle.append(held) } }
    }
}
