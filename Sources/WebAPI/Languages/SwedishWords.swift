/// What problems say, in Swedish.
///
/// By the English text, in which `{}` stands for whatever is filled in: the desk speaks English to
/// itself, and each text is translated once, on its way out. A test reads the sources for texts that
/// are not here.
enum SwedishWords {
    /// A text in Swedish; one that nobody has translated stays as it is.
    static func text(_ english: String) -> String {
        if let swedish = table[english] { return swedish }
        for (template, swedish) in templates {
            if let filled = fill(swedish, from: english, by: template) { return filled }
        }
        return english
    }

    /// Those with something to fill in, each cut where it is; the longest first, so that a text is
    /// read by what fits it best.
    private static let templates: [(template: [Substring], swedish: String)] =
        table
        .filter { $0.key.contains("{}") }
        .sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }
        .map { (pieces(of: $0.key), $0.value) }

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
    private static func fill(
        _ swedish: String,
        from english: String,
        by template: [Substring]
    ) -> String? {
        guard english.hasPrefix(template[0]), let end = template.last, english.hasSuffix(end),
            english.count >= template[0].count + end.count
        else { return nil }
        var rest = english.dropFirst(template[0].count).dropLast(end.count)
        var values: [Substring] = []
        for piece in template.dropFirst().dropLast() {
            guard let place = rest.firstRange(of: piece) else { return nil }
            values.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        values.append(rest)
        var filled = ""
        for (index, piece) in pieces(of: swedish).enumerated() {
            filled += piece
            if values.indices.contains(index) { filled += text(String(values[index])) }
        }
        return filled
    }
}
