extension Swedish {
    static let tickets = [
        "List tickets, newest first.": "Lista ärenden, de nyaste först.",
        """
        Words are searched for as with --search: `helpdesk tickets utloggad igen`. With --json \
        and more than 100 tickets, each page is printed on a line.
        """: """
        Ord söks som med --search: `helpdesk tickets utloggad igen`. Med --json och fler än 100 \
        ärenden skrivs varje sida på en rad.
        """,
        "Only tickets in this state.": "Bara ärenden i det här läget.",
        "Only tickets assigned to me.": "Bara mina ärenden.",
        "Only tickets of this queue.": "Bara ärenden i den här kön.",
        "Only tickets that this unit was given.": "Bara ärenden som den här enheten har fått.",
        "Only tickets that are put off; others are left out otherwise.":
            "Bara undanlagda ärenden; annars är de utelämnade.",
        "What is owed longest first; what nothing is owed on is left out.":
            "Det som brådskar mest först; det som inte väntar på något är utelämnat.",
        "Only tickets whose answer is late.": "Bara ärenden vars svar är försenat.",
        "Only tickets of the citizen with this name, address or telephone number.":
            "Bara ärenden från medborgaren med det här namnet, adressen eller telefonnumret.",
        "Words to look for in subjects and messages; #1042 is the ticket of that number.":
            "Ord att söka i ämnen och meddelanden; #1042 är ärendet med det numret.",
        "Search for this text; the same as words alone.":
            "Sök efter den här texten; detsamma som ord för sig.",
        "All of them.": "Allihop.",
        "Show a ticket with suggestions, hand-offs, messages and attachments.":
            "Visa ett ärende med förslag, vidarekopplingar, meddelanden och bilagor.",
        "--json prints the ticket; --messages --json prints its messages, each page on a line.":
            "--json skriver ut ärendet; --messages --json dess meddelanden, en sida per rad.",
        "Show the messages only.": "Visa bara meddelandena.",
        "Show what mails repeat of earlier ones, too.":
            "Visa även det som mejl upprepar av tidigare mejl.",
        "Show personal identity numbers in full; that is recorded.":
            "Visa personnummer i klartext; det antecknas.",
        "Write down a new ticket, for example while the citizen is on the phone.":
            "Skriv ner ett nytt ärende, till exempel medan medborgaren är i telefon.",
        """
        What the citizen says comes from -m, -F FILE, standard input, or your editor. What is \
        left out is triaged from the text. Who has answered already ends it at once: \
        `helpdesk new -m TEXT --mine --resolve --article ID`; nothing is mailed.
        """: """
        Vad medborgaren säger kommer från -m, -F FIL, standard in eller din redigerare. Det som \
        utelämnas bedöms efter texten. Den som redan har svarat avslutar det genast: `helpdesk \
        new -m TEXT --mine --resolve --article ID`; inget mejlas.
        """,
        "What it is about, in one line.": "Vad det gäller, på en rad.",
        "What it is about; the text's first line when left out.":
            "Vad det gäller; textens första rad när det utelämnas.",
        "Take it yourself.": "Ta det själv.",
        "Resolve it as answered.": "Lös det som besvarat.",
        "Correct what stands on a ticket.": "Rätta det som står i ett ärende.",
        """
        Only what is named is changed. An empty --service, --name, --email or --phone takes it \
        away. A complaint, an opinion, a proposal or praise is registered, which is for good: \
        who makes a ticket one is asked first.
        """: """
        Bara det som nämns ändras. Ett tomt --service, --name, --email eller --phone tar bort \
        uppgiften. Klagomål, synpunkter, förslag och beröm registreras, och det går inte att \
        ångra: den som gör ett ärende till ett sådant får först en fråga.
        """,
        "How the citizen came.": "Hur medborgaren hörde av sig.",
        "What kind of matter it is.": "Vad det är för slags ärende.",
        "What it is about.": "Vad det gäller.",
        "How urgent it is.": "Hur bråttom det är.",
        "The citizen's name.": "Medborgarens namn.",
        "Where replies go.": "Dit svaren skickas.",
        "Where to call back.": "Numret att ringa upp på.",
        "Whose work it is.": "Vems arbete det är.",
        "The e-service it is about.": "E-tjänsten det gäller.",
        "The citizen's language.": "Medborgarens språk.",
        "The call it came by.": "Samtalet det kom in med.",
        "Say whose a ticket is; yours when nobody is named.":
            "Säg vems ett ärende är; ditt när ingen nämns.",
        "A user name, or me.": "Ett användarnamn, eller me för dig själv.",
        "Nobody's.": "Ingens.",
        "Say that a ticket is solved, and how.": "Säg att ett ärende är löst, och hur.",
        "How it ended.": "Hur det slutade.",
        "The article that solved it.": "Artikeln som löste det.",
        "A note to keep with it, which only staff see.":
            "En anteckning att spara med det; bara personalen ser den.",
        "Give a ticket to the unit that answers it, or take it back.":
            "Lämna ett ärende till enheten som svarar på det, eller ta tillbaka det.",
        "Units are destinations: `helpdesk destinations` finds them by their words.":
            "Enheter är mottagare: `helpdesk destinations` hittar dem på deras ord.",
        "The id of a destination.": "En mottagares id.",
        "No unit's: the desk answers it itself.": "Ingen enhets: supporten svarar själv.",
        "Take up a resolved ticket again.": "Ta upp ett löst ärende igen.",
        "Show who did what with a ticket, oldest first.":
            "Visa vem som gjorde vad med ett ärende, det äldsta först.",
        "Say that a ticket's citizen has protected identity, or no longer.":
            "Säg att ärendets medborgare har skyddad identitet, eller inte längre har det.",
        """
        All tickets of the same address are hidden from whoever may not see protected people, \
        also those to come; you may lose sight of them yourself.
        """: """
        Alla ärenden från samma adress döljs för dem som inte får se skyddade personer, även \
        kommande ärenden; du kan själv förlora dem ur sikte.
        """,
        "The identity is protected no longer.": "Identiteten är inte skyddad längre.",
        "Record that you tested whether a ticket may be disclosed, and what you decided.":
            "Anteckna att du sekretessprövade ett ärende, och vad du kom fram till.",
        "Who withholds something says by which law, such as --ground 'OSL 26 kap. 1 §'.":
            "Den som inte lämnar ut anger lagrummet, till exempel --ground 'OSL 26 kap. 1 §'.",
        "What may be disclosed.": "Vad som får lämnas ut.",
        "The law, in one line.": "Lagrummet, på en rad.",
    ]

