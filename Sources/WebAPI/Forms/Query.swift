import Cryptography
import Desk
import Hummingbird

/// How personal identity numbers are to be shown.
enum IdentityNumberView: String, CaseIterable {
    case masked
    case shown
}

/// The query of a list, read strictly: a parameter that is misspelt must not show everything.
struct Query {
    private let values: [String: String]
    private var problems: [FieldProblem] = []

    init(_ request: Request, allowed: Set<String>) {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            if !allowed.contains(name) {
                let known = allowed.sorted().joined(separator: ", ")
                problems.tell(FieldProblem(name, "is not known here; known are \(known)"))
            } else if values.updateValue(String(value), forKey: name) != nil {
                problems.tell(FieldProblem(name, "stands there twice"))
            }
        }
        self.values = values
    }

    /// A value; nil when it is missing or empty.
    func text(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        among words: [Word] = Array(Word.allCases)
    ) -> Word? {
        guard let text = text(name) else { return nil }
        if let word = words.first(where: { $0.rawValue == text }) { return word }
        problems.tell(FieldProblem(name, oneOf: words.map(\.rawValue)))
        return nil
    }

    mutating func flag(_ name: String) -> Bool? {
        switch text(name) {
        case nil: return nil
        case "true": return true
        case "false": return false
        default:
            problems.tell(FieldProblem(name, "must be true or false"))
            return nil
        }
    }

    mutating func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = text(name) else { return fallback }
        if let number = Int(text), range.contains(number) { return number }
        problems.tell(
            FieldProblem(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        )
        return fallback
    }

    /// The ticket that it is about; nil when none is named.
    mutating func ticket() -> TicketNumber? {
        guard text("ticket") != nil else { return nil }
        let number = number("ticket", default: 0, in: 1...Int(Int64.max))
        return TicketNumber(rawValue: Int64(number))
    }

    /// How many of a list at most.
    mutating func limit() -> Int {
        number("limit", default: Self.limitUsual, in: 1...DeskSettings.pageMax)
    }

    /// As many as a page has when nobody says how many.
    static let limitUsual = 25

    /// The place after which a page begins; a cursor of another list is none, nor is one that
    /// `read` makes nothing of.
    mutating func place<Place>(of list: String, _ read: (String) -> Place?) -> Place? {
        guard let text = text("cursor") else { return nil }
        if let bytes = Base32.decode(text) {
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0] == list, let place = read(String(parts[1])) {
                return place
            }
        }
        problems.tell(FieldProblem("cursor", "is none of this list; take it from next"))
        return nil
    }

    mutating func note(_ name: String, _ detail: String) {
        problems.tell(FieldProblem(name, detail))
    }

    func finish() throws(Problem) {
        guard problems.isEmpty else {
            throw .badRequest("The query cannot be answered.", problems)
        }
    }

    /// A cursor: opaque to the caller, so that what is in it may change.
    static func cursor(of list: String, after place: some CustomStringConvertible) -> String {
        Base32.encode("\(list):\(place)".utf8)
    }
}
