extension SwedishHelp {
    static let mail = [
        "Look at mail that comes in, and at the outbox.":
            "Se på post som kommer in, och på utkorgen.",
        "Say step by step what would happen to a mail; changes nothing.":
            "Säg steg för steg vad som skulle hända med ett mejl; ändrar ingenting.",
        """
        Reads one mail from FILE or standard input, with the headers that the mail server adds. \
        What it proves depends on the address it comes to: see --to.
        """: """
        Läser ett mejl från FIL eller standard in, med de rader som e-postservern lägger till. \
        Vad det bevisar beror på adressen det kommer till: se --to.
        """,
        "The envelope's sender; <> for the null return path.":
            "Kuvertets avsändare; <> för tom returadress.",
        "The address it comes to. Default: mail.address.":
            "Adressen det kommer till. Annars mail.address.",
        "The file of the mail.": "Filen med mejlet.",
        "Hand a mail from standard input to the daemon, for pipes of mail servers.":
            "Lämna ett mejl från standard in till demonen, för e-postservrars rör.",
        """
        Exit codes are those that mail servers know: 0 the mail is on disk, 75 keep it and try \
        again (also when the configuration cannot be read, for a mail must not be lost over \
        that), 65 and 67 it will never be taken.
        """: """
        Slutkoderna är de som e-postservrar känner: 0 mejlet är på disk, 75 behåll det och försök \
        igen (också när inställningarna inte går att läsa, för ett mejl får inte gå förlorat för \
        det), 65 och 67 det tas aldrig emot.
        """,
        "The envelope's sender; <> or nothing for the null return path.":
            "Kuvertets avsändare; <> eller inget för tom returadress.",
        "The addresses it comes to. Default: mail.address.":
            "Adresserna det kommer till. Annars mail.address.",
        "List the letters that wait or that could not be delivered.":
            "Lista breven som väntar eller som inte gick att leverera.",
        "At most so many of each kind.": "Högst så många av varje slag.",
        "Let a letter go again now.": "Skicka ett brev igen nu.",
        "The letter's id, as mail outbox lists it.": "Brevets id, som i mail outbox.",
        "List, add and remove the keys that letters are signed by.":
            "Lista, lägg till och ta bort nycklarna som brev märks med.",
        """
        A new key signs after ten minutes, when every daemon on the store has heard of it. Old \
        letters are still proven by the old key; remove it when nobody answers them any more, or \
        at once when somebody else may have seen it.
        """: """
        En ny nyckel används efter tio minuter, när varje demon på databasen har hört om den. Gamla \
        brev bevisas ännu av den gamla nyckeln; ta bort den när ingen svarar på dem längre, eller \
        genast om någon annan kan ha sett den.
        """,
        "List the keys, the newest first; never their secrets.":
            "Lista nycklarna, den nyaste först; aldrig deras hemligheter.",
        "Make a new key.": "Skapa en ny nyckel.",
        "Remove a key; answers to its letters are not proven by it any more.":
            "Ta bort en nyckel; svar på dess brev bevisas inte av den längre.",
        "The key's id, as keys list has it.": "Nyckelns id, som i keys list.",
    ]

