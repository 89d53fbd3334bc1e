import Desk
import Foundation

extension SimulatedYear {
    /// Something to go wrong, or to be closed, at a known moment of the year.
    public struct PlannedDisturbance: Sendable {
        /// The day of the year from 0, and seconds after its midnight.
        public var day: Int
        /// Seconds after the day's midnight; without summer time's night.
        public var seconds: Range<Int>
        /// nil for any.
        public var service: String?
        /// What citizens see of it.
        public var symptom: String
        /// How many write or call because of it in an hour.
        public var perHour: Double

        /// Hours are of the clock in Stockholm, such as 9.5 for half past nine.
        public init(
            day: Int,
            hours: Range<Double>,
            service: String?,
            symptom: String,
            perHour: Double
        ) {
            self.day = day
            seconds = Int(hours.lowerBound * 3_600)..<Int(hours.upperBound * 3_600)
            self.service = service
            self.symptom = symptom
            self.perHour = perHour
        }
    }

    /// Records what would come to the desk in ``days``, without a desk.
    ///
    /// What comes when and how is what ``run(on:)`` lets happen: mails and complaints that open a ticket,
    /// and calls that are answered. What they are about is drawn from ``CityTopics``; whoever a
    /// disturbance troubles comes besides.
    public func recording(
        outages: [PlannedDisturbance],
        maintenances: [PlannedDisturbance]
    ) -> TrafficRecording {
        var recording = TrafficRecording()
        for day in days {
            var dice = SeededRandom(seed: UInt64(day))
            for story in stories(of: day) {
                for step in story.steps where step.at < calendar.midnights[days.upperBound] {
                    guard let channel = step.deed.opens else { continue }
                    let symptom = dice.draw(CityTopics.symptoms)
                    let service = dice.draw(CityTopics.services)
                    recording.arrivals.append(
                        .init(at: step.at, channel: channel, service: service, symptom: symptom)
                    )
                }
            }
        }
        for planned in outages + maintenances {
            recording.arrivals += arrivals(of: planned)
        }
        recording.outages = outages.map(disturbance)
        recording.maintenances = maintenances.map(disturbance)
        recording.arrivals.sort { $0.at < $1.at }
        return recording
    }

    private func disturbance(
        _ planned: PlannedDisturbance
    ) -> TrafficRecording.Disturbance {
        let midnight = calendar.midnights[planned.day]
        let start = midnight + Double(planned.seconds.lowerBound)
        let end = midnight + Double(planned.seconds.upperBound)
        return .init(span: start..<end, service: planned.service, symptom: planned.symptom)
    }

    /// As people do who do not know of each other: Poisson's, by telephone while somebody answers.
    private func arrivals(of planned: PlannedDisturbance) -> [TrafficRecording.Arrival] {
        var dice = SeededRandom(seed: UInt64(planned.day * 100_000 + planned.seconds.lowerBound))
        let span = disturbance(planned).span
        let hours = calendar.openings[planned.day]
        var arrivals: [TrafficRecording.Arrival] = []
        var moment = span.lowerBound
        while true {
            moment += (-log(1 - dice.unit()) * 3_600 / planned.perHour).rounded(.up)
            guard moment < span.upperBound else { return arrivals }
            let isAnswered = hours.map { $0.open <= moment && moment < $0.close } ?? false
            arrivals.append(
                .init(
                    at: moment,
                    channel: isAnswered && dice.isLucky(0.6) ? .phone : .email,
                    service: planned.service ?? dice.draw(CityTopics.services),
                    symptom: planned.symptom
                )
            )
        }
    }
}

extension YearStory.Deed {
    /// By which channel it opens a ticket; nil for what does not.
    fileprivate var opens: TicketChannel? {
        switch self {
        case .mail(_, let references): references.isEmpty ? .email : nil
        case .complain: .web
        case .answer: .phone
        case .reply, .ring, .hangUp, .resolve, .handOff, .endHandoff: nil
        }
    }
}
