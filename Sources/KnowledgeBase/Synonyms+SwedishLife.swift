extension Synonyms {
    /// Of health, family, days and common acts.
    static let swedishOfLife =
        """
        antal många
        varm värme
        kall kyla
        tecken symtom
        undvika slippa
        innebära betyda
        avse betyda mena
        betydelse innebörd
        upptäcka hitta finna
        tillverka framställa producera
        rengöra städa tvätta
        hantera sköta klara
        prata tala samtala
        berätta förklara beskriva
        undra fråga
        inställd avlyst avbokad
        lindra mildra dämpa
        oroa oro orolig
        vistas befinna
        beslut besluta bestämma
        leverera leverans
        hemleverans hemkörning
        lita förtroende
        åtgärd insats
        drabba utsätta
        isolera isolering karantän
        smitta infektion infektera
        immunsystem immunförsvar
        försämrad nedsatt dålig
        frisk tillfriskna återhämta
        dödlig dö död
        äldreboende servicehus ålderdomshem vårdboende
        hemtjänst hemvård
        vård omsorg
        sköterska sjuksköterska
        apotek recept medicin
        recept läkemedel
        sommarstuga sommarhus fritidshus stuga
        skida skidåkning
        taxi färdtjänst
        flyg flygplan flygplats
        utrikes utomlands
        land nation
        stad ort
        distans hemifrån distansundervisning
        distansundervisning hemundervisning
        ungdom tonåring
        bebis spädbarn nyfödd baby
        mormor morfar farmor farfar
        syskon bror syster
        besökare gäst
        kund klient
        företag firma företagare
        mataffär livsmedelsbutik
        livsmedel mat
        dricka dryck
        alkohol sprit
        munskydd ansiktsmask
        toalett wc
        buller oljud
        bråk konflikt
        olycka olyckshändelse
        kris katastrof nödläge
        sjukskriven sjukskrivning sjukpenning
        föräldraledig föräldrapenning
        besiktning inspektion
        tillsyn inspektion
        skilsmässa separation
        evenemang konsert
        utrota utplåna försvinna
        upphöra försvinna
        pandemi epidemi
        nyligen nyss
        stor större
        dotter flicka
        son pojke
        ses träffa
        besök gäst
        hälsa besöka
        jul julhelg
        helg veckoslut
        symtom symptom
        smärtstillande värktablett alvedon panodil ipren paracetamol ibuprofen
        pengar kontanter
        kusin släkting
        släkting anhörig
        tunnelbana pendeltåg spårvagn kollektivtrafik
        uteställe restaurang krog
        bota behandling
        friluftsliv natur
        choklad godis
        restriktion begränsning regel
        gymma träna gym
        begravning sammankomst tillställning
        bröllop sammankomst tillställning
        fest sammankomst tillställning
        telefonnummer nummer
        skapa uppstå
        uppkomma uppstå ursprung
        tillräcklig brist
        brist saknas
        bete uppföra
        mask ansiktsmask munskydd
        visir skyddsutrustning
        flygplats arlanda landvetter
        hemifrån hemma
        andas andning andningsbesvär
        lungsjukdom lungsjuk
        farmor äldre
        misstänka tro
        hosta hostar
        illamående illa kräkning
        smittsam smitta
        föräldraledighet föräldraledig
        dagmamma pedagogisk omsorg
        hemspråk modersmål
        betyg omdöme
        skolskjuts skolbuss
        matlåda mat
        färdtjänst sjukresa
        god man förvaltare
        hemlös bostadslös
        hyresgäst hyra
        hyresvärd bostadsbolag fastighetsägare
        andrahand uthyrning
        lov ledighet semester
        sommarlov sommar
        påsk påskhelg
        köra bil
        cykel cykla
        gångväg gångbana
        belysning lampa gatlykta
        hål grop
        klotter graffiti
        skadegörelse vandalisera
        bibliotek bok
        låna lån
        museum utställning
        teater föreställning
        bad bada
        simma simskola
        fiska fiske
        grilla grillning eldning
        elda eldning
        fyrverkeri raket
        torghandel marknad
        serveringstillstånd alkoholtillstånd
        val rösta röstning
        politiker ledamot
        nämnd styrelse
        sammanträde möte
        diarium handling
        offentlig allmän
        sekretess hemlig
        ungefär cirka
        annorlunda olika
        dum dålig
        dålig sämre
        bra god
        bäst bättre
        snart strax
        senare sedan
        tidigare förut
        alltid jämt
        ibland stundtals
        ofta vanligt
        sällan ovanlig
        billig dyr kosta
        gammal ålder
        ålder år
        kväll natt
        morgon förmiddag
        slut över klar
        slut försvinna borta
        kusin familj
        hemlagad hemgjord egen
        trafik bil
        förhöjd hög
        höja öka
        sänka minska
        vinna seger
        billigare rabatt
        rabatt nedsättning
        kö trängsel
        trängsel folksamling
        folksamling sammankomst
        folk människa person
        personer deltagare
        deltagare deltar delta
        uppträda bete
        agera bete
        följa efterleva
        egen själv
        själv ensam
        tillsammans ihop
        bostad hushåll
        hushåll familj
        ta omhand sköta
        värre sämre
        förvärra försämra
        lugn trygg
        ångest panik
        panik rädsla
        deprimerad depression nedstämd
        psykisk mental
        psykolog terapeut samtalsstöd
        prata samtalsstöd
        självmord suicid
        sömn sova
        vila pausa
        hög feber
        feber temperatur
        hals halsont
        huvud huvudvärk
        huvudvärk migrän
        mage magont
        bröst bröstkorg
        hjärta hjärtinfarkt
        blodtryck hypertoni
        diabetes diabetiker sockersjuka
        cancer tumör
        kol lungsjukdom
        astma astmatiker
        rök röka cigarett
        allergisk pollen
        operera operation kirurgi
        undersöka undersökning
        prov provsvar
        resultat svar
        journal patientjournal
        patient vårdtagare
        förråd lager
        utrustning material
        skyddsmaterial skyddsutrustning
        lång längd
        grad omfattning
        lätt smidig
        lätt enkelt
        svår allvarlig
        allvarlig farlig
        farlig skadlig
        ofarlig harmlös
        dödlighet dö
        """
}
