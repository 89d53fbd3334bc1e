import CPostgreSQL
import Glibc

extension PostgreSQLConnection {
    /// What the address may overrule: a peer that vanished must not hold a thread for two hours.
    private static let defaults = [
        ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"),
    ]

    /// Opens the connection and sees to it that values come in the form the getters read.
    ///
    /// Of several hosts each has its share of the time: one whose machine is off says nothing at
    /// all, and libpq would wait for it until the time is over.
    static func connected(
        to address: String,
        within timeout: Duration
    ) throws(PostgreSQLError) -> (raw: OpaquePointer, isPooled: Bool) {
        guard let hosts = ServerHost.hosts(of: address) else { throw .invalidAddress }
        let deadline = ContinuousClock.now + timeout
        var failures: [PostgreSQLError] = []
        for (place, host) in hosts.enumerated() {
            let share = ContinuousClock.now.duration(to: deadline) / (hosts.count - place)
            do throws(PostgreSQLError) {
                return try connected(to: address, host, within: share)
            } catch {
                failures.append(error)
            }
        }
        throw unreachable(failures)
    }

    /// Of several hosts' failures, as one: what passes by itself decides.
    private static func unreachable(_ failures: [PostgreSQLError]) -> PostgreSQLError {
        if failures.count == 1 { return failures[0] }
        let texts = failures.map { failure in
            guard case .unreachable(_, let text) = failure else { return "\(failure)" }
            return text
        }
        let states = failures.map(\.state)
        return .unreachable(
            // None at all may pass: nobody answered there.
            state: states.contains(nil)
                ? nil : states.first { $0?.isTemporary == true } ?? states[0],
            text: texts.joined(separator: "; ")
        )
    }

    private static func connected(
        to address: String,
        _ host: ServerHost?,
        within timeout: Duration
    ) throws(PostgreSQLError) -> (raw: OpaquePointer, isPooled: Bool) {
        guard let raw = begun(address, host) else {
            throw .unreachable(state: nil, text: "out of memory")
        }
        do throws(PostgreSQLError) {
            PQsetNoticeReceiver(raw, { _, _ in }, nil)
            // Verbose, because libpq tells the SQLSTATE of a refused log-in in no other way.
            PQsetErrorVerbosity(raw, PQERRORS_VERBOSE)
            try finish(raw, by: .now + timeout)
            PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
            if try isPooled(raw) { return (raw, true) }
            let settings = "SET bytea_output = 'hex'; SET extra_float_digits = 1"
            try ResultHandle(PQexec(raw, settings)).check(on: raw, mayQuote: true)
            return (raw, false)
        } catch {
            PQfinish(raw)
            throw error
        }
    }

    /// True when whoever was connected to is not the server that answers: a pooler gives a number
    /// of its own for cancelling, the server that of its process.
    private static func isPooled(_ raw: OpaquePointer) throws(PostgreSQLError) -> Bool {
        let answer = ResultHandle(PQexec(raw, "SELECT pg_backend_pid() AS pid"))
        try answer.check(on: raw, mayQuote: true)
        return try answer.rows()[0].int("pid") != Int64(PQbackendPID(raw))
    }

    private static func begun(_ address: String, _ host: ServerHost?) -> OpaquePointer? {
        // Later entries win, so the address stands after what it may overrule.
        let entries =
            defaults + [("dbname", address), ("client_encoding", "UTF8")] + (host?.entries ?? [])
        return CStrings(entries.map(\.0)).withPointers { keywords in
            CStrings(entries.map(\.1)).withPointers { values in
                PQconnectStartParams(keywords + [nil], values + [nil], 1)
            }
        }
    }

    /// Lets libpq take its steps, each when the socket is ready for it.
    private static func finish(
        _ raw: OpaquePointer,
        by deadline: ContinuousClock.Instant
    ) throws(PostgreSQLError) {
        var step = PQstatus(raw) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while step != PGRES_POLLING_OK {
            guard step == PGRES_POLLING_READING || step == PGRES_POLLING_WRITING else {
                throw unreachable(
                    String(cString: PQerrorMessage(raw)),
                    wantsPassword: PQconnectionNeedsPassword(raw) == 1
                )
            }
            let events = step == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard wait(for: events, on: PQsocket(raw), until: deadline) else {
                throw .unreachable(state: nil, text: "the time to connect is over")
            }
            step = PQconnectPoll(raw)
        }
    }

    /// True when the socket is ready, false when the time is over.
    static func wait(
        for events: Int32,
        on socket: Int32,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            let milliseconds = min(left / .milliseconds(1), 60_000).rounded(.up)
            var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
            let ready = poll(&entry, 1, Int32(milliseconds))
            // A wrong descriptor is libpq's to notice in its next step; only time is ours.
            if ready > 0 || (ready < 0 && errno != EINTR) { return true }
        }
    }

    /// Reads the verbose text of libpq, in which the state stands as `FATAL:  28P01: …`.
    ///
    /// With several hosts there may be several states; one that passes by itself decides. A server
    /// that wanted a password and got none has not said a state: libpq gave up.
    static func unreachable(
        _ message: String,
        wantsPassword: Bool = false
    ) -> PostgreSQLError {
        let lines = message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let states = lines.flatMap { line in
            line.split(separator: ": ").compactMap { part in
                SQLState(part.drop { $0 == " " })
            }
        }
        return .unreachable(
            state: states.first(where: \.isTemporary) ?? states.last
                ?? (wantsPassword ? .invalidPassword : nil),
            text: ResultHandle.oneLine(lines.joined(separator: "; "))
        )
    }
}
