import DeskAPI
import DeskTesting
import Foundation
import Testing

@Suite("The real daemon with too much to do", .serialized)
struct OverloadTests {
    @Test(
        "turns away what it cannot work on, finishes what it accepted, and recovers",
        arguments: StoreKind.available
    )
    func tooManyRequests(on kind: StoreKind) async throws {
        let callers = 60
        let server = kind == .postgresql ? try PostgreSQLServer() : nil
        let environment = ["HELPDESK_HTTP_REQUESTS_MAX": "3"]
        try await withSurvivor(on: server, environment: environment) { house in
            let clerk = try await house.clerk()
            let answers = try await Self.flood(callers, by: clerk)
            let accepted = answers.filter { $0.status == 201 }
            let refused = answers.filter { $0.status == 503 }
            print("\(kind):", Self.times(of: accepted))
            #expect(accepted.count + refused.count == callers)
            #expect(!accepted.isEmpty)
            #expect(!refused.isEmpty)
            #expect(refused.allSatisfy { $0.headers["retry-after"] == "1" })
            let subjects = try accepted.map { try $0.decoded(as: TicketBody.self).subject }
            #expect(try await clerk.tickets().map(\.subject).sorted() == subjects.sorted())
            if kind == .sqlite {
                #expect(try house.audit().tickets.sorted() == subjects.sorted())
            }
            #expect(try await clerk.post("/v1/tickets", Self.call("after")).status == 201)
        }
    }

    @Test("lets one person's flood take no more than its share")
    func oneFlood() async throws {
        let callers = 60
        let environment = ["HELPDESK_HTTP_REQUESTS_PER_PERSON_MAX": "2"]
        try await withSurvivor(environment: environment) { house in
            let clerk = try await house.clerk()
            let answers = try await Self.flood(callers, by: clerk)
            let refused = answers.filter { $0.status == 429 }
            let accepted = answers.filter { $0.status == 201 }
            #expect(!refused.isEmpty)
            #expect(refused.allSatisfy { $0.headers["retry-after"] == "1" })
            #expect(accepted.count >= 2)
            #expect(accepted.count + refused.count == callers)
            #expect(try house.audit().tickets.count == accepted.count)
        }
    }

