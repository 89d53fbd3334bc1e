import Foundation

extension Desk {
    /// Learns from complete hours, looks at new tickets, and raises what chance does not explain.
    ///
    /// What takes long is only read, while the desk goes on; each write is short. A new ticket waits in the
    /// store until it was looked at, so whoever is stopped in the middle looks again, and several daemons
    /// that look at the same tickets find the same: one outage is one incident.
    ///
    /// - Returns: true when there is more to do at once.
    public func watchForIncidents() async throws(DeskError) -> Bool {
        let moment = now()
        guard try await isAnythingToWatch(at: moment) else { return false }
        if try await learn(until: moment) { return true }
        let (numbers, touched) = try await take(at: moment)
        while let suspicion = try await suspicion(among: touched, at: moment) {
            guard try await raise(suspicion, at: moment) else { break }
            meters.raiseIncident()
            // What it explains raises no other.
            try await linkWhatIsLeft(at: moment)
        }
        try await tend(at: moment)
        try await writeSome(of: numbers) { some, transaction throws(DeskError) in
            for number in some { try transaction.lookedAt(number) }
        }
        return numbers.count == Self.ticketsAtATime
    }

    private func isAnythingToWatch(at moment: Date) async throws(DeskError) -> Bool {
        try await store.read { reading throws(DeskError) in
            if try !reading.ticketsToLookAt(limit: 1).isEmpty { return true }
            if try !reading.openIncidents().isEmpty { return true }
            return Self.isComplete(try self.model(in: reading, at: moment).hour, at: moment)
        }
    }

    /// What was learnt, or what somebody knows who begins.
    private func model(
        in reading: any DeskReading,
        at moment: Date
    ) throws(DeskError) -> ArrivalModel {
        if let model = try reading.arrivalModel() { return model }
        return ArrivalModel(
            from: try max(reading.firstArrival() ?? moment, moment - Self.historyMax)
        )
    }

    /// Takes in hours that are over, some at a time; true when there are more.
    private func learn(until moment: Date) async throws(DeskError) -> Bool {
        typealias Hour = (hour: Int, tickets: Int, keys: [SymptomKey: Int])
        let (hours, isBehind) = try await store.read { reading throws(DeskError) in
            var hours: [Hour] = []
            var tickets = 0
            var hour = try self.model(in: reading, at: moment).hour
            while Self.isComplete(hour, at: moment) {
                guard hours.count < Self.hoursAtOnce, tickets < Self.ticketsAtATime else {
                    return (hours, true)
                }
                let found = try reading.arrivals(in: ArrivalModel.span(of: hour))
                hours.append((hour, found.tickets, found.keys))
                tickets += found.tickets
                hour += 1
            }
            return (hours, false)
        }
        guard !hours.isEmpty else { return false }
        try await store.write { transaction throws(DeskError) in
            var model = try self.model(in: transaction, at: moment)
            for (hour, tickets, keys) in hours {
                // Another daemon may have learnt it meanwhile.
                guard hour == model.hour else { continue }
                let watched = DeskSettings.watched(
                    try transaction.greatestRates(limit: DeskSettings.ratesLookedThrough),
                    at: hour
                )
                .map { (rate: $0.rate, tickets: keys[$0.key] ?? 0) }
                model.learn(
                    tickets: tickets,
                    arrivals: keys.values.reduce(0, +),
                    watched: watched,
                    in: CityTime()
                )
                for (key, count) in keys.sorted(by: { $0.key < $1.key }) {
                    let known = try transaction.rate(of: key) ?? KeyRate(hour: hour)
                    try transaction.save(known.faded(to: hour).adding(count), of: key)
                }
            }
            try transaction.trimRates(to: Self.ratesMax)
            try transaction.save(model, at: moment)
        }
        while try await store.write({ transaction throws(DeskError) in
            try transaction.sweepArrivals(
                before: moment - Self.arrivalTime,
                limit: Self.arrivalsAtOnce
            )
        }) {}
        return isBehind
    }

    /// Takes tickets that were not looked at into the count, which counts each once however often it is
    /// taken; the keys that they have, each with when it came last.
    private func take(
        at moment: Date
    ) async throws(DeskError) -> (numbers: [TicketNumber], touched: [SymptomKey: Date]) {
        let numbers = try await store.read { reading throws(DeskError) in
            try reading.ticketsToLookAt(limit: Self.ticketsAtATime)
        }
        var touched: [SymptomKey: Date] = [:]
        let found = try await writeSome(of: numbers) { some, transaction throws(DeskError) in
            try self.count(some, at: moment, in: transaction)
        }
        for one in found { touched.merge(one) { max($0, $1) } }
        return (numbers, touched)
    }

