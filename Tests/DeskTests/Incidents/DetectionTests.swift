import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Detecting incidents")
struct DetectionTests {
    private static let start = Date(timeIntervalSince1970: 1_767_225_600)
    private static let weekHours = 168

    /// Lets traffic pass and says when alarms were raised; an alarm holds its key for a day, as an open
    /// incident does.
    private static func run(
        _ watch: inout SimulatedWatch,
        _ traffic: inout SimulatedTraffic,
        hours: Range<Int>
    ) -> [(at: Date, key: SymptomKey, look: ArrivalModel.Look)] {
        var alarms: [(at: Date, key: SymptomKey, look: ArrivalModel.Look)] = []
        var held: [SymptomKey: Date] = [:]
        var dayFactor = 1.0
        for hour in hours {
            if hour % 24 == 0 { dayFactor = 0.7 + 0.6 * traffic.chance.unit() }
            for ticket in traffic.tickets(of: hour, dayFactor: dayFactor) {
                guard let (key, look) = watch.take(ticket.at, ticket.keys) else { continue }
                if let since = held[key], ticket.at < since + 86_400 { continue }
                held[key] = ticket.at
                alarms.append((ticket.at, key, look))
            }
        }
        return alarms
    }

    @Test(
        "raises no more false alarms in a quiet year than it promises, from the first day on",
        arguments: [12.0, 100.0]
    )
    func quietYear(ticketsPerDay: Double) {
        var alarms = 0
        var traffic = SimulatedTraffic(
            ticketsPerDay: ticketsPerDay,
            chance: SeededRandom(seed: UInt64(ticketsPerDay))
        )
        var watch = SimulatedWatch(from: Self.start, falseAlarmDays: 30)
        let first = ArrivalModel.hour(of: Self.start)
        let found = Self.run(&watch, &traffic, hours: first..<(first + 365 * 24))
        for alarm in found { print("false alarm: \(alarm.at) \(alarm.key) \(alarm.look)") }
        alarms += found.count
        print("a quiet year of \(ticketsPerDay) tickets a day: \(alarms) false alarms")
        #expect(alarms <= 365 / 30)
    }

    @Test("finds outages of every size, the larger the sooner, and says how soon")
    func outages() {
        var traffic = SimulatedTraffic(ticketsPerDay: 100, chance: SeededRandom(seed: 7))
        var learnt = SimulatedWatch(from: Self.start, falseAlarmDays: 30)
        let first = ArrivalModel.hour(of: Self.start)
        let weeks = first..<(first + 8 * Self.weekHours)
        _ = Self.run(&learnt, &traffic, hours: weeks)
        // A Tuesday morning at ten in Stockholm.
        let outage = Date(timeIntervalSince1970: Double(weeks.upperBound + 5 * 24 + 9) * 3_600)
        var delays: [Double] = []
        for perHour in [6.0, 12, 30, 60, 200] {
            var found: [Double] = []
            for seed in 1...5 {
                var (watch, quiet) = (learnt, traffic)
                var chance = SeededRandom(seed: UInt64(seed))
                found.append(
                    Self.delay(of: perHour, from: outage, &watch, &quiet, &chance) ?? .infinity
                )
            }
            let median = found.sorted()[2]
            print("an outage of \(perHour) tickets an hour: found after \(Int(median)) minutes")
            delays.append(median)
        }
        #expect(delays == delays.sorted(by: >))
        #expect(delays.allSatisfy { $0 < 180 })
        #expect(delays[3] <= 15)
        #expect(delays[4] <= 5)
    }

    /// Minutes from the beginning of an outage until an alarm about it; nil within three hours.
    private static func delay(
        of perHour: Double,
        from outage: Date,
        _ watch: inout SimulatedWatch,
        _ traffic: inout SimulatedTraffic,
        _ chance: inout SeededRandom
    ) -> Double? {
        let keys = SimulatedTraffic.keys(service: "bygglov", symptom: "step=upload")
        let first = ArrivalModel.hour(of: outage)
        for hour in watch.model.hour..<(first + 4) {
            var tickets = traffic.tickets(of: hour, dayFactor: 1)
            if hour >= first {
                let start = ArrivalModel.span(of: hour).lowerBound
                for _ in 0..<chance.poisson(perHour) {
                    tickets.append((start + chance.unit() * 3_600, keys))
                }
                tickets.sort { $0.at < $1.at }
            }
            for ticket in tickets {
                let isOutage = ticket.at >= outage && ticket.keys == keys
                guard let (key, _) = watch.take(ticket.at, ticket.keys, learns: !isOutage),
                    ticket.at >= outage, keys.contains(key)
                else { continue }
                return ticket.at.timeIntervalSince(outage) / 60
            }
        }
        return nil
    }

