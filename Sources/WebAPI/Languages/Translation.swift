/// Texts of the program in Swedish.
///
/// By the English text, in which `{}` stands for whatever is filled in: the program speaks English to
/// itself, and each text is translated once, on its way out.
public struct Translation: Sendable {
    /// Texts that are about the same.
    public struct Part: Sendable {
        let table: [String: String]
        let words: [String: String]

        /// English to Swedish, with as many `{}` in both; `words` are the Swedish ones for codes that
        /// are filled in there, and nowhere else.
        public init(_ table: [String: String], filledWith words: [String: String] = [:]) {
            self.table = table
            self.words = words
        }
    }

    /// All of it, English to Swedish.
    public let table: [String: String]
    /// Those with something to fill in, each cut where it is; the longest first, so that a text is
    /// read by what fits it best.
    private let templates: [Template]

    private struct Template: Sendable {
        let english: [Substring]
        let swedish: [Substring]
        let words: [String: String]
    }

    /// Texts of several parts; none stands in two.
    public init(_ parts: [Part]) {
        table = parts.reduce(into: [:]) { $0.merge($1.table) { $1 } }
        templates =
            parts.flatMap { part in part.table.map { (text: $0, words: part.words) } }
            .filter { $0.text.key.contains("{}") }
            .sorted { ($0.text.key.count, $0.text.key) > ($1.text.key.count, $1.text.key) }
            .map { text, words in
                Template(
                    english: Self.pieces(of: text.key),
                    swedish: Self.pieces(of: text.value),
                    words: words
                )
            }
    }

    /// A text in Swedish; one that nobody has translated stays as it is.
    public func text(_ english: String) -> String {
        if let swedish = table[english] { return swedish }
        for template in templates {
            if let filled = fill(template, from: english) { return filled }
        }
        return english
    }

    private static func pieces(of template: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = template[...]
        while let place = rest.firstRange(of: "{}") {
            pieces.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        return pieces + [rest]
    }

    /// Takes out of a text what its template leaves open and fills it in; nil when it does not fit.
    private func fill(_ template: Template, from english: String) -> String? {
        guard let start = template.english.first, english.hasPrefix(start),
            let end = template.english.last, english.hasSuffix(end),
            english.count >= start.count + end.count
        else { return nil }
        var rest = english.dropFirst(start.count).dropLast(end.count)
        var values: [Substring] = []
        for piece in template.english.dropFirst().dropLast() {
            guard let place = rest.firstRange(of: piece) else { return nil }
            values.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        values.append(rest)
        var filled = ""
        for (index, piece) in template.swedish.enumerated() {
            filled += piece
            guard values.indices.contains(index) else { continue }
            let value = String(values[index])
            filled += template.words[value] ?? text(value)
        }
        return filled
    }
}
