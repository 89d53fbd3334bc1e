extension SwedishWords {
    /// Of the state that a ticket is in.
    static let ticketStates = [
        "A ticket cannot go from {} to {}.": "Ett ärende kan inte gå från {} till {}.",
        "The ticket is {} already.": "Ärendet är redan {}.",
        "The ticket is {}, not resolved or closed.": "Ärendet är {}, inte löst eller stängt.",
        "The ticket is {}: there is nothing to follow up.":
            "Ärendet är {}: det finns inget att följa upp.",
        "The ticket is {}: there is nothing to wait for.":
            "Ärendet är {}: det finns inget att vänta på.",
        "Ticket {} is {}; reopen it before another goes into it.":
            "Ärende {} är {}; öppna det igen innan ett annat går upp i det.",
    ]

    /// The states of a ticket.
    static let ticketWords = [
        "new": "nytt", "open": "öppet", "waiting": "väntande", "resolved": "löst",
        "closed": "stängt",
    ]

    /// Of the state that an incident is in.
    static let incidentStates = [
        "The incident is {} and cannot become {}.": "Störningen är {} och kan inte bli {}."
    ]

    /// The states of an incident, as the command line names them.
    static let incidentWords = [
        "suspected": "misstänkt", "confirmed": "bekräftad", "resolved": "över",
        "dismissed": "avskriven",
    ]

    /// Of the state that a call is in.
    static let callStates = [
        "The call is {}: nobody can be handed off.": "Samtalet är {}: ingen kan vidarekopplas."
    ]

    /// The states of a call.
    static let callWords = ["waiting": "obesvarat", "talking": "besvarat", "ended": "slut"]

    /// Of how a hand-off ended.
    static let handoffStates = [
        "The hand-off has ended: {}.": "Vidarekopplingen är slut: {}."
    ]

    /// How steps of hand-offs went, and what a clerk must do.
    static let handoffDetails = [
        "from {} to {}": "från {} till {}",
        "transfer the call to {}; then record how it ended":
            "koppla samtalet till {}; anteckna sedan hur det gick",
        "call {}, speak with {}, then transfer; then record how it ended":
            "ring {}, tala med {} och koppla sedan; anteckna sedan hur det gick",
        "the desk was started anew meanwhile: ask whether the citizen got through":
            "tjänsten startades om under tiden: fråga om medborgaren kom fram",
        "has no right to dial numbers": "får inte ringa nummer",
        "more than {} hand-offs in an hour": "mer än {} vidarekopplingar på en timme",
    ]

    /// The states of a hand-off, as the command line names them.
    static let handoffWords = [
        "requested": "begärd", "validated": "godkänd", "dialling": "ringer upp",
        "ringing": "det ringer", "answered": "någon svarade", "joining": "kopplas ihop",
        "completed": "klar", "busy": "upptaget", "no_answer": "inget svar",
        "rejected": "avböjd", "unreachable": "går inte att nå", "not_allowed": "inte tillåten",
        "join_failed": "kunde inte kopplas ihop", "cancelled": "avbruten",
        "caller_gone": "medborgaren lade på", "unknown": "okänt utfall",
    ]
}
