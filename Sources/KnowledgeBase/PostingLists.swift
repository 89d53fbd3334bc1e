/// For each term, in which parts of articles it is and how often: most of a knowledge base in memory.
///
/// Lists lie back to back in one array of octets. Terms that are in the same parts equally often, as
/// the runs of letters of a rare word are, share one list: half of all postings, and half of the
/// work of a question. A list is
///
///     head      articles that have the term × 2, + 1 when a row of the classifier follows
///     count     of postings
///     row       count, then article − article before, weight (one octet) each
///     postings  (part − part before) × 2, + 1 when the term is there more than once and
///               how often follows
///
/// with numbers in groups of seven bits, the least first (LEB128).
struct PostingLists: Sendable {
    private let octets: [UInt8]

    init(octets: [UInt8]) { self.octets = octets }

    /// Lends a reader that stands at the list at `place`.
    func read<Value>(_ place: Int, _ body: (inout PostingReader) -> Value) -> Value {
        octets.withUnsafeBufferPointer {
            var reader = PostingReader($0, at: place)
            return body(&reader)
        }
    }

    /// Lends all octets, to read many lists.
    func withOctets<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        octets.withUnsafeBufferPointer(body)
    }

    /// In how many articles the terms of a list are.
    func articlesCount(of place: Int) -> Int { counts(of: place).articles }

    /// In how many articles the terms of a list are, and how many postings it has.
    func counts(of place: Int) -> (articles: Int, postings: Int) {
        read(place) { ($0.articlesCount, $0.count) }
    }
}

/// Stands in a list and reads on.
struct PostingReader {
    /// In how many articles the list's terms are.
    let articlesCount: Int
    /// How many postings there are.
    let count: Int
    /// Whether a row of the classifier comes first.
    let hasRow: Bool

    private let octets: UnsafeBufferPointer<UInt8>
    private(set) var place: Int

    init(_ octets: UnsafeBufferPointer<UInt8>, at place: Int) {
        self.octets = octets
        self.place = place
        let head = Self.number(octets, &self.place)
        count = Self.number(octets, &self.place)
        articlesCount = head >> 1
        hasRow = head & 1 == 1
    }

    /// Gives each entry of the row, which comes before the postings: an article and its weight in
    /// ``Classifier/step``.
    mutating func row(_ body: (_ article: Int, _ weight: Int8) -> Void) {
        guard hasRow else { return }
        var article = 0
        for _ in 0..<Self.number(octets, &place) {
            article += Self.number(octets, &place)
            body(article, Int8(bitPattern: octets[place]))
            place += 1
        }
    }

    /// The next posting: how many parts on, and how often.
    @inline(__always)
    mutating func posting() -> (step: Int, times: Int) {
        let number = Self.number(octets, &place)
        return (number >> 1, number & 1 == 0 ? 1 : Self.number(octets, &place))
    }

    @inline(__always)
    private static func number(_ octets: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int {
        var octet = octets[place]
        place += 1
        var number = Int(octet & 0x7F)
        var shift = 7
        while octet >= 0x80 {
            octet = octets[place]
            place += 1
            number |= Int(octet & 0x7F) << shift
            shift += 7
        }
        return number
    }
}

extension [UInt8] {
    /// Writes a number of 0 or more as ``PostingReader`` reads it.
    mutating func append(number: Int) {
        precondition(number >= 0, "numbers of a list are not negative")
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
