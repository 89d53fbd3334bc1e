import DeskAPI
import DeskTesting
import Foundation
import NIOHTTP1
import Testing

/// A house whose calls go through it, with a telephone system and telephones around it.
struct SwitchboardHouse {
    let house: HouseServer
    let exchange: Exchange
    let anna: HouseAPI
    let bengt: HouseAPI

    /// Where calls go: a telephone each.
    static let destinations = """
        destinations:
          - {id: bygglov, name: Bygglov, uri: "sip:bygglov@EXCHANGE", queue: bygg}
          - {id: parkering, name: Parkering, uri: "sip:parkering@EXCHANGE", overflow: vaxel}
          - {id: vaxel, name: Växel, uri: "sip:vaxel@EXCHANGE"}
          - {id: stangt, name: Stängt, uri: "sip:bygglov@EXCHANGE", hours: "off"}
          - {id: ingen, name: Ingen, uri: "sip:ingen@EXCHANGE"}

        """

    /// Runs one for a test.
    ///
    /// `more` are lines below `switchboard`, `destinations` lines of that file; the daemon goes by
    /// `clock`.
    static func run(
        _ more: [String] = [],
        destinations: [String] = [],
        exchange manner: Exchange.Manner = Exchange.Manner(),
        at exchange: Exchange? = nil,
        clock: FaultyDisk? = nil,
        _ body: (SwitchboardHouse) async throws -> Void
    ) async throws {
        let exchange = try exchange ?? Exchange(manner)
        let folder = try TemporaryFolder("switchboard")
        var settings = try settings(
            more,
            destinations,
            around: exchange,
            exchange.manner.transport,
            in: folder
        )
        settings.environment = clock?.environment ?? [:]
        try await withHouse(settings) { house in
            house.keepSecret("0701740605", "701740605")
            let all = SwitchboardHouse(
                house: house,
                exchange: exchange,
                anna: try await house.api.signedIn("anna", "annas lösenord"),
                bengt: try await house.api.signedIn("bengt", "bengts lösenord")
            )
            do {
                try await body(all)
            } catch {
                Issue.record("the telephone system's log: \(exchange.log.suffix(2_000))")
                throw error
            }
        }
    }

    /// A house beside that telephone system, without articles.
    static func settings(
        _ more: [String] = [],
        _ rows: [String] = [],
        around exchange: Exchange,
        _ transport: String = "udp",
        in folder: TemporaryFolder
    ) throws -> HouseSettings {
        let text = (destinations + rows.map { "  - {\($0)}\n" }.joined())
            .replacing("EXCHANGE", with: exchange.address)
        let file = try folder.write(text, to: "destinations.yaml")
        let desk = "\(Exchange.deskHost):\(exchange.deskPort)"
        let port = transport == "tls" ? exchange.tlsPort : exchange.port
        var settings = HouseSettings(destinations: file)
        // Calls need no articles, and learning them takes longer than a call.
        settings.knowledgeBase = try folder.folder("knowledge-base")
        let isElsewhere = more.contains { $0.hasPrefix("  peers:") }
        settings.switchboard =
            [
                "driver: sip", "agent-uri: \"sip:{username}@\(exchange.address)\"",
                "target-ring-seconds: 3", "sip:", "  name: desk-1",
                "  listen: [\"\(transport):\(desk)\"]",
                "  context-url: https://desk.example.org/h/",
            ] + (isElsewhere ? [] : ["  peers: [\"\(transport):\(Exchange.host):\(port)\"]"]) + more
        return settings
    }

    /// A citizen's telephone.
    func citizen() async throws -> Phone { try await Phone("+46701740605", at: exchange) }

    func phone(_ name: String, answers: Bool = false) async throws -> Phone {
        try await Phone(name, at: exchange, answers: answers)
    }

    /// A citizen's telephone, and that of Anna, who takes calls.
    func citizenAndClerk() async throws -> (Phone, Phone) {
        let phones = (try await citizen(), try await phone("anna", answers: true))
        try await goOnDuty(anna)
        return phones
    }

    /// What the daemon shows of itself there.
    func metric(_ name: String, _ labels: [String: String] = [:]) async throws -> Double? {
        let answer = try await house.api.get("/metrics")
        return try MetricsText(String(decoding: answer.body, as: UTF8.self)).value(name, labels)
    }

