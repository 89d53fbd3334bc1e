/// Texts that are known, for telling what only repeats them from what is said anew.
///
/// Mail programs break lines where they like, and turn a letter's HTML into text each in its way: so
/// words are compared, and neither marks nor links, which some programs lead through a server of theirs.
public struct WrittenTexts: Sendable {
    private var texts: [[UInt32]] = []
    private var lines: Set<[UInt32]> = []

    /// Knows nothing yet.
    public init() {}

    /// Adds a text, of which any part may be repeated.
    public mutating func add(_ text: String) {
        let letters = Self.letters(of: text)
        if !letters.isEmpty { texts.append(letters) }
    }

    /// Adds what an article says.
    public mutating func add(_ article: Article) {
        add("\(article.title)\n\(MarkdownDocument(article.markdown).plainText())")
    }

    /// Adds a line that only counts as a whole, such as one of a header.
    public mutating func add(line: String) { lines.insert(Self.letters(of: line)) }

    /// True when all the words of a passage stand in one of the texts, together and in their order.
    public func hold(_ passage: String) -> Bool { hold(Self.letters(of: passage)[...]) }

    func hold(_ letters: ArraySlice<UInt32>) -> Bool {
        // A longer one is not searched for: a mail may be one line of megabytes, and texts are many.
        letters.isEmpty
            || texts.contains { $0.count >= letters.count && $0.contains(letters) }
    }

    func hold(line: ArraySlice<UInt32>) -> Bool { lines.contains(Array(line)) }

    /// The words, folded, each between two boundary marks.
    static func letters(of text: String) -> [UInt32] {
        let plain = text.utf8.contains(0x3A) ? withoutLinks(text) : text
        return Words(plain, scalarsMax: .max).folded
    }

    private static func withoutLinks(_ text: String) -> String {
        let octets = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(octets.count)
        var index = 0
        while index < octets.count {
            let isLink =
                (octets[index] | 0x20) == 0x68
                && starts.contains { octets[index...].starts(with: $0, by: { $0 | 0x20 == $1 }) }
            guard isLink else {
                kept.append(octets[index])
                index += 1
                continue
            }
            while index < octets.count, octets[index] > 0x20, !ends.contains(octets[index]) {
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// In lower case; by that bit `:` and `/` stay what they are.
    private static let starts = ["http://", "https://"].map { Array($0.utf8) }
    /// What closes a link beside white space: `<https://…>`, `(https://…)` and `[https://…]`.
    private static let ends: Set<UInt8> = [0x3E, 0x29, 0x5D, 0x22]
}

extension Impact {
    /// Whether a text says that somebody's life is in danger, in its first line or its last, above a
    /// signature or below: whatever is folded away or passed over elsewhere is read here.
    ///
    /// Only where its words are known to be ours it is not the writer who says so: in a line that is
    /// marked with `>` and stands in one of our texts, or in one that stands there beside its neighbour.
    /// A line alone without the mark proves nothing, for people answer in the words they were asked in.
    ///
    /// - Parameters:
    ///   - text: as it came, of any length.
    ///   - ours: what the writer may have repeated; asked for once, and only where there is danger.
    /// - Returns: true also where there is more of it than a letter of ours could say.
    public static func isDanger(in text: String, besides ours: () -> WrittenTexts) -> Bool {
        let reading = LineReading(text)
        var known: WrittenTexts?
        var last: ClosedRange<Int>?
        var passages = 0
        for place in ImpactWords.danger.places(of: "danger", in: reading.letters) {
            let lines = reading.lines(of: place)
            guard lines != last else { continue }
            last = lines
            passages += 1
            guard passages <= passagesMax else { return true }
            let texts = known ?? ours()
            known = texts
            guard reading.isRepeated(lines, of: texts) else { return true }
        }
        return false
    }

    /// Passages that are looked up; no letter of ours has as many.
    private static let passagesMax = 50
}

/// The words of a text, and in which line each stands.
private struct LineReading {
    private(set) var letters: [UInt32] = []
    private var starts: [Int] = []
    private var areMarked: [Bool] = []

    /// Lines without a word are none.
    init(_ text: String) {
        letters.reserveCapacity(text.utf8.count * 5 / 4)
        for octets in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let words = WrittenTexts.letters(of: String(Substring(octets)))
            guard !words.isEmpty else { continue }
            starts.append(letters.count)
            areMarked.append(octets.first { $0 > 0x20 } == 0x3E)
            letters += words
        }
    }

    /// The lines that a place in ``letters`` touches.
    func lines(of place: Range<Int>) -> ClosedRange<Int> {
        line(of: place.lowerBound)...line(of: place.upperBound - 1)
    }

    private func line(of place: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= place { low = middle } else { high = middle }
        }
        return low
    }

    func isRepeated(_ lines: ClosedRange<Int>, of texts: WrittenTexts) -> Bool {
        let passage = letters(lines)
        if texts.hold(line: passage) { return true }
        guard texts.hold(passage) else { return false }
        if areMarked[lines].allSatisfy({ $0 }) { return true }
        let (first, last) = (lines.lowerBound, lines.upperBound)
        return first > 0 && texts.hold(letters(first - 1...last))
            || last + 1 < starts.count && texts.hold(letters(first...last + 1))
    }

    private func letters(_ lines: ClosedRange<Int>) -> ArraySlice<UInt32> {
        let next = lines.upperBound + 1
        let end = next < starts.count ? starts[next] : letters.count
        return letters[starts[lines.lowerBound]..<end]
    }
}
