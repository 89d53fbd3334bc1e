import Foundation
import KnowledgeBase
import Testing

@Suite("Recognising a symptom")
struct SymptomTests {
    @Test("finds every RFA number", arguments: 1...23)
    func messageNumbers(number: Int) {
        for text in ["RFA\(number)", "rfa \(number)", "Felkod: RFA-\(number).", "(rfa\(number))"] {
            #expect(Symptom(recognisedIn: text).codes == ["RFA\(number)"], "\(text)")
        }
    }

    @Test(
        "finds codes",
        arguments: [
            ("jag får rfa14a", ["RFA14A"]), ("RFA 17B visas", ["RFA17B"]), ("RFA08", ["RFA8"]),
            ("RFA8 och sen RFA3, RFA8 igen", ["RFA8", "RFA3"]),
            ("felkod 10079", ["10079"]), ("felmeddelande: 10023!", ["10023"]),
            ("error code 8005", ["8005"]), ("fel nr 212", ["212"]),
            ("Error 253 in BankID", ["253"]),
            ("kod 10022", ["10022"]), ("HTTP 500", ["HTTP 500"]), ("http404", ["HTTP 404"]),
            ("500 internal server error", ["HTTP 500"]), ("404 Not Found", ["HTTP 404"]),
            ("502 Bad Gateway", ["HTTP 502"]), ("fel 503 när jag skickar", ["HTTP 503"]),
            ("felkoden är 10022", ["10022"]), ("felkoden ar: 10022", ["10022"]),
            ("the error code is 8005", ["8005"]), ("error no. 212", ["212"]),
            ("fel kod = 253", ["253"]), ("felmeddelande nr 10015", ["10015"]),
            ("det står felkod:\n10036", ["10036"]), ("felkod «10023»", ["10023"]),
            ("HTTP ERROR 500", ["HTTP 500"]), ("HTTP-status: 404", ["HTTP 404"]),
            ("statuskod 403", ["HTTP 403"]), ("HTTP status code 504", ["HTTP 504"]),
            ("fick ett 404-fel", ["HTTP 404"]), ("a 404 error", ["HTTP 404"]),
            ("Internal Server Error (500)", ["HTTP 500"]), ("403 Forbidden", ["HTTP 403"]),
            ("503 Service Unavailable", ["HTTP 503"]), ("504 gateway timeout", ["HTTP 504"]),
            ("hintCode: expiredTransaction", ["expiredTransaction"]),
            ("USERCANCEL", ["userCancel"]), ("hintcode started", ["started"]),
            ("errorCode alreadyInProgress", ["alreadyInProgress"]),
        ] as [(String, [String])]
    )
    func codes(text: String, expected: [String]) {
        #expect(Symptom(recognisedIn: text).codes == expected)
    }

    @Test(
        "takes no other number for a code",
        arguments: [
            "RFA0", "RFA24", "RFA99", "RFA", "RFA8C", "RFA8A", "RFA123", "garfa8", "rfa\n\n8 kr",
            "10079", "jag bor på Storgatan 212", "ring 10022", "8005 kr", "fel belopp: 500 kr",
            "felet kom efter 10 minuter", "jag betalade 450 kronor", "fel: 10000000", "600 fel",
            "fel 399", "the code was started", "maintenance", "betalningen cancelled",
            "fel på faktura 215:-", "klockan 503", "",
            // Houses, lamp-posts and cases, with a fault near by.
            "Vad är status på mitt ärende 404", "Fel adress\nStorgatan 212", "fel adress 212",
            "Fel på lyktstolpe 503", "Lyktstolpe 503 är fel", "lampan med fel är 503",
            "Felanmälan: stolpe 503 https://example.org/karta", "ärende 10022 har fel status",
            "koden är 404", "Fel\n503 lampor", "Fel. 503 lampor", "mitt ärende 10036 blev fel",
            "case 404 about internal mail", "order status cancelled",
        ]
    )
    func noCodes(text: String) {
        #expect(Symptom(recognisedIn: text).codes.isEmpty)
    }

