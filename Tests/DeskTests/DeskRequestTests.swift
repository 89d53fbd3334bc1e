import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@Suite("The desk")
struct DeskRequestTests {
    private func draft(_ subject: String = "Kan inte logga in") -> TicketDraft {
        TicketDraft(
            subject: subject,
            body: "Jag har glömt mitt lösenord",
            channel: .phone,
            citizen: Citizen(name: "Olle", phone: "+46701740605")
        )
    }

    private func open(_ house: TestDesk, _ draft: TicketDraft) async throws -> Ticket {
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        return ticket
    }

    @Test("triages what the caller leaves out", arguments: StoreKind.available)
    func triage(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house, draft())
            #expect(ticket.number.rawValue == 1)
            #expect(ticket.queue == "e-service")
            #expect(ticket.language == "sv")
            #expect(ticket.suggestions.first?.article == "losenord")
            #expect(ticket == (try await house.desk.ticket(ticket.number, as: .ada)))
        }
    }

    @Test("names every wrong field at once", arguments: StoreKind.available)
    func wrongFields(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var wrong = draft(" ")
            wrong.citizen.email = "nobody"
            wrong.language = "Svenska!"
            wrong.queue = "a\nb"
            let error = await #expect(throws: DeskError.self) {
                try await house.desk.open(wrong, as: .ada)
            }
            guard case .invalid(let problems) = error else {
                Issue.record("the desk said \(String(describing: error))")
                return
            }
            #expect(
                Set(problems.map(\.pointer))
                    == ["/subject", "/citizen/email", "/language", "/queue"]
            )
        }
    }

    @Test("says once of a field that it is too long")
    func longFields() async throws {
        try await withDesk { house in
            let desk = house.desk
            func wrong(_ act: () async throws -> Void) async throws -> [String] {
                do {
                    try await act()
                    return []
                } catch DeskError.invalid(let problems) {
                    return problems.map(\.pointer)
                }
            }
            let long = String(repeating: "å", count: 301)
            let number = try await open(house, draft()).number
            let opening = try await wrong { _ = try await open(house, draft(long)) }
            #expect(opening == ["/subject"])
            var patch = TicketPatch()
            (patch.subject, patch.queue) = (long, long)
            let changing = try await wrong {
                _ = try await desk.change(number, at: 1, by: patch, as: .ada)
            }
            #expect(changing == ["/subject", "/queue"])
            let assigning = try await wrong {
                _ = try await desk.assign(number, at: 1, to: long, as: .ada)
            }
            #expect(assigning == ["/assignee"])
            let holding = try await wrong { try await desk.hold(number, for: long, as: .adam) }
            #expect(holding == ["/reason"])
        }
    }

    @Test(
        "takes a subject of the limit and refuses one more character",
        arguments: StoreKind.available,
        [0, 1]
    )
    func subjectLimit(on kind: StoreKind, over: Int) async throws {
        try await withDesk(on: kind) { house in
            let subject = String(repeating: "å", count: 300 + over)
            if over == 0 {
                let ticket = try await open(house, draft(subject))
                #expect(ticket.subject.count == 300)
            } else {
                await #expect(throws: DeskError.self) {
                    try await house.desk.open(draft(subject), as: .ada)
                }
            }
        }
    }

    @Test("refuses the second of two who saw the same revision", arguments: StoreKind.available)
    func secondChangeLoses(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house, draft())
            _ = try await house.desk.assign(ticket.number, at: 1, to: "ada", as: .ada)
            await #expect(throws: DeskError.changedMeanwhile) {
                try await house.desk.assign(ticket.number, at: 1, to: "grace", as: .grace)
            }
            let now = try await house.desk.ticket(ticket.number, as: .ada)
            #expect(now.assignee == "ada")
            #expect(now.state == .open)
            #expect(now.revision == 2)
        }
    }

    @Test(
        "has an effect once for a key, and refuses the key for another request",
        arguments: StoreKind.available
    )
    func idempotency(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            func once(_ body: [UInt8]) -> Once<Ticket> {
                Once(
                    key: IdempotencyKey(
                        principal: "ada",
                        target: "POST /v1/tickets",
                        key: "k1",
                        request: .init(of: body)
                    )
                ) { ticket in
                    StoredAnswer(
                        status: 201,
                        headers: ["ETag": "\(ticket.revision)"],
                        body: Array("\(ticket.number.rawValue)".utf8)
                    )
                }
            }
            var answers: [StoredAnswer] = []
            for _ in 0..<2 {
                let answered = try await house.desk.open(draft(), as: .ada, once: once([1]))
                switch answered {
                case .fresh: break
                case .made(_, let answer), .stored(let answer): answers.append(answer)
                }
            }
            #expect(answers.count == 2)
            #expect(answers.first == answers.last)
            let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(tickets.count == 1)
            await #expect(throws: DeskError.keyReused) {
                try await house.desk.open(draft(), as: .ada, once: once([2]))
            }
        }
    }

    @Test(
        "shows nobody what is not theirs, in lists as little as by number",
        arguments: StoreKind.available
    )
    func queues(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let hidden = try await open(house, draft())
            var school = draft("Skolplattformen")
            school.queue = "school"
            let shown = try await open(house, school)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.ticket(hidden.number, as: .stig)
            }
            let tickets = try await house.desk.tickets(TicketQuery(), as: .stig).tickets
            #expect(tickets.map(\.number) == [shown.number])
            var searched = TicketQuery()
            searched.text = "lösenord"
            let found = try await house.desk.tickets(searched, as: .stig).tickets
            #expect(found.map(\.number) == [shown.number])
            // A queue that nobody knows would make it nobody's whom the mover may see.
            var patch = TicketPatch()
            patch.queue = "parkering"
            await #expect(throws: DeskError.self) {
                try await house.desk.change(shown.number, at: 1, by: patch, as: .stig)
            }
            // Put where it belongs, it is theirs no longer.
            patch.queue = "e-service"
            _ = try await house.desk.change(shown.number, at: 1, by: patch, as: .stig)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.ticket(shown.number, as: .stig)
            }
        }
    }

    @Test(
        "lets an auditor who is also an agent of one queue change that queue only",
        arguments: StoreKind.available
    )
    func twoRoles(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house, draft())
            let both = StaffIdentity(
                id: "eva",
                name: "Eva",
                roles: [.agent, .auditor],
                queues: ["school"]
            )
            #expect(try await house.desk.ticket(ticket.number, as: both) == ticket)
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.assign(ticket.number, at: 1, to: "eva", as: both)
            }
        }
    }

    @Test("lets a session live until it ends, and no longer", arguments: StoreKind.available)
    func sessions(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let password = TestStaff.password(of: "ada")
            let (token, session) = try await house.desk.signIn(
                username: "ada",
                password: .init(password)
            )
            #expect(try await house.desk.session(for: token)?.staff == .ada)
            // Used once an hour: it ends all the same.
            for _ in 0..<11 {
                house.clock.advance(by: 3_600)
                #expect(try await house.desk.session(for: token) != nil)
            }
            house.clock.advance(by: session.expiresAt.timeIntervalSince(house.clock.now) - 0.001)
            #expect(try await house.desk.session(for: token) != nil)
            house.clock.advance(by: 0.001)
            #expect(try await house.desk.session(for: token) == nil)
        }
    }

    @Test("forgets a session at once when it is ended", arguments: StoreKind.available)
    func signOut(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let password = TestStaff.password(of: "ada")
            let (token, _) = try await house.desk.signIn(
                username: "ada",
                password: .init(password)
            )
            #expect(try await house.desk.session(for: token) != nil)
            try await house.desk.signOut(token)
            #expect(try await house.desk.session(for: token) == nil)
        }
    }

    @Test(
        "refuses a hand-off without a switchboard, and the ticket's history says so",
        arguments: StoreKind.available
    )
    func noSwitchboard(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house, draft())
            let draft = HandoffDraft(
                destination: "bygglov",
                mode: .blind,
                call: nil,
                summary: nil
            )
            await #expect(throws: DeskError.noSwitchboard) {
                try await house.desk.handOff(ticket.number, draft, as: .ada)
            }
            let (history, _) = try await house.desk.history(
                of: ticket.number,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(history.last?.event.kind == .handoffRefused)
        }
    }
}
