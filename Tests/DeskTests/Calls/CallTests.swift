import DeskTesting
import Foundation
import Testing

@testable import Desk

/// A switchboard that only knows telephones and numbers.
private struct QuietSwitchboard: SwitchboardPort {
    let directory = DestinationDirectory([
        Destination(
            id: "bygglov",
            name: "Bygglov",
            kind: .unit,
            number: "+46846500410",
            uri: nil,
            topics: [],
            queue: "bygg"
        )
    ])

    func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) {
        (.dialling, "call \(handoff.destination.number ?? "")")
    }

    func telephone(of staff: String) -> String? { staff == "ada" ? "sip:ada@192.0.2.20" : nil }

    func destination(dialling number: String) -> Destination? {
        guard number.hasPrefix("+468") else { return nil }
        return Destination(
            id: "tel:\(number)",
            name: number,
            kind: .contractor,
            number: number,
            uri: nil,
            topics: []
        )
    }
}

/// One whose only destination never takes a call.
private struct ClosedSwitchboard: SwitchboardPort {
    let directory: DestinationDirectory

    init() throws {
        directory = DestinationDirectory([
            Destination(
                id: "bygglov",
                name: "Bygglov",
                kind: .unit,
                number: "+46846500410",
                uri: nil,
                topics: [],
                calendar: Destination.Calendar(hours: try OpeningHours("Mo-Su off"))
            )
        ])
    }

    func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) { (.dialling, nil) }
}

@Suite("Calls at the desk")
struct CallTests {
    private static let number = "+46701740605"

    private func arrive(
        _ house: TestDesk,
        from number: String? = Self.number
    ) async throws -> UUIDv7 {
        let id = UUIDv7(at: house.clock.now)
        let facts: [CallFact] = [
            .arrived(externalID: "a\(id)", from: number, to: "0846500400"),
            .answered(clerk: "ada"),
        ]
        let reports = facts.map { CallReport(call: id, at: house.clock.now, fact: $0) }
        try await house.desk.note(reports, from: "desk-1")
        return id
    }

    private func tell(_ house: TestDesk, _ call: UUIDv7, _ fact: CallFact) async throws {
        let report = CallReport(call: call, at: house.clock.now, fact: fact)
        try await house.desk.note([report], from: "desk-1")
    }

    private func withSwitchboard(
        on kind: StoreKind,
        _ body: @Sendable (TestDesk) async throws -> Void
    ) async throws {
        try await withDesk(on: kind, switchboard: QuietSwitchboard(), body)
    }

