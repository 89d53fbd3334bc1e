import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("A command that is given up")
struct InterruptionTests {
    /// Gives a command up as soon as the desk has its first request.
    private func givenUp(
        _ arguments: [String],
        _ reply: @escaping @Sendable (FakeRequest) -> FakeReply = { _ in .silence },
        retryPause: Duration = .milliseconds(1)
    ) async throws -> (ended: Outcome, requests: Int, took: Duration) {
        try await FakeScript(reply).play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.retryPause = retryPause
                let work = Task { [place] in try await place.run(arguments) }
                while desk.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                // So that an answer, where there is one, has been read.
                try await Task.sleep(for: .milliseconds(retryPause > .seconds(1) ? 300 : 0))
                let start = ContinuousClock.now
                work.cancel()
                let ended = try await work.value
                return (ended, desk.requests.count, start.duration(to: .now))
            }
        }
    }

    @Test(
        "ends at once, and says of a change that nobody knows whether it was made",
        arguments: [
            (["note", "1", "-m", "x"], true), (["watch", "1"], true), (["whoami"], false),
            (["ask", "x"], false), (["tickets", "--all"], false),
        ] as [([String], Bool)]
    )
    func request(_ arguments: [String], _ isDoubtful: Bool) async throws {
        let seen = try await givenUp(arguments)
        #expect(seen.ended.code == 130)
        #expect(seen.ended.errors.hasPrefix("helpdesk: Cancelled."))
        #expect(seen.ended.errors.contains("It may have been done") == isDoubtful)
        #expect(seen.requests == 1)
        #expect(seen.took < .seconds(10))
    }

    @Test("is not sent once more while it waits to be")
    func retry() async throws {
        let seen = try await givenUp(
            ["note", "1", "-m", "x"],
            { _ in .problem(503) },
            retryPause: .seconds(60)
        )
        #expect(seen.ended.code == 130)
        #expect(seen.ended.errors.contains("It may have been done"))
        #expect(seen.requests == 1)
    }

    @Test("says how to go on following a hand-off, which goes on")
    func handoff() async throws {
        let body = try Example.json(try Example.handoff(["requested", "ringing"]))
        try await FakeScript { $0.method == "POST" ? .answer(202, body: body) : .silence }.play {
            desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let work = Task { try await place.run("handoff", "1042", "vaxeln") }
                while desk.requests.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
                work.cancel()
                let ended = try await work.value
                #expect(ended.code == 130)
                #expect(ended.errors.contains("helpdesk handoffs show h1"))
            }
        }
    }
}
