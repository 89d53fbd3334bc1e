import DeskTesting
import Foundation

@testable import Desk

/// Plays a recording through the doors' own call to a desk, which looks once a minute.
///
/// Staff plan the maintenance that is known, dismiss an incident that is none and resolve the others half
/// an hour after the outage's end.
struct RecordedReplay: Sendable {
    /// An incident that the desk raised.
    struct Alarm: Sendable {
        var at: Date
        var incident: Int64
        var key: SymptomKey

        func isAbout(_ outage: TrafficRecording.Disturbance) -> Bool {
            outage.span.contains(at)
                && (key.service == nil || outage.service == nil || key.service == outage.service)
                && (key.symptom == nil || key.symptom == outage.symptom)
        }
    }

    private let recording: TrafficRecording
    private let house: TestDesk
    /// Incidents that the desk raised, in order.
    private(set) var alarms: [Alarm] = []
    /// The ticket of each arrival as it stands in the end.
    private(set) var tickets: [Ticket] = []
    /// When each open incident is to be resolved.
    private var ends: [Int64: Date] = [:]

    init(_ recording: TrafficRecording, _ house: TestDesk) {
        self.recording = recording
        self.house = house
    }

    mutating func run() async throws {
        for planned in recording.maintenances {
            let window = Maintenance(
                startsAt: planned.span.lowerBound,
                endsAt: planned.span.upperBound,
                services: [planned.service].compactMap(\.self),
                notice: NoticeText(swedish: "Stängt för underhåll."),
                createdBy: ""
            )
            _ = try await house.desk.plan(window, as: .lena)
        }
        var numbers: [TicketNumber] = []
        for (index, arrival) in recording.arrivals.enumerated() {
            try await letPass(until: arrival.at)
            numbers.append(try await open(arrival, index))
        }
        try await letPass(until: house.clock.now + 60)
        for number in numbers { tickets.append(try await house.desk.ticket(number, as: .ada)) }
    }

    /// The desk looks at the end of the minute in which something came.
    private mutating func letPass(until moment: Date) async throws {
        let now = house.clock.now.timeIntervalSince1970
        let minute = Date(timeIntervalSince1970: (now / 60).rounded(.down) * 60 + 60)
        guard minute <= moment else {
            return house.clock.advance(by: moment.timeIntervalSince(house.clock.now))
        }
        house.clock.advance(by: minute.timeIntervalSince(house.clock.now))
        try await look()
        house.clock.advance(by: moment.timeIntervalSince(house.clock.now))
        for (number, end) in ends where end <= moment {
            try await move(number, to: .resolved)
            ends[number] = nil
        }
    }

    private mutating func look() async throws {
        while try await house.desk.watchForIncidents() {}
        let (found, _) = try await house.desk.incidents(
            state: .suspected,
            before: nil,
            limit: 9,
            as: .lena
        )
        for view in found.reversed() {
            guard let key = view.incident.key else { continue }
            let number = view.incident.number
            let alarm = Alarm(at: house.clock.now, incident: number, key: key)
            alarms.append(alarm)
            if let outage = recording.outages.first(where: alarm.isAbout) {
                try await move(number, to: .confirmed)
                ends[number] = outage.span.upperBound + 1_800
            } else {
                try await move(number, to: .dismissed)
            }
        }
    }

    private func move(_ number: Int64, to state: Incident.State) async throws {
        var patch = IncidentPatch()
        patch.state = state
        _ = try await house.desk.changeIncident(number, by: patch, as: .lena)
    }

    private func open(
        _ arrival: TrafficRecording.Arrival,
        _ index: Int
    ) async throws -> TicketNumber {
        var draft = TicketDraft(
            subject: "Fråga \(index)",
            body: CityTopics.words(of: arrival.symptom),
            channel: arrival.channel,
            citizen: Citizen(email: "citizen\(index)@example.com")
        )
        draft.service = arrival.service
        guard let ticket = try await house.desk.open(draft, as: .ada).value else {
            throw DeskError.notFound
        }
        // The recording says what the desk must read.
        let read = ticket.symptomKeys.compactMap { $0.service == nil ? $0.symptom : nil }
        precondition(read == [arrival.symptom].compactMap(\.self), "\(read): \(arrival)")
        return ticket.number
    }
}
