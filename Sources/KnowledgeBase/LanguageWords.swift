/// Words that tell Swedish, English and their neighbours apart.
///
/// Chosen by hand: the commonest small words of each language that the others do not have, and the
/// words of a helpdesk. Words that Swedish and English share (`man`, `i`, `for`, `under`, `login`,
/// `app`) are left out.
enum LanguageWords {
    static let swedish = fingerprints(swedishList)
    static let english = fingerprints(englishList)
    static let nordic = fingerprints(nordicList)
    static let other = fingerprints(otherList)
    /// Each tells another language by itself; the small words of ``other`` do so together.
    static let foreign = fingerprints(foreignList)
    /// Swedish words as they are without å, ä and ö, except those that are English.
    static let strippedSwedish: Set<UInt64> = {
        let stripped = swedishList.split(whereSeparator: \.isWhitespace).map { word in
            String(
                String.UnicodeScalarView(
                    word.unicodeScalars.compactMap { Unicode.Scalar(Letters.folded($0.value)) }
                )
            )
        }
        let ambiguous: Set<String> = ["for", "far", "har", "nar", "var", "over", "do", "on", "at"]
        return fingerprints(stripped.filter { !ambiguous.contains($0) }.joined(separator: " "))
            .subtracting(swedish).subtracting(english).subtracting(other).subtracting(foreign)
            .union(fingerprints("nar far har var"))
    }()

    static let swedishEndings = [
        "ningen", "ning", "ningar", "heten", "het", "ande", "arna", "erna", "orna", "aren", "ligt",
        "liga", "tjänst", "tjanst", "tjänsten", "sidan", "koden", "kod", "ades", "ades", "skt",
        "iskt", "else", "elsen", "are", "ade", "rna", "sk", "gt", "rar", "lar", "tar", "kort",
        "ering", "eringen",
    ].map { Array($0.utf8) }

    static let englishEndings = [
        "tion", "tions", "ing", "ness", "ment", "ments", "ally", "edly", "ould", "ight", "able",
        "ible", "ious", "ough", "ssed", "cted", "ted", "ied", "ened", "ly", "ity", "ful",
    ].map { Array($0.utf8) }

    private static let swedishList = """
        jag du han hon vi ni det den är att och eller inte ej som på för från till med utan när hur
        vad var varför vem vilken vilket vilka kan ska skall vill måste får fick går gick har hade
        blir blev bli finns fanns om av ett en mig mitt min mina dig din ditt er era vår våra sig
        sin sitt sina hans hennes deras detta dessa denna där här nu då så också bara även efter
        innan mellan hos mot vid redan aldrig alltid igen mycket många något någon några ingen inget
        inga alla allt annan annat andra man kommer komma göra gör gjort ta tar få går gå se ser
        logga loggar loggat inlogg inloggning inloggningen fungerar funkar fel felkod felmeddelande
        hjälp lösenord lösenordet glömt glömde kod koden säkerhetskod legitimation elegitimation
        tjänst tjänsten tjänster ansökan ansöka blankett ärende ärendet handläggare kommun kommunen
        sidan sida sidor mina betala betalning faktura underskrift signera skriva under telefon
        telefonen dator datorn mobilen mobilt ny nya nytt byta byta ändra ändrat skickat skickade
        skicka svar svarar svara fått synpunkter klagomål tack hej hejsan vänliga hälsningar
        försöker försökt försöka behöver behövs köpa hitta hittar personnummer öppna öppnar
        stängt stänger låst spärra spärrad utgått giltig ogiltig bifoga fil filen ladda upp står
        barn gäller gälla vilja kunna skulle borde eftersom därför alltså ju väl hela samma
        bankidt bankidet appen åtgärd dag dagar idag igår år vecka veckor tid gång gånger smitta
        """

    private static let englishList = """
        the a an is are was were be been am not don doesn didn can cannot couldn won wouldn isn
        you he she it we they my your his her its our their this that these those there here what
        when where why who which how do does did has have had having will would could should must
        may might and or but if of to from with without at by on into about after before while
        than then because please thanks thank hello hi hey help need want wanted get got getting
        any some all no yes new out up off just still also very much many more most other another
        log logged sign signed signing password forgot forgotten work works working error
        message page website site account card phone computer mobile open opens opening
        pay payment paid send sent receive received find try tried trying able unable change
        changed order cancel money time day days today yesterday week year make made see use used
        using services application apply form case city number code children child me us
        them so as for in too only own same now again always never something anything nothing
        lost expired renew locked reset receipt upload attachment trouble problems logging
        """

