import Desk
import DeskTesting
import KnowledgeBase
import Testing

@Suite("The templates of letters")
struct LetterTemplateTests {
    @Test("are the program's own unless an operator has others")
    func overriding() async throws {
        let files = [
            LetterTemplates.File(
                path: "sv/receipt.txt",
                text: "Subject: Nr {{number}}\n\nHej {{name}}! {{desk}}\n"
            ),
            LetterTemplates.File(path: "sv/receipt.html", text: "<p>Hej {{name}}!</p>"),
        ]
        let (templates, problems) = LetterTemplates.read(files)
        #expect(problems.isEmpty)
        try await withDesk(settings: .writing { $0.templates = templates }) { house in
            _ = try await house.desk.receive(
                .plain("Var ligger badhuset?", name: "<script>&\"'").standing(.verified)
            )
            let letter = try #require(try await house.letters().first)
            #expect(letter.subject == "Nr 1")
            #expect(letter.text == "Hej <script>&\"'! Medborgarsupport\n")
            #expect(letter.html == "<p>Hej &lt;script&gt;&amp;&quot;&#39;!</p>")
        }
    }

    @Test(
        "that name what is not there, or would let a citizen write markup, are mistakes",
        arguments: [
            ("sv/receipt.txt", "Subject: x\n\n{{nummer}}", "{{nummer}}"),
            ("sv/receipt.txt", "Subject: {{ticket}}\n\nx", "{{ticket}}"),
            ("sv/notice.txt", "Subject: x\n\n{{subject}}", "{{subject}}"),
            ("en/receipt.html", "{{{subject}}}", "unescaped"),
            ("en/receipt.html", "{{&name}}", "unescaped"),
            ("en/receipt.html", "{{> other}}", "{{> other}}"),
            ("en/receipt.html", "{{=<% %>=}}", "known here"),
            ("en/receipt.html", "{{#number}}", "Mustache"),
            ("en/receipt.html", "{{number", "Mustache"),
            ("sv/receipt.txt", "Hej", "Subject"),
            ("sv/recipt.txt", "Subject: x\n\nx", "no letter of that name"),
            ("no/receipt.txt", "Subject: x\n\nx", "no letter of that name"),
        ]
    )
    func mistakes(_ path: String, _ text: String, _ words: String) {
        let (_, problems) = LetterTemplates.read([LetterTemplates.File(path: path, text: text)])
        #expect(problems.count == 1)
        #expect(problems.first?.path == path)
        #expect(problems.first?.detail.contains(words) == true, "\(problems)")
    }

    @Test(
        "say where to call when a life is in danger, whatever an operator forgot, and once",
        arguments: [
            // Nothing of it, a telephone number that has the digits, a section that says nothing.
            ("Hej {{number}}", true), ("Ring 08-112 00", true),
            ("{{#danger}}Lugn!{{/danger}}", true),
            ("{{^danger}}Ring 112 vid fara.{{/danger}}", true),
            ("{{#danger}}Ring 112 genast.{{/danger}} Hej", false),
        ]
    )
    func danger(_ words: String, isAdded: Bool) async throws {
        let page = "<html><BODY class=\"a\">\(words)</body></html>"
        let files = ["receipt", "notice"].flatMap { form in
            let words = form == "notice" ? words.replacing("{{number}}", with: "") : words
            let page = form == "notice" ? words : page
            return [
                LetterTemplates.File(path: "sv/\(form).txt", text: "Subject: x\n\n\(words)"),
                LetterTemplates.File(path: "sv/\(form).html", text: page),
            ]
        }
        let (templates, problems) = LetterTemplates.read(files)
        #expect(problems.isEmpty)
        let line = "Är det fara för liv? Ring 112."
        for knowsSenders in [false, true] {
            let settings = DeskSettings.writing {
                $0.templates = templates
                $0.knowsSenders = knowsSenders
            }
            try await withDesk(settings: settings) { house in
                _ = try await house.desk.receive(
                    .plain("Jag tar livet av mig ikväll.", messageID: "1@example.com")
                )
                let letter = try #require(try await house.letters().first)
                #expect(letter.form == (knowsSenders ? .notice : .receipt))
                #expect(letter.text.hasPrefix(line + "\n\n") == isAdded)
                #expect(letter.text.contains("112"))
                let body = knowsSenders ? "" : "<html><BODY class=\"a\">\n"
                let html = try #require(letter.html)
                #expect(html.hasPrefix("\(body)<p><strong>\(line)</strong></p>\n") == isAdded)
                #expect(html.contains("112"))
                _ = try await house.desk.receive(
                    .plain("Var?", from: "siv@example.com", messageID: "2@example.com")
                )
                let other = try #require(try await house.letters().last)
                #expect(!other.text.contains(line) && other.html?.contains(line) == false)
            }
        }
    }

    @Test(
        "cannot be made to begin another header",
        arguments: ["\r\nBcc: x@y.z", "\n", "\0", "\u{2028}"]
    )
    func headers(_ evil: String) async throws {
        try await withDesk(settings: .writing()) { house in
            _ = try await house.desk.receive(
                .plain("Hej", subject: "a\(evil)b", name: "c\(evil)d")
            )
            let letter = try #require(try await house.letters().first)
            let lines = [letter.subject.description, letter.toName?.description ?? ""]
            for line in lines {
                #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
            }
        }
    }

    @Test("say what is known of the city, and by whom a reply is")
    func facts() async throws {
        let own = LetterTemplates.File(
            path: "sv/reply.txt",
            text: "Subject: x\n\n{{body_text}}\n/{{clerk}}, {{website}}\n"
        )
        let settings = DeskSettings.writing { letters in
            letters.facts = .example
            letters.templates = LetterTemplates.read([own]).templates
        }
        try await withDesk(settings: settings) { house in
            let receipt = try await house.desk.receive(.plain("Var ligger badhuset?"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Här."),
                on: receipt.ticket,
                as: .ada
            )
            let letters = try await house.letters()
            let telephone = "Telefon: 08-465 004 00 (vardagar 8–17)"
            #expect(letters[0].text.contains("\nExempelstad\n\(telephone)\n"))
            #expect(letters[0].html?.contains("Exempelstad<br>\n\(telephone)</p>") == true)
            #expect(letters[1].text == "Här.\n/Ada Ek, www.exempelstad.example\n")
        }
    }

    @Test("make a reply of a clerk's words and the articles, in text and in HTML")
    func reply() async throws {
        try await withDesk { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(
                    kind: .reply,
                    body: "Så <här>:\ngör du.\n\nHälsningar",
                    articles: ["losenord"]
                ),
                on: receipt.ticket,
                as: .ada
            )
            let letter = try #require(try await house.letters().first)
            let html = try #require(letter.html)
            #expect(html.contains("<p>Så &lt;här&gt;:<br>\ngör du.</p>"))
            #expect(html.contains("<h2>Glömt lösenord</h2>"))
            #expect(letter.text.hasPrefix("Så <här>:\ngör du.\n\nHälsningar\n"))
        }
    }
}
