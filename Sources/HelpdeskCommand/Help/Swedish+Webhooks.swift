extension Swedish {
    static let webhooks = [
        "Say which other systems are told what happens (administrators).":
            "Säg vilka andra system som får veta vad som händer (administratörer).",
        "List all webhooks, and how each is doing.":
            "Lista alla webhookar, och hur det går för var och en.",
        "Have another system told what happens. The secret is shown once.":
            "Låt ett annat system få veta vad som händer. Hemligheten visas en gång.",
        """
        Events are posted as JSON and signed in the manner of Standard Webhooks: ids and kinds, \
        no citizen's words unless --subject asks for them. The secret goes to standard output \
        and everything else to standard error, so that it can go straight into a file.
        """: """
        Händelser skickas som JSON och signeras på Standard Webhooks vis: id:n och slag, inga \
        medborgares ord om inte --subject ber om dem. Hemligheten skrivs på standard ut och \
        allt annat på standard fel, så att den kan gå raka vägen till en fil.
        """,
        "Where events are posted, such as https://example.org/hook.":
            "Dit händelser skickas, till exempel https://example.org/hook.",
        "A type of events, such as ticket.opened; may be repeated. All when left out.":
            "Ett slags händelser, som ticket.opened; kan upprepas. Utelämnat: alla.",
        "A queue whose tickets are told of; may be repeated. All when left out.":
            "En kö vars ärenden det berättas om; kan upprepas. Utelämnad: alla.",
        "Tell a ticket's subject too, which is a citizen's words.":
            "Berätta också ärendets rubrik, som är en medborgares ord.",
        "Switch a webhook on; it is told of what happens from then on.":
            "Slå på en webhook; den får veta det som händer därefter.",
        "Switch a webhook off.": "Stäng av en webhook.",
        "Give a webhook a new secret; for a day the old one signs beside it.":
            "Ge en webhook en ny hemlighet; ett dygn signerar den gamla bredvid.",
        "Tell another system nothing any more, and forget what it was told.":
            "Berätta inget mer för ett annat system, och glöm vad det fått veta.",
        "Show what a webhook was told and what waits, newest first.":
            "Visa vad en webhook har fått veta och vad som väntar, det nyaste först.",
        "Tell a webhook once more what it was told.":
            "Berätta en gång till för en webhook vad den fått veta.",
        "The webhook's id.": "Webhookens id.", "The delivery's id.": "Leveransens id.",
        "At most so many.": "Högst så många.",
    ]
}
