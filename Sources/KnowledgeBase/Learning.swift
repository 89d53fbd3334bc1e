/// Everything that tickets have taught: a value that is made anew from the evidence it gives out.
///
/// The same evidence twice is the same as once, so whoever tells it may tell it again after a
/// crash. Bounded: of an article with more than ``perArticleMax`` the oldest goes, and past
/// ``countMax`` the oldest of all.
public struct Learning: Sendable {
    private struct Key: Hashable {
        let ticket: Int
        let article: String?
    }

    private struct Kept {
        let place: Int
        let evidence: Evidence
    }

    private var kept: [Key: Kept] = [:]
    private var articlesOfTicket: [Int: [String?]] = [:]
    /// Oldest first.
    private var ticketsOfArticle: [String?: [Int]] = [:]
    /// Everything ever taken, oldest first; what was forgotten since is passed over.
    private var queue: [(key: Key, place: Int)] = []
    private var queueStart = 0
    private var placeNext = 0

    /// Takes all of `evidence` in its order; see ``take(_:)``.
    public init(_ evidence: some Sequence<Evidence> = []) {
        for one in evidence { take(one) }
    }

    /// How much is kept.
    public var count: Int { kept.count }

    /// All that is kept, oldest first.
    public var evidence: [Evidence] {
        kept.values.sorted { $0.place < $1.place }.map(\.evidence)
    }

    /// Takes one more.
    ///
    /// A ticket teaches once about each article, the last word counts, and one article at most has
    /// answered it: what was said before gives way.
    public mutating func take(_ new: Evidence) {
        let key = Key(ticket: new.ticket, article: new.article)
        if kept[key]?.evidence == new { return }
        remove(key)
        if new.verdict != .rejected {
            for article in articlesOfTicket[new.ticket] ?? [] {
                let other = Key(ticket: new.ticket, article: article)
                if kept[other]?.evidence.verdict != .rejected { remove(other) }
            }
        }
        kept[key] = Kept(place: placeNext, evidence: new)
        queue.append((key, placeNext))
        placeNext += 1
        articlesOfTicket[new.ticket, default: []].append(new.article)
        ticketsOfArticle[new.article, default: []].append(new.ticket)
        keepBounds(of: new.article)
    }

    /// What an article was taught, newest first, for staff to look through.
    public func evidence(for article: String) -> [Evidence] {
        (ticketsOfArticle[article] ?? []).reversed()
            .compactMap { kept[Key(ticket: $0, article: article)]?.evidence }
    }

    /// Undoes all that an article was taught; what others were taught stays.
    public mutating func forget(article: String) {
        for ticket in ticketsOfArticle[article] ?? [] {
            remove(Key(ticket: ticket, article: article))
        }
    }

    /// Undoes all that a ticket has taught, as when it is reopened or erased.
    public mutating func forget(ticket: Int) {
        for article in articlesOfTicket[ticket] ?? [] {
            remove(Key(ticket: ticket, article: article))
        }
    }

    private mutating func keepBounds(of article: String?) {
        let most = article == nil ? Self.unansweredMax : Self.perArticleMax
        if let tickets = ticketsOfArticle[article], tickets.count > most {
            remove(Key(ticket: tickets[0], article: article))
        }
        while kept.count > Self.countMax {
            let oldest = queue[queueStart]
            queueStart += 1
            if kept[oldest.key]?.place == oldest.place { remove(oldest.key) }
        }
        // Half of it is of what is gone: copy the rest, which is paid for by what went.
        if queue.count > 2 * kept.count + 64 {
            queue = queue[queueStart...].filter { kept[$0.key]?.place == $0.place }
            queueStart = 0
        }
    }

    private mutating func remove(_ key: Key) {
        guard kept.removeValue(forKey: key) != nil else { return }
        articlesOfTicket[key.ticket]?.removeAll { $0 == key.article }
        if articlesOfTicket[key.ticket]?.isEmpty == true {
            articlesOfTicket[key.ticket] = nil
        }
        ticketsOfArticle[key.article]?.removeAll { $0 == key.ticket }
        if ticketsOfArticle[key.article]?.isEmpty == true { ticketsOfArticle[key.article] = nil }
    }

    /// What is kept for one article: past this it teaches nothing more.
    public static let perArticleMax = 200
    /// Questions that no article answers: they tell how far confidence can be trusted.
    public static let unansweredMax = 2_000
    /// What is kept in all.
    public static let countMax = 100_000
}

extension Learning: Equatable {
    /// Whether both would teach the same, in the same order.
    public static func == (left: Learning, right: Learning) -> Bool {
        left.evidence == right.evidence
    }
}
