/// Names a column of a result: by its name, or by its place from 0.
public enum PostgreSQLColumn: Sendable, Hashable, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, CustomStringConvertible
{
    /// By the name the statement gives it; the first one when several share it.
    case named(String)
    /// By its place, from 0.
    case position(Int)

    /// By name.
    public init(stringLiteral value: String) { self = .named(value) }

    /// By place.
    public init(integerLiteral value: Int) { self = .position(value) }

    /// The name in quotation marks, or the place.
    public var description: String {
        switch self {
        case .named(let name): "\"\(name)\""
        case .position(let place): "\(place)"
        }
    }
}

/// The whole answer to a query, copied out of the database's memory.
///
/// All cells lie one after the other in one array, so that a result costs a handful of
/// allocations and not one a cell.
public struct PostgreSQLRows: Sendable, RandomAccessCollection {
    /// Names of the columns, in the order of the statement.
    public let columns: [String]
    let types: [UInt32]
    let cells: [UInt8]
    /// Where each cell lies in ``cells``; nil for NULL.
    let places: [Range<Int>?]
    private let positions: [String: Int]

    init(columns: [String], types: [UInt32], cells: [UInt8], places: [Range<Int>?], count: Int) {
        precondition(columns.count == types.count, "a type for each column")
        precondition(places.count == count * columns.count, "a place for each cell")
        self.columns = columns
        self.types = types
        self.cells = cells
        self.places = places
        self.count = count
        positions = Dictionary(
            zip(columns, columns.indices),
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Number of rows; also right when the rows have no column.
    public let count: Int
    /// The first row.
    public var startIndex: Int { 0 }
    /// One past the last row.
    public var endIndex: Int { count }

    /// One row.
    public subscript(position: Int) -> PostgreSQLRow {
        precondition(indices.contains(position), "no such row")
        return PostgreSQLRow(rows: self, row: position)
    }

    func position(of column: PostgreSQLColumn) throws(PostgreSQLError) -> Int {
        let place =
            switch column {
            case .named(let name): positions[name]
            case .position(let place): columns.indices.contains(place) ? place : nil
            }
        guard let place else { throw .unreadable(column: column, reason: .missing) }
        return place
    }
}

/// One row of an answer; its getters convert nothing that could lose anything.
public struct PostgreSQLRow: Sendable {
    let rows: PostgreSQLRows
    let row: Int

    /// Names of the columns, in the order of the statement.
    public var columns: [String] { rows.columns }

    /// The type of a column and the text form of its cell, nil for NULL.
    func cell(
        _ column: PostgreSQLColumn
    ) throws(PostgreSQLError) -> (type: UInt32, octets: ArraySlice<UInt8>?) {
        let position = try rows.position(of: column)
        let place = rows.places[row * rows.columns.count + position]
        return (rows.types[position], place.map { rows.cells[$0] })
    }
}
