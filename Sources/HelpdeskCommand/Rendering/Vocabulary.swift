/// The API's codes in people's words.
enum Vocabulary {
    static let states: [String: Phrase] = [
        "new": Phrase("nytt", "new"),
        "open": Phrase("öppet", "open"),
        "waiting": Phrase("väntar", "waiting"),
        "resolved": Phrase("löst", "resolved"),
        "closed": Phrase("stängt", "closed"),
    ]

    static let incidentStates: [String: Phrase] = [
        "suspected": Phrase("misstänkt", "suspected"),
        "confirmed": Phrase("bekräftad", "confirmed"),
        "resolved": Phrase("över", "resolved"),
        "dismissed": Phrase("avskriven", "dismissed"),
    ]

    static let kinds: [String: Phrase] = [
        "question": Phrase("fråga", "question"),
        "fault": Phrase("felanmälan", "fault"),
        "complaint": Phrase("klagomål", "complaint"),
        "opinion": Phrase("synpunkt", "opinion"),
        "proposal": Phrase("förslag", "proposal"),
        "praise": Phrase("beröm", "praise"),
    ]

    static let categories: [String: Phrase] = [
        "e-id": Phrase("e-legitimation", "e-ID"),
        "login": Phrase("inloggning", "login"),
        "technical": Phrase("teknik", "technical"),
        "other": Phrase("annat", "other"),
    ]

    static let priorities: [String: Phrase] = [
        "low": Phrase("låg prioritet", "low priority"),
        "normal": Phrase("normal prioritet", "normal priority"),
        "high": Phrase("hög prioritet", "high priority"),
        "urgent": Phrase("brådskande", "urgent"),
    ]

    static let prioritiesShort: [String: Phrase] = [
        "low": Phrase("låg", "low"),
        "normal": Phrase("normal", "normal"),
        "high": Phrase("hög", "high"),
        "urgent": Phrase("akut", "urgent"),
    ]

    static let channels: [String: Phrase] = [
        "email": Phrase("via e-post", "by e-mail"),
        "phone": Phrase("via telefon", "by phone"),
        "web": Phrase("via webben", "by web"),
        "visit": Phrase("vid besök", "by visit"),
    ]

    static let outcomes: [String: Phrase] = [
        "answered": Phrase("besvarat", "answered"),
        "handed_off": Phrase("lämnat vidare", "handed off"),
        "duplicate": Phrase("dubblett", "duplicate"),
        "rejected": Phrase("avvisat", "rejected"),
    ]

    static let authors: [String: Phrase] = [
        "citizen": Phrase("medborgaren", "the citizen"),
        "staff": Phrase("personalen", "staff"),
        "system": Phrase("systemet", "the system"),
    ]

    static let messages: [String: Phrase] = [
        "inbound": Phrase("skrev", "wrote"),
        "reply": Phrase("svarade", "replied"),
        "note": Phrase("antecknade", "noted"),
    ]

    static let deliveries: [String: Phrase] = [
        "queued": Phrase("köat för utskick", "queued to be sent"),
        "sent": Phrase("skickat", "sent"),
        "failed": Phrase("kom inte fram", "did not arrive"),
    ]

    static let verdicts: [String: Phrase] = [
        "right": Phrase("besvarar frågan", "answers the question"),
        "wrong": Phrase("besvarar inte frågan", "does not answer the question"),
    ]

