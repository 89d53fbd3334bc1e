import DeskAPI
import Foundation

/// Finds what a type of ``DeskAPI`` looks like in JSON by letting it read itself.
///
/// So a schema cannot say anything else than the type does: its members are those that the type asks
/// for, each of the kind that it asks for; a member that it can do without is not required, and may
/// be null where the type writes null. What a type cannot know, such as the words that a text may
/// be, stands in its ``SchemaNoted/notes``.
final class SchemaProbe {
    /// Schemas that others refer to, by name.
    private(set) var components: [String: JSONValue] = [:]

    /// The schema of a type, as a reference where it is an object.
    func schema<Value: Decodable>(of type: Value.Type) throws -> JSONValue {
        guard let fixed = type as? any FixedSchema.Type else { return try read(type).schema }
        let name = Self.name(of: type)
        components[name] = fixed.schema
        return Self.reference(to: name)
    }

    /// A value of the type, read from nothing, and its schema.
    fileprivate func read<Value: Decodable>(
        _ type: Value.Type
    ) throws -> (value: Value, schema: JSONValue) {
        let decoder = ProbeDecoder(self)
        let value = try Value(from: decoder)
        switch decoder.shape {
        case .members(let members) where type is any NamedMembers.Type:
            return (value, ["type": "object", "additionalProperties": members[0].schema])
        case .members(let members):
            let name = Self.name(of: type)
            components[name] = try Self.object(members, type, value)
            return (value, Self.reference(to: name))
        case .list(let item):
            return (value, ["type": "array", "items": item])
        case .plain:
            return (value, try Self.plain(type))
        }
    }

    private static func reference(to name: String) -> JSONValue {
        ["$ref": .text("#/components/schemas/\(name)")]
    }

    private static func plain(_ type: Any.Type) throws -> JSONValue {
        if let fixed = type as? any FixedSchema.Type { return fixed.schema }
        switch type {
        case is String.Type: return ["type": "string"]
        case is Bool.Type: return ["type": "boolean"]
        case is Int.Type, is Int64.Type:
            return [
                "type": "integer", "format": "int64", "minimum": .number(.min),
                "maximum": .number(.max),
            ]
        case is Double.Type: return ["type": "number"]
        case is Timestamp.Type: return ["type": "string", "format": "date-time"]
        default: throw UnknownType(type: type)
        }
    }

    private static func object<Value>(
        _ members: [ProbeDecoder.Member],
        _ type: Value.Type,
        _ value: Value
    ) throws -> JSONValue {
        let notes = (type as? any SchemaNoted.Type)?.notes ?? [:]
        let unknown = Set(notes.keys).subtracting(members.map(\.name))
        guard unknown.isEmpty else { throw UnknownMembers(type: type, names: unknown.sorted()) }
        // A form is read and never written: nothing it can do without has to be there.
        let isForm = name(of: type).hasSuffix("Form")
        let written = isForm ? [] : try writtenNames(of: value)
        var properties: [String: JSONValue] = [:]
        var required: [String] = []
        for member in members {
            let noted = notes[member.name]?.applied(to: member.schema) ?? member.schema
            let isNullable = member.isOptional && (isForm || written.contains(member.name))
            properties[member.name] = isNullable ? noted.orNull : noted
            if !member.isOptional || written.contains(member.name) { required.append(member.name) }
        }
        let conditions = (type as? any SchemaNoted.Type)?.conditions ?? [:]
        var schema = JSONValue.object(conditions)
            .with(["type": "object", "properties": .object(properties)])
        if isForm { schema = schema.with(["additionalProperties": false]) }
        if !required.isEmpty {
            schema = schema.with(["required": .list(required.sorted().map { .text($0) })])
        }
        return schema
    }

    /// What a value writes of itself though there is nothing in it: these are there always.
    private static func writtenNames(of value: Any) throws -> Set<String> {
        guard let value = value as? any Encodable else { return [] }
        let written = try JSONDecoder().decode(JSONValue.self, from: JSON.encoded(value))
        guard case .object(let members) = written else { return [] }
        return Set(members.keys)
    }

