extension SwedishOutput {
    /// What commands say when they are done.
    static let commandTexts = [
        "no signed head was compared: that the end of the chain was cut off would not be seen; see audit.heads":
            "inget signerat huvud jämfördes: att kedjans slut klippts bort skulle inte synas; se audit.heads",
        "{}: never by a token of another system": "{}: aldrig med ett annat systems nyckel",
        "teach-articles: not for a supervisor for whom the directory names queues":
            "teach-articles: inte för en supervisor som katalogen anger köer för",
        "advice": "råd", "WRONG": "FEL", "{} cannot be used:": "{} kan inte användas:",
        "{}: no mistakes": "{}: inga fel",
        "the store is up to date": "databasen är uppdaterad",
        "head: seal {} of {}, {}": "huvud: sigill {} av {}, {}",
        "nothing is sealed yet": "inget är förseglat än",
        "{} seals, {} rows, {} wait for a seal, {} signed heads, {} faults":
            "{} sigill, {} rader, {} väntar på ett sigill, {} signerade huvuden, {} fel",
        "{}: removed": "{}: borttagen",
        "the store that was there is now {}": "databasen som fanns där är nu {}",
        "the next ticket is #{}, far behind the last one, for nobody knows which numbers were given out since":
            "nästa ärende är #{}, långt efter det senaste, för ingen vet vilka nummer som getts ut sedan dess",
        "the next ticket is #{}: no number is given twice":
            "nästa ärende är #{}: inget nummer ges två gånger",
        "the next ticket is #{}, far behind the last one, for the store that was there does not tell which numbers were given out since":
            "nästa ärende är #{}, långt efter det sista, för databasen som fanns där säger inte vilka nummer som getts sedan dess",
        "{} destinations, no mistakes, {} to look at":
            "{} mottagare, inga fel, {} att titta på",
        "{} destinations: {} added, {} removed, {} changed":
            "{} mottagare: {} tillagda, {} borttagna, {} ändrade",
        "written; systemctl restart helpdeskd puts it in force":
            "skrivet; systemctl restart helpdeskd låter det gälla",
        "asked about {}: {} as before, {} changed, {} no longer here":
            "frågade om {}: {} som förut, {} ändrade, {} inte kvar",
        "{}: {} articles, no problems": "{}: {} artiklar, inga problem",
        "language {} (asked in another language), {}": "språk {} (frågat på ett annat språk), {}",
        "language {}, {}": "språk {}, {}",
        "answerable yes": "kan besvaras: ja", "answerable no": "kan besvaras: nej",
        "nothing has been learnt": "inget har lärts",
        "nothing has been learnt about {}": "inget har lärts om {}",
        "forgot {} about {}": "glömde {} om {}",
        "letter {} of ticket #{} goes again now": "brev {} i ärende #{} går igen nu",
        "door: refused, {} is not the desk's": "dörren: nekas, {} är inte supportens",
        "door: refused, {}": "dörren: nekas, {}", "door: taken, {}": "dörren: tas emot, {}",
        "{} of {} octets": "{} av {} oktetter", "odd: {}": "udda: {}",
        "article: {} ({}), {} %": "artikel: {} ({}), {} procent",
        "key {} signs in ten minutes": "nyckel {} signerar om tio minuter",
        "key {} is removed": "nyckel {} är borttagen",
        "{}: {} tickets": "{}: {} ärenden", "{}: 1 ticket": "{}: 1 ärende",
        "beside them {} messages, calls, held mails and addresses":
            "därutöver {} meddelanden, samtal, kvarhållna mejl och adresser",
        "{}: {} tickets, not signed": "{}: {} ärenden, osignerat",
        "{}: {} tickets, signed": "{}: {} ärenden, signerat",
        "{}: 1 ticket, not signed": "{}: 1 ärende, osignerat",
        "{}: 1 ticket, signed": "{}: 1 ärende, signerat",
        "ticket #{} is held": "ärende #{} behålls",
        "ticket #{} is held no longer": "ärende #{} behålls inte längre",
        "no retention.KIND-days is set, and call-days is 0: everything is kept":
            "inget retention.KIND-days är inställt, och call-days är 0: allt behålls",
        "{}, {} days: {}": "{}, {} dagar: {}",
        "{} tickets would be erased": "{} ärenden skulle raderas",
        "{} tickets erased": "{} ärenden raderade",
        "1 ticket would be erased": "1 ärende skulle raderas",
        "1 ticket erased": "1 ärende raderat",
        "{}, and 1 message on others' tickets": "{}, och 1 meddelande i andras ärenden",
        "{}, and {} messages on others' tickets": "{}, och {} meddelanden i andras ärenden",
        "{}; calls without a ticket of theirs: {}": "{}; samtal utan ett eget ärende: {}",
        "{}; call-backs: {}": "{}; återuppringningar: {}",
        "{}; held mails: {}": "{}; kvarhållna mejl: {}",
        "{}; places with their address on others' tickets: {}":
            "{}; ställen med adressen i andras ärenden: {}",
        "{}; calls and call-backs that stay until they are over: {}":
            "{}; samtal och återuppringningar som finns kvar tills de är avslutade: {}",
        "calls, {} days: {} would be erased": "samtal, {} dagar: {} skulle raderas",
        "calls, {} days: {} erased": "samtal, {} dagar: {} raderade",
        "{}; held: {}": "{}; behålls: {}",
        "{}; still worked on: {}": "{}; arbetas ännu med: {}",
        "{} and {} more": "{} och {} till",
        "both stores hold the same": "båda databaserna innehåller detsamma",
        "in force until {}; revoke it with: helpdeskd token revoke {}":
            "gäller till {}; återkalla med: helpdeskd token revoke {}",
        "token {} is revoked": "nyckeln {} är återkallad",
    ]
}
