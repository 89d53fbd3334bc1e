extension SwedishOutput {
    /// What the doctor says of the network, files, units and telephones.
    static let doctorTexts = [
        "{} has no mistakes": "{} har inga fel",
        "mend it in {}": "rätta det i {}",
        "not looked at: {} is wrong": "inte undersökt: {} är fel",
        "mend that first, and ask again": "rätta det först, och fråga igen",
        "systemctl start helpdeskd, and ask again as root":
            "kör systemctl start helpdeskd, och fråga igen som root",
        "{} is no key and means nothing": "{} är ingen nyckel och betyder ingenting",
        "rename or remove it": "byt namn på den eller ta bort den",
        "{} holds a secret, and every user of this machine can read or write it":
            "{} innehåller en hemlighet som varje användare av datorn kan läsa eller skriva",
        "chmod o= {}": "kör chmod o= {}",
        "the daemon says of {}: {}": "demonen säger om {}: {}",
        "the daemon does not say whether it can serve: {}":
            "demonen säger inte om den kan arbeta: {}",
        "the daemon does not say how it stands with the telephones: {}":
            "demonen säger inte hur det står till med telefonerna: {}",
        "{} files, closed to other users": "{} filer, stängda för andra användare",
        "none is set, and only this machine reaches the door":
            "inget är inställt, och bara den här datorn når dörren",
        "none is set, and other machines reach {}": "inget är inställt, och andra datorer når {}",
        "set http.tls, or let a web server with TLS on this machine stand before it":
            "ställ in http.tls, eller låt en webbserver med TLS på datorn stå framför",
        "{} is no certificate in PEM, or {} cannot be read":
            "{} är inget certifikat i PEM, eller {} kan inte läsas",
        "put the server's own certificate first, then those between it and the authority":
            "lägg serverns eget certifikat först, sedan de som ligger mellan det och utfärdaren",
        "{} is not the key of {}, or needs a passphrase":
            "{} är inte nyckeln till {}, eller behöver en lösenfras",
        "take the key that the certificate was asked for with":
            "ta nyckeln som certifikatet beställdes med",
        "renew it and reload the daemon; restart it where LoadCredential= hands it over":
            "förnya det och ladda om demonen; starta om den där LoadCredential= lämnar över det",
        "{} holds no article that can be read": "{} innehåller ingen artikel som kan läsas",
        "set knowledge-base.path to the folder with the languages' folders in it":
            "ställ in knowledge-base.path på mappen med språkens mappar",
        "{} articles, no problems": "{} artiklar, inga problem",
        "{} problems, the first: {}: {}": "{} problem, det första: {}: {}",
        "helpdeskd kb lint --kb {} lists them; those articles are left out":
            "helpdeskd kb lint --kb {} räknar upp dem; de artiklarna är utelämnade",
        "set knowledge-base.path": "ställ in knowledge-base.path",
        "the system does not know the time zone Europe/Stockholm":
            "systemet känner inte tidszonen Europe/Stockholm",
        "apt-get install tzdata": "kör apt-get install tzdata",
        "time zones are there and the clock is synchronised":
            "tidszonerna finns och klockan är synkroniserad",
        "nothing synchronises the clock; log-ins, deadlines and retries go by it":
            "ingenting synkroniserar klockan; inloggningar, tidsgränser och nya försök går efter den",
        "apt-get install systemd-timesyncd, or another NTP client":
            "kör apt-get install systemd-timesyncd, eller ta en annan NTP-klient",
        "{} ended on {}": "{} gick ut {}",
        "{} ends on {}, in only {} days": "{} går ut {}, om bara {} dagar",
        "{} ends on {}, in {} days": "{} går ut {}, om {} dagar",
        "the daemon answers at {}": "demonen svarar på {}",
        "{}/metrics is read without a log-in: what leads there counts as this machine":
            "{}/metrics läses utan inloggning: det som leder dit räknas som den här datorn",
        "let a proxy send X-Forwarded-For, as http.trusted-proxies in helpdesk.yaml says":
            "låt en proxy skicka X-Forwarded-For, som http.trusted-proxies i helpdesk.yaml säger",
        "another program answers at {}": "ett annat program svarar på {}",
        "stop it, or set http.listen": "stoppa det, eller ställ in http.listen",
        "stop it, or set lmtp.listen": "stoppa det, eller ställ in lmtp.listen",
        "the daemon answers at its mail door": "demonen svarar i sin postdörr",
        "what answers at lmtp.listen refuses us, or is no LMTP":
            "det som svarar på lmtp.listen nekar oss, eller är inte LMTP",
        "nobody listens at {}, and its folder is not there":
            "ingen lyssnar på {}, och dess mapp finns inte",
        "the unit makes /run/helpdesk when it starts; another folder is yours to make":
            "enheten skapar /run/helpdesk när den startar; en annan mapp får du skapa själv",
        "nobody listens at {}: the daemon does not run":
            "ingen lyssnar på {}: demonen är inte igång",
        "nobody listens at {}:{}, the daemon does not run; it is free":
            "ingen lyssnar på {}:{}, demonen är inte igång; porten är ledig",
        "what listens at {}:{} does not answer as the daemon would":
            "det som lyssnar på {}:{} svarar inte som demonen skulle göra",
        "ss -ltnp 'sport = :{}' names it; stop it, or set {}":
            "ss -ltnp 'sport = :{}' säger vad det är; stoppa det, eller ställ in {}",
        "nothing can listen at {}:{}: {}": "ingenting kan lyssna på {}:{}: {}",
        "set {} to an address of this machine and a port above 1023":
            "ställ in {} på en av datorns adresser och en port över 1023",
        "no mailbox is set: mail comes in at lmtp.listen alone":
            "ingen brevlåda är inställd: e-post kommer bara in på lmtp.listen",
        "the mailbox {} at {} can be looked into": "det går att titta i brevlådan {} på {}",
        "no mail is taken out of {} at {}: {}": "ingen e-post hämtas ur {} på {}: {}",
        "mail waits in it meanwhile; see mail.pickup":
            "e-posten väntar i den under tiden; se mail.pickup",
        "letters are written to {}": "breven skrivs till {}",
        "the mail server {} does not take letters: {}": "e-postservern {} tar inte emot brev: {}",
        "letters wait and are tried until it does; see mail.submission":
            "breven väntar och försöks skickas tills den gör det; se mail.submission",
        "the mail server {}": "e-postservern {}",
        "no server is set: the accounts of {} count":
            "ingen server är inställd: kontona i {} gäller",
        "see directory in {}": "se directory i {}",
        "{} cannot decide log-ins: {}": "{} kan inte avgöra inloggningar: {}",
        "the other servers are asked meanwhile; helpdeskd directory whoami tries it":
            "de andra servrarna tillfrågas under tiden; helpdeskd directory whoami prövar den",
        "{} shows nobody below directory.user-base": "{} visar ingen under directory.user-base",
        "see directory.user-base, and what directory.bind-dn may read":
            "se directory.user-base, och vad directory.bind-dn får läsa",
        "{} answers, without TLS": "{} svarar, utan TLS",
        "{} answers, with TLS": "{} svarar, med TLS",
        "the certificate of {}": "certifikatet för {}",
        "have it renewed, or connections are refused":
            "låt förnya det, annars nekas anslutningar",
        "systemd does not run this machine: no unit to look at":
            "systemd kör inte den här datorn: det finns ingen enhet att titta på",
        "systemctl enable --now {}": "kör systemctl enable --now {}",
        "journalctl -u {} says why": "journalctl -u {} säger varför",
        "journalctl -u helpdeskd says why": "journalctl -u helpdeskd säger varför",
        "journalctl -u helpdesk-backup says why": "journalctl -u helpdesk-backup säger varför",
        "{} is not installed": "{} är inte installerad",
        "see the installation in README.md": "se installationen i README.md",
        "{} is active": "{} är igång", "{} has failed": "{} har misslyckats",
        "the unit {} is {}": "enheten {} är {}",
        "no switchboard is set: calls are not handed off":
            "ingen växel är inställd: samtal lämnas inte över",
        "people pass calls on: switchboard.driver is manual":
            "människor kopplar vidare samtal: switchboard.driver är manual",
        "the daemon that runs has no telephones": "demonen som är igång har inga telefoner",
        "it was started with another configuration: start it anew":
            "den startades med en annan konfiguration: starta om den",
        "the daemon and the telephone system hear each other": "demonen och växeln hör varandra",
        "citizens reach staff without the desk meanwhile, if the telephone system is set up for it; see switchboard.sip, and the journal":
            "medborgare når personalen utan supporten under tiden, om växeln är inställd för det; se switchboard.sip och journalen",
        "the daemon does not run: the telephone system rings staff without it":
            "demonen är inte igång: växeln ringer personalen utan den",
        "the certificate {} cannot be read": "certifikatet {} kan inte läsas",
        "see switchboard.sip.certificate": "se switchboard.sip.certificate",
        "the certificate {}": "certifikatet {}",
        "have it renewed and start the daemon anew, or calls are refused":
            "låt förnya det och starta om demonen, annars nekas samtal",
    ]

    /// What the doctor says of the store, backups and records.
    static let storeTexts = [
        "install the program that wrote it": "installera programmet som skrev den",
        "{} belongs to {}, and {} may not read and write it":
            "{} tillhör {}, och {} får inte läsa och skriva den",
        "as root: {}": "som root: {}",
        "set store.url to the store's own file": "ställ in store.url på databasens egen fil",
        "stop the daemon and helpdeskd restore the newest backup":
            "stoppa demonen och kör helpdeskd restore med den nyaste säkerhetskopian",
        "make room where the disk is full, or let the user helpdesk write in its folder":
            "gör plats där disken är full, eller låt användaren helpdesk skriva i mappen",
        "see that the user helpdesk can read and write it and its folder":
            "se till att användaren helpdesk kan läsa och skriva den och dess mapp",
        "there is no store {}, and its folder cannot be written to":
            "databasen {} finns inte, och dess mapp går inte att skriva i",
        "make the folder and give it to the user helpdesk, or set store.url":
            "skapa mappen och ge den till användaren helpdesk, eller ställ in store.url",
        "there is no store {} yet; the first start makes it":
            "databasen {} finns inte än; den skapas vid första starten",
        "{}: version {}, {} tickets, no damage": "{}: version {}, {} ärenden, inga skador",
        "{}; it is brought up to date at the next start":
            "{}; den uppdateras vid nästa start",
        "make a backup before that: there is no way back":
            "gör en säkerhetskopia innan: det finns ingen väg tillbaka",
        "every user of this machine can read what citizens wrote in {}":
            "varje användare av datorn kan läsa vad medborgarna har skrivit i {}",
        "chmod 0700 {}": "kör chmod 0700 {}",
        "{} MiB are free on the store's disk": "{} MiB är lediga på databasens disk",
        "{}, less than health.disk-free-bytes-min: /readyz says unavailable":
            "{}, mindre än health.disk-free-bytes-min: /readyz säger unavailable",
        "make room; mail waits in the mail server meanwhile":
            "gör plats; e-posten väntar i e-postservern under tiden",
        "{}, not far from health.disk-free-bytes-min":
            "{}, inte långt från health.disk-free-bytes-min",
        "make room soon": "gör plats snart",
        "the write-ahead log has grown to {} MiB": "write-ahead-loggen har vuxit till {} MiB",
        "something reads for a very long time; restarting the daemon folds it in":
            "något läser mycket länge; en omstart av demonen arbetar in den",
        "{} letters are due, {} are tried again later":
            "{} brev ska gå nu, {} försöks igen senare",
        "{}, and the oldest has waited for {} seconds":
            "{}, och det äldsta har väntat i {} sekunder",
        "see that the daemon runs; helpdeskd mail outbox says what the mail server said":
            "se till att demonen är igång; helpdeskd mail outbox säger vad e-postservern sade",
        "{} mails are held in quarantine, the oldest for {} days":
            "{} mejl hålls kvar i karantän, det äldsta sedan {} dagar",
        "{} of the {} after which it is thrown away": "{} av de {} efter vilka det kastas",
        "have somebody decide on them: helpdesk quarantine list shows them":
            "låt någon avgöra dem: helpdesk quarantine list visar dem",
        "the disk takes {} ms to make a write durable":
            "disken behöver {} ms för att göra en skrivning varaktig",
        "the disk takes {} ms to make a write durable: every mail waits so long":
            "disken behöver {} ms för att göra en skrivning varaktig: varje mejl väntar så länge",
        "put the store on a faster disk": "lägg databasen på en snabbare disk",
        "see that pg_basebackup and the log are kept elsewhere; else systemctl enable --now helpdesk-backup.timer":
            "se till att pg_basebackup och loggen sparas på annat håll; kör annars systemctl enable --now helpdesk-backup.timer",
        "backup.directory is not set: no backup is looked for":
            "backup.directory är inte inställd: ingen säkerhetskopia letas efter",
        "set it and systemctl enable --now helpdesk-backup.timer":
            "ställ in den och kör systemctl enable --now helpdesk-backup.timer",
        "there is no backup in {}": "det finns ingen säkerhetskopia i {}",
        "helpdeskd backup makes one; systemctl enable --now helpdesk-backup.timer":
            "helpdeskd backup gör en; kör systemctl enable --now helpdesk-backup.timer",
        "the newest, {}, is {} hours old": "den nyaste, {}, är {} timmar gammal",
        "{} is dated later than now: how old it is nobody knows":
            "{} är daterad senare än nu: hur gammal den är vet ingen",
        "see that the clock is right, and helpdeskd backup makes another":
            "se till att klockan går rätt, och helpdeskd backup gör en ny",
        "see that the clock is right; the daemon signs another within a minute":
            "se till att klockan går rätt; demonen signerar ett nytt inom en minut",
        "{}, more than backup.age-hours-max": "{}, mer än backup.age-hours-max",
        "audit.certificate is not set: nobody signs the records":
            "audit.certificate är inte inställt: ingen signerar loggarna",
        "set it and audit.key; helpdesk.yaml says how to make them":
            "ställ in det och audit.key; helpdesk.yaml säger hur de görs",
        "set audit.certificate and audit.key": "ställ in audit.certificate och audit.key",
        "the records' {}": "loggarnas {}",
        "make a new one, and put it above this one, which proves what was signed until now":
            "gör ett nytt, och lägg det ovanför det här, som styrker vad som har signerats hittills",
        "audit.heads is not set: no head is signed by itself":
            "audit.heads är inte inställd: inget huvud signeras av sig självt",
        "set it, and copy that folder to another machine":
            "ställ in den, och kopiera mappen till en annan dator",
        "there is no signed head in {} yet": "det finns inget signerat huvud i {} än",
        "see that the daemon runs and that the user helpdesk can write there":
            "se till att demonen är igång och att användaren helpdesk kan skriva där",
        "the newest signed head is {} minutes old":
            "det nyaste signerade huvudet är {} minuter gammalt",
        "the newest signed head is {} minutes old, in {}":
            "det nyaste signerade huvudet är {} minuter gammalt, i {}",
        "{} records wait for a seal": "{} loggposter väntar på ett sigill",
        "see that the daemon runs: it seals once a second":
            "se till att demonen är igång: den förseglar en gång i sekunden",
    ]
}
