import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /v1/events`: what happens, as it happens (HTML Standard §9.2, server-sent events).
struct EventRoutes {
    let desk: Desk
    let feed: EventFeed
    let now: @Sendable () -> Date

    /// Milliseconds after which a listener who was cut off comes back.
    private static let retryMilliseconds = 3_000

    @Sendable
    func listen(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let caller = context.caller else { throw Problem.unauthorized }
        let filter = try Self.filter(request)
        let place = try await place(request)
        let stream = EventStream(
            desk: desk,
            token: caller.token,
            filter: filter,
            subscription: try feed.subscribe(caller.session.staff.id)
        )
        return Response(
            status: .ok,
            // Not every proxy knows by the type that nothing of it may wait.
            headers: [
                .contentType: "text/event-stream", HTTPField.Name(known: "X-Accel-Buffering"): "no",
            ],
            body: ResponseBody { writer in
                // Who hears nothing for some of these intervals has lost the desk.
                let hello =
                    "retry: \(Self.retryMilliseconds)\nid: \(place)\nevent: ready\n"
                    + "data: {\"heartbeat_seconds\":\(feed.settings.heartbeatSeconds)}\n\n"
                try await writer.write(ByteBuffer(string: hello))
                try await stream.run(from: place) { text in
                    try await writer.write(ByteBuffer(string: text))
                }
                try await writer.finish(nil)
            }
        )
    }

    private static func filter(_ request: Request) throws -> EventFilter {
        var query = Query(request, allowed: ["ticket", "queue", "mine"])
        var filter = EventFilter(queue: query.text("queue"), isMine: query.flag("mine") ?? false)
        filter.ticket = query.ticket()
        try query.finish()
        return filter
    }

    private func place(_ request: Request) async throws -> LogPlace {
        guard let text = request.headers[.lastEventID], !text.isEmpty else {
            return try await desk.eventsEnd()
        }
        let kept = now().addingTimeInterval(-Double(feed.settings.keptHours) * 3_600)
        guard let place = LogPlace(text), try await desk.canResume(at: place, since: kept) else {
            throw Problem.eventsGone
        }
        return place
    }
}

/// One listener's stream: reads the log at their pace, with the rights they have just then.
struct EventStream: Sendable {
    let desk: Desk
    let token: SessionToken
    let filter: EventFilter
    let subscription: EventSubscription

    private static let heartbeat = ": still here\n\n"

    /// Goes on until the session ends, the feed closes, or `write` fails.
    func run(
        from start: LogPlace,
        _ write: (String) async throws -> Void
    ) async throws {
        var place = start
        guard try await tell(from: &place, write) != nil else { return }
        for await signal in subscription.signals {
            do {
                guard let count = try await tell(from: &place, write) else { return }
                if count == 0, case .heartbeat = signal { try await write(Self.heartbeat) }
            } catch DeskError.unavailable {
                // All streams that came back at once would not help the store; the next signal is
                // the next try.
                if case .heartbeat = signal { try await write(Self.heartbeat) }
            }
        }
    }

    /// Tells all there is; nil when the listener is let in no longer.
    private func tell(
        from place: inout LogPlace,
        _ write: (String) async throws -> Void
    ) async throws -> Int? {
        var count = 0
        while true {
            guard let session = try await desk.session(for: token, isNoted: false) else {
                try await write("event: ended\ndata: {}\n\n")
                return nil
            }
            let (announcements, next) = try await desk.announcements(
                from: place,
                filter,
                to: session.staff
            )
            for announcement in announcements { try await write(Self.text(announcement)) }
            count += announcements.count
            // Moves their place past what they may not see, so that it is not read again when they come
            // back.
            if next != place, announcements.last?.next != next {
                try await write("id: \(next)\n\n")
            }
            guard next != place else { return count }
            place = next
        }
    }

    static func text(_ announcement: Announcement) -> String {
        let body = EventBody(announcement)
        let data = String(decoding: JSON.encoded(body), as: UTF8.self)
        return "id: \(body.id)\nevent: \(body.type)\ndata: \(data)\n\n"
    }
}

extension HTTPField.Name {
    fileprivate static var lastEventID: Self { Self(known: "Last-Event-ID") }
}

extension WebAPI {
    func addEvents(to table: inout RouteTable, _ now: @escaping @Sendable () -> Date) {
        let routes = EventRoutes(desk: desk, feed: feed, now: now)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/events", guardedBy: guardian, routes.listen)
    }
}