    static let events: [String: Phrase] = [
        "opened": Phrase("öppnade ärendet", "opened the ticket"),
        "received": Phrase("skrev igen", "wrote again"),
        "replied": Phrase("svarade", "replied"),
        "noted": Phrase("antecknade", "made a note"),
        "notified": Phrase("skrev automatiskt", "wrote automatically"),
        "answered": Phrase("svarade på vår fråga", "answered our question"),
        "assigned": Phrase("tilldelade", "assigned"),
        "unassigned": Phrase("tog bort tilldelningen", "took away the assignment"),
        "unit_assigned": Phrase("gav till en enhet", "gave it to a unit"),
        "unit_unassigned": Phrase("tog tillbaka från enheten", "took it back from the unit"),
        "changed": Phrase("ändrade", "changed"),
        "resolved": Phrase("löste", "resolved"),
        "reopened": Phrase("öppnade igen", "reopened"),
        "judged": Phrase("bedömde ett förslag", "judged a suggestion"),
        "delivered": Phrase("levererade svaret", "delivered the reply"),
        "undeliverable": Phrase("kunde inte leverera svaret", "could not deliver the reply"),
        "delayed": Phrase("fick veta att svaret dröjer", "heard that the reply is delayed"),
        "join_requested": Phrase(
            "håller kvar ett mejl från någon annan som vill in i ärendet",
            "holds a mail of somebody else who asks to join"
        ),
        "join_accepted": Phrase("släppte in avsändaren", "let the sender in"),
        "handoff_requested": Phrase("begärde vidarekoppling", "asked for a hand-off"),
        "handoff_refused": Phrase("fick nej till vidarekoppling", "was refused a hand-off"),
        "handoff_ended": Phrase("vidarekopplingen avslutades", "ended the hand-off"),
        "protected": Phrase("skyddade identiteten", "protected the identity"),
        "unprotected": Phrase("hävde skyddet", "ended the protection"),
        "held": Phrase("beslutade att bevara", "decided to keep it"),
        "released": Phrase("hävde beslutet att bevara", "decided to keep it no longer"),
        "erased": Phrase("gallrade personuppgifterna", "erased the person"),
        "called": Phrase("knöt ett samtal till ärendet", "filed a call"),
        "call_back_asked": Phrase("antecknade en återuppringning", "noted a call-back"),
        "merged": Phrase("sammanförde", "merged"),
        "unmerged": Phrase("skilde åt", "unmerged"),
        "split": Phrase("delade av ett ärende", "split off a ticket"),
        "incident_linked": Phrase("knöt till en störning", "linked to an incident"),
        "incident_unlinked": Phrase("tog bort från en störning", "took away from an incident"),
        "linked": Phrase("länkade", "linked"),
        "unlinked": Phrase("tog bort en länk", "took away a link"),
        "snoozed": Phrase("lade undan", "put it off"),
        "woken": Phrase("tog fram igen", "took it up again"),
        "follow_up_set": Phrase("satte uppföljning", "set the follow-up"),
        "follow_up_due": Phrase("påminner om uppföljning", "reminds of the follow-up"),
        "clock_warned": Phrase("varnar: en utfästelse löper ut", "warns: a promise runs out"),
        "clock_missed": Phrase("en utfästelse hölls inte", "a promise was broken"),
        "registered": Phrase("registrerade", "registered"),
        "disclosure_tested": Phrase("sekretessprövade", "tested the confidentiality"),
    ]

    static let relations: [String: Phrase] = [
        "related": Phrase("hör ihop med", "related"),
        "original": Phrase("ställdes först i", "original"),
        "duplicate": Phrase("ställdes igen i", "duplicate"),
        "parent": Phrase("del av", "part of"),
        "child": Phrase("delen", "the part"),
    ]

    static let likenesses: [String: Phrase] = [
        "same_citizen": Phrase("samma medborgare", "same citizen"),
        "same_code": Phrase("samma felkod", "same error code"),
        "same_article": Phrase("samma artikel", "same article"),
    ]

