/// The text of search filters (RFC 4515), made without letting a value become syntax.
public enum LDAPFilter {
    /// A value as it may stand in a filter.
    ///
    /// The five octets of RFC 4515 §3 are escaped, and so is every control character and every
    /// octet outside ASCII: a server that reads the filter in another encoding, or a log, then
    /// cannot see anything in it that was not written here.
    public static func escaped(_ value: String) -> String {
        var text = ""
        text.reserveCapacity(value.utf8.count)
        for octet in value.utf8 {
            switch octet {
            case 0x00...0x1F, 0x28...0x2A, 0x5C, 0x7F...0xFF:
                text += octet < 16 ? "\\0" : "\\"
                text += String(octet, radix: 16)
            default:
                text.unicodeScalars.append(Unicode.Scalar(octet))
            }
        }
        return text
    }

    /// A filter that matches what any of the filters matches.
    public static func any(of filters: [String]) -> String {
        precondition(!filters.isEmpty, "an OR of nothing matches nothing; do not ask")
        return filters.count == 1 ? filters[0] : "(|\(filters.joined()))"
    }
}

/// A filter with places for values, such as `(&(objectClass=person)(uid={username}))`.
///
/// A place is a word of lower-case letters in braces. Values are escaped and put in in one pass, so
/// a value that itself reads `{dn}` stays what it is.
public struct LDAPFilterTemplate: Sendable, Hashable, CustomStringConvertible {
    /// The template as it was written.
    public let description: String
    private let template: PlaceTemplate

    /// Reads a template.
    ///
    /// - Throws: ``LDAPError/malformed(_:)`` when it is no filter in parentheses that close as
    ///   they open, or carries NUL.
    public init(_ text: String) throws(LDAPError) {
        guard Self.isBalanced(text), !text.utf8.contains(0) else { throw .malformed(.template) }
        description = text
        template = PlaceTemplate(text)
    }

    /// The names of the places.
    public var places: Set<String> { template.places }

    /// The filter with the values in their places, escaped.
    ///
    /// - Precondition: every place has a value; check ``places`` when the template is read.
    public func filter(_ values: [String: String]) -> String {
        template.filled { place in
            guard let value = values[place] else { preconditionFailure("no value for {\(place)}") }
            return LDAPFilter.escaped(value)
        }
    }

    /// True for one filter in parentheses; whether it means anything, the server says.
    private static func isBalanced(_ text: String) -> Bool {
        guard text.utf8.first == UInt8(ascii: "("), text.utf8.last == UInt8(ascii: ")") else {
            return false
        }
        var depth = 0
        var remaining = text.utf8.count
        for octet in text.utf8 {
            remaining -= 1
            if octet == UInt8(ascii: "(") { depth += 1 }
            if octet == UInt8(ascii: ")") { depth -= 1 }
            // At depth 0 the one filter is complete, and so must the text be.
            if depth == 0, remaining > 0 { return false }
        }
        return depth == 0
    }
}
