extension Vocabulary {
    /// What the details of a history are called; of another program's, or of a newer one's, the key
    /// stands as it is stored.
    static let details: [String: Phrase] = [
        "answer": Phrase("svar", "answer"),
        "article": Phrase("artikel", "article"),
        "assignee": Phrase("till", "to"),
        "assignee_from": Phrase("togs från", "taken from"),
        "at": Phrase("tidpunkt", "at"),
        "attempts": Phrase("försök", "attempts"),
        "automatic": Phrase("automatiskt mejl", "automatic mail"),
        "brake": Phrase("bromsen", "brake"),
        "by": Phrase("genom", "by"),
        "call": Phrase("samtal", "call"),
        "call_back": Phrase("återuppringning", "call-back"),
        "category": Phrase("område", "category"),
        "channel": Phrase("kanal", "channel"),
        "claims": Phrase("vill till", "claims"),
        "clock": Phrase("utfästelse", "promise"),
        "clock_first_reply": Phrase("första svar", "first reply"),
        "clock_next_reply": Phrase("nästa svar", "next reply"),
        "clock_resolution": Phrase("lösning", "solution"),
        "count": Phrase("antal", "count"),
        "destination": Phrase("mottagare", "destination"),
        "detail": Phrase("besked", "detail"),
        "due": Phrase("senast", "due"),
        "fields": Phrase("fält", "fields"),
        "follows": Phrase("följer på", "follows"),
        "from": Phrase("från", "from"),
        "ground": Phrase("lagrum", "ground"),
        "handoff": Phrase("vidarekoppling", "hand-off"),
        "incident": Phrase("störning", "incident"),
        "into": Phrase("in i", "into"),
        "kind": Phrase("slag", "kind"),
        "language": Phrase("språk", "language"),
        "letter": Phrase("brev", "letter"),
        "mail": Phrase("mejl", "mail"),
        "maintenance": Phrase("underhåll", "maintenance"),
        "message": Phrase("meddelande", "message"),
        "not_before": Phrase("tidigast", "not before"),
        "open311": Phrase("Open311-tjänst", "Open311 service"),
        "outcome": Phrase("utfall", "outcome"),
        "priority": Phrase("prioritet", "priority"),
        "problems": Phrase("fel i mejlet", "problems"),
        "question": Phrase("fråga", "question"),
        "queue": Phrase("kö", "queue"),
        "reason": Phrase("skäl", "reason"),
        "register": Phrase("diarienummer", "register number"),
        "relation": Phrase("som", "as"),
        "same_person": Phrase("samma person", "same person"),
        "service": Phrase("e-tjänst", "e-service"),
        "sip_status": Phrase("SIP", "SIP"),
        "split_from": Phrase("avdelat från", "split from"),
        "state": Phrase("läge", "state"),
        "status": Phrase("besked om", "status"),
        "subject": Phrase("ämne", "subject"),
        "ticket": Phrase("ärende", "ticket"),
        "to": Phrase("till", "to"),
        "unit": Phrase("enhet", "unit"),
        "unit_answer": Phrase("enhetens svar", "the unit's answer"),
        "unit_answered_at": Phrase("enheten svarade", "the unit answered"),
        "unit_given_at": Phrase("enheten fick det", "given to the unit"),
        "unit_name": Phrase("enhetens namn", "the unit's name"),
        "unit_queue": Phrase("enhetens kö", "the unit's queue"),
        "until": Phrase("till", "until"),
        "verdict": Phrase("omdöme", "verdict"),
    ]

    /// The words for what a detail says, by its key.
    static func words(ofDetail key: String) -> [String: Phrase] {
        switch key {
        case "at": ["none": Phrase("ingen", "none")]
        case "by": ways
        case "category": categories
        case "channel": channels
        case "clock": clocks
        case "fields": fields
        case "kind": kinds
        case "letter": letters
        case "outcome": outcomes.merging(disclosures) { first, _ in first }
        case "priority": prioritiesShort
        case "reason": holdReasons.merging(handoffRefusals) { first, _ in first }
        case "relation": relations
        case "state": states.merging(handoffStates) { first, _ in first }
        case "status": letterStates
        case "verdict": verdicts
        case _ where key.hasPrefix("clock_"): clockFacts
        default: [:]
        }
    }

    private static let ways: [String: Phrase] = [
        "link": Phrase("länken i brevet", "the letter's link"),
        "reply": Phrase("sitt svar", "their reply"),
    ]

    private static let clocks: [String: Phrase] = [
        "first_reply": Phrase("första svar", "first reply"),
        "next_reply": Phrase("nästa svar", "next reply"),
        "resolution": Phrase("lösning", "solution"),
    ]

    private static let clockFacts: [String: Phrase] = [
        "started": Phrase("börjar", "started"),
        "moved": Phrase("flyttad", "moved"),
        "due": Phrase("senast", "due"),
        "paused": Phrase("står still", "paused"),
        "stopped": Phrase("slut", "stopped"),
        "in": Phrase("i", "in"),
        "time": Phrase("tid", "time"),
        "late": Phrase("för sent", "late"),
        "never": Phrase("aldrig", "never"),
    ]

    private static let handoffRefusals: [String: Phrase] = [
        "no switchboard is configured": Phrase("ingen växel är inställd", "no switchboard is set"),
        "not_yet": Phrase("mottagaren tar inga samtal än", "the receiver takes no calls yet"),
        "ended": Phrase("mottagaren finns inte längre", "the receiver is there no more"),
        "closed": Phrase("mottagaren har stängt", "the receiver is closed"),
        "moved": Phrase("samtalen går någon annanstans", "the calls go elsewhere"),
        "no_right": Phrase("får inte ringa nummer", "may not dial numbers"),
        "number_not_allowed": Phrase("numret är inte tillåtet", "the number is not allowed"),
        "too_often": Phrase("för många på en timme", "too many in an hour"),
    ]

    static let disclosures: [String: Phrase] = [
        "released": Phrase("lämnas ut", "released"),
        "partly": Phrase("lämnas ut delvis", "released in part"),
        "refused": Phrase("lämnas inte ut", "refused"),
    ]

    private static let fields: [String: Phrase] = [
        "subject": Phrase("ämne", "subject"),
        "state": Phrase("läge", "state"),
        "kind": Phrase("slag", "kind"),
        "category": Phrase("område", "category"),
        "priority": Phrase("prioritet", "priority"),
        "queue": Phrase("kö", "queue"),
        "language": Phrase("språk", "language"),
        "service": Phrase("e-tjänst", "e-service"),
        "citizen": Phrase("medborgaren", "citizen"),
        "citizen.name": Phrase("namn", "name"),
        "citizen.email": Phrase("e-post", "e-mail"),
        "citizen.phone": Phrase("telefon", "telephone"),
        "contacts": Phrase("kontakter", "contacts"),
    ]

    private static let letters: [String: Phrase] = [
        "receipt": Phrase("kvittens", "receipt"),
        "answer": Phrase("kvittens med svar", "receipt with an answer"),
        "notice": Phrase("kort besked", "notice"),
        "status": Phrase("besked om läget", "status"),
        "survey": Phrase("enkät", "survey"),
    ]

    private static let letterStates: [String: Phrase] = [
        "resolved": Phrase("löst", "resolved"),
        "reopened": Phrase("öppnat igen", "reopened"),
        "handed-off": Phrase("lämnat vidare", "handed off"),
    ]
}
