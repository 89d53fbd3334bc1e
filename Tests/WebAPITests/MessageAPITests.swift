import Desk
import DeskAPI
import DeskTesting
import HTTPTypes
import NIOCore
import Testing

@Suite("The API's messages")
struct MessageAPITests {
    @Test("are written, listed oldest first, and replies say how far they have come")
    func write() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            let note = try await caller.call(
                .post,
                "/v1/tickets/1/messages",
                #"{"kind":"note","body":"Ring honom"}"#
            )
            #expect(note.status == .created)
            let reply: MessageBody = try await caller.call(
                .post,
                "/v1/tickets/1/messages",
                #"{"kind":"reply","body":"Hej","articles":["losenord"],"resolve":true}"#
            ).read()
            #expect(reply.delivery?.state == "queued")
            #expect(reply.author.id == "ada")
            let page: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/1/messages").read()
            #expect(page.items.map(\.kind) == ["inbound", "note", "reply"])
            let ticket: TicketBody = try await caller.call(.get, "/v1/tickets/1").read()
            #expect(ticket.state == "resolved")
            #expect(ticket.article == "losenord")
        }
    }

    @Test("wait for the citizen, or go on, as a reply says")
    func waits() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            for (waits, state) in [("null", "waiting"), ("false", "open"), ("true", "waiting")] {
                let body = #"{"kind":"reply","body":"Hej","waits":\#(waits)}"#
                let answer = try await caller.call(.post, "/v1/tickets/1/messages", body)
                #expect(answer.status == .created)
                let ticket: TicketBody = try await caller.call(.get, "/v1/tickets/1").read()
                #expect(ticket.state == state)
            }
        }
    }

    @Test("are refused when they say nothing or name no article")
    func wrong() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            for (body, pointers) in [
                (#"{"kind":"note","body":" "}"#, ["/body"]),
                (#"{"kind":"note","body":"before\u0000after"}"#, ["/body"]),
                (#"{"kind":"inbound","body":"x"}"#, ["/kind"]),
                (#"{"kind":"shout","body":"x"}"#, ["/kind"]),
                (#"{"kind":"note","body":"x","resolve":true}"#, ["/resolve"]),
                (#"{"kind":"note","body":"x","waits":false}"#, ["/waits"]),
                (#"{"kind":"reply","body":"x","resolve":true,"waits":true}"#, ["/waits"]),
                (#"{"kind":"reply","body":"x","waits":"no"}"#, ["/waits"]),
                (#"{"kind":"note","body":"x","articles":[1]}"#, ["/articles/0"]),
                (#"{"kind":"note","body":"x","articles":["a",null]}"#, ["/articles/1"]),
                (#"{"kind":"reply","body":"x","articles":["nope"]}"#, ["/articles/0"]),
            ] {
                let answer = try await caller.call(.post, "/v1/tickets/1/messages", body)
                #expect(answer.status == .unprocessableContent, "\(body)")
                #expect(answer.pointers == pointers, "\(body)")
            }
            let page: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/1/messages").read()
            #expect(page.items.count == 1)
        }
    }

    @Test("bring files that are downloads, whatever their sender calls them")
    func attachments() async throws {
        try await withAPI { caller, house in
            let page = ReceivedMail.File(
                name: "../å\r\nSet-Cookie: x.png",
                mediaType: "text/html",
                bytes: Array("<script>alert(1)</script>".utf8)
            )
            _ = try await house.desk.receive(.plain("Hej", files: [page]))
            let messages: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/1/messages").read()
            let id = try #require(messages.items.first?.attachments.first?.id)
            let answer = try await caller.call(.get, "/v1/attachments/\(id)")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/octet-stream")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(
                answer.headers[.contentDisposition]
                    == "attachment; filename*=UTF-8''..%2F%C3%A5%0D%0ASet-Cookie%3A%20x.png"
            )
            #expect(Array(answer.body.readableBytesView) == page.bytes)
        }
    }

    @Test("say who else got a mail")
    func copies() async throws {
        try await withAPI { caller, house in
            var mail = ReceivedMail.plain("Hej")
            mail.copies = ["soc@example.net"]
            _ = try await house.desk.receive(mail)
            _ = try await house.desk.receive(.plain("Ett till", messageID: "2@example.com"))
            for (number, copies) in [(1, ["soc@example.net"]), (2, [])] {
                let page: Page<MessageBody> =
                    try await caller.call(.get, "/v1/tickets/\(number)/messages").read()
                #expect(page.items.first?.mail?.copies == copies)
            }
        }
    }
}
