import Desk

/// What the pages behind links of letters say, in one language.
struct LinkWords: Sendable {
    var language: String
    var solvedTitle: String
    var solvedQuestion: String
    var solvedButton: String
    var solvedDone: String
    /// After a yes, or in its place, of what goes on all the same.
    var open: String
    var unsolvedTitle: String
    var unsolvedQuestion: String
    var unsolvedButton: String
    var unsolvedDone: String
    /// After a no, or in its place, of what has ended: a mail opens it again, or a new one.
    var ended: String
    var surveyTitle: String
    var surveyQuestion: String
    /// From 1 to 5.
    var grades: [String]
    var surveyDone: String
    var surveyChange: String
    var ticket: String
    var missingTitle: String
    var missing: String
    var tooOftenTitle: String
    var tooOften: String
    var awayTitle: String
    /// Of what could not be shown.
    var away: String
    /// Of what could not be written down.
    var unsaved: String

    /// Of a ticket's language; whoever writes neither is shown the first.
    static func words(in language: String) -> Self { language == "en" ? english : swedish }

    static let swedish = LinkWords(
        language: "sv",
        solvedTitle: "Löste det problemet?",
        solvedQuestion: "Tryck på knappen om svaret löste ditt problem. Då avslutar vi ärendet.",
        solvedButton: "Ja, det löste problemet",
        solvedDone: "Tack! Ärendet är avslutat. Är något ändå fel? Svara på mejlet du fick.",
        open: "Ditt ärende är öppet. Någon av oss tar hand om det.",
        unsolvedTitle: "Behöver du mer hjälp?",
        unsolvedQuestion: "Tryck på knappen, så tar någon av oss hand om ditt ärende.",
        unsolvedButton: "Ja, jag behöver mer hjälp",
        unsolvedDone: "Tack för svaret. Någon av oss tar hand om ditt ärende.",
        ended:
            "Ärendet är avslutat. Behöver du mer hjälp? Svara på mejlet du fick, så hjälper vi dig.",
        surveyTitle: "Hur gick det?",
        surveyQuestion: "Hur nöjd är du med hjälpen du fick?",
        grades: [
            "1, mycket missnöjd", "2, missnöjd", "3, varken eller", "4, nöjd", "5, mycket nöjd",
        ],
        surveyDone: "Tack för ditt svar!",
        surveyChange: "Du kan ändra ditt svar här.",
        ticket: "Ärende",
        missingTitle: "Länken gäller inte",
        missing:
            "Länken är för gammal, eller så saknas en bit av den. Svara på mejlet du fick, så hjälper vi dig.",
        tooOftenTitle: "Vänta lite",
        tooOften: "Det kom många försök härifrån. Försök igen om en minut.",
        awayTitle: "Försök igen om en stund",
        away: "Vi kan inte visa sidan just nu.",
        unsaved: "Vi kunde inte spara ditt svar just nu."
    )

    static let english = LinkWords(
        language: "en",
        solvedTitle: "Did this solve the problem?",
        solvedQuestion:
            "Press the button if the answer solved your problem. We then close the case.",
        solvedButton: "Yes, it solved the problem",
        solvedDone: "Thank you! The case is closed. Is anything still wrong? Reply to our e-mail.",
        open: "Your case is open. One of us will take care of it.",
        unsolvedTitle: "Do you need more help?",
        unsolvedQuestion: "Press the button, and one of us will take care of your case.",
        unsolvedButton: "Yes, I need more help",
        unsolvedDone: "Thank you for your answer. One of us will take care of your case.",
        ended:
            "The case is closed. Do you need more help? Reply to our e-mail, and we will help you.",
        surveyTitle: "How did it go?",
        surveyQuestion: "How satisfied are you with the help you got?",
        grades: [
            "1, very dissatisfied", "2, dissatisfied", "3, neither", "4, satisfied",
            "5, very satisfied",
        ],
        surveyDone: "Thank you for your answer!",
        surveyChange: "You can change your answer here.",
        ticket: "Case",
        missingTitle: "This link is not valid",
        missing:
            "The link is too old, or a part of it is missing. Reply to our e-mail, and we will help you.",
        tooOftenTitle: "Please wait",
        tooOften: "Many attempts came from here. Try again in a minute.",
        awayTitle: "Try again in a while",
        away: "We cannot show this page just now.",
        unsaved: "We could not save your answer just now."
    )
}
