import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import KnowledgeBase
import NIOCore
import Storage
import Testing

@testable import WebAPI

@Suite("The API's ways to work together")
struct CooperationAPITests {
    @Test("merge, show the one for the other, and take out again")
    func merger() async throws {
        try await withAPI { caller, _ in
            let (first, firstTag) = try await caller.open()
            let (second, tag) = try await caller.open("Samma igen")
            let path = "/v1/tickets/\(second.number)"
            let form = #"{"into":\#(first.number)}"#
            let blind = try await caller.call(.put, "\(path)/merger", form)
            #expect(blind.status.code == 428)
            let stale = try await caller.call(
                .put,
                "\(path)/merger",
                form,
                headers: ["If-Match": firstTag]
            )
            #expect(stale.status == .preconditionFailed)
            let merged = try await caller.call(
                .put,
                "\(path)/merger",
                form,
                headers: ["If-Match": tag]
            )
            let survivor: TicketBody = try merged.read()
            #expect(survivor.number == first.number && survivor.merged == 1)
            let shown = try await caller.call(.get, path)
            #expect(try shown.read(TicketBody.self) == survivor)
            let place = try #require(HTTPField.Name("Content-Location"))
            #expect(shown.headers[place] == "/v1/tickets/\(first.number)")
            #expect(shown.headers[.eTag] == merged.headers[.eTag])
            let itself = try await caller.call(.get, "\(path)?follow=false")
            let gone: TicketBody = try itself.read()
            #expect(gone.number == second.number && gone.mergedInto == first.number)
            let seen = ["If-Match": itself.headers[.eTag] ?? ""]
            let patched = try await caller.call(
                .patch,
                path,
                #"{"priority":"high"}"#,
                headers: seen
            )
            #expect(patched.status == .conflict)
            let back = try await caller.call(.delete, "\(path)/merger", headers: seen)
            #expect(try back.read(TicketBody.self).state == "open")
            #expect(try await caller.call(.get, path).read(TicketBody.self).mergedInto == nil)
        }
    }

    @Test("say why two people's tickets stay apart, and believe a clerk who knows better")
    func twoPeople() async throws {
        try await withAPI { caller, _ in
            let (first, _) = try await caller.open()
            let answer = try await caller.call(
                .post,
                "/v1/tickets",
                #"{"subject":"x","body":"y","channel":"phone","citizen":{"name":"Eva"}}"#
            )
            let (second, tag) = (
                try answer.read(TicketBody.self), answer.headers[.eTag] ?? ""
            )
            let path = "/v1/tickets/\(second.number)/merger"
            let refused = try await caller.call(
                .put,
                path,
                #"{"into":\#(first.number)}"#,
                headers: ["If-Match": tag]
            )
            #expect(refused.status == .conflict)
            #expect(refused.problem?.detail?.contains("same_person") == true)
            let known = try await caller.call(
                .put,
                path,
                #"{"into":\#(first.number),"same_person":true}"#,
                headers: ["If-Match": tag]
            )
            #expect(known.status == .ok)
        }
    }

