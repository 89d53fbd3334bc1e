import Cryptography
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("The name of a queue")
struct QueueNameTests {
    private static let closed: Set = ["socialtjänst"]
    private static let sol = StaffIdentity(
        id: "sol",
        name: "Sol",
        roles: [.agent],
        queues: ["bygg", "socialtjänst"]
    )
    /// Every queue but the confidential one.
    private static let ada = StaffIdentity.ada.admitted(where: closed)

    private func settings(rules: [String] = []) throws -> DeskSettings {
        var settings = DeskSettings(confidentialQueues: Self.closed, mailDomain: "example.org")
        settings.triage.rules = try rules.map { try TriageRule($0) }
        return settings
    }

    private func open(
        _ house: TestDesk,
        in queue: String? = nil,
        as staff: StaffIdentity
    ) async throws -> Ticket {
        var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
        draft.queue = queue
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: staff) else {
            throw DeskError.notFound
        }
        return ticket
    }

    private func move(
        _ ticket: Ticket,
        to queue: String,
        _ house: TestDesk,
        as staff: StaffIdentity
    ) async throws -> Ticket {
        var patch = TicketPatch()
        patch.queue = queue
        return try await house.desk.change(
            ticket.number,
            at: ticket.revision,
            by: patch,
            as: staff
        )
    }

    /// What is wrong with which field.
    private func problems(_ act: () async throws -> Void) async throws -> [FieldProblem] {
        do {
            try await act()
            return []
        } catch DeskError.invalid(let problems) {
            return problems
        }
    }

    @Test(
        "means the confidential queue however it is spelled",
        arguments: [
            "Socialtjänst", "socialtjänst ", "SOCIALTJÄNST", "socialtjanst",
            " Social\u{301}tja\u{308}nst",
            "socialtjänst\u{A0}",
        ]
    )
    func confidential(_ spelling: String) async throws {
        try await withDesk(settings: settings()) { house in
            #expect(try await open(house, in: spelling, as: Self.sol).queue == "socialtjänst")
            let refused = try await problems {
                _ = try await open(house, in: spelling, as: Self.ada)
            }
            #expect(refused == [FieldProblem("/queue", "is not one of your queues")])
            let ticket = try await open(house, as: Self.ada)
            #expect(
                try await move(ticket, to: spelling, house, as: Self.ada).queue == "socialtjänst"
            )
        }
    }

    @Test(
        "is that of a queue that is known, and almost that of one is a mistake",
        arguments: StoreKind.available
    )
    func known(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: settings(rules: ["many: queue=Förskola"])) { house in
            // Nothing is like the first ones.
            #expect(
                try await open(house, in: " building  permits ", as: .ada).queue
                    == "building permits"
            )
            var ticket = try await open(house, in: "park", as: .ada)
            for spelling in ["Building  Permits", "building permits"] {
                ticket = try await move(ticket, to: spelling, house, as: .ada)
                #expect(ticket.queue == "building permits")
            }
            ticket = try await move(ticket, to: "FORSKOLA", house, as: .ada)
            #expect(ticket.queue == "Förskola")
            for (typed, meant) in [
                ("bulding permits", "building permits"), ("förskolan", "Förskola"),
                ("socialtjnst", "socialtjänst"), ("socialtjänst\u{200B}", "socialtjänst"),
                ("e-servce", "e-service"),
            ] {
                let wanted = [
                    FieldProblem("/queue", "is no queue of this desk; did you mean «\(meant)»?")
                ]
                let moved = ticket
                #expect(
                    try await problems { _ = try await move(moved, to: typed, house, as: .ada) }
                        == wanted
                )
                #expect(
                    try await problems { _ = try await open(house, in: typed, as: .ada) } == wanted
                )
            }
            #expect(try await open(house, in: "gata", as: .ada).queue == "gata")
        }
    }

    @Test("is near another by one letter, or two of a long one, but not by its number")
    func near() {
        let names = QueueNames(["bygg", "gatukontor", "krets 1"])
        #expect(names.near("byg") == nil)
        #expect(names.near("bygge") == "bygg")
        #expect(names.near("byggen") == nil)
        #expect(names.near("gatkonto") == "gatukontor")
        #expect(names.near("gatkont") == nil)
        #expect(names.near("krets 2") == nil)
        #expect(names.near("kretz 1") == "krets 1")
        #expect(names.near("") == nil)
    }

    @Test("is one of the desk's in rules, directories and tokens too")
    func elsewhere() async throws {
        let person = StaffIdentity(
            id: "sol",
            name: "Sol",
            roles: [.agent],
            queues: ["SOCIALTJÄNST"]
        )
        let directory = ChangingStaff([person])
        let rules = ["*: queue=Socialtjanst"]
        try await withDesk(directory: directory, settings: settings(rules: rules)) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let password = Password(TestStaff.password(of: "sol"))
            let (token, session) = try await house.desk.signIn(username: "sol", password: password)
            #expect(session.staff.queues == ["socialtjänst"])
            #expect(try await house.desk.ticket(number, as: session.staff).queue == "socialtjänst")
            await #expect(throws: DeskError.notFound) {
                try await house.desk.ticket(number, as: Self.ada)
            }
            // The directory says the same as before.
            let review = try await house.desk.reviewSessions(by: directory)
            #expect(review.changed.isEmpty && review.kept.map(\.queues) == [["socialtjänst"]])
            #expect(try await house.desk.session(for: token) != nil)

            let draft = ServiceTokenDraft(
                name: "form",
                scopes: ["tickets:read"],
                queues: ["Socialtjänst"]
            )
            let adam = StaffIdentity.adam.admitted(where: Self.closed)
            let reach = try await problems {
                _ = try await house.desk.createServiceToken(draft, as: adam)
            }
            #expect(reach == [FieldProblem("/queues/0", "is confidential, and not yours")])
            let hook = WebhookDraft(
                url: "https://example.org/hook",
                kinds: [],
                queues: ["Socialtjänst"]
            )
            let told = try await problems {
                _ = try await house.desk.createWebhook(hook, as: adam, once: nil)
            }
            #expect(told == [FieldProblem("/queues/0", "is confidential: nothing of it is told")])
        }
    }

    @Test(
        "gives a ticket away that is not for who saw it, and says from where to where",
        arguments: StoreKind.available
    )
    func givenAway(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: settings()) { house in
            let desk = house.desk
            var ticket = try await open(house, as: Self.ada)
            ticket = try await desk.assign(ticket.number, at: 1, to: "ada", as: Self.ada)
            ticket = try await move(ticket, to: "socialtjänst", house, as: Self.ada)
            #expect(ticket.queue == "socialtjänst" && ticket.assignee == nil)
            #expect(!desk.isShown(ticket, to: Self.ada))
            await #expect(throws: DeskError.notFound) {
                try await desk.ticket(ticket.number, as: Self.ada)
            }
            let shown = try await desk.history(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: Self.sol
            )
            let told = try #require(shown.entries.last?.event)
            #expect(told.kind == .changed && told.actor == .staff(id: "ada", name: "Ada Ek"))
            #expect(
                told.details == [
                    "fields": "queue", "queue_from": "e-service", "queue_to": "socialtjänst",
                    "assignee_from": "ada",
                ]
            )
            // Into a queue that nobody knows nobody puts what they would not see there.
            let stig = StaffIdentity.stig.admitted(where: Self.closed)
            let other = try await open(house, as: stig)
            #expect(other.queue == "school")
            let refused = try await problems {
                _ = try await move(other, to: "ingenstans", house, as: stig)
            }
            #expect(refused == [FieldProblem("/queue", "is not one of your queues")])
            let moved = try await move(other, to: "e-service", house, as: stig)
            #expect(try await desk.ticket(moved.number, as: Self.ada).queue == "e-service")
        }
    }

    @Test(
        "is the first open one of a clerk's own where they name none and the desk's is not theirs"
    )
    func ownQueue() async throws {
        try await withDesk(settings: settings()) { house in
            let opened = try await open(house, as: Self.sol.admitted(where: Self.closed))
            #expect(opened.queue == "bygg")
            #expect(try await open(house, as: Self.ada).queue == "e-service")
        }
    }

    @Test("and the priority and kind before a change stand in the history, and no address")
    func changes() async throws {
        try await withDesk(settings: settings()) { house in
            let ticket = try await open(house, as: Self.ada)
            var patch = TicketPatch()
            (patch.priority, patch.kind, patch.queue) = (.urgent, .fault, ticket.queue)
            patch.citizenEmail = "maja@example.com"
            _ = try await house.desk.change(ticket.number, at: 1, by: patch, as: Self.ada)
            let shown = try await house.desk.history(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: Self.ada
            )
            let details = try #require(shown.entries.last { $0.event.kind == .changed }).event
                .details
                .filter { !$0.key.hasPrefix("clock_") }
            #expect(
                details == [
                    "fields": "kind priority queue citizen.email", "priority_from": "normal",
                    "priority_to": "urgent", "kind_from": "question", "kind_to": "fault",
                ]
            )
        }
    }
}
