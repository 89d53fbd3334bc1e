/// Words that citizens and authors use for one another, in each language.
///
/// An author's `questions` and `keywords` hold those of one article; these are of everyday speech,
/// and of computers and e-services, and hold everywhere.
enum Synonyms {
    /// By the stem of a word, the stems of the words that may stand for it; nothing for a language
    /// without a list.
    static func stems(of language: String) -> [UInt64: [UInt64]] {
        switch language {
        case "sv": swedish
        case "en": english
        default: [:]
        }
    }

    private static let swedish = stems(
        "sv",
        """
        jobba arbeta jobb arbete
        hjälp stöd support assistans
        hjälpa stödja bistå
        ändra byta uppdatera redigera
        radera slänga
        avsluta avbryta avboka
        köpa handla beställa
        skaffa beställa
        dator pc laptop
        mobil telefon mobiltelefon smartphone
        mejl mail epost mejla maila
        lösenord kod pinkod pin säkerhetskod
        fel problem strul krångel bekymmer
        funka fungera
        trasig sönder
        sjuk sjukdom insjukna
        rädd orolig oro rädsla
        äldre gammal
        kosta pris avgift kostnad
        gratis kostnadsfri avgiftsfri
        faktura räkning
        betala betalning
        börja starta påbörja
        sluta upphöra
        blankett formulär
        ansöka söka ansökan
        skicka sända
        läkare doktor
        medicin läkemedel
        affär butik
        bil fordon
        hem bostad lägenhet
        resa åka
        elev student
        förälder mamma pappa vårdnadshavare
        anhörig familj närstående
        möte träff sammankomst
        träffa möta umgås
        snabbt fort
        konto användarkonto
        app applikation
        hemsida webbplats sajt webbsida
        webbläsare browser
        ladda hämta
        bild foto
        fil dokument bilaga
        leg legitimation legitimering
        utomlands utland
        pengar belopp summa
        tid bokning
        boka reservera
        felmeddelande felkod
        inlogg inloggning
        person människa
        """
    )
    private static let english = stems(
        "en",
        """
        buy purchase order
        delivery shipping shipment
        deliver ship
        receive arrive
        late delayed delay
        refund reimbursement
        broken damaged faulty defective
        fake counterfeit
        genuine original authentic real
        phone mobile telephone cellphone
        email mail
        change modify edit update
        delete remove erase
        password passcode pin
        account profile
        app application
        website site webpage
        fix repair solve
        error problem issue bug
        help support assist assistance
        picture photo image
        file document attachment
        fee charge cost price
        pay payment
        money cash funds
        verify confirm
        lost missing
        place location
        job work
        begin start
        stop end
        wrong incorrect
        fast quick
        computer pc laptop
        browser chrome firefox
        login signin
        message text
        shop store
        find locate
        doctor physician
        medicine drug
        """
    )

    private static func stems(_ language: String, _ groups: String) -> [UInt64: [UInt64]] {
        let stemmer = Stemmer(language: language)
        var stems: [UInt64: [UInt64]] = [:]
        for group in groups.split(whereSeparator: \.isNewline) {
            let words = Words(String(group), scalarsMax: WordLimits.articleScalarsMax)
            let all = words.folded.withUnsafeBufferPointer { letters in
                (0..<words.count).map { stemmer.fingerprint(of: letters[words.letterRange($0)]) }
            }
            for stem in all {
                let others = all.filter { $0 != stem && stems[stem]?.contains($0) != true }
                stems[stem, default: []] += others
            }
        }
        return stems
    }
}
