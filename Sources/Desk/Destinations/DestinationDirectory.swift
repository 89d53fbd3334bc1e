public import Foundation
import KnowledgeBase

/// Everywhere a call can be handed off to, and where a call to one of them really goes.
///
/// Days and opening hours are those of ``CityTime``: a board that moves on a day moves at midnight
/// in Stockholm. Nobody is sent further than ``hopsMax`` times.
public struct DestinationDirectory: Sendable {
    /// Where a call goes.
    public struct Route: Sendable, Hashable {
        /// Who is called.
        public var destination: Destination
        /// Whom the call passed on its way, beginning with who was asked for; often empty.
        public var passed: [Destination]
        /// Who is called next, in this order, when the destination does not take the call.
        public var next: [Destination]
    }

    /// Most times a call is sent on.
    public static let hopsMax = 3

    /// In the order of the file.
    public let destinations: [Destination]

    let time: CityTime
    private let places: [String: Int]
    private let index: KnowledgeBase

    /// Names of units are in the city's own language, whatever the clerk types.
    fileprivate static let language = "sv"
    /// Most destinations that are found by their words.
    private static let foundMax = 100
    /// One is shown when it scores at least this share of the best one.
    private static let listedShare = 0.35
    /// Below this even the best one only has words that look alike.
    private static let confidenceMin = 0.25

    /// Makes a directory; of two destinations with one id the first counts.
    public init(_ destinations: [Destination], time: CityTime = CityTime()) {
        self.destinations = destinations
        self.time = time
        places = Dictionary(zip(destinations.map(\.id), destinations.indices)) { first, _ in first }
        index = KnowledgeBase(articles: destinations.map(Article.init))
    }

    /// Nil when there is no such destination.
    public subscript(id: String) -> Destination? { places[id].map { destinations[$0] } }

    /// Where a call to `id` goes at that moment.
    ///
    /// - Throws: ``RouteRefusal``, about the destination that was asked for, when neither it nor
    ///   any that it overflows to takes calls then.
    public func route(to id: String, at moment: Date) throws(RouteRefusal) -> Route {
        guard let asked = self[id] else { throw .unknown }
        let chain = chain(from: asked, on: time.day(of: moment))
        let open = chain.indices.filter { refusal(of: chain[$0], at: moment) == nil }
        guard let first = open.first else {
            // Of a board that has moved, it is the place it moved to that is closed.
            let stop = chain.first { $0.redirection(on: time.day(of: moment)) == nil } ?? asked
            throw refusal(of: stop, at: moment) ?? .unknown
        }
        return Route(
            destination: chain[first],
            passed: Array(chain[..<first]),
            next: open.dropFirst().map { chain[$0] }
        )
    }

    /// The destination and all that follow it, whether they are open or not.
    func chain(from start: Destination, on day: CivilDay) -> [Destination] {
        var chain = [start]
        while chain.count <= Self.hopsMax, let next = chain.last?.next(on: day),
            let destination = self[next]
        {
            chain.append(destination)
        }
        return chain
    }

    func refusal(of destination: Destination, at moment: Date) -> RouteRefusal? {
        let calendar = destination.calendar
        let day = time.day(of: moment)
        if destination.redirection(on: day) != nil { return .moved(destination) }
        if let from = calendar.from, day < from { return .notYet(destination, from: from) }
        if let through = calendar.through, through < day {
            return .ended(destination, through: through)
        }
        guard let hours = calendar.hours, !hours.isOpen(at: moment, in: time) else { return nil }
        let opens = hours.opening(from: moment, in: time).map(time.reading)
        return .closed(destination, opens: opens.map(LocalTime.init))
    }
}

extension DestinationDirectory {
    /// Finds destinations by name, by topic, by everyday words, or by part of an id or number.
    ///
    /// - Returns: best first; all of them for an empty text.
    public func search(_ text: String) -> [Destination] {
        let wanted = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !wanted.isEmpty else { return destinations }
        var found = similar(to: wanted)
        var seen = Set(found)
        // What is being typed is no whole word yet, and a number is no word at all.
        found += destinations.filter { destination in
            destination.texts.contains { $0.localizedCaseInsensitiveContains(wanted) }
                || destination.hasNumber(like: wanted)
        }.map(\.id).filter { seen.insert($0).inserted }
        return found.compactMap { self[$0] }
    }

    private func similar(to text: String) -> [String] {
        let matches = index.match(text, language: Self.language, limit: Self.foundMax).matches
        guard let best = matches.first, best.confidence >= Self.confidenceMin else { return [] }
        return matches.prefix { $0.score >= best.score * Self.listedShare }.map(\.article)
    }
}

extension Destination {
    /// Where it sends calls on that day, if it does.
    func next(on day: CivilDay) -> String? { redirection(on: day)?.to ?? calendar.overflow }

    func redirection(on day: CivilDay) -> Redirection? {
        calendar.redirections.first { $0.applies(on: day) }
    }

    fileprivate var texts: [String] { [name, id, number ?? ""] + topics }

    /// True when this is its number, or a piece of it, however it is written: as it is dialled in
    /// Sweden, too.
    fileprivate func hasNumber(like wanted: String) -> Bool {
        guard let key = TelephoneKey.key(of: number) else { return false }
        if TelephoneKey.key(of: wanted) == key { return true }
        let isNumber = wanted.unicodeScalars.allSatisfy {
            ("0"..."9").contains($0) || " \u{a0}-+()/.".unicodeScalars.contains($0)
        }
        let digits = wanted.replacing("(0)", with: "").filter { ("0"..."9").contains($0) }
            .drop { $0 == "0" }
        return isNumber && digits.count >= Self.numberPieceMin && key.contains(digits)
    }

    /// Fewer digits are a piece of too many numbers.
    private static let numberPieceMin = 3
}

extension Article {
    /// A destination as something that the matching engine can find.
    fileprivate init(_ destination: Destination) {
        self.init(
            id: destination.id,
            language: DestinationDirectory.language,
            title: destination.name,
            category: "other",
            questions: destination.topics,
            keywords: destination.topics,
            audience: .staff,
            markdown: ""
        )
    }
}
