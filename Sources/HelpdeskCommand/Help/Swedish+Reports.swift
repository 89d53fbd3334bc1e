extension Swedish {
    static let reports = [
        "Figures": "Siffror",
        "Show the desk's figures.": "Visa supportens siffror.",
        """
        fcr: solved at first contact. volume: contacts, beside a year before. clocks: promises \
        kept. handoffs: where calls went. articles: what they solved, and which are missing. \
        complaints: receipts and answers in time. satisfaction: grades. cost: what a contact \
        costs.

        Days are those of the city; without --from and --to the last four weeks. --by tells the \
        figures apart otherwise: by channel, category, kind, queue, board, week and so on.
        """: """
        fcr: löst vid första kontakten. volume: kontakter, bredvid ett år tidigare. clocks: hållna \
        utfästelser. handoffs: vart samtal kopplades. articles: vad de löste, och vilka som saknas. \
        complaints: mottagningsbesked och svar i tid. satisfaction: betyg. cost: vad en kontakt \
        kostar.

        Dagarna är stadens; utan --from och --to de senaste fyra veckorna. --by delar upp \
        siffrorna annorlunda: efter channel, category, kind, queue, board, week och så vidare.
        """,
        "Which report.": "Vilken rapport.",
        "The first day.": "Första dagen.",
        "The last day.": "Sista dagen.",
        "What to tell figures apart by.": "Vad siffrorna ska delas upp efter.",
        "Compare the volume with the days from this on.":
            "Jämför volymen med dagarna från och med den här.",
        "table, csv or svg; the last two of one table.":
            "table, csv eller svg; de två sista av en tabell.",
        "Which of the report's tables, for csv and svg.":
            "Vilken av rapportens tabeller, för csv och svg.",
        "Write it to this file; one that is there is kept.":
            "Skriv till den här filen; en som redan finns får vara kvar.",
    ]
}
