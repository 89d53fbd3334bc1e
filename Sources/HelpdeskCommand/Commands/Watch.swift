import ArgumentParser
import DeskAPI
import NIOHTTP1

/// `helpdesk watch`.
struct WatchCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Hear of what happens with a ticket; without a number, see what happened.",
        discussion: """
            With a number, the ticket is watched from now on, and with --stop no longer. Without \
            one, a terminal shows live what is owed soonest, what comes in, and what others do \
            with the watched tickets; q ends it. --once, and where there is no terminal: what \
            others did with the watched tickets, line by line, and with --follow as it happens \
            until Ctrl-C.
            """
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber?

    @Flag(name: .long, help: "Do not watch it any more.")
    var stop = false

    @Flag(name: .long, help: "Go on showing what happens, line by line.")
    var follow = false

    @Flag(name: .long, help: "Only what happened so far, line by line.")
    var once = false

    @Flag(name: .long, help: "Ring the terminal's bell when a ticket comes in.")
    var bell = false

    @Option(
        name: .long,
        help: "Only tickets of this queue.",
        completion: Completions.queues
    )
    var queue: String?

    @Flag(name: .long, help: "Only tickets assigned to me.")
    var mine = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard number == nil || !follow else {
            throw ValidationError("--follow shows all watched tickets; leave the number out.")
        }
        guard !follow || !once else {
            throw ValidationError("Give --follow or --once, not both.")
        }
        guard number != nil || !stop else {
            throw ValidationError("Name the ticket that you do not want to watch any more.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        guard let number else {
            return isLive(in: clerk) ? try await live(for: clerk) : try await show(for: clerk)
        }
        let path = number.description
        if stop {
            return try clerk.done(
                try await clerk.client.send(.delete("tickets", path, "watch")),
                Phrase("Du bevakar inte ärende \(path).", "You do not watch ticket \(path).")
            )
        }
        let request = DeskRequest(method: .PUT, path: ["v1", "tickets", path, "watch"])
        try clerk.done(
            try await clerk.client.send(request),
            Phrase("Du bevakar ärende \(path).", "You watch ticket \(path).")
        )
    }

    /// Live only where somebody sees a screen and can end it.
    private func isLive(in clerk: Clerk) -> Bool {
        let surroundings = clerk.surroundings
        return !follow && !once && !clerk.wantsJSON && surroundings.hasKeyboard
            && surroundings.screen != nil && surroundings.environment["TERM"] != "dumb"
    }

    private func live(for clerk: Clerk) async throws(CommandFailure) {
        let assignee = mine ? try await clerk.me().id : nil
        let filters = WatchFilters(queue: queue, assignee: assignee)
        try await LiveWatch(clerk, filters, bell: bell).run()
    }

    private func show(for clerk: Clerk) async throws(CommandFailure) {
        var cursor: String?
        var isFirst = true
        while true {
            let request = DeskRequest.get("watched-events").asking("limit", "100")
                .asking("cursor", cursor)
            let answer = try await clerk.client.send(request)
            let page = try answer.decoded(as: WatchedEventsBody.self)
            if !page.items.isEmpty || (isFirst && !follow) {
                try clerk.show(answer, as: WatchedEventsBody.self) {
                    .watched($0.items, for: clerk.reader)
                }
            }
            cursor = page.next ?? cursor
            isFirst = false
            if page.more { continue }
            guard follow else { return }
            do { try await Task.sleep(for: clerk.surroundings.limits.watchPause) } catch {
                throw .cancelled
            }
        }
    }
}
