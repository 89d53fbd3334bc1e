import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Logging in and out")
struct SessionVerbTests {
    private static func desk(_ request: FakeRequest) -> FakeReply {
        do {
            switch request.line {
            case "POST /v1/sessions":
                guard request.body.contains("\"hemligt\"") else { return .problem(401) }
                return .answer(201, body: try Example.json(try Example.newSession()))
            case "GET /v1/session": return .json(try Example.json(try Example.session()))
            case "DELETE /v1/session": return .answer(204, body: "")
            default: return .problem(404)
            }
        } catch {
            return .problem(500)
        }
    }

    @Test("keeps the session for the other verbs, and logging out forgets it on both sides")
    func wholeStory() async throws {
        try await FakeScript(Self.desk).play { desk in
            try await ClerkMachine.with { place in
                let login = try await place.run(
                    "login",
                    "--server",
                    desk.address,
                    "--user",
                    "anna",
                    "--password-stdin",
                    input: "hemligt\n"
                )
                #expect(login.code == 0)
                #expect(login.output.hasPrefix("Anna Ek (anna)\n"))
                #expect(!login.output.contains("fresh.token"))
                let stored = try #require(try place.sessionFile.read())
                #expect(stored.token == "fresh.token")
                #expect(stored.server == desk.address)
                #expect(stored.user == "anna")
                let whoami = try await place.run("whoami")
                #expect(whoami.output.contains("2026-11-23 22:30"))
                let logout = try await place.run("logout")
                #expect(logout == Outcome(code: 0, output: "", errors: "You are logged out.\n"))
                #expect(try place.sessionFile.read() == nil)
                let after = try await place.run("whoami")
                #expect(after.code == 77)
                #expect(
                    desk.requests.map { $0.header("Authorization") } == [
                        nil, "Bearer fresh.token", "Bearer fresh.token",
                    ]
                )
                #expect(
                    desk.requests[0].body == "{\"password\":\"hemligt\",\"username\":\"anna\"}"
                )
                #expect(desk.requests[0].header("Idempotency-Key") == nil)
            }
        }
    }

    @Test("with a wrong password says so and keeps nothing")
    func wrongPassword() async throws {
        try await FakeScript(Self.desk).play { desk in
            try await ClerkMachine.with { place in
                let login = try await place.run(
                    "login",
                    "--server",
                    desk.address,
                    "--user",
                    "anna",
                    "--password-stdin",
                    input: "fel"
                )
                #expect(login.code == 77)
                #expect(login.errors == "helpdesk: Wrong user name or password.\n")
                #expect(try place.sessionFile.read() == nil)
            }
        }
    }

    @Test(
        "sends no empty password, and asks nobody where nobody is",
        arguments: ["", "\n", "\r\n"]
    )
    func emptyPassword(_ input: String) async throws {
        try await FakeScript(Self.desk).play { desk in
            try await ClerkMachine.with { place in
                let server = ["login", "--server", desk.address]
                let commands = [
                    server + ["--user", "anna", "--password-stdin"], server + ["--user", "anna"],
                    server + ["--password-stdin"], server + ["--user", "", "--password-stdin"],
                    ["login", "--user", "anna", "--password-stdin"],
                ]
                for command in commands {
                    let ended = try await place.run(command, input: input)
                    #expect(ended.code == 64)
                }
                #expect(desk.requests.isEmpty)
            }
        }
    }

    @Test("never sends a password readable over a network")
    func plainHTTP() async throws {
        try await ClerkMachine.with { place in
            let ended = try await place.run(
                "login",
                "--server",
                "http://192.0.2.1",
                "--user",
                "anna",
                "--password-stdin",
                input: "hemligt"
            )
            #expect(ended.code == 77)
            #expect(ended.errors.contains("--insecure-http"))
        }
    }

    @Test("logging out forgets the session here even when the server cannot be told")
    func logoutUnavailable() async throws {
        let address = try await FakeScript(Self.desk).play { $0.address }
        try await ClerkMachine.with { place in
            try place.sessionFile.write(
                StoredSession(
                    server: address,
                    token: "t",
                    expiresAt: try .at("2026-11-23T21:30:00Z"),
                    user: "anna"
                )
            )
            let ended = try await place.run("logout")
            #expect(ended.code == 69)
            #expect(ended.errors.contains("forgotten here"))
            #expect(try place.sessionFile.read() == nil)
        }
    }

    /// What can be wrong with a session that is on this machine.
    enum Fault: CaseIterable {
        case exposed
        case torn
        case expired
        case noCertificates
        case otherServer
    }

    @Test("logging out forgets also a session that cannot be used", arguments: Fault.allCases)
    func logoutUnusable(_ fault: Fault) async throws {
        try await ClerkMachine.with { place in
            var session = StoredSession(
                server: "http://127.0.0.1:9",
                token: "t",
                expiresAt: try .at("2026-11-23T21:30:00Z"),
                user: "anna"
            )
            if fault == .expired { session.expiresAt = try .at("2026-11-20T21:30:00Z") }
            if fault == .noCertificates { session.caFile = place.path("none.pem") }
            try place.sessionFile.write(session)
            let path = place.sessionFile.path
            if fault == .exposed { #expect(chmod(path, 0o644) == 0) }
            if fault == .torn { #expect(truncate(path, 9) == 0) }
            let server = fault == .otherServer ? "http://127.0.0.1:8" : nil
            let place = place.setting("HELPDESK_SERVER", server)
            let ended = try await place.run("logout")
            #expect(ended.code == ([.expired, .otherServer].contains(fault) ? 77 : 78))
            let lines = ended.errors.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.contains("forgotten here") == true)
            #expect(lines.last?.hasPrefix("helpdesk: ") == true)
            #expect(!FileManager.default.fileExists(atPath: path))
            let again = try await place.run("logout")
            #expect(again.code == 77)
            #expect(!again.errors.contains("forgotten"))
        }
    }

    @Test("logging out by a token of the environment leaves the file alone")
    func logoutOther() async throws {
        try await ClerkMachine.with { place in
            try place.sessionFile.write(
                StoredSession(
                    server: "http://127.0.0.1:9",
                    token: "t",
                    expiresAt: try .at("2026-11-23T21:30:00Z"),
                    user: "anna"
                )
            )
            let ended = try await place.setting("HELPDESK_TOKEN", "å").run("logout")
            #expect(ended.code == 78)
            #expect(try place.sessionFile.read() != nil)
        }
    }

    @Test("logging out of a session that has ended already is no error")
    func logoutTwice() async throws {
        try await FakeScript { _ in .problem(401) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("logout")
                #expect(ended.code == 0)
            }
        }
    }

    @Test("with --json prints the API's bytes and nothing else")
    func json() async throws {
        let body = try Example.json(try Example.newSession())
        try await FakeScript { _ in .answer(201, body: body) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.run(
                    "login",
                    "--server",
                    desk.address,
                    "--user",
                    "anna",
                    "--password-stdin",
                    "--json",
                    input: "hemligt"
                )
                #expect(ended == Outcome(code: 0, output: body, errors: ""))
            }
        }
    }
}
