import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("The list of hand-offs")
struct HandoffListTests {
    /// A ticket of that queue, and its hand-off.
    private func handOff(
        _ queue: String,
        in house: TestDesk
    ) async throws -> (ticket: Ticket, handoff: Handoff) {
        var draft = TicketDraft(subject: "Uterum", body: "Får jag?", channel: .phone)
        draft.queue = queue
        let ticket = try #require(try await house.desk.open(draft, as: .root).value)
        let wanted = HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil)
        let answered = try await house.desk.handOff(ticket.number, wanted, as: .root)
        return (ticket, try #require(answered.value))
    }

    private func listed(
        _ selection: HandoffQuery.Selection = .open,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> [Handoff] {
        var query = HandoffQuery(limit: DeskSettings.pageMax)
        query.selection = selection
        let page = try await house.desk.handoffs(query, as: staff)
        #expect(page.next == nil)
        return page.handoffs
    }

    @Test(
        "has those of the tickets that one may see, the newest first",
        arguments: StoreKind.available
    )
    func sight(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            let common = try await handOff("e-service", in: house)
            let school = try await handOff("school", in: house)
            let secret = try await handOff("school", in: house)
            try await house.desk.protect(secret.ticket.number, true, as: .root)
            // What went into another ticket lies where that one does.
            let gone = try await handOff("school", in: house)
            _ = try await house.desk.merge(
                gone.ticket.number,
                at: gone.ticket.revision,
                into: common.ticket.number,
                isSamePerson: true,
                as: .root
            )
            let open = [gone.handoff, school.handoff, common.handoff]
            #expect(try await listed(as: .ada, in: house) == open)
            #expect(try await listed(as: .stig, in: house) == [school.handoff])
            #expect(try await listed(as: .petra, in: house).contains(secret.handoff))
            #expect(try await listed(as: .pelle, in: house).isEmpty)
            for staff in [StaffIdentity.ada, .stig, .petra, .lena] {
                for handoff in [common, school, secret, gone].map(\.handoff) {
                    let isListed = try await listed(as: staff, in: house).contains(handoff)
                    let isShown = (try? await house.desk.handoff(handoff.id, as: staff)) != nil
                    #expect(isListed == isShown, "\(staff.id)")
                }
            }
        }
    }

    @Test("has what has not ended, or one state", arguments: StoreKind.available)
    func states(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            let first = try await handOff("school", in: house).handoff
            let second = try await handOff("school", in: house).handoff
            #expect(try await listed(.state(.dialling), as: .ada, in: house) == [second, first])
            let busy = try await house.desk.end(second.id, as: .busy, detail: "Upptaget", by: .ada)
            #expect(try await listed(as: .ada, in: house) == [first])
            #expect(try await listed(.state(.dialling), as: .ada, in: house) == [first])
            #expect(try await listed(.state(.busy), as: .ada, in: house) == [busy])
            #expect(try await listed(.state(.requested), as: .ada, in: house).isEmpty)
        }
    }

    @Test("is recorded as read, on disk at once where a ticket is secret")
    func recorded() async throws {
        try await withDesk(switchboard: TestSwitchboard()) { house in
            func written() async throws -> [ReadRecord] {
                try await house.store.read { reading throws(DeskError) in
                    try reading.reads(ReadQuery(limit: 100)).map(\.record)
                }
            }
            let secret = try await handOff("school", in: house).ticket.number
            _ = try await listed(as: .ada, in: house)
            #expect(try await written().isEmpty)
            try await house.desk.protect(secret, true, as: .root)
            _ = try await listed(as: .ada, in: house)
            #expect(try await written().filter { $0.staff == "ada" }.isEmpty)
            _ = try await listed(as: .petra, in: house)
            let record = try #require(try await written().first)
            #expect(record.staff == "petra" && record.what == .list)
            #expect(record.details == ["tickets": "\(secret.rawValue)"])
        }
    }

    /// So many hand-offs under way, those at the places of `own` of a ticket of the school's and the
    /// others of another, the oldest first.
    private func fill(_ count: Int, own: Set<Int>, in house: TestDesk) async throws -> [UUIDv7] {
        let (school, made) = try await handOff("school", in: house)
        let other = try await handOff("e-service", in: house).ticket
        let moment = house.clock.now
        for id in try await listed(as: .ada, in: house).map(\.id) {
            _ = try await house.desk.end(id, as: .busy, detail: nil, by: .ada)
        }
        return try await house.store.write { transaction throws(DeskError) in
            var ids: [UUIDv7] = []
            for place in 0..<count {
                let handoff = Handoff(
                    id: UUIDv7(at: moment + Double(place)),
                    ticket: own.contains(place) ? school.number : other.number,
                    destination: made.destination,
                    mode: .blind,
                    call: nil,
                    summary: nil,
                    requestedBy: "ada",
                    steps: [Handoff.Step(state: .requested, at: moment)]
                )
                try transaction.insert(handoff)
                ids.append(handoff.id)
            }
            return ids
        }
    }

    private func page(
        _ limit: Int,
        after: UUIDv7? = nil,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> (ids: [UUIDv7], next: UUIDv7?) {
        var query = HandoffQuery(limit: limit)
        query.after = after
        let page = try await house.desk.handoffs(query, as: staff)
        return (page.handoffs.map(\.id), page.next)
    }

    @Test("is paged as it is shown, whatever others have between", arguments: StoreKind.available)
    func pages(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            let count = DeskSettings.pageMax + 4
            let ids = try await fill(count, own: [0, 1, 50], in: house)
            let own = [50, 1, 0].map { ids[$0] }
            let all = try await page(3, as: .stig, in: house)
            #expect(all.ids == own && all.next == nil)
            let first = try await page(2, as: .stig, in: house)
            #expect(first.ids == Array(own.prefix(2)) && first.next != nil)
            let second = try await page(2, after: first.next, as: .stig, in: house)
            #expect(second.ids == [own[2]] && second.next == nil)

            let most = try await page(DeskSettings.pageMax, as: .ada, in: house)
            #expect(most.ids == Array(ids.reversed().prefix(DeskSettings.pageMax)))
            let rest = try await page(DeskSettings.pageMax, after: most.next, as: .ada, in: house)
            #expect(rest.ids == Array(ids.prefix(4).reversed()) && rest.next == nil)
            // A page that is just full has none behind it.
            let four = try await page(4, after: most.next, as: .ada, in: house)
            #expect(four.ids.count == 4 && four.next == nil)
        }
    }

    @Test("looks at a thousand for one page, and goes on behind them")
    func effort() async throws {
        try await withDesk(switchboard: TestSwitchboard()) { house in
            let ids = try await fill(1_002, own: [0, 1], in: house)
            let none = try await page(25, as: .stig, in: house)
            #expect(none.ids.isEmpty && none.next == ids[2])
            let own = try await page(25, after: none.next, as: .stig, in: house)
            #expect(own.ids == [ids[1], ids[0]] && own.next == nil)
        }
    }
}
