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
