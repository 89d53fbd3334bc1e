import Desk
import DeskAPI
import HTTPTypes

extension Operation {
    /// What happens, as it happens.
    static let events: [Operation] = [
        Operation(
            (.get, "/v1/events"),
            "listen",
            "What happens with the tickets that the caller may see, as server-sent events; the first, "
                + "`ready`, says by `heartbeat_seconds` how often the stream is heard from at least; "
                + "410 where they cannot go on from `Last-Event-ID`.",
            query: [
                .number("ticket", "Only of this ticket.", 1...Int64.max),
                .text("queue", "Only of tickets in this queue."),
                .flag("mine", "Only of the caller's own tickets."),
            ],
            fields: [.lastEventID],
            .other("text/event-stream")
        )
    ]
}
