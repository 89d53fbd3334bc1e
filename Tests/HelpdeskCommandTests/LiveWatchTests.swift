import DeskAPI
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import HelpdeskCommand

@Suite("The live view")
struct LiveWatchTests {
    private static let alternateScreen = ("\u{1B}[?1049h", "\u{1B}[?1049l")

    /// Watches a desk whose list grows by one ticket with each look, up to three.
    private func watch(
        _ arguments: [String] = [],
        columns: UInt16 = 80,
        fails: Bool = false,
        looksMax: Int = .max,
        hasIncident: Bool = false,
        events: String? = nil,
        later: String? = nil,
        isForgotten: Bool = false,
        typing keys: [(question: String, keys: String)],
        meanwhile: @escaping @Sendable (PseudoTerminal) async throws -> Void = { _ in }
    ) async throws -> (
        code: Int32, shown: String, isAsBefore: Bool, lines: [String], places: [String?]
    ) {
        let looks = Mutex(0)
        let pages = try (1...3).map { count in
            let tickets = try (0..<count).map {
                try Example.ticket(Int64(1_042 + $0), subject: "Ärende nummer \($0)")
            }
            return try Example.json(Page(items: Array(tickets.reversed()), next: nil))
        }
        let incidents = try GoldenDesk.answers()["GET /v1/incidents"]
        let script = FakeScript { request in
            switch request.path {
            case "/v1/incidents" where hasIncident && request.target.contains("confirmed"):
                incidents.map { .json($0) } ?? .problem(404)
            case "/v1/incidents" where hasIncident:
                .json("{\"items\":[],\"next\":null}")
            case "/v1/events" where isForgotten && request.header("Last-Event-ID") == nil:
                .stream(events ?? "", silence: .hours(1), then: "")
            case "/v1/events" where later != nil:
                .stream(events ?? "", silence: .seconds(2), then: later ?? "")
            case "/v1/events":
                events.map {
                    .answer(200, body: $0, headers: ["Content-Type": "text/event-stream"])
                } ?? .problem(404)
            case "/v1/watched-events": .json("{\"items\":[],\"next\":\"c\",\"more\":false}")
            case "/v1/tickets"
            where fails
                || looks.withLock({ $0 >= looksMax })
                    && request.target.contains("order=due"):
                .problem(500, "Nothing works today.")
            case "/v1/tickets" where request.target.contains("order=due"):
                .json(
                    pages[
                        looks.withLock { looks in
                            defer { looks += 1 }
                            return min(looks, 2)
                        }
                    ]
                )
            default: .json(pages[looks.withLock { min($0 - 1, 2) }])
            }
        }
        return try await script.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal(columns: columns, rows: 24)
                defer { terminal.close() }
                let before = terminal.settings
                terminal.typing(keys)
                var place = place.loggedIn(to: desk)
                if later != nil { place.limits.total = .seconds(1) }
                place.limits.watchPause = events == nil ? .milliseconds(20) : .seconds(1)
                place.limits.toldPause = .seconds(3_600)
                place.limits.refreshPause = .milliseconds(1)
                place.limits.keyPause = .milliseconds(1)
                async let helper: Void = meanwhile(terminal)
                let code = await HelpdeskCommand.run(
                    ["watch"] + arguments,
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                try await helper
                let after = terminal.settings
                return (
                    code, try await terminal.shownUntilNow(),
                    before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag, desk.lines,
                    desk.requests.filter { $0.path == "/v1/events" }
                        .map { $0.header("Last-Event-ID") }
                )
            }
        }
    }

    @Test("shows what is owed, and leaves the terminal as it was", arguments: ["q", "\u{03}", "Q"])
    func ends(_ key: String) async throws {
        let seen = try await watch(typing: [("Ärende nummer 0", key)])
        #expect(seen.code == 0)
        #expect(seen.shown.hasPrefix(Self.alternateScreen.0))
        #expect(seen.shown.hasSuffix(Self.alternateScreen.1))
        #expect(seen.shown.contains("\u{1B}[?25h"))
        #expect(seen.isAsBefore)
        #expect(seen.lines.contains { $0.hasPrefix("GET /v1/tickets?snoozed=false") })
    }

    @Test("says at its top what many citizens meet now", arguments: [true, false])
    func incident(_ isOpen: Bool) async throws {
        let seen = try await watch(hasIncident: isOpen, typing: [("and 1 more", "q")])
        #expect(seen.code == 0)
        let picture = Self.lastPicture(seen.shown)
        let line = picture.firstIndex { $0.contains("Incident 3, confirmed: bankid · skolval") }
        #expect((line != nil) == isOpen, "\(picture)")
        #expect(line ?? 1 <= 1)
    }

    @Test("names what comes in, and rings only when asked to", arguments: [true, false])
    func arrivals(_ rings: Bool) async throws {
        let seen = try await watch(rings ? ["--bell"] : [], typing: [("and 1 more", "q")])
        #expect(seen.code == 0)
        #expect(seen.shown.contains("#1044"))
        #expect(seen.shown.contains("\u{07}") == rings)
    }

    @Test("looks again as soon as the desk tells that something happened")
    func told() async throws {
        let seen = try await watch(
            events: "retry: 3000\nid: 7\nevent: ready\ndata: {}\n\n: still here\n\n"
                + "id: 8\nevent: ticket.opened\ndata: {\"id\":\"8\"}\n\n",
            typing: [("New: ", "q")]
        )
        #expect(seen.code == 0)
        #expect(seen.lines.contains("GET /v1/events"))
    }

    @Test("goes on listening where nothing is said for longer than an answer may take")
    func longSilence() async throws {
        let seen = try await watch(
            events: "id: 7\nevent: ready\ndata: {}\n\n",
            later: "id: 8\nevent: ticket.opened\ndata: {\"id\":\"8\"}\n\n",
            typing: [("New: ", "q")]
        )
        #expect(seen.code == 0)
        #expect(seen.lines.count { $0 == "GET /v1/events" } == 1)
    }

    @Test("goes on from where it was when the desk has left out some signs of life")
    func forgotten() async throws {
        let seen = try await watch(
            events: "id: 7\nevent: ready\ndata: {\"heartbeat_seconds\":1}\n\n",
            later: "id: 8\nevent: ticket.opened\ndata: {\"id\":\"8\"}\n\n",
            isForgotten: true,
            typing: [("and 1 more", "q")]
        )
        #expect(seen.code == 0)
        #expect(seen.places == [nil, "7"])
    }

    @Test("sees at once that the desk is gone which told it what happened")
    func goneDesk() async throws {
        let seen = try await watch(
            looksMax: 1,
            events: "id: 7\nevent: ready\ndata: {}\n\n",
            later: "",
            typing: [("Nothing works today.", "q")]
        )
        #expect(seen.code == 0)
    }

    /// The rows of the last picture, without what is not seen.
    private static func lastPicture(_ shown: String) -> [String] {
        let pictures = shown.components(separatedBy: "\u{1B}[?2026h")
        // The terminal makes "\r\n" of each "\n", also of those that had a "\r" before them.
        return (pictures.last ?? "").replacing("\r\r\n", with: "\n")
            .components(separatedBy: "\n").map {
                $0.replacing(#/\u{1B}\[[0-9;?]*[A-Za-z]|\r/#, with: "")
            }
    }

    @Test("fits the window, also after it was drawn smaller")
    func resize() async throws {
        let seen = try await watch(
            typing: [],
            meanwhile: { terminal in
                #expect(try await terminal.shows("and 1 more"))
                #expect(Self.lastPicture(terminal.text).contains { DisplayWidth.of($0) > 40 })
                terminal.resize(columns: 30, rows: 8)
                let deadline = ContinuousClock.now + .seconds(20)
                while Self.lastPicture(terminal.text).contains(where: { DisplayWidth.of($0) > 30 }),
                    ContinuousClock.now < deadline
                {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(write(terminal.keyboard, "q", 1) == 1)
            }
        )
        #expect(seen.code == 0)
        let last = Self.lastPicture(seen.shown)
        #expect(last.count <= 8)
        #expect(last.allSatisfy { DisplayWidth.of($0) <= 30 })
    }

    @Test("goes on while the desk does not answer, and says why it is old")
    func outage() async throws {
        let seen = try await watch(fails: true, typing: [("Nothing works today.", "q")])
        #expect(seen.code == 0)
        #expect(seen.isAsBefore)
    }

    @Test("draws each picture over the last, without wiping the screen in between")
    func flicker() async throws {
        let seen = try await watch(typing: [("and 1 more", "r"), ("quits", "q")])
        let wipes = seen.shown.components(separatedBy: "\u{1B}[2J").count - 1
        #expect(wipes == 1)
    }

    @Test("is told line by line where there is no screen")
    func plain() async throws {
        let body = "{\"items\":[],\"next\":\"c\",\"more\":false}"
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("watch")
                #expect(ended == Outcome(code: 0, output: "Nothing new.\n", errors: ""))
            }
        }
    }
}