    @Test("takes no busy Monday for an incident, nor a day on which everything comes threefold")
    func busyDays() {
        var traffic = SimulatedTraffic(ticketsPerDay: 100, chance: SeededRandom(seed: 3))
        var watch = SimulatedWatch(from: Self.start, falseAlarmDays: 30)
        let first = ArrivalModel.hour(of: Self.start)
        _ = Self.run(&watch, &traffic, hours: first..<(first + 8 * Self.weekHours))
        traffic.ticketsPerDay = 300
        let day = watch.model.hour + 4 * 24
        let found = Self.run(&watch, &traffic, hours: watch.model.hour..<(day + 24))
        #expect(found.map(\.key) == [])
    }

    @Test("gives tails of the negative binomial distribution that are right")
    func tails() {
        // Poisson's, when the mean is sure: 1 - e⁻² (1 + 2 + 2) and so on.
        let poisson = CountDistribution(mean: 2, shape: 1e9)
        #expect(abs(poisson.tail(3) - (1 - 5 * exp(-2))) < 1e-6)
        // Geometric for a shape of one: odds to the power of the count.
        let geometric = CountDistribution(mean: 3, shape: 1)
        for count in [0, 1, 5, 40, 200] {
            let wanted = pow(0.75, Double(count))
            #expect(abs(geometric.tail(count) / wanted - 1) < 1e-9, "\(count)")
        }
        // The far end keeps its digits, the near one is no more than one.
        #expect(CountDistribution(mean: 0.001, shape: 50).tail(12) > 0)
        #expect(CountDistribution(mean: 1e5, shape: 50).tail(1) <= 1)
        // So improbable that no number is small enough.
        #expect(CountDistribution(mean: 1e-4, shape: 0.5).tail(500) == 0)
        #expect(CountDistribution(mean: 1e5, shape: 50).tail(100_000) > 0.3)
    }

    @Test("keeps what was learnt through the store's text, and no more with more tickets")
    func kept() throws {
        var model = ArrivalModel(from: Self.start)
        let empty = try JSONEncoder().encode(model).count
        for hour in 0..<500 {
            model.learn(
                tickets: hour * 1_000,
                arrivals: 9,
                watched: [(KeyRate(tickets: 9, hour: model.hour), hour)],
                in: CityTime()
            )
        }
        let bytes = try JSONEncoder().encode(model)
        #expect(try JSONDecoder().decode(ArrivalModel.self, from: bytes) == model)
        #expect(bytes.count < empty + 168 * 24 && bytes.count < 8_192)
    }

    @Test("watches what comes often now, not what did a season ago")
    func watched() throws {
        let hour = ArrivalModel.hour(of: Self.start)
        let now = try (0..<DeskSettings.ratesWatched).map { place in
            let key = try #require(SymptomKey("now\(place)|*"))
            return (key: key, rate: KeyRate(tickets: 10, hour: hour))
        }
        let past = try #require(SymptomKey("past|*"))
        // Half a year ago: faded below a tenth of the others.
        let old = (key: past, rate: KeyRate(tickets: 100, hour: hour - 26 * Self.weekHours))
        #expect(DeskSettings.watched([old] + now, at: hour).allSatisfy { $0.key != past })
        #expect(DeskSettings.watched([old] + now.dropLast(), at: hour).last?.key == past)
        #expect(DeskSettings.watched([old], at: hour).allSatisfy { $0.rate.tickets < 1.2 })
    }

    @Test("promises fewer false alarms when asked to, and reads keys as it writes them")
    func details() {
        let model = ArrivalModel(from: Self.start)
        let month = model.threshold(falseAlarmDays: 30)
        #expect(abs(model.threshold(falseAlarmDays: 60) * 2 / month - 1) < 1e-12)
        for text in ["*|eid=bankid", "skolval|*", "skolval|code=http 500"] {
            #expect(SymptomKey(text)?.description == text)
        }
        for text in ["", "*|*", "skolval", "a|b|c", "|x"] { #expect(SymptomKey(text) == nil) }
        #expect(SymptomKey(service: "A|B", symptom: nil)?.description == "a/b|*")
    }
}
