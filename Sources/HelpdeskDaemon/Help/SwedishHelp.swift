/// The help texts in Swedish, each by the English one that stands beside its command.
///
/// A test fails when a command has a text that is not here.
enum SwedishHelp {
    static let texts = [placeholders, program, mail, knowledge, records, checks]
        .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// What stands for values.
    static let placeholders = [
        "<article>": "<artikel>",
        "<at>": "<tid>",
        "<backup>": "<kopia>",
        "<config>": "<fil>",
        "<data>": "<mapp>",
        "<days>": "<dagar>",
        "<directory>": "<mapp>",
        "<email>": "<e-post>",
        "<file>": "<fil>",
        "<files>": "<filer>",
        "<folder>": "<mapp>",
        "<from>": "<från>",
        "<heads>": "<mapp>",
        "<http>": "<värd:port>",
        "<id>": "<id>",
        "<kb>": "<mapp>",
        "<keep>": "<antal>",
        "<language>": "<språk>",
        "<limit>": "<antal>",
        "<lmtp>": "<värd:port>",
        "<name>": "<namn>",
        "<path>": "<fil>",
        "<phone>": "<telefon>",
        "<queue>": "<kö>",
        "<reason>": "<skäl>",
        "<recipients>": "<adresser>",
        "<scope>": "<behörighet>",
        "<staff>": "<vem>",
        "<target>": "<fil>",
        "<text>": "<text>",
        "<ticket>": "<ärende>",
        "<tickets>": "<fil>",
        "<to>": "<till>",
        "<user>": "<användare>",
    ]

