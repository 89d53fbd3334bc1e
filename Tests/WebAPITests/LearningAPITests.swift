import Desk
import DeskAPI
import DeskTesting
import HTTPTypes
import Testing

@testable import WebAPI

@Suite("The API's verdicts and evidence")
struct LearningAPITests {
    private static let verdict = "/v1/tickets/1/suggestions/losenord/verdict"

    @Test("gives a verdict on a suggestion, shows it and takes it back")
    func verdict() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            #expect(try await caller.call(.get, Self.verdict).status == .notFound)
            for word in ["wrong", "right", "right"] {
                let answer = try await caller.call(
                    .put,
                    Self.verdict,
                    #"{"verdict":"\#(word)"}"#
                )
                #expect(answer.status == .ok)
                let said: VerdictBody = try answer.read()
                let wanted = VerdictBody(ticket: 1, article: "losenord", verdict: word)
                #expect(said == wanted)
            }
            let shown: VerdictBody = try await caller.call(.get, Self.verdict).read()
            #expect(shown.verdict == "right")
            let found: MatchesBody =
                try await caller.call(.get, "/v1/tickets/1/suggestions").read()
            #expect(found.matches.first?.verdict == "right")
            #expect(found.matches.dropFirst().allSatisfy { $0.verdict == nil })
            for _ in 0..<2 {
                #expect(try await caller.call(.delete, Self.verdict).status == .noContent)
            }
            #expect(try await caller.call(.get, Self.verdict).status == .notFound)
        }
    }

    @Test("refuses what is no verdict, and what is not there")
    func refused() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            for body in [#"{"verdict":"maybe"}"#, #"{"verdict":""}"#] {
                let answer = try await caller.call(.put, Self.verdict, body)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.pointers == ["/verdict"])
            }
            let right = #"{"verdict":"right"}"#
            for path in [
                "/v1/tickets/2/suggestions/losenord/verdict",
                "/v1/tickets/1/suggestions/nope/verdict",
                "/v1/tickets/1/suggestions/\(String(repeating: "a", count: 81))/verdict",
            ] {
                #expect(try await caller.call(.put, path, right).status == .notFound, "\(path)")
            }
            let post = try await caller.call(.post, Self.verdict, right)
            #expect(post.status == .methodNotAllowed)
        }
    }

    @Test("shows what an article was taught, in pages, and forgets it, for who leads the desk")
    func evidence() async throws {
        try await withAPI(as: "lena") { caller, house in
            for number in 1...3 {
                _ = try await caller.open()
                try await house.desk.judge(
                    "losenord",
                    for: TicketNumber(rawValue: Int64(number)),
                    as: number == 2 ? .wrong : .right,
                    by: .ada
                )
            }
            let path = "/v1/articles/losenord/evidence"
            let first: Page<EvidenceBody> = try await caller.call(.get, "\(path)?limit=2").read()
            #expect(first.items.map(\.ticket) == [3, 2])
            #expect(first.items.map(\.verdict) == ["answered", "rejected"])
            #expect(first.items.allSatisfy { $0.origin == "verdict" && !$0.text.contains("Olle") })
            let next = try #require(first.next)
            let rest: Page<EvidenceBody> =
                try await caller.call(.get, "\(path)?limit=2&cursor=\(next)").read()
            #expect(rest.items.map(\.ticket) == [1])
            #expect(rest.next == nil)
            #expect(try await caller.call(.delete, path).status == .noContent)
            let none: Page<EvidenceBody> = try await caller.call(.get, path).read()
            #expect(none.items.isEmpty)
        }
    }

    @Test("keeps evidence from everybody else", arguments: ["ada", "stig", "rut"])
    func notPermitted(user: String) async throws {
        try await withAPI(as: user) { caller, _ in
            let path = "/v1/articles/losenord/evidence"
            let (shown, undone) = try await (
                caller.call(.get, path), caller.call(.delete, path)
            )
            #expect(shown.status == .forbidden)
            #expect(undone.status == .forbidden)
            let (unseen, undoable): (ProblemBody, ProblemBody) = try (shown.read(), undone.read())
            #expect(unseen.detail == "Your roles do not allow you to see this.")
            #expect(undoable.detail == "Your roles allow you to see this, not to do it.")
        }
    }
}