    static let writing = [
        "Reply to the citizen by mail.": "Svara medborgaren med e-post.",
        "The text comes from -m, -F FILE, standard input, or your editor.":
            "Texten kommer från -m, -F FIL, standard in eller din redigerare.",
        """
        The text comes from -m, -F FILE, standard input, or your editor, which opens with a \
        greeting to the citizen and your name, and shows what the citizen wrote last and the \
        article that is suggested, quoted below the line. With --article the article stands in \
        the reply, to be changed as you like; with another text it goes along below that.
        """: """
        Texten kommer från -m, -F FIL, standard in eller din redigerare, som öppnas med en hälsning \
        till medborgaren och ditt namn, och visar vad medborgaren senast skrev och artikeln som \
        föreslås, citerade under linjen. Med --article står artikeln i svaret, att ändra som du \
        vill; med en annan text följer den med under den texten.
        """,
        "The text itself.": "Själva texten.",
        "Read the text from a file; - is standard input.":
            "Läs texten från en fil; - är standard in.",
        "Answer with this article; may be repeated.": "Svara med den här artikeln; kan upprepas.",
        "Resolve the ticket as answered with it.": "Lös ärendet som besvarat med det.",
        "Wait for the citizen then, though it is a complaint or the like.":
            "Vänta på medborgaren sedan, fast det är ett klagomål eller liknande.",
        "Go on with it then: the reply asks for nothing.":
            "Fortsätt med det sedan: svaret frågar inget.",
        "Write a note that only staff see.": "Skriv en anteckning som bara personalen ser.",
        "Save a file that a citizen sent.": "Spara en fil som en medborgare skickade.",
        """
        Without -o it is saved in this folder under the sender's name for it, cleaned of \
        everything that could make it a path. -o - and --json write its bytes to standard \
        output. Open what strangers send with care.
        """: """
        Utan -o sparas den i den här mappen under avsändarens namn på den, renat från allt som \
        kunde göra det till en sökväg. -o - och --json skriver innehållet på standard ut. Öppna \
        det som främlingar skickar med försiktighet.
        """,
        "The attachment's id.": "Bilagans id.",
        "Save it as this file, or in this folder.": "Spara den som den här filen, eller i mappen.",
        "Overwrite a file that is there.": "Skriv över en fil som finns.",
        "Look at mail that was held back, and decide on it.":
            "Se på post som hölls kvar, och bestäm om den.",
        "List held mail, newest first.": "Lista post som hålls kvar, den nyaste först.",
        "Only mail that asks to join this ticket.": "Bara post som vill in i det här ärendet.",
        "Show a held mail, why it is held, and what it says.":
            "Visa ett mejl som hålls kvar, varför, och vad det säger.",
        "Let a held mail through: into a ticket, or into one of its own.":
            "Släpp fram ett mejl: in i ett ärende, eller i ett eget.",
        "The ticket it goes into; who asked to join it may then write to it.":
            "Ärendet det går in i; den som ville in får sedan skriva i det.",
        "Throw a held mail away, for good.": "Kasta ett mejl som hålls kvar, för gott.",
        "The mail's id, or the beginning or end of it.":
            "Mejlets id, eller början eller slutet av det.",
        "Stop automatic mail and let it go on (whoever leads the desk).":
            "Stoppa automatiska brev och släpp dem igen (den som leder arbetet).",
        "Show whether automatic mail leaves, and how much of it.":
            "Visa om automatiska brev går ut, och hur många.",
        "Stop all automatic mail at once; replies by staff still leave.":
            "Stoppa alla automatiska brev genast; personalens svar går ut ändå.",
        "Let automatic mail go on, what waits in the outbox first.":
            "Släpp de automatiska breven, det som väntar i utkorgen först.",
    ]

