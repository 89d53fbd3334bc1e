/// What citizens ask about, in languages that no article is in, and the Swedish for it.
///
/// Who writes Somali or Polish is answered by a person, who may not read it: the words that most
/// questions turn on are enough to show which article it is about. Words of one sense stand together,
/// not languages, since it is a sense that is looked up.
enum Glossary {
    /// The words, and after them the Swedish of those that are known.
    static func translating(_ words: Words) -> Words {
        let senses = phrases.names(in: words.folded).sorted()
        guard !senses.isEmpty else { return words }
        return words.followed(
            by: Words(senses.joined(separator: " "), scalarsMax: WordLimits.questionScalarsMax)
        )
    }

    /// The Swedish, and the words for it.
    ///
    /// One ending in * is a prefix. Where two begin alike the longer one stands first.
    private static let phrases = PhraseList(
        folding: senses.split(whereSeparator: \.isNewline).map { line in
            let sides = line.split(separator: ":")
            let words = sides[1].split(separator: ",").map { String($0).trimmed }
            return (String(sides[0]), words)
        }
    )

    /// Finnish, Arabic, Persian, Somali, Polish, Ukrainian, Russian, Spanish, French, German, Turkish and
    /// Bosnian, in this order.
    private static let senses = """
        BankID: بنك آيدي, بانک آیدی, بانک ایدی, بنك ايدي, банк айд*, бенк айд*, банкайд*, банкід*
        Freja: فريا, فریا, фрей*, фрея
        lösenord: salasana*, كلمة المرور, كلمة مرور, كلمة السر, رمز عبور*, گذرواژه*, پسورد, erayga sirta, \
        furaha sirta, hasło*, hasła*, haseł, парол*, contraseñ*, mot de passe, passwort*, kennwort*, \
        şifre*, parola*, lozink*, fjalëkalim*
        glömt: unohd*, unoht*, نسيت, نسيان, فراموش*, یادم رفت*, ilaaw*, illow*, hilmaam*, zapomni*, \
        забув*, забул*, забут*, забыл*, olvid*, oubli*, vergess*, vergaß, unuttu*, zaborav*, harro*
        språk svenska tolk: suomeksi, suomen kielell*, tulkk*, بالعربي*, باللغة العربية, مترجم*, به فارسی, \
        زبان فارسی, به دری, af soomaali*, turjubaan*, turjumaan*, luqad*, po polsku, język*, tłumacz*, \
        українською, мовою, перекладач*, по русски, русском язык*, переводчик*, en español, intérprete*, \
        traduc*, en français, traduire, auf deutsch, dolmetsch*, übersetz*, türkçe, tercüman*, \
        bosanskom, prevod*, tumač*
        kod säkerhetskod: koodi*, tunnusluku*, tunnuslu*, pin*, رمز*, الرمز*, رمزي, رقم سري, كود, الكود, \
        کد*, پین*, kood*, kod*, код*, пін*, пин*, código*, clave*, code*, geheimzahl, šifr*
        logga in inloggning: kirjaut*, kirjaud*, sisään, تسجيل الدخول, الدخول, دخول*, أدخل, ادخل, \
        وارد ش*, وارد بش*, ورود*, لاگین, geli kar*, gali kar*, gelo, galo, soo gal*, soo gel*, galitaan*, \
        zalog*, logow*, увійти, увійду, вхід*, входж*, залогін*, авториз*, войти, вход*, залогин*, \
        iniciar sesión, inicio de sesión, acceder, acceso, entrar, connect*, connexion, accéder, \
        anmeld*, angemeldet, einlog*, eingelog*, einwähl*, giriş*, girem*, prijav*, ulogov*, ulogir*
        går inte fungerar inte: ei toimi*, ei onnistu*, en pääse, en voi, لا يعمل, لا تعمل, لا أستطيع, \
        لا استطيع, لا يمكنني, ما يشتغل, کار نمی*, کارنمی*, نمی توان*, نمیتوان*, نمی شود, نمیشود, \
        ma shaqe*, ma shaqay*, ma gel*, ma gal*, ma kar*, nie działa*, nie mogę, nie da się, не працю*, \
        не можу, не вдається, не работа*, не могу, не получается, no funciona*, no puedo, no me deja, \
        ne marche pas, ne fonctionne*, ne peux pas, n arrive pas, funktioniert nicht, geht nicht, \
        lässt sich nicht, çalışm*, olmuyor, ne radi, ne mogu
        spärra: sulke*, sulje*, kuolet*, إيقاف, ايقاف, أوقف, حظر, تجميد, مسدود*, xannib*, jooji*, xir*, \
        zablok*, zastrze*, заблок*, bloque*, bloqu*, sperr*, gesperrt, engelle*, bloke*, blokir*
        tappat stulen: hukka*, kadot*, kadon*, varast*, فقدت, ضاع*, سرق*, گم کرد*, گم شد*, دزدید*, lumay*, \
        lumiy*, la xad*, zgub*, skradzi*, ukradzi*, загуб*, втрати*, вкра*, украл*, потеря*, perdí, \
        perdi*, robar*, robó, perdu*, volé*, verlor*, gestohl*, kaybet*, kaybol*, çalın*, izgubi*, ukra*
        telefon mobil: puhelin*, puhelim*, puhelu*, kännyk*, هاتف*, الهاتف, موبايل*, الموبايل, جوال*, گوشی*, \
        تلفن*, موبایل*, telefoon*, taleefan*, taleefoon*, moobay*, telefon*, komórk*, телефон*, teléfon*, \
        móvil*, celular*, téléphon*, portable*, handy*, cep telefon*, mobitel*
        ny bytt: uusi, uuden, vaihdo*, vaihta*, جديد*, الجديد, غيرت, تغيير, جدید*, عوض کرد*, تغییر*, cusub*, \
        bedel*, nowy*, nowa*, nowe*, zmien*, новий, нова, нового, новому, змін*, новый, новая, новом*, \
        смен*, nuevo*, nueva*, cambi*, nouve*, chang*, neue*, wechsel*, gewechsel*, yeni*, değiş*, novi, \
        nova, novog*, promijen*, promen*
        utländsk e-legitimation: suomalais*, ulkomai*, أجنبية, خارجی, ajnabi*, polskim, polski*, zagranicz*, \
        українськ*, іноземн*, російськ*, русск*, иностранн*, español*, extranjer*, étrang*, français*, \
        deutsche*, ausländ*, yabancı*, stran*
        e-legitimation: sähköi* tunnist*, sähköinen tunnist*, sähköisen tunnist*, pankkitunnu*, \
        tunnistau*, henkilökort*, هوية*, الهوية, الهويه, شناسه*, هویت*, کارت ملی, aqoonsi*, dowód*, \
        dowod*, profil zaufan*, profilem zaufan*, електронна ідентиф*, електронний підпис, \
        електронного підпис*, ідентифік*, посвідчен*, удостоверен*, идентифик*, identific*, \
        certificado*, dni, identité*, personalausweis*, ausweis*, identität*, kimlik*, lična karta, \
        osobna iskaznica
        personnummer: henkilötunnu*, الرقم الشخصي, رقم شخصي, رقمي الشخصي, شماره شخصی, شماره ملی, \
        lambarka shakhsi*, lambar shakhsi*, numer osobist*, numeru osobist*, numeru personaln*, pesel*, \
        персонального номер*, персональний номер, особистого номер*, особистий номер, личного номер*, \
        личный номер, персональный номер, número personal, numéro personnel, personennummer*, \
        kişisel numara*, kimlik numara*, lični broj, osobni broj
        skaffa: hanki*, hankki*, الحصول, أحصل, احصل, بگیرم, دریافت, گرفتن, heli kar*, helo, helaa, \
        samays*, założy*, uzyska*, dosta*, otrzyma*, отрима*, оформ*, получи*, obtener, consigo, \
        conseguir, sacar, obtenir, bekomm*, beantrag*, alabilir*, almak, alırım, dobiti, dobij*, izvadi*
        fel felmeddelande: virhe*, خطأ, خطا*, ارور*, khalad*, qalad*, błąd*, błęd*, помилк*, ошибк*, error*, \
        erreur*, fehler*, hata*, grešk*
        sidan visas inte: sivu*, صفحة*, الصفحة, الموقع, موقع*, صفحه*, سایت*, bogga*, bog, websayt*, stron*, \
        сторінк*, сайт*, страниц*, página*, pantalla*, sitio*, page*, écran, seite*, webseite*, \
        bildschirm*, sayfa*, stranic*
        bifoga ladda upp fil: liite*, liitt*, tiedosto*, ملف*, الملف*, إرفاق, ارفاق, رفع, فایل*, آپلود*, \
        fayl*, faylka, plik*, załącz*, załączn*, файл*, прикріп*, прикреп*, долуч*, archivo*, adjunt*, \
        subir, fichier*, joindre, pièce jointe, datei*, anhang*, anhäng*, hochlad*, dosya*, yükle*, \
        datotek*, fajl*, prilož*
        betala betalning: maksa*, maksu*, دفع*, الدفع, أدفع, ادفع, پرداخت*, bixi*, lacag*, płac*, zapłac*, \
        płatno*, оплат*, сплат*, плат*, pagar*, pago*, pagu*, paga, payer, payé*, paie*, bezahl*, zahl*, \
        ödeme*, öde*, plati*, plać*
        skriva under underskrift: allekirj*, توقيع*, التوقيع, أوقع, امضا*, saxiix*, podpis*, підпис*, \
        подпис*, firmar*, firma*, signer*, signature*, unterschr*, unterzeich*, imza*, potpis*
        ansökan ärende: hakemu*, طلبي, طلب, الطلب*, درخواست*, codsi*, arji*, wnios*, podani*, заяв*, \
        обращени*, solicitud*, trámite*, demande*, dossier*, antrag*, anträg*, başvur*, zahtjev*, zahtev*
        barn under 18: lapsi*, lapse*, tyttäre*, poikani*, طفل*, ابني, ابنتي, أطفال*, اطفال*, فرزند*, بچه*, \
        دخترم, پسرم, ilmah*, cunug*, wiilk*, gabadh*, caruur*, dzieck*, dziec*, mój syn, mojego syna, \
        córk*, дитин*, діт*, мій син, дочк*, доньк*, ребен*, дет*, hijo*, hija*, niñ*, enfant*, mon fils, \
        ma fille, kind*, mein sohn, tochter, çocu*, oğlum*, kızım*, dijet*, djec*, dec*, moj sin, kćer*
        åt någon annan ombud: puolesta, äitini, isäni, نيابة, أمي, أبي, والدتي, والدي, مادرم, پدرم, \
        از طرف, hooyad*, aabah*, w imieniu, mamy, mamę, mamie, matk*, ojca, tatę, від імені, мами, матері, батька, от имени, \
        матери, отца, en nombre de, mi madre, mi padre, au nom de, ma mère, mon père, im namen, \
        für meine mutter, für meinen vater, annem*, babam*, adına, u ime, majk*, oca
        följ ärendet status: tila, tilan*, vaihe*, حالة*, وضعیت*, xaalad*, marayaa, status*, статус*, \
        стан, estado, état, avancement, stand, durum*
        kvitto bekräftelse: kuit*, vahvist*, إيصال*, ايصال*, تأكيد*, رسید*, تایید*, rasiid*, potwierdz*, \
        квитанц*, підтвердж*, подтвержд*, recibo*, justificante*, confirma*, reçu*, quittung*, bestätig*, \
        makbuz*, onay*, potvrd*
        adress flyttat: osoit*, muutin, عنوان*, العنوان, آدرس*, cinwaan*, adres*, адрес*, dirección*, \
        domicilio*, anschrift*, umgezog*
        meddelande sms mejl: sähköpost*, viesti*, رسالة*, رسائل, بريد*, پیام*, ایمیل*, fariin*, iimayl*, \
        wiadomo*, повідомл*, сообщен*, письмо, mensaje*, correo*, message*, courriel*, nachricht*, \
        mesaj*, poruk*
        bedrägeri lurad misstänkt samtal: huija*, petos*, احتيال*, محتال*, نصاب*, کلاهبردار*, khayaan*, oszust*, oszuka*, шахра*, \
        обдур*, ошука*, мошенн*, обман*, estafa*, engañ*, fraude*, arnaqu*, betrug*, betrüg*, dolandır*, prevar*
        klagomål: valitus*, valitta*, شكوى*, شکایت*, cabasho*, cabasha*, ashtako*, skarg*, poskarż*, zażal*, скарг*, \
        поскарж*, жалоб*, пожаловат*, queja*, reclam*, plainte*, réclam*, beschwer*, şikayet*, žalb*
        blankett papper: lomak*, paperi*, استمارة*, ورقي*, نموذج, فرم, کاغذ*, foom*, warqad*, formularz*, \
        papier*, бланк*, папер*, бумаг*, formulario*, papel*, formulaire*, papierform*, obraz*, papir*
        kontakta ringa: soitta*, yhtey*, أتصل, اتصل, الاتصال, تماس*, la xiriir*, soo wac*, zadzwoni*, \
        skontakt*, зателефон*, подзвон*, позвон*, связат*, llamar*, llamo, contact*, appeler, anruf*, \
        kontakt*, arayabil*, iletişim*, nazva*
        dator: tietokon*, كمبيوتر*, الكمبيوتر, حاسوب*, الحاسوب, کامپیوتر*, kombiyuutar*, kombuyuutar*, \
        komputer*, комп*, ordenador*, computadora*, ordinateur*, computer*, bilgisayar*, računar*, \
        kompjut*
        förnya gått ut giltighetstid: vanhentu*, vanhene*, umpeutu*, انتهت, انتهاء, تجديد, منقضی*, تمدید*, cusboon*, \
        dhacay, wygas*, wygaś*, odnowi*, закінчи*, простроч*, продовж*, истек*, истёк*, продл*, caduc*, renov*, \
        expir*, abgelauf*, verlänger*, erneuer*, süresi, yenile*, istek*, produž*, obnov*
        """
}
