import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("Promises to citizens")
struct ClockRuleTests {
    private func ticket(
        _ kind: TicketKind,
        _ priority: TicketPriority = .normal,
        queue: String = "e-service"
    ) -> Ticket {
        Ticket(
            subject: "Fråga",
            kind: kind,
            category: .other,
            priority: priority,
            channel: .email,
            queue: queue,
            language: "sv",
            citizen: Citizen(),
            symptom: Symptom(),
            createdAt: .distantPast
        )
    }

    @Test("are read as they are written")
    func reading() throws {
        let rule = try ClockRule(
            "  fault complaint  urgent queue=school: first 30m,next 4h , solve 10d "
        )
        #expect(rule.kinds == [.fault, .complaint] && rule.priorities == [.urgent])
        #expect(rule.queues == ["school"])
        #expect(
            rule.spans == [
                .firstReply: .open(1_800), .nextReply: .open(14_400), .resolution: .days(10),
            ]
        )
        #expect(try ClockRule("queue=a:b: first 1d").queues == ["a:b"])
        for text in ClockRules.standard { #expect(throws: Never.self) { try ClockRule(text) } }
    }

    @Test("count half-days as such where a city has said nothing")
    func standardHours() throws {
        let hours = try OpeningHours(ClockRules.standardHours)
        let time = CityTime()
        let day = 86_400.0
        // The days before All Saints' and Christmas Eve, and the days before those.
        for text in ["2026-10-30T07:00:00Z", "2026-12-23T07:00:00Z"] {
            let morning = try Date(text, strategy: .iso8601)
            #expect(hours.openSeconds(from: morning, to: morning + day, in: time) == 4 * 3_600)
            let before = hours.openSeconds(from: morning - day, to: morning, in: time)
            #expect(before == 8.5 * 3_600)
        }
    }

    @Test("say what is wrong with them")
    func mistakes() {
        let cases: [(String, ClockRuleError)] = [
            ("", .noColon), ("fault first 1h", .noColon), (": first 1h", .noTickets),
            ("fel: first 1h", .unknownTickets("fel")),
            ("queue=: first 1h", .unknownTickets("queue=")),
            ("*:", .noTime("")), ("*: first", .noTime("first")),
            ("*: 1h first", .noTime("1h first")),
            ("*: first 0h", .noTime("first 0h")), ("*: first -1h", .noTime("first -1h")),
            ("*: first 1", .noTime("first 1")), ("*: first h", .noTime("first h")),
            ("*: first 1h, first 2h", .noTime("first 2h")), ("*: last 1h", .noTime("last 1h")),
            ("*: first 100001m", .noTime("first 100001m")),
            ("*: first 2001h", .noTime("first 2001h")),
            ("*: first 201d", .noTime("first 201d")),
            ("*: first 99999999999999999999h", .noTime("first 99999999999999999999h")),
        ]
        for (text, mistake) in cases {
            #expect(throws: mistake, "\(text)") { try ClockRule(text) }
        }
        for most in ["100000m", "2000h", "200d"] {
            #expect(throws: Never.self) { try ClockRule("*: first \(most)") }
        }
    }

    @Test("hold for a ticket by the first rule that fits it")
    func choice() throws {
        let rules = ClockRules(
            rules: try [
                "urgent: first 1h", "complaint opinion queue=school: first 2h",
                "complaint opinion: first 3h", "question: first 4h",
            ].map { try ClockRule($0) }
        )
        let cases: [(Ticket, Int?)] = [
            (ticket(.question, .urgent), 0), (ticket(.complaint, queue: "school"), 1),
            (ticket(.opinion), 2), (ticket(.question), 3), (ticket(.praise), nil),
        ]
        for (ticket, place) in cases {
            #expect(rules.rule(for: ticket) == place.map { rules.rules[$0] }, "\(ticket.kind)")
        }
    }
}
