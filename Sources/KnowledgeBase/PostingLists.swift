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
///               how often follows; of long lists in blocks (``PostingBlocks``)
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

    /// The next posting of a block: how many parts on, and how often.
    @inline(__always)
    mutating func posting() -> (step: Int, times: Int) {
        let number = Self.number(octets, &place)
        return (number >> 1, number & 1 == 0 ? 1 : Self.number(octets, &place))
    }

    /// Gives each posting, its part and how often, while `body` wants more of them.
    ///
    /// Of a long list, blocks of whose parts `isWanted` wants none are passed over unread.
    @inline(__always)
    mutating func postings(
        in isWanted: (_ parts: ClosedRange<Int>) -> Bool = { _ in true },
        _ body: (_ part: Int, _ times: Int) -> Bool
    ) {
        var part = 0
        var left = count
        while left > 0 {
            var inBlock = left
            if count >= PostingBlocks.listMin {
                inBlock = min(left, PostingBlocks.count)
                let span = Self.number(octets, &place)
                let length = Self.number(octets, &place)
                if !isWanted(part...part + span) {
                    part += span
                    place += length
                    left -= inBlock
                    continue
                }
            }
            left -= inBlock
            for _ in 0..<inBlock {
                let (step, times) = posting()
                part += step
                guard body(part, times) else { return }
            }
        }
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

/// How long lists are parted, so that what nobody asks of them need not be read.
///
/// Before each block stands how many parts on its last posting is, and how many octets it takes.
enum PostingBlocks {
    /// Postings of a block; the last has what is left.
    static let count = 32
    /// Lists with fewer postings are one block without a head.
    static let listMin = 256
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
