import Desk
import DeskAPI
import JSONText

/// Holds a body against the shape of its form, so that the caller learns of everything at once: what
/// is missing, what is of another kind, and names that mean nothing here.
///
/// A misspelt field must not pass for one that was left out: a token without `queues` is one for all.
struct FormCheck {
    /// Without these right, there is no form.
    private(set) var problems: [FieldProblem] = []
    /// Texts that are none of the words they may be; whoever reads the form finds them too.
    private(set) var wrongWords: [FieldProblem] = []

    /// - Parameters:
    ///   - text: the JSON.
    ///   - shape: what it has to look like.
    /// - Throws: ``JSONError`` for what is no JSON.
    init(_ text: String, _ shape: FormShape) throws(JSONError) {
        var check = Self()
        try JSONReader.read(text) { (reader) throws(JSONError) in
            try check.read(&reader, shape, "")
        }
        self = check
    }

    private init() {}

    /// What is wrong, where the form cannot be read for it.
    func finish() throws(Problem) {
        guard problems.isEmpty else { throw .invalid(problems + wrongWords) }
    }

    private mutating func read(
        _ reader: inout JSONReader,
        _ shape: FormShape,
        _ pointer: String
    ) throws(JSONError) {
        let found = try reader.kind()
        switch (shape.kind, found) {
        case (.any, _): try reader.skip()
        case (_, .null):
            if !shape.mayBeNull { note(pointer, "must not be null") }
            try reader.skip()
        case (.word(let words), .text):
            let word = try reader.string()
            guard !words.contains(word) else { return }
            wrongWords.tell(FieldProblem(pointer, oneOf: words))
        case (.moment, .text):
            if Timestamp(try reader.string()) == nil {
                note(pointer, "must be a moment like 2026-11-26T07:30:00Z")
            }
        case (.number(isWhole: true), .number):
            let number = try reader.number()
            if number != number.rounded() { note(pointer, "must be a whole number") }
        case (.text, .text), (.flag, .flag), (.number, .number): try reader.skip()
        case (.list(let item), .list):
            var place = 0
            _ = try reader.list { (reader) throws(JSONError) in
                try self.read(&reader, item, "\(pointer)/\(place)")
                place += 1
            }
        case (.members(let members, let required), .object):
            try read(&reader, members, required, shape.strayWords, pointer)
        default:
            note(pointer, "must be a \(shape.kind.name)")
            try reader.skip()
        }
    }

    private mutating func read(
        _ reader: inout JSONReader,
        _ members: [String: FormShape],
        _ required: [String],
        _ strayWords: String?,
        _ pointer: String
    ) throws(JSONError) {
        var missing = Set(required)
        var seen: Set<String> = []
        try reader.object { (reader, name) throws(JSONError) in
            missing.remove(name)
            let place = pointer + MemberName(stringValue: name).pointer
            // Whoever reads it next may take the other one.
            if !seen.insert(name).inserted { note(place, "stands there twice") }
            if var shape = members[name] {
                shape.strayWords = strayWords
                return try self.read(&reader, shape, place)
            }
            note(place, strayWords ?? Self.unknown(besides: members))
            try reader.skip()
        }
        for name in missing.sorted() {
            note(pointer + MemberName(stringValue: name).pointer, "is missing")
        }
    }

    private static func unknown(besides members: [String: FormShape]) -> String {
        "is not known here; known are \(members.keys.sorted().joined(separator: ", "))"
    }

    private mutating func note(_ pointer: String, _ detail: @autoclosure () -> String) {
        problems.tell(FieldProblem(pointer, detail()))
    }
}

extension FormShape.Kind {
    fileprivate var name: String {
        switch self {
        case .text, .word, .moment: "string"
        case .flag: "boolean"
        case .number: "number"
        case .list: "list"
        case .members, .any: "JSON object"
        }
    }
}
