import DeskAPI

/// An answer of the server that is not the one hoped for (RFC 9110 §15.4–15.6).
struct Refusal: Sendable, Equatable {
    /// The HTTP status, 300 and above.
    var status: Int
    /// What the server said about it, when it said it as RFC 9457 wants.
    var problem: ProblemBody?
    /// Seconds to wait, from `Retry-After` (RFC 9110 §10.2.3).
    var retryAfter: Int?
    /// True while logging in, where 401 means a wrong password and not an old session.
    var whileSigningIn = false
    /// What else the clerk may want to hear: what was probably meant.
    var hint: Phrase?
}

extension Refusal {
    var exitCode: Int32 {
        switch status {
        case 404, 410: 66  // EX_NOINPUT
        case 401, 403: 77  // EX_NOPERM
        case 408, 412, 425, 429: 75  // EX_TEMPFAIL
        case 409 where retryAfter != nil: 75  // the same request is still being worked on
        case 400..<500: 65  // EX_DATAERR
        default: 69  // EX_UNAVAILABLE
        }
    }

    /// True when the same request may be taken later.
    var isTemporary: Bool { [69, 75].contains(exitCode) }

    /// What happened, in the server's words where it has better ones than we, and the next step.
    var phrase: Phrase {
        guard let hint else { return event }
        return event.followed(by: hint)
    }

    private var event: Phrase {
        switch status {
        case 300..<400: redirected
        case 401 where !whileSigningIn:
            Phrase(
                "Du är inte inloggad, eller så har inloggningen gått ut. Kör helpdesk login.",
                "You are not logged in, or the session has ended. Run helpdesk login."
            )
        case 401:
            said(
                Phrase("Fel användarnamn eller lösenord.", "Wrong user name or password.")
            )
        case 403: said(Phrase("Det får du inte göra.", "You may not do that."))
        case 404, 410:
            said(
                Phrase(
                    "Det finns inte, eller så får du inte se det.",
                    "It does not exist, or you may not see it."
                )
            )
        case 412: changedMeanwhile
        case 422 where problem?.type.hasSuffix("/idempotency-key-reused") == true: sentBefore
        case 429: titled(Phrase("Det gick för fort.", "That was too much.")).followed(by: wait)
        case 503:
            titled(Phrase("Tjänsten kan inte svara nu.", "The service cannot answer now."))
                .followed(by: wait)
        case 500...:
            said(
                Phrase("Något gick fel i servern.", "Something went wrong in the server.")
            ).followed(by: Phrase(verbatim: "(HTTP \(status))"))
        default:
            said(
                Phrase(
                    "Servern godtog inte begäran (HTTP \(status)).",
                    "The server did not accept the request (HTTP \(status))."
                )
            )
        }
    }

    /// Each wrong field as it is typed, with what is wrong about it.
    func fields(in language: Language) -> [String] {
        (problem?.errors ?? []).map { error in
            let name = FieldName(error.pointer).phrase.text(in: language)
            return "\(name): \(Self.asTyped(error.detail))"
        }
    }

    /// What the server says to programs in the words of the command line.
    private static func asTyped(_ text: String) -> String {
        text.replacing("GET /v1/destinations", with: "helpdesk destinations")
            .replacing("(same_person)", with: "(--same-person)")
    }

    /// What the server says about this time; its title is only the status in words, so ours wins.
    private func said(_ ours: Phrase) -> Phrase {
        guard let detail = problem?.detail, !detail.isEmpty else { return ours }
        return Phrase(verbatim: Self.asTyped(detail))
    }

    /// The same behind what happened, where that is one of several things and the title names it.
    private func titled(_ ours: Phrase) -> Phrase {
        guard let problem, problem.type.hasPrefix("/problems/") else { return said(ours) }
        let title = Phrase(verbatim: problem.title + ".")
        return problem.detail == nil ? title : title.followed(by: said(ours))
    }

    private var wait: Phrase {
        guard let retryAfter, retryAfter > 0 else {
            return Phrase("Försök igen om en stund.", "Try again in a while.")
        }
        return Phrase(
            "Försök igen om \(retryAfter) s.",
            "Try again in \(retryAfter) s."
        )
    }

    private var changedMeanwhile: Phrase {
        Phrase(
            "Någon annan ändrade ärendet under tiden. Läs det igen med helpdesk show.",
            "Somebody else changed the ticket meanwhile. Read it again with helpdesk show."
        )
    }

    /// Only a text that lies in a file comes with the key that it had before; by the whole request it
    /// is another one, be it that only an option differs.
    private var sentBefore: Phrase {
        Phrase(
            "Texten är redan skickad, kanske med andra ord eller andra val: se efter innan du"
                + " skickar något mer.",
            "The text was sent already, perhaps with other words or options: look before you send"
                + " anything more."
        )
    }

    private var redirected: Phrase {
        Phrase(
            "Servern hänvisar till en annan adress (HTTP \(status)), och dit följer helpdesk inte"
                + " med. Rätta adressen med helpdesk login --server URL.",
            "The server points to another address (HTTP \(status)), and helpdesk does not follow."
                + " Correct the address with helpdesk login --server URL."
        )
    }
}
