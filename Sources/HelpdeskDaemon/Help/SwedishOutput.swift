import CommandManual
import DeskAPI
import Foundation

/// What the program says to an operator, in Swedish, each by the English text in the sources.
///
/// A test reads the sources of the doctor, the configuration and the commands for texts that are not
/// here. What programs read (`--json`) and the journal stay English.
enum SwedishOutput {
    /// What `GET /readyz` says of each part.
    static let health = Translation([Translation.Part(healthTexts)])

    /// Everything.
    static let translation = Translation([
        Translation.Part(healthTexts), Translation.Part(doctorTexts),
        Translation.Part(storeTexts), Translation.Part(serverTexts),
        Translation.Part(configurationTexts),
        Translation.Part(ruleTexts), Translation.Part(commandTexts),
        Translation.Part(mistakeTexts), Translation.Part(storeMistakeTexts),
        Translation.Part(directoryMistakeTexts), Translation.Part(directoryTexts),
        Translation.Part(fileTexts), Translation.Part(letterTexts),
        Translation.Part(lineTexts, filledWith: lineWords),
        Translation.Part(oddTexts, filledWith: oddWords),
        Translation.Part(chainTexts), Translation.Part(doubtTexts),
    ])

    /// The words for whoever has this environment.
    static func translation(for environment: [String: String]) -> Translation {
        Wording.isSwedish(environment) ? translation : Translation([])
    }

    static let healthTexts = [
        "the store cannot write": "databasen kan inte skriva",
        "the store does not answer": "databasen svarar inte",
        "a newer helpdeskd has changed the store's tables: install it here too and start this one anew":
            "en nyare helpdeskd har ändrat databasens tabeller: installera den här också och starta om den här",
        "the database server's to watch": "databasservern får vaka över det",
        "the store's disk has {} octets left; health.disk-free-bytes-min is {}":
            "databasens disk har {} oktetter kvar; health.disk-free-bytes-min är {}",
        "the store's disk cannot be looked at": "databasens disk går inte att titta på",
        "a letter has waited for {} seconds; health.letter-age-seconds-max is {}":
            "ett brev har väntat i {} sekunder; health.letter-age-seconds-max är {}",
        "not read: {}": "inte läst: {}",
        "the outbox cannot be read": "utkorgen kan inte läsas",
        "stopped: {}; helpdesk mail release": "stoppad: {}; helpdesk mail release",
        "more letters within an hour than mail.automatic.all-per-hour-max":
            "fler brev inom en timme än mail.automatic.all-per-hour-max",
        "more letters within a day than mail.automatic.all-per-day-max":
            "fler brev inom ett dygn än mail.automatic.all-per-day-max",
        "by hand": "för hand",
        "the brake cannot be looked at": "bromsen går inte att titta på",
        "{} not asked yet": "{} inte tillfrågad än", "{} answered": "{} svarade",
        "{} did not answer": "{} svarade inte",
        "the telephone system does not answer": "växeln svarar inte",
        "the telephone system does not answer: {}": "växeln svarar inte: {}",
        "not registered at the telephone system: {}": "inte registrerad hos växeln: {}",
        "no answer": "inget svar",
        "{}, see switchboard.sip.username and password":
            "{}, se switchboard.sip.username och password",
        "would end the sessions of {} of {} people":
            "skulle avsluta inloggningarna för {} av {} personer",
    ]
}

extension Terminal {
    /// Prints a sentence in the language of the locale.
    static func say(_ english: String) {
        let environment = ProcessInfo.processInfo.environment
        print(SwedishOutput.translation(for: environment).text(english))
    }

    /// The same beside what a program reads.
    static func sayError(_ english: String, after prefix: String = "") {
        let environment = ProcessInfo.processInfo.environment
        printError(prefix + SwedishOutput.translation(for: environment).text(english))
    }
}

extension ConfigurationProblem {
    /// The same with what is wanted in the language of the locale.
    func told(in translation: Translation) -> String {
        var problem = self
        problem.wanted = translation.text(wanted)
        return problem.description
    }
}
