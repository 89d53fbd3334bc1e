import Foundation

/// A made-up citizen's mail.
struct DemoMail: Sendable {
    var sender: String
    var name: String
    var subject: String
    var text: String
    /// Fixed, so that a desk that is opened again does not get the same mails anew.
    var messageID: String

    static let all = [
        DemoMail(
            sender: "maja.lind@example.com",
            name: "Maja Lind",
            subject: "BankID svarar inte",
            text: """
                Hej!

                Jag försöker logga in för att söka förskoleplats men BankID-appen svarar aldrig.
                Efter en stund står det RFA8. Jag har en iPhone. Vad ska jag göra?

                Hälsningar
                Maja
                """,
            messageID: "demo-1@example.com"
        ),
        DemoMail(
            sender: "olle.berg@example.net",
            name: "Olle Berg",
            subject: "glömt koden",
            text: "hej jag har glömt koden till mitt bankid hur får jag en ny. olle",
            messageID: "demo-2@example.net"
        ),
        DemoMail(
            sender: "amina.y@example.com",
            name: "Amina Yusuf",
            subject: "I can not log in",
            text: """
                Hello, I moved here from Estonia and I have the Estonian e-ID. Can I use it to log in
                to your services, or do I need a Swedish one?
                """,
            messageID: "demo-3@example.com"
        ),
        DemoMail(
            sender: "p.strom@example.se",
            name: "Pär Ström",
            subject: "Kan inte bifoga ritning till ansökan",
            text: """
                När jag försöker bifoga min ritning (pdf, 18 MB) i ansökan om bygglov står det bara
                "ett fel har inträffat". Har provat Chrome och Edge på en Windows-dator.

                /Pär
                """,
            messageID: "demo-4@example.se"
        ),
        DemoMail(
            sender: "gun.nilsson@example.org",
            name: "Gun Nilsson",
            subject: "Utkastad",
            text: """
                Jag blir utloggad hela tiden innan jag hunnit fylla i allt och då är allt borta. Är 81
                år och skriver inte så fort. Kan man få längre tid?
                """,
            messageID: "demo-5@example.org"
        ),
    ]

    /// The mail as it comes over the wire.
    var bytes: [UInt8] {
        func encoded(_ text: String) -> String {
            "=?utf-8?B?\(Data(text.utf8).base64EncodedString())?="
        }
        let body = Data(text.utf8).base64EncodedString(options: .lineLength76Characters)
        let lines = [
            "From: \(encoded(name)) <\(sender)>",
            "To: support@example.org",
            "Subject: \(encoded(subject))",
            "Date: Mon, 2 Nov 2026 09:12:00 +0100",
            "Message-ID: <\(messageID)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            body,
            "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
