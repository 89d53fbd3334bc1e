import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Storage
import Testing

@testable import WebAPI

@Suite("Webhooks")
struct WebhookAPITests {
    private static let form =
        #"{"url":"https://example.org/hook","types":["ticket.opened"],"queues":["school"]}"#

    @Test("are made, shown, changed, switched off and removed", arguments: StoreKind.available)
    func life(on kind: StoreKind) async throws {
        try await withAPI(as: "adam", on: kind) { caller, _ in
            let created = try await caller.call(.post, "/v1/webhooks", Self.form)
            #expect(created.status == .created)
            let made: NewWebhookBody = try created.read()
            let path = "/v1/webhooks/\(made.webhook.id)"
            #expect(created.headers[.location] == path)
            let secret = try #require(made.secret)
            #expect(secret.hasPrefix("whsec_"))
            #expect(Data(base64Encoded: String(secret.dropFirst(6)))?.count == 32)
            // Never again.
            let shown = try await caller.call(.get, path)
            #expect(!String(buffer: shown.body).contains("secret"))
            #expect(try shown.read(WebhookBody.self) == made.webhook)
            let changed = try await caller.call(.put, path, #"{"url":"https://example.com/"}"#)
            let body: WebhookBody = try changed.read()
            #expect(body.url == "https://example.com/")
            #expect(body.types.isEmpty && body.queues.isEmpty)
            let off: WebhookBody = try await caller.call(.delete, "\(path)/activation").read()
            #expect(!off.enabled && off.disabledAt != nil)
            let on: WebhookBody = try await caller.call(.put, "\(path)/activation").read()
            #expect(on.enabled && on.disabledAt == nil)
            let rotated: NewWebhookBody = try await caller.call(.post, "\(path)/secret").read()
            #expect(rotated.secret != nil && rotated.secret != secret)
            let list: Page<WebhookBody> = try await caller.call(.get, "/v1/webhooks").read()
            #expect(list.items.map(\.id) == [made.webhook.id])
            #expect(try await caller.call(.delete, path).status == .noContent)
            #expect(try await caller.call(.get, path).status == .notFound)
            #expect(try await caller.call(.delete, path).status == .notFound)
        }
    }

    @Test("are changed only by who has seen them as they are, where that is said")
    func versions() async throws {
        try await withAPI(as: "adam") { caller, _ in
            let created = try await caller.call(.post, "/v1/webhooks", Self.form)
            let path = "/v1/webhooks/\(try created.read(NewWebhookBody.self).webhook.id)"
            let seen = try #require(try await caller.call(.get, path).headers[.eTag])
            func put(_ url: String, _ tag: String) async throws -> TestCaller.Answer {
                try await caller.call(
                    .put,
                    path,
                    #"{"url":"\#(url)"}"#,
                    headers: ["If-Match": tag]
                )
            }
            let first = try await put("https://example.com/a", seen)
            #expect(first.status == .ok)
            let second = try await put("https://example.com/b", seen)
            #expect(second.problem?.type == "/problems/changed-meanwhile")
            let now = try #require(first.headers[.eTag])
            #expect(now != seen)
            // Whether it is on, nobody overwrites by this.
            let off = try await caller.call(.delete, "\(path)/activation")
            #expect(off.headers[.eTag] != now)
            #expect(try await put("https://example.com/c", now).status == .ok)
            for tag in ["nonsense", "*", "W/\(now)", "\(now), \(seen)"] {
                let answer = try await put("https://example.com/d", tag)
                #expect(answer.problem?.type == "/problems/one-version-needed", "\(tag)")
            }
        }
    }

    @Test("are told of no more queues than anybody works")
    func queues() async throws {
        try await withAPI(as: "adam") { caller, _ in
            let known: [(Int, [String])] = [
                (DeskSettings.queuesMax, []), (DeskSettings.queuesMax + 1, ["/queues"]),
            ]
            for (count, pointers) in known {
                let queues = (0..<count).map { #""q\#($0)""# }.joined(separator: ",")
                let form = #"{"url":"https://example.org/","queues":[\#(queues)]}"#
                let answer = try await caller.call(.post, "/v1/webhooks", form)
                #expect(answer.pointers == pointers)
            }
        }
    }

    @Test("are made once for an Idempotency-Key, and the secret is in the first answer only")
    func idempotency() async throws {
        try await withAPI(as: "adam") { caller, _ in
            let key = ["Idempotency-Key": "one"]
            let first = try await caller.call(.post, "/v1/webhooks", Self.form, headers: key)
            let again = try await caller.call(.post, "/v1/webhooks", Self.form, headers: key)
            #expect(again.status == .created)
            #expect(again.headers[.location] == first.headers[.location])
            let made: NewWebhookBody = try first.read()
            let said: NewWebhookBody = try again.read()
            #expect(made.secret != nil && said.secret == nil)
            #expect(said.webhook == made.webhook)
            let list: Page<WebhookBody> = try await caller.call(.get, "/v1/webhooks").read()
            #expect(list.items.count == 1)
            let other = #"{"url":"https://example.com/"}"#
            let reused = try await caller.call(.post, "/v1/webhooks", other, headers: key)
            #expect(reused.status == .unprocessableContent)
        }
    }

    @Test("are nobody's but an administrator's")
    func rights() async throws {
        try await withAPI(as: "ada") { caller, house in
            let webhook = try await house.desk.createWebhook(
                WebhookDraft(url: "https://example.org/"),
                as: .adam
            )
            let one = "/v1/webhooks/\(webhook.id)"
            for (method, path, body) in [
                (HTTPRequest.Method.post, "/v1/webhooks", Optional(Self.form)),
                (.get, "/v1/webhooks", nil), (.get, one, nil), (.put, one, Self.form),
                (.delete, one, nil), (.put, "\(one)/activation", nil),
                (.delete, "\(one)/activation", nil), (.post, "\(one)/secret", nil),
                (.get, "\(one)/deliveries", nil),
                (.post, "\(one)/deliveries/\(webhook.id)/retry", nil),
            ] {
                let answer = try await caller.call(method, path, body)
                #expect(answer.status == .forbidden, "\(method) \(path)")
            }
        }
    }

    @Test("take every address that can be posted to, and no other")
    func addresses() async throws {
        let good = [
            "https://0", "http://[::1]:8080/in", "https://a-b.example.org:65535/x?y=1&z=%C3%A5",
            "https://example.org/" + String(repeating: "a", count: Webhook.urlBytesMax - 20),
            "http://10.0.0.1/;,=@'()*!$&+~_.-/", "https://example.org?x",
        ]
        let bad = [
            "https://0*", "https://example.org:0/", "https://example.org:65536/", "https://-a/",
            "https://a-/", "https://example.org/#x", "https://example.org/å", "https://a b/",
            "https://example.org/%2", "https:///x", "https://[g]/", "https://",
            "https://example.org/" + String(repeating: "a", count: Webhook.urlBytesMax - 19),
        ]
        try await withAPI(as: "adam") { caller, _ in
            for (url, isGood) in good.map({ ($0, true) }) + bad.map({ ($0, false) }) {
                let answer = try await caller.call(.post, "/v1/webhooks", #"{"url":"\#(url)"}"#)
                let wanted: HTTPResponse.Status = isGood ? .created : .unprocessableContent
                #expect(answer.status == wanted, "\(url)")
                // What is taken, the sender can read.
                if isGood { #expect(URL(string: url)?.host()?.isEmpty == false, "\(url)") }
            }
        }
    }

    @Test("are as many as there may be, and no more")
    func most() async throws {
        try await withAPI(as: "adam") { caller, _ in
            for place in 1...(Webhook.webhooksMax + 1) {
                let form = #"{"url":"https://example.org/\#(place)"}"#
                let answer = try await caller.call(.post, "/v1/webhooks", form)
                let isLast = place > Webhook.webhooksMax
                #expect(answer.status == (isLast ? .conflict : .created), "\(place)")
                if isLast { #expect(answer.problem?.type == "/problems/over-limit") }
            }
        }
    }

    @Test("are refused where they lead nowhere")
    func mistakes() async throws {
        try await withAPI(as: "adam") { caller, _ in
            for (form, pointers) in [
                (#"{"url":""}"#, ["/url", "/url"]), (#"{"url":"ftp://example.org/"}"#, ["/url"]),
                (#"{"url":"https://a:b@example.org/"}"#, ["/url"]), (#"{"url":"x"}"#, ["/url"]),
                (#"{"url":"https://example.org/","types":["ticket.lost"]}"#, ["/types/0"]),
                (#"{"url":"https://example.org/","queues":[""]}"#, ["/queues/0"]), ("{}", ["/url"]),
            ] {
                let answer = try await caller.call(.post, "/v1/webhooks", form)
                #expect(answer.status == .unprocessableContent, "\(form)")
                #expect(answer.pointers == pointers, "\(form)")
            }
        }
    }

    @Test("show what was told, and tell it again by hand")
    func deliveries() async throws {
        try await withAPI(as: "adam") { caller, house in
            let webhook = try await house.desk.createWebhook(
                WebhookDraft(url: "https://example.org/"),
                as: .adam
            )
            for index in 0..<3 { _ = try await caller.open("\(index)") }
            while try await house.store.seal(at: house.clock.now) != nil {}
            let post = WebhookPost(
                store: house.store,
                settings: DeskSettings(mailDomain: "example.org")
            ) { house.clock.now }
            while try await post.plan() {}
            for parcel in try await post.claim(for: webhook.id, atMost: 9, lease: 60) {
                try await post.settle(parcel, as: .taken(status: 200))
            }
            let path = "/v1/webhooks/\(webhook.id)/deliveries"
            let first: Page<WebhookDeliveryBody> = try await caller.call(.get, "\(path)?limit=2")
                .read()
            #expect(first.items.map(\.state) == ["delivered", "delivered"])
            let next = try #require(first.next)
            let last: Page<WebhookDeliveryBody> = try await caller.call(
                .get,
                "\(path)?limit=2&cursor=\(next)"
            ).read()
            #expect(last.items.count == 1 && last.next == nil)
            let retry = "\(path)/\(last.items[0].id)/retry"
            let again = try await caller.call(.post, retry)
            #expect(again.status == .accepted)
            #expect(try again.read(WebhookDeliveryBody.self).state == "queued")
            #expect(try await post.claim(for: webhook.id, atMost: 9, lease: 60).count == 1)
            let other = "/v1/webhooks/\(last.items[0].id)/deliveries/\(last.items[0].id)/retry"
            #expect(try await caller.call(.post, other).status == .notFound)
            _ = try await caller.call(.delete, "/v1/webhooks/\(webhook.id)/activation")
            #expect(try await caller.call(.post, retry).status == .conflict)
        }
    }
}
