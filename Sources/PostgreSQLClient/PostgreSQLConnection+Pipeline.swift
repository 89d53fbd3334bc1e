import CPostgreSQL

/// A statement that goes to the server together with the next one.
struct HeldStatement {
    let sql: String
    let prepared: PreparedStatement
    let values: ParameterBuffer
}

extension PostgreSQLConnection {
    /// Statements that are held at most, so that what the server answers them fits between it and
    /// us while we still send.
    static let heldMax = 32
    /// Octets of values that are held at most.
    static let heldOctetsMax = 256 << 10

    /// Carries out one statement without waiting for it: it goes to the server in one flight with
    /// what comes next ("pipeline mode"), in the order they were called.
    ///
    /// A way to the server is spared for each, which over a network is most of what it costs. What
    /// the server has against it is thrown by the call that takes it along, which is then not
    /// carried out. A statement with a large answer is not for this. By way of a pooler it is sent
    /// at once.
    ///
    /// - Throws: ``PostgreSQLError/unsendable(position:reason:)``, and what those before it ran
    ///   into.
    public mutating func executeLater(
        _ sql: String,
        _ parameters: [PostgreSQLValue] = []
    ) throws(PostgreSQLError) {
        guard !isPooled else {
            try execute(sql, parameters)
            return
        }
        held.append(try statement(sql, parameters))
        heldOctets += held[held.count - 1].values.octetsCount
        if held.count == Self.heldMax || heldOctets >= Self.heldOctetsMax { try flush() }
    }

    /// Sends what is held, and waits until it is done.
    public mutating func flush() throws(PostgreSQLError) {
        if !held.isEmpty { _ = try fly(with: nil) }
    }

    /// Forgets what is held, as nobody wants it any more.
    public mutating func forgetHeld() {
        held = []
        heldOctets = 0
    }

    /// Ends a transaction that only read, without waiting for the server to say so.
    ///
    /// One of which nothing but its beginning was called, and is held, never was.
    public mutating func endReading() throws(PostgreSQLError) {
        guard !isPooled else { return try run(script: "COMMIT") }
        let isBegun = transaction != .none
        forgetHeld()
        guard isBegun else { return }
        try send(try statement("COMMIT", []))
        isEnding = true
    }

    /// Takes in the answer to the end of a transaction that only read.
    ///
    /// What it says is of no use: everything was read, and a connection that broke shows so.
    mutating func settle() {
        guard isEnding else { return }
        isEnding = false
        while let answer = PQgetResult(raw) { PQclear(answer) }
    }

    /// A statement that is ready to be sent.
    mutating func statement(
        _ sql: String,
        _ parameters: [PostgreSQLValue]
    ) throws(PostgreSQLError) -> HeldStatement {
        guard parameters.count <= Self.parametersMax else {
            throw .unsendable(position: 0, reason: .tooManyParameters)
        }
        let prepared = try prepared(sql)
        return HeldStatement(
            sql: sql,
            prepared: prepared,
            values: try ParameterBuffer(parameters, types: prepared.types)
        )
    }

    /// Sends what is held, and `last` behind it, in one flight.
    ///
    /// - Returns: the answer to the last one sent.
    /// - Throws: what the first one that failed ran into; the server skips those behind it.
    mutating func fly(with last: HeldStatement?) throws(PostgreSQLError) -> ResultHandle {
        let sent = held + (last.map { [$0] } ?? [])
        forgetHeld()
        settle()
        guard PQenterPipelineMode(raw) == 1 else { throw lost() }
        for statement in sent { try send(statement) }
        guard PQpipelineSync(raw) == 1 else { throw lost() }
        var failure: PostgreSQLError?
        var result = ResultHandle(nil)
        for statement in sent {
            result = ResultHandle(PQgetResult(raw))
            if failure == nil {
                do throws(PostgreSQLError) {
                    try result.check(on: raw, mayQuote: statement.prepared.types.isEmpty)
                } catch {
                    statements.note(error, of: statement.sql)
                    failure = error
                }
                // Its answers have no end before it is over, and there is no way to end it here.
                if case .unsendable(_, .copy) = failure {
                    isLost = true
                    throw .unsendable(position: 0, reason: .copy)
                }
            }
            // Each one's answers end with nothing.
            while let more = PQgetResult(raw) { PQclear(more) }
        }
        let end = ResultHandle(PQgetResult(raw))
        guard end.isPipelineSync, PQexitPipelineMode(raw) == 1 else { throw lost(by: failure) }
        if let failure { throw failure }
        return result
    }

    private mutating func send(_ statement: HeldStatement) throws(PostgreSQLError) {
        let isSent = statement.values.withPointers { values, lengths, formats in
            let count = Int32(values.count)
            return PQsendQueryPrepared(
                raw,
                statement.prepared.name,
                count,
                values,
                lengths,
                formats,
                0
            )
        }
        guard isSent == 1 else { throw lost() }
    }

    /// The error of a connection that is not where both sides think it is: it is not used again.
    private mutating func lost(by failure: PostgreSQLError? = nil) -> PostgreSQLError {
        isLost = true
        // A server that shuts down says so before it closes the connection.
        let text = failure.map { "\($0)" } ?? ResultHandle.complaint(about: raw)
        return .connectionLost(text: text)
    }
}
