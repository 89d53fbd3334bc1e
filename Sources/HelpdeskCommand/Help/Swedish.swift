/// The help texts in Swedish, each by the English one that stands beside its command.
///
/// A test fails when a command has a text that is not here.
enum Swedish {
    static let texts = [
        placeholders, program, session, tickets, writing, together, knowledge, calls, checks,
        incidents, reports, webhooks,
    ]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    static let program = [
        "The support desk from the command line.": "Supporten från kommandoraden.",
        """
        Log in once with `helpdesk login --server URL`. The session is kept in \
        $XDG_CONFIG_HOME/helpdesk/session.json; HELPDESK_SERVER and HELPDESK_TOKEN win over \
        it, and HELPDESK_CA_FILE names the certificates of a private authority.

        Exit codes: 0 done, 64 usage, 65 bad data, 66 not there, 69 unavailable, 73 cannot \
        create a file, 74 cannot write, 75 try again, 77 not permitted, 78 bad configuration, \
        130 interrupted.
        """: """
        Logga in en gång med `helpdesk login --server URL`. Inloggningen ligger i \
        $XDG_CONFIG_HOME/helpdesk/session.json; HELPDESK_SERVER och HELPDESK_TOKEN går före \
        den, och HELPDESK_CA_FILE anger certifikaten från en egen utfärdare.

        Slutkoder: 0 gjort, 64 fel på kommandoraden, 65 felaktiga uppgifter, 66 finns inte, 69 \
        går inte att nå, 73 en fil går inte att skapa, 74 det går inte att skriva, 75 försök \
        igen, 77 inte tillåtet, 78 felaktiga inställningar, 130 avbrutet.
        """,
        "Session": "Inloggning",
        "Tickets": "Ärenden",
        "Together": "Tillsammans",
        "Knowledge": "Kunskap",
        "Calls": "Samtal",
        "Hand-off": "Vidarekoppling",
        "Print the API's answer, unchanged.": "Skriv ut API:ets svar, oförändrat.",
        "Trust only the certificates in this PEM file (also HELPDESK_CA_FILE).":
            "Lita bara på certifikaten i den här PEM-filen (även HELPDESK_CA_FILE).",
        "Send the token over plain http to another machine. Anybody on the way can read it.":
            "Skicka nyckeln okrypterad till en annan dator. Vem som helst på vägen kan läsa den.",
        "Show a long answer at once, without a pager.":
            "Visa ett långt svar på en gång, utan bläddrare.",
        "Do it without asking; needed where there is nobody to ask.":
            "Gör det utan att fråga; krävs där det inte finns någon att fråga.",
        "At most this many.": "Högst så många.",
        "At most this many, 1 to 20.": "Högst så många, 1 till 20.",
        "Words to look for.": "Ord att söka efter.",
        "The ticket's number.": "Ärendets nummer.",
        "The other ticket's number.": "Det andra ärendets nummer.",
    ]

    /// What stands for values.
    static let placeholders = [
        "<article>": "<artikel>",
        "<format>": "<form>",
        "<table>": "<tabell>",
        "<what>": "<vad>",
        "<yyyy-mm-dd>": "<åååå-mm-dd>",
        "<at>": "<tidpunkt>",
        "<category>": "<område>",
        "<channel>": "<kanal>",
        "<days>": "<dagar>",
        "<delivery>": "<leverans>",
        "<destination>": "<mottagare>",
        "<email>": "<e-post>",
        "<file>": "<fil>",
        "<ground>": "<lagrum>",
        "<id>": "<id>",
        "<kind>": "<slag>",
        "<language>": "<språk>",
        "<limit>": "<n>",
        "<message>": "<text>",
        "<mode>": "<sätt>",
        "<n>": "<n>",
        "<name>": "<namn>",
        "<number>": "<nummer>",
        "<type>": "<slag>",
        "<other>": "<nummer>",
        "<outcome>": "<utfall>",
        "<phone>": "<telefon>",
        "<priority>": "<prioritet>",
        "<queue>": "<kö>",
        "<as>": "<som>",
        "<scope>": "<behörighet>",
        "<service>": "<e-tjänst>",
        "<staff>": "<vem>",
        "<state>": "<läge>",
        "<subject>": "<ämne>",
        "<text>": "<text>",
        "<unit>": "<enhet>",
        "<until>": "<tidpunkt>",
        "<url>": "<url>",
        "<user>": "<användare>",
        "<verdict>": "<omdöme>",
    ]