    @Test("serves beside 5,000 idle connections, up to the last one that it lets in")
    func idleConnections() async throws {
        let connectionsMax = 5_000
        try Self.raiseDescriptors(to: connectionsMax + 1_000)
        let environment = [
            "HELPDESK_HTTP_CONNECTIONS_MAX": "\(connectionsMax)",
            "HELPDESK_HTTP_CONNECTIONS_PER_ADDRESS_MAX": "\(connectionsMax * 2)",
        ]
        try await withSurvivor(environment: environment) { house in
            let place = Wire.Place.port(house.httpPort)
            // One to speak with stays free.
            var idle = try (0..<connectionsMax - 2).map { _ in try Wire(place) }
            let start = ContinuousClock.now
            #expect(try Self.status(of: try Wire(place)) == "200")
            #expect(try await house.deliver(mail("beside")) == [250])
            let clerk = try await house.clerk()
            #expect(try await clerk.tickets().map(\.subject) == ["beside"])
            print("beside \(idle.count) idle connections:", ContinuousClock.now - start)
            // The edge: as many as there may be, and one more.
            idle.append(try Wire(place))
            #expect(try Self.status(of: try #require(idle.last)) == "200")
            let last = try Wire(place)
            #expect(try Self.status(of: last) == "200")
            #expect(try Self.status(of: try Wire(place)) == "503")
            let report = try Wire(place)
            try report.write("GET /open311/v2/requests.xml?a=b HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try report.whole().contains("<errors><error><code>503</code>"))
            idle.removeAll()
            try await eventually("there is room again") {
                try Self.status(of: try Wire(place)) == "200"
            }
        }
    }

    @Test("lets one address have so many connections and closes one more at once")
    func oneAddress() async throws {
        let environment = ["HELPDESK_HTTP_CONNECTIONS_PER_ADDRESS_MAX": "20"]
        try await withSurvivor(environment: environment) { house in
            let place = Wire.Place.port(house.httpPort)
            var crowd = try await Self.crowd(of: 20, at: place) {
                (try? Self.status(of: $0)) == "200"
            }
            let oneMore = try Wire(place)
            try await eventually("one more is closed") { oneMore.isEnded }
            for wire in crowd { #expect(try Self.status(of: wire) == "200") }
            crowd.removeAll()
            try await eventually("there is room again") {
                (try? Self.status(of: try Wire(place))) == "200"
            }
        }
    }

    @Test("takes as many headers, and of such a size, as it may, and refuses one more")
    func headers() async throws {
        try await withSurvivor { house in
            func status(_ fields: [String]) throws -> Substring {
                let wire = try Wire(.port(house.httpPort))
                let lines = ["GET /healthz HTTP/1.1", "Host: x"] + fields + ["", ""]
                try wire.write(lines.joined(separator: "\r\n"))
                return try wire.reply().dropFirst(9).prefix(3)
            }
            let fields = (0..<100).map { "a\($0): b" }
            let counts = try [Array(fields.dropLast()), fields].map(status)
            #expect(counts == ["200", "431"])
            // The target, the names and the values are 16,384 octets.
            let most = 16_384 - "/healthzHostxa".utf8.count
            let sizes = try [most, most + 1].map {
                try status(["a: " + String(repeating: "b", count: $0)])
            }
            #expect(sizes == ["200", "431"])
        }
    }

    @Test("says why it refuses what cannot be parsed, in its turn, and closes the connection")
    func unparsable() async throws {
        try await withSurvivor { house in
            let long = String(repeating: "a", count: 20_000)
            let fine = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            let cases: [(request: String, status: String, title: String)] = [
                (
                    "GET /v1/tickets?q=\(long) HTTP/1.1\r\nHost: x\r\n\r\n", "414",
                    "Address too long"
                ),
                (
                    "GET /healthz HTTP/1.1\r\nHost: x\r\nA: \(long)\r\n\r\n", "431",
                    "Header fields too large"
                ),
                ("FOO /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "501", "Unknown method"),
                (
                    "POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400", "in one way"
                ),
                (
                    "POST /v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Length: 1\r\n\r\n0\r\n\r\n", "400", "must be said once"
                ),
                (
                    "POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                        + "Content-Length: 1\r\n\r\nx", "400", "must be said once"
                ),
                (
                    "POST /v1/tickets HTTP/1.1\r\nHost: x\r\n"
                        + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501",
                    "Unknown transfer coding"
                ),
                (
                    "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400",
                    "length of one is no number"
                ),
                ("GET /healthz HTTP/1.1\r\n\r\n", "400", "one Host field"),
                ("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400", "one Host field"),
                (fine + "FOO / HTTP/1.1\r\nHost: x\r\n\r\n", "501", "Unknown method"),
            ]
            for (request, status, title) in cases {
                let wire = try Wire(.port(house.httpPort))
                try wire.write(request)
                if request.hasPrefix(fine) { #expect(try wire.status() == "200") }
                let answer = try wire.whole()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(title): \(answer)")
                #expect(answer.lowercased().contains("application/problem+json"), "\(title)")
                #expect(answer.contains(title), "\(answer)")
            }
            // A probe of HTTP/1.0 names no host.
            let probe = try Wire(.port(house.httpPort))
            try probe.write("GET /healthz HTTP/1.0\r\n\r\n")
            #expect(try probe.status() == "200")
        }
    }

    @Test("asks for a body that is held back, unless it is too long to be sent at all")
    func heldBack() async throws {
        try await withSurvivor { house in
            let token = try #require(try await house.clerk().token)
            let body = #"{"subject":"s","body":"b","channel":"phone","citizen":{"name":"A"}}"#
            func head(_ length: Int) -> String {
                "POST /v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(length)\r\n"
                    + "Expect: 100-continue\r\n\r\n"
            }
            let wire = try Wire(.port(house.httpPort))
            try wire.write(head(body.utf8.count))
            #expect(try wire.status() == "100")
            try wire.write(body)
            #expect(try wire.status() == "201")
            // It waits for its turn behind another answer.
            try wire.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + head(body.utf8.count))
            #expect(try [wire.status(), wire.status()] == ["200", "100"])
            try wire.write(body)
            #expect(try wire.status() == "201")
            try wire.write(head(5_000_000))
            let refusal = try wire.whole()
            #expect(refusal.hasPrefix("HTTP/1.1 413 "))
            #expect(refusal.lowercased().contains("connection: close"))
        }
    }

    @Test("answers HTTP/1.0 without chunks, and closes the connection")
    func oldCallers() async throws {
        try await withSurvivor { house in
            for target in ["/healthz", "/openapi.json"] {
                let wire = try Wire(.port(house.httpPort))
                let fields = "Connection: keep-alive\r\nExpect: 100-continue\r\n"
                try wire.write("GET \(target) HTTP/1.0\r\n\(fields)\r\n")
                let answer = try wire.whole()
                #expect(answer.hasPrefix("HTTP/1.0 200 "), "\(target): \(answer.prefix(200))")
                let head = answer.components(separatedBy: "\r\n\r\n")[0].lowercased()
                #expect(head.contains("connection: close"), "\(target)")
                #expect(!head.contains("transfer-encoding"), "\(target)")
            }
            // What has no length ends with the connection, and comes as it is until then.
            let token = try #require(try await house.clerk().token)
            let ear = try Wire(.port(house.httpPort))
            try ear.write("GET /v1/events HTTP/1.0\r\nAuthorization: Bearer \(token)\r\n\r\n")
            var stream = ""
            try await eventually("the stream begins") {
                stream += String(decoding: ear.available(), as: UTF8.self)
                return stream.contains("event: ready")
            }
            #expect(stream.contains("\r\n\r\nretry: "), "\(stream)")
            #expect(!stream.lowercased().contains("transfer-encoding"))
        }
    }

    @Test("cuts off who sends or takes at a drip, and serves the others meanwhile")
    func slowCallers() async throws {
        let environment = [
            "HELPDESK_HTTP_IDLE_SECONDS": "1", "HELPDESK_HTTP_TRANSFER_SECONDS": "1",
        ]
        try await withSurvivor(environment: environment) { house in
            #expect(try await house.deliver(mail("stor", fileBytes: 9_000_000)) == [250])
            let clerk = try await house.clerk()
            let number = try #require(try await clerk.tickets().first?.number)
            let file = try #require(try await clerk.messages(number).first?.attachments.first?.id)
            let token = try #require(clerk.token)
            let place = Wire.Place.port(house.httpPort)
            let head = "Host: x\r\nAuthorization: Bearer \(token)\r\n"
            let slowHead = try Wire(place)
            let slowBody = try Wire(place)
            try slowBody.write(
                "POST /v1/tickets HTTP/1.1\r\n\(head)Content-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n"
            )
            let slowReader = try Wire(place)
            try slowReader.write("GET /v1/attachments/\(file) HTTP/1.1\r\n\(head)\r\n")
            try slowHead.write("GET /healthz HTTP/1.1\r\nX-Slow: ")
            // Both at once, or the second would be silent while the first drips.
            async let isHeadCutOff = Self.isCutOff(slowHead)
            async let isBodyCutOff = Self.isCutOff(slowBody)
            #expect(try await isHeadCutOff)
            #expect(try await isBodyCutOff)
            #expect(try await clerk.get("/v1/tickets/\(number)").status == 200)
            try await eventually("the reader is cut off") {
                let open = try FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(house.pid)/fd"
                ).count
                return open <= Self.descriptorsAtRest
            }
            withExtendedLifetime(slowReader) {}
            // Who takes it at a usual pace gets all of it.
            let whole = try await clerk.get("/v1/attachments/\(file)")
            #expect(whole.body.count == 9_000_000)
        }
    }

    @Test("cuts off mail that comes in at a drip, and its place is free again")
    func slowMail() async throws {
        let environment = [
            "HELPDESK_LMTP_CONNECTIONS_MAX": "2", "HELPDESK_LMTP_IDLE_SECONDS": "1",
            "HELPDESK_LMTP_MESSAGE_SECONDS": "2",
        ]
        try await withSurvivor(environment: environment) { house in
            let place = Wire.Place.port(house.lmtpPort)
            let slow = try await Self.crowd(of: 2, at: place) {
                try $0.reply().hasPrefix("220")
            }
            let (slowCommand, slowMessage) = (slow[0], slow[1])
            #expect(try Wire(place).reply().hasPrefix("421"))
            #expect(try slowMessage.say("LHLO a.example.com").hasPrefix("250"))
            #expect(try slowMessage.say("MAIL FROM:<a@example.com>").hasPrefix("250"))
            #expect(try slowMessage.say("RCPT TO:<support@example.org>").hasPrefix("250"))
            #expect(try slowMessage.say("DATA").hasPrefix("354"))
            async let isCommandCutOff = Self.isCutOff(slowCommand, drip: "N")
            async let isMessageCutOff = Self.isCutOff(slowMessage, drip: "x")
            #expect(try await isCommandCutOff)
            #expect(try await isMessageCutOff)
            #expect(try slowMessage.reply().hasPrefix("421 4.4.2"))
            #expect(try await house.deliver(mail("after")) == [250])
        }
    }

    @Test("does not run out of descriptors, whatever connections-max says")
    func fewDescriptors() async throws {
        try await withSurvivor(descriptorsMax: 700) { house in
            #expect(house.log.contains("raise LimitNOFILE"))
            let place = Wire.Place.port(house.httpPort)
            // Far more than it can hold; the kernel keeps the rest waiting.
            var crowd = try (0..<900).map { _ in try Wire(place) }
            #expect(try await house.deliver(mail("beside")) == [250])
            crowd.removeAll()
            try await eventually("it serves as before") {
                (try? await house.api.get("/readyz").status) == 200
            }
            #expect(try await house.deliver(mail("after")) == [250])
        }
    }

    /// Fewer than this are open when nobody calls.
    private static let descriptorsAtRest = 60

    private static func call(_ name: String) -> TicketForm {
        TicketForm(
            subject: "Samtal \(name)",
            body: "Ringer om sin ansökan.",
            channel: "phone",
            citizen: CitizenForm(name: "Åsa")
        )
    }

    /// What those who were let in waited, for whoever reads the log: how long is the machine's to say.
    private static func times(of accepted: [HouseAPI.Answer]) -> String {
        let sorted = accepted.compactMap(\.time).sorted()
        guard let last = sorted.last else { return "nobody was let in" }
        let place = Int((Double(sorted.count) * 0.99).rounded(.up)) - 1
        return "\(sorted.count) let in, p50 \(sorted[sorted.count / 2]), p99 \(sorted[place]), "
            + "longest \(last)"
    }

    /// So many calls at once, each by a connection of its own.
    private static func flood(
        _ callers: Int,
        by clerk: HouseAPI
    ) async throws -> [HouseAPI.Answer] {
        try await withThrowingTaskGroup(of: HouseAPI.Answer.self) { group in
            for place in 0..<callers {
                group.addTask {
                    let start = ContinuousClock.now
                    var answer = try await clerk.post("/v1/tickets", call("\(place)"))
                    answer.time = start.duration(to: .now)
                    return answer
                }
            }
            var answers: [HouseAPI.Answer] = []
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    /// So many connections that are let in, each spoken with before the next one comes.
    ///
    /// The one that found out that the daemon answers counts until the daemon has seen it go, which may
    /// be after the first of these: one that is turned away meanwhile comes again.
    private static func crowd(
        of count: Int,
        at place: Wire.Place,
        isLetIn: (Wire) throws -> Bool
    ) async throws -> [Wire] {
        var crowd: [Wire] = []
        try await eventually("\(count) are let in") {
            let wire = try Wire(place)
            if try isLetIn(wire) { crowd.append(wire) }
            return crowd.count == count
        }
        return crowd
    }

    /// Asks whether the program is alive; the three digits of the answer.
    private static func status(of wire: Wire) throws -> Substring {
        try wire.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        return try wire.status()
    }

    /// True when the other side hangs up on a drip of octets, within some seconds.
    private static func isCutOff(_ wire: Wire, drip: String = "x") async throws -> Bool {
        for _ in 0..<100 {
            do { try wire.write(drip) } catch { return true }
            if wire.isEnded { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    private static func raiseDescriptors(to wanted: Int) throws {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        try #require(getrlimit(resource, &limit) == 0)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = rlim_t(wanted)
        limit.rlim_max = max(limit.rlim_max, rlim_t(wanted))
        try #require(setrlimit(resource, &limit) == 0, "the test needs \(wanted) descriptors")
    }
}
