import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Testing

@testable import WebAPI

@Suite("The API's incidents and maintenance")
struct IncidentAPITests {
    private static let incident = #"{"title":"Skolval","service":"skolval"}"#

    @Test("are opened, told of, answered once and ended", arguments: StoreKind.available)
    func life(on kind: StoreKind) async throws {
        try await withAPI(as: "lena", on: kind) { caller, house in
            let key = ["Idempotency-Key": "one"]
            let made = try await caller.call(.post, "/v1/incidents", Self.incident, headers: key)
            #expect(made.status == .created)
            #expect(made.headers[.location] == "/v1/incidents/1")
            let again = try await caller.call(.post, "/v1/incidents", Self.incident, headers: key)
            #expect(again.body == made.body)
            #expect(
                try await caller.call(.post, "/v1/incidents", Self.incident).status == .conflict
            )
            let opened = try await caller.call(
                .post,
                "/v1/tickets",
                """
                {"subject":"x","body":"går inte","channel":"web","service":"skolval",
                 "citizen":{"email":"olle@example.com"}}
                """
            )
            let ticket: TicketBody = try opened.read()
            #expect(ticket.incident == 1 && ticket.maintenance == nil)
            let patched = try await caller.call(
                .patch,
                "/v1/incidents/1",
                #"{"title":"Skolvalet","notice":{"sv":"Stängt."}}"#
            )
            #expect(try patched.read(IncidentBody.self).notice == NoticeBody(sv: "Stängt."))
            let bare = try await caller.call(.patch, "/v1/incidents/1", #"{"notice":null}"#)
            #expect(try bare.read(IncidentBody.self).notice == nil)
            let answered = try await caller.call(
                .post,
                "/v1/incidents/1/answers",
                #"{"text":{"sv":"Öppet igen."},"resolve":true}"#
            )
            #expect(answered.status == .accepted)
            #expect(try answered.read(IncidentBody.self).answers.map(\.waiting) == [1])
            try await house.desk.carryIncidentAnswers()
            let shown: IncidentBody = try await caller.call(.get, "/v1/incidents/1").read()
            #expect(shown.answers.map(\.written) == [1] && shown.tickets == 1)
            let page: Page<TicketBody> =
                try await caller.call(.get, "/v1/incidents/1/tickets").read()
            #expect(page.items.map(\.number) == [ticket.number] && page.next == nil)
            #expect(page.items[0].state == "resolved")
            let list: Page<IncidentBody> =
                try await caller.call(.get, "/v1/incidents?state=confirmed").read()
            #expect(list.items == [shown])
            let ended = try await caller.call(
                .patch,
                "/v1/incidents/1",
                #"{"state":"resolved"}"#
            )
            #expect(try ended.read(IncidentBody.self).endedBy == "lena")
            let back = try await caller.call(
                .patch,
                "/v1/incidents/1",
                #"{"state":"suspected"}"#
            )
            #expect(back.status == .conflict)
        }
    }

