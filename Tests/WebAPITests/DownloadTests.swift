import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@testable import WebAPI

@Suite("A file on its way out")
struct DownloadTests {
    /// Keeps the answers that have a file, as a caller who does not read keeps them.
    private struct SlowReader<Desk: HTTPResponder<DeskRequestContext>>: HTTPResponder {
        let desk: Desk
        let unread: Unread

        func respond(
            to request: Request,
            context: DeskRequestContext
        ) async throws -> Response {
            let answer = try await desk.respond(to: request, context: context)
            guard answer.status == .ok, request.uri.path.hasPrefix("/v1/attachments/") else {
                return answer
            }
            unread.answers.withLock { $0.append(answer) }
            return Response(status: .ok)
        }
    }

    private final class Unread: Sendable {
        let answers = Mutex<[Response]>([])
    }

    @Test("counts as one of the person's requests until it is read, or the caller is gone")
    func share() async throws {
        try await withDesk { house in
            let file = ReceivedMail.File(name: "a", mediaType: "text/plain", bytes: [1, 2, 3])
            _ = try await house.desk.receive(.plain("Hej", files: [file]))
            let (messages, _) = try await house.desk.messages(
                of: TicketNumber(rawValue: 1),
                after: nil,
                limit: 1,
                inFull: false,
                as: .ada
            )
            let id = try #require(messages.first?.attachments.first?.id)
            let (token, _) = try await house.desk.signIn(
                username: "ada",
                password: Password(TestStaff.password(of: "ada"))
            )
            let api = WebAPI(
                desk: house.desk,
                checks: [],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                requestsPerPersonMax: 1,
                now: { house.clock.now }
            )
            let unread = Unread()
            let reader = SlowReader(desk: api.router().buildResponder(), unread: unread)
            try await Application(responder: reader).test(.router) { client in
                let caller = TestCaller(client: client, token: token.text)
                let path = "/v1/attachments/\(id)"
                for isRead in [true, false] {
                    let answer = try await caller.call(.get, path)
                    #expect(answer.status == .ok)
                    if isRead { unread.answers.withLock { $0 = [] } }
                }
                let refused = try await caller.call(.get, path)
                #expect(refused.status == .tooManyRequests)
                unread.answers.withLock { $0 = [] }
                let again = try await caller.call(.get, path)
                #expect(again.status == .ok)
            }
        }
    }

    @Test("is named without the identity number that its sender named it by")
    func name() async throws {
        try await withAPI { caller, house in
            let file = ReceivedMail.File(
                name: "intyg 811218-9876.pdf",
                mediaType: "application/pdf",
                bytes: [1]
            )
            _ = try await house.desk.receive(.plain("Hej", files: [file]))
            let messages: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/1/messages").read()
            let known = try #require(messages.items.first?.attachments.first)
            #expect(known.name == "intyg ••••••-••••.pdf")
            let answer = try await caller.call(.get, "/v1/attachments/\(known.id)")
            let disposition = answer.headers[.contentDisposition] ?? ""
            #expect(disposition.hasSuffix(".pdf"))
            #expect(!disposition.contains("811218"))
        }
    }

    @Test("comes whole, at the edge of its pieces", arguments: [0, 1, 65_535, 65_536, 65_537])
    func pieces(size: Int) async throws {
        try await withAPI { caller, house in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            let file = ReceivedMail.File(name: "a", mediaType: "text/plain", bytes: bytes)
            _ = try await house.desk.receive(.plain("Hej", files: [file]))
            let messages: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/1/messages").read()
            let id = try #require(messages.items.first?.attachments.first?.id)
            let answer = try await caller.call(.get, "/v1/attachments/\(id)")
            #expect(Array(answer.body.readableBytesView) == bytes)
        }
    }
}
