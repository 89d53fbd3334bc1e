import ArgumentParser
import DeskAPI

/// What is said of a suggestion.
enum VerdictOption: String, SpokenOption {
    case right
    case wrong
    /// Takes back what was said.
    case none

    static let words: [String: Phrase] = [
        "right": Phrase("rätt", "right"),
        "wrong": Phrase("fel", "wrong"),
        "none": Phrase("ingen", "none"),
    ]
}

/// `helpdesk suggestions`.
struct SuggestionsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "suggestions",
        abstract: "Find the articles that answer a ticket's question."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Option(name: .long, help: ArgumentHelp("At most this many, 1 to 20.", valueName: "n"))
    var limit: Int?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard 1...20 ~= limit ?? 1 else { throw ValidationError("--limit is 1 to 20.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("tickets", number.description, "suggestions")
            .asking("limit", limit.map { "\($0)" })
        let answer = try await clerk.client.send(request)
        try clerk.show(answer, as: MatchesBody.self) { .matches($0, for: clerk.reader) }
    }
}

/// `helpdesk verdict`.
struct VerdictCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "verdict",
        abstract: "Say whether an article answers a ticket's question; the desk learns from it."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "The article's id.", completion: Completions.articles)
    var article: Identifier

    @Argument(help: "right, wrong, or none to take it back.")
    var verdict: VerdictOption

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let path = (number.description, article.value)
        guard verdict != .none else {
            let request = DeskRequest.delete("tickets", path.0, "suggestions", path.1, "verdict")
            let answer = try await clerk.client.send(request)
            if clerk.wantsJSON { return try clerk.write(answer) }
            return try clerk.show(Sheet(clerk.reader.say("Bedömningen är borta.", "Taken back.")))
        }
        let request = try DeskRequest.put(
            VerdictForm(verdict: verdict.rawValue),
            at: "tickets",
            path.0,
            "suggestions",
            path.1,
            "verdict"
        )
        let answer = try await clerk.send(request, naming: [(article.value, .article)])
        try clerk.show(answer, as: VerdictBody.self) { body in
            let word = clerk.reader.word(Vocabulary.verdicts, body.verdict)
            return Sheet("#\(body.ticket)  \(body.article)  \(word)")
        }
    }
}
