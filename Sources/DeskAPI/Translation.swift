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
    /// Those with something to fill in, each cut where it is; the longest first, which wins where two
    /// fit a text alike.
    private let templates: [Template]

    fileprivate struct Template: Sendable {
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
        var known: [String: Reading] = [:]
        return read(english, &known).swedish
    }

    /// A text as one reads it.
    private struct Reading {
        var swedish: String
        /// Characters that were translated, and did not only pass through.
        var understood: Int
    }

    /// Reads a text by the template that leaves least of it as it was: a place to fill in would else
    /// swallow whole sentences that are known by themselves.
    private func read(_ english: String, _ known: inout [String: Reading]) -> Reading {
        if let swedish = table[english] {
            return Reading(swedish: swedish, understood: english.count)
        }
        if let reading = known[english] { return reading }
        var best = Reading(swedish: english, understood: 0)
        for template in templates {
            guard let reading = fill(template, from: english, &known),
                reading.understood > best.understood
            else { continue }
            best = reading
        }
        known[english] = best
        return best
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
    private func fill(
        _ template: Template,
        from english: String,
        _ known: inout [String: Reading]
    ) -> Reading? {
        guard let values = template.values(in: english) else { return nil }
        var filled = Reading(swedish: "", understood: template.characters)
        for (index, piece) in template.swedish.enumerated() {
            filled.swedish += piece
            guard values.indices.contains(index) else { continue }
            let value = String(values[index])
            let part =
                template.words[value].map { Reading(swedish: $0, understood: value.count) }
                ?? read(value, &known)
            filled.swedish += part.swedish
            filled.understood += part.understood
        }
        return filled
    }
}

extension Translation.Template {
    /// Its own, without what is filled in.
    fileprivate var characters: Int { english.reduce(0) { $0 + $1.count } }

    /// What a text has where this leaves something open; nil when the text is another one.
    fileprivate func values(in text: String) -> [Substring]? {
        guard let start = english.first, text.hasPrefix(start),
            let end = english.last, text.hasSuffix(end),
            text.count >= start.count + end.count
        else { return nil }
        var rest = text.dropFirst(start.count).dropLast(end.count)
        var values: [Substring] = []
        for piece in english.dropFirst().dropLast() {
            guard let place = rest.firstRange(of: piece) else { return nil }
            values.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        return values + [rest]
    }
}
