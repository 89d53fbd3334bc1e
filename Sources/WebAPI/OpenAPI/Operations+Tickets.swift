import Desk
import DeskAPI
import Foundation
import HTTPTypes

private let one = "/v1/tickets/:number"

extension Operation {
    /// Tickets themselves.
    static let tickets: [Operation] = [
        Operation(
            (.post, "/v1/tickets"),
            "openTicket",
            "Open a ticket; what is left out is triaged from the text.",
            fields: [.idempotencyKey],
            body: .form(TicketForm.self, example: .of(ticketExample)),
            .json(TicketBody.self, .created, headers: ["Location", "ETag"])
        ),
        Operation(
            (.get, "/v1/tickets"),
            "listTickets",
            "The tickets that the caller may see, newest first.",
            query: ticketFilter + QueryParameter.page,
            .page(TicketBody.self)
        ),
        Operation(
            (.get, one),
            "showTicket",
            "One ticket; one that was merged is shown as the ticket it went into.",
            query: [
                .word(
                    "identity_numbers",
                    "Whether personal identity numbers are shown; that is recorded.",
                    IdentityNumberView.self
                ),
                .flag("follow", "False shows a merged ticket as itself."),
            ],
            fields: [.ifNoneMatch],
            .json(TicketBody.self, headers: ["ETag", "Content-Location"])
        ),
        Operation(
            (.patch, one),
            "changeTicket",
            "Change some of a ticket's fields (RFC 7396); 204 when it is then in a queue that the "
                + "caller does not see.",
            fields: [.ifMatch],
            body: .form(
                TicketPatchForm.self,
                mediaTypes: RequestBody.patchTypes,
                example: ["priority": "high"]
            ),
            conflicts: true,
            .ticket,
            mayBeEmpty: true
        ),
        Operation(
            (.put, "\(one)/assignment"),
            "assignTicket",
            "Give a ticket to somebody.",
            fields: [.ifMatch],
            body: .form(AssignmentForm.self, example: .of(AssignmentForm(assignee: "ada"))),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/assignment"),
            "unassignTicket",
            "Put a ticket back into its queue.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.put, "\(one)/resolution"),
            "resolveTicket",
            "Resolve a ticket.",
            fields: [.ifMatch],
            body: .form(ResolutionForm.self, example: .of(ResolutionForm(outcome: "answered"))),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/resolution"),
            "reopenTicket",
            "Open a ticket again.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
    ]

    private static let ticketFilter: [QueryParameter] = [
        .word("state", "Only those in this state.", TicketState.self),
        .text("queue", "Only those of this queue."),
        .text("assignee", "Only those of this person."),
        .text("unit", "Only those that this unit is to answer."),
        .word("kind", "Only those of this kind.", TicketKind.self),
        .word("category", "Only those of this category.", TicketCategory.self),
        .text(
            "citizen",
            "Only those of the citizen with this address, telephone number or name. Of a name every "
                + "word may be unfinished from two letters on, as in `q`; case and diacritics do not "
                + "count."
        ),
        .text(
            "q",
            "Words of the subject and the messages, 16 at most. The last one may be unfinished from "
                + "three letters on; a store in SQLite then looks for the first 32 words that begin so."
        ),
        .flag("overdue", "Whether a promise is broken."),
        .flag("snoozed", "Whether it is put off."),
        .word("order", "What comes first.", TicketQuery.Order.self),
    ]

    private static let ticketExample = TicketForm(
        subject: "Kan inte logga in med BankID",
        body: "Det står RFA8 och sedan händer ingenting.",
        channel: "phone",
        citizen: CitizenForm(name: "Olle Ek", email: "olle@example.com")
    )

    /// What is written on tickets.
    static let messages: [Operation] = [
        Operation(
            (.get, "\(one)/messages"),
            "listMessages",
            "What was written on a ticket, oldest first. A page of long texts has fewer than its limit.",
            query: [
                .word(
                    "identity_numbers",
                    "Whether personal identity numbers are shown; that is recorded.",
                    IdentityNumberView.self
                )
            ] + QueryParameter.page,
            .page(MessageBody.self)
        ),
        Operation(
            (.post, "\(one)/messages"),
            "writeMessage",
            "Write to the citizen, or a note for staff; a reply goes out by mail.",
            fields: [.idempotencyKey, .mayMatch],
            body: .form(
                MessageForm.self,
                example: .of(MessageForm(kind: "note", body: "Ringer upp i eftermiddag."))
            ),
            conflicts: true,
            .json(MessageBody.self, .created)
        ),
        Operation(
            (.get, "\(one)/messages/:id/html"),
            "showMailPage",
            "The HTML of a mail, made safe: a fragment for the inside of a page; identity numbers are dots.",
            .json(MailPageBody.self)
        ),
        Operation(
            (.post, "\(one)/messages/:id/split"),
            "splitTicket",
            "Make a ticket of its own out of a message.",
            fields: [.idempotencyKey],
            body: .form(SplitForm.self, example: .of(SplitForm(subject: "Om bygglov"))),
            conflicts: true,
            .json(TicketBody.self, .created, headers: ["Location", "ETag"])
        ),
        Operation(
            (.get, "\(one)/history"),
            "listHistory",
            "Who did what when, oldest first.",
            query: QueryParameter.page,
            .page(HistoryBody.self)
        ),
        Operation(
            (.get, "/v1/attachments/:id"),
            "downloadAttachment",
            "A file that came with a message, always as a download; no identity number in it is masked.",
            .other(
                "application/octet-stream",
                headers: ["Content-Disposition"],
                schema: ["type": "string", "format": "binary"]
            )
        ),
    ]
}

extension JSONValue {
    /// A form as its own type writes it.
    static func of(_ form: some Encodable) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: JSON.encoded(form))
        } catch {
            preconditionFailure("what was written is JSON: \(error)")
        }
    }
}
