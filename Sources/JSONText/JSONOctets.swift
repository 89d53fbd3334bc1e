/// JSON text as it is being written, member after member.
///
/// For what is written most: Foundation's encoder first builds a tree of boxes, which took longer
/// than everything else that answers a ticket. Source: RFC 8259.
public struct JSONOctets {
    /// What has been written so far, in UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// Begins an empty text; `capacity` is how many octets it may come to.
    public init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// What has been written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object; `body` writes its members.
    public mutating func object(_ body: (inout Self) -> Void) {
        begin(UInt8(ascii: "{"))
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes a list; `body` writes each item.
    public mutating func list<Item>(_ items: [Item], _ body: (inout Self, Item) -> Void) {
        begin(UInt8(ascii: "["))
        for item in items { body(&self, item) }
        bytes.append(UInt8(ascii: "]"))
    }

    /// A text, or null.
    public mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { put(text) } else { raw("null") }
    }

    /// A text that `body` appends, in which nothing has to be escaped.
    public mutating func member(_ name: StaticString, plain body: (inout [UInt8]) -> Void) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A whole number.
    public mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
        key(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    /// A number that is none in JSON (RFC 8259 §6) never comes here.
    public mutating func member(_ name: StaticString, _ number: Double) {
        precondition(number.isFinite, "JSON has no other numbers")
        key(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    /// True or false.
    public mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        raw(flag ? "true" : "false")
    }

    /// An object; `body` writes its members.
    public mutating func object(_ name: StaticString, _ body: (inout Self) -> Void) {
        key(name)
        object(body)
    }

    /// A list; `body` writes each item.
    public mutating func list<Item>(
        _ name: StaticString,
        _ items: [Item],
        _ body: (inout Self, Item) -> Void
    ) {
        key(name)
        list(items, body)
    }

    /// A text as an item of a list.
    public mutating func item(_ text: String) {
        separate()
        put(text)
    }

    /// A text under a name that is not known beforehand.
    public mutating func member(named name: String, _ text: String) {
        separate()
        put(name)
        bytes.append(UInt8(ascii: ":"))
        put(text)
    }

    /// A value under a name that is not known beforehand; `body` writes it as an item.
    public mutating func member(named name: String, _ body: (inout Self) -> Void) {
        separate()
        put(name)
        bytes.append(UInt8(ascii: ":"))
        body(&self)
    }

    /// A number as an item of a list; one that is none in JSON never comes here.
    public mutating func item(_ number: Double) {
        precondition(number.isFinite, "JSON has no other numbers")
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// A whole number as an item of a list.
    public mutating func item(_ number: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// True or false as an item of a list.
    public mutating func item(_ flag: Bool) {
        separate()
        raw(flag ? "true" : "false")
    }

    /// Null as an item of a list.
    public mutating func emptyItem() {
        separate()
        raw("null")
    }

    private mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        raw(name)
        raw("\":")
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
    }

    /// A comma, unless this is the first or the value of a key.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func raw(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start,
                count: text.utf8CodeUnitCount
            )
        )
    }

    /// Escapes what must be (RFC 8259 §7).
    private mutating func put(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { octets in
            if octets.contains(where: Self.isEscaped) {
                for octet in octets { putEscaped(octet) }
            } else {
                bytes.append(contentsOf: octets)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func putEscaped(_ octet: UInt8) {
        switch octet {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0..<32:
            raw(octet < 16 ? "\\u000" : "\\u001")
            bytes.append(contentsOf: String(octet % 16, radix: 16).utf8)
        default: bytes.append(octet)
        }
    }

    @inline(__always)
    private static func isEscaped(_ octet: UInt8) -> Bool {
        octet < 32 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\")
    }
}
