import DeskAPI

/// What became of a message.
struct SentMessage: Sendable {
    let answer: DeskAnswer
    /// The ticket as it was before; nil where nobody was to hear of it.
    let ticket: TicketBody?
}

extension Clerk {
    /// Takes a text and sends it as a reply or a note.
    ///
    /// One that is written now takes its time: colleagues see that somebody writes, the clerk sees
    /// whether they do, and is asked before it goes on a ticket that changed meanwhile.
    func write(
        _ kind: Manuscript.Purpose.Kind,
        on number: TicketNumber,
        _ text: TextOptions,
        beginning draft: DraftBody? = nil,
        hint: (SeenTicket) -> Phrase,
        _ form: (String) -> MessageForm
    ) async throws(CommandFailure) -> SentMessage {
        guard text.usesEditor(in: surroundings) else {
            return try await send(kind, on: number, text, form)
        }
        let seen = try await ticket(number)
        let place = seen.number
        try confirmPlace(of: kind, seen, instead: number)
        try await attend(place)
        let quotes =
            kind == .reply ? await quotes(for: place, hasArticle: draft?.article != nil) : ""
        let written: WrittenText
        do throws(CommandFailure) {
            let hint = hint(seen)
            written = try take(
                text,
                for: .init(kind: kind, number: place.value, article: draft?.article),
                beginning: draft?.body ?? "",
                hint: quotes.isEmpty ? hint : hint.followed(by: Phrase(verbatim: quotes))
            )
        } catch {
            await leave(place)
            throw error
        }
        await leave(place)
        return try await sending(written) { body throws(CommandFailure) in
            try await send(form(body), written.key, after: seen)
        }
    }

    /// Sends a text that was written before.
    private func send(
        _ kind: Manuscript.Purpose.Kind,
        on number: TicketNumber,
        _ text: TextOptions,
        _ form: (String) -> MessageForm
    ) async throws(CommandFailure) -> SentMessage {
        let body = try text.text(in: surroundings)
        let seen = try await addressed(by: kind, on: number, text)
        // A manuscript's key holds where it was sent to before: what the ticket went into, if it did.
        let place = seen?.number ?? number
        let purposes = [number, place].map { Manuscript.Purpose(kind: kind, number: $0.value) }
        try text.check(isFor: purposes)
        if let seen { try confirmPlace(of: kind, seen, instead: number) }
        let answer = try await client.send(try .message(form(body), on: place, text.key))
        return SentMessage(answer: answer, ticket: seen?.body)
    }

    /// The ticket that is written on; nil where nobody needs to hear whose it is, or may.
    private func addressed(
        by kind: Manuscript.Purpose.Kind,
        on number: TicketNumber,
        _ text: TextOptions
    ) async throws(CommandFailure) -> SeenTicket? {
        if text.key != nil { return try await ticket(number) }
        guard kind == .reply, !wantsJSON else { return nil }
        do throws(CommandFailure) {
            return try await ticket(number)
        } catch {
            // A token may be let write only.
            guard error.isNotPermitted else { throw error }
            return nil
        }
    }

    /// Says that a ticket went into another, and asks before a reply goes to whose that is.
    private func confirmPlace(
        of kind: Manuscript.Purpose.Kind,
        _ seen: SeenTicket,
        instead number: TicketNumber
    ) throws(CommandFailure) {
        guard seen.number != number else { return }
        try remark(.merged(number, seen.body.number))
        guard kind == .reply, surroundings.hasKeyboard else { return }
        let citizen = seen.body.citizen.addressee
        let question = Phrase(
            "Svara i ärende \(seen.number), till \(citizen.swedish)?",
            "Reply on ticket \(seen.number), to \(citizen.english)?"
        )
        guard try agrees(question) else { throw .cancelled }
    }

    private func send(
        _ form: MessageForm,
        _ key: String?,
        after seen: SeenTicket
    ) async throws(CommandFailure) -> SentMessage {
        let place = seen.number
        do throws(CommandFailure) {
            let request = try DeskRequest.message(form, on: place, key).onlyIf(seen.tag)
            return SentMessage(answer: try await client.send(request), ticket: seen.body)
        } catch {
            guard error.isChangedMeanwhile else { throw error }
        }
        let fresh = try await ticket(place)
        try remark(await meanwhile(from: seen.body, to: fresh.body))
        guard try agrees(Phrase("Skicka ändå?", "Send it all the same?")) else {
            throw .tryAgain(Phrase("Inget skickades.", "Nothing was sent."))
        }
        return SentMessage(
            answer: try await client.send(try .message(form, on: place, key)),
            ticket: fresh.body
        )
    }

    private func attend(_ number: TicketNumber) async throws(CommandFailure) {
        var request = try DeskRequest.put(
            PresenceForm(doing: "writing"),
            at: "tickets",
            number.description,
            "presence"
        )
        request.changesNothing = true
        let others = try await client.send(request).decoded(as: Page<PresenceBody>.self).items
        if let warning = Sheet.warning(of: others) { try remark(warning) }
    }

    /// Colleagues see it a little longer when this fails; the text is worth more.
    private func leave(_ number: TicketNumber) async {
        _ = try? await client.send(.delete("tickets", number.description, "presence"))
    }
}

extension DeskRequest {
    fileprivate static func message(
        _ form: MessageForm,
        on number: TicketNumber,
        _ key: String?
    ) throws(CommandFailure) -> DeskRequest {
        try .create(form, at: "tickets", number.description, "messages").keyed(by: key)
    }
}
