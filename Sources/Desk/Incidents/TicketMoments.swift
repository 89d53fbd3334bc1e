import Foundation

/// When the newest tickets came, and what looks at them see.
struct TicketMoments {
    private let reading: any DeskReading
    /// Newest first.
    private let moments: [Date]
    /// Only what came after it is looked back over.
    private let floor: Date

    /// More tickets than this are not looked back over: the windows are shorter then, and what all those
    /// say in a shorter time is as certain.
    static let ticketsMax = 20_000

    /// - Parameters:
    ///   - oldest: the earliest end of a window.
    ///   - limit: how many tickets are looked back over.
    ///   - reading: where they are counted.
    /// - Throws: what the store throws.
    init(
        before oldest: Date,
        limit: Int = ticketsMax,
        in reading: any DeskReading
    ) throws(DeskError) {
        self.reading = reading
        let start = oldest - ArrivalModel.windowMax
        moments = try reading.ticketMoments(after: start, limit: limit + 1)
        floor = moments.count > limit ? moments[limit] : start
    }

    /// What of a window is looked back over.
    private func part(of window: TimeInterval, endingAt latest: Date) -> TimeInterval {
        min(window, max(0, latest.timeIntervalSince(floor)))
    }

    func look(
        at key: SymptomKey,
        endingAt latest: Date,
        by model: ArrivalModel
    ) throws(DeskError) -> ArrivalModel.Look {
        let windows = ArrivalModel.windows.map { part(of: $0, endingAt: latest) }
        let own = try reading.count(key, after: windows.map { latest - $0 }, until: latest)
        let counts = zip(windows, own).map { window, own in
            let all = countAfter(latest - window) - countAfter(latest)
            return (window: window, citizens: own.citizens, others: max(0, all - own.tickets))
        }
        let rate = try reading.rate(of: key) ?? KeyRate(hour: model.hour)
        return model.look(at: rate, counts, endingAt: latest, in: CityTime())
    }

    /// How many came after then, by halves.
    private func countAfter(_ start: Date) -> Int {
        var span = moments.startIndex..<moments.endIndex
        while !span.isEmpty {
            let middle = span.lowerBound + span.count / 2
            span =
                moments[middle] > start ? (middle + 1)..<span.upperBound : span.lowerBound..<middle
        }
        return span.lowerBound
    }
}
