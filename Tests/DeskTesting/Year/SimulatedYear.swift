public import Desk
public import Foundation
import KnowledgeBase
public import Storage
import Synchronization

/// A year of a city's calls and mails, run through the desk's own rules on a real store.
///
/// Each matter is thought up by itself and the same every time; what happens in it goes through the
/// doors' own calls to the desk, at the moment that it happens, by a clock of its own. Matters of one
/// stretch of time are worked on side by side, as citizens are.
public struct SimulatedYear: Sendable {
    /// Calls, mails and complaints that begin in the whole year; those who come back are more.
    public let mattersPerYear: Int
    /// Days of the year to run, from 0.
    public let days: Range<Int>
    /// Matters worked on at a time.
    public let workersMax: Int

    let calendar = YearCalendar()
    private let seed: UInt64

    /// How long a stretch is whose matters are worked on side by side.
    private static let stretch: TimeInterval = 300

    /// Names every member.
    public init(mattersPerYear: Int, days: Range<Int>, workersMax: Int = 64, seed: UInt64 = 2026) {
        precondition(!days.isEmpty && 0 <= days.lowerBound && days.upperBound <= 365, "of a year")
        self.mattersPerYear = mattersPerYear
        self.days = days
        self.workersMax = workersMax
        self.seed = seed
    }

    /// What the desk of the year promises, counts and costs.
    public static func settings() throws -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: try ClockRules.standard.map { try ClockRule($0) },
            hours: try OpeningHours(ClockRules.standardHours)
        )
        settings.handoffsPerHourMax = 10_000
        settings.reports.costPerMonth = 140_000
        return settings
    }

    /// What came of a run.
    public struct Outcome: Sendable {
        /// Everything where a report says otherwise than the generator's books; empty when all agree.
        public var differences: [String] = []
        /// Contacts that were made.
        public var contacts = 0
        /// Steps that were carried out.
        public var steps = 0
        /// The time that passed in the city.
        public var simulated: TimeInterval = 0
        /// The time that it took.
        public var taken = Duration.zero
        /// How long each report took.
        public var reports: [Duration] = []
    }

    /// Runs it on a store of that kind, which is made for it and goes with it.
    public func run(on kind: StoreKind) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let store = try await kind.location(in: folder).open { Date() }
        do {
            let outcome = try await run(on: store)
            try await store.close()
            return outcome
        } catch {
            try await store.close()
            throw error
        }
    }

    /// Runs it on an empty store.
    ///
    /// - Parameters:
    ///   - store: whatever its own clock says.
    ///   - reportRounds: how often each report is read, 1...
    ///   - stopAfter: ends early at the end of a day when so much time has passed; nil for never.
    ///   - progress: is told of each day that is over.
    /// - Returns: what it came to, the reports compared with the books.
    /// - Throws: whatever the desk refuses, which it should not.
    public func run(
        on store: any DurableStore,
        reportRounds: Int = 1,
        stopAfter: Duration? = nil,
        progress: @Sendable (_ day: String, _ contacts: Int) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let clock = StoryClock(calendar.midnights[days.lowerBound])
        let desk = Desk(
            store: store,
            library: Library(KnowledgeBase(sources: TestArticles.sources)),
            directory: TestStaff(),
            switchboard: TestSwitchboard(),
            proof: TicketProof(keys: try await store.proofKeys()),
            reader: .ofTests,
            settings: try Self.settings(),
            now: { clock.now }
        )
        var ledger = YearLedger(calendar)
        var waiting: [Int: [YearStory]] = [:]
        var outcome = Outcome()
        let start = ContinuousClock.now
        var lastDay = days.lowerBound
        for day in days {
            if let stopAfter, ContinuousClock.now - start > stopAfter { break }
            for story in stories(of: day) { waiting[place(of: story), default: []].append(story) }
            for stretch in stretches(of: day) {
                guard let due = waiting.removeValue(forKey: stretch) else { continue }
                let end = Date(timeIntervalSince1970: Double(stretch + 1) * Self.stretch)
                clock.set(end)
                let told = try await tell(due, until: end, by: clock, to: desk)
                for (story, steps) in told {
                    for step in steps { ledger.note(step, of: story) }
                    outcome.steps += steps.count
                    guard story.next != nil else {
                        ledger.close(story.id)
                        continue
                    }
                    waiting[place(of: story), default: []].append(story)
                }
            }
            lastDay = day
            outcome.contacts = ledger.contacts.values.reduce(0) { $0 + $1.values.reduce(0, +) }
            progress(calendar.name(of: day), outcome.contacts)
        }
        outcome.taken = ContinuousClock.now - start
        let end = calendar.midnights[lastDay + 1]
        outcome.simulated = end.timeIntervalSince(calendar.midnights[days.lowerBound])
        clock.set(end - 1)
        let audit = YearAudit(calendar, days.lowerBound...lastDay, ledger, desk)
        (outcome.differences, outcome.reports) = try await audit.differences(rounds: reportRounds)
        return outcome
    }

    private func place(of story: YearStory) -> Int {
        guard let next = story.next else { preconditionFailure("it goes on") }
        return Int(next.at.timeIntervalSince1970 / Self.stretch)
    }

    private func stretches(of day: Int) -> Range<Int> {
        let bounds = [day, day + 1].map {
            Int(calendar.midnights[$0].timeIntervalSince1970 / Self.stretch)
        }
        return bounds[0]..<bounds[1]
    }

    /// The matters that begin on a day.
    func stories(of day: Int) -> [YearStory] {
        let shape = YearShape(calendar)
        var dice = SeededRandom(seed: seed &* 1_000 &+ UInt64(day))
        let count = shape.count(on: day, ofYear: mattersPerYear, &dice)
        return (0..<count).map { place in
            // Whole seconds that clocks show; the night of summer time has none that are left out.
            let moment = calendar.midnights[day] + shape.second(&dice).rounded(.down)
            let start = min(moment, calendar.midnights[day + 1] - 1)
            return YearStory(day * 20_000 + place, at: start, calendar, &dice)
        }
    }

    /// Carries out all steps of a stretch, matter by matter, some at a time.
    private func tell(
        _ stories: [YearStory],
        until end: Date,
        by clock: StoryClock,
        to desk: Desk
    ) async throws -> [(YearStory, [YearStory.Step])] {
        try await withThrowingTaskGroup(of: (YearStory, [YearStory.Step]).self) { group in
            var told: [(YearStory, [YearStory.Step])] = []
            for (place, story) in stories.enumerated() {
                if place >= workersMax, let one = try await group.next() { told.append(one) }
                group.addTask {
                    var story = story
                    var steps: [YearStory.Step] = []
                    while let step = story.next, step.at < end {
                        try await StoryClock.$moment.withValue(step.at) {
                            try await desk.carryOut(step.deed, of: &story)
                        }
                        story.done += 1
                        steps.append(step)
                    }
                    return (story, steps)
                }
            }
            for try await one in group { told.append(one) }
            return told
        }
    }
}

