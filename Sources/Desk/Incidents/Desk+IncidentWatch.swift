import Foundation

extension Desk {
    /// Learns from complete hours, looks at new tickets, and raises what chance does not explain.
    ///
    /// One transaction, of which several daemons hold one at a time (``ArrivalWriting/save(_:at:)``): a
    /// ticket is looked at once, and one outage is one incident. What it knows stands in the store.
    ///
    /// - Returns: true when there is more to do at once.
    public func watchForIncidents() async throws(DeskError) -> Bool {
        let moment = now()
        guard try await isAnythingToWatch(at: moment) else { return false }
        let raised = try await store.write { transaction throws(DeskError) -> (Bool, Int) in
            let start = try max(
                transaction.firstArrival() ?? moment,
                moment - Self.historyMax
            )
            var model = try transaction.arrivalModel() ?? ArrivalModel(from: start)
            let isBehind = try self.learn(&model, until: moment, in: transaction)
            try transaction.save(model, at: moment)
            if isBehind { return (true, 0) }
            let (touched, isFull) = try self.take(at: moment, in: transaction)
            let raised = try self.raise(touched, by: model, at: moment, in: transaction)
            try self.tend(by: model, at: moment, in: transaction)
            return (isFull, raised)
        }
        for _ in 0..<raised.1 { meters.raiseIncident() }
        return raised.0
    }

    private func isAnythingToWatch(at moment: Date) async throws(DeskError) -> Bool {
        try await store.read { reading throws(DeskError) in
            if try !reading.ticketsToLookAt(limit: 1).isEmpty { return true }
            if try !reading.openIncidents().isEmpty { return true }
            guard let model = try reading.arrivalModel() else {
                return try reading.firstArrival() != nil
            }
            return Self.isComplete(model.hour, at: moment)
        }
    }

    /// Takes in hours that are over, some at a time; true when there are more.
    private func learn(
        _ model: inout ArrivalModel,
        until moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        var tickets = 0
        let first = model.hour
        while Self.isComplete(model.hour, at: moment) {
            guard model.hour - first < Self.hoursAtOnce, tickets < Self.ticketsAtOnce else {
                return true
            }
            let hour = model.hour
            let found = try transaction.arrivals(in: ArrivalModel.span(of: hour))
            tickets += found.tickets
            let watched = DeskSettings.watched(
                try transaction.greatestRates(limit: DeskSettings.ratesLookedThrough),
                at: hour
            )
            .map { (rate: $0.rate, tickets: found.keys[$0.key] ?? 0) }
            model.learn(
                tickets: found.tickets,
                arrivals: found.keys.values.reduce(0, +),
                watched: watched,
                in: CityTime()
            )
            for (key, count) in found.keys.sorted(by: { $0.key < $1.key }) {
                let known = try transaction.rate(of: key) ?? KeyRate(hour: hour)
                try transaction.save(known.faded(to: hour).adding(count), of: key)
            }
        }
        if model.hour != first {
            try transaction.trimRates(to: Self.ratesMax)
            try transaction.sweepArrivals(before: moment - Self.arrivalTime)
        }
        return false
    }