    static let together = [
        "Put a ticket into another, where everything about it goes on.":
            "Låt ett ärende uppgå i ett annat, där allt om det fortsätter.",
        """
        Mail, calls and reads of the ticket then go to the other. It can be taken out again \
        with `helpdesk unmerge`. Tickets that do not show the same address or telephone \
        number are only merged with --same-person: what is answered goes to the citizen of \
        the other ticket.
        """: """
        Mejl, samtal och läsningar av ärendet går sedan till det andra. Det kan tas ut igen med \
        `helpdesk unmerge`. Ärenden som inte visar samma adress eller telefonnummer sammanförs \
        bara med --same-person: det som svaras går till medborgaren i det andra ärendet.
        """,
        "The ticket that goes.": "Ärendet som går in i ett annat.",
        "Where it goes.": "Dit det går.",
        "Both tickets are one person's, I know that.":
            "Båda ärendena är samma persons, det vet jag.",
        "Take a ticket out of the one that it went into.":
            "Ta ut ett ärende ur det som det uppgick i.",
        "What came in since it went there stays there.":
            "Det som kom in sedan dess stannar kvar där.",
        "The ticket that went into another.": "Ärendet som uppgick i ett annat.",
        "Open a ticket of its own for something that the citizen wrote.":
            "Öppna ett eget ärende för något som medborgaren skrev.",
        """
        The message stays where it is, too. Its id is what `helpdesk show --messages --json` \
        calls `id`; without one it is the citizen's newest message.
        """: """
        Meddelandet stannar också där det är. Dess id är det som `helpdesk show --messages \
        --json` kallar `id`; utan id är det medborgarens senaste meddelande.
        """,
        "The message.": "Meddelandet.",
        "What the new ticket is about, in one line.": "Vad det nya ärendet gäller, på en rad.",
        "Whose work the new ticket is.": "Vems arbete det nya ärendet är.",
        "List the tickets that have to do with a ticket.":
            "Lista ärenden som hör ihop med ett ärende.",
        "Say what another ticket is to a ticket.": "Säg vad ett annat ärende är för ett ärende.",
        """
        The two have one link at most; a new one takes the place of what was said before. \
        `original` is the ticket that asked the same before, `duplicate` one that asked it \
        again, `parent` the one that this is a part of, `child` a part of this.
        """: """
        De två har högst en länk; en ny ersätter det som sades förut. `original` är ärendet som \
        frågade samma sak först, `duplicate` ett som frågade det igen, `parent` det som detta är \
        en del av, `child` en del av detta.
        """,
        "What the other one is.": "Vad det andra är.",
        "Say that two tickets have nothing to do with each other.":
            "Säg att två ärenden inte har med varandra att göra.",
        "Find tickets that may be about the same, the likeliest first.":
            "Hitta ärenden som kan gälla samma sak, det troligaste först.",
        "Put a ticket out of the way until a moment, or until the citizen writes.":
            "Lägg undan ett ärende till en tidpunkt, eller tills medborgaren skriver.",
        "30m, 4h, 3d, 2w, 2026-12-01, 2026-12-01T14:30; a day alone means eight in the morning.":
            "30m, 4h, 3d, 2w, 2026-12-01, 2026-12-01T14:30; bara en dag betyder klockan åtta.",
        "Take it back now.": "Ta fram det igen nu.",
        "Be reminded of a ticket; one that waits for the citizen is open again then.":
            "Bli påmind om ett ärende; ett som väntar på medborgaren öppnas då igen.",
        "Not any more.": "Inte längre.",
        "Hear of what happens with a ticket; without a number, see what happened.":
            "Följ vad som händer med ett ärende; utan nummer, se vad som händer.",
        """
        With a number, the ticket is watched from now on, and with --stop no longer. Without \
        one, a terminal shows live what is owed soonest, what comes in, and what others do \
        with the watched tickets; q ends it. --once, and where there is no terminal: what \
        others did with the watched tickets, line by line, and with --follow as it happens \
        until Ctrl-C.
        """: """
        Med ett nummer bevakas ärendet från och med nu, och med --stop inte längre. Utan nummer \
        visar en terminal direkt vad som brådskar mest, vad som kommer in och vad andra gör med \
        de bevakade ärendena; q avslutar. --once, och där det inte finns någon terminal: vad \
        andra gjorde med de bevakade ärendena, rad för rad, och med --follow medan det händer \
        tills Ctrl-C.
        """,
        "Do not watch it any more.": "Bevaka det inte längre.",
        "Go on showing what happens, line by line.": "Fortsätt visa vad som händer, rad för rad.",
        "Only what happened so far, line by line.": "Bara det som hänt hittills, rad för rad.",
        "Ring the terminal's bell when a ticket comes in.":
            "Pling i terminalen när ett ärende kommer in.",
    ]
}
