extension PostgreSQLRow {
    /// The cell in the case that fits the column's type.
    ///
    /// A type without a case of its own, `numeric` among them, comes in its text form.
    public func value(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> PostgreSQLValue {
        let (type, octets) = try cell(column)
        guard octets != nil else { return .null }
        return switch PostgreSQLType.reading(of: type) {
        case .bool: .bool(try bool(column))
        case .bytes: .bytes(try bytes(column))
        case .double: .double(try double(column))
        case .int: .int(try int(column))
        case .text: .text(try text(column))
        }
    }

    /// True when the cell is NULL.
    public func isNull(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Bool {
        try cell(column).octets == nil
    }

    /// A whole number; also from `numeric` (what `sum(bigint)` answers) when it fits and is whole.
    public func int(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Int64 {
        try present(try intIfPresent(column), column)
    }

    /// A whole number, nil for NULL.
    public func intIfPresent(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Int64? {
        try read(column) { type, text in
            switch type {
            case PostgreSQLType.numeric: Int64(text)
            default: PostgreSQLType.reading(of: type) == .int ? Int64(text) : nil
            }
        }
    }

    /// A fraction; also from whole numbers and `numeric`.
    public func double(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Double {
        try present(try doubleIfPresent(column), column)
    }

    /// A fraction, nil for NULL.
    public func doubleIfPresent(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Double? {
        try read(column) { type, text in
            switch PostgreSQLType.reading(of: type) {
            case .double, .int: Double(text)
            case .bool, .bytes, .text: type == PostgreSQLType.numeric ? Double(text) : nil
            }
        }
    }

    /// The text form of a column of any type but `bytea`.
    public func text(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> String {
        try present(try textIfPresent(column), column)
    }

    /// The text form of a column of any type but `bytea`, nil for NULL.
    public func textIfPresent(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> String? {
        try read(column) { type, text in type == PostgreSQLType.bytes ? nil : text }
    }

    /// A truth, from `boolean` only.
    public func bool(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Bool {
        try present(try boolIfPresent(column), column)
    }

    /// A truth, from `boolean` only; nil for NULL.
    public func boolIfPresent(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> Bool? {
        try read(column) { type, text in type == PostgreSQLType.bool ? text == "t" : nil }
    }

    /// Octets, from `bytea` only.
    public func bytes(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> [UInt8] {
        try present(try bytesIfPresent(column), column)
    }

    /// Octets, from `bytea` only; nil for NULL.
    public func bytesIfPresent(_ column: PostgreSQLColumn) throws(PostgreSQLError) -> [UInt8]? {
        let (type, octets) = try cell(column)
        guard let octets else { return nil }
        guard type == PostgreSQLType.bytes, let bytes = Self.octets(hexadecimal: octets) else {
            throw .unreadable(column: column, reason: .type(type))
        }
        return bytes
    }

    private func present<Value>(
        _ value: Value?,
        _ column: PostgreSQLColumn
    ) throws(PostgreSQLError) -> Value {
        guard let value else { throw .unreadable(column: column, reason: .null) }
        return value
    }

    private func read<Value>(
        _ column: PostgreSQLColumn,
        as convert: (UInt32, String) -> Value?
    ) throws(PostgreSQLError) -> Value? {
        let (type, octets) = try cell(column)
        guard let octets else { return nil }
        guard let value = convert(type, String(decoding: octets, as: UTF8.self)) else {
            throw .unreadable(column: column, reason: .type(type))
        }
        return value
    }

    /// Reads `\x` and two digits an octet, the form that `bytea_output = hex` writes.
    private static func octets(hexadecimal text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.starts(with: Array("\\x".utf8)), text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        var index = text.startIndex + 2
        while index < text.endIndex {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