    static let program = [
        "The support desk of a city's e-services.": "Supporten för en stads e-tjänster.",
        "Serve mail and the API until SIGTERM.": "Ta emot post och svara på API:et tills SIGTERM.",
        "The configuration file.": "Filen med inställningar.",
        "Serve a desk with made-up staff and mails, to try it out.":
            "Kör en support med påhittad personal och påhittade mejl, för att prova.",
        "Where to keep it; a temporary folder when left out.":
            "Där den ligger; annars i en tillfällig mapp.",
        "Where the API listens.": "Där API:et lyssnar.",
        "Where mail comes in.": "Där posten kommer in.",
        "Do the whole main job once and say whether it worked.":
            "Gör hela huvuduppgiften en gång och säg om det gick.",
        "Read the configuration and say every mistake in it.":
            "Läs inställningarna och säg varje fel i dem.",
        "Bring the store up to date without serving.": "Uppgradera databasen utan att köra.",
        "Copy the store to a file, while the daemon goes on serving.":
            "Kopiera databasen till en fil, medan demonen kör vidare.",
        """
        The copy holds everything that was acknowledged before it began. It is checked page by \
        page and synced before it gets its name. Without FILE it goes into a folder, under a name \
        that says when, and the oldest beyond the number kept are removed. A store in PostgreSQL \
        is copied by pg_dump, and the dump read back whole.
        """: """
        Kopian har allt som var kvitterat innan den började. Den kontrolleras sida för sida och \
        skrivs till disk innan den får sitt namn. Utan FIL läggs den i en mapp, under ett namn \
        som säger när, och de äldsta utöver det antal som sparas tas bort. En databas i PostgreSQL \
        kopieras av pg_dump, och kopian läses igenom till slutet.
        """,
        "The file to write; nobody but its owner can read it.":
            "Filen att skriva; bara ägaren kan läsa den.",
        "The folder of dated backups; else backup.directory.":
            "Mappen med daterade kopior; annars backup.directory.",
        "How many dated backups stay; else backup.keep.":
            "Hur många daterade kopior som blir kvar; annars backup.keep.",
        "Take the place of FILE when it is there already.": "Ersätt FIL om den redan finns.",
        "Put a backup in the place of the store, which no daemon may have open.":
            "Lägg en kopia i databasens ställe, som ingen demon får ha öppen.",
        """
        The backup is checked first. The store that was there is kept beside the new one; remove \
        it when you are sure. Tickets go on with numbers that were not given out yet, or letters \
        sent since the backup would be answered into strangers' tickets. A dump of PostgreSQL goes \
        into the database that store.url names, which must be empty.
        """: """
        Kopian kontrolleras först. Databasen som fanns ligger kvar bredvid den nya; ta bort den när \
        du är säker. Ärenden fortsätter med nummer som inte har getts ut än, annars skulle svar på \
        brev som gått sedan kopian hamna i främmandes ärenden. En kopia från PostgreSQL läggs i \
        databasen som store.url anger, som måste vara tom.
        """,
        "The backup; it stays as it is.": "Kopian; den förblir som den är.",
        "Look at everything the desk needs and say what to do about what is wrong.":
            "Se över allt som supporten behöver och säg vad som ska göras åt det som är fel.",
        """
        It asks the servers, reads the store, writes a few octets beside it, and changes nothing. \
        Where the configuration has a mistake, it says which parts it could not look at for it. \
        It ends with 0 when all is well, also with advice; with 78 when the configuration or a \
        file that it names is wrong; with 69 when something else is not there or not well.
        """: """
        Den frågar servrarna, läser databasen, skriver några oktetter bredvid den och ändrar \
        ingenting. Är något fel i inställningarna säger den vilka delar den inte kunde titta på \
        för den skull. Den slutar med 0 när allt är väl, också när den ger råd; med 78 när \
        inställningarna eller en fil som de nämner är fel; med 69 när något annat saknas eller \
        mår illa.
        """,
        "Print the description of the HTTP API (OpenAPI 3.1, JSON).":
            "Skriv ut beskrivningen av HTTP-API:et (OpenAPI 3.1, JSON).",
        "The same that a running desk answers to GET /openapi.json.":
            "Detsamma som en support som kör svarar på GET /openapi.json.",
        "Print JSON, for programs.": "Skriv JSON, för program.",
        "Move the desk between databases.": "Flytta supporten mellan databaser.",
        "Copy a desk into an empty database, and compare both in the end.":
            "Kopiera en support till en tom databas, och jämför båda till slut.",
        """
        FROM and TO are written as store.url is: sqlite:/PATH or postgresql://USER@HOST/DATABASE. \
        Stop every daemon first: a store that one serves from is not copied. A copy that was \
        broken off goes on where it was when the same command is given again; until it has ended \
        well no daemon serves from TO.
        """: """
        FROM och TO skrivs som store.url: sqlite:/SÖKVÄG eller \
        postgresql://ANVÄNDARE@VÄRD/DATABAS. Stoppa varje demon först: en databas som en \
        demon kör på kopieras inte. En avbruten kopiering fortsätter där den var när samma \
        kommando ges igen; förrän den slutat väl kör ingen demon på TO.
        """,
        "The store to read.": "Databasen att läsa.",
        """
        Copy a store that a daemon serves from. What is written meanwhile may be missing, and then \
        the comparison says so: for trying out how long a copy takes.
        """: """
        Kopiera en databas som en demon kör på. Det som skrivs under tiden kan fattas, och då säger \
        jämförelsen det: för att pröva hur lång tid en kopiering tar.
        """,
        "The store to write: an empty one, or the beginning of this copy.":
            "Databasen att skriva: en tom, eller början på den här kopian.",
        "Print the table of rights: what each role may do, and to which tickets.":
            "Skriv ut behörigheterna: vad varje roll får göra, och med vilka ärenden.",
        """
        own: in one of the person's queues, or in any that is not confidential when the directory \
        names none for them. foreign: in another queue. confidential: in a queue of \
        desk.confidential-queues that is not named for them. protected: of a person with \
        protected identity, wherever it is; who sees those needs the role protected-identity \
        beside another one. What is not for somebody looks to them as if it were not there. A \
        supervisor has teach-articles only where the directory names no queues for them: what \
        articles were taught comes from all of them.
        """: """
        own: i en av personens köer, eller i vilken som helst som inte är sekretessbelagd när \
        katalogen inte anger några. foreign: i en annan kö. confidential: i en kö i \
        desk.confidential-queues som inte anges för personen. protected: från någon med skyddad \
        identitet, var det än ligger; den som ser dem behöver rollen protected-identity vid sidan \
        av en annan. Det som inte är till för någon ser för den ut som om det inte fanns. Den med \
        rollen supervisor har teach-articles bara där katalogen inte anger några köer: det artiklar \
        har lärt sig kommer från alla.
        """,
        "In this language, sv or en; that of the locale when left out.":
            "På det här språket, sv eller en; annars det som terminalen är inställd på.",
    ]

    /// What commands say of words that do not go together.
    static let checks = [
        "FROM and TO are the same store.": "FROM och TO är samma databas.",
        "A store is sqlite:/PATH or postgresql://USER@HOST/DATABASE.":
            "En databas är sqlite:/SÖKVÄG eller postgresql://ANVÄNDARE@VÄRD/DATABAS.",
        "--language is sv or en.": "--language är sv eller en.",
        "FILE goes with neither --directory nor --keep":
            "FIL går inte ihop med --directory eller --keep",
        "--overwrite goes with FILE; dated backups are never replaced":
            "--overwrite hör till FIL; daterade kopior ersätts aldrig",
        "--keep must be 1 at least": "--keep är minst 1",
        "Name the citizen by --email or --phone.": "Ange medborgaren med --email eller --phone.",
        "--limit must be 1 at least.": "--limit är minst 1.",
        "--from must not be after --to.": "--from får inte vara efter --to.",
        "--at must be a time such as 2011-08-01T00:00:00+02:00":
            "--at är en tid som 2011-08-01T00:00:00+02:00",
    ]
}
