import DeskAPI
import Testing

@testable import HelpdeskCommand

@Suite("A refusal")
struct RefusalTests {
    @Test(
        "has the exit code of sysexits",
        arguments: [
            (302, 69), (400, 65), (401, 77), (403, 77), (404, 66), (405, 65), (408, 75), (409, 65),
            (410, 66), (412, 75), (413, 65), (422, 65), (428, 65), (429, 75), (500, 69), (502, 69),
            (503, 69), (599, 69),
        ] as [(Int, Int32)]
    )
    func exitCodes(_ status: Int, _ code: Int32) {
        #expect(CommandFailure.refused(Refusal(status: status)).exitCode == code)
    }

    @Test("of a request that is still being worked on may be tried again")
    func conflictInFlight() {
        #expect(Refusal(status: 409, retryAfter: 1).exitCode == 75)
    }

    @Test("tells in one line what happened and what to do, and each wrong field under it")
    func fields() {
        let problem = ProblemBody(
            type: "about:blank",
            title: "Unprocessable",
            status: 422,
            detail: "Ärendet kan inte sparas.",
            errors: [.init(pointer: "/subject", detail: "får inte vara tomt")]
        )
        let failure = CommandFailure.refused(Refusal(status: 422, problem: problem))
        #expect(
            failure.lines(in: .swedish) == [
                "Ärendet kan inte sparas.", "  --subject: får inte vara tomt",
            ]
        )
    }

    @Test(
        "names a wrong field as it is typed, and what is newer than this program as the desk does",
        arguments: [
            ("/citizen/email", "--email"), ("/articles/0", "--article"), ("/waits", "--wait"),
            ("/assignee", "användaren"), ("/at", "tidpunkten"), ("limit", "--limit"),
            ("/from/the/future", "/from/the/future"), ("", ""),
        ]
    )
    func names(_ pointer: String, _ typed: String) {
        #expect(FieldName(pointer).phrase.text(in: .swedish) == typed)
    }

    @Test("says what the server says to programs as it is typed here")
    func typed() {
        let merging = ProblemBody(
            type: "t",
            title: "Conflict",
            status: 409,
            detail: "Säg att det är en person (same_person), eller länka ärendena i stället."
        )
        #expect(
            CommandFailure.refused(Refusal(status: 409, problem: merging)).lines(in: .swedish)
                == ["Säg att det är en person (--same-person), eller länka ärendena i stället."]
        )
        let unit = ProblemBody(
            type: "t",
            title: "Unprocessable",
            status: 422,
            errors: [
                .init(pointer: "/unit", detail: "mottagaren finns inte; se GET /v1/destinations")
            ]
        )
        let lines = CommandFailure.refused(Refusal(status: 422, problem: unit)).lines(in: .swedish)
        #expect(lines.last == "  enheten: mottagaren finns inte; se helpdesk destinations")
    }

    @Test("of an old session says how to get a new one, of a password only that it is wrong")
    func unauthorized() {
        let session = CommandFailure.refused(Refusal(status: 401))
        #expect(session.lines(in: .swedish)[0].hasSuffix("Kör helpdesk login."))
        #expect(session.lines(in: .english)[0].hasSuffix("Run helpdesk login."))
        let password = CommandFailure.refused(Refusal(status: 401, whileSigningIn: true))
        #expect(password.lines(in: .english) == ["Wrong user name or password."])
    }

    @Test("says how long to wait when the server does")
    func retryAfter() {
        let known = CommandFailure.refused(Refusal(status: 429, retryAfter: 12))
        #expect(known.lines(in: .swedish) == ["Det gick för fort. Försök igen om 12 s."])
        let unknown = CommandFailure.refused(Refusal(status: 503))
        #expect(
            unknown.lines(in: .english) == ["The service cannot answer now. Try again in a while."]
        )
    }

    @Test("says with the title what there was too much of, and once how long to wait")
    func tooMuch() {
        let problem = ProblemBody(
            type: "/problems/too-many-sign-ins",
            title: "För många försök att logga in",
            status: 429,
            detail: "Ingen såg på det här försöket."
        )
        for status in [429, 503] {
            let failure = CommandFailure.refused(
                Refusal(status: status, problem: problem, retryAfter: 1)
            )
            #expect(
                failure.lines(in: .swedish) == [
                    "För många försök att logga in. Ingen såg på det här försöket. Försök igen om"
                        + " 1 s."
                ]
            )
        }
    }

    @Test("prefers the server's particular words to ours, and ours to its title")
    func words() {
        func lines(_ detail: String?) -> [String] {
            let problem = ProblemBody(type: "t", title: "Not Found", status: 404, detail: detail)
            return CommandFailure.refused(Refusal(status: 404, problem: problem)).lines(
                in: .english
            )
        }
        #expect(lines("No such ticket.") == ["No such ticket."])
        #expect(lines(nil) == ["It does not exist, or you may not see it."])
        #expect(lines("") == ["It does not exist, or you may not see it."])
    }
}

@Suite("A failure of our own")
struct CommandFailureTests {
    @Test(
        "has the exit code of sysexits",
        arguments: [
            (.usage(phrase), 64), (.badInput(phrase), 65), (.notThere(phrase), 66),
            (.unavailable(phrase), 69), (.cannotCreate(phrase), 73), (.cannotWrite(phrase), 74),
            (.tryAgain(phrase), 75), (.notPermitted(phrase), 77), (.badConfiguration(phrase), 78),
            (.cancelled, 130), (.readerGone, 0),
        ] as [(CommandFailure, Int32)]
    )
    func exitCodes(_ failure: CommandFailure, _ code: Int32) {
        #expect(failure.exitCode == code)
    }

    private static let phrase = Phrase("sv", "en")

    @Test("is told in the clerk's language, and a closed pipe is no news")
    func languages() {
        #expect(CommandFailure.usage(Self.phrase).lines(in: .swedish) == ["sv"])
        #expect(CommandFailure.usage(Self.phrase).lines(in: .english) == ["en"])
        #expect(CommandFailure.readerGone.lines(in: .english).isEmpty)
    }
}
