import Cryptography
import Desk
import DeskAPI
import DeskTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WebAPI

@Suite("The API's sessions")
struct SessionAPITests {
    @Test("open with the right password, say who one is, and end")
    func lifeCycle() async throws {
        try await withAPI { caller, _ in
            let me: SessionBody = try await caller.call(.get, "/v1/session").read()
            #expect(me.staff.id == "ada")
            #expect(me.staff.roles == ["agent"])
            #expect(try await caller.call(.delete, "/v1/session").status == .noContent)
            #expect(try await caller.call(.get, "/v1/session").status == .unauthorized)
        }
    }

    @Test("are refused with one and the same answer, whatever was wrong")
    func refused() async throws {
        try await withAPI(as: nil) { caller, _ in
            var bodies: Set<String> = []
            for (user, password) in [("ada", "wrong"), ("nobody", "x"), ("ada", ""), ("", "")] {
                let answer = try await caller.call(
                    .post,
                    "/v1/sessions",
                    #"{"username":"\#(user)","password":"\#(password)"}"#
                )
                #expect(answer.status == .unauthorized)
                bodies.insert(String(buffer: answer.body))
            }
            #expect(bodies.count == 1)
        }
    }

    @Test("leave in the journal that a log-in was refused, and nothing that was typed")
    func journal() async throws {
        let log = LogRecord()
        try await withDesk { house in
            let api = WebAPI(desk: house.desk, checks: [], logger: log.logger)
            try await Application(router: api.router()).test(.router) { client in
                let caller = TestCaller(client: client, token: nil)
                for user in ["ada", "hemligt123"] {
                    let answer = try await caller.call(
                        .post,
                        "/v1/sessions",
                        #"{"username":"\#(user)","password":"fel lösenord"}"#
                    )
                    #expect(answer.status == .unauthorized)
                }
            }
        }
        #expect(log.lines.count { $0.hasPrefix("notice log-in refused [\"from\": ") } == 2)
        for word in ["ada", "hemligt", "fel l"] { #expect(!log.text.contains(word)) }
    }

    @Test("cannot be opened while no directory answers")
    func away() async throws {
        try await withAPI(as: nil) { caller, _ in
            let answer = try await caller.call(
                .post,
                "/v1/sessions",
                #"{"username":"away","password":"x"}"#
            )
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] != nil)
            #expect(answer.problem?.title == "Nobody can log in just now")
            #expect(!String(buffer: answer.body).contains("directory"))
        }
    }

    @Test("are asked for everywhere but at the door, and tokens only in the header")
    func guarded() async throws {
        try await withAPI(as: nil) { caller, house in
            for path in [
                "/v1/session", "/v1/tickets", "/v1/tickets/1", "/v1/tickets/1/messages",
                "/v1/tickets/1/history", "/v1/tickets/1/suggestions", "/v1/articles",
                "/v1/articles/losenord", "/v1/destinations", "/v1/attachments/x",
                "/v1/handoffs/x",
            ] {
                let answer = try await caller.call(.get, path)
                #expect(answer.status == .unauthorized, "\(path)")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            }
            let password = TestStaff.password(of: "ada")
            let (token, _) = try await house.desk.signIn(
                username: "ada",
                password: .init(password)
            )
            let inQuery = try await caller.call(.get, "/v1/session?access_token=\(token.text)")
            #expect(inQuery.status == .unauthorized)
        }
    }
}
