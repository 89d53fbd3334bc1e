import DeskAPI

/// What differs between a ticket as it was read and as it is now.
enum TicketChange {
    /// For the clerk whose change came too late: what somebody else did meanwhile.
    static func described(from seen: TicketBody, to fresh: TicketBody) -> Phrase {
        let changes = differences(from: seen, to: fresh)
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

    /// Each of what staff can change on a ticket that is another now, before and after.
    static func differences(from seen: TicketBody, to fresh: TicketBody) -> [Phrase] {
        let nobody = Phrase("ingen", "nobody")
        return [
            change(Phrase("läge", "state"), seen.state, fresh.state, Vocabulary.states),
            change(Phrase("hos", "with"), seen.assignee, fresh.assignee, none: nobody),
            change(Phrase("kö", "queue"), seen.queue, fresh.queue),
            change(Phrase("utfall", "outcome"), seen.outcome, fresh.outcome, Vocabulary.outcomes),
            change(
                Phrase("prioritet", "priority"),
                seen.priority,
                fresh.priority,
                Vocabulary.prioritiesShort
            ),
            change(Phrase("slag", "kind"), seen.kind, fresh.kind, Vocabulary.kinds),
            change(
                Phrase("område", "category"),
                seen.category,
                fresh.category,
                Vocabulary.categories
            ),
            change(Phrase("e-tjänst", "e-service"), seen.service, fresh.service),
            change(Phrase("språk", "language"), seen.language, fresh.language),
            change(Phrase("ämne", "subject"), seen.subject, fresh.subject),
            change(Phrase("namn", "name"), seen.citizen.name, fresh.citizen.name),
            change(Phrase("e-post", "e-mail"), seen.citizen.email, fresh.citizen.email),
            change(Phrase("telefon", "telephone"), seen.citizen.phone, fresh.citizen.phone),
        ]
        .compactMap(\.self)
    }

    private static func change(
        _ name: Phrase,
        _ before: String?,
        _ after: String?,
        _ words: [String: Phrase] = [:],
        none: Phrase = Phrase(verbatim: "–")
    ) -> Phrase? {
        guard before != after else { return nil }
        func word(_ code: String?) -> Phrase {
            guard let code else { return none }
            return words[code] ?? Phrase(verbatim: code)
        }
        let (old, new) = (word(before), word(after))
        return Phrase(
            "\(name.swedish) \(old.swedish) → \(new.swedish)",
            "\(name.english) \(old.english) → \(new.english)"
        )
    }
}
