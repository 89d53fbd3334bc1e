import DeskTesting
import Foundation

@testable import Desk

/// A city's tickets without a database: by hour of the day, day of the week, season, holidays and days
/// on which everything is more; each with its keys.
///
/// Seeded, so that a run says the same each time.
struct SimulatedTraffic {
    var ticketsPerDay: Double
    var chance: SeededRandom
    let city = CityTime()

    /// By hour of a working day, with the dip at lunch; weekends have a tenth of it.
    private static let hours = [
        0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 1, 3, 8, 11, 11, 9, 6, 9, 10, 9, 7, 4, 2.5, 2, 2, 1.5, 1,
        0.5,
    ]

    /// How many come in the hour, drawn: Poisson around a mean that differs from day to day.
    func mean(of hour: Int, dayFactor: Double) -> Double {
        let (day, seconds) = city.reading(of: ArrivalModel.span(of: hour).lowerBound)
        let occasion = SwedishCalendar.occasion(on: day)
        let isFree = day.weekday.rawValue >= 5 || occasion?.isHalfDay == false
        let monday = day.weekday == .monday ? 1.5 : 1
        let season = 1 + 0.25 * cos(2 * .pi * Double(day.number % 365) / 365)
        let shape = Self.hours[Int(seconds / 3_600)] / Self.hours.reduce(0, +)
        return ticketsPerDay * shape * season * dayFactor * (isFree ? 0.1 : monday)
    }

    /// The moments and keys of one hour's tickets.
    mutating func tickets(of hour: Int, dayFactor: Double) -> [(at: Date, keys: [SymptomKey])] {
        let count = chance.poisson(mean(of: hour, dayFactor: dayFactor))
        let start = ArrivalModel.span(of: hour).lowerBound
        return (0..<count).map { _ in (start + chance.unit() * 3_600, keys()) }
            .sorted { $0.at < $1.at }
    }

    private mutating func keys() -> [SymptomKey] {
        let symptom = chance.draw(CityTopics.symptoms)
        let service = chance.draw(CityTopics.services)
        return Self.keys(service: service, symptom: symptom)
    }

    static func keys(service: String?, symptom: String?) -> [SymptomKey] {
        var keys = [SymptomKey(service: service, symptom: symptom)]
        if service != nil, symptom != nil {
            keys += [
                SymptomKey(service: nil, symptom: symptom),
                SymptomKey(service: service, symptom: nil),
            ]
        }
        return keys.compactMap(\.self)
    }
}

extension SeededRandom {
    mutating func poisson(_ mean: Double) -> Int {
        guard mean < 30 else { return poisson(mean / 2) + poisson(mean / 2) }
        let limit = exp(-mean)
        var (count, product) = (0, unit())
        while product > limit {
            count += 1
            product *= unit()
        }
        return count
    }
}

/// The desk's looking and learning, as the store does it, in memory.
struct SimulatedWatch {
    var model: ArrivalModel
    let falseAlarmDays: Int
    private var rates: [SymptomKey: KeyRate] = [:]
    private var recent: [(at: Date, keys: [SymptomKey])] = []
    private var learnt: [SymptomKey: Int] = [:]
    private var learntTickets = 0
    private let city = CityTime()

    init(from moment: Date, falseAlarmDays: Int) {
        model = ArrivalModel(from: moment)
        self.falseAlarmDays = falseAlarmDays
    }

    /// Takes one ticket; the key and look of an alarm.
    mutating func take(
        _ at: Date,
        _ keys: [SymptomKey],
        learns: Bool = true
    ) -> (SymptomKey, ArrivalModel.Look)? {
        while model.hour < ArrivalModel.hour(of: at) { completeHour() }
        recent.append((at, keys))
        if learns {
            for key in keys { learnt[key, default: 0] += 1 }
            learntTickets += 1
        }
        guard !keys.isEmpty else { return nil }
        let threshold = model.threshold(falseAlarmDays: falseAlarmDays)
        var best: (SymptomKey, ArrivalModel.Look)?
        for key in keys {
            let counts = ArrivalModel.windows.map { window in
                let inside = recent.reversed().prefix { $0.at > at - window }
                let own = inside.count { $0.keys.contains(key) }
                return (window: window, citizens: own, others: inside.count - own)
            }
            guard counts.contains(where: { $0.citizens >= ArrivalModel.citizensMin }) else {
                continue
            }
            let rate = rates[key] ?? KeyRate(hour: model.hour)
            let look = model.look(at: rate, counts, endingAt: at, in: city)
            guard look.probability < threshold else { continue }
            if look.probability < best?.1.probability ?? 1 { best = (key, look) }
        }
        return best
    }

    private mutating func completeHour() {
        let hour = model.hour
        let watched = DeskSettings.watched(rates.map { ($0.key, $0.value) }, at: hour)
            .map { (rate: $0.rate, tickets: learnt[$0.key] ?? 0) }
        model.learn(
            tickets: learntTickets,
            arrivals: learnt.values.reduce(0, +),
            watched: watched,
            in: city
        )
        for (key, count) in learnt {
            let known = rates[key] ?? KeyRate(hour: hour)
            rates[key] = known.faded(to: hour).adding(count)
        }
        learnt = [:]
        learntTickets = 0
        let end = ArrivalModel.span(of: hour).upperBound
        recent.removeAll { $0.at <= end - ArrivalModel.windows[ArrivalModel.windows.count - 1] }
    }
}
