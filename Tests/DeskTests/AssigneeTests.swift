import Cryptography
import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Giving a ticket to somebody")
struct AssigneeTests {
    private let directory = ChangingStaff()
    private let nobody = FieldProblem("/assignee", "is nobody who works here")
    private let notLet = FieldProblem("/assignee", "may not work on this ticket")

    private func withHouse(
        on kind: StoreKind = .sqlite,
        _ body: @Sendable (TestDesk, Ticket) async throws -> Void
    ) async throws {
        let settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        try await withDesk(on: kind, directory: directory, settings: settings) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            try await body(house, house.desk.ticket(number, as: .ada))
        }
    }

    /// Who has it then, or what is wrong with the name.
    private func give(
        _ ticket: Ticket,
        to name: String,
        _ house: TestDesk,
        as staff: StaffIdentity = .root
    ) async throws -> Result<String?, Refusal> {
        do {
            let now = try await house.desk.ticket(ticket.number, as: staff)
            let given = try await house.desk.assign(
                now.number,
                at: now.revision,
                to: name,
                as: staff
            )
            return .success(given.assignee)
        } catch DeskError.invalid(let problems) {
            return .failure(Refusal(problems: problems))
        }
    }

    private struct Refusal: Error, Equatable {
        var problems: [FieldProblem]
    }

    @Test(
        "takes nobody who does not work here, or may not work on it",
        arguments: StoreKind.available
    )
    func refused(on kind: StoreKind) async throws {
        try await withHouse(on: kind) { house, ticket in
            for name in ["nosuch", "../../etc"] {
                #expect(
                    try await give(ticket, to: name, house) == .failure(.init(problems: [nobody]))
                )
            }
            // An auditor, and a clerk of another queue.
            for name in ["rut", "stig"] {
                #expect(
                    try await give(ticket, to: name, house) == .failure(.init(problems: [notLet]))
                )
            }
            #expect(try await house.desk.ticket(ticket.number, as: .root).assignee == nil)
            // In the directory's spelling.
            #expect(try await give(ticket, to: "GRACE", house) == .success("grace"))
            var patch = TicketPatch()
            patch.queue = "social"
            let root = StaffIdentity.root.admitted(where: ["social"])
            let secret = try await house.desk.change(
                ticket.number,
                at: house.desk.ticket(ticket.number, as: root).revision,
                by: patch,
                as: root
            )
            #expect(
                try await give(secret, to: "grace", house) == .failure(.init(problems: [notLet]))
            )
            #expect(try await give(secret, to: "soley", house) == .success("soley"))
            try await house.desk.protect(secret.number, true, as: root)
            #expect(
                try await give(secret, to: "soley", house) == .failure(.init(problems: [notLet]))
            )
        }
    }

    @Test(
        "believes in who could be somebody while the directory is away, but not against a session"
    )
    func away() async throws {
        try await withHouse { house, ticket in
            for name in ["stig", "grace"] {
                _ = try await house.desk.signIn(
                    username: name,
                    password: Password(TestStaff.password(of: name))
                )
            }
            directory.goAway()
            #expect(
                try await give(ticket, to: "stig", house) == .failure(.init(problems: [notLet]))
            )
            #expect(try await give(ticket, to: "grace", house) == .success("grace"))
            #expect(try await give(ticket, to: "anna.å-1@x", house) == .success("anna.å-1@x"))
            for name in ["../../etc", "an na", "..", "a\u{202E}b"] {
                #expect(
                    try await give(ticket, to: name, house) == .failure(.init(problems: [nobody]))
                )
            }
            // Of a session that is over the rights are still the last that were said.
            house.clock.advance(by: 13 * 3_600)
            #expect(
                try await give(ticket, to: "stig", house) == .failure(.init(problems: [notLet]))
            )
            directory.goAway(false)
            directory.change("stig", to: .ada)
            #expect(try await give(ticket, to: "stig", house) == .success("ada"))
        }
    }
}
