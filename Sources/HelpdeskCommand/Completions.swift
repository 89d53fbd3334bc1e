import ArgumentParser
import DeskAPI

/// What a shell may propose where the words are the desk's and not the program's: ticket numbers,
/// articles, destinations, queues, staff.
///
/// A shell asks on every Tab, so the answer is quick or nothing: nobody waits for a slow server,
/// and nobody reads an error in the middle of a line.
enum Completions {
    /// What the process runs in, for the one who asks from inside the parser.
    @TaskLocal static var surroundings: Surroundings?

    /// How long a shell waits for words.
    static let patience = Duration.milliseconds(1_500)
    /// As many as a screen holds.
    private static let itemsMax = "50"

    static let tickets = CompletionKind.custom { _, _, prefix in
        await words { clerk throws(CommandFailure) in
            let request = DeskRequest.get("tickets").asking("limit", itemsMax)
            return try await page(request, TicketBody.self, clerk)
                .map { Word("\($0.number)", $0.subject) }
        }
        .filter { $0.hasPrefix(prefix) }
    }

    static let articles = CompletionKind.custom { _, _, prefix in
        await words { clerk throws(CommandFailure) in
            let language = clerk.surroundings.language.rawValue
            let request = DeskRequest.get("articles").asking("language", language)
            return try await clerk.all(of: request, as: ArticleSummaryBody.self)
                .map { Word($0.id, $0.title) }
        }
        .filter { $0.hasPrefix(prefix) }
    }

    static let destinations = CompletionKind.custom { _, _, prefix in
        await words { clerk throws(CommandFailure) in
            try await clerk.all(of: .get("destinations"), as: ListedDestinationBody.self)
                .map { Word($0.destination.id, $0.destination.name) }
        }
        .filter { $0.hasPrefix(prefix) }
    }

    /// Those of the newest tickets, and of the one who asks.
    static let queues = CompletionKind.custom { _, _, prefix in
        await words { clerk throws(CommandFailure) in
            try await clerk.knownQueues().map { Word($0) }
        }
        .filter { $0.hasPrefix(prefix) }
    }

    /// Whoever has one of the newest tickets or takes calls, and `me`.
    static let staff = CompletionKind.custom { _, _, prefix in
        await words { clerk throws(CommandFailure) in
            try await clerk.knownStaff().map { Word($0) } + [Word("me")]
        }
        .filter { $0.hasPrefix(prefix) }
    }

    /// A word with what it stands for, which bash cannot show.
    private struct Word {
        var text: String
        var meaning: String?

        init(_ text: String, _ meaning: String? = nil) {
            self.text = text
            self.meaning = meaning
        }

        /// As the shell that asks wants it; the separator must not stand in the word itself.
        func written(for shell: CompletionShell?) -> String {
            guard let meaning else { return text }
            let words = SafeText.line(meaning)
            switch shell {
            case .zsh: return text.replacing(":", with: "\\:") + ":" + words
            case .fish: return text + "\t" + words.replacing("\t", with: " ")
            default: return text
            }
        }
    }

    private static func words(
        _ ask: @escaping @Sendable (Clerk) async throws(CommandFailure) -> [Word]
    ) async -> [String] {
        var surroundings = surroundings ?? .ofProcess()
        // The scripts say so; what the parser remembers of it is the process's, not ours.
        let shell = surroundings.variable("SAP_SHELL").flatMap(CompletionShell.init)
        do throws(CommandFailure) {
            surroundings.limits.connect = min(surroundings.limits.connect, patience)
            surroundings.limits.total = min(surroundings.limits.total, patience)
            guard let options = try? ConnectionOptions.parse([]) else { return [] }
            let clerk = try Clerk.loggedIn(in: surroundings, options)
            let words: [Word]
            do throws(CommandFailure) {
                words = try await inTime { () throws(CommandFailure) in try await ask(clerk) }
            } catch {
                await clerk.client.close()
                throw error
            }
            await clerk.client.close()
            // What could steer the terminal is no word that anybody types.
            return words.filter { SafeText.line($0.text) == $0.text }
                .map { $0.written(for: shell) }
        } catch {
            // Nothing to propose; the clerk types it, as without completions.
            return []
        }
    }

    /// However many pages there are.
    private static func inTime(
        _ ask: @escaping @Sendable () async throws(CommandFailure) -> [Word]
    ) async throws(CommandFailure) -> [Word] {
        do {
            return try await withDeadline(patience) { try await ask() }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .cancelled
        }
    }

    private static func page<Item: Codable & Sendable>(
        _ request: DeskRequest,
        _ type: Item.Type,
        _ clerk: Clerk
    ) async throws(CommandFailure) -> [Item] {
        try await clerk.client.send(request).decoded(as: Page<Item>.self).items
    }
}

extension Clerk {
    /// The queues that the newest tickets are in, and those of the one who asks, in order.
    func knownQueues() async throws(CommandFailure) -> [String] {
        let newest = try await newestTickets()
        return Set(newest.map(\.queue) + (try await me().queues)).sorted()
    }

    /// Who has one of the newest tickets, and who takes calls, in order.
    func knownStaff() async throws(CommandFailure) -> [String] {
        let holders = try await newestTickets().compactMap(\.assignee)
        let duty = try await client.send(.get("duty")).decoded(as: Page<DutyBody>.self).items
        return Set(holders + duty.map(\.staff) + [try await me().id]).sorted()
    }

    private func newestTickets() async throws(CommandFailure) -> [TicketBody] {
        try await client.send(.get("tickets").asking("limit", "100"))
            .decoded(as: Page<TicketBody>.self).items
    }
}
