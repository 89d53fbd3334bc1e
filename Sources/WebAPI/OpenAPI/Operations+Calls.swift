import Desk
import DeskAPI
import HTTPTypes

extension Operation {
    /// Calls, who takes them, and where they go.
    static let calls: [Operation] = [
        Operation(
            (.get, "/v1/calls"),
            "listCalls",
            "The caller log, newest first.",
            query: [.word("state", "Only those in this state.", Call.State.self)]
                + QueryParameter.page,
            .page(CallBody.self)
        ),
        Operation(
            (.post, "/v1/calls/events"),
            "takeCallEvent",
            "An event of the telephone system, in the form of the generic CTI interface.",
            body: .form(
                CallEventForm.self,
                mediaTypes: ["application/json", "application/x-www-form-urlencoded"],
                example: [
                    "event": "newCall", "callId": "1", "direction": "in", "from": "46701234567",
                    "to": "46812345",
                ]
            ),
            .other(
                "application/json",
                schema: ["type": "object", "properties": ["action": ["type": "string"]]]
            )
        ),
        Operation(
            (.get, "/v1/calls/:name"),
            "showCall",
            "One call, with the caller's open tickets.",
            .json(CallBody.self)
        ),
        Operation(
            (.put, "/v1/calls/:name/ticket"),
            "fileCall",
            "Put a call under a ticket.",
            body: .form(CallTicketForm.self, example: .of(CallTicketForm(number: 1))),
            conflicts: true,
            .json(CallBody.self)
        ),
        Operation((.get, "/v1/duty"), "listDuty", "Who takes calls.", .page(DutyBody.self)),
        Operation(
            (.put, "/v1/duty"),
            "goOnDuty",
            "Take calls from now on.",
            conflicts: true,
            .json(DutyBody.self)
        ),
        Operation((.delete, "/v1/duty"), "goOffDuty", "Take no more calls.", .nothing),
        Operation(
            (.delete, "/v1/duty/:name"),
            "sendOffDuty",
            "Let somebody take no more calls.",
            .nothing
        ),
        Operation(
            (.get, "/v1/callbacks"),
            "listCallBacks",
            "Who is to be called back, longest waiting first.",
            query: QueryParameter.page,
            .page(CallBackBody.self)
        ),
        Operation(
            (.put, "/v1/callbacks/:id/completion"),
            "settleCallBack",
            "Somebody has been called back.",
            conflicts: true,
            .json(CallBackBody.self)
        ),
        Operation(
            (.put, "/v1/tickets/:number/callback"),
            "oweCall",
            "The citizen wants to be called back; once for a number, the moment may change.",
            body: .form(
                CallBackForm.self,
                example: .of(CallBackForm(number: "070-174 06 05"))
            ),
            conflicts: true,
            .json(CallBackBody.self)
        ),
        Operation(
            (.get, "/v1/destinations"),
            "listDestinations",
            "Units and people that a call can go to, and when they take calls.",
            query: [.text("q", "Words of the name or the topics.")] + QueryParameter.page,
            .page(ListedDestinationBody.self)
        ),
        Operation(
            (.post, "/v1/tickets/:number/handoffs"),
            "handOff",
            "Hand a call off; the answer is followed under its address.",
            fields: [.idempotencyKey],
            body: .form(
                HandoffForm.self,
                example: .of(HandoffForm(destination: "bygglov", mode: "blind"))
            ),
            conflicts: true,
            .json(HandoffBody.self, .accepted, headers: ["Location"])
        ),
        Operation(
            (.get, "/v1/tickets/:number/handoffs"),
            "listHandoffs",
            "The hand-offs of a ticket with every state they were in, oldest first.",
            query: QueryParameter.page,
            .page(HandoffBody.self)
        ),
        Operation(
            (.get, "/v1/handoffs"),
            "listAllHandoffs",
            "The hand-offs of all tickets that you may see, newest first. A page may be short, or empty, "
                + "while `next` leads on.",
            query: [
                .word(
                    "state",
                    "Only those in this state; `open`, or nothing, is all that have not ended.",
                    HandoffQuery.Selection.self
                )
            ] + QueryParameter.page,
            .page(HandoffBody.self)
        ),
        Operation(
            (.get, "/v1/handoffs/:id"),
            "showHandoff",
            "A hand-off and how far it has come.",
            .json(HandoffBody.self)
        ),
        Operation(
            (.put, "/v1/handoffs/:id/outcome"),
            "endHandoff",
            "Say how a hand-off ended that was made by hand.",
            body: .form(
                HandoffOutcomeForm.self,
                example: .of(HandoffOutcomeForm(outcome: "completed"))
            ),
            conflicts: true,
            .json(HandoffBody.self)
        ),
    ]
}

// Telephone systems send more than is asked, and what is no text is passed over: only what is needed
// has a type.
extension CallEventForm: FixedSchema, Decodable {
    static let schema: JSONValue = [
        "type": "object", "required": ["event", "callId"],
        "properties": [
            "event": SchemaNote.word(CallEvent.Kind.self).applied(to: ["type": "string"]),
            "callId": SchemaNote.filledLine(200).applied(to: ["type": "string"]),
            "direction": ["description": "`in` or `out`; another is answered and passed over."],
            "from": ["description": "Who calls."], "to": ["description": "Who is called."],
            "user": ["description": "Whose telephone it is: a name, or a list of names."],
            "answeringNumber": ["description": "Who answered."],
            "cause": ["description": "Why the call ended."],
        ],
    ]
}