@Suite("A board")
struct WatchBoardTests {
    private func page(_ numbers: ClosedRange<Int64>) throws -> [TicketBody] {
        try numbers.reversed().map { try Example.ticket($0) }
    }

    @Test("counts as new only what is newer than all it saw before")
    func arrivals() throws {
        var board = WatchBoard()
        let now = ClerkMachine.now
        #expect(board.take(tickets: [], latest: try page(1...3), events: [], at: now) == 0)
        #expect(board.take(tickets: [], latest: try page(1...3), events: [], at: now) == 0)
        #expect(board.take(tickets: [], latest: try page(2...5), events: [], at: now) == 2)
        #expect(board.arrivals.map(\.number) == [5, 4])
        // One that was resolved meanwhile and is open again is not new.
        #expect(board.take(tickets: [], latest: try page(1...2), events: [], at: now) == 0)
        #expect(board.take(tickets: [], latest: try page(5...5), events: [], at: now) == 0)
    }

    @Test("says so when there is more than it has counted, and of what is late only when all is")
    func more() throws {
        var board = WatchBoard()
        var tickets = try page(1...100)
        func heading(_ hasMore: Bool) -> String {
            _ = board.take(
                tickets: tickets,
                hasMore: hasMore,
                latest: [],
                events: [],
                at: ClerkMachine.now
            )
            let line = board.picture(rows: 24, for: .of(.english, width: 80))[0]
            return line.spans.map(\.text).joined()
        }
        tickets[0].due.overdue = true
        #expect(heading(true) == "helpdesk  100+ owed an answer  1 overdue")
        #expect(heading(false) == "helpdesk  100 owed an answer  1 overdue")
        for index in tickets.indices { tickets[index].due.overdue = true }
        #expect(heading(true) == "helpdesk  100+ owed an answer  100+ overdue")
    }

