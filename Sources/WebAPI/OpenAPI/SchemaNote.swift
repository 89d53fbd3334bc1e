import Desk

/// What a type cannot say of one of its members.
enum SchemaNote: Sendable {
    /// One of these words.
    case words([String])
    /// Each of a list is one of these words.
    case eachOf([String], atLeast: Int64)
    /// A list of texts of so many characters each.
    case texts(ClosedRange<Int64>)
    /// A list of names of queues, each once.
    case queues
    /// A number from one to the other.
    case range(ClosedRange<Int64>)
    /// A text of so many characters, with something to read in it.
    case filled(Int)
    /// A text of at most so many characters.
    case characters(Int)
    /// One line of at most so many characters.
    case line(Int)
    /// One line of at most so many characters, with something to read in it.
    case filledLine(Int)
    /// A format of JSON Schema, such as `uuid`.
    case format(String)
    /// An e-mail address.
    case address
    /// A language tag such as `sv`.
    case language
    /// A regular expression that the text matches.
    case pattern(String, charactersMax: Int? = nil)

    /// The words of a type that has them.
    static func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Self {
        .words(type.allCases.map(\.rawValue))
    }

    /// A list of them.
    static func each<Word: RawRepresentable<String> & CaseIterable>(
        _ type: Word.Type,
        atLeast count: Int64 = 0
    ) -> Self { .eachOf(type.allCases.map(\.rawValue), atLeast: count) }

    /// A ticket's number.
    static let number = SchemaNote.range(1...Int64.max)
    /// How many there are of something.
    static let count = SchemaNote.range(0...Int64.max)

    /// What no line holds: control characters and the separators of lines.
    private static let inLine = #"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]"#
    /// What shows nothing where it stands, of the first plane.
    private static let unseen =
        #"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"#
        + #"\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"#
    /// Something to read; what is white is left to the desk to tell.
    private static let lineWithWords =
        "^\(inLine)*[^\\s\\u0000-\\u001f\\u007f-\\u009f\(unseen)]\(inLine)*$"

    /// A telephone number with what is said beside it, or nothing.
    static func telephone(_ charactersMax: Int) -> Self {
        let beside = inLine.replacing("[^", with: "[^0-9")
        return .pattern("^$|^(\(beside)*[0-9]){3}\(inLine)*$", charactersMax: charactersMax)
    }

    func applied(to schema: JSONValue) -> JSONValue {
        switch self {
        case .words(let words): schema.with(["enum": .list(words.map { .text($0) })])
        case .eachOf(let words, let count):
            schema.with([
                "items": ["type": "string", "enum": .list(words.map { .text($0) })],
                "minItems": .number(count),
            ])
        case .texts(let range):
            schema.with([
                "items": [
                    "type": "string", "minLength": .number(range.lowerBound),
                    "maxLength": .number(range.upperBound),
                ]
            ])
        case .queues:
            schema.with([
                "items": Self.filledLine(200).applied(to: ["type": "string"]),
                "maxItems": .number(Int64(DeskSettings.queuesMax)), "uniqueItems": true,
            ])
        case .range(let range):
            schema.with([
                "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ])
        case .filled(let max):
            schema.with([
                "minLength": 1, "maxLength": .number(Int64(max)),
                "pattern": .text(#"^[^\u0000]*[^\s\u0000"# + Self.unseen + #"][^\u0000]*$"#),
            ])
        case .characters(let max):
            schema.with(["maxLength": .number(Int64(max)), "pattern": #"^[^\u0000]*$"#])
        case .line(let max):
            schema.with(["maxLength": .number(Int64(max)), "pattern": .text("^\(Self.inLine)*$")])
        case .filledLine(let max):
            schema.with([
                "minLength": 1, "maxLength": .number(Int64(max)),
                "pattern": .text(Self.lineWithWords),
            ])
        case .format(let format): schema.with(["format": .text(format)])
        case .address:
            schema.with([
                "maxLength": 254, "pattern": #"^[!-;=?A-~]+@[!-;=?A-~]+$"#,
                "examples": ["anna@example.org"],
            ])
        case .language: schema.with(["pattern": "^[a-z-]{2,35}$", "examples": ["sv", "en"]])
        case .pattern(let pattern, let max):
            schema.with(["pattern": .text(pattern)])
                .with(max.map { ["maxLength": .number(Int64($0))] } ?? [:])
        }
    }
}

/// A type of the API that has more to say of its members than their kind.
protocol SchemaNoted {
    /// By the name that a member has in JSON.
    static var notes: [String: SchemaNote] { get }
    /// What holds of its members together, as keywords of JSON Schema.
    static var conditions: [String: JSONValue] { get }
}

extension SchemaNoted {
    static var conditions: [String: JSONValue] { [:] }
}
