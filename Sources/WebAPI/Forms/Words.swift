import Desk

/// Reads words of the contract out of a form and gathers those that are none.
struct Words {
    private(set) var problems: [FieldProblem] = []

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        _ pointer: String,
        among words: [Word] = Array(Word.allCases),
        default fallback: Word
    ) -> Word {
        word(text, pointer, among: words) ?? fallback
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String?,
        _ pointer: String,
        among words: [Word] = Array(Word.allCases)
    ) -> Word? {
        guard let text else { return nil }
        if let word = words.first(where: { $0.rawValue == text }) { return word }
        note(pointer, oneOf: words.map(\.rawValue))
        return nil
    }

    mutating func note(_ pointer: String, _ detail: String) {
        problems.tell(FieldProblem(pointer, detail))
    }

    mutating func note(_ pointer: String, oneOf words: [String]) {
        problems.tell(FieldProblem(pointer, oneOf: words))
    }

    func finish() throws(Problem) {
        guard problems.isEmpty else { throw .invalid(problems) }
    }
}
