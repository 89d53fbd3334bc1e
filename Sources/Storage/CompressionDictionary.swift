import Foundation

/// What the store's compressor knows by heart: a dictionary of Zstandard (RFC 8878 §5).
///
/// Most of what is kept is short and much alike: a mail's header, the words a desk is asked with, our
/// own letters around a citizen's name. A frame of its own finds little to refer to in 2 KB; with this
/// before it, a letter takes half and a mail four fifths of the room.
///
/// **It never changes**, or what was kept with it could not be read again. Another one gets another
/// ``id`` and stands beside this. Every frame names the one it needs.
enum CompressionDictionary {
    /// Names it in each frame, in the range for private use (RFC 8878 §5).
    static let id: UInt32 = 40_001

    /// The whole of it: the magic number, ``id``, the tables, and the content.
    static let bytes: [UInt8] = [0x37, 0xA4, 0x30, 0xEC] + littleEndian(id) + tables + content

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// How often what follows what, counted by ZDICT_finalizeDictionary(3) over letters and mails of
    /// the benchmark.
    private static let tables: [UInt8] = Array(
        Data(base64Encoded: tablesInBase64) ?? Data()
    )
    private static let tablesInBase64 = """
        PBC4m6YD/P//Hz5vFcf/V5dnpR/3TiK/ybRlN7n3Tkkm3av2qFW8ac3g8WPjtjrWmrW2hNhOsBUBCs/PEYMA\
        AAAGhoWD0gFtHCweAASAgJcekCWXi+TBWCwMw0AUBjEMgyAMBDEQAzAIxXAciTE0BQAAABSP5dLaSCTOoyyK\
        QaYQohEQCAAAAAABAAAABAAAAAgAAAA=
        """

    /// What is likeliest stands last, where it is nearest.
    private static let content = Array("\(phrases)\(mails)\(letters)".utf8)

