import ArgumentParser
import DeskAPI
import Foundation

/// `helpdesk logout`.
struct LogoutCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "End the session, here and at the server."
    )

    @OptionGroup var connection: ConnectionOptions

    /// The file goes also when it cannot be used, and then what is wrong with it is said.
    func perform(in surroundings: Surroundings) async throws(CommandFailure) {
        let clerk: Clerk
        do throws(CommandFailure) {
            clerk = try Clerk.loggedIn(in: surroundings, connection)
        } catch {
            // With a token in the environment it is not the file's session that was to end.
            if surroundings.variable("HELPDESK_TOKEN") == nil,
                try SessionFile(in: surroundings.configurationFolder).remove()
            {
                let text = Self.onlyHere.text(in: surroundings.language) + "\n"
                try Descriptor.write(Data(text.utf8), to: surroundings.errors)
            }
            throw error
        }
        try await perform(thenClosing: clerk)
    }

    /// The file goes whatever the server says: who logs out leaves the machine to others.
    func perform(for clerk: Clerk) async throws(CommandFailure) {
        if clerk.client.access.isStored {
            try SessionFile(in: clerk.surroundings.configurationFolder).remove()
        }
        do throws(CommandFailure) {
            _ = try await clerk.client.send(.delete("session"))
        } catch {
            guard error.isUnknownSession else {
                try clerk.remark(Self.onlyHere)
                throw error
            }
        }
        guard !clerk.wantsJSON else { return }
        try clerk.remark(Phrase("Du är utloggad.", "You are logged out."))
    }

    private static let onlyHere = Phrase(
        "Inloggningen är glömd här, men servern fick inte veta det.",
        "The session is forgotten here, but the server could not be told."
    )
}

extension CommandFailure {
    /// True when there is nothing left to log out of.
    fileprivate var isUnknownSession: Bool {
        guard case .refused(let refusal) = self else { return false }
        return refusal.status == 401
    }
}

/// `helpdesk whoami`.
struct WhoamiCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Show who is logged in, with which roles, and until when."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("session"))
        try clerk.show(answer, as: SessionBody.self) { session in
            .session(session, at: clerk.client.access.server.description, for: clerk.reader)
        }
    }
}
