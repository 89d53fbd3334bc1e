/// The words of a citizen's name as the index of words keeps them, beside those of the ticket's texts.
///
/// Each bears a mark, so that a name is found by who looks for names, and not by who looks for words
/// that somebody wrote.
struct NameWords {
    /// In no word of a text, see ``FoldedWords``; beyond ASCII, so that FTS5 takes it for a letter.
    ///
    /// Source: FTS5 §4.3.2.
    private static let mark = "§"
    /// Every word of a name and no other, as `tsquery`.
    static let any = "'\(mark)':*"

    private let words: [String]

    /// Nil has no words.
    init(_ name: String?) {
        words = FoldedWords(name ?? "").once.split(separator: " ").map { Self.mark + $0 }
    }

    var isEmpty: Bool { words.isEmpty }

    /// Each word once, in a row.
    var once: String { words.joined(separator: " ") }

    /// Each word once, as the text form of an array of texts.
    var array: String { "{\(words.map { "\"\($0)\"" }.joined(separator: ","))}" }

    /// As many words as a search takes.
    var wanted: [String] { Array(words.prefix(searchWordsMax)) }

    /// True when others may begin like this word: from two letters on, for many a name is short.
    static func mayBeUnfinished(_ word: String) -> Bool {
        word.unicodeScalars.count >= unfinishedScalarsMin
    }

    /// All words, each of them perhaps unfinished, as `tsquery`; nil when there are none.
    var query: String? {
        guard !isEmpty else { return nil }
        return wanted.map { "'\($0)'" + (Self.mayBeUnfinished($0) ? ":*" : "") }
            .joined(separator: " & ")
    }
}
