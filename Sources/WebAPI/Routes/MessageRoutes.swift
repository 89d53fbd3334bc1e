import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A ticket's messages, its history, and the files that came along.
struct MessageRoutes {
    let desk: Desk

    @Sendable
    func write(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let number = try context.ticketNumber()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(MessageForm.self)
        var words = Words()
        var draft = MessageDraft(
            kind: words.word(form.kind, "/kind", among: [.reply, .note], default: .reply),
            body: form.body,
            articles: form.articles ?? [],
            quoted: Set(form.quoted ?? []),
            resolves: form.resolve ?? false,
            waits: form.waits
        )
        draft.faults = words.problems
        let once = try body.once(request, by: staff) { (message: Message) in
            Self.created(message)
        }
        // Whoever says what they have seen is told when somebody was faster; nobody must say it.
        let seen =
            request.headers[.ifMatch] == nil ? nil : try TicketTag.seen(of: number, in: request)
        let answered = try await desk.write(
            draft,
            on: number,
            at: seen,
            as: staff,
            once: once
        )
        return answered.response { Self.created($0) }
    }

    /// `GET /v1/tickets/{number}/draft?article=ID`: a reply to begin with; without an article there is
    /// room for the clerk's own words.
    @Sendable
    func draft(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let query = Query(request, allowed: ["article"])
        let article = query.text("article")
        try query.finish()
        let draft = try await desk.draft(
            of: article,
            for: context.ticketNumber(),
            as: context.staff()
        )
        return JSON.answer(DraftBody(draft))
    }

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor", "identity_numbers"])
        let limit = query.limit()
        let after = query.place(of: "messages") { UUIDv7($0) }
        let inFull = query.word("identity_numbers") == IdentityNumberView.shown
        try query.finish()
        let (messages, hasMore) = try await desk.messages(
            of: context.ticketNumber(),
            after: after,
            limit: limit,
            inFull: inFull,
            as: context.staff()
        )
        return Pages.answer(
            messages.map { MessageBody($0, inFull: inFull) },
            next: hasMore ? messages.last.map { ("messages", $0.id) } : nil,
            of: request
        )
    }

    @Sendable
    func history(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let after = query.place(of: "history") { Int64($0) }
        try query.finish()
        let (entries, hasMore) = try await desk.history(
            of: context.ticketNumber(),
            after: after,
            limit: limit,
            as: context.staff()
        )
        return Pages.answer(
            entries.map(HistoryBody.init),
            next: hasMore ? entries.last.map { ("history", $0.id) } : nil,
            of: request
        )
    }

    /// A mail's HTML made safe, inside JSON: no address of ours ever answers with somebody's page.
    @Sendable
    func page(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let html = try await desk.page(
            of: context.id(),
            on: context.ticketNumber(),
            as: context.staff()
        )
        return JSON.answer(MailPageBody(html: html))
    }

    /// The octets, always as a download and never under the type the sender claims: a page sent as
    /// a picture must not become a page here.
    ///
    /// Until it is written it lies in memory, and counts as one of the person's requests.
    @Sendable
    func download(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let (attachment, bytes) = try await desk.attachment(context.id(), as: context.staff())
        let (file, share) = (ByteBuffer(bytes: bytes), context.caller?.share)
        var headers: HTTPFields = [
            .contentType: "application/octet-stream",
            .contentSecurityPolicy: "sandbox; default-src 'none'",
        ]
        let name = IdentityNumbers.masked(in: attachment.name)
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(Self.encoded(name))"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(contentLength: file.readableBytes) { writer in
                defer { withExtendedLifetime(share) {} }
                var rest = file
                // In pieces, each as the one before has gone out: what is on its way is a copy.
                while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceBytes)),
                    piece.readableBytes > 0
                {
                    try await writer.write(piece)
                }
                try await writer.finish(nil)
            }
        )
    }

    private static let pieceBytes = 65_536

    /// RFC 8187 §3.2.1: what is no `attr-char` is percent-encoded; so are path separators.
    private static func encoded(_ name: String) -> String {
        let allowed = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
        )
        return name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "attachment"
    }

    private static func created(_ message: Message) -> StoredAnswer {
        .created(MessageBody(message))
    }
}
