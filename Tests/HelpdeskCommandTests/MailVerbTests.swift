import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Automatic mail")
struct MailVerbTests {
    private static func brake(holds: Bool) -> BrakeBody {
        let moment = Timestamp(Date(timeIntervalSince1970: 1_793_606_400))
        return BrakeBody(
            holds: holds,
            pulledAt: moment,
            reason: "by hand",
            pulledBy: "lena",
            ticket: 7,
            releasedAt: holds ? nil : moment,
            releasedBy: holds ? nil : "adam",
            letters: LettersBody(hour: 3, day: 40),
            max: LettersBody(hour: 1_000, day: 10_000)
        )
    }

    @Test("is shown as it stands, stopped and let go")
    func verbs() async throws {
        let body = try Example.json(Self.brake(holds: true))
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let shown = try await place.run("mail")
                #expect(shown.output.contains("Automatic mail is stopped."))
                #expect(shown.output.contains("(lena): by hand"))
                #expect(shown.output.contains("Ticket #7"))
                #expect(shown.output.contains("3 within an hour (at most 1000)"))
                let swedish = try await place.setting("LC_ALL", "sv_SE.UTF-8").run("mail", "stop")
                #expect(swedish.output.contains("(lena): för hand"))
                _ = try await place.run("mail", "release")
                let json = try await place.run("mail", "brakes", "--json")
                #expect(json.output == body)
                let path = "/v1/mail/brake"
                #expect(
                    desk.lines == ["GET \(path)", "PUT \(path)", "DELETE \(path)", "GET \(path)"]
                )
            }
        }
    }

    @Test("that leaves again says who let it go")
    func released() async throws {
        let body = try Example.json(Self.brake(holds: false))
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let shown = try await place.loggedIn(to: desk).run("mail", "release")
                #expect(shown.output.contains("Automatic mail leaves."))
                #expect(shown.output.contains("(adam)"))
            }
        }
    }
}