    /// Takes tickets that were not looked at into the count; the keys that they have, each with when it
    /// came last.
    private func take(
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> (touched: [SymptomKey: Date], isFull: Bool) {
        let numbers = try transaction.ticketsToLookAt(limit: Self.ticketsAtOnce)
        var touched: [SymptomKey: Date] = [:]
        for number in numbers {
            try transaction.lookedAt(number)
            let ticket = try transaction.ticket(number)
            // What is told of long afterwards is no rush of today.
            guard ticket.createdAt > moment - Self.windowMax else { continue }
            for key in ticket.symptomKeys {
                try transaction.insert(number, with: key, at: ticket.createdAt)
                touched[key] = max(touched[key] ?? ticket.createdAt, ticket.createdAt)
            }
        }
        return (touched, numbers.count == Self.ticketsAtOnce)
    }

    /// Raises incidents, the least probable first; what one explains raises no other.
    private func raise(
        _ touched: [SymptomKey: Date],
        by model: ArrivalModel,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Int {
        guard let days = settings.incidents.falseAlarmDays else { return 0 }
        var found: [(key: SymptomKey, look: ArrivalModel.Look, at: Date)] = []
        for (key, latest) in touched {
            let look = try look(at: key, endingAt: latest, by: model, in: transaction)
            guard look.citizens >= ArrivalModel.citizensMin,
                look.probability < model.threshold(falseAlarmDays: days)
            else { continue }
            found.append((key, look, latest))
        }
        found.sort { ($0.look.probability, $0.key) < ($1.look.probability, $1.key) }
        var raised = 0
        for (key, look, latest) in found {
            let open = try transaction.openIncidents()
            guard open.count < DeskSettings.incidentsOpenMax,
                !open.contains(where: { $0.key == key })
            else { continue }
            let since = latest - look.window
            let unexplained = try transaction.unlinkedTickets(
                with: key,
                since: since,
                limit: Self.ticketsAtOnce
            )
            guard unexplained.count >= ArrivalModel.citizensMin,
                unexplained.count * 2 > look.citizens
            else { continue }
            let number = try transaction.insert(suspected(key, look, at: moment))
            try transaction.link(
                try transaction.unlinkedTickets(
                    with: key,
                    since: latest - Self.windowMax,
                    limit: Self.ticketsAtOnce
                ),
                to: number,
                by: .system,
                clocks: settings.clocks,
                at: moment
            )
            raised += 1
        }
        return raised
    }

    private func suspected(
        _ key: SymptomKey,
        _ look: ArrivalModel.Look,
        at moment: Date
    ) -> Incident {
        let isConfirmed = settings.incidents.confirmsAlone
        return Incident(
            state: isConfirmed ? .confirmed : .suspected,
            title: key.title,
            key: key,
            openedAt: moment,
            look: look,
            confirmedAt: isConfirmed ? moment : nil
        )
    }

    private func look(
        at key: SymptomKey,
        endingAt latest: Date,
        by model: ArrivalModel,
        in reading: any DeskReading
    ) throws(DeskError) -> ArrivalModel.Look {
        var counts: [(citizens: Int, others: Int)] = []
        for window in ArrivalModel.windows {
            let span = (latest - window)...latest
            let own = try reading.count(key, in: span)
            let all = try reading.countTickets(in: span)
            counts.append((own.citizens, max(0, all - own.tickets)))
        }
        let rate = try reading.rate(of: key) ?? KeyRate(hour: model.hour)
        return model.look(at: rate, counts, endingAt: latest, in: CityTime())
    }

    /// Links what open incidents have left, and notes whether more comes than usual.
    private func tend(
        by model: ArrivalModel,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        for found in try transaction.openIncidents() {
            guard let key = found.key else { continue }
            try transaction.link(
                try transaction.unlinkedTickets(
                    with: key,
                    since: found.openedAt - Self.windowMax,
                    limit: Self.ticketsAtOnce
                ),
                to: found.number,
                by: .system,
                clocks: settings.clocks,
                at: moment
            )
            var incident = found
            let look = try look(at: key, endingAt: moment, by: model, in: transaction)
            let isUsual = look.probability > Self.usualMin
            incident.quietSince = isUsual ? found.quietSince ?? moment : nil
            if incident != found { try transaction.save(incident) }
        }
    }

    /// An hour is complete a minute after its end: what was begun in it is committed then.
    private static func isComplete(_ hour: Int, at moment: Date) -> Bool {
        ArrivalModel.span(of: hour).upperBound + 60 <= moment
    }

    /// How far back a desk that begins to watch learns.
    private static let historyMax: TimeInterval = 8 * 7 * 24 * 3_600
    private static let hoursAtOnce = 24
    private static let ticketsAtOnce = 500
    /// Keys of which a rate is kept; what else comes is treated as never seen.
    private static let ratesMax = 5_000
    /// How long it is known which tickets came with which keys.
    private static let arrivalTime: TimeInterval = 24 * 3_600
    private static let windowMax: TimeInterval = 7_200
    /// More probable than this is nothing unusual.
    private static let usualMin = 0.05
}

extension SymptomKey {
    /// For staff, such as `bankid · skolval`.
    var title: String {
        let word = symptom?.split(separator: "=", maxSplits: 1).last.map(String.init)
        return [word, service].compactMap(\.self).joined(separator: " · ")
    }
}