    @Test(
        "are changed only by who has seen them as they are, where that is said",
        arguments: StoreKind.available
    )
    func versions(on kind: StoreKind) async throws {
        try await withAPI(as: "lena", on: kind) { caller, _ in
            _ = try await caller.call(.post, "/v1/incidents", Self.incident)
            let window = """
                {"starts_at":"2026-11-02T07:00:00Z","ends_at":"2026-11-02T09:00:00Z",
                 "services":["bygglov"],"notice":{"sv":"Stängt."}}
                """
            _ = try await caller.call(.post, "/v1/maintenance", window)
            for (path, one, other) in [
                ("/v1/incidents/1", #"{"title":"Ett"}"#, #"{"title":"Två"}"#),
                ("/v1/maintenance/1", #"{"services":["a"]}"#, #"{"services":["b"]}"#),
            ] {
                let seen = try #require(try await caller.call(.get, path).headers[.eTag])
                let held = ["If-Match": seen]
                // What is counted meanwhile is no change of anybody's.
                _ = try await caller.call(
                    .post,
                    "/v1/tickets",
                    #"{"subject":"x","body":"y","channel":"web","service":"skolval","citizen":{}}"#
                )
                let first = try await caller.call(.patch, path, one, headers: held)
                #expect(first.status == .ok, "\(path)")
                let second = try await caller.call(.patch, path, other, headers: held)
                #expect(second.status == .preconditionFailed, "\(path)")
                let shown = try await caller.call(.get, path)
                #expect(shown.body == first.body && shown.headers[.eTag] == first.headers[.eTag])
                let wrong = ["If-Match": "\"nonsense\""]
                let third = try await caller.call(.patch, path, other, headers: wrong)
                #expect(third.status == .preconditionFailed, "\(path)")
                #expect(try await caller.call(.patch, path, other).status == .ok, "\(path)")
            }
        }
    }

    @Test("say what is wrong with a form, and that there is none of that number")
    func refusals() async throws {
        try await withAPI(as: "lena") { caller, _ in
            let bad = try await caller.call(
                .post,
                "/v1/incidents",
                #"{"title":"","symptom":"x","notice":{"sv":" ","en":""}}"#
            )
            #expect(bad.pointers == ["/notice/en", "/notice/sv", "/symptom", "/title"])
            let late = try await caller.call(
                .post,
                "/v1/maintenance",
                """
                {"starts_at":"2026-11-03T08:00:00Z","ends_at":"2026-11-03T07:00:00Z",
                 "services":[],"notice":{"sv":"x"}}
                """
            )
            #expect(late.pointers == ["/ends_at", "/services"])
            for (method, path, body) in [
                (HTTPRequest.Method.get, "/v1/incidents/9", nil),
                (.patch, "/v1/incidents/9", "{}"), (.get, "/v1/incidents/9/tickets", nil),
                (.post, "/v1/incidents/9/answers", #"{"text":{"sv":"x"}}"#),
                (.get, "/v1/maintenance/9", nil), (.patch, "/v1/maintenance/9", "{}"),
                (.delete, "/v1/maintenance/9", nil), (.get, "/v1/incidents/x", nil),
            ] {
                let answer = try await caller.call(method, path, body)
                #expect(answer.status == .notFound, "\(method) \(path)")
            }
            let (_, tag) = try await caller.open()
            let missing = try await caller.call(
                .put,
                "/v1/tickets/1/incident",
                #"{"incident":9}"#,
                headers: ["If-Match": tag]
            )
            #expect(missing.pointers == ["/incident"])
        }
    }

    @Test(
        "are seen by whoever works tickets and led by whoever leads",
        arguments: ["ada", "stig", "rut", "adam", "lena", "pelle"]
    )
    func rights(user: String) async throws {
        try await withAPI(as: user) { caller, house in
            _ = try await house.desk.openIncident(IncidentDraft(title: "x"), as: .lena)
            let window = Maintenance(
                startsAt: house.clock.now + 60,
                endsAt: house.clock.now + 120,
                services: ["x"],
                notice: NoticeText(swedish: "y"),
                createdBy: ""
            )
            _ = try await house.desk.plan(window, as: .lena)
            let sees = user != "pelle"
            let leads = ["adam", "lena"].contains(user)
            for (method, path, body, isAllowed) in [
                (HTTPRequest.Method.get, "/v1/incidents/1", nil, sees),
                (.get, "/v1/incidents/1/tickets", nil, sees),
                (.get, "/v1/maintenance/1", nil, sees),
                (.patch, "/v1/incidents/1", #"{"title":"z"}"#, leads),
                (.post, "/v1/incidents/1/answers", #"{"text":{"sv":"x"}}"#, leads),
                (.patch, "/v1/maintenance/1", #"{"notice":{"sv":"z"}}"#, leads),
                (.delete, "/v1/maintenance/1", nil, leads),
            ] {
                let status = try await caller.call(method, path, body).status
                #expect((status != .forbidden) == isAllowed, "\(method) \(path): \(status)")
            }
        }
    }

    @Test("are planned, changed and called off")
    func maintenance() async throws {
        try await withAPI(as: "lena") { caller, house in
            let made = try await caller.call(
                .post,
                "/v1/maintenance",
                """
                {"starts_at":"2026-11-02T07:00:00Z","ends_at":"2026-11-02T09:00:00Z",
                 "services":["skolval"],"notice":{"sv":"Stängt.","en":"Closed."}}
                """
            )
            #expect(made.status == .created)
            let opened = try await caller.call(
                .post,
                "/v1/tickets",
                #"{"subject":"x","body":"y","channel":"web","service":"skolval","citizen":{}}"#
            )
            #expect(try opened.read(TicketBody.self).maintenance == 1)
            let patched = try await caller.call(
                .patch,
                "/v1/maintenance/1",
                #"{"services":["skolval","bygglov"]}"#
            )
            #expect(try patched.read(MaintenanceBody.self).services == ["skolval", "bygglov"])
            #expect(try await caller.call(.delete, "/v1/maintenance/1").status == .noContent)
            let list: Page<MaintenanceBody> = try await caller.call(.get, "/v1/maintenance").read()
            #expect(list.items.isEmpty)
            let gone: MaintenanceBody = try await caller.call(.get, "/v1/maintenance/1").read()
            #expect(gone.cancelledAt == Timestamp(house.clock.now))
        }
    }
}