    @Test("open a ticket when they are answered, once", arguments: StoreKind.available)
    func opens(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            try await tell(house, id, .answered(clerk: "grace"))
            let logged = try await house.desk.call(id.description, as: .ada)
            let number = try #require(logged.call.ticket)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.channel == .phone)
            #expect(ticket.assignee == "ada")
            #expect(ticket.citizen.phone == Self.number)
            #expect(logged.call.clerk == "grace")
            #expect(logged.call.answeredAt == house.clock.now)
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 1)
            let list = try await house.desk.calls(CallQuery(), as: .ada)
            #expect(list.calls == [logged])
            #expect(list.next == nil)
        }
    }

    @Test(
        "join the newest open ticket of the number, however it is written",
        arguments: [
            "070-174 06 05", "+46 (0)70 174 06 05", "0046701740605",
        ]
    )
    func joins(written: String) async throws {
        try await withDesk { house in
            let draft = TicketDraft(
                subject: "Sylt",
                body: "Var?",
                channel: .phone,
                citizen: Citizen(name: "Maja Lind", phone: written)
            )
            let opened = try await house.desk.open(draft, as: .ada)
            let id = try await arrive(house)
            let logged = try await house.desk.call(id.description, as: .ada)
            #expect(logged.call.ticket == opened.value?.number)
            #expect(logged.caller.name == "Maja Lind")
            let ticket = try await house.desk.ticket(try #require(logged.call.ticket), as: .ada)
            #expect(ticket.contacts == 2)
            // For a clerk of another queue there is no such call.
            await #expect(throws: DeskError.notFound) {
                try await house.desk.call(id.description, as: .stig)
            }
        }
    }

    @Test("of withheld numbers open a ticket of their own each")
    func withheld() async throws {
        try await withDesk { house in
            _ = try await arrive(house, from: nil)
            _ = try await arrive(house, from: nil)
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 2)
        }
    }

    @Test(
        "are handed off by the switchboard that carries them, once",
        arguments: StoreKind.available
    )
    func handedOff(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            let ticket = try #require(
                try await house.desk.call(id.description, as: .ada).call.ticket
            )
            let draft = HandoffDraft(
                destination: "bygglov",
                mode: .attended,
                call: id.description,
                summary: "Uterum."
            )
            await #expect(throws: DeskError.self) {
                try await house.desk.handOff(ticket, draft, as: .grace)
            }
            let begun = try await house.desk.handOff(ticket, draft, as: .ada)
            let handoff = try #require(begun.value)
            #expect(handoff.carrier == "desk-1")
            #expect(handoff.state == .validated)
            #expect(try await house.desk.switchboardWork(of: "desk-1").handoffs == [handoff])
            #expect(try await house.desk.switchboardWork(of: "desk-2").handoffs == [])
            await #expect(
                throws: DeskError.wrongState(detail: "The call is being handed off already.")
            ) {
                try await house.desk.handOff(ticket, draft, as: .ada)
            }
            let wished = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .ada)
            #expect(wished.wish == .complete)
            #expect(wished.state == .validated)
            await #expect(throws: DeskError.self) {
                try await house.desk.end(handoff.id, as: .busy, detail: nil, by: .ada)
            }
            try await tell(house, id, .handoff(handoff.id, .ringing, status: 180, detail: nil))
            try await tell(house, id, .handoff(handoff.id, .completed, status: nil, detail: nil))
            try await tell(house, id, .handoff(handoff.id, .busy, status: 486, detail: nil))
            let ended = try await house.desk.handoff(handoff.id, as: .ada)
            #expect(ended.state == .completed)
            #expect(ended.steps.map(\.status) == [nil, nil, 180, nil])
            let moved = try await house.desk.ticket(ticket, as: .ada)
            #expect(moved.queue == "bygg")
            #expect(moved.assignee == nil && moved.unit?.id == "bygglov")
            #expect(try await house.desk.switchboardWork(of: "desk-1").handoffs == [])
            let page = try await house.desk.messages(of: ticket, after: nil, limit: 9, as: .ada)
            #expect(page.messages.last?.body == "Uterum.")
            #expect(page.messages.last?.author == .staff(id: "ada", name: "Ada Ek"))
        }
    }

    @Test(
        "under way are unknown after a restart, and are not done again",
        arguments: StoreKind.available
    )
    func restart(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            let ticket = try #require(
                try await house.desk.call(id.description, as: .ada).call.ticket
            )
            let draft = HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil)
            let handoff = try #require(
                try await house.desk.handOff(ticket, draft, as: .ada).value
            )
            #expect(handoff.call == id.description)
            let other = try await house.desk.forgetCalls(of: "desk-2")
            #expect(other == (0, 0))
            let lost = try await house.desk.forgetCalls(of: "desk-1")
            #expect(lost == (1, 1))
            #expect(try await house.desk.handoff(handoff.id, as: .ada).state == .unknown)
            #expect(try await house.desk.call(id.description, as: .ada).call.outcome == .unknown)
            #expect(try await house.desk.switchboardWork(of: "desk-1").handoffs == [])
            let page = try await house.desk.messages(of: ticket, after: nil, limit: 9, as: .ada)
            let note = try #require(page.messages.last)
            #expect(note.author == .system)
            // Whoever reads it, reads one of the two.
            #expect(note.body.contains("Ingen vet hur") && note.body.contains("Nobody knows how"))
        }
    }

    @Test("that got no further say with which SIP code", arguments: StoreKind.available)
    func status(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            let number = try await newest(house).number
            let handoff = try #require(
                try await house.desk.handOff(number, Self.blind, as: .ada).value
            )
            try await tell(house, id, .handoff(handoff.id, .busy, status: 486, detail: nil))
            let facts = try await house.desk.history(of: number, after: nil, limit: 9, as: .ada)
            let fact = try #require(facts.entries.last?.event)
            #expect(fact.kind == .handoffEnded)
            #expect(fact.details["sip_status"] == "486" && fact.details["state"] == "busy")
        }
    }

    @Test(
        "that nobody had answered are owed a call after a restart, the others not",
        arguments: StoreKind.available
    )
    func restartWhileWaiting(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let moment = house.clock.now
            let (waiting, kept) = (UUIDv7(at: moment), UUIDv7(at: moment))
            for (call, number) in [(waiting, "+46701740606"), (kept, "+46701740607")] {
                let fact = CallFact.arrived(externalID: "\(call)", from: number, to: nil)
                try await tell(house, call, fact)
            }
            _ = try await arrive(house)
            let lost = try await house.desk.forgetCalls(of: "desk-1", but: [kept])
            #expect(lost == (0, 2))
            let owed = try await house.desk.owedCalls(as: .ada).calls.map(\.callBack)
            #expect(owed.map(\.number) == ["+46701740606"])
            #expect(owed.map(\.reason) == [.abandoned])
            #expect(owed.map(\.call) == [waiting])
            try await house.desk.forgetCalls(of: "desk-1", but: [kept])
            #expect(try await house.desk.owedCalls(as: .ada).calls.count == 1)
        }
    }

    @Test("to numbers of no destination want a right and an allowed range")
    func freeNumbers() async throws {
        try await withSwitchboard(on: .sqlite) { house in
            let id = try await arrive(house)
            let ticket = try #require(
                try await house.desk.call(id.description, as: .ada).call.ticket
            )
            let lead = StaffIdentity(id: "lena", name: "Lena", roles: [.supervisor])
            func draft(_ number: String) -> HandoffDraft {
                HandoffDraft(destination: number, mode: .blind, call: nil, summary: nil)
            }
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.handOff(ticket, draft("tel:+46846500410"), as: .ada)
            }
            await #expect(throws: DeskError.self) {
                try await house.desk.handOff(ticket, draft("tel:+9799123456"), as: lead)
            }
            let taken = try await house.desk.handOff(ticket, draft("tel:+46846500410"), as: lead)
            #expect(taken.value?.destination.number == "+46846500410")
            let (all, _) = try await house.desk.handoffs(
                of: ticket,
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(all.map(\.state) == [.notAllowed, .notAllowed, .dialling])
            #expect(
                all.map(\.destination.id) == [
                    "tel:+46846500410", "tel:+9799123456", "tel:+46846500410",
                ]
            )
            let facts = try await house.desk.history(of: ticket, after: nil, limit: 9, as: .ada)
                .entries.map(\.event).filter { $0.kind == .handoffRefused }
            #expect(facts.map { $0.details["reason"] } == ["no_right", "number_not_allowed"])
            #expect(facts.map(\.actor).first == .staff(id: "ada", name: "Ada Ek"))
        }
    }

    @Test("to who is closed are refused, and the ticket says so", arguments: StoreKind.available)
    func closedDestination(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: try ClosedSwitchboard()) { house in
            _ = try await arrive(house)
            let number = try await newest(house).number
            await #expect(throws: DeskError.self) {
                try await house.desk.handOff(number, Self.blind, as: .ada)
            }
            var misspelt = Self.blind
            misspelt.destination = "byglov"
            await #expect(throws: DeskError.self) {
                try await house.desk.handOff(number, misspelt, as: .ada)
            }
            let (all, _) = try await house.desk.handoffs(
                of: number,
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(all.map(\.destination.id) == ["bygglov"])
            #expect(all.first?.steps.map(\.state) == [.requested, .notAllowed])
            #expect(all.first?.steps.last?.detail == "Bygglov is closed")
            let facts = try await house.desk.history(of: number, after: nil, limit: 9, as: .ada)
            #expect(facts.entries.last?.event.details["reason"] == "closed")
        }
    }

    @Test("that are refused are written down so often in an hour and no more")
    func refusalsLimit() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.handoffsPerHourMax = 3
        try await withDesk(switchboard: QuietSwitchboard(), settings: settings) { house in
            _ = try await arrive(house)
            let number = try await newest(house).number
            var dialled = Self.blind
            dialled.destination = "tel:+1900" + String(repeating: "5", count: 500)
            for _ in 0..<9 {
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.handOff(number, dialled, as: .ada)
                }
            }
            // Nor does anything else get through for the rest of the hour.
            let limit = DeskError.tooOften(name: "switchboard.handoffs-per-hour-max", limit: 3)
            await #expect(throws: limit) {
                try await house.desk.handOff(number, Self.blind, as: .ada)
            }
            let (all, _) = try await house.desk.handoffs(
                of: number,
                after: nil,
                limit: 99,
                as: .ada
            )
            #expect(all.map(\.destination.id) == Array(repeating: "tel:190055555555555", count: 4))
            for _ in 0..<3 { _ = try await house.desk.handOff(number, Self.blind, as: .grace) }
            for _ in 0..<5 {
                await #expect(throws: limit) {
                    try await house.desk.handOff(number, Self.blind, as: .grace)
                }
            }
            let facts = try await house.desk.history(of: number, after: nil, limit: 99, as: .ada)
            let reasons = facts.entries.compactMap { $0.event.details["reason"] }
            #expect(reasons == Array(repeating: "no_right", count: 4) + ["too_often"])
        }
    }

    @Test("are handed off so often in an hour and no more, whatever was restarted meanwhile")
    func hourlyLimit() async throws {
        try await withSwitchboard(on: .sqlite) { house in
            let id = try await arrive(house)
            let ticket = try #require(
                try await house.desk.call(id.description, as: .ada).call.ticket
            )
            // A call that the telephone system tells of, which a person transfers.
            let told = CallEvent(
                kind: .newCall,
                callID: "x",
                direction: .inbound,
                from: Self.number,
                to: nil,
                users: []
            )
            try await house.desk.note(told, as: .ada)
            let draft = HandoffDraft(destination: "bygglov", mode: .blind, call: "x", summary: nil)
            // Ids never go back within a program, and other tests were here whose clocks were ahead.
            house.clock.advance(by: 400 * 24 * 3_600)
            for _ in 0..<60 { _ = try await house.desk.handOff(ticket, draft, as: .ada) }
            let limit = DeskError.tooOften(name: "switchboard.handoffs-per-hour-max", limit: 60)
            await #expect(throws: limit) {
                try await house.desk.handOff(ticket, draft, as: .ada)
            }
            _ = try await house.desk.handOff(ticket, draft, as: .grace)
            house.clock.advance(by: 3_601)
            _ = try await house.desk.handOff(ticket, draft, as: .ada)
        }
    }

    @Test("are told by a telephone system too, whatever is told twice or out of order")
    func events() async throws {
        try await withDesk { house in
            func event(_ kind: CallEvent.Kind, _ id: String, cause: String? = nil) -> CallEvent {
                CallEvent(
                    kind: kind,
                    callID: id,
                    direction: .inbound,
                    from: Self.number,
                    to: "0846500400",
                    users: ["ada"],
                    cause: cause
                )
            }
            for kind in [CallEvent.Kind.newCall, .newCall, .answer, .answer, .hangup, .answer] {
                try await house.desk.note(event(kind, "c1", cause: "normalClearing"), as: .ada)
            }
            let call = try await house.desk.call("c1", as: .ada).call
            #expect(call.state == .ended)
            #expect(call.outcome == .answered)
            #expect(call.clerk == "ada")
            #expect(call.cause == "normalClearing")
            try await house.desk.note(event(.hangup, "c2", cause: "cancel"), as: .ada)
            #expect(try await house.desk.call("c2", as: .ada).call.outcome == .abandoned)
            let owed = try await house.desk.owedCalls(as: .ada).calls
            #expect(owed.map(\.callBack.number) == [Self.number])
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.note(event(.newCall, "c3"), as: .rut)
            }
            // The desk knows better of calls that pass it.
            let id = try await arrive(house)
            try await house.desk.note(event(.hangup, "a\(id)"), as: .ada)
            #expect(try await house.desk.call(id.description, as: .ada).call.state == .talking)
        }
    }

    /// So many call-backs, every one of `own` about a ticket of the school's and the others about
    /// another, oldest first.
    private func owe(_ count: Int, own: Set<Int>, _ house: TestDesk) async throws {
        func open(_ queue: String?) async throws -> TicketNumber? {
            var draft = TicketDraft(subject: "x", body: "y", channel: .phone)
            draft.queue = queue
            return try await house.desk.open(draft, as: .ada).value?.number
        }
        let (school, other) = (try await open("school"), try await open(nil))
        let call = try await arrive(house)
        let moment = house.clock.now
        try await house.store.write { transaction throws(DeskError) in
            for place in 0..<count {
                try transaction.insert(
                    CallBack(
                        id: UUIDv7(at: moment + Double(place)),
                        call: call,
                        number: "+4670\(1_000_000 + place)",
                        ticket: own.contains(place) ? school : other,
                        reason: .abandoned,
                        createdAt: moment + Double(place)
                    )
                )
            }
        }
    }

    @Test(
        "that are owed and one's own stand behind no others', and are paged as they are shown",
        arguments: StoreKind.available
    )
    func owedPages(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            try await owe(DeskSettings.pageMax + 4, own: [50, 101, 102], house)
            let all = try await desk.owedCalls(limit: 3, as: .stig)
            let own = [50, 101, 102].map { "+4670\(1_000_000 + $0)" }
            #expect(all.calls.map(\.callBack.number) == own)
            #expect(all.next == nil)
            let first = try await desk.owedCalls(limit: 2, as: .stig)
            #expect(first.calls == Array(all.calls.prefix(2)))
            #expect(first.next != nil)
            let second = try await desk.owedCalls(after: first.next, limit: 2, as: .stig)
            #expect(second.calls == Array(all.calls.suffix(1)) && second.next == nil)
            let others = try await desk.owedCalls(as: .ada)
            #expect(others.calls.count == DeskSettings.pageMax && others.next != nil)
            let rest = try await desk.owedCalls(after: others.next, as: .ada)
            #expect(rest.calls.count == 4 && rest.next == nil)
        }
    }

    @Test("are written down once, however often they are told", arguments: StoreKind.available)
    func toldAgain(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let id = UUIDv7(at: house.clock.now)
            let facts: [CallFact] = [
                .arrived(externalID: "a", from: Self.number, to: nil), .answered(clerk: "ada"),
                .lost(.nobodyLeft), .ended(.answered, cause: nil),
            ]
            let reports = facts.map { CallReport(call: id, at: house.clock.now, fact: $0) }
            // The commit was on the disk, and the word of it was lost: it is told once more.
            for _ in 0..<2 { try await house.desk.note(reports, from: "desk-1") }
            let calls = try await house.desk.calls(CallQuery(), as: .ada).calls.map(\.call)
            #expect(calls.map(\.externalID) == ["a"])
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 1)
            #expect(try await house.desk.owedCalls(as: .ada).calls.count == 1)
        }
    }

    @Test("are handed off once, however often they are told", arguments: StoreKind.available)
    func handedOffAgain(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            let logged = try await house.desk.call(id.description, as: .ada)
            let begun = try await house.desk.handOff(
                try #require(logged.call.ticket),
                Self.blind,
                as: .ada
            )
            let handoff = try #require(begun.value)
            // Between two milliseconds, which is all that the store keeps.
            let moment = house.clock.now + 1.000_4
            func reports(_ facts: [CallFact]) -> [CallReport] {
                facts.map { CallReport(call: id, at: moment, fact: $0) }
            }
            let under = reports([
                .answered(clerk: "ada"),
                .handoff(handoff.id, .dialling, status: nil, detail: nil),
                .handoff(handoff.id, .ringing, status: 180, detail: nil),
                .handoff(handoff.id, .dialling, status: 486, detail: "Bygglov 2"),
            ])
            for _ in 0..<2 { try await house.desk.note(under, from: "desk-1") }
            let steps = try await house.desk.handoff(handoff.id, as: .ada).steps
            #expect(steps.map(\.state) == [.requested, .validated, .dialling, .ringing, .dialling])
            let over = under + reports([.handoff(handoff.id, .completed, status: nil, detail: nil)])
            for _ in 0..<2 { try await house.desk.note(over, from: "desk-1") }
            let call = try await house.desk.call(id.description, as: .ada).call
            #expect(call.clerk == nil && call.destination == "bygglov")
            #expect(try await house.desk.handoff(handoff.id, as: .ada).steps.count == 6)
            // Alone too, as a batch is told whose commit failed too often.
            try await house.desk.note(Array(under.prefix(1)), from: "desk-1")
            #expect(try await house.desk.call(id.description, as: .ada).call.clerk == nil)
        }
    }

    private func tell(
        _ house: TestDesk,
        _ kind: CallEvent.Kind,
        _ id: String,
        after seconds: TimeInterval = 1
    ) async throws {
        house.clock.advance(by: seconds)
        let event = CallEvent(
            kind: kind,
            callID: id,
            direction: .inbound,
            from: "\(Self.number);cpc=ordinary",
            to: "0846500400",
            users: ["ada"]
        )
        try await house.desk.note(event, as: .ada)
    }

    @Test("to a ring group owe nothing once one of its telephones was answered")
    func ringGroup() async throws {
        try await withDesk { house in
            for id in ["c1", "c2"] { try await tell(house, .newCall, id) }
            try await tell(house, .answer, "c2")
            try await tell(house, .hangup, "c1")
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty)
            try await tell(house, .hangup, "c2")
            // Another call, which nobody answers.
            try await tell(house, .newCall, "c3")
            try await tell(house, .hangup, "c3")
            let owed = try await house.desk.owedCalls(as: .ada).calls.map(\.callBack)
            #expect(owed.map(\.number) == [Self.number])
        }
    }

    @Test(
        "to a ring group are one call of the citizen, whichever telephone stops ringing first",
        arguments: StoreKind.available
    )
    func ringGroupFigures(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            // One that a citizen gave up, and dials again for.
            try await tell(house, .newCall, "c0")
            try await tell(house, .hangup, "c0")
            for id in ["c1", "c2", "c3"] { try await tell(house, .newCall, id, after: 3) }
            try await tell(house, .hangup, "c1")
            try await tell(house, .answer, "c2")
            try await tell(house, .hangup, "c3")
            try await tell(house, .hangup, "c2")
            for (id, outcome) in [
                ("c0", Call.Outcome.abandoned), ("c1", .taken), ("c2", .answered), ("c3", .taken),
            ] {
                #expect(try await house.desk.call(id, as: .ada).call.outcome == outcome, "\(id)")
            }
            let report = try await house.desk.report(ReportRequest(.volume), as: .lena)
            let table = try #require(report.tables.first { $0.name == "calls" })
            #expect(table.value("calls", of: "answered") == .count(1))
            #expect(table.value("calls", of: "abandoned") == .count(1))
            #expect(table.total?.values[1] == .count(2))
        }
    }

    @Test(
        "that ring one telephone after the other owe nothing once the last is answered",
        arguments: [(180, true), (181, false)]
    )
    func hunting(seconds: Int, isSettled: Bool) async throws {
        try await withDesk { house in
            try await tell(house, .newCall, "c1")
            try await tell(house, .hangup, "c1", after: 0)
            #expect(try await house.desk.owedCalls(as: .ada).calls.count == 1)
            try await tell(house, .newCall, "c2", after: TimeInterval(seconds))
            try await tell(house, .answer, "c2", after: 5)
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty == isSettled)
        }
    }

    @Test(
        "are found by who hands them off among however many others",
        arguments: StoreKind.available
    )
    func many(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let id = try await arrive(house)
            let ticket = try #require(
                try await house.desk.call(id.description, as: .ada).call.ticket
            )
            let moment = house.clock.now
            let others = (0..<DeskSettings.pageMax).flatMap { number in
                let call = UUIDv7(at: moment)
                let facts: [CallFact] = [
                    .arrived(externalID: "b\(number)", from: nil, to: nil),
                    .answered(clerk: "grace"),
                ]
                return facts.map { CallReport(call: call, at: moment, fact: $0) }
            }
            try await house.desk.note(others, from: "desk-1")
            let begun = try await house.desk.handOff(ticket, Self.blind, as: .ada)
            #expect(begun.value?.call == id.description)
        }
    }

    @Test(
        "of a watched telephone end that its system tells of no more, however many there are",
        arguments: StoreKind.available
    )
    func watchedNow(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let names = (0...DeskSettings.pageMax).map { "dialog:41_1:\($0)" }
            for name in names + ["dialog:4111:0"] {
                try await tell(house, .newCall, name, after: 0)
            }
            try await tell(house, .answer, names[1], after: 0)
            try await tell(
                house,
                UUIDv7(at: house.clock.now),
                .watchedNow(prefix: "dialog:41_1:", calls: [names[2]])
            )
            for (name, state) in [
                (names[0], Call.State.ended), (names[1], .ended), (names[2], .waiting),
                (names[3], .ended), ("dialog:4111:0", .waiting),
            ] {
                #expect(try await house.desk.call(name, as: .ada).call.state == state, "\(name)")
            }
        }
    }

    @Test("are owed once to a number until somebody has called back")
    func owed() async throws {
        try await withDesk { house in
            for _ in 0..<2 {
                let id = try await arrive(house)
                try await tell(house, id, .lost(.nobodyLeft))
            }
            let owed = try await house.desk.owedCalls(as: .ada).calls
            #expect(owed.count == 1)
            let done = try await house.desk.settle(owed[0].callBack.id, as: .ada)
            #expect(done.callBack.doneBy == "ada")
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty)
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.settle(owed[0].callBack.id, as: .rut)
            }
        }
    }

    @Test(
        "ring those on duty, by the configuration's telephones only",
        arguments: StoreKind.available
    )
    func duty(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let first = try await house.desk.goOnDuty(as: .ada)
            house.clock.advance(by: 60)
            #expect(try await house.desk.goOnDuty(as: .ada) == first)
            await #expect(throws: DeskError.self) { try await house.desk.goOnDuty(as: .grace) }
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.goOnDuty(as: .rut)
            }
            #expect(try await house.desk.duty(as: .grace) == [first])
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.goOffDuty("ada", as: .grace)
            }
            try await house.desk.goOffDuty("ada", as: .ada)
            #expect(try await house.desk.duty(as: .ada).isEmpty)
        }
    }

    @Test(
        "are found by a number's digits, and by nothing that is none",
        arguments: [
            ("08-465 00 400", "46846500400"), ("+46 (0)8 465 00 400", "46846500400"),
            ("sip:+46701740605@pbx.example.org;user=phone", "46701740605"),
            ("tel:+46-70-1740605", "46701740605"), ("+46701740605;cpc=ordinary", "46701740605"),
            ("+46701740605@pbx.example.org", nil), ("112", nil), ("anna", nil), ("", nil),
            ("+123456", nil), ("+1234567", "1234567"), ("+123456789012345", "123456789012345"),
            ("+1234567890123456", nil),
        ] as [(String, String?)]
    )
    func keys(text: String, key: String?) {
        #expect(TelephoneKey.key(of: text) == key)
        #expect(TelephoneKey.key(of: nil) == nil)
    }

    /// A ticket of this number in a queue, of a citizen with a name.
    private func open(
        _ queue: String,
        _ house: TestDesk,
        closes: Bool = true
    ) async throws -> TicketNumber {
        var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
        draft.queue = queue
        draft.citizen = Citizen(name: "Maja Lind", email: "maja@example.com", phone: Self.number)
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .root) else {
            throw DeskError.notFound
        }
        guard closes else { return ticket.number }
        _ = try await house.desk.resolve(
            ticket.number,
            at: 1,
            as: .answered,
            article: nil,
            by: .root
        )
        return ticket.number
    }

    /// Who takes calls and sees nothing of what these tickets are about.
    private static let bo = StaffIdentity(
        id: "bo",
        name: "Bo",
        roles: [.agent],
        queues: ["building"]
    )

    private static let answer = CallEvent(
        kind: .answer,
        callID: "x",
        direction: .inbound,
        from: number,
        to: "0846500400",
        users: ["ada"],
        cause: nil
    )

    /// The ticket that was opened last.
    private func newest(_ house: TestDesk) async throws -> Ticket {
        let found = try await house.desk.tickets(TicketQuery(limit: 1), as: .root).tickets
        return try #require(found.first)
    }

    @Test(
        "takes over no name from a confidential queue, and from others none for who may not see it",
        arguments: StoreKind.available
    )
    func names(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(on: kind, settings: settings) { house in
            let secret = try await open("social", house)
            _ = try await arrive(house)
            var ticket = try await newest(house)
            #expect(ticket.number != secret && ticket.citizen.name == nil)
            #expect(ticket.citizen.phone == Self.number)
            _ = try await house.desk.resolve(
                ticket.number,
                at: ticket.revision,
                as: .answered,
                article: nil,
                by: .root
            )
            _ = try await open("school", house)
            let before = ticket.number
            try await house.desk.note(Self.answer, as: Self.bo)
            ticket = try await newest(house)
            #expect(ticket.number != before && ticket.citizen.name == nil)
        }
    }

    @Test("changes no ticket by what somebody says who may not work on it")
    func reports() async throws {
        try await withDesk { house in
            let number = try await open("school", house, closes: false)
            try await house.desk.note(Self.answer, as: Self.bo)
            let ticket = try await house.desk.ticket(number, as: .root)
            #expect(ticket.revision == 1)
            #expect(try await newest(house).number != number)
        }
    }

    @Test("of a person with protected identity is protected", arguments: StoreKind.available)
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await open("school", house)
            try await house.desk.protect(number, true, as: .root)
            _ = try await arrive(house)
            let ticket = try await newest(house)
            #expect(ticket.number != number && ticket.isProtected)
        }
    }

    private static let blind = HandoffDraft(
        destination: "bygglov",
        mode: .blind,
        call: nil,
        summary: nil
    )

    @Test("leave a ticket in its confidential queue when they are handed off")
    func confidential() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(switchboard: QuietSwitchboard(), settings: settings) { house in
            let number = try await open("social", house, closes: false)
            let id = try await arrive(house)
            let begun = try await house.desk.handOff(number, Self.blind, as: .ada)
            let handoff = try #require(begun.value)
            #expect(handoff.call == id.description)
            try await tell(house, id, .handoff(handoff.id, .completed, status: nil, detail: nil))
            #expect(try await house.desk.handoff(handoff.id, as: .ada).state == .completed)
            #expect(try await house.desk.ticket(number, as: .root).queue == "social")
        }
    }

    @Test("are found by who hands them off though their ticket was merged since")
    func mergedSince() async throws {
        try await withDesk(switchboard: QuietSwitchboard()) { house in
            let id = try await arrive(house, from: nil)
            let source = try await newest(house)
            let number = try await open("e-service", house, closes: false)
            _ = try await house.desk.merge(
                source.number,
                at: source.revision,
                into: number,
                isSamePerson: true,
                as: .ada
            )
            let begun = try await house.desk.handOff(number, Self.blind, as: .ada)
            #expect(begun.value?.call == id.description)
            #expect(begun.value?.carrier == "desk-1")
        }
    }

    @Test(
        "are a contact about the ticket that they are filed under, and about no other",
        arguments: StoreKind.available
    )
    func filed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let right = try await open("school", house, closes: false)
            let wrong = try await open("e-service", house, closes: false)
            house.clock.advance(by: 60)
            let id = try await arrive(house)
            var ticket = try await desk.ticket(wrong, as: .ada)
            #expect(ticket.contacts == 2 && ticket.firstContact == .returned)
            // The clerk solves the right one, and then says that the call was about it.
            house.clock.advance(by: 60)
            _ = try await desk.resolve(right, at: 1, as: .answered, article: nil, by: .ada)
            house.clock.advance(by: 60)
            for _ in 0..<2 { _ = try await desk.file(id.description, under: right, as: .ada) }
            ticket = try await desk.ticket(wrong, as: .ada)
            #expect(ticket.contacts == 1 && ticket.firstContact == .unsolved)
            ticket = try await desk.ticket(right, as: .ada)
            #expect(ticket.contacts == 2 && ticket.firstContact == .returned)
            #expect(ticket.state == .resolved)
            // And back.
            _ = try await desk.file(id.description, under: wrong, as: .ada)
            ticket = try await desk.ticket(right, as: .ada)
            #expect(ticket.contacts == 1 && ticket.firstContact == .solved)
            #expect(ticket.firstSolvedAt == ticket.resolvedAt)
            ticket = try await desk.ticket(wrong, as: .ada)
            #expect(ticket.contacts == 2 && ticket.firstContact == .returned)
        }
    }

    @Test("ask for no reply that has left since")
    func filedAfterReply() async throws {
        try await withDesk { house in
            let desk = house.desk
            let right = try await open("school", house, closes: false)
            _ = try await open("e-service", house, closes: false)
            house.clock.advance(by: 60)
            let id = try await arrive(house)
            house.clock.advance(by: 60)
            let reply = MessageDraft(kind: .reply, body: "Vilken telefon?")
            _ = try await desk.write(reply, on: right, as: .ada)
            house.clock.advance(by: 60)
            _ = try await desk.file(id.description, under: right, as: .ada)
            let ticket = try await desk.ticket(right, as: .ada)
            #expect(ticket.contacts == 2 && ticket.state == .waiting)
            #expect(ticket.clocks.askedAt == nil)
        }
    }

    @Test("open again what was over when they came, and begin what they opened")
    func filedLater() async throws {
        try await withDesk { house in
            let desk = house.desk
            let over = try await open("e-service", house)
            house.clock.advance(by: 60)
            let id = try await arrive(house)
            let began = try await newest(house)
            #expect(began.number != over && began.contacts == 1)
            house.clock.advance(by: 60)
            _ = try await desk.file(id.description, under: over, as: .ada)
            let ticket = try await desk.ticket(over, as: .ada)
            #expect(ticket.state == .open && ticket.contacts == 2)
            #expect(ticket.firstContact == .returned)
            #expect(ticket.clocks.askedAt == began.createdAt)
            _ = try await desk.file(id.description, under: began.number, as: .ada)
            #expect(try await desk.ticket(over, as: .ada).contacts == 1)
            #expect(try await desk.ticket(began.number, as: .ada).contacts == 1)
        }
    }
}
