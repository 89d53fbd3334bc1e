/// The words of reports in Swedish and English, for charts and for terminals.
public enum FigureWords {
    /// The word for a report, a table, a column or a group; one that is unknown stands as it is.
    public static func word(_ name: String, isSwedish: Bool) -> String {
        guard let (swedish, english) = words[name] else { return name }
        return isSwedish ? swedish : english
    }

    /// Every name there is a word for; for a test.
    public static var names: [String] { words.keys.sorted() }

    private static let words: [String: (swedish: String, english: String)] = [
        // Reports.
        "fcr": ("Löst vid första kontakten", "Solved at first contact"),
        "volume": ("Kontakter", "Contacts"),
        "clocks": ("Utfästelser", "Promises"),
        "handoffs": ("Vidarekopplingar", "Hand-offs"),
        "articles": ("Artiklar", "Articles"),
        "complaints": ("Klagomål och synpunkter", "Complaints and opinions"),
        "satisfaction": ("Nöjdhet", "Satisfaction"),
        "cost": ("kostnad", "cost"),
        // Tables beside the first.
        "calls": ("samtal", "calls"),
        "groups": ("Utfästelser, uppdelade", "Promises, told apart"),
        "mail": ("Besvarad e-post", "Answered mail"),
        "missing": ("Artiklar att skriva", "Articles to write"),
        // What rows are told apart by.
        "channel": ("kanal", "channel"), "category": ("kategori", "category"),
        "kind": ("slag", "kind"), "queue": ("kö", "queue"), "board": ("nämnd", "board"),
        "unit": ("enhet", "unit"), "article": ("artikel", "article"),
        "destination": ("mottagare", "destination"), "mode": ("sätt", "mode"),
        "day": ("dag", "day"), "week": ("vecka", "week"), "month": ("månad", "month"),
        "clock": ("utfästelse", "promise"), "outcome": ("utfall", "outcome"),
        "total": ("totalt", "total"), "name": ("namn", "name"), "title": ("rubrik", "title"),
        "newest 1000": ("nyaste 1000", "newest 1000"), "words": ("handlar om", "about"),
        // Columns.
        "contacts": ("kontakter", "contacts"), "tickets": ("ärenden", "tickets"),
        "mails": ("e-brev", "mails"), "base": ("jämförelse", "base"),
        "change": ("förändring", "change"),
        "share": ("andel", "share"), "median_wait": ("väntan, median", "median wait"),
        "p90_wait": ("väntan, 90 %", "90 % wait"), "stopped": ("antal", "number"),
        "kept": ("hållna", "kept"), "missed": ("brutna", "missed"),
        "kept_share": ("andel hållna", "kept share"), "median": ("median", "median"),
        "p90": ("90 % inom", "90 % within"), "answered": ("besvarade", "answered"),
        "unanswered": ("obesvarade", "unanswered"),
        "within_one_working_day": ("inom en arbetsdag", "within a working day"),
        "within_one_working_day_share": ("andel inom en arbetsdag", "share within a working day"),
        "completed": ("fram", "completed"), "busy": ("upptaget", "busy"),
        "no_answer": ("inget svar", "no answer"), "caller_gone": ("lade på", "hung up"),
        "other": ("annat", "other"), "completed_share": ("andel fram", "completed share"),
        "sent": ("använda", "used"), "solved": ("löste", "solved"),
        "failed": ("hjälpte inte", "failed"),
        "solved_share": ("andel som löste", "solved share"), "questions": ("frågor", "questions"),
        "people": ("personer", "people"), "received": ("inkomna", "received"),
        "receipts_in_time": ("mottagningsbesked i tid", "receipts in time"),
        "receipts_late": ("mottagningsbesked sent", "receipts late"),
        "receipts_in_time_share": ("andel besked i tid", "receipts in time, share"),
        "answers_in_time": ("svar i tid", "answers in time"),
        "answers_late": ("svar för sent", "answers late"),
        "answers_in_time_share": ("andel svar i tid", "answers in time, share"),
        "open": ("öppna", "open"), "overdue": ("försenade", "overdue"),
        "asked": ("tillfrågade", "asked"),
        "answered_share": ("svarsandel", "answered share"), "mean": ("medelbetyg", "mean grade"),
        "satisfied_share": ("andel nöjda (4–5)", "satisfied (4–5)"),
        "grade_1": ("1", "1"), "grade_2": ("2", "2"), "grade_3": ("3", "3"), "grade_4": ("4", "4"),
        "grade_5": ("5", "5"), "cost_per_contact": ("per kontakt", "per contact"),
        "currency": ("valuta", "currency"),
        "first_contacts": ("Löst vid första kontakten", "Solved at first contact"),
        "returned": ("återkom", "came back"), "handed_off": ("lämnat vidare", "handed off"),
        "unsolved": ("inte löst", "not solved"), "repeated": ("upprepning", "repeated"),
        "uncounted": ("räknas inte", "not counted"), "provisional": ("preliminära", "provisional"),
        "fcr_share": ("andel lösta", "solved share"),
        // Groups.
        "email": ("e-post", "e-mail"), "phone": ("telefon", "phone"), "web": ("webb", "web"),
        "visit": ("besök", "visit"), "question": ("fråga", "question"),
        "fault": ("felanmälan", "fault"), "complaint": ("klagomål", "complaint"),
        "opinion": ("synpunkt", "opinion"), "praise": ("beröm", "praise"),
        "proposal": ("förslag", "proposal"), "e-id": ("e-legitimation", "e-ID"),
        "login": ("inloggning", "login"), "technical": ("teknik", "technical"),
        "first_reply": ("första svar", "first answer"), "next_reply": ("nästa svar", "next answer"),
        "resolution": ("lösning", "solution"), "abandoned": ("uppgivna", "abandoned"),
        "overflowed": ("besvarade av andra", "answered elsewhere"),
        "forwarded": ("vidarekopplade", "forwarded"),
        "refused": ("ingen svarade", "nobody answered"), "unknown": ("okänt", "unknown"),
        "blind": ("utan överlämning", "blind"), "attended": ("med överlämning", "attended"),
    ]
}
