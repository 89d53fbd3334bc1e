import DeskAPI

/// What differs between a ticket as it was read and as it is now.
enum TicketChange {
    /// For the clerk whose change came too late: what somebody else did meanwhile.
    static func described(from seen: TicketBody, to fresh: TicketBody) -> Phrase {
        let changes = [
            change(Phrase("läge", "state"), seen.state, fresh.state, Vocabulary.states),
            change(Phrase("hos", "with"), seen.assignee, fresh.assignee),
            change(Phrase("kö", "queue"), seen.queue, fresh.queue),
            change(Phrase("utfall", "outcome"), seen.outcome, fresh.outcome, Vocabulary.outcomes),
            change(
                Phrase("prioritet", "priority"),
                seen.priority,
                fresh.priority,
                Vocabulary.priorities
            ),
            change(Phrase("ämne", "subject"), seen.subject, fresh.subject),
        ].compactMap { $0 }
        let opening = Phrase(
            "Någon annan ändrade ärende \(fresh.number) under tiden",
            "Somebody else changed ticket \(fresh.number) meanwhile"
        )
        guard !changes.isEmpty else {
            return Phrase(opening.swedish + ".", opening.english + ".")
        }
        return Phrase(
            opening.swedish + ": " + changes.map(\.swedish).joined(separator: ", ") + ".",
            opening.english + ": " + changes.map(\.english).joined(separator: ", ") + "."
        )
    }

    private static func change(
        _ name: Phrase,
        _ before: String?,
        _ after: String?,
        _ words: [String: Phrase] = [:]
    ) -> Phrase? {
        guard before != after else { return nil }
        func word(_ code: String?) -> Phrase {
            guard let code else { return Phrase("ingen", "nobody") }
            return words[code] ?? Phrase(verbatim: code)
        }
        let (old, new) = (word(before), word(after))
        return Phrase(
            "\(name.swedish) \(old.swedish) → \(new.swedish)",
            "\(name.english) \(old.english) → \(new.english)"
        )
    }
}
