import DeskAPI
import Synchronization

/// What the JSON of a form has to look like: its names and the kind of each, read off its description.
struct FormShape: Sendable {
    indirect enum Kind: Sendable {
        case text
        /// A text that is one of these.
        case word([String])
        case moment
        case flag
        case number(isWhole: Bool)
        case list(FormShape)
        case members([String: FormShape], required: [String])
        /// Whatever it is, the form itself decides.
        case any
    }

    var kind: Kind
    var mayBeNull = false
    /// What is said of a name that is none of an object's, in place of those that are.
    var strayWords: String?

    private static let known = Mutex<[ObjectIdentifier: FormShape]>([:])

    /// The shape of a form; of a type that nothing can be read off, any.
    static func of<Form: Decodable>(_ type: Form.Type) -> FormShape {
        let id = ObjectIdentifier(type)
        if let shape = known.withLock({ $0[id] }) { return shape }
        let probe = SchemaProbe()
        // Cannot fail: every form is in the API's description, which a test makes.
        let schema = try? probe.schema(of: type)
        var shape = FormShape(schema ?? .null, probe.components)
        // A patch knows what it may change, and other fields have other ways.
        if type is any FixedSchema.Type { shape.strayWords = "cannot be changed here" }
        known.withLock { $0[id] = shape }
        return shape
    }

    private init(_ schema: JSONValue, _ components: [String: JSONValue]) {
        if case .text(let reference) = schema["$ref"] ?? .null,
            let name = reference.split(separator: "/").last, let found = components[String(name)]
        {
            self = Self(found, components)
            return
        }
        if case .list(let parts) = schema["anyOf"] ?? .null, schema["type"] == nil,
            let first = parts.first
        {
            self = Self(first, components)
            mayBeNull = parts.contains { $0["type"] == .text("null") }
            return
        }
        let names: [JSONValue]
        switch schema["type"] ?? .null {
        case .list(let found): names = found
        case let found: names = [found]
        }
        mayBeNull = names.contains(.text("null"))
        switch names.first ?? .null {
        case .text("string"): kind = Self.text(schema)
        case .text("boolean"): kind = .flag
        case .text("integer"): kind = .number(isWhole: true)
        case .text("number"): kind = .number(isWhole: false)
        case .text("array"): kind = .list(FormShape(schema["items"] ?? .null, components))
        case .text("object"): kind = Self.members(schema, components)
        default:
            kind = .any
            mayBeNull = true
        }
    }

    private static func text(_ schema: JSONValue) -> Kind {
        if case .list(let words) = schema["enum"] ?? .null {
            return .word(words.compactMap(\.text))
        }
        return schema["format"] == .text("date-time") ? .moment : .text
    }

    private static func members(
        _ schema: JSONValue,
        _ components: [String: JSONValue]
    ) -> Kind {
        // What takes more names than it knows is not looked into.
        guard schema["additionalProperties"] == .flag(false),
            case .object(let members) = schema["properties"] ?? .null
        else { return .any }
        var required: [String] = []
        if case .list(let names) = schema["required"] ?? .null {
            required = names.compactMap(\.text)
        }
        return .members(members.mapValues { FormShape($0, components) }, required: required)
    }
}

extension JSONValue {
    fileprivate var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