    @Test("split once for one key, link, and list")
    func splitAndLink() async throws {
        try await withAPI { caller, _ in
            let (ticket, _) = try await caller.open()
            let path = "/v1/tickets/\(ticket.number)"
            let page: Page<MessageBody> = try await caller.call(.get, "\(path)/messages").read()
            let id = try #require(page.items.first?.id)
            let key = ["Idempotency-Key": "k1"]
            let made = try await caller.call(
                .post,
                "\(path)/messages/\(id)/split",
                #"{"subject":"Ett annat"}"#,
                headers: key
            )
            #expect(made.status == .created)
            let new: TicketBody = try made.read()
            #expect(made.headers[.location] == "/v1/tickets/\(new.number)")
            let again = try await caller.call(
                .post,
                "\(path)/messages/\(id)/split",
                #"{"subject":"Ett annat"}"#,
                headers: key
            )
            #expect(again.body == made.body)
            let link = "\(path)/links/\(new.number)"
            #expect(
                try await caller.call(.put, link, #"{"relation":"friend"}"#).pointers
                    == ["/relation"]
            )
            #expect(
                try await caller.call(.put, link, #"{"relation":"child"}"#).status == .noContent
            )
            let links: Page<LinkBody> = try await caller.call(.get, "\(path)/links").read()
            #expect(links.items.map(\.ticket) == [new.number])
            #expect(links.items.map(\.relation) == ["child"])
            #expect(try await caller.call(.delete, link).status == .noContent)
            #expect(
                try await caller.call(.get, "\(path)/links").read(Page<LinkBody>.self).items == []
            )
            let hints: Page<DuplicateBody> =
                try await caller.call(.get, "\(path)/duplicates").read()
            #expect(hints.items.map(\.ticket) == [new.number])
            #expect(hints.items.first?.reasons.first == "same_citizen")
        }
    }

    @Test("note a test of confidentiality once for one key", arguments: StoreKind.available)
    func disclosure(on kind: StoreKind) async throws {
        try await withAPI(on: kind) { caller, house in
            let (ticket, _) = try await caller.open()
            let path = "/v1/tickets/\(ticket.number)/disclosures"
            for (key, outcome, status) in [
                ("k1", "released", 204), ("k1", "released", 204), ("k1", "refused", 422),
                ("k2", "released", 204),
            ] {
                let answer = try await caller.call(
                    .post,
                    path,
                    #"{"outcome":"\#(outcome)","ground":"OSL 26 kap. 1 §"}"#,
                    headers: ["Idempotency-Key": key]
                )
                #expect(answer.status.code == status, "\(key) \(outcome)")
                #expect(status != 204 || answer.body.readableBytes == 0)
            }
            let history = try await house.desk.history(
                of: TicketNumber(rawValue: ticket.number),
                after: nil,
                limit: 20,
                as: .ada
            )
            let tests = history.entries.filter { $0.event.kind == .disclosureTested }
            #expect(tests.count == 2)
        }
    }

    @Test("put off, follow up, and refuse what is no moment")
    func alarms() async throws {
        try await withAPI { caller, _ in
            let (ticket, tag) = try await caller.open()
            let path = "/v1/tickets/\(ticket.number)"
            let bad = try await caller.call(
                .put,
                "\(path)/snooze",
                #"{"until":"2020-01-01T00:00:00.000Z"}"#,
                headers: ["If-Match": tag]
            )
            #expect(bad.pointers == ["/until"])
            let put = try await caller.call(
                .put,
                "\(path)/snooze",
                #"{"until":"2026-11-03T08:00:00.000Z"}"#,
                headers: ["If-Match": tag]
            )
            #expect(
                try put.read(TicketBody.self).snoozedUntil?.description
                    == "2026-11-03T08:00:00.000Z"
            )
            let list: Page<TicketBody> = try await caller.call(.get, "/v1/tickets?snoozed=true")
                .read()
            #expect(list.items.map(\.number) == [ticket.number])
            let followed = try await caller.call(
                .put,
                "\(path)/follow-up",
                #"{"at":"2026-11-05T08:00:00.000Z"}"#,
                headers: ["If-Match": put.headers[.eTag] ?? ""]
            )
            #expect(try followed.read(TicketBody.self).followUpAt != nil)
            let woken = try await caller.call(
                .delete,
                "\(path)/snooze",
                headers: ["If-Match": followed.headers[.eTag] ?? ""]
            )
            #expect(try woken.read(TicketBody.self).snoozedUntil == nil)
        }
    }

    @Test("tell who is there, and what happened with watched tickets")
    func colleagues() async throws {
        try await withAPI { caller, house in
            let (ticket, _) = try await caller.open()
            let path = "/v1/tickets/\(ticket.number)"
            #expect(try await caller.call(.put, "\(path)/watch").status == .noContent)
            _ = try await house.desk.attend(
                .init(rawValue: ticket.number),
                doing: .writing,
                as: .grace
            )
            let others: Page<PresenceBody> = try await caller.call(
                .put,
                "\(path)/presence",
                #"{"doing":"writing"}"#
            )
            .read()
            #expect(others.items.map(\.name) == ["Grace Ask"])
            _ = try await house.desk.assign(
                .init(rawValue: ticket.number),
                at: 1,
                to: "grace",
                as: .grace
            )
            while try await house.store.seal(at: house.clock.now) != nil {}
            let heard: WatchedEventsBody =
                try await caller.call(.get, "/v1/watched-events").read()
            #expect(heard.items.map(\.ticket) == [ticket.number] && !heard.more)
            #expect(heard.items.map(\.event.kind) == ["assigned"])
            let next = try #require(heard.next)
            let later: WatchedEventsBody =
                try await caller.call(.get, "/v1/watched-events?cursor=\(next)").read()
            #expect(later.items.isEmpty && later.next == next)
            let collision = try await caller.call(
                .post,
                "\(path)/messages",
                #"{"kind":"note","body":"Hej"}"#,
                headers: ["If-Match": "\"\(ticket.number)-1\""]
            )
            #expect(collision.status == .preconditionFailed)
        }
    }

    @Test("list what is owed longest first, with cursors of that order only")
    func due() async throws {
        try await withAPI { caller, house in
            try await house.store.write { transaction throws(DeskError) in
                for minutes in [30.0, 10, 20] {
                    var ticket = Ticket(
                        subject: "x",
                        category: .other,
                        channel: .web,
                        queue: "e-service",
                        language: "sv",
                        citizen: Citizen(),
                        symptom: .init(),
                        createdAt: house.clock.now
                    )
                    ticket.firstReplyDueAt = house.clock.now + minutes * 60
                    _ = try transaction.insert(ticket)
                }
            }
            let first: Page<TicketBody> =
                try await caller.call(.get, "/v1/tickets?order=due&limit=2").read()
            #expect(first.items.map(\.number) == [2, 3])
            let cursor = try #require(first.next)
            let second: Page<TicketBody> =
                try await caller.call(.get, "/v1/tickets?order=due&limit=2&cursor=\(cursor)").read()
            #expect(second.items.map(\.number) == [1] && second.next == nil)
            let wrong = try await caller.call(.get, "/v1/tickets?cursor=\(cursor)")
            #expect(wrong.pointers == ["cursor"])
            #expect(try await caller.call(.get, "/v1/tickets?order=oldest").pointers == ["order"])
        }
    }
}
