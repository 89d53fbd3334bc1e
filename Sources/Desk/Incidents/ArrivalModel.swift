public import Foundation

/// What the desk has learnt of when tickets come, and with which symptoms.
///
/// **The question** is whether more tickets of one ``SymptomKey`` came in a window of ten minutes to two
/// hours than chance explains. Two things explain many: that hour of the week (a Monday morning), and a
/// day on which much comes of everything. So the expected number is the larger of two:
///
/// - *by rate*: the key's own tickets a week times the share of a week's tickets that come in these
///   minutes, by hour of the day and day of the week, learnt over all tickets;
/// - *by share*: the key's own part of all tickets times the other tickets of the same window.
///
/// Both are learnt from the desk's own history, forgotten by half in ``halfLifeHours``, and again with a
/// short memory (``shortHalfLifeHours``), of which the larger counts: a season that has begun is no
/// incident any more. The count is taken as negative binomial (``CountDistribution``). Its shape is what
/// was seen of the key (a Gamma prior of half a ticket a day: who knows nothing is surprised by
/// nothing), but never more than one over the dispersion that complete hours showed beyond Poisson.
///
/// **The promise** is about looks: each time tickets came, each of their keys is looked at in each window.
/// A look raises an alarm below `1 / (days × looks a day)`, so that by Boole's inequality at most one false
/// alarm is expected in that many days, however much the looks depend on each other. A look happens
/// because a ticket came; that one counts for nothing in it (Palm): the others are `count - 1`.
///
/// Sources: the scan statistic with several windows and an adjusted threshold of Naus, *The distribution
/// of the size of the maximum cluster of points on a line* (1965); quasi-Poisson rates by hour and
/// weekday with past outbreaks left out, Farrington et al., *A statistical algorithm for the early
/// detection of outbreaks of infectious disease* (1996).
///
/// It is a value without I/O: the store keeps it as one text of some kilobytes, however many tickets come.
public struct ArrivalModel: Sendable, Codable, Equatable {
    /// The next hour to learn, counted from 1970-01-01T00:00Z; hours before it are in.
    public private(set) var hour: Int
    /// Tickets by hour of the week in the city's time, Monday 00–01 first.
    private(set) var week: [Double]
    /// All tickets learnt: the sum of ``week``.
    private var tickets = 0.0
    /// Hours learnt.
    private var hours = 0.0
    private var shortHours = 0.0
    /// Tickets learnt with the short memory.
    private var shortTickets = 0.0
    /// Keys of the tickets learnt: how many looks there are.
    private var arrivals = 0.0
    /// What keys varied beyond Poisson, and what that is measured against.
    private var excess = 0.0
    private var squares = 0.0

    /// Knows nothing before `moment`.
    public init(from moment: Date) {
        hour = Self.hour(of: moment)
        week = Array(repeating: 0, count: Self.hoursOfWeek)
    }

    /// The hour that a moment lies in.
    static func hour(of moment: Date) -> Int {
        Int((moment.timeIntervalSince1970 / 3_600).rounded(.down))
    }

    /// The span of an hour.
    static func span(of hour: Int) -> Range<Date> {
        let start = Date(timeIntervalSince1970: Double(hour) * 3_600)
        return start..<(start + 3_600)
    }

    /// The windows looked at, in seconds.
    static let windows: [TimeInterval] = [600, 1_800, 3_600, windowMax]
    /// The longest of them.
    static let windowMax: TimeInterval = 7_200
    /// In four weeks what was seen counts half.
    static let halfLifeHours = 28.0 * 24
    /// In two days what was seen counts half for the short memory.
    static let shortHalfLifeHours = 48.0
    /// Two people are not many, whatever is known.
    static let citizensMin = 4
    private static let hoursOfWeek = 168
}

/// How often one key came: the two memories, as of an hour.
public struct KeyRate: Sendable, Equatable {
    /// Tickets, those of ``ArrivalModel/halfLifeHours`` ago counted half.
    public var tickets: Double
    /// Tickets, those of ``ArrivalModel/shortHalfLifeHours`` ago counted half.
    public var shortTickets: Double
    /// Both are as of the beginning of this hour.
    public var hour: Int

