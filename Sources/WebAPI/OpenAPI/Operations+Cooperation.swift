import Desk
import DeskAPI
import HTTPTypes

private let one = "/v1/tickets/:number"

extension Operation {
    /// How tickets hang together, and who works on them.
    static let cooperation: [Operation] = [
        Operation(
            (.put, "\(one)/merger"),
            "mergeTicket",
            "Put a ticket into another one; the answer is the ticket it went into.",
            fields: [.ifMatch],
            body: .form(MergerForm.self, example: .of(MergerForm(into: 1))),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/merger"),
            "unmergeTicket",
            "Take a ticket out of the one it went into.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.get, "\(one)/links"),
            "listLinks",
            "Other tickets that have to do with this one.",
            .json(Page<LinkBody>.self)
        ),
        Operation(
            (.put, "\(one)/links/:other"),
            "linkTickets",
            "Say how another ticket has to do with this one.",
            body: .form(LinkForm.self, example: .of(LinkForm(relation: "related"))),
            conflicts: true,
            .nothing
        ),
        Operation(
            (.delete, "\(one)/links/:other"),
            "unlinkTickets",
            "Say that another ticket has nothing to do with this one.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.get, "\(one)/duplicates"),
            "listDuplicates",
            "Other tickets that may be about the same.",
            .json(Page<DuplicateBody>.self)
        ),
        Operation(
            (.post, "\(one)/disclosures"),
            "testDisclosure",
            "Note that somebody has tested whether the ticket may be disclosed.",
            fields: [.idempotencyKey],
            body: .form(
                DisclosureForm.self,
                example: .of(DisclosureForm(outcome: "released"))
            ),
            .nothing
        ),
        Operation(
            (.put, "\(one)/snooze"),
            "snoozeTicket",
            "Put a ticket off until a moment to come.",
            fields: [.ifMatch],
            body: .form(SnoozeForm.self),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/snooze"),
            "wakeTicket",
            "Take a ticket back before its time.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.put, "\(one)/follow-up"),
            "followUpTicket",
            "Be reminded of a ticket at a moment to come.",
            fields: [.ifMatch],
            body: .form(FollowUpForm.self),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/follow-up"),
            "endFollowUp",
            "Be reminded of a ticket no longer.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.put, "\(one)/watch"),
            "watchTicket",
            "Hear of what happens with a ticket.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.delete, "\(one)/watch"),
            "unwatchTicket",
            "Hear of a ticket no longer.",
            .nothing
        ),
        Operation(
            (.get, "/v1/watched-events"),
            "listWatchedEvents",
            "What happened with the tickets that the caller watches, oldest first.",
            query: QueryParameter.page,
            .json(WatchedEventsBody.self)
        ),
        Operation(
            (.put, "\(one)/presence"),
            "attendTicket",
            "Say that one reads a ticket or writes on it; the answer names the others.",
            body: .form(PresenceForm.self, example: .of(PresenceForm(doing: "reading"))),
            .json(Page<PresenceBody>.self)
        ),
        Operation(
            (.get, "\(one)/presence"),
            "listPresences",
            "Who has a ticket before them.",
            .json(Page<PresenceBody>.self)
        ),
        Operation(
            (.delete, "\(one)/presence"),
            "leaveTicket",
            "Say that one has a ticket before one no longer.",
            .nothing
        ),
    ]

    /// What is confidential, what is kept, and who saw it.
    static let records: [Operation] = [
        Operation(
            (.put, "\(one)/protection"),
            "protectPerson",
            "Protect the person of a ticket, and all their tickets with them.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.delete, "\(one)/protection"),
            "unprotectPerson",
            "Protect the person of a ticket no longer.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.put, "\(one)/hold"),
            "holdTicket",
            "Keep a ticket from being erased.",
            body: .form(HoldForm.self, example: .of(HoldForm(reason: "överklagat"))),
            conflicts: true,
            .nothing
        ),
        Operation(
            (.delete, "\(one)/hold"),
            "releaseTicket",
            "Let a ticket be erased when its time has come.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.get, "/v1/reads"),
            "listReads",
            "Who saw what, newest first.",
            query: [
                .number("ticket", "Only of this ticket.", 1...Int64.max),
                .text("staff", "Only by this person."),
            ] + QueryParameter.page,
            .page(ReadBody.self)
        ),
        Operation(
            (.post, "/v1/register-extracts"),
            "extractRegister",
            "All that is kept of a citizen (GDPR art. 15).",
            body: .form(PersonForm.self, example: .of(PersonForm(email: "olle@example.com"))),
            .other("application/json", schema: extract)
        ),
        Operation(
            (.post, "/v1/erasures"),
            "erasePerson",
            "Take a citizen out everywhere (GDPR art. 17); the index forgets their words in a week.",
            body: .form(
                PersonForm.self,
                example: .of(PersonForm(email: "olle@example.com", dryRun: true))
            ),
            conflicts: true,
            .json(ErasureBody.self)
        ),
        Operation(
            (.get, "/v1/rights"),
            "listRights",
            "What each role may do, and to which tickets.",
            .json(Page<RightBody>.self)
        ),
    ]

    private static let listed: JSONValue = ["type": "array", "items": ["type": "object"]]

    private static let extract: JSONValue = [
        "type": "object", "required": ["tickets"],
        "properties": [
            "tickets": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["format", "number", "facts"],
                    "properties": [
                        "format": ["type": "string"], "number": ["type": "integer"],
                        "facts": ["type": "object"],
                    ],
                ],
            ],
            "elsewhere": [
                "type": "object",
                "description":
                    "What is kept beside their own tickets; left out where that is nothing.",
                "properties": [
                    "messages": listed, "calls": listed, "call_backs": listed, "held_mails": listed,
                    "addresses": listed,
                ],
            ],
            "leaves_out_protected": [
                "type": "boolean",
                "description": .text(
                    "True where people with protected identity are left out, as for everybody who "
                        + "has not the role protected-identity too; of whom it is true is not said."
                ),
            ],
        ],
    ]
}
