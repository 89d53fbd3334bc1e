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
        if number == nil, isLive(in: clerk) { return try await live(for: clerk) }
        guard queue == nil, !mine, !bell else { throw Self.onlyLive }
        guard let number else { return try await show(for: clerk) }
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

    private static let onlyLive = CommandFailure.usage(
        Phrase(
            "--queue, --mine och --bell hör till den levande vyn: utan nummer, --follow, --once"
                + " och --json, på en terminal.",
            "--queue, --mine and --bell belong to the live view: without a number, --follow,"
                + " --once and --json, on a terminal."
        )
    )
}

extension WatchCommand {
    /// Line by line; while following, a desk that is away for a while does not end it.
    private func show(for clerk: Clerk) async throws(CommandFailure) {
        var clerk = clerk
        // In a pager nothing that comes later would be seen.
        clerk.mayPage = clerk.mayPage && !follow
        let began = ContinuousClock.now
        var cursor: String?
        var pages = 0
        var isFirst = true
        var isAway = false
        while true {
            let found = try await look(after: cursor, isAway: &isAway, for: clerk)
            if let (answer, page) = found {
                if !page.items.isEmpty || (isFirst && !follow) {
                    var reader = clerk.reader
                    reader.now = clerk.surroundings.now(since: began)
                    try show(answer, page, to: reader, of: clerk)
                }
                isFirst = false
                pages = page.more ? pages + 1 : 0
                guard !page.more || page.next != nil && page.next != cursor,
                    pages < Clerk.pagesMax
                else { throw .endless }
                cursor = page.next ?? cursor
                if page.more { continue }
            }
            guard follow else { return }
            do { try await Task.sleep(for: clerk.surroundings.limits.watchPause) } catch {
                throw .cancelled
            }
        }
    }

    /// What happened since; nil when the desk cannot say now, which is remarked once.
    private func look(
        after cursor: String?,
        isAway: inout Bool,
        for clerk: Clerk
    ) async throws(CommandFailure) -> (DeskAnswer, WatchedEventsBody)? {
        let request = DeskRequest.get("watched-events").asking("limit", "100")
            .asking("cursor", cursor)
        do throws(CommandFailure) {
            let answer = try await clerk.client.send(request)
            let page = try answer.decoded(as: WatchedEventsBody.self)
            isAway = false
            return (answer, page)
        } catch {
            guard follow, !error.isNotPermitted, !error.isCancelled else { throw error }
            if !isAway {
                for line in error.lines(in: clerk.reader.language) {
                    try clerk.remark(Phrase(verbatim: line))
                }
            }
            isAway = true
            return nil
        }
    }

    /// As JSON one answer a line, where more than one may come.
    private func show(
        _ answer: DeskAnswer,
        _ page: WatchedEventsBody,
        to reader: Reader,
        of clerk: Clerk
    ) throws(CommandFailure) {
        if clerk.wantsJSON { return try clerk.write(answer, endingLine: follow || page.more) }
        try clerk.show(.watched(page.items, for: reader))
    }
}
