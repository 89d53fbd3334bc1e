import Foundation

/// A value bound to a statement.
enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A statement whose values are bound, never pasted: interpolation makes a parameter.
struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text, with ``parameter`` where a value stands: what a prepared statement is kept under.
    private(set) var template: String
    private(set) var values: [SQLValue]

    /// Stands for a value; no statement holds it otherwise.
    static let parameter = "\u{1}"

    init(stringLiteral value: String) {
        template = value
        values = []
    }

    init(stringInterpolation: StringInterpolation) {
        template = stringInterpolation.template
        values = stringInterpolation.values
    }

    /// The text with what a dialect writes for the parameter at an index from 1.
    func text(parameter: (Int) -> String) -> String {
        let segments = template.split(separator: Self.parameter, omittingEmptySubsequences: false)
        var text = String(segments[0])
        for (index, segment) in segments.dropFirst().enumerated() {
            text += parameter(index + 1)
            text += segment
        }
        return text
    }

    /// Goes on with another statement's text and values.
    static func += (one: inout SQL, other: SQL) {
        one.template += other.template
        one.values += other.values
    }
}

extension SQL {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var template = ""
        fileprivate var values: [SQLValue] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            template.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { template += literal }

        mutating func appendInterpolation(_ value: SQLValue) {
            values.append(value)
            template += SQL.parameter
        }

        /// Values between commas, for `IN (…)`; without any there is nothing the row could be.
        mutating func appendInterpolation(list values: [SQLValue]) {
            guard !values.isEmpty else { return appendLiteral("NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { appendLiteral(", ") }
                appendInterpolation(value)
            }
        }

        /// A part of the statement, with its values.
        mutating func appendInterpolation(_ part: SQL) {
            template += part.template
            values += part.values
        }

        /// A name or a word of the program's own, which is no value.
        mutating func appendInterpolation(name: String) { template += name }

        mutating func appendInterpolation(_ value: Int64) { appendInterpolation(.integer(value)) }

        mutating func appendInterpolation(_ value: Int) {
            appendInterpolation(.integer(Int64(value)))
        }

        mutating func appendInterpolation(_ value: Int?) {
            appendInterpolation(value.map { SQLValue.integer(Int64($0)) } ?? .null)
        }

        mutating func appendInterpolation(_ value: Int64?) {
            appendInterpolation(value.map(SQLValue.integer) ?? .null)
        }

        mutating func appendInterpolation(_ value: Bool) {
            appendInterpolation(.integer(value ? 1 : 0))
        }

        mutating func appendInterpolation(_ value: String) { appendInterpolation(.words(value)) }

        mutating func appendInterpolation(_ value: String?) {
            appendInterpolation(value.map(SQLValue.words) ?? .null)
        }

        mutating func appendInterpolation(_ value: [UInt8]) { appendInterpolation(.blob(value)) }

        mutating func appendInterpolation(_ value: [UInt8]?) {
            appendInterpolation(value.map(SQLValue.blob) ?? .null)
        }

        mutating func appendInterpolation(_ value: Date) { appendInterpolation(.moment(value)) }

        mutating func appendInterpolation(_ value: Date?) {
            appendInterpolation(value.map(SQLValue.moment) ?? .null)
        }

        mutating func appendInterpolation(_ value: some RawRepresentable<String>) {
            appendInterpolation(.text(value.rawValue))
        }

        mutating func appendInterpolation(optional value: (some RawRepresentable<String>)?) {
            appendInterpolation(value.map { .text($0.rawValue) } ?? .null)
        }
    }
}

extension SQLValue {
    /// A text without U+0000, which PostgreSQL cannot keep and no citizen means.
    static func words(_ text: String) -> Self {
        guard text.utf8.contains(0) else { return .text(text) }
        return .text(text.replacing("\u{0}", with: "\u{FFFD}"))
    }

    /// Times are integer milliseconds in UTC; one outside of ``momentMilliseconds`` is taken as the
    /// nearest in it, for no number makes the program stop.
    static func moment(_ date: Date) -> Self {
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
        let range = momentMilliseconds
        guard milliseconds > Double(range.lowerBound) else { return .integer(range.lowerBound) }
        guard milliseconds < Double(range.upperBound) else { return .integer(range.upperBound) }
        return .integer(Int64(milliseconds))
    }

    /// The years 0…9999, which are those that can be written (RFC 3339 §1).
    static let momentMilliseconds: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
}