    /// Writes what is to be written of tickets, ``ticketsAtOnce`` at a time; what came of each write.
    @discardableResult
    private func writeSome<Value: Sendable>(
        of numbers: [TicketNumber],
        _ body:
            @escaping @Sendable (
                ArraySlice<TicketNumber>, any DeskTransaction
            ) throws(DeskError) -> Value
    ) async throws(DeskError) -> [Value] {
        var values: [Value] = []
        for start in stride(from: 0, to: numbers.count, by: Self.ticketsAtOnce) {
            let some = numbers[start..<min(start + Self.ticketsAtOnce, numbers.count)]
            values.append(
                try await store.write { transaction throws(DeskError) in
                    try body(some, transaction)
                }
            )
        }
        return values
    }

    private func count(
        _ numbers: ArraySlice<TicketNumber>,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> [SymptomKey: Date] {
        var touched: [SymptomKey: Date] = [:]
        var open = try transaction.openIncidents()
        for number in numbers {
            let ticket = try transaction.ticket(number)
            // What is told of long afterwards is no rush of today.
            guard ticket.createdAt > moment - ArrivalModel.windowMax else { continue }
            let place = ArrivalPlace(at: ticket.createdAt, ticket: number)
            for key in ticket.symptomKeys {
                try transaction.insert(number, with: key, at: place.at)
                touched[key] = max(touched[key] ?? place.at, place.at)
                // It came before its incident was known, and after others had been linked to that.
                for index in open.indices where ticket.incident == nil && open[index].key == key {
                    guard let linked = open[index].linkedThrough, linked >= place else { continue }
                    open[index].linkedThrough = place.before
                    try transaction.save(open[index])
                }
            }
        }
        return touched
    }

    /// What chance does not explain.
    private struct Suspicion {
        let key: SymptomKey
        let look: ArrivalModel.Look
    }

    /// The least probable of what chance does not explain, and no open incident either.
    private func suspicion(
        among touched: [SymptomKey: Date],
        at moment: Date
    ) async throws(DeskError) -> Suspicion? {
        guard let days = settings.incidents.falseAlarmDays, let oldest = touched.values.min()
        else { return nil }
        return try await store.read { reading throws(DeskError) in
            let open = try reading.openIncidents()
            guard open.count < DeskSettings.incidentsOpenMax else { return nil }
            let model = try self.model(in: reading, at: moment)
            let threshold = model.threshold(falseAlarmDays: days)
            let moments = try TicketMoments(before: oldest, in: reading)
            var found: [(key: SymptomKey, look: ArrivalModel.Look, start: Date)] = []
            let settled = try self.settledKeys(open, at: moment, in: reading)
            for (key, latest) in touched where !settled.contains(key) {
                let look = try moments.look(at: key, endingAt: latest, by: model)
                guard look.citizens >= ArrivalModel.citizensMin, look.probability < threshold
                else { continue }
                found.append((key, look, latest - look.window))
            }
            found.sort { ($0.look.probability, $0.key) < ($1.look.probability, $1.key) }
            for (key, look, start) in found {
                let unexplained = try reading.countLinkable(
                    with: key,
                    after: start,
                    limit: look.citizens
                )
                guard unexplained >= ArrivalModel.citizensMin, unexplained * 2 > look.citizens
                else { continue }
                return Suspicion(key: key, look: look)
            }
            return nil
        }
    }

    /// The symptoms that an incident is open of, or was dismissed of lately.
    private func settledKeys(
        _ open: [Incident],
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> Set<SymptomKey> {
        let dismissed = try reading.incidents(
            state: .dismissed,
            before: nil,
            limit: DeskSettings.dismissedLookedThrough
        )
        .filter { ($0.endedAt ?? $0.openedAt) > moment - settings.incidents.dismissedTime }
        return Set((open + dismissed).compactMap(\.key))
    }

    /// Raises an incident; false when somebody else did meanwhile, or too many are open.
    private func raise(
        _ suspicion: Suspicion,
        at moment: Date
    ) async throws(DeskError) -> Bool {
        try await store.write { transaction throws(DeskError) in
            let open = try transaction.openIncidents()
            guard open.count < DeskSettings.incidentsOpenMax,
                try !self.settledKeys(open, at: moment, in: transaction).contains(suspicion.key)
            else { return false }
            _ = try transaction.insert(
                self.suspected(suspicion.key, suspicion.look, at: moment)
            )
            return true
        }
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

    /// Links what open incidents have left, and notes whether more comes than usual.
    private func tend(at moment: Date) async throws(DeskError) {
        try await linkWhatIsLeft(at: moment)
        let quiet = try await store.read { reading throws(DeskError) in
            var quiet: [(number: Int64, isQuiet: Bool)] = []
            let open = try reading.openIncidents()
            guard !open.isEmpty else { return quiet }
            let model = try self.model(in: reading, at: moment)
            let moments = try TicketMoments(before: moment, in: reading)
            for incident in open {
                guard let key = incident.key else { continue }
                let look = try moments.look(at: key, endingAt: moment, by: model)
                let isQuiet = look.probability > Self.usualMin
                if isQuiet != (incident.quietSince != nil) {
                    quiet.append((incident.number, isQuiet))
                }
            }
            return quiet
        }
        guard !quiet.isEmpty else { return }
        try await store.write { transaction throws(DeskError) in
            for (number, isQuiet) in quiet {
                var incident = try transaction.incident(number)
                incident.quietSince = isQuiet ? incident.quietSince ?? moment : nil
                try transaction.save(incident)
            }
        }
    }

    /// Links the tickets that came before their incident was known.
    private func linkWhatIsLeft(at moment: Date) async throws(DeskError) {
        let open = try await store.read { reading throws(DeskError) in
            try reading.openIncidents().filter { $0.key != nil }.map(\.number)
        }
        for number in open {
            while try await store.write({ transaction throws(DeskError) in
                try self.linkSome(to: transaction.incident(number), at: moment, in: transaction)
            }) {}
        }
    }

    /// Links some of the tickets that were not looked through; true when there are more.
    private func linkSome(
        to incident: Incident,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        // Somebody may have closed it meanwhile.
        guard incident.state.isOpen, let key = incident.key else { return false }
        let start = ArrivalPlace(
            at: incident.openedAt - ArrivalModel.windowMax,
            ticket: TicketNumber(rawValue: 0)
        )
        let arrivals = try transaction.arrivals(
            with: key,
            after: incident.linkedThrough ?? start,
            limit: Self.ticketsAtOnce
        )
        guard let last = arrivals.last else { return false }
        try transaction.link(
            arrivals.filter(\.isLinkable).map(\.place.ticket),
            to: incident.number,
            by: .system,
            clocks: settings.clocks,
            at: moment
        )
        var incident = incident
        incident.linkedThrough = last.place
        try transaction.save(incident)
        return arrivals.count == Self.ticketsAtOnce
    }

    /// Learns the tickets of an incident that was none, of hours that were learnt without them.
    ///
    /// Those of later hours are found as all others are (``ArrivalReading/arrivals(in:)``).
    func learnAsOrdinary(
        _ incident: Incident,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard var model = try transaction.arrivalModel() else { return }
        var keys: [SymptomKey: Int] = [:]
        var after: TicketNumber?
        repeat {
            let page = try transaction.tickets(
                ofIncident: incident.number,
                after: after,
                limit: Self.ticketsOfIncidentAtOnce
            )
            for ticket in page {
                let hour = ArrivalModel.hour(of: ticket.createdAt)
                // What was linked when its hour had been learnt was learnt with it.
                guard hour < model.hour, !Self.isComplete(hour, at: incident.openedAt) else {
                    continue
                }
                let own = ticket.symptomKeys
                model.learn(late: hour, arrivals: own.count, in: CityTime())
                for key in own { keys[key, default: 0] += 1 }
            }
            after = page.count == Self.ticketsOfIncidentAtOnce ? page.last?.number : nil
        } while after != nil
        for (key, count) in keys.sorted(by: { $0.key < $1.key }) {
            let known = try transaction.rate(of: key) ?? KeyRate(hour: model.hour)
            try transaction.save(known.faded(to: model.hour).adding(count), of: key)
        }
        try transaction.save(model, at: moment)
    }

    /// An hour is complete a minute after its end: what was begun in it is committed then.
    private static func isComplete(_ hour: Int, at moment: Date) -> Bool {
        ArrivalModel.span(of: hour).upperBound + 60 <= moment
    }

    /// How far back a desk that begins to watch learns.
    private static let historyMax: TimeInterval = 8 * 7 * 24 * 3_600
    private static let hoursAtOnce = 24
    /// Tickets that are looked at before anything is raised.
    private static let ticketsAtATime = 2_000
    /// Tickets that one write takes: the desk's other writes wait for no more.
    private static let ticketsAtOnce = 50
    private static let arrivalsAtOnce = 500
    private static let ticketsOfIncidentAtOnce = 500
    /// Keys of which a rate is kept; what else comes is treated as never seen.
    private static let ratesMax = 5_000
    /// How long it is known which tickets came with which keys.
    private static let arrivalTime: TimeInterval = 24 * 3_600
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
