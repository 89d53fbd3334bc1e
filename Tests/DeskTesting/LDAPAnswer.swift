/// Answers of a directory that no honest one would give, as they are on the wire (RFC 4511 §4).
///
/// Only as much of BER as they need: message ids are below 128.
public enum LDAPAnswer {
    /// What a request asks for, by its tag; nil for anything else.
    public enum Request: UInt8, Sendable {
        /// A bind.
        case bind = 0x60
        /// A search.
        case search = 0x63
        /// StartTLS or Who am I.
        case extended = 0x77
    }

    /// The kind and the message id of a request.
    public static func request(_ octets: [UInt8]) -> (kind: Request, id: UInt8)? {
        guard octets.count > 6, octets[0] == 0x30 else { return nil }
        let start = octets[1] < 0x80 ? 2 : 2 + Int(octets[1] & 0x7F)
        guard octets.count > start + 3, octets[start] == 0x02, octets[start + 1] == 1 else {
            return nil
        }
        return Request(rawValue: octets[start + 3]).map { ($0, octets[start + 2]) }
    }

    /// "Success" to a bind.
    public static func bound(_ id: UInt8) -> [UInt8] { message(id, value(0x61, success)) }

    /// "Success" to an extended operation, with an answer of its own.
    public static func extended(_ id: UInt8, _ answer: String? = nil) -> [UInt8] {
        message(id, value(0x78, success + (answer.map { value(0x8B, Array($0.utf8)) } ?? [])))
    }

    /// One entry with one attribute, and the end of the search.
    public static func found(
        _ id: UInt8,
        dn: String,
        _ attribute: String,
        _ text: String
    ) -> [UInt8] {
        entry(id, dn: dn, attribute, text) + nothing(id)
    }

    /// One entry with one attribute; more may follow.
    public static func entry(
        _ id: UInt8,
        dn: String,
        _ attribute: String,
        _ text: String
    ) -> [UInt8] {
        entry(id, dn: dn, (attribute, text))
    }

    /// One entry with attributes of one value each; more may follow.
    public static func entry(
        _ id: UInt8,
        dn: String,
        _ attributes: (name: String, text: String)...
    ) -> [UInt8] {
        let list = attributes.flatMap { name, text in
            let values = value(0x31, value(0x04, Array(text.utf8)))
            return value(0x30, value(0x04, Array(name.utf8)) + values)
        }
        return message(id, value(0x64, value(0x04, Array(dn.utf8)) + value(0x30, list)))
    }

    /// The end of a search.
    public static func nothing(_ id: UInt8) -> [UInt8] { message(id, value(0x65, success)) }

    /// The end of a page that another follows (RFC 2696).
    public static func page(_ id: UInt8) -> [UInt8] {
        let control = value(0x30, [0x02, 1, 0] + value(0x04, Array("next".utf8)))
        let name = value(0x04, Array("1.2.840.113556.1.4.319".utf8))
        return message(
            id,
            value(0x65, success) + value(0xA0, value(0x30, name + value(0x04, control)))
        )
    }

    private static let success: [UInt8] = [0x0A, 1, 0, 0x04, 0, 0x04, 0]

    private static func message(_ id: UInt8, _ operation: [UInt8]) -> [UInt8] {
        value(0x30, [0x02, 1, id] + operation)
    }

    private static func value(_ tag: UInt8, _ octets: [UInt8]) -> [UInt8] {
        if octets.count < 128 { return [tag, UInt8(octets.count)] + octets }
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: octets.count >> (8 * $0)) }
        return [tag, 0x84] + length + octets
    }
}