    @Test("counts all that came in, also what it does not keep")
    func manyArrivals() throws {
        var board = WatchBoard()
        for numbers in [Int64(1)...1, 1...40] {
            _ = board.take(
                tickets: [],
                latest: try page(numbers),
                events: [],
                at: ClerkMachine.now
            )
        }
        #expect(board.arrivals.count == WatchBoard.arrivalsMax)
        let lines = board.picture(rows: 24, for: .of(.english)).map { line in
            line.spans.map(\.text).joined()
        }
        #expect(lines.contains { $0.hasSuffix("and 38 more") })
    }

    @Test("never takes more rows than there are", arguments: [1, 2, 3, 5, 8, 24, 60])
    func rows(_ rows: Int) throws {
        var board = WatchBoard()
        let event = WatchedEventBody(
            ticket: 7,
            event: HistoryBody(
                id: "h",
                at: Timestamp(ClerkMachine.now),
                actor: AuthorBody(kind: "system"),
                kind: "opened",
                details: [:]
            )
        )
        for numbers in [Int64(1)...40, 2...42] {
            _ = board.take(
                tickets: try page(numbers),
                latest: try page(numbers),
                events: Array(repeating: event, count: WatchBoard.eventsMax),
                at: ClerkMachine.now
            )
        }
        #expect(board.events.count == WatchBoard.eventsMax)
        let picture = board.picture(rows: rows, for: .of(.swedish, width: 80))
        #expect(picture.count <= rows)
        if rows > 4 { #expect(picture.last?.spans.first?.text.contains("q avslutar") == true) }
    }
}

@Suite("A stream of events")
struct EventLinesTests {
    private static let text =
        ": hello\r\nretry: 3000\rid: 7\nevent: ready\ndata: {}\n\n"
        + "data: one\ndata: two\n\nid: 9\n\nevent: ticket.opened\ndata\n\nevent: cut"

    private static let events = [
        EventLines.Event(kind: "ready", place: "7", data: "{}"),
        EventLines.Event(kind: "message", place: "7", data: "one"),
        EventLines.Event(kind: "ticket.opened", place: "9", data: ""),
    ]

    @Test("is the same however it is cut into pieces", arguments: 1...text.utf8.count)
    func pieces(_ size: Int) {
        var lines = EventLines()
        let octets = Array(Self.text.utf8)
        let found = stride(from: 0, to: octets.count, by: size).flatMap { start in
            lines.take(octets[start..<min(start + size, octets.count)])
        }
        #expect(found == Self.events)
    }

    @Test("keeps no line that does not end")
    func endless() {
        var lines = EventLines()
        let max = EventLines.lineOctetsMax
        #expect(lines.take(Array("event: ".utf8) + Array(repeating: 0x61, count: 10 * max)) == [])
        let found = lines.take(Array("\ndata: x\n\n".utf8))
        #expect(found.map(\.kind.utf8.count) == [max - "event: ".utf8.count])
    }
}
