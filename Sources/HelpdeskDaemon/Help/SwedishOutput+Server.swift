extension SwedishOutput {
    /// What the doctor says of PostgreSQL, its standbys and a pooler.
    static let serverTexts = [
        "PostgreSQL does not answer us: {}": "PostgreSQL svarar oss inte: {}",
        "see that PostgreSQL runs, and that store.url, its password and pg_hba.conf fit":
            "se till att PostgreSQL är igång, och att store.url, lösenordet och pg_hba.conf stämmer",
        "{} is in PostgreSQL {}, {}": "{} ligger i PostgreSQL {}, {}",
        "13 or later is wanted: bring the server up to date":
            "13 eller senare behövs: uppgradera servern",
        "make a database with ENCODING 'UTF8'": "gör en databas med ENCODING 'UTF8'",
        "{}, a standby, which cannot be written": "{}, en reserv, som inte kan skrivas",
        "name all hosts in store.url with target_session_attrs=read-write, or promote it":
            "ange alla värdar i store.url med target_session_attrs=read-write, eller gör den till "
            + "huvudserver",
        "{}, but fsync or full_page_writes is off: a power cut loses mail":
            "{}, men fsync eller full_page_writes är av: ett strömavbrott tappar mejl",
        "set both to on in postgresql.conf": "slå på båda i postgresql.conf",
        "{}, which syncs what it is given": "{}, som sparar varaktigt det den får",
        "the tables are of version {}, newer than this program's":
            "tabellerna är av version {}, nyare än det här programmets",
        "install the program that wrote them": "installera programmet som skrev dem",
        "there are no tables in {} yet; the first start makes them":
            "det finns inga tabeller i {} än; första starten gör dem",
        "the tables are of version {}; they are brought up to date at the next start":
            "tabellerna är av version {}; de uppgraderas vid nästa start",
        "the tables are of version {}, {} tickets": "tabellerna är av version {}, {} ärenden",
        "the database takes {} MiB": "databasen tar {} MiB",
        "{}, its write-ahead log {} MiB": "{}, dess logg {} MiB",
        "{}; {} MiB of log are kept for a standby that does not fetch it, until the disk is full":
            "{}; {} MiB logg sparas åt en reserv som inte hämtar den, tills disken är full",
        "bring that standby back, or SELECT pg_drop_replication_slot(…)":
            "få igång den reserven, eller kör SELECT pg_drop_replication_slot(…)",
        "{}; how much is free on its disk the server's machine says":
            "{}; hur mycket som är ledigt på disken säger serverns dator",
        "{} connections are left, a daemon has up to {}":
            "{} anslutningar är kvar, en demon har upp till {}",
        "{}: a daemon that starts now may not get what it needs":
            "{}: en demon som startar nu får kanske inte det den behöver",
        "raise max_connections, or the limit of the database or the user; or use a pooler":
            "höj max_connections, eller gränsen för databasen eller användaren; eller ta en pooler",
        "commits wait for a standby (synchronous_standby_names), and there is none: "
            + "nothing is taken in":
            "skrivningar väntar på en reserv (synchronous_standby_names) som inte finns: "
            + "ingenting tas emot",
        "start the standby, or take its name out until it is mended":
            "starta reserven, eller ta bort dess namn tills den är lagad",
        "commits wait for it": "skrivningar väntar på den",
        "commits do not wait": "skrivningar väntar inte",
        "the standby {}, {}, is {} MiB behind": "reserven {}, {}, ligger {} MiB efter",
        "{} and does not stream yet": "{} och följer inte med än",
        "see to its disk and the network between": "se till dess disk och nätet emellan",
        "the indexes were made by version {} of the system's order of letters, which is {} now: "
            + "they may not find what is there":
            "indexen gjordes med version {} av systemets bokstavsordning, som nu är {}: de hittar "
            + "kanske inte det som finns",
        "stop the daemons; REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION":
            "stoppa demonerna; kör REINDEX DATABASE, sedan ALTER DATABASE … REFRESH COLLATION VERSION",
        "store.url leads through a pooler, where nobody hears what other daemons do":
            "store.url går genom en pooler, där ingen hör vad andra demoner gör",
        "set store.listen-url to PostgreSQL's own address, or one that pools sessions":
            "ställ in store.listen-url på PostgreSQLs egen adress, eller en som poolar sessioner",
        "a pooler too": "en pooler också",
        "PostgreSQL itself": "PostgreSQL självt",
        "store.url leads through a pooler, store.listen-url to {}":
            "store.url går genom en pooler, store.listen-url till {}",
        "nothing answers at store.listen-url: {}": "ingenting svarar på store.listen-url: {}",
        "Stop every daemon and command that uses it first.":
            "Stoppa först varje demon och kommando som använder den.",
        "see that it can be reached": "se till att den kan nås",
    ]
}
