import ArgumentParser
import DeskAPI

/// A ticket with the version it was read at.
struct SeenTicket: Sendable {
    let body: TicketBody
    let tag: String
    let number: TicketNumber
}

extension Clerk {
    /// Reads a ticket before it is changed; `itself` also when it went into another.
    func ticket(
        _ number: TicketNumber,
        itself: Bool = false
    ) async throws(CommandFailure) -> SeenTicket {
        let answer = try await client.send(
            .get("tickets", number.description).asking("follow", itself ? "false" : nil)
        )
        let body = try answer.decoded(as: TicketBody.self)
        guard let tag = answer.tag else {
            throw .unavailable(
                Phrase(
                    "Servern sade inte vilken version av ärendet det är (ETag), så det kan inte"
                        + " ändras säkert.",
                    "The server did not say which version of the ticket this is (ETag), so it"
                        + " cannot be changed safely."
                )
            )
        }
        // One that went into another is shown as that.
        let shown = TicketNumber(argument: "\(body.number)") ?? number
        return SeenTicket(body: body, tag: tag, number: shown)
    }

    /// Changes a ticket only if it is still as it was read.
    ///
    /// When it is not, the clerk is told what somebody else did meanwhile, and the change is made
    /// after all where `mayRepeat` says that it still means the same; once, then it is the clerk's.
    func change(
        _ number: TicketNumber,
        itself: Bool = false,
        by request: DeskRequest,
        mayRepeat: (_ seen: TicketBody, _ fresh: TicketBody) -> Bool = { _, _ in false }
    ) async throws(CommandFailure) {
        let seen = try await changeable(number, itself: itself)
        do throws(CommandFailure) {
            return try finish(try await client.send(request.onlyIf(seen.tag)))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
        }
        let fresh = try await changeable(number, itself: itself)
        let difference = TicketChange.described(from: seen.body, to: fresh.body)
        guard mayRepeat(seen.body, fresh.body) else {
            throw .tryAgain(difference.followed(by: Self.notDone))
        }
        try remark(difference)
        do throws(CommandFailure) {
            try finish(try await client.send(request.onlyIf(fresh.tag)))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
            let latest = try await changeable(number, itself: itself)
            throw .tryAgain(
                TicketChange.described(from: fresh.body, to: latest.body)
                    .followed(by: Self.notDone)
            )
        }
    }

    /// Reads a ticket that is to be changed under the number that was given.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` when it went into another: the version read is the
    ///   other's, and what was meant for the one may not be meant for the other.
    private func changeable(
        _ number: TicketNumber,
        itself: Bool
    ) async throws(CommandFailure) -> SeenTicket {
        let seen = try await ticket(number, itself: itself)
        guard itself || seen.number == number else {
            throw .badInput(
                Phrase(
                    "Ärende \(number) har uppgått i \(seen.number); inget ändrades. Ändra"
                        + " \(seen.number) i stället.",
                    "Ticket \(number) went into \(seen.number); nothing was changed. Change"
                        + " \(seen.number) instead."
                )
            )
        }
        return seen
    }

    private func finish(_ answer: DeskAnswer) throws(CommandFailure) {
        try show(answer, as: TicketBody.self) { .changed($0, for: reader) }
    }

    private static let notDone = Phrase(
        "Din ändring gjordes inte; läs ärendet och försök igen.",
        "Your change was not made; read the ticket and try again."
    )
}

extension CommandFailure {
    /// True when somebody else was faster (RFC 9110 §15.5.13).
    var isChangedMeanwhile: Bool {
        guard case .refused(let refusal) = self else { return false }
        return refusal.status == 412
    }
}

/// `helpdesk assign`.
struct AssignCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Say whose a ticket is; yours when nobody is named."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "A user name, or me.", completion: Completions.staff)
    var user: String?

    @Flag(name: .long, help: "Nobody's.")
    var nobody = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard user == nil || !nobody else {
            throw ValidationError("Name a user or give --nobody, not both.")
        }
        guard user?.isEmpty != true else { throw ValidationError("The user name is empty.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        // A ticket that still has the same holder may change in any other way and still be taken.
        try await clerk.change(number, by: try await request(for: clerk)) { seen, fresh in
            seen.assignee == fresh.assignee
        }
    }

    private func request(for clerk: Clerk) async throws(CommandFailure) -> DeskRequest {
        if nobody { return .delete("tickets", number.description, "assignment") }
        let named = user ?? "me"
        let assignee = named == "me" ? try await clerk.me().id : try await checked(named, clerk)
        return try .put(
            AssignmentForm(assignee: assignee),
            at: "tickets",
            number.description,
            "assignment"
        )
    }
}

extension AssignCommand {
    /// The name as it was typed, or the colleague's that was meant.
    ///
    /// The desk takes any name: colleagues who were never here are found in the city's directory.
    /// So a name that is nearly a colleague's is only asked about.
    private func checked(_ name: String, _ clerk: Clerk) async throws(CommandFailure) -> String {
        guard clerk.surroundings.hasKeyboard, !clerk.wantsJSON,
            let meant = await clerk.meant(by: name, .staff)
        else { return name }
        let question = Phrase(
            "\(name) har inget ärende här. Menade du \(meant)?",
            "\(name) has no ticket here. Did you mean \(meant)?"
        )
        return try clerk.agrees(question) ? meant : name
    }
}

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
        name: .long,
        help: ArgumentHelp("The article that solved it.", valueName: "id"),
        completion: Completions.articles
    )
    var article: String?

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = ResolutionForm(outcome: outcome.rawValue, article: article)
        let request = try DeskRequest.put(form, at: "tickets", number.description, "resolution")
        do throws(CommandFailure) {
            try await clerk.change(number, by: request)
        } catch {
            let words = article.map { [($0, NamedThing.article)] } ?? []
            throw await clerk.suggesting(error, naming: words)
        }
    }
}

/// `helpdesk reopen`.
struct ReopenCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Take up a resolved ticket again."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try await clerk.change(
            number,
            by: .delete("tickets", number.description, "resolution")
        )
    }
}