    static let session = [
        "Log in and keep the session for the other commands.":
            "Logga in, och behåll inloggningen för de andra kommandona.",
        """
        On a terminal what is missing is asked for; the password is not shown. Elsewhere give \
        --user, and the password on standard input with --password-stdin.
        """: """
        I en terminal frågas efter det som saknas; lösenordet syns inte. Annars anges --user, och \
        lösenordet på standard in med --password-stdin.
        """,
        "Where the helpdesk answers.": "Där supporten svarar.",
        "Your user name.": "Ditt användarnamn.",
        "Read the password from standard input.": "Läs lösenordet från standard in.",
        "End the session, here and at the server.": "Logga ut, här och på servern.",
        "Show who is logged in, with which roles, and until when.":
            "Visa vem som är inloggad, med vilka roller, och till när.",
        "Look at your open sessions, or end them.":
            "Se dina öppna inloggningar, eller avsluta dem.",
        "List your open sessions: since when, and from where.":
            "Lista dina öppna inloggningar: sedan när, och varifrån.",
        "End one of your sessions.": "Avsluta en av dina inloggningar.",
        "End all of your sessions but this one.":
            "Avsluta alla dina inloggningar utom den här.",
        "The session's id, as the list has it.": "Inloggningens id, som i listan.",
        "Manage the tokens of other systems (administrators).":
            "Hantera andra systems nycklar (administratörer).",
        "Make a token for another system. It is shown once.":
            "Skapa en nyckel åt ett annat system. Den visas en gång.",
        """
        Scopes: tickets:create, tickets:read, tickets:write, articles:read, calls:report, \
        handoffs:write, open311, metrics:read. The token goes to standard output and everything \
        else to standard error, so that it can go straight into a file.
        """: """
        Behörigheter: tickets:create, tickets:read, tickets:write, articles:read, calls:report, \
        handoffs:write, open311, metrics:read. Nyckeln skrivs på standard ut och allt annat på \
        standard fel, så att den kan gå raka vägen till en fil.
        """,
        "The system it is for: a-z, 0-9 and -.": "Systemet den är till: a-z, 0-9 och -.",
        "What it may do; may be repeated.": "Vad den får göra; kan upprepas.",
        "A queue it reaches; may be repeated. All when left out.":
            "En kö den når; kan upprepas. Utelämnad: alla.",
        "How many days it lasts, 1 to 730.": "Hur många dagar den gäller, 1 till 730.",
        "List all tokens: for whom, what for, until when, when last used.":
            "Lista alla nycklar: åt vem, till vad, till när, när de senast användes.",
        "Revoke a token; whoever holds it is refused from then on.":
            "Återkalla en nyckel; den som har den avvisas från och med nu.",
        "The token's id, as the list has it.": "Nyckelns id, som i listan.",
        "Show who was let in and who was not (auditors).":
            "Visa vem som släpptes in och vem som inte gjorde det (revisorer).",
        "Show who changed webhooks, incidents, evidence and held mail (auditors).":
            "Visa vem som ändrade webhookar, störningar, lärdomar och kvarhållen post (revisorer).",
        "Only of this person or token.": "Bara den här personen eller nyckeln.",
        "At most so many, the newest first.": "Högst så många, de nyaste först.",
        "Show who may do what, by role and by whose ticket it is.":
            "Visa vem som får göra vad, efter roll och efter vems ärendet är.",
    ]
}