    static let knowledge = [
        "Check the knowledge base and ask it questions.":
            "Kontrollera kunskapsbasen och ställ frågor till den.",
        "Say every problem of the knowledge base; exits 65 when there is one.":
            "Säg varje fel i kunskapsbasen; slutar med 65 när det finns något.",
        """
        The knowledge base: a folder, or a .jsonl file of {"id","title","answer"}. Default: the \
        configuration's, else knowledge-base here, else /usr/share/helpdesk/knowledge-base.
        """: """
        Kunskapsbasen: en mapp, eller en .jsonl-fil med {"id","title","answer"}. Annars \
        inställningarnas, knowledge-base här, eller /usr/share/helpdesk/knowledge-base.
        """,
        """
        The configuration file, whose knowledge base is read and filled in as the city's. Default: \
        /etc/helpdesk/helpdesk.yaml, where it is there and --kb is not given.
        """: """
        Filen med inställningar, vars kunskapsbas läses och fylls i som stadens. Annars \
        /etc/helpdesk/helpdesk.yaml, där den finns och --kb inte anges.
        """,
        "Show the articles that may answer a question.":
            "Visa artiklarna som kan besvara en fråga.",
        "The question's language, sv or en; recognised when left out.":
            "Frågans språk, sv eller en; annars känns det igen.",
        "How many articles at most, 1…20.": "Hur många artiklar som högst, 1…20.",
        "The question in the citizen's words.": "Frågan i medborgarens ord.",
        "Measure the knowledge base against questions with known answers.":
            "Mät kunskapsbasen mot frågor med kända svar.",
        "Resolved tickets as evidence: .jsonl of {\"text\",\"article\"}.":
            "Lösta ärenden som underlag: .jsonl med {\"text\",\"article\"}.",
        ".jsonl of {\"id\",\"text\",\"relevant\":[id…]}; an empty list is out of scope.":
            ".jsonl med {\"id\",\"text\",\"relevant\":[id…]}; en tom lista är utanför området.",
        "Match JSON Lines from standard input.": "Matcha JSON Lines från standard in.",
        "Show what tickets have taught about the articles, or about one of them.":
            "Visa vad ärenden har lärt om artiklarna, eller om en av dem.",
        "An article's id; all articles in brief when left out.":
            "En artikels id; utelämnat: alla artiklar i korthet.",
        "Undo all that tickets have taught about an article.":
            "Glöm allt som ärenden har lärt om en artikel.",
        "A daemon that runs takes note of it within learning.look-seconds.":
            "En demon som kör märker det inom learning.look-seconds.",
        "The article's id, as kb learned lists it.": "Artikelns id, som i kb learned.",
        "Ask the directory of staff.": "Fråga personalens katalog.",
        "Show what the directory says of somebody: DN, groups, roles.":
            "Visa vad katalogen säger om någon: DN, grupper, roller.",
        "The user name.": "Användarnamnet.",
        "Ask the directory about everybody who has a session.":
            "Fråga katalogen om alla som är inloggade.",
        """
        Sessions of people who left are ended, and those who have other roles go on with them. \
        With --dry-run nothing is changed, and each person is shown with the groups by which \
        every role comes. A round that would end too many sessions changes nothing and ends with \
        77; --accept-removals carries it out all the same.
        """: """
        Inloggningar för dem som slutat avslutas, och de som har andra roller fortsätter med dem. \
        Med --dry-run ändras inget, och varje person visas med grupperna som varje roll kommer \
        av. En omgång som skulle avsluta för många inloggningar ändrar inget och slutar med 77; \
        --accept-removals gör den ändå.
        """,
        "Say what would happen, and why; change nothing.":
            "Säg vad som skulle hända, och varför; ändra ingenting.",
        "End sessions however many they are.": "Avsluta inloggningar hur många de än är.",
        "Check where calls can be handed off to, and ask where one would go.":
            "Kontrollera vart samtal kan kopplas, och fråga vart ett skulle gå.",
        "Say every mistake of the file; exits 65 when there is one.":
            "Säg varje fel i filen; slutar med 65 när det finns något.",
        "The file of destinations; default: switchboard.destinations.":
            "Filen med mottagare; annars switchboard.destinations.",
        "Find destinations as staff find them.": "Hitta mottagare som personalen hittar dem.",
        "Words, part of a number or of an id.": "Ord, en del av ett nummer eller av ett id.",
        "Say where a call to a destination goes, now or at another time.":
            "Säg vart ett samtal till en mottagare går, nu eller en annan tid.",
        "Exits 66 when nobody takes the call then.":
            "Slutar med 66 när ingen tar emot samtalet då.",
        "Id of a destination.": "Mottagarens id.",
        "For example 2011-08-01T00:00:00+02:00.": "Till exempel 2011-08-01T00:00:00+02:00.",
        "Take over destinations from the directory, as switchboard.import says.":
            "Hämta mottagare ur katalogen, enligt switchboard.import.",
        """
        Writes switchboard.import.file anew and says what is different in it; the daemon reads it \
        at its next start. With mistakes in any destination nothing is written and it ends with \
        65; so it does with 77 when more would go than switchboard.import.removals-percent-max \
        allows, unless --accept-removals is given.
        """: """
        Skriver switchboard.import.file på nytt och säger vad som är annorlunda; demonen läser \
        den vid nästa start. Med fel i någon mottagare skrivs inget och den slutar med 65; likaså \
        med 77 när fler skulle försvinna än switchboard.import.removals-percent-max tillåter, om \
        inte --accept-removals ges.
        """,
        "Say what would be different; write nothing.":
            "Säg vad som skulle bli annorlunda; skriv ingenting.",
        "Remove destinations however many they are.": "Ta bort mottagare hur många de än är.",
    ]
}
