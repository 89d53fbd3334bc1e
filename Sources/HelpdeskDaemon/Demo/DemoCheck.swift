import ArgumentParser
import AsyncHTTPClient
import DeskAPI
import Foundation
import MailGateway
import NIOCore
import NIOHTTP1

/// Does the main job once, from the outside, and says what failed.
struct DemoCheck: Sendable {
    private let house: DemoHouse
    private let addresses: Daemon.Addresses

    init(_ house: DemoHouse, _ addresses: Daemon.Addresses) {
        self.house = house
        self.addresses = addresses
    }

    func run() async throws {
        do {
            try await check()
        } catch let failure as Failure {
            Terminal.printError("demo --check: \(failure.text)")
            throw ExitCode(1)
        }
    }

    private func check() async throws {
        try await house.takeInMails(addresses)
        say("mail in", "\(DemoMail.all.count) mails through the LMTP door")
        let first = house.staff[0]
        let session: NewSessionBody = try await call(
            .POST,
            "/v1/sessions",
            SignInForm(username: first.user, password: first.password),
            expecting: 201
        )
        say("log in", "\(session.staff.id) with roles \(session.staff.roles)")
        let ticket = try await matchedTicket(session.token)
        try await reply(on: ticket, session.token)
        try await citizenAnswers(ticket, session.token)
        try await handOff(ticket, session.token)
    }

    private func matchedTicket(_ token: String) async throws -> TicketBody {
        let page: Page<TicketBody> = try await call(
            .GET,
            "/v1/tickets?citizen=maja.lind@example.com",
            token: token
        )
        let ticket = try need(page.items.first, "no ticket of the first mail is listed")
        say("ticket", "#\(ticket.number) \(ticket.category), symptom \(ticket.symptom.codes)")
        let found: MatchesBody = try await call(
            .GET,
            "/v1/tickets/\(ticket.number)/suggestions",
            token: token
        )
        let best = try need(found.matches.first, "no article matches the ticket")
        guard best.article == "bankid-svarar-inte" else {
            throw Failure("RFA8 was matched to \(best.article)")
        }
        say("match", "\(best.article), confidence \(best.confidence): \(best.reasons)")
        return ticket
    }

    private func reply(on ticket: TicketBody, _ token: String) async throws {
        let _: MessageBody = try await call(
            .POST,
            "/v1/tickets/\(ticket.number)/messages",
            MessageForm(
                kind: "reply",
                body: "Hej Maja! Prova så här.",
                articles: nil,
                resolve: false
            ),
            token: token,
            expecting: 201
        )
        say("reply", "written")
    }

    /// The citizen answers our mail; the answer must come to the same ticket.
    private func citizenAnswers(_ ticket: TicketBody, _ token: String) async throws {
        let sent = try await sentMail()
        let address = try need(
            sent.firstMatch(of: /Reply-To:[^<]*<([^>]+)>/)?.1,
            "the mail that went out has no Reply-To"
        )
        guard sent.contains("In-Reply-To: <demo-1@example.com>") else {
            throw Failure("the mail that went out does not say what it answers")
        }
        say("mail out", "answers are to go to \(address.prefix(24))…")
        let answer = """
            From: Maja Lind <maja.lind@example.com>\r
            To: <\(address)>\r
            Subject: Re: BankID\r
            Message-ID: <\(UUID().uuidString)@example.com>\r
            \r
            Tack, nu gick det!\r

            """
        let replies = try await LMTPClient.connected(to: house.lmtp(addresses)) { client in
            try await client.deliver(
                Array(answer.utf8),
                from: "maja.lind@example.com",
                to: [String(address)]
            )
        }
        guard replies.allSatisfy(\.isPositive) else { throw Failure("the answer was refused") }
        let page: Page<MessageBody> = try await call(
            .GET,
            "/v1/tickets/\(ticket.number)/messages",
            token: token
        )
        guard page.items.contains(where: { $0.body.contains("nu gick det") }) else {
            throw Failure("the citizen's answer is not on ticket #\(ticket.number)")
        }
        say("answer", "came to the same ticket")
    }

    private func handOff(_ ticket: TicketBody, _ token: String) async throws {
        let problem: ProblemBody = try await call(
            .POST,
            "/v1/tickets/\(ticket.number)/handoffs",
            HandoffForm(destination: "bygglov", mode: "blind"),
            token: token,
            expecting: 409
        )
        guard problem.type == "/problems/switchboard-not-configured" else {
            throw Failure("the hand-off was refused as \(problem.type)")
        }
        say("hand-off", "refused: \(problem.title)")
    }

    /// The clerk's mail that the courier writes, among what the desk writes by itself; it looks at the
    /// outbox once a second.
    private func sentMail() async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let names = try FileManager.default.contentsOfDirectory(atPath: house.sentFolder)
            for name in names where name.hasSuffix(".eml") {
                let path = "\(house.sentFolder)/\(name)"
                let mail = try String(contentsOfFile: path, encoding: .utf8)
                guard !mail.contains("Auto-Submitted:") else { continue }
                return mail.replacing("\r\n", with: "\n").replacing(/\n[ \t]+/, with: " ")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure("no mail went out within 20 seconds")
    }

    private func call<Answer: Decodable>(
        _ method: HTTPMethod,
        _ path: String,
        _ form: (any Encodable)? = nil,
        token: String? = nil,
        expecting status: UInt = 200
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: house.url(addresses) + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let form {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(form)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        guard response.status.code == status else {
            throw Failure("\(method.rawValue) \(path) answered \(response.status.code)")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
    }

    private func need<Value>(_ value: Value?, _ text: String) throws -> Value {
        guard let value else { throw Failure(text) }
        return value
    }

    private func say(_ step: String, _ text: String) {
        Terminal.print("\(step.padding(toLength: 10, withPad: " ", startingAt: 0))\(text)")
    }

    private struct Failure: Error {
        var text: String
        init(_ text: String) { self.text = text }
    }
}
