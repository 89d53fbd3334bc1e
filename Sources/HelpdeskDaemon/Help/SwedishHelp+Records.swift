extension SwedishHelp {
    static let records = [
        "Prove the records, and show who saw what.": "Bevisa loggen, och visa vem som såg vad.",
        "Read the whole chain and name each row that was changed, removed or inserted.":
            "Läs hela kedjan och nämn varje rad som ändrats, tagits bort eller skjutits in.",
        """
        Every seal and every row that it holds is read and digested anew, and compared with the \
        heads signed so far (audit.heads, or --heads for copies kept elsewhere). The chain holds who \
        did and read what, and no words: a message that somebody rewrote in the database itself is \
        not found so. The daemon may serve meanwhile. It ends with 65 when anything is wrong, and else with 66 when the heads \
        cannot be read.
        """: """
        Varje sigill och varje rad i det läses och räknas om, och jämförs med de huvuden som \
        hittills signerats (audit.heads, eller --heads för kopior på annan plats). Kedjan håller \
        vem som gjorde och läste vad, och inga ord: ett meddelande som någon skrivit om i själva \
        databasen hittas inte så. Demonen får köra under tiden. Den slutar med 65 när något är fel, och annars med 66 när huvudena inte \
        går att läsa.
        """,
        "The folder of signed heads; else audit.heads.":
            "Mappen med signerade huvuden; annars audit.heads.",
        "Print the signed head of the chain, for keeping elsewhere.":
            "Skriv ut kedjans signerade huvud, för att sparas på annan plats.",
        "openssl cms -verify -binary -inform PEM -purpose any -CAfile CERTIFICATE proves it.":
            "openssl cms -verify -binary -inform PEM -purpose any -CAfile CERTIFIKAT bevisar det.",
        "Show who saw what, newest first.": "Visa vem som såg vad, det nyaste först.",
        "Only of this ticket.": "Bara det här ärendet.",
        "Only by this user.": "Bara den här användaren.",
        "At most so many.": "Högst så många.",
        "Show a citizen what is kept of them, let them go, keep what must be kept.":
            "Visa en medborgare vad som finns om den, låt den gå, behåll det som måste behållas.",
        "Write everything that is kept of a citizen (GDPR art. 15).":
            "Skriv ut allt som finns om en medborgare (GDPR art. 15).",
        """
        The folder holds extract.txt to read, the same as JSON, and the original mails and files; \
        also messages on others' tickets, calls, and mail that was held back. Notes among staff are \
        in it: look through it before it is handed out.
        """: """
        Mappen har extract.txt att läsa, detsamma som JSON, och mejlen och filerna i original; också \
        meddelanden i andras ärenden, samtal och mejl som hållits kvar. Personalens anteckningar är \
        med: gå igenom den innan den lämnas ut.
        """,
        "The citizen's address, as on their tickets; without case.":
            "Medborgarens adress, som i ärendena; stora och små bokstäver lika.",
        "The citizen's telephone number, as on their tickets.":
            "Medborgarens telefonnummer, som i ärendena.",
        "The language of what people read: sv or en; else the locale's.":
            "Språket i det som människor läser: sv eller en; annars språkmiljöns.",
        "The folder to write; it must not be there yet.":
            "Mappen att skriva; den får inte finnas än.",
        "Take a citizen out of the records (GDPR art. 17).":
            "Ta ut en medborgare ur registren (GDPR art. 17).",
        """
        Words, names, addresses, files and mails go, in the index and the outbox too; what \
        happened when and how it ended stays for the figures, and the chain of records stays \
        provable. Tickets that are held, or still worked on, are left and named. Backups forget \
        the person when the last one from before is gone. Broken off, give the same command \
        again.
        """: """
        Ord, namn, adresser, filer och mejl försvinner, även i registret och utkorgen; vad som \
        hände när och hur det slutade finns kvar för statistiken, och loggens kedja går \
        fortfarande att bevisa. Ärenden som ska bevaras, eller som ännu handläggs, lämnas och \
        nämns. Säkerhetskopior glömmer personen när den sista från förut är borta. Avbrutet: ge \
        samma kommando igen.
        """,
        "Say what would happen and change nothing.":
            "Säg vad som skulle hända och ändra ingenting.",
        "Keep a ticket from being erased.": "Bevara ett ärende från gallring.",
        "The ticket's number.": "Ärendets nummer.",
        "One line, such as the number of the decision.": "En rad, till exempel beslutets nummer.",
        "Let a ticket be erased again.": "Låt ett ärende gallras igen.",
        "Erase what has served its time (gallring), by retention.KIND-days.":
            "Gallra det som tjänat ut, enligt retention.SLAG-days.",
        """
        A ticket goes as by privacy erase, and with it the calls and call-backs of its person that \
        are over and hang on no other; those that are not over go when they are, or after 30 days. \
        Of calls without a ticket the numbers go after retention.call-days. What that person wrote on others' tickets stays, and so does mail that was held back. \
        The daemon takes the words out of the index, within a week; until then nobody finds \
        anything by them. Broken off, or past --limit, give the same command again. Write the \
        archive first, where one is kept.
        """: """
        Ett ärende gallras som med privacy erase, och med det personens samtal och återuppringningar \
        som är avslutade och inte hör till något annat ärende; de som inte är avslutade gallras när \
        de är det, eller efter 30 dagar. Ur samtal utan ärende gallras numren efter \
        retention.call-days. Det personen skrivit i andras ärenden finns \
        kvar, och likaså mejl som hållits kvar. Demonen tar orden ur registret, inom en vecka; till \
        dess hittar ingen något med dem. Avbrutet, eller efter --limit: ge samma kommando igen. \
        Skriv arkivet först, där det finns ett.
        """,
        "Tickets that the person is taken out of, at most.":
            "Så många ärenden tas personen ur som högst.",
        "Write resolved tickets with their mails for an archive (e-arkiv), signed.":
            "Skriv lösta ärenden med sina mejl för ett e-arkiv, signerade.",
        """
        The folder explains itself in README.txt. With audit.certificate and audit.key it is \
        signed, and openssl cms -verify and sha256sum -c prove all of it.
        """: """
        Mappen förklarar sig i README.txt. Med audit.certificate och audit.key är den signerad, \
        och openssl cms -verify och sha256sum -c bevisar alltihop.
        """,
        "Resolved on this day or later, as 2026-01-31 in UTC.":
            "Lösta den dagen eller senare, som 2026-01-31 i UTC.",
        "Resolved before this day.": "Lösta före den dagen.",
        "Make, list and revoke the tokens of other systems.":
            "Skapa, lista och återkalla andra systems nycklar.",
        """
        A daemon that is serving learns of a token at once, and of a revocation within five \
        seconds. Scopes: tickets:create, tickets:read, tickets:write, articles:read, \
        calls:report, handoffs:write, open311, metrics:read.
        """: """
        En demon som kör får veta om en nyckel genast, och om en återkallelse inom fem sekunder. \
        Behörigheter: tickets:create, tickets:read, tickets:write, articles:read, calls:report, \
        handoffs:write, open311, metrics:read.
        """,
        "Make a token; it is printed once and kept nowhere.":
            "Skapa en nyckel; den skrivs ut en gång och sparas ingenstans.",
        "The system it is for: a-z, 0-9 and -.": "Systemet den är till: a-z, 0-9 och -.",
        "What it may do; may be repeated.": "Vad den får göra; kan upprepas.",
        "A queue it reaches; all when left out.": "En kö den når; utelämnad: alla.",
        "How many days it lasts.": "Hur många dagar den gäller.",
        "List all tokens, the newest first.": "Lista alla nycklar, den nyaste först.",
        "Revoke a token.": "Återkalla en nyckel.",
        "The token's id, as token list has it.": "Nyckelns id, som i token list.",
    ]
}
