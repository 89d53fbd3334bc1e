import DeskTesting
import Foundation
import Testing

@testable import Desk

/// Eight weeks of a city's tickets with five outages and two windows of maintenance, at known moments.
///
/// `Fixtures/recorded-traffic.csv` was recorded from the simulated year (``SimulatedYear/recording``):
/// 12 January to 8 March 2026 in Stockholm, with the choice of schools in late January; the first three
/// weeks and the last are quiet. `HELPDESK_RECORD_TRAFFIC=1 swift test --filter RecordedTrafficTests`
/// records it again. A city's own tickets, written like that (``TrafficRecording``), can be put in its
/// place.
@Suite("Recorded traffic")
struct RecordedTrafficTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/recorded-traffic.csv")

    private static func recording() throws -> TrafficRecording {
        if ProcessInfo.processInfo.environment["HELPDESK_RECORD_TRAFFIC"] != nil {
            let text = "# Recorded from the simulated year; see RecordedTrafficTests.\n" + made.text
            try Data(text.utf8).write(to: fixture)
        }
        return try TrafficRecording(text: String(contentsOf: fixture, encoding: .utf8))
    }

    private static var made: TrafficRecording {
        SimulatedYear(mattersPerYear: 12_000, days: 11..<67).recording(
            outages: [
                // A busy Tuesday morning.
                .init(
                    day: 33,
                    hours: 9.3..<11.8,
                    service: "förskola",
                    symptom: "code=http 500",
                    perHour: 40
                ),
                // Of every e-service at once, on a Monday.
                .init(day: 39, hours: 10..<12, service: nil, symptom: "eid=freja", perHour: 25),
                // A few on a Saturday.
                .init(
                    day: 44,
                    hours: 14..<17,
                    service: "parkering",
                    symptom: "step=pay",
                    perHour: 8
                ),
                // In the evening, by what is most usual.
                .init(
                    day: 48,
                    hours: 20.5..<22.5,
                    service: "skolval",
                    symptom: "eid=bankid",
                    perHour: 15
                ),
                .init(
                    day: 56,
                    hours: 13..<16,
                    service: "bygglov",
                    symptom: "step=upload",
                    perHour: 12
                ),
            ],
            maintenances: [
                .init(
                    day: 41,
                    hours: 18..<20,
                    service: "bygglov",
                    symptom: "step=login",
                    perHour: 20
                ),
                .init(
                    day: 54,
                    hours: 8..<9.5,
                    service: "förskola",
                    symptom: "step=login",
                    perHour: 30
                ),
            ]
        )
    }

    @Test(
        "shows each outage within minutes, and none where there was none",
        arguments: StoreKind.available
    )
    func replayed(on kind: StoreKind) async throws {
        let recording = try Self.recording()
        let first = try #require(recording.arrivals.first?.at)
        let last = try #require(recording.arrivals.last?.at)
        let clock = TestClock(first - 3_600)
        let settings = DeskSettings(mailDomain: "example.org")
        let days = try #require(settings.incidents.falseAlarmDays)
        let replay = try await withDesk(on: kind, settings: settings, clock: clock) { house in
            var replay = RecordedReplay(recording, house)
            try await replay.run()
            return replay
        }
        var minutes: [Double] = []
        for outage in recording.outages {
            let alarm = try #require(replay.alarms.first { $0.isAbout(outage) }, "\(outage)")
            minutes.append(alarm.at.timeIntervalSince(outage.span.lowerBound) / 60)
            // What came before it was raised is put in afterwards, and what comes later at once.
            let own = recording.arrivals.indices.filter {
                outage.explains(recording.arrivals[$0])
            }
            let linked = own.count { replay.tickets[$0].incident == alarm.incident }
            #expect(linked * 10 >= own.count * 9, "\(linked) of \(own.count) of \(outage)")
        }
        print("outages found after \(minutes.map { Int($0.rounded(.up)) }) minutes on \(kind)")
        #expect(minutes.allSatisfy { $0 <= 45 })
        #expect(minutes[0] <= 15)
        let wrong = replay.alarms.filter { alarm in
            !recording.outages.contains(where: alarm.isAbout)
        }
        let time = last.timeIntervalSince(first) / 86_400
        #expect(wrong.count <= Int(time) / days, "\(wrong)")
        // Nothing at all in weeks where nothing was wrong.
        let quiet = recording.outages[0].span.lowerBound
        #expect(wrong.allSatisfy { $0.at > quiet }, "\(wrong)")
    }

    @Test("raises nothing by maintenance that was planned, and does by the same that was not")
    func maintained() async throws {
        var recording = try Self.recording()
        let start = recording.maintenances[0].span.lowerBound - 5 * 86_400
        let end = recording.maintenances[0].span.upperBound + 3_600
        recording.outages = []
        recording.arrivals.removeAll { !(start..<end).contains($0.at) }
        for isPlanned in [true, false] {
            if !isPlanned { recording.maintenances = [] }
            let now = recording
            let replay = try await withDesk(clock: TestClock(start)) { house in
                var replay = RecordedReplay(now, house)
                try await replay.run()
                return replay
            }
            for maintenance in recording.maintenances.prefix(1) {
                for (arrival, ticket) in zip(recording.arrivals, replay.tickets) {
                    let isIn =
                        maintenance.span.contains(arrival.at)
                        && arrival.service == maintenance.service
                    #expect((ticket.maintenance != nil) == isIn)
                    #expect(!isIn || ticket.incident == nil)
                }
            }
            let raised = replay.alarms.filter { $0.key.symptom == "step=login" }
            #expect(raised.isEmpty == isPlanned)
        }
    }

    @Test("is read as it is written, and no other line")
    func lines() throws {
        let recording = try Self.recording()
        #expect(recording.outages.count == 5 && recording.maintenances.count == 2)
        #expect(recording.arrivals.count > 1_500)
        #expect(try TrafficRecording(text: recording.text) == recording)
        for line in [
            "email,2026-01-12T08:00:00Z,skolval", "pigeon,2026-01-12T08:00:00Z,,",
            "email,yesterday,,", "outage,2026-01-12T08:00:00Z,2026-01-12T08:00:00Z,,",
        ] {
            #expect(throws: TrafficRecording.BadLine.self) { try TrafficRecording(text: line) }
        }
    }
}