    /// What citizens write about, and what articles say.
    private static let phrases = #"""
        Tack för hjälpen. Det fungerar nu. Jag har fortfarande samma problem. Jag har försökt \#
        flera gånger men det går inte. Kan ni ringa mig på telefon? Mitt telefonnummer är 070-. \#
        Jag är född. Jag bor i. Min dotter, min son, mitt barn, mina barn, min mamma, min \#
        pappa, min man, min fru, min sambo. skolan förskolan förskoleplats bygglov parkering \#
        parkeringstillstånd biblioteket äldreomsorg hemtjänst färdtjänst försörjningsstöd \#
        avgift faktura avfall sophämtning vatten och avlopp fritids fritidshem simskola \#
        föreningsbidrag synpunkt klagomål felanmälan beslut överklaga ansökan ansöka om \#
        blankett bilaga handläggare ärendet ärendenummer.
        I cannot log in. I have tried several times but it does not work. I get an error \#
        message. Could you please help me? What should I do? Thank you for your help. Best \#
        regards, Kind regards, Sent from my iPhone. Have you changed something? the form, the \#
        application, my account, my password, the page, the website, the e-service, the app, my \#
        phone, my computer, my child, the school.
        Hej! Jag försöker logga in på Mina sidor med BankID men det går inte. När jag klickar \#
        på logga in händer ingenting. Det står att ett fel har inträffat. Försök igen senare. \#
        Något gick fel. Sidan kan inte visas. Jag får ett felmeddelande. Jag har glömt mitt \#
        lösenord. Jag har bytt telefon och kan inte använda mitt BankID. Mobilt BankID, \#
        säkerhetskod, QR-kod, Freja eID+, e-legitimation, id-kort, personnummer, \#
        samordningsnummer, legitimera sig, skriva under, underskrift, signera, inloggning, \#
        e-tjänsten, webbplatsen, webbläsaren, Safari, Chrome, Firefox, Edge, Windows, iPhone, \#
        iPad, Android, datorn, mobilen, telefonen, surfplattan, appen, uppdatera, senaste \#
        versionen, starta om, installera. Jag kan inte skicka in min ansökan. Formuläret går \#
        inte att skicka. Filen går inte att ladda upp. Jag har inte fått någon bekräftelse. Jag \#
        undrar om ni kan hjälpa mig. Hur gör jag för att? Vad ska jag göra? Är det något fel \#
        hos er? Tacksam för svar så snart som möjligt. Tack på förhand. Med vänlig hälsning, \#
        Vänliga hälsningar, Hälsningar, Mvh
        Skickat från min iPhone
        Hämta Outlook för iOS
        Den mån 2 nov. 2026 kl 09:12 skrev Medborgarsupport <support@
        >\#u{20}
        -----Ursprungligt meddelande-----
        Från: Skickat: Till: Ämne: SV: VB: Re: Fwd: Sv:
        Om ingen av lösningarna hjälper
        Vem hjälper dig?
        Du når oss på
        Kontakta banken. Öppna BankID-appen. Öppna Freja-appen. Uppdatera appen, om det finns \#
        en ny version. Starta om telefonen. Logga in igen. Läs Webbläsare. Läs Blankett i \#
        stället för e-tjänst. Läs Bekräftelse och kvitto. Läs Kontakta handläggare eller växel. \#
        Läs Göra ärenden åt någon annan. Läs Skaffa e-legitimation. Läs Skaffa Mobilt \#
        BankID.</p>\n<p></p>\n<h2>Gör så här</h2>\n<ol>\n<li></li>\n<li>Öppna e-tjänsten på \#
        nytt.</li>\n<li>Gå tillbaka till e-tjänsten och logga \#
        in.</li>\n</ol>\n<ul>\n<li><strong></strong></li>\n</ul>\n<table>\n<thead>\n<tr>\n<th>Ko\#
        d</th>\n<th>Betydelse</th>\n<th>Gör så \#
        här</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td></td>\n<td></td>\n</tr>\n</tbody>\n</table\#
        >\n<h2>När ska du kontakta oss?</h2>\n<p>Kontakta oss om det inte hjälper: \#
        support@example.org. Skriv vad som står på skärmen, klockslaget och vad du gjorde. \#
        Skicka inte ditt personnummer.
        """#

    /// How mails come: quoted-printable, HTML, and the fields of a header.
    private static let mails = #"""
        Hej! Jag f=C3=B6rs=C3=B6ker logga in p=C3=A5 Mina sidor med BankID men det g=C3=A5r \#
        inte. N=C3=A4r jag klickar h=C3=A4nder ingenting. Det st=C3=A5r att ett fel har \#
        intr=C3=A4ffat. N=C3=A5got gick fel. F=C3=B6rs=C3=B6k igen senare. Jag har \#
        f=C3=B6rs=C3=B6kt flera g=C3=A5nger, jag f=C3=A5r ett felmeddelande, =C3=A4ven \#
        fr=C3=A5n datorn. s=C3=A4kerhetskod, l=C3=B6senord, ans=C3=B6kan, =C3=A4rende, \#
        =C3=A4rendet, bl=C3=A5, p=C3=A5, d=C3=A5, fr=C3=A5ga, efter, =C3=A4n, =C3=A4r, \#
        =C3=B6ver, f=C3=B6r att, f=C3=B6re, hj=C3=A4lpa, hj=C3=A4lp, s=C3=A5 snart som \#
        m=C3=B6jligt, g=C3=B6ra, l=C3=A4nge, m=C3=A5ste, beh=C3=B6ver, tj=C3=A4nsten, \#
        e-tj=C3=A4nsten, webbl=C3=A4saren, sj=C3=A4lv, m=C3=A5nga, n=C3=A5gon, n=C3=A5got, \#
        ocks=C3=A5. Tack p=C3=A5 f=C3=B6rhand. Med v=C3=A4nlig h=C3=A4lsning
        V=C3=A4nliga h=C3=A4lsningar
        H=C3=A4lsningar
        Jag f&ouml;rs&ouml;ker p&aring; &auml;r =E5 =E4 =F6 f=F6rs=F6ker p=E5 =E4r
        <html xmlns=3D"http://www.w3.org/1999/xhtml"><head><meta http-equiv=3D"Content-Type" \#
        content=3D"text/html; charset=3Dutf-8"><style type=3D"text/css" \#
        style=3D"display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body \#
        dir=3D"ltr" style=3D"font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: \#
        11pt; color: rgb(0, 0, 0);"><div class=3D"elementToProof"><br></div><div dir=3D"ltr" \#
        class=3D"gmail_quote"><blockquote class=3D"gmail_quote" style=3D"margin:0px 0px 0px \#
        0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><p \#
        class=3D"MsoNormal">&nbsp;</p></blockquote></div></body></html>
        Return-Path: <
        Delivered-To: support@
        Received: from mail-outbound.protection.outlook.com \#
        (mail-outbound.protection.outlook.com [192.0.2.
        \#tby mx (Postfix) with ESMTPS id\#u{20}
        \#tfor <support@>; Mon,  2 Nov 2026 09:12:00 +0100 (CET)
        \#t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
        \#t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
        \#t(No client certificate requested)
        ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none; b=
        ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; \#
        h=From:Date:Subject:Message-ID:Content-Type:MIME-Version; bh=
        ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@gmail.com \#
        header.s=20230601; spf=pass (google.com: domain of designates as permitted sender) \#
        smtp.mailfrom=; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=gmail.com
        Authentication-Results: mx; dkim=pass (2048-bit key) header.d=gmail.com \#
        header.i=@gmail.com; spf=pass smtp.mailfrom=; dmarc=pass header.from=
        Received-SPF: pass
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=20230601; t=; x=; \#
        darn=;
                \#
        h=to:subject:message-id:date:from:in-reply-to:references:mime-version:from:to:cc:subject\#
        :date:message-id:reply-to;
                bh=;
                b=
        X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=20230601;
        X-Gm-Message-State:\#u{20}
        X-Received: by 2002:a05:
        X-MS-Exchange-Organization-AuthAs:\#u{20}
        X-Mailer: iPhone Mail
        Thread-Topic:\#u{20}
        Thread-Index:\#u{20}
        Accept-Language: sv-SE, en-US
        Content-Language: sv-SE
        User-Agent: Mozilla Thunderbird
        X-Priority: 3
        In-Reply-To: <
        References: <
        MIME-Version: 1.0 (Mac OS X Mail 16.0 \(\))
        Content-Type: multipart/mixed; boundary="
        Content-Type: multipart/alternative; boundary="_000_
        Content-Type: image/jpeg; name="IMG_.jpeg"
        Content-Disposition: attachment; filename="image.png"
        Content-Disposition: inline; filename=
        Content-Transfer-Encoding: base64
        Content-ID: <
        Content-Type: text/html; charset="UTF-8"
        Content-Transfer-Encoding: 8bit
        Content-Transfer-Encoding: 7bit
        Content-Type: text/plain; charset="utf-8"; format=flowed
        From: =?UTF-8?Q?
        From: =?utf-8?B?
        To: Medborgarsupport <support@
        Subject: =?UTF-8?Q?
        Subject: =?iso-8859-1?Q?
        Subject: Problem med inloggning
        Date: Mon, 2 Nov 2026 09:12:00 +0100
        Message-ID: <@mail.gmail.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable


        """#
        .replacing("\n", with: "\r\n")

    /// Our own letters as the outbox has them.
    private static let letters = #"""
        {"form":"survey","html":"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hello!</p>\n<p>Your case \#
        <strong></strong> is closed. How do you think it went?</p>\n<p><a \#
        href=\"https://support.example.org/l/\">Answer with one press, from 1 to \#
        5</a></p>\n<p>We ask once. Your answer helps us to do better.</p>\n<p>This e-mail was \#
        sent \#
        automatically.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com\#
        ","isAutomatic":true,"language":"en","messageID":".a.@example.org","references":["@mail.\#
        gmail.com"],"replyToken":"-a-","subject":"How did it go with your case? \#
        [#]","text":"Hello!\n\nYour case  is closed. How do you think it went?\nAnswer with one \#
        press, from 1 to 5:\n\nhttps://support.example.org/l/\n\nWe ask once. Your answer helps \#
        us to do better.\n\nKind regards\nMedborgarsupport\n\nThis e-mail was sent \#
        automatically.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":81741930\#
        5.0}
        {"form":"status","html":"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hello!</p>\n<p>Your case \#
        <strong></strong> is now closed. Is it not solved? Reply to this\ne-mail, and we open \#
        it again.</p>\n<p>This e-mail was sent \#
        automatically.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com\#
        ","isAutomatic":true,"language":"en","messageID":".a.@example.org","references":["@mail.\#
        gmail.com"],"replyToken":"-a-","subject":"Your case : [#]","text":"Hello!\n\nYour case  \#
        is now closed.\nIs it not solved? Reply to this e-mail, and we open it again.\n\nKind \#
        regards\nMedborgarsupport\n\nThis e-mail was sent \#
        automatically.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":81741930\#
        5.0}
        {"form":"answer","html":"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hello!</p>\n<p>Thank you for your \#
        message. Its case number is <strong></strong>.\nWe think that this is the answer to \#
        your question:</p>\n<h1></h1>\n<hr>\n<h2>Did this solve the problem?</h2>\n<p><a \#
        href=\"https://support.example.org/l/\">Yes, it solved the problem</a></p>\n<p><a \#
        href=\"https://support.example.org/l/\">No, I need more help</a></p>\n<p>You can also \#
        reply to this e-mail with the word yes. If you reply anything else, or\nnothing, \#
        somebody will take care of your case.</p>\n<p>This may help too:\n\n<p>This e-mail was \#
        sent \#
        automatically.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com\#
        ","isAutomatic":true,"language":"en","messageID":".a.@example.org","references":["@mail.\#
        gmail.com"],"replyToken":"-a-","subject":"We have received your case: \#
        [#]","text":"Hello!\n\nThank you for your message. Its case number is .\nWe think that \#
        this is the answer to your question:\n\n\n\n\n---\nDid this solve the problem?\n\nYes, \#
        it solved the problem: https://support.example.org/l/\nNo, I need more help: \#
        https://support.example.org/l/\n\nYou can also reply to this e-mail with the word \#
        yes.\nIf you reply anything else, or nothing, somebody will take care of your \#
        case.\n\nThis may help too: \n\nKind regards\nMedborgarsupport\n\nThis e-mail was sent \#
        automatically.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":81741930\#
        5.0}
        {"form":"receipt","html":"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hello!</p>\n<p>Thank you for your \#
        message. We have received it, and its case number is\n<strong></strong>. Somebody will \#
        read it and answer you.</p>\n\n<p>Would you like to add something? Reply to this \#
        e-mail.</p>\n<p>This e-mail was sent \#
        automatically.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com\#
        ","isAutomatic":true,"language":"en","messageID":".a.@example.org","references":["@mail.\#
        gmail.com"],"replyToken":"-a-","subject":"We have received your case: \#
        [#]","text":"Hello!\n\nThank you for your message. We have received it, and its case \#
        number is .\nSomebody will read it and answer you.\n\nWould you like to add something? \#
        Reply to this e-mail.\n\nKind regards\nMedborgarsupport\n\nThis e-mail was sent \#
        automatically.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":81741930\#
        5.0}
        {"form":"notice","html":"<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hej!</p>\n<p>Vi har fått ett \#
        meddelande som säger att det kommer från den här adressen.\nEn handläggare läser det \#
        och svarar.</p>\n<p>Har du inte skrivit till oss behöver du inte göra \#
        något.</p>\n<p>Det här mejlet skickades \#
        automatiskt.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com",\#
        "isAutomatic":true,"language":"sv","messageID":".a.@example.org","references":["@mail.gm\#
        ail.com"],"replyToken":"-a-","subject":"Vi har fått ett meddelande från din \#
        adress","text":"Hej!\n\nVi har fått ett meddelande som säger att det kommer från den \#
        här adressen.\nEn handläggare läser det och svarar.\n\nHar du inte skrivit till oss \#
        behöver du inte göra något.\n\nVänliga hälsningar\nMedborgarsupport\n\nDet här mejlet \#
        skickades \#
        automatiskt.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":817419305.0}
        {"form":"survey","html":"<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hej!</p>\n<p>Ditt ärende \#
        <strong></strong> är avslutat. Hur tycker du att det gick?</p>\n<p><a \#
        href=\"https://support.example.org/l/\">Svara med ett tryck, från 1 till \#
        5</a></p>\n<p>Vi frågar en gång. Svaret hjälper oss att bli bättre.</p>\n<p>Det här \#
        mejlet skickades \#
        automatiskt.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com",\#
        "isAutomatic":true,"language":"sv","messageID":".a.@example.org","references":["@mail.gm\#
        ail.com"],"replyToken":"-a-","subject":"Hur gick det med ditt ärende? \#
        [#]","text":"Hej!\n\nDitt ärende  är avslutat. Hur tycker du att det gick?\nSvara med \#
        ett tryck, från 1 till 5:\n\nhttps://support.example.org/l/\n\nVi frågar en gång. \#
        Svaret hjälper oss att bli bättre.\n\nVänliga hälsningar\nMedborgarsupport\n\nDet här \#
        mejlet skickades \#
        automatiskt.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":817419305.0}
        {"form":"status","html":"<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hej!</p>\n<p>Ditt ärende \#
        <strong></strong> är nu avslutat. Är det inte löst? Svara på det\nhär mejlet, så öppnar \#
        vi det igen.</p>\n<p>Det här mejlet skickades \#
        automatiskt.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com",\#
        "isAutomatic":true,"language":"sv","messageID":".a.@example.org","references":["@mail.gm\#
        ail.com"],"replyToken":"-a-","subject":"Ditt ärende : [#]","text":"Hej!\n\nDitt ärende  \#
        är nu avslutat.\nÄr det inte löst? Svara på det här mejlet, så öppnar vi det \#
        igen.\n\nVänliga hälsningar\nMedborgarsupport\n\nDet här mejlet skickades \#
        automatiskt.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":817419305.0}
        {"form":"answer","html":"<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hej!</p>\n<p>Tack för ditt \#
        meddelande. Det har ärendenummer <strong></strong>.\nVi tror att det här är svaret på \#
        din fråga:</p>\n<h1></h1>\n<hr>\n<h2>Löste det problemet?</h2>\n<p><a \#
        href=\"https://support.example.org/l/\">Ja, det löste problemet</a></p>\n<p><a \#
        href=\"https://support.example.org/l/\">Nej, jag behöver mer hjälp</a></p>\n<p>Du kan \#
        också svara på det här mejlet med ordet ja. Svarar du något annat, eller inte\nalls, \#
        tar en handläggare hand om ärendet.</p>\n<p>Det här kan också hjälpa:\n\n<p>Det här \#
        mejlet skickades \#
        automatiskt.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com",\#
        "isAutomatic":true,"language":"sv","messageID":".a.@example.org","references":["@mail.gm\#
        ail.com"],"replyToken":"-a-","subject":"Vi har fått ditt ärende: \#
        [#]","text":"Hej!\n\nTack för ditt meddelande. Det har ärendenummer .\nVi tror att det \#
        här är svaret på din fråga:\n\n\n\n\n---\nLöste det problemet?\n\nJa, det löste \#
        problemet: https://support.example.org/l/\nNej, jag behöver mer hjälp: \#
        https://support.example.org/l/\n\nDu kan också svara på det här mejlet med ordet \#
        ja.\nSvarar du något annat, eller inte alls, tar en handläggare hand om ärendet.\n\nDet \#
        här kan också hjälpa: \n\nVänliga hälsningar\nMedborgarsupport\n\nDet här mejlet \#
        skickades \#
        automatiskt.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":817419305.0}
        {"form":"receipt","html":"<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta \#
        charset=\"utf-8\"><title>Medborgarsupport</title></head>\n<body style=\"font-family: \#
        sans-serif; line-height: 1.5; max-width: 40em\">\n<p>Hej!</p>\n<p>Tack för ditt \#
        meddelande. Vi har fått det, och det har ärendenummer\n<strong></strong>. En \#
        handläggare läser det och svarar dig.</p>\n\n<p>Vill du lägga till något? Svara på det \#
        här mejlet.</p>\n<p>Det här mejlet skickades \#
        automatiskt.</p>\n<p>Medborgarsupport</p>\n</body>\n</html>\n","inReplyTo":"@gmail.com",\#
        "isAutomatic":true,"language":"sv","messageID":".a.@example.org","references":["@mail.gm\#
        ail.com"],"replyToken":"-a-","subject":"Vi har fått ditt ärende: \#
        [#]","text":"Hej!\n\nTack för ditt meddelande. Vi har fått det, och det har \#
        ärendenummer .\nEn handläggare läser det och svarar dig.\n\nVill du lägga till något? \#
        Svara på det här mejlet.\n\nVänliga hälsningar\nMedborgarsupport\n\nDet här mejlet \#
        skickades \#
        automatiskt.\n","ticket":1,"toAddress":"@example.com","toName":"","writtenAt":817419305.0}
        """#
}
