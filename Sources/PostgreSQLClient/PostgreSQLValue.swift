/// What can be bound to a parameter of a statement, and what a column can hold.
///
/// Six cases, as many as both databases of a store have in common. Anything else (a time, an id,
/// JSON) travels as one of them, and the repository says which.
public enum PostgreSQLValue: Sendable, Hashable {
    /// SQL's NULL.
    case null
    /// `smallint`, `integer`, `bigint`.
    case int(Int64)
    /// `text` and every type that has a text form; never with U+0000, which PostgreSQL cannot keep.
    case text(String)
    /// `bytea`.
    case bytes([UInt8])
    /// `real`, `double precision`.
    case double(Double)
    /// `boolean`.
    case bool(Bool)
}

extension PostgreSQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A fraction.
    public init(floatLiteral value: Double) { self = .double(value) }

    /// A truth.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// NULL.
    public init(nilLiteral: ()) { self = .null }
}

/// The types of PostgreSQL that this room tells apart, by their numbers in `pg_type`.
enum PostgreSQLType {
    static let bool: UInt32 = 16
    static let bytes: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let objectID: UInt32 = 26
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let numeric: UInt32 = 1700

    /// How a value of the type is read when nobody said.
    static func reading(of type: UInt32) -> Reading {
        switch type {
        case bool: .bool
        case bytes: .bytes
        case int2, int4, int8, objectID: .int
        case float4, float8: .double
        default: .text
        }
    }

    enum Reading {
        case bool
        case bytes
        case double
        case int
        case text
    }
}
