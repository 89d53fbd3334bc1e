import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Testing

@testable import WebAPI

@Suite("Bodies of requests")
struct FormTests {
    private func details(_ answer: TestCaller.Answer) -> [String: String] {
        let errors = answer.problem?.errors ?? []
        return Dictionary(errors.map { ($0.pointer, $0.detail) }) { first, _ in first }
    }

    @Test("are told everything that is wrong with them at once")
    func all() async throws {
        try await withAPI { caller, _ in
            let empty = try await caller.call(.post, "/v1/tickets", "{}")
            #expect(empty.status == .unprocessableContent)
            #expect(empty.pointers == ["/body", "/channel", "/citizen", "/subject"])
            #expect(Set(details(empty).values) == ["is missing"])
            let form = """
                {"subject":7,"body":null,"channel":"fax","priorty":"high","kind":["x"],
                 "citizen":{"name":true,"adress":"x","phone":null}}
                """
            let answer = try await caller.call(.post, "/v1/tickets", form)
            #expect(answer.status == .unprocessableContent)
            let known = "email, name, phone"
            #expect(
                details(answer).filter { $0.key != "/priorty" } == [
                    "/subject": "must be a string", "/body": "must not be null",
                    "/channel": "must be one of email, phone, web, visit",
                    "/kind": "must be a string", "/citizen/name": "must be a string",
                    "/citizen/adress": "is not known here; known are \(known)",
                ]
            )
            #expect(details(answer)["/priorty"]?.contains("priority") == true)
            // What is none of the words is told beside what is too long.
            let long = String(repeating: "x", count: 301)
            let words = try await caller.call(
                .post,
                "/v1/tickets",
                #"{"subject":"\#(long)","body":"","channel":"fax","kind":"x","citizen":{}}"#
            )
            #expect(words.pointers == ["/body", "/channel", "/kind", "/subject"])
            let page: Page<TicketBody> = try await caller.call(.get, "/v1/tickets").read()
            #expect(page.items.isEmpty)
        }
    }

    @Test("of changes and messages are told so, too")
    func others() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            let seen = ["If-Match": tag]
            let patch = #"{"state":"x","priority":7,"number":5,"citizen":{"verified":true}}"#
            let changed = try await caller.call(.patch, "/v1/tickets/1", patch, headers: seen)
            #expect(changed.pointers == ["/citizen/verified", "/number", "/priority", "/state"])
            #expect(details(changed)["/number"] == "cannot be changed here")
            let words = #"{"kind":"x","subject":""}"#
            let other = try await caller.call(.patch, "/v1/tickets/1", words, headers: seen)
            #expect(other.pointers == ["/kind", "/subject"])
            let message = #"{"kind":"inbound","body":"","resolve":true}"#
            let written = try await caller.call(.post, "/v1/tickets/1/messages", message)
            #expect(
                details(written) == [
                    "/kind": "must be one of reply, note", "/body": "must not be empty",
                ]
            )
            let later = #"{"until":"tomorrow","why":"x"}"#
            let snoozed = try await caller.call(.put, "/v1/tickets/1/snooze", later, headers: seen)
            #expect(snoozed.pointers == ["/until", "/why"])
            let whole = try await caller.call(
                .put,
                "/v1/calls/x/ticket",
                #"{"number":1.5}"#
            )
            #expect(details(whole) == ["/number": "must be a whole number"])
        }
    }

    @Test("hold no field that means nothing: it was meant to be another")
    func strangers() async throws {
        try await withAPI(as: "root") { caller, _ in
            let form = #"{"name":"bot","scopes":["tickets:read"],"queue":["school"],"expires":"x"}"#
            let token = try await caller.call(.post, "/v1/tokens", form)
            #expect(token.status == .unprocessableContent)
            #expect(token.pointers == ["/expires", "/queue"])
            let tokens: Page<TokenBody> = try await caller.call(.get, "/v1/tokens").read()
            #expect(tokens.items.isEmpty)
            let release = try await caller.call(
                .put,
                "/v1/quarantine/\(UUIDv7(at: Date()))/release",
                #"{"ticket_number":26}"#
            )
            #expect(release.pointers == ["/ticket_number"])
        }
    }

    @Test("of telephone systems may hold what they like")
    func telephoneSystems() async throws {
        try await withAPI { caller, _ in
            let event = """
                {"event":"newCall","callId":"c1","direction":"in","from":"070-1740605",
                 "diversion":{"a":[1]},"user":["ada"]}
                """
            let answer = try await caller.call(.post, "/v1/calls/events", event)
            #expect(answer.status == .ok)
            let form = """
                {"subject":"a","body":"b","channel":"phone","citizen":{},"call":"c1"}
                """
            let ticket: TicketBody = try await caller.call(.post, "/v1/tickets", form).read()
            #expect(ticket.citizen.phone == "+46701740605")
            let call: CallBody = try await caller.call(.get, "/v1/calls/c1").read()
            #expect(call.ticket == ticket.number)
            let other = form.replacing("c1", with: "zz")
            let refused = try await caller.call(.post, "/v1/tickets", other)
            #expect(refused.status == .unprocessableContent)
            #expect(details(refused) == ["/call": "there is no such call"])
        }
    }

    @Test(
        "that are no JSON are none, whatever else they are",
        arguments: ["", "{", #"{"subject":"a"}}"#, "{'a':1}", #"{"subject":tru}"#, "\u{feff}{}"]
    )
    func noJSON(body: String) async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(.post, "/v1/tickets", body)
            #expect(answer.status == .badRequest || answer.status == .unprocessableContent)
            #expect(answer.problem?.title != nil)
        }
    }

    @Test("of a million mistakes are answered with a hundred")
    func many() async throws {
        try await withAPI { caller, _ in
            let count = [FieldProblem].toldMax
            let names = (0...count).map { #""x\#($0)":[[{"a":0}]]"# }
            let body = "{\(names.joined(separator: ","))}"
            let answer = try await caller.call(.post, "/v1/matches", body)
            #expect(answer.pointers.count == count)
            let query = String(repeating: "&x=", count: count + 1)
            let list = try await caller.call(.get, "/v1/tickets?\(query)")
            #expect(list.pointers.count == count)
            let words = Array(repeating: #""nothing""#, count: count + 1).joined(separator: ",")
            let hook = #"{"url":"https://example.org/hook","types":[\#(words)]}"#
            let types = try await caller.call(.post, "/v1/webhooks", hook)
            #expect(types.pointers.count == count)
        }
        try await withAPI(as: "adam") { caller, _ in
            let count = [FieldProblem].toldMax
            let queues = Array(repeating: #""""#, count: count + 1).joined(separator: ",")
            let hook = #"{"url":"https://example.org/hook","queues":[\#(queues)]}"#
            let answer = try await caller.call(.post, "/v1/webhooks", hook)
            #expect(answer.pointers.count == count)
        }
    }

    @Test("say each thing once")
    func twice() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            let answer = try await caller.call(
                .patch,
                "/v1/tickets/1",
                #"{"queue":"skola","queue":"e-service","citizen":{"name":"A","\u006eame":"B"}}"#,
                headers: ["If-Match": tag]
            )
            #expect(
                details(answer) == [
                    "/queue": "stands there twice", "/citizen/name": "stands there twice",
                ]
            )
        }
    }

    @Test("say something where something must be said: what shows nothing is nothing")
    func unseen() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            for text in ["\u{200B}", "\u{FEFF} \u{AD}", "\u{2060}\n"] {
                let body = #"{"kind":"reply","body":"\#(text.replacing("\n", with: "\\n"))"}"#
                let answer = try await caller.call(.post, "/v1/tickets/1/messages", body)
                #expect(details(answer) == ["/body": "must not be empty"])
            }
            let joined = #"{"kind":"note","body":"👩\#u{200D}👧"}"#
            let written = try await caller.call(.post, "/v1/tickets/1/messages", joined)
            #expect(written.status == .created)
            let seen = ["If-Match": tag]
            let nowhere = #"{"service":""}"#
            let patched = try await caller.call(.patch, "/v1/tickets/1", nowhere, headers: seen)
            #expect(details(patched) == ["/service": "must not be empty"])
            let form = """
                {"subject":"a","body":"b","channel":"web","citizen":{},"service":""}
                """
            let opened = try await caller.call(.post, "/v1/tickets", form)
            #expect(details(opened) == ["/service": "must not be empty"])
        }
    }

    @Test("every form has a shape that refuses what it does not know")
    func shapes() throws {
        let document = try OpenAPIDocument().value()
        guard case .object(let schemas) = document["components"]?["schemas"] ?? .null else {
            Issue.record("no schemas")
            return
        }
        let forms = schemas.filter { $0.key.hasSuffix("Form") }
        #expect(forms.count > 20)
        for (name, schema) in forms where name != "CallEventForm" {
            #expect(schema["additionalProperties"] == .flag(false), "\(name)")
        }
    }

    @Test("are for one version of a ticket")
    func versions() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            for header in ["*", "\(tag), \"1-9\"", "W/\(tag)", "1-1"] {
                let answer = try await caller.call(
                    .patch,
                    "/v1/tickets/1",
                    #"{"priority":"high"}"#,
                    headers: ["If-Match": header]
                )
                #expect(answer.status == .preconditionFailed)
                #expect(answer.problem?.type == "/problems/one-version-needed", "\(header)")
            }
        }
    }

    @Test("have another version when a ticket has become overdue, and change it all the same")
    func overdue() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: [try ClockRule("*: first 1h, next 1h, solve 2h")],
            hours: try OpeningHours("Mo-Fr 08:00-17:00")
        )
        try await withAPI(settings: settings) { caller, house in
            let (ticket, tag) = try await caller.open()
            #expect(ticket.due.overdue == false)
            house.clock.advance(by: 3_601)
            let known = ["If-None-Match": tag]
            let later = try await caller.call(.get, "/v1/tickets/1", headers: known)
            #expect(later.status == .ok)
            #expect(try later.read(TicketBody.self).due.overdue)
            let now = try #require(later.headers[.eTag])
            #expect(now == "\"1-1-overdue\"")
            let again = try await caller.call(
                .get,
                "/v1/tickets/1",
                headers: ["If-None-Match": now]
            )
            #expect(again.status == .notModified)
            for (seen, body) in [(tag, "low"), ("\"1-2-overdue\"", "high")] {
                let answer = try await caller.call(
                    .patch,
                    "/v1/tickets/1",
                    #"{"priority":"\#(body)"}"#,
                    headers: ["If-Match": seen]
                )
                #expect(answer.status == .ok)
            }
        }
    }
}