/// A clock that shows each matter its own moment.
final class StoryClock: Sendable {
    @TaskLocal static var moment: Date?
    private let common: Mutex<Date>

    init(_ start: Date) { common = Mutex(start) }

    var now: Date { Self.moment ?? common.withLock { $0 } }

    func set(_ moment: Date) { common.withLock { $0 = moment } }
}

extension Desk {
    /// Does what a story says, through the calls that the doors make.
    fileprivate func carryOut(_ deed: YearStory.Deed, of story: inout YearStory) async throws {
        switch deed {
        case .mail(let id, let references):
            let mail = ReceivedMail.plain(
                Self.words[story.id % Self.words.count],
                subject: "Fråga \(story.id)",
                from: story.email,
                name: "Medborgare \(story.id)",
                messageID: id,
                references: references
            )
            story.ticket = try await receive(mail).ticket
        case .complain:
            let draft = TicketDraft(
                subject: "Klagomål",
                body: "Jag fick vänta för länge.",
                channel: .web,
                kind: .complaint,
                citizen: Citizen(name: "Medborgare \(story.id)", email: story.email)
            )
            story.ticket = try await open(draft, as: .ada).value?.number
        case .reply(let article, let resolves):
            let draft = MessageDraft(
                kind: .reply,
                body: "Så här gör du.",
                articles: [article].compactMap(\.self),
                resolves: resolves
            )
            _ = try await write(draft, on: number(of: story), as: .ada)
        case .ring(let call): try await note(event(.newCall, call, story), as: .ada)
        case .hangUp(let call): try await note(event(.hangup, call, story), as: .ada)
        case .answer(let call):
            try await note(event(.answer, call, story), as: .ada)
            story.ticket = try await self.call(call, as: .ada).call.ticket
        case .resolve(let outcome):
            let ticket = try await ticket(number(of: story), as: .ada)
            _ = try await resolve(
                ticket.number,
                at: ticket.revision,
                as: outcome,
                article: nil,
                by: .ada
            )
        case .handOff:
            let draft = HandoffDraft(
                destination: "bygglov",
                mode: .blind,
                call: nil,
                summary: nil
            )
            story.handoff = try await handOff(number(of: story), draft, as: .ada).value?.id
        case .endHandoff(let state):
            guard let handoff = story.handoff else { throw DeskError.notFound }
            _ = try await end(handoff, as: state, detail: nil, by: .ada)
        }
    }

    private func number(of story: YearStory) throws -> TicketNumber {
        guard let ticket = story.ticket else { throw DeskError.notFound }
        return ticket
    }

    private func event(_ kind: CallEvent.Kind, _ call: String, _ story: YearStory) -> CallEvent {
        CallEvent(
            kind: kind,
            callID: call,
            direction: .inbound,
            from: story.phone,
            to: "+4684650000",
            users: kind == .answer ? ["ada"] : []
        )
    }

    private static let words = [
        "BankID-appen svarar inte, det står RFA8.", "Jag har glömt mitt lösenord.",
        "Jag kan inte ladda upp min fil, den är för stor.",
        "När öppnar badhuset på lördag?", "Hur söker man plats på förskolan?",
    ]
}
