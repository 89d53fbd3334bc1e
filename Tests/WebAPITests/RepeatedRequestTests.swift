import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Requests that are sent again")
struct RepeatedRequestTests {
    private static let ticket = """
        {"subject":"a","body":"b","channel":"web","citizen":{"email":"olle@example.com"}}
        """
    private static let reply = #"{"kind":"reply","body":"Hej igen."}"#

    /// The letters to a ticket's citizen that a clerk wrote.
    private static func replies(_ caller: TestCaller) async throws -> [String] {
        let page: Page<MessageBody> =
            try await caller.call(.get, "/v1/tickets/1/messages").read()
        return page.items.filter { $0.kind == "reply" }.map(\.body)
    }

    @Test(
        "happen once, also where their answer may no longer be shown to whoever sent them",
        arguments: StoreKind.available
    )
    func withdrawn(on kind: StoreKind) async throws {
        try await withAPI(as: "petra", on: kind) { caller, _ in
            let key = ["Idempotency-Key": "one"]
            func send(_ path: String, _ body: String) async throws -> TestCaller.Answer {
                try await caller.call(.post, path, body, headers: key)
            }
            let messages = "/v1/tickets/1/messages"
            #expect(try await send("/v1/tickets", Self.ticket).status == .created)
            #expect(try await send(messages, Self.reply).status == .created)
            for method in [HTTPRequest.Method.put, .delete] {
                let changed = try await caller.call(method, "/v1/tickets/1/protection")
                #expect(changed.status == .noContent)
                for (path, body) in [("/v1/tickets", Self.ticket), (messages, Self.reply)] {
                    let again = try await send(path, body)
                    #expect(again.status == .conflict, "\(method) \(path)")
                    #expect(!String(buffer: again.body).contains("Hej"))
                }
            }
            let other = try await send(messages, Self.reply.replacing("Hej", with: "Nej"))
            #expect(other.problem?.type == "/problems/idempotency-key-reused")
            #expect(try await Self.replies(caller) == ["Hej igen."])
            let page: Page<TicketBody> = try await caller.call(.get, "/v1/tickets").read()
            #expect(page.items.count == 1)
        }
    }

    @Test(
        "happen once for a citizen's other tickets too, and for one that became confidential",
        arguments: StoreKind.available
    )
    func others(on kind: StoreKind) async throws {
        let settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        try await withAPI(as: "petra", on: kind, settings: settings) { caller, house in
            for (number, key) in [(1, "one"), (2, "two")] {
                let opened = try await caller.call(
                    .post,
                    "/v1/tickets",
                    Self.ticket,
                    headers: ["Idempotency-Key": key]
                )
                #expect(try opened.read(TicketBody.self).number == number)
            }
            try await house.desk.protect(TicketNumber(rawValue: 1), true, as: .petra)
            let moved = try await caller.open("flyttas")
            #expect(moved.0.number == 3)
            let key = ["Idempotency-Key": "three"]
            let note = #"{"kind":"note","body":"Hemligt."}"#
            let path = "/v1/tickets/3/messages"
            #expect(try await caller.call(.post, path, note, headers: key).status == .created)
            var patch = TicketPatch()
            patch.queue = "social"
            let ticket = TicketNumber(rawValue: 3)
            let seen = try await house.desk.ticket(ticket, as: .root).revision
            _ = try await house.desk.change(ticket, at: seen, by: patch, as: .root)
            let known: [(String, String, String, HTTPResponse.Status)] = [
                ("/v1/tickets", Self.ticket, "two", .conflict), (path, note, "three", .notFound),
            ]
            for (path, body, key, status) in known {
                let again = try await caller.call(
                    .post,
                    path,
                    body,
                    headers: ["Idempotency-Key": key]
                )
                #expect(again.status == status, "\(key)")
            }
            let tickets = try await house.desk.tickets(TicketQuery(), as: .root).tickets
            #expect(tickets.count == 3)
            let page = try await house.desk.messages(of: ticket, after: nil, limit: 9, as: .root)
            #expect(page.messages.count { $0.kind == .note } == 1)
        }
    }

    @Test("are the same however their path is written")
    func paths() async throws {
        try await withAPI { caller, _ in
            for path in ["/v1/tickets", "/v1/tickets/", "//v1//tickets"] {
                let answer = try await caller.call(
                    .post,
                    path,
                    Self.ticket,
                    headers: ["Idempotency-Key": "one"]
                )
                #expect(answer.status == .created, "\(path)")
                #expect(try answer.read(TicketBody.self).number == 1, "\(path)")
            }
        }
    }
}
