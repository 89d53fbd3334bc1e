extension Swedish {
    static let incidents = [
        "Incidents": "Störningar",
        "<en>": "<text>",
        "<from>": "<tidpunkt>",
        "<sv>": "<text>",
        "<symptom>": "<symtom>",
        "<ticket>": "<ärende>",
        "<title>": "<rubrik>",
        "<to>": "<tidpunkt>",
        "What receipts say of it, in Swedish.": "Vad kvittenser säger om det, på svenska.",
        "The same in English.": "Detsamma på engelska.",
        "List what many citizens meet at once, newest first.":
            "Lista det som drabbar många på en gång, det nyaste först.",
        "Only those that stand there.": "Bara de som står så.",
        "Show an incident, say what it is, and answer all its citizens.":
            "Visa en störning, säg vad den är, och svara alla dess medborgare.",
        "Show an incident and the tickets of it that you may see.":
            "Visa en störning och de av dess ärenden som du får se.",
        "The incident's number.": "Störningens nummer.",
        "Open an incident; new tickets of its symptom are linked to it at once.":
            "Öppna en störning; nya ärenden med dess symtom knyts till den genast.",
        "What it is, in one line.": "Vad det är, på en rad.",
        "The e-service that is disturbed.": "E-tjänsten som är störd.",
        "The symptom: eid=bankid, code=RFA8, step=login.":
            "Symtomet: eid=bankid, code=RFA8, step=login.",
        "Say that it is an incident; from then on receipts tell of it.":
            "Säg att det är en störning; från och med då berättar kvittenser om den.",
        "Say that an incident is over; its tickets stay as they are.":
            "Säg att en störning är över; dess ärenden blir som de är.",
        "Say that it was no incident.": "Säg att det inte var någon störning.",
        "Answer all citizens of an incident, once each.":
            "Svara alla medborgare i en störning, en gång var.",
        """
        The text is what is read in Swedish; --en gives what is read in English. The letters \
        leave little by little, and not while automatic mail is stopped. Tickets that are \
        confidential or of protected people are left out: answer those one by one. So are \
        complaints and the like, what tells of a danger or a fraud, and what somebody else may have \
        written in a citizen's name; what names no fault gets \
        the letter and stays open.
        """: """
        Texten är den som läses på svenska; --en ger den som läses på engelska. Breven går ut lite \
        i taget, och inte medan automatiska brev är stoppade. Ärenden som omfattas av sekretess \
        eller gäller skyddade personer utelämnas: svara på dem ett och ett. Det gäller också \
        klagomål och liknande, det som berättar om en fara eller ett bedrägeri och det som någon annan \
        kan ha skrivit i en medborgares namn; det som inte \
        nämner något fel får brevet och förblir öppet.
        """,
        "The text in English.": "Texten på engelska.",
        "Resolve the tickets with it.": "Lös ärendena med det.",
        "Say that a ticket is of an incident.": "Säg att ett ärende hör till en störning.",
        "Say that a ticket is of no incident.": "Säg att ett ärende inte hör till någon störning.",
        "Plan interruptions of e-services, which receipts then tell of.":
            "Planera avbrott i e-tjänster, som kvittenser sedan berättar om.",
        "List what is on or ahead.": "Lista det som pågår eller väntar.",
        "Plan one.": "Planera ett avbrott.",
        """
        While it is on, new tickets on its e-services are linked to it, their receipts say \
        what --sv and --en say, and they raise no incident.
        """: """
        Medan det pågår knyts nya ärenden i dess e-tjänster till det, deras kvittenser säger vad \
        --sv och --en säger, och de ger ingen störning.
        """,
        "When it ends, written likewise.": "När det slutar, skrivet på samma sätt.",
        "The e-services.": "E-tjänsterna.",
        "The e-services, all of them.": "E-tjänsterna, alla.",
        "Change what is given of one that is not over.":
            "Ändra det som anges för ett som inte är över.",
        "Its number.": "Dess nummer.",
        "Call one off that is ahead, or end one that is on.":
            "Ställ in ett som väntar, eller avsluta ett som pågår.",
    ]
}
