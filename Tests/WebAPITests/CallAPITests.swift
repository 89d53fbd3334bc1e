import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("The API's calls")
struct CallAPITests {
    private static let form = "application/x-www-form-urlencoded"

    @Test("are told by a telephone system, as JSON or as form data")
    func events() async throws {
        try await withAPI { caller, _ in
            let new = try await caller.call(
                .post,
                "/v1/calls/events",
                """
                {"event":"newCall","from":"+46701740605","to":"0846500400","direction":"in",
                 "callId":"c1","user":["ada","grace"],"queue":"stod","extra":{"a":1}}
                """
            )
            #expect(new.status == .ok)
            #expect(String(buffer: new.body) == "{}")
            let answer = try await caller.call(
                .post,
                "/v1/calls/events",
                "event=answer&direction=in&call_id=c1&answeringNumber=ada&from=%2B46701740605",
                headers: ["Content-Type": Self.form]
            )
            #expect(answer.status == .ok)
            let talking: CallBody = try await caller.call(.get, "/v1/calls/c1").read()
            #expect(talking.state == "talking")
            #expect(talking.clerk == "ada")
            #expect(talking.ticket == 1)
            _ = try await caller.call(
                .post,
                "/v1/calls/events",
                "event=hangup&direction=in&callId=c1&cause=normalClearing",
                headers: ["Content-Type": Self.form]
            )
            let list: Page<CallBody> =
                try await caller.call(.get, "/v1/calls?state=ended&limit=1").read()
            #expect(list.items.map(\.callID) == ["c1"])
            #expect(list.items[0].cause == "normalClearing")
            #expect(list.items[0].source == "events")
            #expect(list.next == nil)
        }
    }

