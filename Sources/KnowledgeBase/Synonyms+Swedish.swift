extension Synonyms {
    /// Swedish: words of a line may stand for one another.
    static let swedish = stems("sv", swedishOfTown + "\n" + swedishOfLife)

    /// Of work, homes, schools, computers and dealings with a city.
    private static let swedishOfTown =
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
        blankett formulär ansökningshandling
        erhålla skaffa
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
        mamma mor
        pappa far
        barn unge
        make maka hustru fru sambo partner
        kompis vän kamrat polare
        pojke kille grabb
        flicka tjej
        pensionär senior äldre
        chef arbetsgivare
        anställd medarbetare personal arbetstagare
        kollega arbetskamrat
        invånare medborgare
        flykting asylsökande nyanländ
        ont värk smärta
        förkyld förkylning snuva snuvig
        kräkas spy
        sjukhus lasarett akutmottagning
        vårdcentral hälsocentral
        tandläkare tandvård
        tablett piller
        vaccin vaccination vaccinera vaccinering
        behandla behandling bota
        allergi allergisk överkänslig
        gravid havande graviditet
        funktionshinder funktionsnedsättning handikapp handikappad
        orolig ängslig nervös
        oro ångest ängslan
        trött utmattad
        avliden avlida dödsfall död
        begravning gravsättning
        äta käka
        lunch middag måltid mat
        restaurang krog café servering
        kontanter sedel mynt
        lön inkomst
        bidrag ersättning
        försörjningsstöd socialbidrag
        skuld lån
        böter bot
        vite böter
        återbetalning återbetala
        utgift kostnad
        lägenhet bostad boende
        hus villa
        hyresrätt hyreslägenhet
        flytta flytt
        el ström elektricitet
        avfall sopor skräp
        soptunna sopkärl
        återvinning källsortering
        laga reparera reparation
        skada skadad
        bygglov byggtillstånd
        altan uteplats
        staket plank
        tomt fastighet
        snöröjning plogning
        kollektivtrafik buss tåg
        parkering parkeringsplats parkera
        parkeringsböter parkeringsanmärkning
        väg gata
        trottoar gångbana
        semester ledighet
        sluta slut klar färdig
        dygn dag
        vänta väntetid kö
        öppettid öppet
        försenad sen dröja
        förskola dagis
        fritids fritidshem
        lärare pedagog
        lektion undervisning
        plugga studera studier
        student studerande
        gymnasium gymnasieskola
        universitet högskola
        kurs utbildning
        arbetslös arbetssökande
        uppsägning uppsagd avsked
        anställning tjänst
        krascha hänga fryser
        ladda nedladdning
        utskrift skrivare
        knapp klicka trycka
        internet nät uppkoppling wifi bredband
        installera installation
        användarnamn inloggningsnamn
        ringa telefon samtal
        kontakta nå kontakt
        brev post
        meddelande sms
        svar besked svara
        klaga klagomål reklamera
        synpunkt åsikt
        anmäla rapportera anmälan
        information upplysning info
        intyg bevis certifikat
        tillstånd licens
        överklaga överklagan överklagande
        lag regel bestämmelse föreskrift
        tillåten laglig tillåta
        förbud förbjuda förbjuden
        avtal kontrakt
        signatur underskrift namnteckning
        signera underteckna
        stöld stjäla stulen
        bedrägeri lurad bluff
        våld misshandel
        evenemang event tillställning arrangemang
        fest kalas
        bröllop vigsel
        träning idrott sport motion träna idrotta
        gym träningslokal
        badhus simhall
        natur skog
        lekplats lekpark
        husdjur hund katt
        förening klubb
        visa demonstrera
        förlora tappa
        borta försvunnen försvinna
        öka stiga ökning
        minska sjunka minskning
        hindra stoppa förhindra
        förebygga förhindra
        skydd skydda
        krav kräva nödvändig obligatorisk
        avslag neka nekad avvisa
        ordna fixa
        kontrollera kolla
        testa prova test
        besöka besök
        sprida spridning
        orsak anledning skäl
        orsaka bero
        följd konsekvens påverkan
        risk fara farlig
        trygg säker
        skillnad skilja olika
        likadan lik
        långsam seg
        enkel lätt
        rätt korrekt
        ledig tillgänglig
        råd rekommendation tips
        rekommendera råda
        syfte mål
        regel krav
        börja inleda
        pågå fortsätta
        gräns begränsning begränsa
        antal många
        varm värme
        kall kyla
        tecken symtom
        """
}
