import CPostgreSQL

/// What libpq answered, freed when its owner goes.
struct ResultHandle: ~Copyable {
    private let raw: OpaquePointer?

    init(_ raw: OpaquePointer?) { self.raw = raw }

    deinit { PQclear(raw) }

    /// Throws what the server or libpq had to complain about.
    ///
    /// `mayQuote` is true when nothing was bound, so that no message can quote a value.
    func check(on connection: OpaquePointer, mayQuote: Bool) throws(PostgreSQLError) {
        switch PQresultStatus(raw) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        // libpq ends the copy by itself before the next statement.
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            throw .unsendable(position: 0, reason: .copy)
        default: throw error(on: connection, mayQuote: mayQuote)
        }
    }

    /// True for what ends a flight of statements.
    var isPipelineSync: Bool { PQresultStatus(raw) == PGRES_PIPELINE_SYNC }

    /// Rows inserted, changed, deleted or found.
    var affectedCount: Int { Int(String(cString: PQcmdTuples(raw))) ?? 0 }

    /// The types of a prepared statement's parameters.
    var parameterTypes: [UInt32] { (0..<PQnparams(raw)).map { PQparamtype(raw, $0) } }

    /// Copies the rows out.
    func rows() -> PostgreSQLRows {
        let columns = 0..<PQnfields(raw)
        let count = PQntuples(raw)
        var cells: [UInt8] = []
        var places: [Range<Int>?] = []
        places.reserveCapacity(Int(count) * columns.count)
        for row in 0..<count {
            for column in columns {
                guard PQgetisnull(raw, row, column) == 0, let cell = PQgetvalue(raw, row, column)
                else {
                    places.append(nil)
                    continue
                }
                let length = Int(PQgetlength(raw, row, column))
                places.append(cells.count..<cells.count + length)
                cells.append(contentsOf: UnsafeRawBufferPointer(start: cell, count: length))
            }
        }
        return PostgreSQLRows(
            columns: columns.map { String(cString: PQfname(raw, $0)) },
            types: columns.map { PQftype(raw, $0) },
            cells: cells,
            places: places,
            count: Int(count)
        )
    }

    private func error(on connection: OpaquePointer, mayQuote: Bool) -> PostgreSQLError {
        let state = field(.state).flatMap { SQLState($0) }
        guard let state else {
            // Without a state the text is libpq's own, about the connection.
            return .connectionLost(text: Self.complaint(about: connection))
        }
        let text = text(of: state, mayQuote: mayQuote)
        if PQstatus(connection) == CONNECTION_BAD { return .connectionLost(text: text) }
        let isOutdated =
            state == .unknownStatement || (state == .featureNotSupported && isPlanOutdated)
        if isOutdated { return .outdatedStatement(state: state, text: text) }
        return .refused(state: state, constraint: field(.constraint), text: text)
    }

    /// True for "cached plan must not change result type", which has no state of its own.
    private var isPlanOutdated: Bool { field(.function) == "RevalidateCachedQuery" }

    /// The server's message where it cannot quote a value, and otherwise what it is about.
    private func text(of state: SQLState, mayQuote: Bool) -> String {
        if mayQuote || state.hasSpeakableMessage, let message = field(.message) {
            return Self.oneLine(message)
        }
        let facts = [
            ("table", field(.table)), ("column", field(.column)),
            ("type", field(.type)),
            ("constraint", field(.constraint)),
            ("in", field(.function)),
        ]
        return facts.compactMap { name, fact in fact.map { "\(name) \($0)" } }
            .joined(separator: ", ")
    }

    private func field(_ field: Field) -> String? {
        PQresultErrorField(raw, Int32(field.rawValue)).map { String(cString: $0) }
    }

    /// The parts of a server's complaint: `PG_DIAG_…`, whose macros do not come into Swift.
    private enum Field: UInt8 {
        case state = 67  // C
        case message = 77  // M
        case function = 82  // R
        case column = 99  // c
        case type = 100  // d
        case constraint = 110  // n
        case table = 116  // t
    }

    /// What libpq says of a connection.
    static func complaint(about connection: OpaquePointer) -> String {
        oneLine(String(cString: PQerrorMessage(connection)))
    }

    /// The words of the text, without the line breaks and control characters that would forge a
    /// line of a log.
    static func oneLine(_ text: String) -> String {
        text.split { $0.unicodeScalars.allSatisfy { $0.value <= 32 || $0.value == 127 } }
            .joined(separator: " ")
    }
}