    /// What `/readyz` says of the telephone system.
    func telephoneSystem() async throws -> String? {
        try await house.api.get("/readyz").decoded(as: HealthBody.self).checks["telephone_system"]
    }

    func goOnDuty(_ clerk: HouseAPI) async throws {
        let answer = try await clerk.send(
            .PUT,
            "/v1/duty",
            form: [String: String](),
            headers: [:]
        )
        try #require(answer.status == 200)
        let count = try await anna.get("/v1/duty").decoded(as: Page<DutyBody>.self).items.count
        // What is written is rung when the switchboard has looked.
        try await eventually("the switchboard has looked") {
            try await metric("helpdesk_clerks_on_duty") == Double(count)
        }
    }

    /// The newest call, once it is so.
    @discardableResult
    func call(
        _ what: String,
        _ isSo: (CallBody) -> Bool
    ) async throws -> CallBody {
        var found: [CallBody] = []
        do {
            try await eventually(what) {
                found = try await anna.get("/v1/calls").decoded(as: Page<CallBody>.self).items
                return found.first.map(isSo) ?? false
            }
        } catch {
            Issue.record("the caller log, newest first: \(found)")
            throw error
        }
        return try #require(found.first)
    }

    /// Citizen and clerk speak; their call.
    func talk(_ citizen: Phone, _ clerk: Phone) async throws -> CallBody {
        try citizen.dial(exchange.support)
        try citizen.waitFor("CALL_ESTABLISHED")
        try clerk.waitFor("CALL_ESTABLISHED")
        return try await call("the call is answered") { $0.state == "talking" }
    }

    func handOff(
        _ call: CallBody,
        to destination: String,
        _ mode: String = "blind",
        as clerk: HouseAPI? = nil
    ) async throws -> HouseAPI.Answer {
        let form = HandoffForm(
            destination: destination,
            mode: mode,
            call: call.id,
            summary: "Vill bygga ett uterum."
        )
        house.keepSecret("uterum")
        let number = try #require(call.ticket)
        return try await (clerk ?? anna).post("/v1/tickets/\(number)/handoffs", form)
    }

    /// Begins a hand-off that is taken, and follows it to the end.
    func outcome(
        _ call: CallBody,
        to destination: String,
        _ mode: String = "blind",
        meanwhile: (HandoffBody) async throws -> Void = { _ in }
    ) async throws -> HandoffBody {
        let answer = try await handOff(call, to: destination, mode)
        try #require(answer.status == 202, "\(String(decoding: answer.body, as: UTF8.self))")
        let handoff = try answer.decoded(as: HandoffBody.self)
        try await meanwhile(handoff)
        return try await end(of: handoff)
    }

    func end(of handoff: HandoffBody) async throws -> HandoffBody {
        try await self.handoff(handoff.id, "has ended") { handoff in
            !["requested", "validated", "dialling", "ringing", "answered", "joining"]
                .contains(handoff.state)
        }
    }

    func handoff(
        _ id: String,
        _ what: String,
        _ isSo: (HandoffBody) -> Bool
    ) async throws -> HandoffBody {
        var found: HandoffBody?
        try await eventually("the hand-off \(what)") {
            found = try await anna.get("/v1/handoffs/\(id)").decoded(as: HandoffBody.self)
            return found.map(isSo) ?? false
        }
        return try #require(found)
    }

    /// Asks for a hand-off to be completed or cancelled.
    ///
    /// - Returns: the answer's status; 409 when it has ended meanwhile.
    @discardableResult
    func wish(_ outcome: String, of handoff: HandoffBody) async throws -> Int {
        let answer = try await anna.send(
            .PUT,
            "/v1/handoffs/\(handoff.id)/outcome",
            form: HandoffOutcomeForm(outcome: outcome),
            headers: [:]
        )
        return answer.status
    }

    /// Ports at which the daemon hears datagrams: media would need one.
    func datagramPorts() throws -> [UInt16] {
        let pid = try house.running().pid
        let sockets = try FileManager.default
            .contentsOfDirectory(atPath: "/proc/\(pid)/fd")
            .compactMap { name in
                // A descriptor may be closed while the folder is read.
                try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(pid)/fd/\(name)"
                )
            }
        let table = try String(contentsOfFile: "/proc/net/udp", encoding: .utf8)
        return table.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 9, sockets.contains("socket:[\(words[9])]") else { return nil }
            return words[1].split(separator: ":").last.flatMap { UInt16($0, radix: 16) }
        }
    }
}
