/// What somebody meant who typed something that is not there.
public enum Spelling {
    /// The likeliest of the candidates; nil when none is near enough to be worth a question.
    ///
    /// Counts letters that are missing, too many, wrong, or changed places with their neighbour
    /// (the distance of Damerau and Levenshtein, in its restricted form), and lets a third of the
    /// word be wrong. A candidate that the word is the beginning of comes before all others.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String?
    {
        let typed = Array(word.lowercased())
        guard !typed.isEmpty else { return nil }
        let limit = max(1, typed.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let name = Array(candidate.lowercased())
            let isBeginning = typed.count >= 3 && name.starts(with: typed)
            let found = isBeginning ? 0 : distance(typed, name)
            guard found <= limit, found < best?.distance ?? .max else { continue }
            best = (candidate, found)
        }
        return best?.name
    }

    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        guard !one.isEmpty else { return other.count }
        var before: [Int] = []
        var above = Array(0...other.count)
        for row in 1...one.count {
            var line = [row] + Array(repeating: 0, count: other.count)
            for column in 1..<(other.count + 1) {
                let isSame = one[row - 1] == other[column - 1]
                line[column] = min(
                    above[column] + 1,
                    line[column - 1] + 1,
                    above[column - 1] + (isSame ? 0 : 1)
                )
                if row > 1, column > 1, one[row - 1] == other[column - 2],
                    one[row - 2] == other[column - 1]
                {
                    line[column] = min(line[column], before[column - 2] + 1)
                }
            }
            (before, above) = (above, line)
        }
        return above[other.count]
    }
}
