import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Following watched tickets")
struct WatchFollowTests {
    private static func page(_ id: String, at moment: Date) throws -> FakeReply {
        let fact = HistoryBody(
            id: id,
            at: Timestamp(moment),
            actor: AuthorBody(kind: "staff", id: "grace", name: "Grace Ask"),
            kind: "assigned",
            details: ["assignee": id]
        )
        return .json(
            try Example.json(
                WatchedEventsBody(
                    items: [WatchedEventBody(ticket: 1_042, event: fact)],
                    next: id,
                    more: false
                )
            )
        )
    }

    /// A desk that gives these answers and then lets nobody in, which ends the following.
    private static func desk(_ replies: [FakeReply]) -> FakeScript {
        FakeScript { $0.index < replies.count ? replies[$0.index] : .problem(401) }
    }

    @Test("says how long ago something was by the clock of now")
    func clock() async throws {
        // A fifth of a second before it is a minute ago.
        let moment = ClerkMachine.now - 59.8
        let pages = [try Self.page("erik", at: moment), try Self.page("greta", at: moment)]
        let shown = try await onTerminal(pages, pause: .milliseconds(300))
        #expect(shown.contains("1 min ago  #1042  Grace Ask assigned: to greta"))
    }

    @Test("never opens a pager")
    func pager() async throws {
        let pages = [
            try Self.page("erik", at: ClerkMachine.now), try Self.page("greta", at: .distantPast),
        ]
        let shown = try await onTerminal(pages, pause: .milliseconds(1))
        #expect(shown.contains("Grace Ask assigned: to erik"))
    }

    private func onTerminal(_ replies: [FakeReply], pause: Duration) async throws -> String {
        try await Self.desk(replies).play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal(columns: 80, rows: 1)
                defer { terminal.close() }
                terminal.typing([])
                var place = place.loggedIn(to: desk).setting("NO_COLOR", "1")
                    .setting("PAGER", "tr a-z A-Z")
                place.limits.watchPause = pause
                let code = await HelpdeskCommand.run(
                    ["watch", "--follow"],
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                #expect(code == 77)
                return try await terminal.shownUntilNow()
            }
        }
    }

    private func run(_ arguments: [String], _ replies: [FakeReply]) async throws -> Outcome {
        try await Self.desk(replies).play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.watchPause = .milliseconds(1)
                return try await place.run(["watch"] + arguments)
            }
        }
    }

    @Test("as JSON writes each answer on a line of its own")
    func json() async throws {
        let pages = [
            try Self.page("erik", at: ClerkMachine.now),
            try Self.page("greta", at: ClerkMachine.now),
        ]
        let ended = try await run(["--follow", "--json"], pages)
        let lines = ended.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines.last == "")
        let bodies = try lines.dropLast().map {
            try JSONDecoder().decode(WatchedEventsBody.self, from: Data($0.utf8))
        }
        #expect(bodies.map(\.next) == ["erik", "greta"])
    }

    @Test("goes on while the desk does not answer, and says so once each time")
    func outage() async throws {
        let away = FakeReply.problem(503, "Not today.")
        let replies = [
            away, away, try Self.page("erik", at: ClerkMachine.now), .hangUp, .json("?"),
            try Self.page("greta", at: ClerkMachine.now),
        ]
        let ended = try await run(["--follow"], replies)
        #expect(ended.code == 77)
        #expect(ended.output.contains("to erik") && ended.output.contains("to greta"))
        let said = ended.errors.split(separator: "\n")
        #expect(said.count == 3)
        #expect(said.first == "Not today. Try again in a while.")
        #expect(said.dropFirst().first?.contains("The connection to") == true)
    }

    @Test("without following ends with what went wrong")
    func once() async throws {
        #expect(try await run(["--once"], [.problem(503)]).code == 69)
    }

    @Test(
        "takes no option that only the live view knows",
        arguments: [
            ["--follow", "--queue", "q"], ["--once", "--mine"], ["--bell"], ["--json", "--bell"],
            ["1042", "--mine"],
        ]
    )
    func onlyLive(_ arguments: [String]) async throws {
        try await FakeScript { _ in .problem(500) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(["watch"] + arguments)
                #expect(ended.code == 64)
                #expect(ended.errors.contains("belong to the live view"))
                #expect(desk.requests.isEmpty)
            }
        }
    }
}
