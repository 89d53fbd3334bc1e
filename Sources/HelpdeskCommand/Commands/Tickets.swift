import ArgumentParser
import DeskAPI

/// The states of a ticket, for `--state` and its completions.
enum TicketStateOption: String, SpokenOption {
    case new
    case open
    case waiting
    case resolved
    case closed

    static var words: [String: Phrase] { Vocabulary.states }
}

/// `helpdesk tickets`.
struct TicketsCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "tickets",
        abstract: "List tickets, newest first.",
        discussion: """
            Words are searched for as with --search: `helpdesk tickets utloggad igen`. With --json \
            and more than 100 tickets, each page is printed on a line.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Words to look for in subjects and messages; #1042 is the ticket of that number.",
            valueName: "text"
        )
    )
    var words: [String] = []

    @Option(name: .long, help: "Only tickets in this state.")
    var state: TicketStateOption?

    @Flag(name: .long, help: "Only tickets assigned to me.")
    var mine = false

    @Option(
        name: .long,
        help: "Only tickets of this queue.",
        completion: Completions.queues
    )
    var queue: String?

    @Option(name: .long, help: "Only tickets that this unit was given.")
    var unit: String?

    @Flag(name: .long, help: "Only tickets that are put off; others are left out otherwise.")
    var snoozed = false

    @Flag(name: .long, help: "What is owed longest first; what nothing is owed on is left out.")
    var due = false

    @Flag(name: .long, help: "Only tickets whose answer is late.")
    var overdue = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only tickets of the citizen with this name, address or telephone number.",
            valueName: "text"
        )
    )
    var citizen: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Search for this text; the same as words alone.",
            valueName: "text"
        )
    )
    var search: String?

    @Option(name: .long, help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @Flag(name: .long, help: "All of them.")
    var all = false

    @OptionGroup var connection: ConnectionOptions

    private static let limitDefault = 25

    func validate() throws {
        guard limit == nil || !all else {
            throw ValidationError("Give --limit or --all, not both.")
        }
        guard sought == nil || !(due || overdue) else {
            throw ValidationError("What is searched for comes newest first; leave --due out.")
        }
        guard (limit ?? 1) >= 1 else { throw ValidationError("--limit begins at 1.") }
        guard citizen?.contains(where: { $0.isLetter || $0.isNumber }) ?? true else {
            throw ValidationError("A citizen is found by name, address or telephone number.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        if let sought, sought.hasPrefix("#"), let number = TicketNumber(argument: sought) {
            return try await show(number, clerk)
        }
        let assignee = mine ? try await clerk.me().id : nil
        let request = DeskRequest.get("tickets")
            .asking("state", state?.rawValue)
            .asking("queue", queue)
            .asking("unit", unit)
            .asking("assignee", assignee)
            .asking("citizen", citizen)
            .asking("q", sought)
            // What is put off is out of the way, unless somebody looks for something.
            .asking("order", due || overdue ? "due" : nil)
            .asking("overdue", overdue ? "true" : nil)
            .asking("snoozed", snoozed ? "true" : looksForAll ? nil : "false")
        let itemsMax = all ? nil : limit ?? Self.limitDefault
        // Only for people: what goes on through a pipe is the list.
        let isSeen = clerk.surroundings.screen != nil && !clerk.wantsJSON
        let incidents = isSeen ? await clerk.openIncidents() ?? [] : []
        var isEmpty = false
        try await clerk.showPages(of: request, as: TicketBody.self, atMost: itemsMax) {
            isEmpty = $0.isEmpty
            let notice = Sheet.notice(of: incidents, for: clerk.reader)
            let tickets = Sheet.tickets($0, hasMore: $1, for: clerk.reader)
            return Sheet(notice + tickets.lines)
        }
        guard isEmpty, !clerk.wantsJSON else { return }
        if let sought {
            try clerk.remark(
                Phrase(
                    "Medborgare hittas med --citizen '\(sought)'.",
                    "Citizens are found with --citizen '\(sought)'."
                )
            )
        }
        guard let queue, let meant = await clerk.meant(by: queue, .queue) else { return }
        try clerk.remark(
            Phrase("Menade du kön \(meant)?", "Did you mean the queue \(meant)?")
        )
    }

    /// True where something is looked for, wherever it was put.
    private var looksForAll: Bool { all || sought != nil || citizen != nil }

    /// What is searched for: words that stand alone belong to those behind --search, however many of
    /// them the shell has split off.
    private var sought: String? {
        let all = [search].compactMap(\.self) + words
        return all.isEmpty ? nil : all.joined(separator: " ")
    }

    private func show(_ number: TicketNumber, _ clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("tickets", number.description))
        try clerk.show(answer, as: TicketBody.self) {
            .tickets([$0], hasMore: false, for: clerk.reader)
        }
    }
}

/// `helpdesk show`.
struct ShowCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a ticket with suggestions, hand-offs, messages and attachments.",
        discussion: """
            --json prints the ticket; --messages --json prints its messages, each page on a line.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Flag(name: .long, help: "Show the messages only.")
    var messages = false

    @Flag(name: .long, help: "Show what mails repeat of earlier ones, too.")
    var quotes = false

    @Flag(name: .long, help: "Show personal identity numbers in full; that is recorded.")
    var identityNumbers = false

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let path = number.description
        let view = identityNumbers ? "shown" : nil
        let list = DeskRequest.get("tickets", path, "messages").asking("identity_numbers", view)
        if messages {
            return try await clerk.showAll(of: list, as: MessageBody.self) {
                .messages($0.map(unfolded), for: clerk.reader)
            }
        }
        let answer = try await clerk.client.send(
            .get("tickets", path).asking("identity_numbers", view)
        )
        if clerk.wantsJSON { return try clerk.write(answer) }
        let ticket = try answer.decoded(as: TicketBody.self)
        if ticket.number != number.value { try clerk.remark(.merged(number, ticket.number)) }
        let sheet = Sheet.ticket(
            ticket,
            matches: await matches(for: ticket, clerk),
            handoffs: await handoffs(clerk),
            messages: try await clerk.all(of: list, as: MessageBody.self).map(unfolded),
            for: clerk.reader
        )
        try clerk.show(sheet)
    }

    /// The message with all its words, where they are wanted.
    private func unfolded(_ message: MessageBody) -> MessageBody {
        guard quotes else { return message }
        var message = message
        message.mail?.own = nil
        return message
    }

    /// Where the citizen was handed off to; none when that cannot be had.
    private func handoffs(_ clerk: Clerk) async -> [HandoffBody] {
        let request = DeskRequest.get("tickets", number.description, "handoffs")
        do throws(CommandFailure) {
            return try await clerk.all(of: request, as: HandoffBody.self)
        } catch {
            return []
        }
    }

    /// What fits now; when that cannot be had, what fitted when the ticket came in.
    private func matches(for ticket: TicketBody, _ clerk: Clerk) async -> MatchesBody {
        let request = DeskRequest.get("tickets", number.description, "suggestions")
        do throws(CommandFailure) {
            return try await clerk.client.send(request).decoded(as: MatchesBody.self)
        } catch {
            return MatchesBody(asSuggestedIn: ticket)
        }
    }
}

extension Phrase {
    /// That a ticket went into another, under which it is shown.
    static func merged(_ number: TicketNumber, _ other: Int64) -> Phrase {
        Phrase("Ärende \(number) har uppgått i \(other).", "Ticket \(number) went into \(other).")
    }
}

extension MatchesBody {
    /// The suggestions that a ticket carries; why they were made is not kept with it.
    fileprivate init(asSuggestedIn ticket: TicketBody) {
        let matches = ticket.suggestions.map { suggestion in
            MatchBody(
                article: suggestion.article,
                title: suggestion.title,
                language: ticket.language,
                score: suggestion.confidence,
                confidence: suggestion.confidence,
                reasons: []
            )
        }
        self.init(matches: matches, answerable: true)
    }
}

/// `helpdesk history`.
struct HistoryCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show who did what with a ticket, oldest first."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request = DeskRequest.get("tickets", number.description, "history")
        try await clerk.showAll(of: request, as: HistoryBody.self) {
            .history($0, for: clerk.reader)
        }
    }
}
