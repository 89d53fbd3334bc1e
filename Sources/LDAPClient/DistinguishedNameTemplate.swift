/// A distinguished name with places for values, such as `uid={username},ou=people,dc=example,dc=org`.
///
/// Values are escaped (RFC 4514 §2.4), so that none can become another part of the name.
public struct DistinguishedNameTemplate: Sendable, Hashable, CustomStringConvertible {
    /// The template as it was written.
    public let description: String
    private let template: PlaceTemplate

    /// Reads a template.
    ///
    /// - Throws: ``LDAPError/malformed(_:)`` when it is no distinguished name once its places are
    ///   filled.
    public init(_ text: String) throws(LDAPError) {
        description = text
        template = PlaceTemplate(text)
        _ = try DistinguishedName(template.filled { _ in "x" })
    }

    /// The names of the places.
    public var places: Set<String> { template.places }

    /// The name with the values in their places, escaped.
    ///
    /// - Precondition: every place has a value; check ``places`` when the template is read.
    public func name(_ values: [String: String]) -> String {
        template.filled { place in
            guard let value = values[place] else { preconditionFailure("no value for {\(place)}") }
            return Self.escaped(value)
        }
    }

    /// Everything but letters, digits and a few harmless signs as octets in hexadecimal: longer than
    /// need be, and the same to every server.
    static func escaped(_ value: String) -> String {
        var text = ""
        for octet in value.utf8 {
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x40:
                text.unicodeScalars.append(Unicode.Scalar(octet))
            default:
                text += octet < 16 ? "\\0" : "\\"
                text += String(octet, radix: 16)
            }
        }
        return text
    }
}

/// A text with places: words of lower-case letters in braces.
struct PlaceTemplate: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case text(String)
        case place(String)
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.first {
            if character == "{", let end = rest.firstIndex(of: "}") {
                let name = rest[rest.index(after: rest.startIndex)..<end]
                if !name.isEmpty, name.allSatisfy({ ("a"..."z").contains($0) }) {
                    parts += [.text(literal), .place(String(name))]
                    literal = ""
                    rest = rest[rest.index(after: end)...]
                    continue
                }
            }
            literal.append(character)
            rest.removeFirst()
        }
        self.parts = parts + [.text(literal)]
    }

    var places: Set<String> {
        Set(
            parts.compactMap { part in
                switch part {
                case .text: nil
                case .place(let name): name
                }
            }
        )
    }

    /// The text with values in its places, in one pass: a value that reads `{dn}` stays what it is.
    func filled(_ value: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .place(let name): value(name)
            }
        }
        .joined()
    }
}
