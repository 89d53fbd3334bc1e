/// The codes, services and e-IDs of one article, ready to compare with a question.
struct ArticleLabels: Sendable {
    /// The kinds of electronic identification that the article is about, as ``Symptom/eID``.
    let eIDs: Set<String>
    private let codes: [(name: String, key: CodeKey)]
    private let services: [(name: String, letters: [UInt32])]

    /// Reads both lists of the article.
    init(_ article: Article) {
        codes = article.codes.map { ($0, CodeKey($0)) }
        services = article.services.map {
            ($0, Self.letters(of: $0))
        }
        eIDs = Self.eIDs(of: article)
    }

    /// Whether nothing is told.
    var isEmpty: Bool { codes.isEmpty && services.isEmpty && eIDs.isEmpty }

    /// Those named in the title, else those that most of the questions name: an article that only
    /// mentions one is not about it.
    private static func eIDs(of article: Article) -> Set<String> {
        let inTitle = SymptomWords.eIDs.names(in: letters(of: article.title))
        guard inTitle.isEmpty else { return inTitle }
        let inQuestions = article.questions.map { SymptomWords.eIDs.names(in: letters(of: $0)) }
        return Set(SymptomWords.eIDs.names).filter { name in
            2 * inQuestions.count { $0.contains(name) } > inQuestions.count
        }
    }

    private static func letters(of text: String) -> [UInt32] {
        Words(text, scalarsMax: ArticleLimits.itemCharactersMax).folded
    }

    /// The article's codes that one of `named` means.
    func codes(meantBy named: [CodeKey]) -> [String] {
        guard !named.isEmpty else { return [] }
        return codes.filter { code in named.contains { $0.means(code.key) } }.map(\.name)
    }

    /// The article's services whose whole names stand in `words`.
    func services(in words: Words) -> [String] {
        services.filter { words.folded.holds($0.letters) }.map(\.name)
    }
}

extension [UInt32] {
    /// Whether `run` is in here, letter for letter.
    fileprivate func holds(_ run: [UInt32]) -> Bool {
        guard !run.isEmpty, run.count <= count else { return false }
        return (0...(count - run.count)).contains { start in
            run.indices.allSatisfy { self[start + $0] == run[$0] }
        }
    }
}

/// An error code in the one form in which two writings of it are equal.
///
/// `RFA 8`, `rfa8` and the hint code `expiredTransaction` are the same; `RFA14` means both
/// `RFA14A` and `RFA14B`.
struct CodeKey: Sendable, Hashable {
    private let family: String
    private let variant: String

    /// Reads a code as an article or a citizen writes it.
    init(_ code: String) {
        let plain = code.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let named = ErrorCodes.codesOfHints[plain.lowercased()] ?? plain
        let bare = named.hasPrefix("HTTP") ? String(named.dropFirst(4)) : named
        if bare.hasPrefix("RFA"), let last = bare.last, last == "A" || last == "B", bare.count > 4 {
            family = String(bare.dropLast())
            variant = String(last)
        } else {
            family = bare
            variant = ""
        }
    }

    /// Whether both name the same code, or one the family of the other.
    func means(_ other: CodeKey) -> Bool {
        !family.isEmpty && family == other.family
            && (variant == other.variant || variant.isEmpty || other.variant.isEmpty)
    }
}
