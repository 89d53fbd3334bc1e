import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("The rules of a ticket")
struct TicketRulesTests {
    private let later = Date(timeIntervalSince1970: 2_000)

    private func ticket(_ state: TicketState) -> Ticket {
        Ticket(
            subject: "Fråga",
            state: state,
            category: .other,
            channel: .email,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(email: "maja@example.com"),
            symptom: Symptom(recognisedIn: ""),
            createdAt: Date(timeIntervalSince1970: 1_000)
        )
    }

    @Test("let it move only along the contract's arrows", arguments: TicketState.allCases)
    func moves(from state: TicketState) throws {
        let allowed: [TicketState: [TicketState]] = [
            .new: [.open, .waiting], .open: [.waiting], .waiting: [.open], .resolved: [.closed],
            .closed: [],
        ]
        for wanted in TicketState.allCases where wanted != state {
            var moved = ticket(state)
            if allowed[state]?.contains(wanted) == true {
                try moved.move(to: wanted, at: later)
                #expect(moved.state == wanted)
            } else {
                #expect(throws: DeskError.self) { try moved.move(to: wanted, at: later) }
                #expect(moved.state == state)
            }
        }
    }

    @Test("give it back to the desk when the citizen writes again")
    func hearing() {
        var waiting = ticket(.waiting)
        #expect(waiting.hear(at: later) == .received)
        #expect(waiting.state == .open)
        #expect(waiting.contacts == 2)
        var new = ticket(.new)
        #expect(new.hear(at: later) == .received)
        #expect(new.state == .new)
    }

    @Test("reopen a resolved one when the citizen writes again, and forget how it ended")
    func hearingAfterTheEnd() throws {
        var resolved = ticket(.open)
        try resolved.resolve(as: .answered, by: "losenord", at: later)
        #expect(resolved.hear(at: later) == .reopened)
        #expect(resolved.state == .open)
        #expect(resolved.outcome == nil)
        #expect(resolved.article == nil)
        #expect(resolved.resolvedAt == nil)
    }

    @Test("let it end once")
    func resolving() throws {
        var open = ticket(.open)
        try open.resolve(as: .answered, by: nil, at: later)
        #expect(open.resolvedAt == later)
        #expect(throws: DeskError.self) { try open.resolve(as: .rejected, by: nil, at: later) }
        try open.reopen(at: later)
        #expect(open.state == .open)
        #expect(throws: DeskError.self) { try open.reopen(at: later) }
    }

    @Test("wait for the citizen after a reply, and remember the first one")
    func replying() throws {
        var new = ticket(.new)
        try new.reply(at: later)
        #expect(new.state == .waiting)
        #expect(new.firstReplyAt == later)
        try new.reply(at: later + 60)
        #expect(new.firstReplyAt == later)
        var closed = ticket(.closed)
        #expect(throws: DeskError.self) { try closed.reply(at: later) }
    }

    @Test("call it overdue at the moment after it is due, not at it")
    func overdue() {
        var open = ticket(.open)
        open.resolutionDueAt = later
        #expect(!open.isOverdue(at: later))
        #expect(open.isOverdue(at: later + 0.001))
        open.resolutionDueAt = nil
        #expect(!open.isOverdue(at: .distantFuture))
    }
}