    @Test(
        "are taken with either spelling of the caller, and without one",
        arguments: [
            (#""from":"+46701740605""#, "+46701740605"),
            (#""callerId":"+46701740605""#, "+46701740605"),
            (#""caller_id":"+46701740605""#, "+46701740605"), (#""from":"anonymous""#, nil),
            (#""from":"""#, nil),
        ] as [(String, String?)]
    )
    func callers(member: String, number: String?) async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(
                .post,
                "/v1/calls/events",
                #"{"event":"newCall","direction":"in","callId":"c1",\#(member)}"#
            )
            #expect(answer.status == .ok)
            let call: CallBody = try await caller.call(.get, "/v1/calls/c1").read()
            #expect(call.from == number)
        }
    }

    @Test("are refused when they say nothing that can be understood")
    func wrong() async throws {
        try await withAPI { caller, _ in
            func send(_ body: String) async throws -> TestCaller.Answer {
                try await caller.call(.post, "/v1/calls/events", body)
            }
            let kind = try await send(#"{"event":"transfer","direction":"in","callId":"c"}"#)
            #expect(kind.pointers == ["/event"])
            let nameless = try await send(#"{"event":"newCall","direction":"in"}"#)
            #expect(nameless.pointers == ["/callId"])
            let direction = try await send(#"{"event":"newCall","direction":"up","callId":"c"}"#)
            #expect(direction.status == .ok)
            #expect(String(buffer: direction.body) == #"{"action":"invalid_direction"}"#)
            let long = String(repeating: "1", count: 201)
            let longest = try await send(
                #"{"event":"newCall","direction":"in","callId":"\#(long)"}"#
            )
            #expect(longest.pointers == ["/callId"])
            let list: Page<CallBody> = try await caller.call(.get, "/v1/calls").read()
            #expect(list.items.isEmpty)
            #expect(try await caller.call(.get, "/v1/calls/c").status == .notFound)
            #expect(try await caller.call(.get, "/v1/calls?state=dead").status == .badRequest)
        }
    }

    @Test("are listed page by page, newest first")
    func pages() async throws {
        try await withAPI { caller, _ in
            for number in 1...3 {
                _ = try await caller.call(
                    .post,
                    "/v1/calls/events",
                    #"{"event":"newCall","direction":"in","callId":"c\#(number)"}"#
                )
            }
            let first: Page<CallBody> = try await caller.call(.get, "/v1/calls?limit=2").read()
            #expect(first.items.map(\.callID) == ["c3", "c2"])
            let next = try #require(first.next)
            let second: Page<CallBody> =
                try await caller.call(.get, "/v1/calls?limit=2&cursor=\(next)").read()
            #expect(second.items.map(\.callID) == ["c1"])
        }
    }

    @Test("that are owed are listed page by page, longest waiting first")
    func owed() async throws {
        try await withAPI { caller, _ in
            for number in 1...3 {
                let answer = try await caller.call(
                    .post,
                    "/v1/calls/events",
                    """
                    {"event":"hangup","direction":"in","callId":"c\(number)","cause":"cancel",
                     "from":"+4670174060\(number)"}
                    """
                )
                #expect(answer.status == .ok)
            }
            let first: Page<CallBackBody> =
                try await caller.call(.get, "/v1/callbacks?limit=2").read()
            #expect(first.items.map(\.number) == ["+46701740601", "+46701740602"])
            let next = try #require(first.next)
            let second: Page<CallBackBody> =
                try await caller.call(.get, "/v1/callbacks?limit=2&cursor=\(next)").read()
            #expect(second.items.map(\.number) == ["+46701740603"] && second.next == nil)
            #expect(try await caller.call(.get, "/v1/callbacks?limit=0").status == .badRequest)
        }
    }

    @Test("are owed to who asked for one in another way, once for a number")
    func asked() async throws {
        try await withAPI { caller, house in
            let (ticket, _) = try await caller.open()
            let path = "/v1/tickets/\(ticket.number)/callback"
            for (body, pointer) in [
                (#"{"number":"x"}"#, "/number"), (#"{"number":"112"}"#, "/number"),
                (#"{"not_before":"2001-01-01T00:00:00Z"}"#, "/not_before"),
            ] {
                let refused = try await caller.call(.put, path, body)
                #expect(refused.status == .unprocessableContent, "\(body)")
                #expect(refused.pointers == [pointer], "\(body)")
            }
            let moment = Timestamp(house.clock.now + 3_600)
            let form = #"{"number":"070-174 06 05","not_before":"\#(moment)"}"#
            let owed: CallBackBody = try await caller.call(.put, path, form).read()
            #expect(owed.number == "+46701740605" && owed.reason == "asked" && owed.call == nil)
            #expect(owed.ticket == ticket.number && owed.notBefore == moment)
            let again: CallBackBody =
                try await caller.call(.put, path, #"{"number":"+46701740605"}"#).read()
            #expect(again.id == owed.id && again.notBefore == nil)
            let all: Page<CallBackBody> = try await caller.call(.get, "/v1/callbacks").read()
            #expect(all.items == [again])
            let done = try await caller.call(.put, "/v1/callbacks/\(owed.id)/completion")
            #expect(try done.read(CallBackBody.self).doneBy == "ada")
        }
    }

    @Test("are filed under another ticket")
    func filed() async throws {
        try await withAPI { caller, _ in
            let (ticket, _) = try await caller.open()
            _ = try await caller.call(
                .post,
                "/v1/calls/events",
                #"{"event":"newCall","direction":"in","callId":"c1"}"#
            )
            let filed = try await caller.call(
                .put,
                "/v1/calls/c1/ticket",
                #"{"number":\#(ticket.number)}"#
            )
            #expect(try filed.read(CallBody.self).ticket == ticket.number)
            let none = try await caller.call(.put, "/v1/calls/c1/ticket", #"{"number":99}"#)
            #expect(none.status == .notFound)
        }
    }

    @Test("are ended by nobody who may not see them, and by the telephone system")
    func hidden() async throws {
        let settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        try await withAPI(settings: settings) { caller, house in
            func tell(_ event: String, as caller: TestCaller) async throws {
                let body = #"{"event":"\#(event)","direction":"in","callId":"c1"}"#
                let answer = try await caller.call(.post, "/v1/calls/events", body)
                #expect(answer.status == .ok)
            }
            try await tell("newCall", as: caller)
            var draft = TicketDraft(subject: "Hemligt", body: "x", channel: .phone)
            draft.queue = "social"
            let opened = try await house.desk.open(draft, as: .soley)
            let number = try #require(opened.value).number
            _ = try await house.desk.file("c1", under: number, as: .soley)
            #expect(try await caller.call(.get, "/v1/calls/c1").status == .notFound)
            try await tell("hangup", as: caller)
            let call = try await house.desk.call("c1", as: .soley)
            #expect(call.call.state == .waiting)
            let (token, _) = try await house.desk.createServiceToken(
                ServiceTokenDraft(name: "pbx", scopes: ["calls:report"]),
                as: nil
            )
            try await tell("hangup", as: TestCaller(client: caller.client, token: token.text))
            let ended = try await house.desk.call("c1", as: .soley)
            #expect(ended.call.state == .ended)
        }
    }

    @Test("ring nobody where there is no switchboard")
    func noSwitchboard() async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(.put, "/v1/duty")
            #expect(answer.problem?.type == "/problems/switchboard-not-configured")
            let onDuty: Page<DutyBody> = try await caller.call(.get, "/v1/duty").read()
            #expect(onDuty.items.isEmpty)
            #expect(try await caller.call(.delete, "/v1/duty").status == .noContent)
        }
    }
}