    /// `TicketBody` is a `Ticket`, a `Page<TicketBody>` a `TicketPage`.
    static func name(of type: Any.Type) -> String {
        let parts = String(reflecting: type).split { "<>".contains($0) }
            .map { part in
                part.split(separator: ".").dropFirst()
                    .map { $0.hasSuffix("Body") ? $0.dropLast(4) : $0 }
                    .joined()
            }
        return parts.reversed().joined()
    }

    /// A type that the probe cannot read.
    struct UnknownType: Error { var type: Any.Type }
    /// Notes on members that a type does not have.
    struct UnknownMembers: Error {
        var type: Any.Type
        var names: [String]
    }
}

extension JSONValue {
    /// The same schema, or null.
    var orNull: JSONValue {
        guard case .text(let type) = self["type"] ?? .null else {
            return ["anyOf": [self, ["type": "null"]]]
        }
        var schema = with(["type": [.text(type), "null"]])
        if case .list(let words) = self["enum"] ?? .null {
            schema = schema.with(["enum": .list(words + [.null])])
        }
        return schema
    }
}

/// A type whose schema cannot be read off it.
protocol FixedSchema { static var schema: JSONValue { get } }

private protocol NamedMembers {}
extension Dictionary: NamedMembers where Key == String {}

/// Writes down what is asked of it, and answers with something that passes.
final class ProbeDecoder: Decoder {
    struct Member {
        var name: String
        var schema: JSONValue
        var isOptional: Bool
    }

    enum Shape {
        case plain
        case members([Member])
        case list(JSONValue)
    }

    fileprivate let probe: SchemaProbe
    fileprivate(set) var shape = Shape.plain
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ probe: SchemaProbe) { self.probe = probe }

    func container<Key>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedProbe(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ListProbe(decoder: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { PlainProbe(decoder: self) }

    fileprivate func note(_ name: String, _ schema: JSONValue, isOptional: Bool) {
        var members: [Member] = []
        if case .members(let known) = shape { members = known }
        members.append(Member(name: name, schema: schema, isOptional: isOptional))
        shape = .members(members)
    }
}

private struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ProbeDecoder
    let codingPath: [any CodingKey] = []
    /// A dictionary asks for these; an object knows its own.
    var allKeys: [Key] { Key(stringValue: "name").map { [$0] } ?? [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (value, schema) = try decoder.probe.read(type)
        decoder.note(key.stringValue, schema, isOptional: false)
        return value
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try optional(type, key)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try optional(type, key)
    }

    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        decoder.note(key.stringValue, try decoder.probe.schema(of: type), isOptional: true)
        return nil
    }

    func nestedContainer<Nested>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw SchemaProbe.UnknownType(type: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.UnknownType(type: Key.self)
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { decoder }
}

/// One item, then the end.
private struct ListProbe: UnkeyedDecodingContainer {
    let decoder: ProbeDecoder
    let codingPath: [any CodingKey] = []
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }
    var currentIndex = 0

    init(decoder: ProbeDecoder) { self.decoder = decoder }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (value, schema) = try decoder.probe.read(type)
        decoder.shape = .list(schema)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw SchemaProbe.UnknownType(type: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.UnknownType(type: Self.self)
    }

    mutating func superDecoder() throws -> any Decoder { decoder }
}

private struct PlainProbe: SingleValueDecodingContainer {
    let decoder: ProbeDecoder
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) -> Bool { false }
    func decode(_ type: Double.Type) -> Double { 0 }
    func decode(_ type: Int.Type) -> Int { 1 }
    func decode(_ type: Int64.Type) -> Int64 { 1 }
    /// Passes as a moment too.
    func decode(_ type: String.Type) -> String { "1970-01-01T00:00:00Z" }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        throw SchemaProbe.UnknownType(type: type)
    }
}
