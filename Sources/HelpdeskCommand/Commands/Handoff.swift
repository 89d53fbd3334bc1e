import ArgumentParser
import DeskAPI

/// Whether the clerk speaks with the receiver first, for `--mode`.
enum ModeOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case blind
    case attended
}

/// `helpdesk destinations`.
struct DestinationsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "destinations",
        abstract: "List the units and case handlers that a call can go to."
    )

    @Argument(help: "Words to look for.")
    var text: [String] = []

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("destinations")
            .asking("q", text.isEmpty ? nil : text.joined(separator: " "))
        try await clerk.showAll(of: request, as: ListedDestinationBody.self) {
            .destinations($0, for: clerk.reader)
        }
    }
}

/// `helpdesk handoff`.
struct HandoffCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Hand the citizen off to somebody else, and follow how it goes.",
        discussion: """
            --json prints the API's first answer and does not follow. A hand-off that found the \
            receiver busy or away ends with 75, one that failed with 69.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "Id of a destination.", completion: Completions.destinations)
    var destination: String

    @Option(name: .long, help: "Whether you speak with the receiver first.")
    var mode = ModeOption.attended

    @Option(name: .long, help: ArgumentHelp("What the receiver should know.", valueName: "text"))
    var summary: String?

    @Option(name: .long, help: ArgumentHelp("The call to hand off.", valueName: "id"))
    var call: String?

    @Flag(name: .customLong("no-follow"), help: "Do not wait for the end.")
    var doesNotFollow = false

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = HandoffForm(
            destination: destination,
            mode: mode.rawValue,
            call: call,
            summary: summary
        )
        let answer = try await clerk.send(
            try .create(form, at: "tickets", number.description, "handoffs"),
            naming: [(destination, .destination)]
        )
        if clerk.wantsJSON { return try clerk.write(answer) }
        let handoff = try answer.decoded(as: HandoffBody.self)
        try clerk.show(.heading(of: handoff, for: clerk.reader))
        try await clerk.follow(handoff, toTheEnd: !doesNotFollow)
    }
}

extension Clerk {
    /// Shows each state of a hand-off as it comes, until there are no more.
    func follow(_ first: HandoffBody, toTheEnd: Bool) async throws(CommandFailure) {
        var handoff = first
        var shown = 0
        var looks = 0
        while true {
            let news = handoff.steps.dropFirst(shown)
            try show(Sheet(news.map { Sheet.line(of: $0, in: handoff, for: reader) }))
            shown = max(shown, handoff.steps.count)
            guard toTheEnd, HandoffEnd(handoff.state) == .underWay else { break }
            // A person carries it out and says how it went; waiting here would not help.
            guard handoff.instruction == nil, looks < surroundings.limits.followsMax else {
                return try remark(Self.goOn(handoff))
            }
            looks += 1
            do throws(CommandFailure) {
                handoff = try await look(again: handoff)
            } catch {
                // Ctrl-C ends the following, and not what is followed.
                if error == .cancelled { try remark(Self.goOn(handoff)) }
                throw error
            }
        }
        try check(handoff)
    }

    private func look(again handoff: HandoffBody) async throws(CommandFailure) -> HandoffBody {
        do {
            try await Task.sleep(for: surroundings.limits.followPause)
        } catch {
            throw .cancelled
        }
        return try await client.send(.get("handoffs", handoff.id)).decoded(as: HandoffBody.self)
    }

    private func check(_ handoff: HandoffBody) throws(CommandFailure) {
        let state = handoff.state
        let word = Vocabulary.handoffStates[state] ?? Phrase(verbatim: state)
        switch HandoffEnd(state) {
        case .underWay, .completed: return
        case .mayTryAgain:
            throw .tryAgain(
                Phrase(
                    "Vidarekopplingen gick inte: \(word.swedish). Försök igen, eller välj någon"
                        + " annan med helpdesk destinations.",
                    "The hand-off did not work: \(word.english). Try again, or choose somebody"
                        + " else with helpdesk destinations."
                )
            )
        case .failed:
            throw .unavailable(
                Phrase(
                    "Vidarekopplingen gick inte: \(word.swedish). Välj någon annan med helpdesk"
                        + " destinations.",
                    "The hand-off did not work: \(word.english). Choose somebody else with"
                        + " helpdesk destinations."
                )
            )
        }
    }

    private static func goOn(_ handoff: HandoffBody) -> Phrase {
        guard handoff.instruction != nil else {
            return Phrase(
                "Det är inte klart än. Följ det med helpdesk handoffs show \(handoff.id).",
                "It has not ended yet. Follow it with helpdesk handoffs show \(handoff.id)."
            )
        }
        let outcomes = HandoffOutcomeOption.allCases
        let (swedish, english) = (outcomes.map(\.swedishChoice), outcomes.map(\.rawValue))
        return Phrase(
            "Säg hur det gick med helpdesk handoffs outcome \(handoff.ticket) UTFALL, där UTFALL är "
                + swedish.joined(separator: ", ") + ".",
            "Say how it went with helpdesk handoffs outcome \(handoff.ticket) OUTCOME, where"
                + " OUTCOME is " + english.joined(separator: ", ") + "."
        )
    }
}
