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
            let body = try text.text(in: surroundings, hint: hint)
            return try await client.send(try .message(form(body), on: number))
        }
        let seen = try await ticket(number)
        let place = seen.number
        try await attend(place)
        let quotes = quoting ? await quotes(for: place) : ""
        let body: String
        do throws(CommandFailure) {
            let below = hint.followed(by: Phrase(verbatim: quotes))
            body = try text.text(
                in: surroundings,
                beginning: beginning,
                hint: quotes.isEmpty ? hint : below
            )
        } catch {
            await leave(place)
            throw error
        }
        await leave(place)
        let request = try DeskRequest.message(form(body), on: place)
        do throws(CommandFailure) {
            return try await client.send(request.onlyIf(seen.tag))
        } catch {
            guard error.isChangedMeanwhile else { throw error }
        }
        let fresh = try await ticket(place)
        try remark(TicketChange.described(from: seen.body, to: fresh.body))
        guard try agrees(Phrase("Skicka ändå?", "Send it all the same?")) else {
            try remark(Phrase(verbatim: body))
            throw .tryAgain(
                Phrase("Inget skickades; texten står ovan.", "Nothing was sent; the text is above.")
            )
        }
        // A key of its own: it is not the same request.
        return try await client.send(try .message(form(body), on: place))
    }

    private func attend(_ number: TicketNumber) async throws(CommandFailure) {
        let request = try DeskRequest.put(
            PresenceForm(doing: "writing"),
            at: "tickets",
            number.description,
            "presence"
        )
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
        on number: TicketNumber
    ) throws(CommandFailure) -> DeskRequest {
        try .create(form, at: "tickets", number.description, "messages")
    }
}
