public import Foundation

extension DestinationDirectory {
    /// Something that works but is hardly meant.
    public enum Doubt: Sendable, Hashable, CustomStringConvertible {
        /// It took calls through that day, and does not send them on.
        case ended(String, through: CivilDay)
        /// It does not open within a year.
        case neverOpen(String)
        /// Only its name can be searched for.
        case withoutTopics(String)
        /// A redirection that an earlier one hides on all of its days.
        case hidden(String, redirection: Int)

        /// For the operator.
        public var description: String {
            switch self {
            case .ended(let id, let through):
                "\(id): ended on \(through); calls to it are refused"
            case .neverOpen(let id): "\(id): its hours never open"
            case .withoutTopics(let id): "\(id): has no topics; only its name finds it"
            case .hidden(let id, let place):
                "\(id): routes[\(place)] never applies, an earlier one goes before it"
            }
        }
    }

    /// What an operator should look at.
    public func doubts(at moment: Date) -> [Doubt] {
        let today = time.day(of: moment)
        return destinations.flatMap { destination in
            let (id, calendar) = (destination.id, destination.calendar)
            var doubts: [Doubt] = []
            if let through = calendar.through, through < today, destination.next(on: today) == nil {
                doubts.append(.ended(id, through: through))
            }
            if let hours = calendar.hours, hours.opening(from: moment, in: time) == nil {
                doubts.append(.neverOpen(id))
            }
            if destination.topics.isEmpty { doubts.append(.withoutTopics(id)) }
            for (place, redirection) in calendar.redirections.enumerated()
            where calendar.redirections[..<place].contains(where: { $0.covers(redirection) }) {
                doubts.append(.hidden(id, redirection: place))
            }
            return doubts
        }
    }
}

extension Destination.Redirection {
    fileprivate func covers(_ other: Self) -> Bool {
        let beginsBefore = from.map { first in other.from.map { first <= $0 } ?? false } ?? true
        let endsAfter = through.map { last in other.through.map { $0 <= last } ?? false } ?? true
        return beginsBefore && endsAfter
    }
}