    /// Names every member.
    public init(tickets: Double = 0, shortTickets: Double = 0, hour: Int) {
        self.tickets = tickets
        self.shortTickets = shortTickets
        self.hour = hour
    }

    /// The same as of a later hour.
    func faded(to later: Int) -> KeyRate {
        let passed = Double(max(0, later - hour))
        return KeyRate(
            tickets: tickets * exp2(-passed / ArrivalModel.halfLifeHours),
            shortTickets: shortTickets * exp2(-passed / ArrivalModel.shortHalfLifeHours),
            hour: max(hour, later)
        )
    }

    /// With the tickets of the hour that begins at ``hour``.
    func adding(_ count: Int) -> KeyRate {
        KeyRate(
            tickets: tickets + Double(count),
            shortTickets: shortTickets + Double(count),
            hour: hour
        )
    }
}

// Learning.
extension ArrivalModel {
    /// Takes in a complete hour, the one that ``hour`` names.
    ///
    /// - Parameters:
    ///   - tickets: how many came that belong to no maintenance and no incident that was one.
    ///   - count: how many keys they had.
    ///   - watched: some keys as they were before that hour with their tickets of it: they show how much
    ///     keys vary. Chosen by how much came of them before, or the measure would be of the outliers.
    ///   - city: the clock that hours of the week are of.
    mutating func learn(
        tickets: Int,
        arrivals count: Int,
        watched: [(rate: KeyRate, tickets: Int)] = [],
        in city: CityTime
    ) {
        let long = exp2(-1 / Self.halfLifeHours)
        let short = exp2(-1 / Self.shortHalfLifeHours)
        for (rate, own) in watched {
            let other = max(0, tickets - own)
            let mean = mean(of: rate, within: Self.span(of: hour), others: other, in: city)
            guard mean >= Self.meanMin else { continue }
            excess += (Double(own) - mean) * (Double(own) - mean) - mean
            squares += mean * mean
        }
        excess *= long
        squares *= long
        for index in week.indices { week[index] *= long }
        self.tickets = self.tickets * long + Double(tickets)
        week[place(of: hour, in: city)] += Double(tickets)
        hours = hours * long + 1
        shortHours = shortHours * short + 1
        shortTickets = shortTickets * short + Double(tickets)
        arrivals = arrivals * long + Double(count)
        hour += 1
    }

    /// Takes in a ticket of an hour that was learnt without it.
    ///
    /// - Parameters:
    ///   - late: that hour; as of now it counts as one of the last hour does.
    ///   - count: how many keys the ticket had.
    ///   - city: the clock that hours of the week are of.
    mutating func learn(late: Int, arrivals count: Int, in city: CityTime) {
        precondition(late < hour, "what is not learnt yet is learnt with its hour")
        week[place(of: late, in: city)] += 1
        tickets += 1
        shortTickets += 1
        arrivals += Double(count)
    }

    private func place(of hour: Int, in city: CityTime) -> Int {
        let (day, seconds) = city.reading(of: Self.span(of: hour).lowerBound)
        return day.weekday.rawValue * 24 + Int(seconds / 3_600)
    }

    private static let meanMin = 0.5
}

// Looking.
extension ArrivalModel {
    /// A look at one key: what came, and what was to be expected.
    public struct Look: Sendable, Equatable, Codable {
        /// In seconds.
        public var window: TimeInterval
        /// How many citizens wrote or called.
        public var citizens: Int
        /// How many were expected.
        public var expected: Double
        /// The probability of as many by chance.
        public var probability: Double
    }

