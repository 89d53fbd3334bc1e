import ArgumentParser
import DeskAPI

/// How a ticket ends, for `--outcome`.
enum OutcomeOption: String, SpokenOption {
    case answered
    case handedOff = "handed_off"
    case duplicate
    case rejected

    static var words: [String: Phrase] { Vocabulary.outcomes }
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
            guard let message else { return try await resolve(by: request, for: clerk) }
            try await keep(message, for: clerk)
            try await resolveNoted(by: request, for: clerk)
        } catch {
            let words = article.map { [($0, NamedThing.article)] } ?? []
            throw await clerk.suggesting(error, naming: words)
        }
    }

    private func resolve(
        by request: DeskRequest,
        for clerk: Clerk
    ) async throws(CommandFailure) {
        let (_, answer) = try await clerk.changed(number, by: request)
        try clerk.show(answer, as: TicketBody.self) { .changed($0, for: clerk.reader) }
        try clerk.remark(on: article, after: answer)
    }

    private func resolveNoted(
        by request: DeskRequest,
        for clerk: Clerk
    ) async throws(CommandFailure) {
        do throws(CommandFailure) {
            try await resolve(by: request, for: clerk)
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
        do throws(CommandFailure) {
            _ = try await clerk.client.send(
                .create(note, at: "tickets", number.description, "messages").onlyIf(seen.tag)
            )
        } catch {
            guard error.isChangedMeanwhile else { throw error }
            let fresh = try await clerk.changeable(number)
            let difference = await clerk.meanwhile(from: seen.body, to: fresh.body)
            throw .tryAgain(difference.followed(by: Clerk.notDone))
        }
    }
}

extension Clerk {
    /// Says that naming the article which solved a ticket mails it to nobody, and what does where the
    /// citizen has an address.
    func remark(on article: String?, after answer: DeskAnswer) throws(CommandFailure) {
        guard let article, !wantsJSON else { return }
        let ticket = try answer.decoded(as: TicketBody.self)
        let recorded = Phrase(
            "Artikeln \(article) är antecknad som svaret; det skickar den inte till medborgaren.",
            "The article \(article) is recorded as the answer; that does not mail it to the citizen."
        )
        guard ticket.citizen.email != nil else { return try remark(recorded) }
        let way = "helpdesk reply \(ticket.number) --article \(article)"
        try remark(recorded.followed(by: Phrase("\(way) skickar den.", "\(way) mails it.")))
    }
}
