import ArgumentParser
import DeskAPI

/// How a ticket ends, for `--outcome`.
enum OutcomeOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case answered
    case handedOff = "handed_off"
    case duplicate
    case rejected
}

/// `helpdesk resolve`.
struct ResolveCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say that a ticket is solved, and how."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Option(name: .long, help: "How it ended.")
    var outcome = OutcomeOption.answered

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The article that solved it.", valueName: "id"),
        completion: Completions.articles
    )
    var article: String?

    @Option(name: .shortAndLong, help: "A note to keep with it, which only staff see.")
    var message: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = ResolutionForm(outcome: outcome.rawValue, article: article)
        let request = try DeskRequest.put(form, at: "tickets", number.description, "resolution")
        do throws(CommandFailure) {
            guard let message else { return try await clerk.change(number, by: request) }
            try await keep(message, for: clerk)
            try await resolveNoted(by: request, for: clerk)
        } catch {
            let words = article.map { [($0, NamedThing.article)] } ?? []
            throw await clerk.suggesting(error, naming: words)
        }
    }

    private func resolveNoted(
        by request: DeskRequest,
        for clerk: Clerk
    ) async throws(CommandFailure) {
        do throws(CommandFailure) {
            try await clerk.change(number, by: request)
        } catch {
            // Not being able to say so must not hide why it is not resolved.
            try? clerk.remark(
                Phrase(
                    "Anteckningen är sparad; lös ärendet utan -m.",
                    "The note is saved; resolve the ticket without -m."
                )
            )
            throw error
        }
    }

    /// Writes the note on the ticket as it was seen.
    private func keep(_ message: String, for clerk: Clerk) async throws(CommandFailure) {
        let note = MessageForm(kind: "note", body: try TextOptions.trimmed(message))
        if let article { try await clerk.check(article: article) }
        let seen = try await clerk.changeable(number)
        _ = try await clerk.client.send(
            .create(note, at: "tickets", number.description, "messages").onlyIf(seen.tag)
        )
    }
}
