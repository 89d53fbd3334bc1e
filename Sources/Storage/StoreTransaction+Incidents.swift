import Desk
import Foundation

extension StoreTransaction {
    private var incidents: IncidentTable { IncidentTable(session: session) }
    private var incidentAnswers: IncidentAnswerTables { IncidentAnswerTables(session: session) }
    private var windows: MaintenanceTable { MaintenanceTable(session: session) }
    private var arrivalTables: ArrivalTables { ArrivalTables(session: session) }

    func incident(_ number: Int64) throws(DeskError) -> Incident { try incidents.find(number) }

    func incidents(
        state: Incident.State?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [Incident] {
        try incidents.list(state: state, before: before, limit: limit)
    }

    func openIncidents() throws(DeskError) -> [Incident] { try incidents.open() }

    func countTickets(ofIncident number: Int64) throws(DeskError) -> Int {
        try incidents.countTickets(of: number)
    }

    func tickets(
        ofIncident number: Int64,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [Ticket] {
        try incidents.tickets(of: number, after: after, limit: limit)
    }

    func answers(ofIncident number: Int64) throws(DeskError) -> [IncidentAnswer] {
        try incidentAnswers.list(of: number)
    }

    func incidentAnswer(_ id: UUIDv7) throws(DeskError) -> IncidentAnswer {
        try incidentAnswers.find(id)
    }

    func waitingIncidentLetters(
        at moment: Date,
        limit: Int
    ) throws(DeskError) -> [IncidentLetter] {
        try incidentAnswers.waiting(at: moment, limit: limit)
    }

    func countWaitingIncidentLetters() throws(DeskError) -> Int {
        try incidentAnswers.countWaiting()
    }

    func incidentLetter(
        of answer: UUIDv7,
        to ticket: TicketNumber
    ) throws(DeskError) -> IncidentLetter? {
        try incidentAnswers.letter(of: answer, to: ticket)
    }

    func countIncidentLetters(since moment: Date) throws(DeskError) -> Int {
        try incidentAnswers.countWritten(since: moment)
    }

    func ticket(
        reachedBy answer: UUIDv7,
        at address: String
    ) throws(DeskError) -> TicketNumber? {
        try incidentAnswers.ticket(reachedBy: answer, at: address)
    }

    func maintenance(_ number: Int64) throws(DeskError) -> Maintenance {
        try windows.find(number)
    }

    func maintenances(
        endingAfter moment: Date,
        limit: Int
    ) throws(DeskError) -> [Maintenance] {
        try windows.list(endingAfter: moment, limit: limit)
    }

    func insert(_ incident: Incident) throws(DeskError) -> Int64 {
        try incidents.insert(incident)
    }

    func save(_ incident: Incident) throws(DeskError) { try incidents.save(incident) }

    func insert(_ answer: IncidentAnswer) throws(DeskError) {
        try incidentAnswers.insert(answer)
    }

    func insert(_ letter: IncidentLetter) throws(DeskError) {
        try incidentAnswers.insert(letter)
    }

    func save(_ letter: IncidentLetter) throws(DeskError) { try incidentAnswers.save(letter) }

    func insert(_ maintenance: Maintenance) throws(DeskError) -> Int64 {
        try windows.insert(maintenance)
    }

    func save(_ maintenance: Maintenance) throws(DeskError) { try windows.save(maintenance) }
}

// When tickets come.
extension StoreTransaction {
    func arrivalModel() throws(DeskError) -> ArrivalModel? { try arrivalTables.model() }

    func firstArrival() throws(DeskError) -> Date? { try arrivalTables.first() }

    func arrivals(
        in span: Range<Date>
    ) throws(DeskError) -> (tickets: Int, keys: [SymptomKey: Int]) {
        try arrivalTables.arrivals(in: span)
    }

    func rate(of key: SymptomKey) throws(DeskError) -> KeyRate? {
        try arrivalTables.rate(of: key)
    }

    func greatestRates(
        limit: Int
    ) throws(DeskError) -> [(key: SymptomKey, rate: KeyRate)] {
        try arrivalTables.greatest(limit: limit)
    }

    func ticketsToLookAt(limit: Int) throws(DeskError) -> [TicketNumber] {
        try arrivalTables.queued(limit: limit)
    }

    func count(
        _ key: SymptomKey,
        after starts: [Date],
        until latest: Date
    ) throws(DeskError) -> [(citizens: Int, tickets: Int)] {
        try arrivalTables.count(key, after: starts, until: latest)
    }

    func ticketMoments(after moment: Date, limit: Int) throws(DeskError) -> [Date] {
        try arrivalTables.ticketMoments(after: moment, limit: limit)
    }

    func countLinkable(
        with key: SymptomKey,
        after moment: Date,
        limit: Int
    ) throws(DeskError) -> Int {
        try arrivalTables.countLinkable(with: key, after: moment, limit: limit)
    }

    func arrivals(
        with key: SymptomKey,
        after place: ArrivalPlace,
        limit: Int
    ) throws(DeskError) -> [Arrival] {
        try arrivalTables.arrivals(with: key, after: place, limit: limit)
    }

    func save(_ model: ArrivalModel, at moment: Date) throws(DeskError) {
        try arrivalTables.save(model, at: moment)
    }

    func save(_ rate: KeyRate, of key: SymptomKey) throws(DeskError) {
        try arrivalTables.save(rate, of: key)
    }

    func trimRates(to countMax: Int) throws(DeskError) {
        try arrivalTables.trim(to: countMax)
    }

    func lookAt(_ ticket: TicketNumber) throws(DeskError) { try arrivalTables.enqueue(ticket) }

    func lookedAt(_ ticket: TicketNumber) throws(DeskError) {
        try arrivalTables.dequeue(ticket)
    }

    func insert(
        _ ticket: TicketNumber,
        with key: SymptomKey,
        at moment: Date
    ) throws(DeskError) {
        try arrivalTables.insert(ticket, with: key, at: moment)
    }

    func sweepArrivals(before moment: Date, limit: Int) throws(DeskError) -> Bool {
        try arrivalTables.sweep(before: moment, limit: limit)
    }
}
