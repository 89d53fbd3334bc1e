import Desk

/// What erasing a ticket's person does to each table.
///
/// A test wants every table of ``StoredTable`` here, so that a new one cannot be forgotten.
enum Erasure {
    /// What a table holds of a person.
    enum Treatment {
        /// Nothing, for this reason.
        case keeps(String)
        /// What this does away with.
        case erases(@Sendable (TicketNumber) -> SQL)
    }

    static let treatments: [String: Treatment] = [
        "tickets": .erases { ticket in
            """
            UPDATE tickets SET subject = '', service = NULL, citizen_name = NULL,
                citizen_email = NULL, citizen_email_key = NULL, citizen_phone = NULL,
                citizen_phone_key = NULL, citizen_verified = 0
            WHERE number = \(ticket.rawValue)
            """
        },
        "messages": .erases { ticket in
            """
            UPDATE messages SET body = '', packed = NULL, size = NULL, mail_message_id = NULL,
                mail_references = NULL, mail_sender = NULL, mail_verdicts = NULL,
                mail_own = NULL, mail_copies = NULL,
                author_name = CASE author_kind WHEN 'citizen' THEN NULL ELSE author_name END
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "attachments": .erases { "DELETE FROM attachments WHERE ticket = \($0.rawValue)" },
        "mails": .erases { "DELETE FROM mails WHERE ticket = \($0.rawValue)" },
        "outbox": .erases { "DELETE FROM outbox WHERE ticket = \($0.rawValue)" },
        "answers": .erases { "DELETE FROM answers WHERE ticket = \($0.rawValue)" },
        "handoffs": .erases { ticket in
            """
            UPDATE handoffs SET call = NULL, summary = NULL,
                destination = CASE
                    WHEN destination LIKE '%"id":"tel:%' THEN \(Self.erasedNumber)
                    ELSE destination END
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "handoff_steps": .erases { ticket in
            """
            UPDATE handoff_steps SET detail = NULL
            WHERE handoff IN (SELECT id FROM handoffs WHERE ticket = \(ticket.rawValue))
            """
        },
        "evidence": .erases { "DELETE FROM evidence WHERE ticket = \($0.rawValue)" },
        "calls": .erases { ticket in
            emptyingCalls(where: "ticket = \(ticket.rawValue) AND ended_at IS NOT NULL")
        },
        "call_backs": .erases { ticket in
            """
            DELETE FROM call_backs WHERE ticket = \(ticket.rawValue) AND done_at IS NOT NULL
            """
        },
        "quarantine": .keeps("mails that somebody has still to decide on, whoever they are of"),
        "event_words": .erases { "DELETE FROM event_words WHERE ticket = \($0.rawValue)" },
        "protected_people": .keeps("digests of whom the next ticket is to be hidden for"),
        "parties": .erases { "DELETE FROM parties WHERE ticket = \($0.rawValue)" },
        "refusals": .erases { ticket in
            """
            DELETE FROM refusals WHERE address = (
                SELECT citizen_email_key FROM tickets WHERE number = \(ticket.rawValue))
            """
        },
        "letter_counts": .erases { ticket in
            """
            DELETE FROM letter_counts
            WHERE scope IN (
                \(LetterCount.Scope.recipient), \(LetterCount.Scope.receipt),
                \(LetterCount.Scope.notice), \(LetterCount.Scope.survey))
                AND subject = (
                    SELECT citizen_email_key FROM tickets WHERE number = \(ticket.rawValue))
            """
        },
        "inquiries": .keeps("grades, and numbers of tickets and letters"),
        "brakes": .keeps("staff"),
        "duty": .keeps("staff"),
        "events": .erases { ticket in
            """
            UPDATE events SET actor_name = NULL
            WHERE ticket = \(ticket.rawValue) AND actor_kind = 'citizen'
                AND actor_name IS NOT NULL
            """
        },
        "blobs": .keeps("octets go with the last row that names them, see erase(unused:)"),
        "holds": .keeps("a held ticket is not erased"),
        "reads": .keeps("numbers of tickets and staff"),
        "seals": .keeps("digests, which cover no citizen's name"),
        "unsealed": .keeps("numbers of rows"),
        "sessions": .keeps("staff"),
        "service_tokens": .keeps("other systems"),
        "sign_in_failures": .keeps("hashes of user names, for a day"),
        "access_records": .keeps("staff"),
        "change_records": .keeps("staff, numbers, and digests of mails"),
        "proof_keys": .keeps("our own keys"),
        "links": .keeps("numbers of tickets, and staff"),
        "watchers": .keeps("staff"),
        "presences": .keeps("staff, for a minute"),
        "registers": .keeps("numbers"),
        "service_requests": .erases { ticket in
            """
            UPDATE service_requests SET latitude = NULL, longitude = NULL, address = NULL,
                address_id = NULL, media_url = NULL, attributes = '[]', published = NULL,
                digest = NULL
            WHERE ticket = \(ticket.rawValue)
            """
        },
        "day_counts": .keeps("numbers of things, not who they are about"),
        "missed_questions": .erases { ticket in
            "DELETE FROM missed_questions WHERE ticket = \(ticket.rawValue)"
        },
        "incidents": .keeps("symptoms, and words of staff to everybody"),
        "incident_answers": .keeps("words of staff to everybody"),
        "incident_letters": .keeps("numbers of tickets"),
        "maintenance": .keeps("words of staff to everybody"),
        "symptom_queue": .erases {
            "DELETE FROM symptom_queue WHERE ticket = \($0.rawValue)"
        },
        "symptom_arrivals": .erases {
            "DELETE FROM symptom_arrivals WHERE ticket = \($0.rawValue)"
        },
        "symptom_rates": .keeps("how often symptoms come"),
        "arrival_model": .keeps("how many tickets come when"),
        "webhooks": .keeps("other systems"),
        "webhook_deliveries": .keeps("numbers of tickets and events"),
    ]

    /// Takes the numbers out of some calls; one that a clerk dialled may be a person's too.
    static func emptyingCalls(where condition: SQL) -> SQL {
        """
        UPDATE calls SET from_number = NULL, to_number = NULL, number_key = NULL, kept = NULL,
            destination = CASE WHEN destination LIKE 'tel:%' THEN 'tel:' ELSE destination END
        WHERE \(condition)
        """
    }

    /// A ``Destination`` that was a number.
    private static let erasedNumber =
        #"{"id":"tel:","name":"tel","kind":"contractor","topics":[]}"#
}
