import DeskAPI
import DeskTesting
import Foundation
import Testing

extension VerbWalk {
    func readTickets() throws {
        let listed = try see("tickets", anna, [], "BankID svarar inte", "nytt", "Åsa Öberg")
        // Colour with meaning, since this is a terminal: a new ticket asks for attention.
        #expect(listed.raw.contains("\u{1B}[33mnytt\u{1B}[0m"))
        try see("show", anna, ["1"], "RFA8", "skarmbild.pdf", "iPhone", "Förslag")
        let narrow = try anna.run(["tickets"], columns: 40)
        for line in narrow.text.split(separator: "\n") { #expect(line.count <= 40, "\(line)") }
        try see("history", anna, ["1"], "öppnade ärendet")
        try see("suggestions", anna, ["1"], "%")
        let messages = try anna.run(["show", "1", "--messages", "--json"])
        let page = try JSONDecoder().decode(
            Page<MessageBody>.self,
            from: Data(messages.text.utf8)
        )
        let file = try #require(page.items.first?.attachments.first)
        let target = anna.path("sparad.pdf")
        try see("attachment", anna, [file.id, "-o", target], "Sparat: \(target)")
        #expect(try Data(contentsOf: URL(filePath: target)) == Data("%PDF-1.4\r\n".utf8))
        try see("attachment", anna, [file.id, "-o", target], code: 73, "--force")
    }

    func writeTickets() throws {
        try anna.setEditor("printf 'Vill bygga ett uterum.\\n' > \"$1\"")
        let person = ["--name", "Ulla Ek", "--phone", "+46701740605", "--priority", "urgent"]
        try see("new", anna, ["--subject", "Fråga om bygglov"] + person, "Ärende 3", "nytt")
        // The editor shows the question and the article below the line, and the reply stands above.
        try anna.setEditor(
            "cp \"$1\" \(anna.path("before")); sed -i '2s/.*/Starta om telefonen./' \"$1\""
        )
        try see("reply", anna, ["1"], "Svaret till Åsa Öberg", "i ärende 1 är sparat")
        let before = try String(contentsOfFile: anna.path("before"), encoding: .utf8)
        #expect(before.hasPrefix("Hej Åsa Öberg!\n"))
        #expect(before.contains("> Det står RFA8 när jag försöker logga in."))
        #expect(before.contains("--article "))
        let replied = try see(
            "show",
            anna,
            ["1", "--messages"],
            "Starta om telefonen.",
            "skarmbild.pdf"
        )
        #expect(!replied.text.contains("Förslag ("))
        try see("note", anna, ["1", "-m", "Ringde upp."], "Sparat i ärende 1.")
        let address = ["3", "--email", "ulla@example.com"]
        try see("edit", anna, address, "Ärende 3", "e-post – → ulla@example.com")
        try see("assign", anna, ["1"], "Ärende 1", "hos anna")
        let yes: [ClerkConsole.Keys] = [("Menade du anna?", "j\n")]
        try see("assign", anna, ["1", "ann"], typing: yes, "hos anna")
        try see("resolve", anna, ["1"], "löst", "besvarat")
        try see("reopen", anna, ["1"], "öppet")
        let ground = ["--outcome", "refused", "--ground", "OSL 26 kap. 1 §"]
        try see("disclosure", anna, ["1"] + ground, "Sekretessprövningen av ärende 1")
        try see("tickets", anna, ["--state", "opn"], code: 64, "Menade du 'open'?")
        try see("tickets", anna, ["--state", "öppet", "RFA8"], "BankID svarar inte")
        try see("tickets", anna, ["RFA8", "iPhone"], "BankID svarar inte")
        let take = try anna.run(["take", "1"])
        #expect(take.exitCode == 64)
        #expect(take.text.contains("Kommandot 'take' finns inte. Menade du 'assign'?"))
        let wrong = try anna.run(["edit", "3", "--email", "ulla"])
        #expect(wrong.text.contains("--email: "), "\(wrong.text)")
        let nobody = try anna.run(["assign", "1", "ingen-alls"])
        #expect(nobody.text.contains("användaren: "), "\(nobody.text)")
    }

    func workTogether() throws {
        try see("duplicates", anna, ["1"], "Samma sak igen")
        try see("link", anna, ["1", "3"], "länkat till 3")
        try see("links", anna, ["1"], "Fråga om bygglov")
        try see("unlink", anna, ["1", "3"], "inte länkat")
        try see("merge", anna, ["2", "--into", "1"], "Ärende 1")
        try see("unmerge", anna, ["2"], "Ärende 2")
        try see("split", anna, ["1", "--subject", "Något annat"], "Ärende 4")
        try see("snooze", anna, ["2", "3d"], "undanlagt till", "08:00")
        try see("snooze", anna, ["2", "--wake"], "Ärende 2")
        try see("follow-up", anna, ["2", "2d"], "Ärende 2", "följs upp")
        try see("watch", anna, ["1"], "Du bevakar ärende 1.")
        try see("note", bengt, ["1", "-m", "Jag tittar."], code: 0)
        // It is told once it has its seal, which is made every second.
        for _ in 1...20 where try !anna.run(["watch", "--once"]).text.contains("antecknade") {
            Thread.sleep(forTimeInterval: 0.2)
        }
        let live = try see(
            "watch",
            anna,
            typing: [("Fråga om bygglov", "r"), ("q avslutar", "q")],
            "att besvara",
            "Bengt"
        )
        #expect(live.raw.contains("\u{1B}[?1049h"))
        #expect(live.raw.hasSuffix("\u{1B}[?25h\u{1B}[?1049l"))
        let interrupted = try anna.run(["watch"], typing: [("q avslutar", "\u{03}")])
        #expect(interrupted.exitCode == 0)
        #expect(interrupted.raw.hasSuffix("\u{1B}[?1049l"))
        try see("watch", anna, ["--once"], "Bengt", "antecknade")
    }

    func askKnowledge() throws {
        let matches = try see("ask", anna, ["det står RFA8 när jag loggar in"], "%").text
        let listed = try anna.run(["articles", "--language", "sv", "--json"]).text
        let page = try JSONDecoder().decode(
            Page<ArticleSummaryBody>.self,
            from: Data(listed.split(separator: "\n")[0].utf8)
        )
        let article = try #require(page.items.first { matches.contains($0.id) })
        try see("articles", anna, [article.title], article.id)
        try see("article", anna, [article.id], article.title)
        let wrong = String(article.id.dropLast())
        try see("article", anna, [wrong], code: 66, "Menade du \(article.id)?")
        try see("verdict", anna, ["1", article.id, "rätt"], "besvarar frågan")
    }

    func sortMail() async throws {
        let api = try await house.api.signedIn("anna", "annas lösenord")
        let held = try await api.get("/v1/quarantine").decoded(as: Page<HeldMailBody>.self).items
        let ids = held.map(\.id)
        try #require(ids.count == 2)
        try see("quarantine list", anna, [], ids[0], "Låt mig se")
        try see("quarantine show", anna, [ids[0]], "mallory@example.net", "vill också läsa")
        let no: [ClerkConsole.Keys] = [("(j/N)", "n\n")]
        try see("quarantine delete", anna, [ids[0]], typing: no, code: 130, "Avbrutet.")
        try see("quarantine show", anna, [ids[0]], "Låt mig se")
        try see("quarantine delete", anna, [ids[0]], typing: [("(j/N)", "j\n")], "Borttaget.")
        try see("quarantine show", anna, [ids[0]], code: 66)
        try see("quarantine release", anna, [ids[1], "--ticket", "1"], "Nu i ärende 1.")
        try see("change-records", cecilia, [], "kastat mejl", ids[0], "släppt mejl", ids[1])
        try see("mail brakes", anna)
        try see("mail stop", anna, [], "anna")
        try see("mail release", anna)
    }

    func takeCalls() async throws {
        let made = try see(
            "token create",
            bengt,
            ["pbx", "--scope", "calls:report"],
            "Återkallas med helpdesk token revoke"
        )
        let token = try #require(made.text.split(separator: "\n").first.map(String.init))
        house.keepSecret(token)
        var exchange = house.api
        exchange.token = token
        for event in ["newCall", "hangup"] {
            let form = [
                "event": event, "from": "+46701740605", "to": "0846500400", "direction": "in",
                "callId": "samtal-1",
            ]
            #expect(try await exchange.post("/v1/calls/events", form).status == 200)
        }
        try see("calls list", anna, [], "070-174 06 05", "Ulla Ek")
        try see("calls show", anna, ["samtal-1"], "Fråga om bygglov")
        try see("calls file", anna, ["samtal-1", "3"], "helpdesk show 3")
        let api = try await house.api.signedIn("anna", "annas lösenord")
        let owed = try await api.get("/v1/callbacks").decoded(as: Page<CallBackBody>.self).items
        let task = try #require(owed.first)
        try see("callbacks list", anna, [], task.id, "lade på i kön")
        try see("callbacks done", anna, [String(task.id.suffix(8))], "Uppringd: 070-174 06 05")
        try see("callbacks ask", anna, ["3", "-p", "070-174 06 06"], "vill bli uppringd")
        try see("duty show", anna)
        // Hand-offs are made by people here, so no telephone can ring; the desk says what to do.
        try see("duty on", anna, [], code: 65, "switchboard.agents")
        try see("duty off", anna)
    }

    func handOff() throws {
        try see("destinations", anna, ["bygglov"], "Stadsbyggnadskontoret")
        try see("handoff", anna, ["3", "byglov"], code: 65, "Menade du bygglov?")
        let shown = try see(
            "handoff",
            anna,
            ["3", "bygglov"],
            "Stadsbyggnadskontoret",
            "du ringer upp",
            "helpdesk handoffs outcome 3 UTFALL"
        )
        try see("handoffs list", anna, ["3"], "du ringer upp", "Stadsbyggnadskontoret")
        try see("handoffs list", bengt, ["--state", "pågående"], "du ringer upp", "anna")
        let id = try #require(
            shown.text.firstMatch(of: #/helpdesk handoffs show (\S+)/#)?.output.1
        )
        try see("unit", anna, ["3", "bygglov"], "Ärende 3")
        try see("unit", anna, ["3", "byglov"], code: 65, "Menade du bygglov?")
        try see("unit", anna, ["3", "--none"], "Ärende 3")
        try see("handoffs outcome", anna, ["3", "klar"], "klar")
        try see("handoffs show", anna, [String(id)], "begärd", "klar")
    }

    func count() throws {
        try see("report", bengt, ["volume"], "Kontakter", "e-post")
        try see("report", bengt, ["volum"], code: 64, "Menade du 'volume'?")
        let target = bengt.path("siffror.csv")
        let csv = ["volume", "--format", "csv", "-o", target]
        try see("report", bengt, csv, "Sparat: \(target)")
    }

    func administer() throws {
        let list = try see("token list", bengt, ["--json"]).text
        let page = try JSONDecoder().decode(Page<TokenBody>.self, from: Data(list.utf8))
        let id = try #require(page.items.first?.id)
        try see("token revoke", bengt, [id], typing: [("(j/N)", "j\n")], "återkallad")
        let server = "http://127.0.0.1:\(house.httpPort)"
        let elsewhere = try ClerkConsole("anna", at: server)
        try see(
            "login",
            elsewhere,
            ["--user", "anna"],
            typing: [("Lösenord", "annas lösenord\n")]
        )
        let sessions = try anna.run(["sessions", "--json"]).text
        let open = try JSONDecoder().decode(Page<OpenSessionBody>.self, from: Data(sessions.utf8))
        let other = try #require(open.items.first { !$0.current })
        try see("sessions end", anna, [other.id], "avslutad")
        try see("sessions end-others", anna, typing: [("(j/N)", "j\n")], "Avslutade")
        try see("protect", anna, ["3"], typing: [("(j/N)", "j\n")])
    }
}
