extension SwedishOutput {
    /// What commands say when they cannot do what they were asked.
    static let mistakeTexts = [
        "there is no store {}": "det finns ingen databas {}",
        "the store {} cannot be used: {}": "databasen {} går inte att använda: {}",
        "the signed heads cannot be read, and nothing was compared with them: {}":
            "de signerade huvudena går inte att läsa, och inget jämfördes med dem: {}",
        "there is no signed head in {}, and the chain began at {}: nothing was compared":
            "det finns inget signerat huvud i {}, och kedjan började {}: inget jämfördes",
        "audit.certificate and audit.key are not set":
            "audit.certificate och audit.key är inte inställda",
        "nothing is recorded yet": "inget är antecknat än",
        "heads are proved with audit.certificate, which is not set":
            "huvuden styrks med audit.certificate, som inte är inställt",
        "«{}» is no id; take it from helpdeskd mail outbox":
            "«{}» är inget id; ta det från helpdeskd mail outbox",
        "there is no letter {}": "det finns inget brev {}",
        "«{}» is no id; take it from helpdeskd token list":
            "«{}» är inget id; ta det från helpdeskd token list",
        "broken off: {}": "avbrutet: {}",
        "broken off: {}\nGive the same command again to go on.":
            "avbrutet: {}\nGe samma kommando igen för att fortsätta.",
        "{} of {} is more than directory.sync-removals-percent-max ({}): nothing is changed":
            "{} av {} är mer än directory.sync-removals-percent-max ({}): inget ändras",
        "the daemon cannot be reached: {}": "demonen går inte att nå: {}",
        "{} cannot be read": "{} går inte att läsa",
        "directory.urls is not set: there is no directory to ask":
            "directory.urls är inte inställt: det finns ingen katalog att fråga",
        "name a FILE or a --directory, or set backup.directory":
            "ange en FILE eller --directory, eller ställ in backup.directory",
        "switchboard.import is not set": "switchboard.import är inte inställt",
        "directory.urls is not set: there is nothing to import from":
            "directory.urls är inte inställt: det finns inget att importera från",
        "{} of {} is more than switchboard.import.removals-percent-max ({}): nothing is written":
            "{} av {} är mer än switchboard.import.removals-percent-max ({}): inget skrivs",
        "{} cannot be written: {}": "{} går inte att skriva: {}",
        "the directory cannot be read: {}": "katalogen går inte att läsa: {}",
        "nothing is kept of this person": "inget finns sparat om den här personen",
        "switchboard.destinations is not set; name a file with --file":
            "switchboard.destinations är inte inställt; ange en fil med --file",
        "{}: the file cannot be read": "{}: filen går inte att läsa",
        "line {}: not a question with id and text": "rad {}: ingen fråga med id och text",
        "{}: no such file": "{}: filen finns inte",
        "{}: line {} is not what is wanted": "{}: rad {} är inte vad som behövs",
        "{}: no such folder": "{}: mappen finns inte",
        "{}: more than {} articles": "{}: fler än {} artiklar",
        "there is no ticket #{}": "det finns inget ärende #{}",
        // By whatever a command met.
        "there is none of that name or number": "det finns ingen med det namnet eller numret",
        "not permitted": "inte tillåtet", "changed meanwhile": "ändrat under tiden",
        "no switchboard": "ingen växel",
        "{} is there already": "{} finns redan", "{} cannot be written": "{} går inte att skriva",
    ]

