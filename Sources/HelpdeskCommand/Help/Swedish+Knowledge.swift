extension Swedish {
    static let knowledge = [
        "Find the articles that answer a question, without making a ticket.":
            "Hitta artiklarna som besvarar en fråga, utan att göra ett ärende.",
        "The question in the citizen's words.": "Frågan i medborgarens ord.",
        "The question's language; recognised when left out.":
            "Frågans språk; annars känns det igen.",
        "List the articles, or those that a text finds.":
            "Lista artiklarna, eller dem som en text hittar.",
        "Only articles in this language.": "Bara artiklar på det här språket.",
        "Only articles about this.": "Bara artiklar om det här.",
        "Read an article.": "Läs en artikel.",
        "The article's id.": "Artikelns id.",
        "In this language; the one of your locale when left out.":
            "På det här språket; annars det som terminalen är inställd på.",
        "Find the articles that answer a ticket's question.":
            "Hitta artiklarna som besvarar ett ärendes fråga.",
        "Say whether an article answers a ticket's question; the desk learns from it.":
            "Säg om en artikel besvarar ett ärendes fråga; supporten lär sig av det.",
        "right, wrong, or none to take it back.":
            "right (rätt), wrong (fel), eller none för att ta tillbaka det.",
    ]

    static let calls = [
        "Look at the caller log, or say what a call is about.":
            "Se samtalslistan, eller säg vad ett samtal gäller.",
        "List calls with who calls, newest first.":
            "Lista samtal och vem som ringer, de nyaste först.",
        "Only calls in this state.": "Bara samtal i det här läget.",
        "Show a call with the caller's open tickets and last articles.":
            "Visa ett samtal med uppringarens öppna ärenden och senaste artiklar.",
        "The call's id, or the telephone system's.": "Samtalets id, eller telefonsystemets.",
        "Say which ticket a call is about.": "Säg vilket ärende ett samtal gäller.",
        "See who takes calls, and begin or stop taking them.":
            "Se vem som tar emot samtal, och börja eller sluta göra det.",
        "List who takes calls.": "Lista dem som tar emot samtal.",
        "Take calls: your telephone rings from now on.":
            "Ta emot samtal: din telefon ringer från och med nu.",
        "Take no further calls; the one that is on goes on.":
            "Ta inte emot fler samtal; det som pågår fortsätter.",
        "Note that a citizen wants to be called back.":
            "Anteckna att en medborgare vill bli uppringd.",
        "A number is called back once: asked again, only the moment is another.":
            "Ett nummer rings upp en gång: antecknas det igen ändras bara tidpunkten.",
        "The number to call; the citizen's own when left out.":
            "Numret att ringa; utelämnat medborgarens eget.",
        "See who is to be called back, note who wants it, and say that somebody was.":
            "Se vem som ska ringas upp, anteckna vem som vill det, och säg att någon blev uppringd.",
        "List who is to be called back, longest waiting first.":
            "Lista dem som ska ringas upp, den som väntat längst först.",
        "Say that you have called back.": "Säg att du har ringt upp.",
        "The task's id, the beginning or end of it, or the ticket's number.":
            "Uppgiftens id, början eller slutet av det, eller ärendets nummer.",
        "List the units and case handlers that a call can go to.":
            "Lista enheter och handläggare som ett samtal kan kopplas till.",
        "Hand the citizen off to somebody else, and follow how it goes.":
            "Koppla medborgaren vidare till någon annan, och följ hur det går.",
        """
        --json prints the API's first answer and does not follow. A hand-off that found the \
        receiver busy or away ends with 75, one that failed with 69.
        """: """
        --json skriver ut API:ets första svar och följer inte. En vidarekoppling till någon som \
        är upptagen eller borta slutar med 75, en som misslyckades med 69.
        """,
        "Id of a destination.": "Mottagarens id.",
        "Whether you speak with the receiver first.": "Om du talar med mottagaren först.",
        "The call to hand off.": "Samtalet som ska kopplas.",
        "What the receiver should know.": "Vad mottagaren bör veta.",
        "Do not wait for the end.": "Vänta inte på slutet.",
        "Look at hand-offs, or say how one made by hand ended.":
            "Se vidarekopplingar, eller säg hur en som gjordes för hand slutade.",
        "List a ticket's hand-offs; without a number, those under way on your tickets.":
            "Lista ett ärendes vidarekopplingar; utan nummer de pågående i dina ärenden.",
        "Those in this state, of all tickets that you may see.":
            "De i det här läget, i alla ärenden som du får se.",
        """
        `helpdesk handoffs --state open` lists those under way on all tickets that you may see, \
        newest first. With --json each answer of the API is printed on a line.
        """: """
        `helpdesk handoffs --state open` listar de pågående i alla ärenden som du får se, de nyaste \
        först. Med --json skrivs varje svar från API:et på en rad.
        """,
        "Show a hand-off with every state it was in.":
            "Visa en vidarekoppling med alla lägen den har haft.",
        "The hand-off's id, or the ticket's number.":
            "Vidarekopplingens id, eller ärendets nummer.",
        "Say how a hand-off that you made by hand ended.":
            "Säg hur en vidarekoppling som du gjorde för hand slutade.",
        "Anything worth knowing.": "Annat som är värt att veta.",
    ]

    /// What commands say of words that do not go together.
    static let checks = [
        "--json and --format exclude each other.": "--json och --format utesluter varandra.",
        "--table goes with --format csv or svg.": "--table hör ihop med --format csv eller svg.",
        "Give the text with -m or with -F, not with both.":
            "Ge texten med -m eller med -F, inte med båda.",
        "Give --limit or --all, not both.": "Ge --limit eller --all, inte båda.",
        "What is searched for comes newest first; leave --due out.":
            "Det som söks kommer med det nyaste först; utelämna --due.",
        "Name what is to be changed.": "Nämn det som ska ändras.",
        "A ticket has a subject and a queue.": "Ett ärende har ett ämne och en kö.",
        "A citizen is found by name, address or telephone number.":
            "En medborgare hittas på namn, adress eller telefonnummer.",
        "A ticket that is resolved or goes on waits for nobody.":
            "Ett ärende som löses eller fortsätter väntar inte på någon.",
        "--article goes with --resolve.": "--article hör ihop med --resolve.",
        "Name a unit, or give --none.": "Nämn en enhet, eller ge --none.",
        "The unit's id is empty.": "Enhetens id är tomt.",
        "--limit begins at 1.": "--limit börjar på 1.",
        "--limit goes with --state.": "--limit hör ihop med --state.",
        "Name a ticket or give --state, not both.": "Nämn ett ärende eller ge --state, inte båda.",
        "--limit is 1 to 20.": "--limit är 1 till 20.",
        "Name a user or give --nobody, not both.":
            "Nämn en användare eller ge --nobody, inte båda.",
        "The user name is empty.": "Användarnamnet är tomt.",
        "A ticket cannot go into itself.": "Ett ärende kan inte uppgå i sig självt.",
        "Say by which law it is withheld, with --ground.":
            "Säg med stöd av vilken lag det inte lämnas ut, med --ground.",
        "--follow shows all watched tickets; leave the number out.":
            "--follow visar alla bevakade ärenden; utelämna numret.",
        "Give --follow or --once, not both.": "Ge --follow eller --once, inte båda.",
        "Name the ticket that you do not want to watch any more.":
            "Nämn ärendet som du inte vill bevaka längre.",
        "Give a moment or --wake, one of them.": "Ge en tidpunkt eller --wake, ett av dem.",
        "Give a moment or --never, one of them.": "Ge en tidpunkt eller --never, ett av dem.",
    ]
}
