import DeskTesting
import Foundation

@testable import Desk

/// Six weeks of an autumn, with the night on which summer time ends, in which citizens are asked how it was.
///
/// Its books are its own: who came when, who was asked when and what they said, by Foundation's calendar.
struct SurveyedAutumn: Sendable {
    /// What one citizen does.
    private struct Citizen: Sendable {
        var channel: TicketChannel
        var queue: String
        var outcome: TicketOutcome
        /// What is still ahead, the next one last.
        var steps: [(at: Date, step: Step)]
        var ticket: TicketNumber?
        var endedAt: Date?
        var isDecided = false
        var askedAt: Date?
        var answer: Answer?
    }

    private enum Step: Sendable { case come, resolve, reopen, grade }

    /// What was said last, and when it was asked.
    struct Answer: Sendable {
        var channel: String
        var queue: String
        var at: Date
        var grade: Int
    }

    /// A question that was asked.
    struct Inquiry: Sendable {
        var channel: String
        var queue: String
        var at: Date
    }

    private var citizens: [Citizen] = []
    private var dice = SeededRandom(seed: 25)
    /// Everything that was asked.
    private(set) var asked: [Inquiry] = []
    /// When each contact was made.
    private(set) var contacts: [Date] = []
    let days: Range<Date>

    /// What was said, each citizen's last word.
    var answers: [Answer] { citizens.compactMap(\.answer) }

    init(from start: Date) {
        days = start..<(start + 42 * 86_400)
        for _ in 0..<140 {
            // What is resolved a week before the end is asked about and answered within the span.
            let moment = start + (dice.unit() * 28 * 86_400).rounded(.down)
            let channels: [TicketChannel] = [.email, .email, .web, .phone]
            let outcomes: [TicketOutcome] = [
                .answered, .answered, .answered, .handedOff, .rejected,
            ]
            let channel = channels[Int(dice.next() % 4)]
            var citizen = Citizen(
                channel: channel,
                queue: channel == .email || dice.isLucky(0.5) ? "e-service" : "school",
                outcome: outcomes[Int(dice.next() % 5)],
                steps: [(moment, .come)]
            )
            var at = moment + dice.seconds(3_600...150_000)
            citizen.steps.append((at, .resolve))
            if dice.isLucky(0.2) {
                citizen.steps.append((at + dice.seconds(60...60_000), .reopen))
                at += dice.seconds(70_000...200_000)
                citizen.steps.append((at, .resolve))
            }
            for _ in 0..<Int(dice.next() % 3) {
                at += dice.seconds(90_000...200_000)
                citizen.steps.append((at, .grade))
            }
            citizen.steps.reverse()
            citizens.append(citizen)
        }
    }

    /// Lets it happen at a desk whose clock stands at the beginning; once an hour the desk asks.
    mutating func run(at house: TestDesk) async throws {
        var hour = days.lowerBound
        while hour < days.upperBound {
            hour += 3_600
            let due = citizens.indices.flatMap { place in
                citizens[place].steps.filter { $0.at < hour }.map { (at: $0.at, place: place) }
            }
            for (at, place) in due.sorted(by: { ($0.at, $0.place) < ($1.at, $1.place) }) {
                house.clock.advance(by: at.timeIntervalSince(house.clock.now))
                guard let (_, step) = citizens[place].steps.popLast() else { continue }
                try await carryOut(step, of: place, at: house)
            }
            house.clock.advance(by: hour.timeIntervalSince(house.clock.now))
            while try await house.desk.askHowItWas(limit: 10) == 10 {}
            bookInquiries(at: hour)
        }
    }

    /// Everybody is asked once, a day after the end, who has an address and got something done.
    private mutating func bookInquiries(at moment: Date) {
        for place in citizens.indices where !citizens[place].isDecided {
            let citizen = citizens[place]
            guard let end = citizen.endedAt, end + 86_400 <= moment else { continue }
            citizens[place].isDecided = true
            citizens[place].askedAt = moment
            guard citizen.channel != .phone, citizen.outcome != .rejected else { continue }
            asked.append(
                Inquiry(channel: citizen.channel.rawValue, queue: citizen.queue, at: moment)
            )
        }
    }

    private mutating func carryOut(
        _ step: Step,
        of place: Int,
        at house: TestDesk
    ) async throws {
        let moment = house.clock.now
        switch step {
        case .come:
            contacts.append(moment)
            citizens[place].ticket = try await open(place, at: house)
        case .resolve:
            let number = try number(of: place)
            let ticket = try await house.desk.ticket(number, as: .lena)
            _ = try await house.desk.resolve(
                number,
                at: ticket.revision,
                as: citizens[place].outcome,
                article: nil,
                by: .lena
            )
            citizens[place].endedAt = moment
        case .reopen:
            let number = try number(of: place)
            let ticket = try await house.desk.ticket(number, as: .lena)
            _ = try await house.desk.reopen(number, at: ticket.revision, as: .lena)
            citizens[place].endedAt = nil
        case .grade:
            let letter = try await house.letters().first { $0.toAddress == Self.address(place) }
            guard let token = letter?.tokens.first else { return }
            let grade = Int(dice.next() % 5) + 1
            // The same once more changes nothing, not even when it was said.
            if citizens[place].answer?.grade != grade {
                citizens[place].answer = Answer(
                    channel: citizens[place].channel.rawValue,
                    queue: citizens[place].queue,
                    at: citizens[place].askedAt ?? moment,
                    grade: grade
                )
            }
            _ = try await house.desk.follow(token, grade: grade)
        }
    }

    private func open(_ place: Int, at house: TestDesk) async throws -> TicketNumber? {
        let citizen = citizens[place]
        if citizen.channel == .email {
            let mail = ReceivedMail.plain(
                "När öppnar badhuset?",
                from: Self.address(place),
                messageID: "\(place)@x"
            )
            return try await house.desk.receive(mail).ticket
        }
        var draft = TicketDraft(subject: "Badhus", body: "När?", channel: citizen.channel)
        if citizen.channel == .web { draft.citizen.email = Self.address(place) }
        draft.queue = citizen.queue
        return try await house.desk.open(draft, as: .lena).value?.number
    }

    private func number(of place: Int) throws -> TicketNumber {
        guard let ticket = citizens[place].ticket else { throw DeskError.notFound }
        return ticket
    }

    private static func address(_ place: Int) -> String { "citizen\(place)@host\(place).example" }
}