    /// What is wrong with a backup, or with a store that cannot be opened or copied.
    static let storeMistakeTexts = [
        "{}: there is no such file": "{}: filen finns inte",
        "{} is there already; name another file, or say --overwrite":
            "{} finns redan; ange en annan fil, eller säg --overwrite",
        "{} is no store of helpdesk: {}": "{} är ingen databas för helpdesk: {}",
        "{} is damaged: {}": "{} är skadad: {}",
        "{} is of version {}, newer than this program's {}: install the newer program first":
            "{} är av version {}, nyare än det här programmets {}: installera det nyare först",
        "{} is busy: {}": "{} är upptagen: {}",
        "{} is being written by somebody else": "{} skrivs av någon annan",
        "{} has room for {} octets, and {} are needed":
            "{} har plats för {} oktetter, och {} behövs",
        "it is no SQLite file": "det är ingen SQLite-fil",
        "it has no tables of helpdesk": "den har inga av helpdesks tabeller",
        "it is no dump that helpdeskd backup has made":
            "den är ingen kopia som helpdeskd backup har gjort",
        "{}: it holds a desk already, which stays as it is: make an empty database (createdb), let store.url name that, and give this command again":
            "{}: där finns redan en support, som förblir som den är: gör en tom databas (createdb), låt store.url ange den, och ge kommandot igen",
        "{}: the copy is in it, but its numbers were not moved on: drop it, and restore into another; {}":
            "{}: kopian ligger där, men numren flyttades inte fram: ta bort databasen, och återställ till en annan; {}",
        "{}: it is not installed: apt-get install postgresql-client":
            "{}: finns inte installerat: kör apt-get install postgresql-client",
        "it has no table {}": "den har ingen tabell {}",
        "it carries no version": "den har ingen version",
        "it has {} octets of {}: it was cut off": "den har {} av {} oktetter: den är avklippt",
        "rows of {} are missing": "rader i {} saknas",
        "{} rows belong to rows that are gone": "{} rader hör till rader som är borta",
        "the store {} is open in a daemon or a command":
            "databasen {} är öppen i en demon eller ett kommando",
        "the store {} is being restored or copied": "databasen {} återställs eller kopieras",
        "{} cannot be opened: {}": "{} går inte att öppna: {}",
        "the target is not empty: it has {}": "målet är inte tomt: det har {}",
        "{} differ after {} rows: somebody wrote to one of the two. Stop every daemon, empty the target and copy anew.":
            "{} skiljer sig efter {} rader: någon skrev till den ena. Stoppa alla demoner, töm målet och kopiera på nytt.",
        "the store holds a copy that was broken off: run helpdeskd store copy again":
            "databasen innehåller en kopia som avbröts: kör helpdeskd store copy igen",
        "the store is of version {}, newer than this program's {}":
            "databasen är av version {}, nyare än det här programmets {}",
        "a daemon serves from the store": "en demon använder databasen",
        "PostgreSQL 13 or later is wanted, this is {}":
            "PostgreSQL 13 eller senare behövs, det här är {}",
        "the database must be UTF8, this one is {}":
            "databasen måste vara UTF8, den här är {}",
        "this PostgreSQL is a standby: it cannot be written":
            "den här PostgreSQL är en reserv: den går inte att skriva i",
        "there are {} keys: remove old ones first": "det finns {} nycklar: ta bort gamla först",
        "letters are signed by this key: add another one first":
            "brev signeras med den här nyckeln: lägg till en annan först",
    ]

    /// What the directory says of somebody who was asked for.
    static let directoryMistakeTexts = [
        "the user name is empty, too long or carries NUL":
            "användarnamnet är tomt, för långt eller innehåller NUL",
        "no entry matches the user name": "ingen post passar användarnamnet",
        "several entries match the user name": "flera poster passar användarnamnet",
        "the entry has no user name in the attribute that should hold it":
            "posten har inget användarnamn i attributet där det ska stå",
        "{}: wrong password, or a locked account": "{}: fel lösenord, eller ett låst konto",
        "{}: in no group that gives a role": "{}: inte med i någon grupp som ger en roll",
        "no directory server could answer: {}": "ingen katalogserver kunde svara: {}",
        "there is no such destination": "mottagaren finns inte",
        "{} takes no calls before {}": "{} tar inga samtal före {}",
        "{} takes no calls since {}": "{} tar inga samtal sedan {}",
        "{} is closed until {}": "{} är stängd till {}", "{} is closed": "{} är stängd",
        "the calls of {} go elsewhere": "samtalen till {} går till någon annan",
    ]
}