    /// The least probable of the windows that end at `moment`.
    ///
    /// - Parameters:
    ///   - rate: the key's.
    ///   - counts: for each of ``windows``, or what of it was looked back over, the citizens with the key
    ///     and the tickets without it.
    ///   - moment: when the last of them came.
    ///   - city: the clock that hours of the week are of.
    /// - Returns: that window, with what came in it.
    func look(
        at rate: KeyRate,
        _ counts: [(window: TimeInterval, citizens: Int, others: Int)],
        endingAt moment: Date,
        in city: CityTime
    ) -> Look {
        precondition(counts.count == Self.windows.count, "one count a window")
        let rate = rate.faded(to: hour)
        let looks = counts.map { count in
            let mean = mean(
                of: rate,
                within: (moment - count.window)..<moment,
                others: count.others,
                in: city
            )
            let distribution = CountDistribution(mean: mean, shape: shape(of: rate))
            return Look(
                window: count.window,
                citizens: count.citizens,
                expected: mean,
                probability: distribution.tail(count.citizens - 1)
            )
        }
        guard let best = looks.min(by: { $0.probability < $1.probability }) else {
            preconditionFailure("there are windows")
        }
        return best
    }

    /// Below this a look is an alarm.
    func threshold(falseAlarmDays days: Int) -> Double {
        let learnt = hours > 0 ? arrivals / hours * 24 : 0
        let looks = Double(Self.windows.count) * max(Self.arrivalsADayMin, learnt)
        return 1 / (Double(days) * looks)
    }

    /// How many tickets of a key are to be expected in a span, by rate or by share.
    func mean(
        of rate: KeyRate,
        within span: Range<Date>,
        others: Int,
        in city: CityTime
    ) -> Double {
        let weeks = hours / Double(Self.hoursOfWeek)
        let perWeek = max(
            (rate.tickets + Self.priorTickets) / (weeks + Self.priorWeeks),
            rate.shortTickets
                / (shortHours / Double(Self.hoursOfWeek) + Self.priorWeeks)
        )
        let part = max(
            (rate.tickets + Self.priorTickets) / (tickets + Self.priorAllTickets),
            rate.shortTickets / (shortTickets + Self.priorAllTickets)
        )
        let bounded = min(part, Self.partMax)
        return max(
            perWeek * share(of: span, in: city),
            bounded / (1 - bounded) * Double(others)
        )
    }

    /// How sure a rate is.
    private func shape(of rate: KeyRate) -> Double {
        let dispersion =
            (excess + Self.priorDispersion * Self.priorSquares) / (squares + Self.priorSquares)
        return min(
            rate.tickets + Self.priorTickets,
            1 / min(max(dispersion, Self.dispersionMin), 1)
        )
    }

    /// What part of a week's tickets comes in a span of at most a few hours.
    private func share(of span: Range<Date>, in city: CityTime) -> Double {
        var share = 0.0
        for hour in Self.hour(of: span.lowerBound)...Self.hour(of: span.upperBound) {
            let part = Self.span(of: hour).clamped(to: span)
            guard !part.isEmpty else { continue }
            let place = place(of: hour, in: city)
            let seen =
                (week[place] + Self.priorShape * Self.priorShare(place))
                / (tickets + Self.priorShape)
            let floor = Self.shareMin / Double(Self.hoursOfWeek)
            share += max(seen, floor) * part.upperBound.timeIntervalSince(part.lowerBound) / 3_600
        }
        return share
    }

    /// What is thought of a week before anything was seen: nine parts of ten in office hours.
    private static func priorShare(_ place: Int) -> Double {
        let isOffice = place < 5 * 24 && (8..<17).contains(place % 24)
        return isOffice ? 0.9 / 45 : 0.1 / 123
    }

    private static let priorTickets = 0.5
    private static let priorWeeks = 1.0 / 7
    private static let priorAllTickets = 25.0
    private static let priorShape = 200.0
    private static let priorDispersion = 0.1
    private static let priorSquares = 50.0
    private static let dispersionMin = 0.02
    /// No hour is thought to be quieter than a twentieth of what an even week would have.
    private static let shareMin = 0.05
    private static let partMax = 0.9
    private static let arrivalsADayMin = 500.0
}
