/// What is wrong with a JSON text.
public enum JSONError: Error, Equatable {
    /// It ends too soon, or something else stands where a value of this kind should.
    case unexpected(place: Int)
    /// A number or a character that cannot be kept.
    case unreadable(place: Int)
}

/// What kind of value stands in a JSON text.
public enum JSONKind: Sendable, Equatable {
    case object
    case list
    case text
    case number
    /// `true` or `false`.
    case flag
    case null
}

/// Reads JSON text (RFC 8259) value after value, by somebody who knows its shape.
///
/// For what is read most, such as the store's own columns: Foundation's decoder took longer than
/// all else that reads a ticket. What is not of the shape that was asked for is an error.
public struct JSONReader {
    private let octets: UnsafeBufferPointer<UInt8>
    private var place = 0

    private init(_ octets: UnsafeBufferPointer<UInt8>) { self.octets = octets }

    /// Reads the one value of a text; nothing but white space may follow it.
    public static func read<Value>(
        _ text: String,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        var text = text
        // A closure of the standard library's throws anything or nothing: the outcome goes round it.
        let outcome: Result<Value, JSONError> = text.withUTF8 { octets in
            do throws(JSONError) {
                var reader = JSONReader(octets)
                let value = try body(&reader)
                guard reader.peek() == nil else { throw reader.unexpected }
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Reads an object; `member` is given each name and must read the value.
    public mutating func object(
        _ member: (inout Self, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try pieces(from: "{", to: "}") { (reader) throws(JSONError) in
            let name = try reader.string()
            try reader.take(":")
            try member(&reader, name)
        }
    }

    /// Reads a list; `item` must read each of its values.
    public mutating func list<Item>(
        _ item: (inout Self) throws(JSONError) -> Item
    ) throws(JSONError) -> [Item] {
        var items: [Item] = []
        try pieces(from: "[", to: "]") { (reader) throws(JSONError) in
            items.append(try item(&reader))
        }
        return items
    }

    /// Reads a text.
    public mutating func string() throws(JSONError) -> String {
        try take("\"")
        let start = place
        while place < octets.count {
            switch octets[place] {
            case UInt8(ascii: "\""):
                let plain = UnsafeBufferPointer(rebasing: octets[start..<place])
                place += 1
                return String(decoding: plain, as: UTF8.self)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<32: throw unexpected
            default: place += 1
            }
        }
        throw unexpected
    }

    /// Reads a text, or null.
    public mutating func optionalString() throws(JSONError) -> String? {
        guard peek() == UInt8(ascii: "n") else { return try string() }
        for octet in "null".utf8 {
            guard place < octets.count, octets[place] == octet else { throw unexpected }
            place += 1
        }
        return nil
    }

    /// Reads a number.
    public mutating func number() throws(JSONError) -> Double {
        guard peek() != nil else { throw unexpected }
        let start = place
        while place < octets.count, Self.isNumeric(octets[place]) { place += 1 }
        let digits = UnsafeBufferPointer(rebasing: octets[start..<place])
        guard let last = digits.last, last != UInt8(ascii: "."),
            let number = Double(String(decoding: digits, as: UTF8.self)), number.isFinite
        else { throw .unreadable(place: start) }
        return number
    }

    /// What kind of value stands next; nothing of it is read.
    public mutating func kind() throws(JSONError) -> JSONKind {
        guard let octet = peek() else { throw unexpected }
        return switch octet {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .list
        case UInt8(ascii: "\""): .text
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .flag
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: throw unexpected
        }
    }

    /// Passes over the next value, however deep it is; what is in it is not held to the letter.
    public mutating func skip() throws(JSONError) {
        var depth = 0
        repeat {
            guard let octet = peek() else { throw unexpected }
            switch octet {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw unexpected }
                depth -= 1
                place += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw unexpected }
                place += 1
            default: try skipWord()
            }
        } while depth > 0
    }

    /// Passes over a number, `true`, `false` or `null`.
    private mutating func skipWord() throws(JSONError) {
        let start = place
        while place < octets.count {
            switch octets[place] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"): place += 1
            case let octet where Self.isNumeric(octet): place += 1
            default:
                guard place > start else { throw unexpected }
                return
            }
        }
        guard place > start else { throw unexpected }
    }

    /// Says that something else stands here than should.
    public var unexpected: JSONError { .unexpected(place: place) }

    private static func isNumeric(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The next octet that is no white space, which stays; nil at the end.
    private mutating func peek() -> UInt8? {
        while place < octets.count {
            switch octets[place] {
            case 32, 9, 10, 13: place += 1
            default: return octets[place]
            }
        }
        return nil
    }

    private mutating func take(_ wanted: Unicode.Scalar) throws(JSONError) {
        guard let octet = peek(), octet == UInt8(ascii: wanted) else { throw unexpected }
        place += 1
    }

    private mutating func pieces(
        from opening: Unicode.Scalar,
        to closing: Unicode.Scalar,
        _ piece: (inout Self) throws(JSONError) -> Void
    ) throws(JSONError) {
        try take(opening)
        if peek() == UInt8(ascii: closing) {
            place += 1
            return
        }
        while true {
            try piece(&self)
            if peek() == UInt8(ascii: closing) {
                place += 1
                return
            }
            try take(",")
        }
    }
}

extension JSONReader {
    /// Goes on with a text in which something is escaped (RFC 8259 §7).
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(octets[start..<place])
        while place < octets.count {
            let octet = octets[place]
            place += 1
            switch octet {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: UTF8.encode(try escape()) ?? .init())
            case 0..<32: throw unexpected
            default: text.append(octet)
            }
        }
        throw unexpected
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard place < octets.count else { throw unexpected }
        let octet = octets[place]
        place += 1
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(octet)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw unexpected
        }
    }

    /// Four hexadecimal digits, or twice four for a character past U+FFFF.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let high = try unit()
        guard UTF16.isLeadSurrogate(high) else {
            guard let scalar = Unicode.Scalar(high) else { throw .unreadable(place: place) }
            return scalar
        }
        guard place + 1 < octets.count, octets[place] == UInt8(ascii: "\\"),
            octets[place + 1] == UInt8(ascii: "u")
        else { throw .unreadable(place: place) }
        place += 2
        let low = try unit()
        guard UTF16.isTrailSurrogate(low) else { throw .unreadable(place: place) }
        return UTF16.decode(UTF16.EncodedScalar([high, low]))
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        guard place + 4 <= octets.count else { throw unexpected }
        var unit: UInt16 = 0
        for octet in octets[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(octet)).hexDigitValue else {
                throw unexpected
            }
            unit = unit << 4 | UInt16(digit)
        }
        place += 4
        return unit
    }
}