    static let handoffStates: [String: Phrase] = [
        "requested": Phrase("begärd", "requested"),
        "validated": Phrase("godkänd", "validated"),
        "dialling": Phrase("ringer upp", "dialling"),
        "ringing": Phrase("det ringer", "ringing"),
        "answered": Phrase("någon svarade", "answered"),
        "joining": Phrase("kopplas ihop", "joining"),
        "completed": Phrase("klar", "completed"),
        "busy": Phrase("upptaget", "busy"),
        "no_answer": Phrase("inget svar", "no answer"),
        "rejected": Phrase("avböjd", "rejected"),
        "unreachable": Phrase("går inte att nå", "unreachable"),
        "not_allowed": Phrase("inte tillåten", "not allowed"),
        "join_failed": Phrase("kunde inte kopplas ihop", "could not be joined"),
        "cancelled": Phrase("avbruten", "cancelled"),
        "caller_gone": Phrase("medborgaren lade på", "the caller hung up"),
        "unknown": Phrase("okänt utfall", "outcome unknown"),
    ]

    static let callStates: [String: Phrase] = [
        "waiting": Phrase("väntar", "waiting"),
        "talking": Phrase("pågår", "talking"),
        "ended": Phrase("slut", "ended"),
        "answered": Phrase("besvarat", "answered"),
        "abandoned": Phrase("uppgivet", "abandoned"),
        "overflowed": Phrase("besvarat av andra", "answered elsewhere"),
        "forwarded": Phrase("vidarekopplat", "forwarded"),
        "taken": Phrase("besvarat av en kollega", "answered by a colleague"),
        "refused": Phrase("ingen svarade", "nobody answered"),
        "unknown": Phrase("okänt", "unknown"),
    ]

    static let callBackReasons: [String: Phrase] = [
        "abandoned": Phrase("lade på i kön", "hung up in the queue"),
        "handoff_abandoned": Phrase("lade på vid vidarekoppling", "hung up while handed off"),
        "nobody_left": Phrase("ingen svarade", "nobody answered"),
        "asked": Phrase("vill bli uppringd", "wants to be called"),
    ]

    static let holdReasons: [String: Phrase] = [
        "over_limit": Phrase("över gränserna", "over the limits"),
        "loop": Phrase("går runt i ring", "goes in a circle"),
        "own_mail": Phrase("säger sig komma från oss", "says to be from us"),
        "foreign_ticket": Phrase("gäller någon annans ärende", "names another's ticket"),
        "unknown_report": Phrase("rapport om okänt brev", "report on an unknown letter"),
    ]

    /// What a mail is besides words and files.
    static let mailForms: [String: Phrase] = [
        "smime-signed": Phrase("underskrift (S/MIME)", "a signature (S/MIME)"),
        "smime-sealed": Phrase("krypterat (S/MIME)", "encrypted (S/MIME)"),
        "pgp-signed": Phrase("underskrift (PGP)", "a signature (PGP)"),
        "pgp-sealed": Phrase("krypterat (PGP)", "encrypted (PGP)"),
        "calendar": Phrase("en kalenderpost", "a calendar entry"),
        "forwarded": Phrase("ett vidarebefordrat mejl", "a forwarded mail"),
        "delivery-report": Phrase("en leveransrapport", "a delivery report"),
        "read-receipt": Phrase("ett läskvitto", "a read receipt"),
        "winmail": Phrase("winmail.dat", "winmail.dat"),
    ]

    /// What a signature is worth.
    static let signatures: [String: Phrase] = [
        "broken": Phrase("håller inte", "broken"),
        "not checked": Phrase("inte kontrollerad", "not checked"),
        "unknown authority": Phrase("okänd utfärdare", "unknown authority"),
        "valid, of the author": Phrase("giltig, avsändarens egen", "valid, of the author"),
        "valid, of somebody else": Phrase("giltig, någon annans", "valid, of somebody else"),
    ]

    static let roles: [String: Phrase] = [
        "agent": Phrase("handläggare", "agent"),
        "supervisor": Phrase("arbetsledare", "supervisor"),
        "auditor": Phrase("revisor", "auditor"),
        "administrator": Phrase("administratör", "administrator"),
        "protected-identity": Phrase("skyddad identitet", "protected identity"),
    ]
}
