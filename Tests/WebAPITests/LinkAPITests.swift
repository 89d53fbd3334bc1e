import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import WebAPI

/// A store that cannot be reached.
private struct AwayStore: DeskStore {
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        throw .unavailable(cause: "no disk")
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        throw .unavailable(cause: "no disk")
    }
}

@Suite("Links in letters")
struct LinkAPITests {
    private static let settings: DeskSettings = {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        settings.letters.publicURL = "https://support.example.org"
        settings.letters.deskName = "Support & <Co>"
        return settings
    }()

    /// Serves a desk where a citizen was sent an answer; gives the ends of its two links.
    private func withLinks(
        _ text: String = "Det står RFA8, BankID-appen svarar inte.",
        as user: String? = nil,
        settings: DeskSettings = Self.settings,
        _ body: @escaping @Sendable (TestCaller, TestDesk, [String]) async throws -> Void
    ) async throws {
        try await withAPI(as: user, settings: settings) { caller, house in
            _ = try await house.desk.receive(.plain(text))
            let letter = try #require(
                try await house.outbox.entries(state: .queued, limit: 1).first?.letter
            )
            let links = letter.text.matches(of: /example\.org\/l\/([a-z0-9-]+)/)
                .map { String($0.output.1) }.filter { $0 != "articles" }
            #expect(links.count == 2)
            try await body(caller, house, links)
        }
    }

    private static func state(_ house: TestDesk) async throws -> TicketState {
        try await house.desk.ticket(TicketNumber(rawValue: 1), as: .ada).state
    }

    @Test("are only pressed by people: whatever a program fetches changes nothing")
    func scanners() async throws {
        try await withLinks { caller, house, links in
            for link in links {
                for method in [HTTPRequest.Method.get, .head, .options, .put, .delete, .patch] {
                    for _ in 0..<2 { _ = try await caller.call(method, "/l/\(link)") }
                }
                let page = try await caller.call(.get, "/l/\(link)?answer=yes&grade=5")
                #expect(page.status == .ok)
            }
            #expect(try await Self.state(house) == .new)
            let pressed = try await caller.call(.post, "/l/\(links[0])")
            #expect(pressed.status == .seeOther)
            #expect(pressed.headers[.location] == links[0])
            #expect(try await Self.state(house) == .resolved)
            let after = try await caller.call(.get, "/l/\(links[0])")
            #expect(String(buffer: after.body).contains("Tack! Ärendet är avslutat."))
            #expect(try await caller.call(.post, "/l/\(links[0])").status == .seeOther)
        }
    }

    @Test("say so when it was not solved, and keep it with staff")
    func no() async throws {
        try await withLinks { caller, house, links in
            _ = try await caller.call(.post, "/l/\(links[1])")
            let page = String(buffer: try await caller.call(.get, "/l/\(links[1])").body)
            #expect(page.contains("Någon av oss tar hand om ditt ärende."))
            #expect(try await Self.state(house) == .new)
        }
    }

    /// A clerk ends the ticket, with no article.
    private static func resolve(_ house: TestDesk) async throws {
        let number = TicketNumber(rawValue: 1)
        let revision = try await house.desk.ticket(number, as: .ada).revision
        _ = try await house.desk.resolve(
            number,
            at: revision,
            as: .answered,
            article: nil,
            by: .ada
        )
    }

    @Test("promise a clerk only where one has the ticket")
    func noAfterEnd() async throws {
        try await withLinks { caller, house, links in
            func page() async throws -> String {
                String(buffer: try await caller.call(.get, "/l/\(links[1])").body)
            }
            try await Self.resolve(house)
            #expect(try await page().contains("<button"))
            _ = try await caller.call(.post, "/l/\(links[1])")
            #expect(try await Self.state(house) == .open)
            #expect(try await page().contains("Någon av oss tar hand om ditt ärende."))
            // Said before, and the ticket has ended since: whoever needs more help writes.
            try await Self.resolve(house)
            #expect(try await page().contains("Ärendet är avslutat. Behöver du mer hjälp?"))
            #expect(try await !page().contains("<button"))
        }
    }

    @Test("say of a ticket that is over how to write anew, and ask nothing of it")
    func over() async throws {
        var settings = Self.settings
        settings.reopenTime = 24 * 3_600
        try await withLinks(settings: settings) { caller, house, links in
            try await Self.resolve(house)
            house.clock.advance(by: 25 * 3_600)
            for method in [HTTPRequest.Method.get, .post, .get] {
                _ = try await caller.call(method, "/l/\(links[1])")
                let answer = try await caller.call(.get, "/l/\(links[1])")
                let page = String(buffer: answer.body)
                #expect(page.contains("Svara på mejlet du fick, så hjälper vi dig."))
                #expect(!page.contains("<button") && !page.contains("av oss"))
            }
            #expect(try await Self.state(house) == .resolved)
        }
    }

    @Test("say after a yes that it is open when somebody has opened it again")
    func openAfterYes() async throws {
        try await withLinks { caller, house, links in
            _ = try await caller.call(.post, "/l/\(links[0])")
            let number = TicketNumber(rawValue: 1)
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.reopen(number, at: revision, as: .ada)
            let page = String(buffer: try await caller.call(.get, "/l/\(links[0])").body)
            #expect(page.contains("Ditt ärende är öppet. Någon av oss"))
            #expect(!page.contains("avslutat"))
        }
    }

    @Test("promise no end of what has been registered since, and ask nothing of it")
    func registered() async throws {
        try await withLinks { caller, house, links in
            func page() async throws -> String {
                String(buffer: try await caller.call(.get, "/l/\(links[0])").body)
            }
            #expect(try await page().contains("Då avslutar vi ärendet."))
            let number = TicketNumber(rawValue: 1)
            var patch = TicketPatch()
            patch.kind = .complaint
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
            // Also for who had the page before, and presses.
            for method in [HTTPRequest.Method.get, .post] {
                _ = try await caller.call(method, "/l/\(links[0])")
                #expect(try await page().contains("Ditt ärende är öppet. Någon av oss"))
                #expect(try await !page().contains("<button"))
                #expect(try await !page().contains("avsluta"))
            }
            #expect(try await Self.state(house) == .new)
        }
    }

    @Test("say of what is registered that it has ended, once a clerk has ended it")
    func registeredAndEnded() async throws {
        try await withLinks { caller, house, links in
            let number = TicketNumber(rawValue: 1)
            var patch = TicketPatch()
            patch.kind = .complaint
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
            try await Self.resolve(house)
            let page = String(buffer: try await caller.call(.get, "/l/\(links[0])").body)
            #expect(page.contains("Ärendet är avslutat. Behöver du mer hjälp?"))
            #expect(!page.contains("<button"))
        }
    }

    @Test("say that the desk is away, in words that fit, and leave the cause in the log")
    func away() async throws {
        let log = LogRecord()
        try await withLinks { _, house, links in
            let desk = Desk(
                store: AwayStore(),
                library: house.library,
                directory: TestStaff(),
                switchboard: nil,
                proof: house.proof,
                reader: .ofTests,
                settings: Self.settings,
                now: { house.clock.now }
            )
            let api = WebAPI(desk: desk, checks: [], logger: log.logger)
            try await Application(router: api.router()).test(.router) { client in
                let caller = TestCaller(client: client, token: nil)
                for (method, words) in [
                    (HTTPRequest.Method.get, "Vi kan inte visa sidan just nu."),
                    (.post, "Vi kunde inte spara ditt svar just nu."),
                ] {
                    let answer = try await caller.call(method, "/l/\(links[0])")
                    #expect(answer.status == .serviceUnavailable)
                    #expect(String(buffer: answer.body).contains(words))
                }
            }
        }
        let causes = log.lines.filter { $0.contains("desk unavailable") }
        #expect(causes.count == 2 && causes.allSatisfy { $0.contains("no disk") })
    }

    @Test("lead to plain pages in the citizen's language that run and fetch nothing")
    func pages() async throws {
        try await withLinks { caller, house, links in
            let answer = try await caller.call(.get, "/l/\(links[0])")
            let page = String(buffer: answer.body)
            #expect(page.contains("<html lang=\"sv\">"))
            #expect(page.contains("<h1>Löste det problemet?</h1>"))
            #expect(page.contains("Support &amp; &lt;Co&gt;"))
            #expect(!page.lowercased().contains("<script"))
            #expect(!page.contains("Fråga"), "nothing of the ticket but its number")
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(policy.contains("form-action 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        }
        try await withLinks("The BankID app does not respond, it says RFA8") { caller, _, links in
            let page = String(buffer: try await caller.call(.get, "/l/\(links[0])").body)
            #expect(page.contains("<html lang=\"en\">"))
            #expect(page.contains("Did this solve the problem?"))
        }
    }

    @Test("that are not ours, too old or not whole look the same, in the browser's language")
    func wrong() async throws {
        try await withLinks { caller, house, links in
            let cut = try await caller.call(.get, "/l/\(links[0].dropLast())")
            let none = try await caller.call(.get, "/l/nothing")
            #expect(cut.status == .notFound && none.status == .notFound)
            #expect(cut.body == none.body)
            for path in ["/l", "/l/", "/l/?grade=4", "/l/articles", "/l/articles/?language=sv"] {
                let bare = try await caller.call(.get, path)
                #expect(bare.status == .notFound && bare.body == none.body, "\(path)")
            }
            let english = try await caller.call(
                .get,
                "/l/nothing",
                headers: ["Accept-Language": "en-GB,en;q=0.9"]
            )
            #expect(String(buffer: english.body).contains("This link is not valid"))
            #expect(try await caller.call(.post, "/l/nothing").status == .notFound)
            house.clock.advance(by: 31 * 24 * 3_600)
            let old = try await caller.call(.post, "/l/\(links[0])")
            #expect(old.status == .notFound && old.body == none.body)
            #expect(try await Self.state(house) == .new)
        }
    }

    @Test("are tried so often in a minute from one place, and no more; good ones cost nothing")
    func rate() async throws {
        try await withLinks { caller, _, links in
            for _ in 0...LinkRoutes.missesPerMinuteMax {
                #expect(try await caller.call(.get, "/l/\(links[0])").status == .ok)
            }
            for _ in 0..<LinkRoutes.missesPerMinuteMax {
                #expect(try await caller.call(.get, "/l/nothing").status == .notFound)
            }
            // Whoever tries signatures does not learn which one was right.
            let refused = try await caller.call(.get, "/l/\(links[0])")
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] != nil)
            let article = try await caller.call(.get, "/l/articles/losenord")
            #expect(article.status == .tooManyRequests)
        }
    }

    @Test("change so often in a minute what was said to one letter, and no more")
    func answerRate() async throws {
        try await withLinks { caller, house, links in
            let number = TicketNumber(rawValue: 1)
            for turn in 0..<LinkRoutes.answersPerMinuteMax {
                let answer = try await caller.call(.post, "/l/\(links[turn % 2])")
                #expect(answer.status == .seeOther)
            }
            let revision = try await house.desk.ticket(number, as: .ada).revision
            for link in links {
                let refused = try await caller.call(.post, "/l/\(link)")
                #expect(refused.status == .tooManyRequests)
                #expect(refused.headers[.retryAfter] != nil)
                #expect(try await caller.call(.get, "/l/\(link)").status == .ok)
            }
            #expect(try await house.desk.ticket(number, as: .ada).revision == revision)
            // Nobody else has to wait for it.
            #expect(try await caller.call(.post, "/l/nothing").status == .notFound)
        }
    }

    @Test("lead to articles that are for everybody")
    func articles() async throws {
        try await withLinks { caller, _, _ in
            let page = try await caller.call(.get, "/l/articles/bankid-svarar-inte?language=en")
            #expect(String(buffer: page.body).contains("<h1>BankID does not respond</h1>"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            #expect(try await caller.call(.get, "/l/articles/none").status == .notFound)
        }
    }

    @Test("take a grade from 1 to 5 for a survey")
    func survey() async throws {
        var settings = Self.settings
        settings.letters.sendsReceipts = false
        settings.letters.sendsSurveys = true
        try await withAPI(as: "ada", settings: settings) { caller, house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.resolve(
                receipt.ticket,
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            house.clock.advance(by: 25 * 3_600)
            #expect(try await house.desk.askHowItWas(limit: 5) == 1)
            let letter = try #require(
                try await house.outbox.entries(state: .queued, limit: 1).first?.letter
            )
            let link = try #require(letter.text.firstMatch(of: /\/l\/([a-z0-9-]+)/)?.output.1)
            let page = String(buffer: try await caller.call(.get, "/l/\(link)").body)
            #expect(page.matches(of: /name="grade" value="[1-5]"/).count == 5)
            for form in [
                "grade=0", "grade=6", "grade=x", "", "x=5", String(repeating: "a", count: 9_999),
            ] {
                let answer = try await caller.form(form, to: "/l/\(link)")
                #expect(answer.status == .unprocessableContent, "\(form.prefix(20))")
            }
            #expect(try await caller.form("grade=4", to: "/l/\(link)").status == .seeOther)
            let after = String(buffer: try await caller.call(.get, "/l/\(link)").body)
            #expect(after.contains("Tack för ditt svar!"))
            #expect(after.contains("value=\"4\" aria-pressed=\"true\""))
        }
    }

    @Test("leave their place of work to others while a form comes in")
    func slowForm() async throws {
        let workload = Workload(requestsMax: 1)
        #expect(workload.take())
        let place = WorkPlace(workload)
        let (octets, sender) = AsyncStream.makeStream(of: ByteBuffer.self)
        let request = Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/l/x"),
            body: .init(asyncSequence: octets)
        )
        async let grade = LinkRoutes.grade(in: request, on: place)
        sender.yield(ByteBuffer(string: "grade="))
        var isFree = false
        for _ in 0..<100_000 where !isFree {
            isFree = workload.take()
            await Task.yield()
        }
        #expect(isFree, "others may work meanwhile")
        if isFree { workload.give() }
        sender.yield(ByteBuffer(string: "4"))
        sender.finish()
        #expect(try await grade == 4)
        #expect(!workload.take(), "the place was taken back")
    }

    @Test("of automatic mail stop and go on by whoever leads the desk")
    func brake() async throws {
        try await withAPI(as: "lena") { caller, _ in
            let before: BrakeBody = try await caller.call(.get, "/v1/mail/brake").read()
            #expect(!before.holds && before.pulledAt == nil && before.max.hour == 1_000)
            let pulled: BrakeBody = try await caller.call(.put, "/v1/mail/brake").read()
            #expect(pulled.holds && pulled.pulledBy == "lena")
            let released: BrakeBody = try await caller.call(.delete, "/v1/mail/brake").read()
            #expect(!released.holds && released.releasedBy == "lena")
        }
        try await withAPI { caller, _ in
            for method in [HTTPRequest.Method.get, .put, .delete] {
                let answer = try await caller.call(method, "/v1/mail/brake")
                #expect(answer.status == .forbidden)
            }
        }
    }
}

extension TestCaller {
    /// Sends a form as a browser does.
    fileprivate func form(_ text: String, to path: String) async throws -> Answer {
        var fields = HTTPFields()
        fields[.contentType] = "application/x-www-form-urlencoded"
        return try await client.execute(
            uri: path,
            method: .post,
            headers: fields,
            body: ByteBuffer(string: text)
        ) { Answer(status: $0.status, headers: $0.headers, body: $0.body) }
    }
}
