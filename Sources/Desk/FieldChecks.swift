/// Gathers every wrong field of a request, so that the caller learns of all at once.
struct FieldChecks {
    private(set) var problems: [FieldProblem]

    /// Begins with what is known to be wrong.
    init(_ found: [FieldProblem] = []) { problems = found }

    /// Notes a field that must carry text of at most `limit` characters.
    mutating func text(_ value: String, _ pointer: String, limit: Int) {
        if Self.isBlank(value) {
            note(pointer, "must not be empty")
        }
        atMost(value, pointer, limit: limit)
    }

    /// Notes a field that may be missing but not be longer than `limit` characters.
    mutating func atMost(_ value: String?, _ pointer: String, limit: Int) {
        guard let value else { return }
        if value.utf8.contains(0) {
            note(pointer, "must not contain NUL")
        }
        // As JSON Schema counts them: of what looks like one letter there is no end.
        let count = value.unicodeScalars.count
        guard count > limit else { return }
        note(pointer, "is \(count) characters long; the limit is \(limit)")
    }

    /// Notes a field of one line: a name, a queue, a subject.
    mutating func line(_ value: String?, _ pointer: String, limit: Int) {
        guard let value else { return }
        if value.unicodeScalars.count > limit { return atMost(value, pointer, limit: limit) }
        guard value.unicodeScalars.contains(where: Self.breaksLine) else { return }
        note(pointer, "must be one line without control characters")
    }

    /// Notes a field of one line that must carry text.
    mutating func filledLine(_ value: String, _ pointer: String, limit: Int) {
        if Self.isBlank(value) { return text(value, pointer, limit: limit) }
        line(value, pointer, limit: limit)
    }

    /// Notes queues that are none, stand there twice, or are more than anybody works.
    mutating func queues(_ queues: [String], _ pointer: String) {
        if queues.count > DeskSettings.queuesMax {
            note(pointer, "has \(queues.count) queues; the limit is \(DeskSettings.queuesMax)")
        }
        var seen: Set<String> = []
        for (index, queue) in queues.enumerated() {
            let place = "\(pointer)/\(index)"
            filledLine(queue, place, limit: DeskSettings.wordCharactersMax)
            if !seen.insert(queue).inserted { note(place, "stands there twice") }
        }
    }

    /// True where there is nothing to read: white, or what shows nothing at all, as U+200B.
    private static func isBlank(_ value: String) -> Bool {
        value.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
            || (0x2028...0x2029).contains(scalar.value)
    }

    /// Notes an address that no reply could reach.
    mutating func address(_ value: String?, _ pointer: String) {
        guard let value else { return }
        line(value, pointer, limit: 254)
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = value.unicodeScalars.allSatisfy { $0.value > 32 && $0 != "<" && $0 != ">" }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain else {
            note(pointer, "is no e-mail address like anna@example.org")
            return
        }
    }

    /// Notes a telephone number by which nobody could be called; what is said beside it may stand
    /// there, and an empty one is none.
    mutating func telephone(_ value: String?, _ pointer: String) {
        guard let value else { return }
        line(value, pointer, limit: DeskSettings.wordCharactersMax)
        let digits = value.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard value.isEmpty || digits >= Self.telephoneDigitsMin else {
            note(pointer, "must have \(Self.telephoneDigitsMin) digits at least")
            return
        }
    }

    private static let telephoneDigitsMin = 3

    /// Notes a language that no BCP 47 tag names.
    mutating func language(_ value: String?, _ pointer: String) {
        guard let value else { return }
        let letters = value.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard (2...35).contains(value.utf8.count), letters else {
            note(pointer, "is no language tag like sv or en")
            return
        }
    }

    /// Notes anything else.
    mutating func note(_ pointer: String, _ detail: @autoclosure () -> String) {
        problems.tell(FieldProblem(pointer, detail()))
    }

    /// - Throws: ``DeskError/invalid(_:)`` when anything was noted.
    func finish() throws(DeskError) {
        guard problems.isEmpty else { throw .invalid(problems) }
    }
}