    private static let nordicList = """
        jeg ikke hvordan hva hvor hvad hvorfor fra kunne være skal vil ble noe noget og eg meg deg
        innlogging logge passord adgangskode glemt
        """

    private static let otherList = """
        der die das ist und nicht ich wie wo warum kann mein mit für auf ein eine haben wir sie
        minä en voi miten mitä missä miksi ja ei ole on tämä se kuinka kirjautua kirjautuminen
        le la les est et je ne pas comment pourquoi mon ma avec pour dans une des vous que
        el los las es y no cómo qué dónde por mi con para una puedo yo se por su del
        jak nie się czy mogę jest dla mam moje ile kako nije ne mogu moj kod sam što gdje
        nasıl değil bir bu için ve benim giriş yapamıyorum waa ma sidee maya waxaan
        minun minulla voin pääse pääsen sisään saan olen onko salasana salasanan tunnus tunnuksilla
        pankkitunnuksilla hei kiitos apua auttakaa ongelma toimi toimii
        kuma geli gali galo karo karaa fadlan caawi mahadsanid maxaa iga igu inaan waan miyaan uma
        voiko saako hän jos mutta että tai vain myös kanssa teidän meidän sekä joka
        ce cette au aux un mes mais qui sans être peut très aussi quand où votre notre il elle
        nous ils suis avez
        este esta está pero cuando donde hay muy también como
        zu von auch aber oder wenn kein keine meine meinen meiner mich mir uns sich wird
        sind noch schon nur bei aus nach meinem
        na w z po od że ale lub przez gdzie kiedy mój moją mojego proszę
        ovo koji imam nemam moja moju treba bih kada
        ku iyo oo ee loo lagu aan aad ayaa baan leh uu ay
        mı çok ama yok olarak kadar hangi nerede
        """

    /// How people of other languages tell that they cannot get in, with and without their accents.
    private static let foreignList = """
        bonjour bonsoir oublié oublie passe connecter connexion réinitialiser bloqué
        olvidé olvide olvidado contraseña contrasena contraseñas iniciar sesión sesion acceder ayuda
        esqueci senha dimenticato accedere guten passwort kennwort vergessen anmelden einloggen
        anmeldung wachtwoord vergeten aanmelden cześć czesc zapomniałem zapomnialem zapomniałam
        zapomnialam hasło haslo hasła hasla zalogować zalogowac logowanie nisam prijavim prijaviti
        prijava lozinka lozinku lozinke šifru zaboravio zaboravila mogućnosti mogucnosti pomoć
        fjalëkalimin fjalekalimin fjalëkalimi harrova kyçem hyj hyjë përdor nikarim têkevim tekevim
        şîfreya bîr şifremi sifremi şifre sifre unuttum giremiyorum giris unohtunut unohdin
        unohdettu salasana salasanan salasanani kirjautua kirjautumaan kirjautuminen kirjaudu vaihdan
        vaihtaa kielen kieltä minulla unustasin parool aizmirsu slaptažodis prisijungti pamiršau
        elfelejtettem jelszó jelszavam bejelentkezni zapomněl přihlásit parolă uitat furaha furahayga
        ilaaway ilaawey
        haluan haluaisin tarvitsen lapseni puhelin puhelimen hakemus hakemuksen hakemukseni
        vanhentunut näen
        téléphone demande peux faut marche fonctionne fichier perdu merci voudrais
        hola gracias puedo puede tengo tiene quiero necesito solicitud teléfono cuenta perdí
        bitte danke habe möchte antrag datei funktioniert hochladen
        dzień dobry chcę można wniosek telefonu załączyć potrzebuję
        izgubio izgubila molim hvala želim zahtjev zahtev dijete trebam
        sidee sideen maxay halkee waxay wuxuu taleefankayga lacag lacagta
        baahanahay turjubaan
        merhaba lütfen teşekkür istiyorum yardım yeni telefonumu başvuru nedir
        """

    private static func fingerprints(_ list: String) -> Set<UInt64> {
        Set(list.split(whereSeparator: \.isWhitespace).map { Fingerprint.word($0.utf8) })
    }
}
