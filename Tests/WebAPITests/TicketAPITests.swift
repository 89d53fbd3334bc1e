import Cryptography
import Desk
import DeskAPI
import DeskTesting
import HTTPTypes
import NIOCore
import Testing

@Suite("The API's tickets")
struct TicketAPITests {
    @Test("are created with a place and a version")
    func create() async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(
                .post,
                "/v1/tickets",
                """
                {"subject":"BankID","body":"RFA8 på min iPhone","channel":"phone",
                 "citizen":{"name":"Olle"}}
                """
            )
            #expect(answer.status == .created)
            #expect(answer.headers[.location] == "/v1/tickets/1")
            #expect(answer.headers[.eTag] == "\"1-1\"")
            let ticket: TicketBody = try answer.read()
            #expect(ticket.symptom.codes == ["RFA8"])
            #expect(ticket.category == "e-id")
            let text = String(buffer: answer.body)
            // The shape is the same whether there is a value or not.
            #expect(text.contains("\"assignee\":null"))
            #expect(text.contains("\"created_at\":\"2026-11-02T08:00:00.000Z\""))
            let shown = try await caller.call(.get, "/v1/tickets/1")
            #expect(String(buffer: shown.body) == text)
        }
    }

    @Test("are refused with a pointer to each wrong field")
    func wrongFields() async throws {
        try await withAPI { caller, _ in
            let words = try await caller.call(
                .post,
                "/v1/tickets",
                """
                {"subject":"x","body":"y","channel":"pigeon","kind":"riot","priority":"now",
                 "citizen":{}}
                """
            )
            #expect(words.status == .unprocessableContent)
            #expect(words.headers[.contentType] == "application/problem+json")
            #expect(words.pointers == ["/channel", "/kind", "/priority"])
            let missing = try await caller.call(.post, "/v1/tickets", #"{"subject":"x"}"#)
            #expect(missing.pointers == ["/body", "/channel", "/citizen"])
            let wrongType = try await caller.call(
                .post,
                "/v1/tickets",
                #"{"subject":1,"body":"y","channel":"web","citizen":{}}"#
            )
            #expect(wrongType.pointers == ["/subject"])
            for (phone, isRight) in [("12", false), ("ring mig", false), ("112", true), ("", true)]
            {
                let call = try await caller.call(
                    .post,
                    "/v1/tickets",
                    #"{"subject":"x","body":"y","channel":"phone","citizen":{"phone":"\#(phone)"}}"#
                )
                #expect(call.pointers == (isRight ? [] : ["/citizen/phone"]), "\(phone)")
                #expect((call.status == .created) == isRight)
            }
            let noJSON = try await caller.call(.post, "/v1/tickets", "{")
            #expect(noJSON.status == .badRequest)
            let text = try await caller.call(
                .post,
                "/v1/tickets",
                "{}",
                headers: ["Content-Type": "text/plain"]
            )
            #expect(text.status == .unsupportedMediaType)
            for (coding, status) in [
                ("gzip", HTTPResponse.Status.unsupportedMediaType), ("identity", .badRequest),
            ] {
                let coded = try await caller.call(
                    .post,
                    "/v1/tickets",
                    "{",
                    headers: ["Content-Encoding": coding]
                )
                #expect(coded.status == status)
                let accepted = status == .badRequest ? nil : "identity"
                #expect(coded.headers[.acceptEncoding] == accepted)
            }
        }
    }

    @Test("are created once for an Idempotency-Key, and the answer stays the same")
    func idempotency() async throws {
        try await withAPI { caller, _ in
            let form = #"{"subject":"a","body":"b","channel":"web","citizen":{}}"#
            let key = ["Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"]
            let first = try await caller.call(.post, "/v1/tickets", form, headers: key)
            let again = try await caller.call(.post, "/v1/tickets", form, headers: key)
            #expect(first.status == .created)
            #expect(again.status == .created)
            #expect(String(buffer: again.body) == String(buffer: first.body))
            #expect(again.headers[.location] == first.headers[.location])
            #expect(again.headers[.eTag] == first.headers[.eTag])
            let other = try await caller.call(
                .post,
                "/v1/tickets",
                form.replacing("\"a\"", with: "\"z\""),
                headers: key
            )
            #expect(other.status == .unprocessableContent)
            #expect(other.problem?.type == "/problems/idempotency-key-reused")
            let page: Page<TicketBody> = try await caller.call(.get, "/v1/tickets").read()
            #expect(page.items.count == 1)
        }
    }

    @Test(
        "take an Idempotency-Key of 255 octets, not of none and not of 256",
        arguments: [0, 255, 256]
    )
    func keyLimit(length: Int) async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(
                .post,
                "/v1/tickets",
                #"{"subject":"a","body":"b","channel":"web","citizen":{}}"#,
                headers: ["Idempotency-Key": String(repeating: "k", count: length)]
            )
            #expect(answer.status == (length == 255 ? .created : .badRequest))
        }
    }

    @Test("tell nobody who opens one whether its citizen is protected, but who may know")
    func protection() async throws {
        try await withAPI { caller, house in
            let (first, _) = try await caller.open()
            try await house.desk.protect(TicketNumber(rawValue: first.number), true, as: .petra)
            let (hidden, _) = try await caller.open()
            #expect(!hidden.protected)
            #expect(try await caller.call(.get, "/v1/tickets/\(hidden.number)").status == .notFound)
            let number = TicketNumber(rawValue: hidden.number)
            #expect(try await house.desk.ticket(number, as: .petra).isProtected)
        }
        try await withAPI(as: "petra") { caller, house in
            let (first, _) = try await caller.open()
            try await house.desk.protect(TicketNumber(rawValue: first.number), true, as: .petra)
            #expect(try await caller.open().0.protected)
        }
    }

    @Test("are asked for only by methods that are known")
    func methods() async throws {
        try await withAPI { caller, _ in
            for name in ["PROPFIND", "LOCK", "SEARCH"] {
                let method = try #require(HTTPRequest.Method(name))
                let answer = try await caller.call(method, "/v1/tickets/1")
                #expect(answer.status == .notImplemented)
                #expect(answer.problem?.type == "/problems/unknown-method")
            }
            let head = try await caller.call(.head, "/v1/matches")
            #expect(head.status == .methodNotAllowed)
            #expect(head.headers[.allow] == "POST")
            #expect(try await caller.call(.delete, "/v1/nothing").status == .notFound)
        }
    }

    @Test("change only for who has seen them as they are")
    func preconditions() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            let patch = #"{"priority":"high","service":"Förskola"}"#
            let without = try await caller.call(.patch, "/v1/tickets/1", patch)
            #expect(without.status.code == 428)
            let changed = try await caller.call(
                .patch,
                "/v1/tickets/1",
                patch,
                headers: ["If-Match": tag, "Content-Type": "application/merge-patch+json"]
            )
            #expect(changed.status == .ok)
            #expect(changed.headers[.eTag] == "\"1-2\"")
            let ticket: TicketBody = try changed.read()
            #expect(ticket.priority == "high")
            #expect(ticket.service == "Förskola")
            let stale = try await caller.call(
                .patch,
                "/v1/tickets/1",
                patch,
                headers: ["If-Match": tag]
            )
            #expect(stale.status == .preconditionFailed)
            for wrong in ["*", "\"2-2\"", "W/\"1-2\"", "\"1-2\", \"1-1\"", "1-2"] {
                let answer = try await caller.call(
                    .patch,
                    "/v1/tickets/1",
                    patch,
                    headers: ["If-Match": wrong]
                )
                #expect(answer.status == .preconditionFailed, "\(wrong)")
            }
        }
    }

    @Test("lose what a merge-patch sets to null, and nothing else")
    func mergePatch() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            let cleared: TicketBody = try await caller.call(
                .patch,
                "/v1/tickets/1",
                #"{"citizen":{"email":null}}"#,
                headers: ["If-Match": tag]
            ).read()
            #expect(cleared.citizen.email == nil)
            #expect(cleared.citizen.name == "Olle")
            let unknown = try await caller.call(
                .patch,
                "/v1/tickets/1",
                #"{"number":7,"a/b~c":1,"citizen":{"verified":true}}"#,
                headers: ["If-Match": "\"1-2\""]
            )
            #expect(unknown.pointers == ["/a~1b~0c", "/citizen/verified", "/number"])
            let empty = try await caller.call(
                .patch,
                "/v1/tickets/1",
                "{}",
                headers: ["If-Match": "\"1-2\""]
            )
            #expect(empty.status == .unprocessableContent)
        }
    }

    @Test("are not sent again to who has them")
    func notModified() async throws {
        try await withAPI { caller, _ in
            let (_, tag) = try await caller.open()
            let again = try await caller.call(
                .get,
                "/v1/tickets/1",
                headers: ["If-None-Match": tag]
            )
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
        }
    }

    @Test("are listed page by page, with the next page's address")
    func pages() async throws {
        try await withAPI { caller, _ in
            for index in 0..<5 { _ = try await caller.open("nummer \(index)") }
            let first = try await caller.call(.get, "/v1/tickets?limit=2&state=new")
            let page: Page<TicketBody> = try first.read()
            #expect(page.items.map(\.number) == [5, 4])
            let link = try #require(first.headers[HTTPField.Name("Link") ?? .location])
            #expect(link.hasSuffix("; rel=\"next\""))
            let target = String(link.dropFirst().prefix { $0 != ">" })
            let second: Page<TicketBody> = try await caller.call(.get, target).read()
            #expect(second.items.map(\.number) == [3, 2])
            let last = try await caller.call(
                .get,
                "/v1/tickets?limit=2&cursor=\(second.next ?? "")"
            )
            let lastPage: Page<TicketBody> = try last.read()
            #expect(lastPage.items.map(\.number) == [1])
            #expect(lastPage.next == nil)
            #expect(String(buffer: last.body).contains("\"next\":null"))
        }
    }

    @Test(
        "are found by their citizen's address, telephone number or name",
        arguments: [
            "MAJA@example.com", "0701740605", "070-174%2006%2005", "%2B46701740605", "Maja", "ma",
            "070",
        ]
    )
    func ofCitizen(_ wanted: String) async throws {
        try await withAPI { caller, house in
            var draft = TicketDraft(subject: "Fråga", body: "Hej", channel: .phone)
            draft.citizen = Citizen(name: "Olle", email: "olle@example.com", phone: "070-9")
            _ = try await house.desk.open(draft, as: .ada)
            draft.citizen = Citizen(
                name: "Maja",
                email: "Maja@example.com",
                phone: "070-174 06 05"
            )
            _ = try await house.desk.open(draft, as: .ada)
            let page: Page<TicketBody> =
                try await caller.call(.get, "/v1/tickets?citizen=\(wanted)").read()
            // Too short to be a number, and nobody's name.
            #expect(page.items.map(\.citizen.name) == (wanted == "070" ? [] : ["Maja"]))
        }
    }

    @Test("show that they must be kept, why and since when, as a new version")
    func held() async throws {
        try await withAPI { caller, house in
            let (ticket, tag) = try await caller.open()
            #expect(ticket.hold == nil)
            let number = TicketNumber(rawValue: ticket.number)
            try await house.desk.hold(number, for: "dnr 12", as: .adam)
            let path = "/v1/tickets/\(ticket.number)"
            let held = try await caller.call(.get, path, headers: ["If-None-Match": tag])
            #expect(held.status == .ok)
            let hold = HoldBody(
                reason: "dnr 12",
                staff: "adam",
                since: Timestamp(house.clock.now)
            )
            #expect(try held.read(TicketBody.self).hold == hold)
            let list: Page<TicketBody> = try await caller.call(.get, "/v1/tickets").read()
            #expect(list.items.map(\.hold) == [hold])
            try await house.desk.release(number, as: .adam)
            let released = try await caller.call(.get, path)
            #expect(try released.read(TicketBody.self).hold == nil)
        }
    }

    @Test("refuse a query that cannot be right")
    func queries() async throws {
        try await withAPI { caller, _ in
            for query in [
                "limit=0", "limit=101", "limit=x", "state=gone", "stat=open", "overdue=maybe",
                "cursor=abc", "state=new&state=open",
            ] {
                let answer = try await caller.call(.get, "/v1/tickets?\(query)")
                #expect(answer.status == .badRequest, "\(query)")
                #expect(answer.pointers.count == 1, "\(query)")
            }
            for query in ["limit=1", "limit=100", "overdue=false", "state="] {
                let answer = try await caller.call(.get, "/v1/tickets?\(query)")
                #expect(answer.status == .ok, "\(query)")
            }
        }
    }

    @Test("are assigned, resolved and reopened as resources")
    func lifeCycle() async throws {
        try await withAPI { caller, _ in
            var (ticket, tag) = try await caller.open()
            func put(_ method: HTTPRequest.Method, _ path: String, _ body: String?) async throws {
                let answer = try await caller.call(
                    method,
                    "/v1/tickets/1/\(path)",
                    body,
                    headers: ["If-Match": tag]
                )
                #expect(answer.status == .ok, "\(path)")
                tag = answer.headers[.eTag] ?? ""
                ticket = try answer.read()
            }
            try await put(.put, "assignment", #"{"assignee":"grace"}"#)
            #expect(ticket.assignee == "grace")
            #expect(ticket.state == "open")
            try await put(.delete, "assignment", nil)
            #expect(ticket.assignee == nil)
            try await put(.put, "resolution", #"{"outcome":"answered","article":"losenord"}"#)
            #expect(ticket.state == "resolved")
            #expect(ticket.article == "losenord")
            try await put(.delete, "resolution", nil)
            #expect(ticket.state == "open")
            #expect(ticket.outcome == nil)
            let again = try await caller.call(
                .delete,
                "/v1/tickets/1/resolution",
                headers: ["If-Match": tag]
            )
            #expect(again.status == .conflict)
            let history: Page<HistoryBody> =
                try await caller.call(.get, "/v1/tickets/1/history").read()
            #expect(
                history.items.map(\.kind)
                    == ["opened", "assigned", "unassigned", "resolved", "reopened"]
            )
        }
    }

    @Test("look the same when they are not there and not one's own")
    func foreign() async throws {
        try await withAPI { caller, house in
            _ = try await caller.open()
            let stig = TestStaff.password(of: "stig")
            let (token, _) = try await house.desk.signIn(username: "stig", password: .init(stig))
            let other = TestCaller(client: caller.client, token: token.text)
            for path in ["", "/messages", "/history", "/suggestions"] {
                let foreign = try await other.call(.get, "/v1/tickets/1\(path)")
                let missing = try await other.call(.get, "/v1/tickets/77\(path)")
                #expect(foreign.status == .notFound, "\(path)")
                #expect(String(buffer: foreign.body) == String(buffer: missing.body))
            }
            for number in ["0", "-1", "abc", "99999999999999999999"] {
                let answer = try await caller.call(.get, "/v1/tickets/\(number)")
                #expect(answer.status == .notFound, "\(number)")
            }
        }
    }

    @Test("are gone for who gives one away, and the answer shows nothing of it")
    func givenAway() async throws {
        try await withAPI(as: "stig") { caller, _ in
            let (ticket, tag) = try await caller.open()
            #expect(ticket.queue == "school")
            let path = "/v1/tickets/\(ticket.number)"
            let seen = ["If-Match": tag]
            let near = try await caller.call(.patch, path, #"{"queue":"e-servise"}"#, headers: seen)
            #expect(near.pointers == ["/queue"])
            #expect(String(buffer: near.body).contains("did you mean «e-service»?"))
            let given = try await caller.call(
                .patch,
                path,
                #"{"queue":"E-Service"}"#,
                headers: seen
            )
            #expect(given.status == .noContent)
            #expect(given.body.readableBytes == 0 && given.headers[.eTag] == nil)
            #expect(try await caller.call(.get, path).status == .notFound)
        }
    }

    @Test(
        "have a new version once somebody else's change hid or showed them",
        arguments: StoreKind.available
    )
    func protectedVersion(on kind: StoreKind) async throws {
        try await withAPI(as: "root", on: kind) { caller, _ in
            let (_, tag) = try await caller.open()
            let (two, other) = try await caller.open("Något annat")
            for method in [HTTPRequest.Method.put, .delete] {
                let before = try await caller.call(.get, "/v1/tickets/\(two.number)")
                let known = ["If-None-Match": before.headers[.eTag] ?? ""]
                let same = try await caller.call(
                    .get,
                    "/v1/tickets/\(two.number)",
                    headers: known
                )
                #expect(same.status == .notModified)
                let answer = try await caller.call(method, "/v1/tickets/1/protection")
                #expect(answer.status == .noContent)
                let after = try await caller.call(
                    .get,
                    "/v1/tickets/\(two.number)",
                    headers: known
                )
                #expect(after.status == .ok)
                // Said once more it changes nothing.
                _ = try await caller.call(method, "/v1/tickets/1/protection")
                let again = try await caller.call(.get, "/v1/tickets/\(two.number)")
                #expect(again.headers[.eTag] == after.headers[.eTag])
            }
            for (path, old) in [("1", tag), ("\(two.number)", other)] {
                let late = try await caller.call(
                    .put,
                    "/v1/tickets/\(path)/assignment",
                    #"{"assignee":"ada"}"#,
                    headers: ["If-Match": old]
                )
                #expect(late.status == .preconditionFailed, "\(path)")
            }
        }
    }
}
