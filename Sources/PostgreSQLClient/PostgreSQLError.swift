/// Why the database did not do what it was asked.
///
/// No case carries the value of a parameter or the password of the address: what a citizen wrote
/// must not reach a log by way of an error.
public enum PostgreSQLError: Error, Sendable, Hashable {
    /// The address is neither `key=value` pairs nor `postgresql://…`. Temporary: no.
    case invalidAddress
    /// No connection came about; `state` is there when a server answered at all.
    /// Temporary: yes, unless the server said something that will not change by itself.
    case unreachable(state: SQLState?, text: String)
    /// The connection broke; whether the statement was carried out is not known. Temporary: yes.
    case connectionLost(text: String)
    /// The server refused the statement. Temporary: as ``SQLState/isTemporary`` says.
    case refused(state: SQLState, constraint: String?, text: String)
    /// A prepared statement went out of date, because somebody altered its table or discarded it;
    /// it is forgotten, so that the next try prepares it anew. Temporary: yes.
    case outdatedStatement(state: SQLState, text: String)
    /// Statement or parameter cannot be sent; `position` counts from 1, as in `$1`; 0 is the
    /// statement itself. Temporary: no.
    case unsendable(position: Int, reason: Unsendable)
    /// A column does not hold what was asked for, or is not there. Temporary: no.
    case unreadable(column: PostgreSQLColumn, reason: Unreadable)

    /// Why something cannot be sent.
    public enum Unsendable: Sendable, Hashable {
        /// It carries U+0000, which PostgreSQL cannot keep in a text.
        case containsNUL
        /// Octets were bound where the statement wants another type than `bytea`.
        case bytesForAnotherType
        /// The statement has another number of parameters.
        case parameterCount(wanted: Int, given: Int)
        /// More than ``PostgreSQLConnection/parametersMax``.
        case tooManyParameters
        /// libpq counts octets in 31 bits.
        case tooLong
        /// `COPY` is not spoken here.
        case copy
    }

    /// Why something cannot be read.
    public enum Unreadable: Sendable, Hashable {
        /// The result has no such column.
        case missing
        /// The column is NULL and the caller cannot take that.
        case null
        /// The column has a type (its number in `pg_type`) that is not read as was asked.
        case type(UInt32)
    }

    /// True when the same request, unchanged, may succeed later.
    public var isTemporary: Bool {
        switch self {
        case .connectionLost, .outdatedStatement: true
        case .unreachable(let state, _): state?.isTemporary ?? true
        case .refused(let state, _, _): state.isTemporary
        case .invalidAddress, .unsendable, .unreadable: false
        }
    }

    /// What the server called it, when a server called it anything.
    public var state: SQLState? {
        switch self {
        case .unreachable(let state, _): state
        case .refused(let state, _, _), .outdatedStatement(let state, _): state
        case .invalidAddress, .connectionLost, .unsendable, .unreadable: nil
        }
    }
}

extension PostgreSQLError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .invalidAddress:
            "the address is neither key=value pairs nor postgresql://user@host/database, or names "
                + "something that libpq does not know"
        case .unreachable(let state, let text):
            "no connection to PostgreSQL: "
                + [state?.code, text].compactMap(\.self).joined(
                    separator: " "
                )
        case .connectionLost(let text): "the connection to PostgreSQL broke: \(text)"
        case .refused(let state, _, let text): "PostgreSQL refused: \(state) \(text)"
        case .outdatedStatement(let state, let text):
            "a prepared statement is out of date: \(state) \(text)"
        case .unsendable(0, let reason): "the statement cannot be sent: \(reason)"
        case .unsendable(let position, let reason): "parameter $\(position): \(reason)"
        case .unreadable(let column, let reason): "column \(column): \(reason)"
        }
    }
}

extension PostgreSQLError.Unsendable: CustomStringConvertible {
    /// The end of a sentence.
    public var description: String {
        switch self {
        case .containsNUL: "it carries U+0000"
        case .bytesForAnotherType: "octets go into bytea only"
        case .parameterCount(let wanted, let given): "it wants \(wanted) parameters, not \(given)"
        case .tooManyParameters: "more than \(PostgreSQLConnection.parametersMax) parameters"
        case .tooLong: "more than 2 GiB"
        case .copy: "COPY is not spoken here"
        }
    }
}

extension PostgreSQLError.Unreadable: CustomStringConvertible {
    /// The end of a sentence.
    public var description: String {
        switch self {
        case .missing: "is not in the result"
        case .null: "is NULL"
        case .type(let number): "is of type \(number), which is not read as was asked"
        }
    }
}
