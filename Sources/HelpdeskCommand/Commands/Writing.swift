import DeskAPI

extension Clerk {
    /// Takes a text and sends it.
    ///
    /// One that is written now takes its time: colleagues see that somebody writes, the clerk sees
    /// whether they do, and is asked before it goes on a ticket that changed meanwhile.
    func write(
        on number: TicketNumber,
        _ text: TextOptions,
        beginning: String = "",
        hint: Phrase,
        quoting: Bool = false,
        _ form: (String) -> MessageForm
    ) async throws(CommandFailure) -> DeskAnswer {
        guard text.usesEditor(in: surroundings) else {
            let body = try text.text(in: surroundings)
            // A manuscript's key holds where it was sent to before: what the ticket went into, if it did.
            let place = text.key == nil ? number : try await ticket(number).number
            return try await client.send(try .message(form(body), on: place, text.key))
        }
        let seen = try await ticket(number)
        let place = seen.number
        try await attend(place)
        let quotes = quoting ? await quotes(for: place) : ""
        let written: WrittenText
        do throws(CommandFailure) {
            let below = hint.followed(by: Phrase(verbatim: quotes))
            written = try take(text, beginning: beginning, hint: quotes.isEmpty ? hint : below)
        } catch {
            await leave(place)
            throw error
        }
        await leave(place)
        return try await sending(written) { body throws(CommandFailure) in
            try await send(form(body), written.key, after: seen)
        }
    }

    private func send(
        _ form: MessageForm,
        _ key: String?,
        after seen: SeenTicket
    ) async throws(CommandFailure) -> DeskAnswer {
        let place = seen.number
        do throws(CommandFailure) {
            return try await client.send(try .message(form, on: place, key).onlyIf(seen.tag))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
        }
        let fresh = try await ticket(place)
        try remark(TicketChange.described(from: seen.body, to: fresh.body))
        guard try agrees(Phrase("Skicka ändå?", "Send it all the same?")) else {
            throw .tryAgain(Phrase("Inget skickades.", "Nothing was sent."))
        }
        return try await client.send(try .message(form, on: place, key))
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
