extension DestinationDirectory {
    /// What is wrong between the destinations of a directory.
    public enum Fault: Sendable, Hashable, CustomStringConvertible {
        /// A chain names a destination that is not there; `redirection` is its place, nil for the
        /// overflow.
        case unknownTarget(of: String, redirection: Int?)
        /// A redirection begins after its end.
        case backward(of: String, redirection: Int)
        /// Its calls come back to where they have been.
        case loop([String], on: CivilDay)
        /// Its calls are sent on more than ``hopsMax`` times.
        case tooLong([String], on: CivilDay)

        /// Whose chain it is.
        public var destination: String {
            switch self {
            case .unknownTarget(let id, _), .backward(let id, _): id
            case .loop(let ids, _), .tooLong(let ids, _): ids[0]
            }
        }

        /// Which part of it, as the file names it; nil for the whole.
        public var field: String? {
            switch self {
            case .unknownTarget(_, let place?): "routes[\(place)].to"
            case .unknownTarget(_, nil): "overflow"
            case .backward(_, let place): "routes[\(place)]"
            case .loop, .tooLong: nil
            }
        }

        /// What is wrong, for the operator.
        public var description: String {
            switch self {
            case .unknownTarget: "must be the id of a destination"
            case .backward: "ends before it begins"
            case .loop(let ids, let day):
                "from \(day) on its calls go round: \(ids.joined(separator: " → "))"
            case .tooLong(let ids, let day):
                "from \(day) on its calls are sent on more than \(hopsMax) times: "
                    + ids.joined(separator: " → ")
            }
        }
    }

    /// Every fault; none in a directory that can be used.
    ///
    /// Chains change with the days on which redirections begin and end, so each of those days is
    /// looked at.
    public func faults() -> [Fault] {
        let days = turningDays
        return destinations.flatMap { destination in
            targetFaults(of: destination)
                + (days.lazy.compactMap { chainFault(from: destination, on: $0) }.first.map { [$0] }
                    ?? [])
        }
    }

    private func targetFaults(of destination: Destination) -> [Fault] {
        let id = destination.id
        var faults: [Fault] = []
        for (place, redirection) in destination.calendar.redirections.enumerated() {
            if self[redirection.to] == nil {
                faults.append(.unknownTarget(of: id, redirection: place))
            }
            if let from = redirection.from, let through = redirection.through, through < from {
                faults.append(.backward(of: id, redirection: place))
            }
        }
        if let overflow = destination.calendar.overflow, self[overflow] == nil {
            faults.append(.unknownTarget(of: id, redirection: nil))
        }
        return faults
    }

    private func chainFault(from start: Destination, on day: CivilDay) -> Fault? {
        let chain = chain(from: start, on: day)
        // One step further than calls are sent says whether they would want to go there.
        let beyond = chain.last?.next(on: day).flatMap { self[$0] }
        let ids = (chain + [beyond].compactMap { $0 }).map(\.id)
        if let back = ids.indices.first(where: { ids[..<$0].contains(ids[$0]) }) {
            return .loop(Array(ids[...back]), on: day)
        }
        return ids.count > Self.hopsMax + 1 ? .tooLong(ids, on: day) : nil
    }

    /// The first day of every span over which all chains stay as they are.
    private var turningDays: [CivilDay] {
        let redirections = destinations.flatMap(\.calendar.redirections)
        let begins =
            redirections.compactMap(\.from) + redirections.compactMap(\.through).map { $0 + 1 }
        let days = Set(begins)
        // And some day before all of them.
        return ([(days.min() ?? CivilDay(number: 0)) - 1] + days).sorted()
    }
}
