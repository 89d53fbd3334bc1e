import ArgumentParser
import DeskAPI

/// `helpdesk handoffs`.
struct HandoffsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoffs",
        abstract: "Look at hand-offs, or say how one made by hand ended.",
        subcommands: [
            HandoffListCommand.self, HandoffShowCommand.self, HandoffOutcomeCommand.self,
        ],
        defaultSubcommand: HandoffListCommand.self
    )
}

/// The states of a hand-off, for `--state` and its completions.
enum HandoffStateOption: String, SpokenOption {
    /// All that have not ended.
    case open
    case requested
    case validated
    case dialling
    case ringing
    case answered
    case joining
    case completed
    case busy
    case noAnswer = "no_answer"
    case rejected
    case unreachable
    case notAllowed = "not_allowed"
    case joinFailed = "join_failed"
    case cancelled
    case callerGone = "caller_gone"
    case unknown

    static let words = Vocabulary.handoffStates.merging(
        ["open": Phrase("pågående", "under way")],
        uniquingKeysWith: { known, _ in known }
    )
}

/// `helpdesk handoffs list`.
struct HandoffListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List a ticket's hand-offs; without a number, those under way on your tickets.",
        discussion: """
            `helpdesk handoffs --state open` lists those under way on all tickets that you may see, \
            newest first. With --json each answer of the API is printed on a line.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber?

    @Option(name: .long, help: "Those in this state, of all tickets that you may see.")
    var state: HandoffStateOption?

    @Option(name: .long, help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard number == nil || state == nil else {
            throw ValidationError("Name a ticket or give --state, not both.")
        }
        guard limit == nil || state != nil else {
            throw ValidationError("--limit goes with --state.")
        }
        guard (limit ?? 1) >= 1 else { throw ValidationError("--limit begins at 1.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        if let state {
            let request = DeskRequest.get("handoffs").asking("state", state.rawValue)
            return try await clerk.showPages(
                of: request,
                as: HandoffBody.self,
                atMost: limit ?? 25
            ) {
                Sheet.handoffList($0, for: clerk.reader).goingOn($1, for: clerk.reader)
            }
        }
        if let number {
            return try await clerk.showAll(of: .handoffs(of: number), as: HandoffBody.self) {
                .handoffList($0, for: clerk.reader)
            }
        }
        var found: [HandoffBody] = []
        for number in try await clerk.myActiveTickets() {
            _ = try await clerk.pages(of: .handoffs(of: number), as: HandoffBody.self, atMost: nil)
            {
                (answer, page) throws(CommandFailure) in
                if clerk.wantsJSON { try clerk.write(answer, endingLine: true) }
                found += page.filter(\.isUnderWay)
            }
        }
        guard !clerk.wantsJSON else { return }
        found.sort { $0.requestedAt < $1.requestedAt }
        try clerk.show(.handoffList(found, for: clerk.reader))
    }
}

extension Clerk {
    /// My tickets that are not resolved, the newest first.
    fileprivate func myActiveTickets() async throws(CommandFailure) -> [TicketNumber] {
        let request = DeskRequest.get("tickets").asking("assignee", try await me().id)
        var tickets: [TicketBody] = []
        for state in [TicketStateOption.new, .open, .waiting] {
            tickets += try await all(
                of: request.asking("state", state.rawValue),
                as: TicketBody.self
            )
        }
        return tickets.compactMap { TicketNumber(argument: "\($0.number)") }
    }

    /// The id of a hand-off that was named by its own, or by its ticket's number.
    ///
    /// Of several of one ticket it is the one under way, or where that is not asked for the newest.
    fileprivate func handoff(
        _ typed: Identifier,
        mustBeUnderWay: Bool
    ) async throws(CommandFailure) -> String {
        guard let number = TicketNumber(argument: typed.value) else { return typed.value }
        let all = try await all(of: .handoffs(of: number), as: HandoffBody.self)
            .sorted { $0.requestedAt < $1.requestedAt }
        let underWay = all.filter(\.isUnderWay)
        if underWay.count == 1 { return underWay[0].id }
        if !mustBeUnderWay, let newest = all.last { return newest.id }
        throw .notThere(
            underWay.isEmpty
                ? Phrase(
                    "Ärende \(number) har ingen pågående vidarekoppling.",
                    "Ticket \(number) has no hand-off under way."
                )
                : Phrase(
                    "Ärende \(number) har flera pågående vidarekopplingar; ange vilken med dess id."
                        + " Kör helpdesk handoffs list \(number).",
                    "Ticket \(number) has several hand-offs under way; name one by its id. Run"
                        + " helpdesk handoffs list \(number)."
                )
        )
    }
}

extension DeskRequest {
    fileprivate static func handoffs(of number: TicketNumber) -> DeskRequest {
        .get("tickets", number.description, "handoffs")
    }
}

extension HandoffBody {
    fileprivate var isUnderWay: Bool { HandoffEnd(state) == .underWay }
}

/// `helpdesk handoffs show`.
struct HandoffShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a hand-off with every state it was in."
    )

    @Argument(help: "The hand-off's id, or the ticket's number.")
    var id: Identifier

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let id = try await clerk.handoff(id, mustBeUnderWay: false)
        let answer = try await clerk.client.send(.get("handoffs", id))
        try clerk.show(answer, as: HandoffBody.self) { .handoff($0, for: clerk.reader) }
    }
}

/// How a hand-off made by hand ended.
enum HandoffOutcomeOption: String, SpokenOption {
    case completed
    case busy
    case noAnswer = "no_answer"
    case rejected
    case unreachable
    case cancelled
    case callerGone = "caller_gone"

    static var words: [String: Phrase] { Vocabulary.handoffStates }

    /// As it is typed, with what it means.
    var swedishChoice: String {
        let word = Self.words[rawValue].map { " (\($0.swedish))" } ?? ""
        return rawValue + word
    }
}

/// `helpdesk handoffs outcome`.
struct HandoffOutcomeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "outcome",
        abstract: "Say how a hand-off that you made by hand ended."
    )

    @Argument(help: "The hand-off's id, or the ticket's number.")
    var id: Identifier

    @Argument(help: "How it ended.")
    var outcome: HandoffOutcomeOption

    @Option(name: .long, help: ArgumentHelp("Anything worth knowing.", valueName: "text"))
    var detail: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = HandoffOutcomeForm(outcome: outcome.rawValue, detail: detail)
        let id = try await clerk.handoff(id, mustBeUnderWay: true)
        let answer = try await clerk.client.send(.put(form, at: "handoffs", id, "outcome"))
        try clerk.show(answer, as: HandoffBody.self) { .handoff($0, for: clerk.reader) }
    }
}
