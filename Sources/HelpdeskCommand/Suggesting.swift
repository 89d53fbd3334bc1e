import CommandManual
import DeskAPI

/// What a word on the command line names at the desk.
enum NamedThing: Sendable {
    case article
    case destination
    case queue
    case staff
}

extension Clerk {
    /// Sends a request, and when the desk does not know what it names, says what may have been
    /// meant.
    ///
    /// The words are what was typed, and what kind of thing each names.
    func send(
        _ request: DeskRequest,
        naming words: [(typed: String, thing: NamedThing)]
    ) async throws(CommandFailure) -> DeskAnswer {
        do throws(CommandFailure) {
            return try await client.send(request)
        } catch {
            throw await suggesting(error, naming: words)
        }
    }

    /// The same failure, with what may have been meant where that could have been the mistake.
    func suggesting(
        _ failure: CommandFailure,
        naming words: [(typed: String, thing: NamedThing)]
    ) async -> CommandFailure {
        guard case .refused(var refusal) = failure, [400, 404, 422].contains(refusal.status)
        else { return failure }
        for (typed, thing) in words {
            guard let meant = await meant(by: typed, thing) else { continue }
            refusal.hint = Phrase("Menade du \(meant)?", "Did you mean \(meant)?")
            return .refused(refusal)
        }
        return failure
    }

    /// The name as it was typed, or the one that was meant, where somebody can be asked.
    ///
    /// The desk takes any name of a queue, and colleagues who were never here are found in the city's
    /// directory. So a name that is nearly a known one is only asked about.
    func confirmed(
        _ typed: String,
        _ thing: NamedThing,
        _ question: (_ meant: String) -> Phrase
    ) async throws(CommandFailure) -> String {
        guard surroundings.hasKeyboard, !wantsJSON, let meant = await meant(by: typed, thing)
        else { return typed }
        return try agrees(question(meant)) ? meant : typed
    }

    /// A queue that something is to be put into, asked about where it is nearly a known one.
    func queue(_ typed: String?) async throws(CommandFailure) -> String? {
        guard let typed else { return nil }
        return try await confirmed(typed, .queue) { meant in
            Phrase(
                "Inget ärende ligger i kön \(typed). Menade du \(meant)?",
                "No ticket is in the queue \(typed). Did you mean \(meant)?"
            )
        }
    }

    /// What is nearest to a word that names nothing; nil when it names something, or nothing is
    /// near, or the desk cannot be asked.
    func meant(by typed: String, _ thing: NamedThing) async -> String? {
        do throws(CommandFailure) {
            let names = try await names(of: thing)
            return names.contains(typed) ? nil : Spelling.nearest(to: typed, among: names)
        } catch {
            // What went wrong first is what the clerk should hear of.
            return nil
        }
    }

    private func names(of thing: NamedThing) async throws(CommandFailure) -> [String] {
        switch thing {
        case .article:
            try await all(of: .get("articles"), as: ArticleSummaryBody.self).map(\.id)
        case .destination:
            try await all(of: .get("destinations"), as: ListedDestinationBody.self)
                .map(\.destination.id)
        case .queue: try await knownQueues()
        case .staff: try await knownStaff()
        }
    }
}
