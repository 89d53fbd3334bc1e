import Foundation

extension Desk {
    /// Who is to get a ticket.
    struct Assignee: Sendable {
        /// As the directory writes it.
        var id: String
        /// With their rights here; nil for somebody whom nobody could ask about.
        var person: StaffIdentity?
    }

    /// Who is meant by a user name.
    ///
    /// Whoever has a session is known by that, for the directory is asked about them all the time; about
    /// others it is asked now. While it is away, and where it lets nobody be looked up, somebody who
    /// never logged in is believed in, if the name could be one.
    ///
    /// - Throws: ``DeskError/invalid(_:)`` at `/assignee` for nobody.
    func assignee(
        named typed: String,
        by staff: StaffIdentity
    ) async throws(DeskError) -> Assignee {
        guard typed != staff.id else { return Assignee(id: staff.id, person: staff) }
        let moment = now()
        let sessions = try await store.read { reading throws(DeskError) in
            try reading.sessions(of: typed).map(\.session)
        }
        let open = sessions.first { $0.isOpen(at: moment, idleMax: settings.sessionIdleMax) }
        if let person = open?.staff { return known(person) }
        do throws(SignInError) {
            guard let person = try await directory.person(named: typed) else { throw .refused }
            return known(person.spelled(by: settings))
        } catch {
            switch error {
            case .unavailable:
                if let person = sessions.first?.staff { return known(person) }
                guard Self.isUsername(typed) else { throw Self.nobody }
                return Assignee(id: typed, person: nil)
            case .refused, .wrongPassword: throw Self.nobody
            }
        }
    }

    private func known(_ person: StaffIdentity) -> Assignee {
        Assignee(id: person.id, person: person.admitted(where: settings.confidentialQueues))
    }

    private static let nobody = DeskError.invalid([
        FieldProblem("/assignee", "is nobody who works here")
    ])

    /// True for letters and digits, with what directories allow between them.
    private static func isUsername(_ text: String) -> Bool {
        text.contains { $0.isLetter || $0.isNumber }
            && text.allSatisfy { $0.isLetter || $0.isNumber || "._-@+$\\".contains($0) }
    }
}