    @Test("finds at most sixteen codes", arguments: [(15, 15), (16, 16), (17, 16)])
    func manyCodes(count: Int, expected: Int) {
        let text = (1...count).map { "RFA\($0)" }.joined(separator: " ")
        #expect(Symptom(recognisedIn: text).codes.count == expected)
    }

    @Test(
        "finds the electronic identification",
        arguments: [
            ("Mobilt BankID funkar inte", "bankid"), ("bank-id", "bankid"), ("bank id", "bankid"),
            ("freja eid plus", "freja"), ("Frejas app", "freja"), ("mitt SITHS-kort", "siths"),
            ("utländsk e-legitimation", "foreign"), ("utlandsk e-legitimation", "foreign"),
            ("I have a Foreign eID", "foreign"), ("eIDAS", "foreign"),
        ]
    )
    func eID(text: String, expected: String) {
        #expect(Symptom(recognisedIn: text).eID == expected)
    }

    @Test(
        "finds the device",
        arguments: [
            ("min iPhone 14", "ios"), ("ipad", "ios"), ("Samsung Galaxy", "android"),
            ("androidtelefon", "android"), ("Windows 11", "windows"), ("på min pc", "windows"),
            ("MacBook", "mac"), ("mac", "mac"), ("chromebook", "chromebook"), ("Ubuntu", "linux"),
        ]
    )
    func device(text: String, expected: String) {
        #expect(Symptom(recognisedIn: text).device == expected)
    }

    @Test(
        "finds the step",
        arguments: [
            ("kan inte logga in", "login"), ("inloggningen", "login"),
            ("I cannot sign in", "login"),
            ("när jag ska signera", "sign"), ("skriva under ansökan", "sign"),
            ("I cannot sign the form", "sign"), ("ladda upp en bilaga", "upload"),
            ("bifoga pdf", "upload"), ("betala avgiften", "pay"), ("my payment fails", "pay"),
            ("jag är inloggad men kan inte ladda upp filen", "upload"),
        ]
    )
    func step(text: String, expected: String) {
        #expect(Symptom(recognisedIn: text).step == expected)
    }

    @Test(
        "tells a fault from a question",
        arguments: [
            "Mitt bankid svarar inte.", "Freja vill inte i dag.", "BankID fungerar inte",
            "bankid funkar ej", "Freja is not working", "My BankID doesn't work", "RFA8 i bankid",
            "När jag loggar in med bankid",
        ]
    )
    func fault(text: String) { #expect(Symptom(recognisedIn: text).namesFault) }

    @Test(
        "takes what only names something, and what is graver, for no fault",
        arguments: [
            "Mitt barn är 12 år. Kan hon få bankid?", "Vad kostar Freja?", "Do I need BankID?",
            "I gave bankid code, now money gone. Help!!", "telefonen är stulen, den med bankid",
            "Jag har blivit lurad och kan inte logga in med bankid",
        ]
    )
    func noFault(text: String) { #expect(!Symptom(recognisedIn: text).namesFault) }

    @Test("says nothing where nothing is said", arguments: ["hej", "", "machine", "specialist"])
    func nothing(text: String) {
        #expect(Symptom(recognisedIn: text) == Symptom())
    }

    @Test("is written with every member, as the contract names them")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let full = Symptom(recognisedIn: "RFA8 i bankid på iphone när jag loggar in")
        let written = String(decoding: try encoder.encode(full), as: UTF8.self)
        #expect(written == #"{"codes":["RFA8"],"device":"ios","e_id":"bankid","step":"login"}"#)
        let none = String(decoding: try encoder.encode(Symptom()), as: UTF8.self)
        #expect(none == #"{"codes":[],"device":null,"e_id":null,"step":null}"#)
        #expect(try JSONDecoder().decode(Symptom.self, from: Data(written.utf8)) == full)
    }
}
