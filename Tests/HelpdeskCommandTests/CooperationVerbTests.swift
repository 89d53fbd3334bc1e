import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Working together")
struct CooperationVerbTests {
    /// Runs a line against a desk that has ticket 1042 at version 1.
    private func run(
        _ arguments: String...,
        answer: FakeReply? = nil
    ) async throws -> (outcome: Outcome, requests: [FakeRequest]) {
        let ticket = try Example.json(try Example.ticket())
        return try await FakeScript { request in
            if request.method == "GET", request.path == "/v1/tickets/1042" {
                return .json(ticket, tag: "\"1042-1\"")
            }
            return answer ?? .json(ticket, tag: "\"1042-2\"")
        }
        .play { desk in
            try await ClerkMachine.with { place in
                (try await place.loggedIn(to: desk).run(arguments), desk.requests)
            }
        }
    }

    @Test("merges the ticket itself as it was seen, and takes it out again")
    func merger() async throws {
        for (arguments, line, body) in [
            (["merge", "1042", "--into", "#7"], "PUT /v1/tickets/1042/merger", #"{"into":7}"#),
            (
                ["merge", "1042", "--into", "7", "--same-person"], "PUT /v1/tickets/1042/merger",
                #"{"into":7,"same_person":true}"#
            ), (["unmerge", "1042"], "DELETE /v1/tickets/1042/merger", ""),
        ] {
            let ticket = try Example.json(try Example.ticket())
            try await FakeScript { _ in .json(ticket, tag: "\"1042-1\"") }.play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk).run(arguments)
                    #expect(ended.code == 0)
                    #expect(desk.lines == ["GET /v1/tickets/1042?follow=false", line])
                    #expect(desk.requests.last?.body == body)
                    #expect(desk.requests.last?.header("If-Match") == "\"1042-1\"")
                }
            }
        }
        #expect(try await run("merge", "1042", "--into", "1042").outcome.code == 64)
    }

    @Test("splits off the message named, or the citizen's newest")
    func split() async throws {
        let id = "01900000-0000-7000-8000-000000000001"
        let (outcome, requests) = try await run(
            "split",
            "1042",
            "--message",
            id,
            "--subject",
            "Annat"
        )
        #expect(outcome.code == 0)
        #expect(requests.map(\.line) == ["POST /v1/tickets/1042/messages/\(id)/split"])
        #expect(requests.first?.body == #"{"subject":"Annat"}"#)
        let message = try Example.message()
        // A mail server's report is nobody's question.
        var report = message
        (report.id, report.author) = ("m2", AuthorBody(kind: "system"))
        let page = try Example.json(Page(items: [message, report], next: nil))
        let (_, asked) = try await run("split", "1042", answer: .json(page))
        #expect(
            asked.map(\.line) == [
                "GET /v1/tickets/1042/messages?limit=100",
                "POST /v1/tickets/1042/messages/\(message.id)/split",
            ]
        )
    }

    @Test("links, unlinks and lists")
    func links() async throws {
        let done = FakeReply.answer(204, body: "")
        let linked = try await run("link", "1042", "7", "--as", "parent", answer: done)
        #expect(linked.outcome.output == "Ticket 1042 is linked to 7.\n")
        #expect(linked.requests.map(\.line) == ["PUT /v1/tickets/1042/links/7"])
        #expect(linked.requests.first?.body == #"{"relation":"parent"}"#)
        let unlinked = try await run("unlink", "1042", "7", answer: done)
        #expect(unlinked.requests.map(\.line) == ["DELETE /v1/tickets/1042/links/7"])
        let link = LinkBody(
            ticket: 7,
            relation: "parent",
            subject: "Driftstopp",
            state: "open",
            staff: "anna",
            at: try .at("2026-11-23T08:05:00Z")
        )
        let page = try Example.json(Page(items: [link], next: nil))
        let (outcome, _) = try await run("links", "1042", answer: .json(page))
        #expect(outcome.output.contains("part of   7  open   Driftstopp"))
        let hint = DuplicateBody(
            ticket: 9,
            reasons: ["same_citizen", "same_code"],
            subject: "BankID",
            state: "new",
            createdAt: try .at("2026-11-23T08:05:00Z")
        )
        let hints = try Example.json(Page(items: [hint], next: nil))
        let found = try await run("duplicates", "1042", answer: .json(hints))
        #expect(found.outcome.output.contains("same citizen, same error code"))
    }

    @Test(
        "reads moments as clerks write them",
        arguments: [
            ("30m", "2026-11-23T14:00:00.000Z"), ("4h", "2026-11-23T17:30:00.000Z"),
            ("1d", "2026-11-24T07:00:00.000Z"), ("2w", "2026-12-07T07:00:00.000Z"),
            ("2026-12-01", "2026-12-01T07:00:00.000Z"),
            ("2027-07-01T14:30", "2027-07-01T12:30:00.000Z"),
            ("2026-12-01 09:15", "2026-12-01T08:15:00.000Z"),
            ("2026-12-01T09:15:00Z", "2026-12-01T09:15:00.000Z"),
        ]
    )
    func moments(_ text: String, _ expected: String) async throws {
        for (verb, name) in [("snooze", "until"), ("follow-up", "at")] {
            let (outcome, requests) = try await run(verb, "1042", text)
            #expect(outcome.code == 0)
            #expect(requests.last?.line == "PUT /v1/tickets/1042/\(verb)")
            #expect(requests.last?.body == #"{"\#(name)":"\#(expected)"}"#)
        }
    }

    @Test(
        "takes nothing for a moment that is none",
        arguments: [
            "", "0d", "x", "2026-02-30", "2026-12-1", "12h30", "10001h", "2026-12-01T25:00",
        ]
    )
    func noMoments(_ text: String) async throws {
        let (outcome, requests) = try await run("snooze", "1042", text)
        #expect(outcome.code == 64)
        #expect(requests.isEmpty)
    }

    @Test("takes a snooze and a follow-up back")
    func takenBack() async throws {
        for (arguments, line) in [
            (["snooze", "1042", "--wake"], "DELETE /v1/tickets/1042/snooze"),
            (["follow-up", "1042", "--never"], "DELETE /v1/tickets/1042/follow-up"),
        ] {
            let (_, requests) = try await run(arguments[0], arguments[1], arguments[2])
            #expect(requests.map(\.line) == ["GET /v1/tickets/1042", line])
        }
        #expect(try await run("snooze", "1042").outcome.code == 64)
        #expect(try await run("snooze", "1042", "4h", "--wake").outcome.code == 64)
    }

    @Test("says when it follows up", arguments: [("en", "follow-up"), ("sv", "följs upp")])
    func followUp(_ language: String, _ words: String) async throws {
        var ticket = try Example.ticket()
        ticket.followUpAt = try .at("2026-11-24T07:00:00Z")
        let body = try Example.json(ticket)
        try await FakeScript { _ in .json(body, tag: "\"1\"") }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).setting("LC_ALL", language)
                    .run("follow-up", "1042", "1d")
                #expect(ended.output.hasSuffix(", \(words) 2026-11-24 08:00\n"))
            }
        }
    }

    @Test("records a test of confidentiality, with the law where something is withheld")
    func disclosure() async throws {
        let done = FakeReply.answer(204, body: "")
        let (outcome, requests) = try await run(
            "disclosure",
            "1042",
            "--outcome",
            "refused",
            "--ground",
            "OSL 26 kap. 1 §",
            answer: done
        )
        #expect(outcome.output == "The test of ticket 1042 is recorded.\n")
        #expect(requests.map(\.line) == ["POST /v1/tickets/1042/disclosures"])
        #expect(
            requests.first?.body == #"{"ground":"OSL 26 kap. 1 §","outcome":"refused"}"#
        )
        let blind = try await run("disclosure", "1042", "--outcome", "partly", answer: done)
        #expect(blind.outcome.code == 64 && blind.requests.isEmpty)
    }

    @Test("watches, shows what happened, and stops")
    func watch() async throws {
        let done = FakeReply.answer(204, body: "")
        let watched = try await run("watch", "1042", answer: done)
        #expect(watched.requests.map(\.line) == ["PUT /v1/tickets/1042/watch"])
        let stopped = try await run("watch", "1042", "--stop", answer: done)
        #expect(stopped.requests.map(\.line) == ["DELETE /v1/tickets/1042/watch"])
        let fact = HistoryBody(
            id: "5",
            at: try .at("2026-11-23T13:05:00Z"),
            actor: AuthorBody(kind: "staff", id: "grace", name: "Grace Ask"),
            kind: "assigned",
            details: ["assignee": "grace"]
        )
        let page = try Example.json(
            WatchedEventsBody(
                items: [WatchedEventBody(ticket: 1_042, event: fact)],
                next: "c",
                more: false
            )
        )
        let shown = try await run("watch", answer: .json(page))
        #expect(
            shown.outcome.output == "2026-11-23 14:05  #1042  Grace Ask assigned: to grace\n"
        )
        #expect(shown.requests.map(\.line) == ["GET /v1/watched-events?limit=100"])
        #expect(try await run("watch", "--stop").outcome.code == 64)
    }

    @Test("says that a ticket went into another before showing that")
    func shown() async throws {
        let ticket = try Example.json(try Example.ticket(7))
        let messages = try Example.json(Page<MessageBody>(items: [], next: nil))
        let matches = try Example.json(Example.matches)
        try await FakeScript { request in
            switch request.path {
            case "/v1/tickets/1042": .json(ticket, tag: "\"7-1\"")
            case "/v1/tickets/1042/messages": .json(messages)
            default: .json(matches)
            }
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("show", "1042")
                #expect(ended.errors == "Ticket 1042 went into 7.\n")
                #expect(ended.output.hasPrefix("#7  "))
            }
        }
    }
}
