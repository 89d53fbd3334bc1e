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

    /// Changes a ticket only if it is still as it was read, and shows what it is then.
    func change(
        _ number: TicketNumber,
        itself: Bool = false,
        by request: DeskRequest,
        mayRepeat: (_ seen: TicketBody, _ fresh: TicketBody) -> Bool = { _, _ in false }
    ) async throws(CommandFailure) {
        let (_, answer) = try await changed(
            number,
            itself: itself,
            by: request,
            mayRepeat: mayRepeat
        )
        try show(answer, as: TicketBody.self) { .changed($0, for: reader) }
    }

    /// Changes a ticket only if it is still as it was read.
    ///
    /// When it is not, the clerk is told what somebody else did meanwhile, and the change is made
    /// after all where `mayRepeat` says that it still means the same; once, then it is the clerk's.
    ///
    /// - Returns: the ticket as it was before, and the answer with what it is now.
    func changed(
        _ number: TicketNumber,
        itself: Bool = false,
        by request: DeskRequest,
        mayRepeat: (_ seen: TicketBody, _ fresh: TicketBody) -> Bool = { _, _ in false }
    ) async throws(CommandFailure) -> (seen: TicketBody, answer: DeskAnswer) {
        let seen = try await changeable(number, itself: itself)
        do throws(CommandFailure) {
            return (seen.body, try await client.send(request.onlyIf(seen.tag)))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
        }
        let fresh = try await changeable(number, itself: itself)
        let difference = await meanwhile(from: seen.body, to: fresh.body)
        guard mayRepeat(seen.body, fresh.body) else {
            throw .tryAgain(difference.followed(by: Self.notDone))
        }
        try remark(difference)
        do throws(CommandFailure) {
            return (fresh.body, try await client.send(request.onlyIf(fresh.tag)))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
            let latest = try await changeable(number, itself: itself)
            throw .tryAgain(
                await meanwhile(from: fresh.body, to: latest.body).followed(by: Self.notDone)
            )
        }
    }

    /// What somebody else did with a ticket meanwhile, who did it and when, and what was written on it.
    ///
    /// Where the history or the messages cannot be had, that it changed is still said.
    func meanwhile(from seen: TicketBody, to fresh: TicketBody) async -> Phrase {
        let change = TicketChange.described(from: seen, to: fresh)
        let news =
            await news(of: "history", as: HistoryBody.self, on: fresh) {
                $0.isDeed && $0.at > seen.updatedAt ? $0.news(for: reader) : nil
            }
            + news(of: "messages", as: MessageBody.self, on: fresh) {
                $0.createdAt > seen.updatedAt ? $0.news(for: reader) : nil
            }
        return news.reduce(change) { $0.followed(by: $1) }
    }

    /// The last of what is new in one of a ticket's lists; nothing where that cannot be had.
    private func news<Item: Codable & Sendable>(
        of list: String,
        as type: Item.Type,
        on ticket: TicketBody,
        _ told: (Item) -> Phrase?
    ) async -> [Phrase] {
        do throws(CommandFailure) {
            let items = try await all(of: .get("tickets", "\(ticket.number)", list), as: type)
            return items.compactMap(told).suffix(Self.newsMax)
        } catch {
            return []
        }
    }

    /// As many as are read at a glance.
    private static let newsMax = 3

    /// Reads a ticket that is to be changed under the number that was given.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` when it went into another: the version read is the
    ///   other's, and what was meant for the one may not be meant for the other.
    func changeable(
        _ number: TicketNumber,
        itself: Bool = false
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

    static let notDone = Phrase(
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
        let named = user.flatMap { $0 == "me" ? nil : [($0, NamedThing.staff)] } ?? []
        do throws(CommandFailure) {
            try await clerk.change(number, by: try await request(for: clerk)) { seen, fresh in
                seen.assignee == fresh.assignee
            }
        } catch {
            throw await clerk.suggesting(error, naming: named)
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
    private func checked(_ name: String, _ clerk: Clerk) async throws(CommandFailure) -> String {
        try await clerk.confirmed(name, .staff) { meant in
            Phrase(
                "\(name) har inget ärende här. Menade du \(meant)?",
                "\(name) has no ticket here. Did you mean \(meant)?"
            )
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
