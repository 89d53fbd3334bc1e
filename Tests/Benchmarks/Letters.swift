import DeskTesting
import Foundation

/// Mails as citizens write them, each another: 4 KB of Swedish, quoted-printable, CRLF, and a file
/// where one is wanted.
struct Letters: Sendable {
    /// Where they are sent.
    static let address = "support@example.org"
    /// Octets of a letter, within a line or two.
    static let size = 4_096

    /// Encoded texts that the letters share out among them, a number before each.
    private let bodies: [[UInt8]]
    /// What the letters' files have in common, in base64; empty where they have none.
    private let file: [UInt8]

    /// - Parameters:
    ///   - seed: the same letters for the same one.
    ///   - fileBytes: octets of each letter's file; 0 is no file.
    init(seed: UInt64, fileBytes: Int = 0) {
        var random = SeededRandom(seed: seed)
        bodies = (0..<256).map { _ in Self.body(with: &random) }
        let octets = Data((0..<fileBytes).map { _ in UInt8.random(in: 0...255, using: &random) })
        file = Array(octets.base64EncodedData(options: [.lineLength76Characters]))
    }

    /// The sender of letter `number`.
    func sender(_ number: Int) -> String { "medborgare\(number)@example.com" }

    /// Letter `number`; two numbers never make the same letter.
    func letter(_ number: Int) -> [UInt8] {
        let head = """
            Return-Path: <\(sender(number))>\r
            Received: from mx.example.com (mx.example.com [192.0.2.\(number % 250 + 1)])\r
            \tby mx.example.org with ESMTPS id \(number) for <\(Self.address)>;\r
            \tMon, 2 Nov 2026 09:12:00 +0100\r
            From: =?utf-8?Q?Maja_=C3=85kesson_\(number)?= <\(sender(number))>\r
            To: Medborgarsupport <\(Self.address)>\r
            Subject: =?utf-8?Q?Kan_inte_logga_in_p=C3=A5_Mina_sidor_=28\(number)=29?=\r
            Date: Mon, 2 Nov 2026 09:12:00 +0100\r
            Message-ID: <\(number).benchmark@example.com>\r
            MIME-Version: 1.0\r\n
            """
        let text = """
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            =C3=84rende \(number)\r
            \r\n
            """
        let body = Array(text.utf8) + bodies[number % bodies.count]
        guard !file.isEmpty else { return Array(head.utf8) + body }
        return Array(head.utf8) + withFile(body, number)
    }

    /// A text and a file, which begins with the letter's number and is thus another in each.
    private func withFile(_ body: [UInt8], _ number: Int) -> [UInt8] {
        let own = String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
        let before = "Content-Type: multipart/mixed; boundary=seam\r\n\r\n--seam\r\n"
        let between = """
            \r
            --seam\r
            Content-Type: image/jpeg; name=bild.jpg\r
            Content-Transfer-Encoding: base64\r
            \r
            \(Data(own.utf8).base64EncodedString())\r\n
            """
        return Array(before.utf8) + body + Array(between.utf8) + file
            + Array("\r\n--seam--\r\n".utf8)
    }

    /// What letter `number` says, decoded: for whoever fills a store or asks the articles.
    static func text(characters: Int, with random: inout SeededRandom) -> String {
        var text = "Hej!\n\n"
        while text.count < characters {
            text += sentences[Int(random.next() % UInt64(sentences.count))]
            text += random.next() % 5 == 0 ? "\n\n" : " "
        }
        return text + "\n\nMed vänlig hälsning\nMaja Åkesson\n"
    }

    static let sentences = [
        "Jag försöker logga in med BankID men appen svarar aldrig.",
        "Efter en stund står det RFA8 på skärmen och sedan händer ingenting mer.",
        "Jag har provat både i mobilen och på datorn, men det går lika dåligt.",
        "Vi skulle söka förskoleplats till vår yngsta och ansökan går inte att skicka.",
        "När jag bifogar ritningen till bygglovet säger sidan att ett fel har inträffat.",
        "Min mamma är åttioett år och har glömt sin säkerhetskod.",
        "Hon har ingen smart telefon, finns det något annat sätt att legitimera sig?",
        "Jag blir utloggad hela tiden innan jag har hunnit fylla i allt.",
        "Sista dagen är på fredag och jag är orolig att jag inte hinner.",
        "Kvittot på parkeringsavgiften kom aldrig, men pengarna är dragna från kontot.",
        "Jag flyttade hit från Estland och undrar om min e-legitimation därifrån fungerar.",
        "Det står HTTP 500 när jag klickar på knappen för att signera.",
        "Har ni ändrat något sedan förra veckan? Då fungerade allting utan problem.",
        "Webbläsaren är den senaste versionen av Firefox och jag har tömt alla kakor.",
        "Jag ringde i går och fick rådet att skriva hit i stället.",
        "Kan någon återkomma till mig på telefon, helst efter klockan tre?",
        "Färdtjänsten behöver få veta detta före månadens slut.",
        "Blanketten för försörjningsstöd är tom när jag öppnar den i telefonen.",
        "Jag bifogar en bild av hur det ser ut, hoppas att den syns.",
        "Freja eID säger att min identitet inte är bekräftad trots att jag var hos ombudet.",
        "Skolans plattform visar fel barn under mitt namn.",
        "Hur gör jag för att ge min sambo rätt att läsa mina ärenden?",
        "Ni har en mycket bra webbplats annars, det vill jag också säga.",
        "Lösenordet är bytt två gånger och ändå får jag inte komma in.",
    ]

    private static func body(with random: inout SeededRandom) -> [UInt8] {
        var encoded: [UInt8] = []
        while encoded.count < size - 900 {
            let text = text(characters: 400, with: &random)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                appendQuotedPrintable(String(line), to: &encoded)
            }
        }
        return encoded
    }

    /// One line of text as lines of at most 76 characters (RFC 2045 §6.7).
    private static func appendQuotedPrintable(_ line: String, to encoded: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        var length = 0
        for octet in line.utf8 {
            if length > 72 {
                encoded += [UInt8(ascii: "="), 13, 10]
                length = 0
            }
            // A dot at the start of a line would have to be doubled on the wire.
            let isPlain =
                (32...126).contains(octet) && octet != UInt8(ascii: "=")
                && (octet != UInt8(ascii: ".") || length > 0)
            let piece =
                isPlain
                ? [octet] : [UInt8(ascii: "="), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
            encoded += piece
            length += piece.count
        }
        encoded += [13, 10]
    }
}
