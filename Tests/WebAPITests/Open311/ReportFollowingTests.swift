import Desk
import DeskAPI
import DeskTesting
import Foundation
import FoundationXML
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Open311's requests")
struct ReportFollowingTests {
    private static let words = "Min granne Olle Ek, 811218-9876, parkerar fel"

    private func file(
        _ code: String = "DMV66",
        _ words: String = Self.words,
        as caller: TestCaller
    ) async throws -> Int64 {
        var fields = [
            ("service_code", code), ("description", words), ("lat", "59.3293"), ("long", "18.0686"),
            ("address_string", "Storgatan 1"), ("first_name", "Maja"), ("last_name", "Lind"),
            ("email", "maja@example.com"), ("phone", "070-1740605"),
            ("media_url", "https://pictures.example/1.jpg"),
        ]
        if code == "DMV66" { fields.append(("attribute[WHISHETN]", "123")) }
        let answer = try await caller.file(fields)
        #expect(answer.status == .created)
        return try #require(Int64(try answer.texts("//service_request_id").first ?? ""))
    }

    /// Somebody at the desk takes it up.
    private func take(_ number: Int64, in house: TestDesk) async throws {
        let ticket = TicketNumber(rawValue: number)
        _ = try await house.desk.assign(ticket, at: 1, to: "ada", as: .ada)
    }

    private static let members = [
        "service_request_id", "status", "status_notes", "service_name", "service_code",
        "description", "agency_responsible", "service_notice", "requested_datetime",
        "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long",
        "media_url",
    ]

    @Test(
        "are followed from when they come to when they are closed",
        arguments: StoreKind.available
    )
    func life(on kind: StoreKind) async throws {
        var settings = ReportHouse.settings()
        settings.clocks = ClockRules(rules: try [ClockRule("*: first 2d, solve 10d")])
        try await withAPI(
            on: kind,
            switchboard: TestSwitchboard(units: ["school"]),
            settings: settings
        ) { caller, house in
            let number = try await file(as: caller)
            let path = "/requests/\(number).xml"
            let first = try await caller.read(path)
            let request = try #require(try first.xml().elements(forName: "request").first)
            #expect((request.children ?? []).map { $0.name } == Self.members)
            #expect(try first.texts("//status") == ["open"])
            #expect(try first.texts("//status_notes") == ["Mottaget"])
            #expect(try first.texts("//agency_responsible") == ["Medborgarsupport"])
            let requested = try #require(try first.texts("//requested_datetime").first)
            #expect(CityTime.w3(requested) == house.clock.now)
            let expected = try #require(try first.texts("//expected_datetime").first)
            #expect(try #require(CityTime.w3(expected)) > house.clock.now)
            let ticket = TicketNumber(rawValue: number)
            let given = try await house.desk.give(ticket, at: 1, to: "school", as: .ada)
            _ = try await house.desk.assign(ticket, at: given.revision, to: "ada", as: .ada)
            let handled = try await caller.read(path, headers: ["Accept-Language": "en"])
            #expect(try handled.texts("//agency_responsible") == ["School"])
            #expect(try handled.texts("//status_notes") == ["Being handled"])
            house.clock.advance(by: 3_600)
            let reply = MessageDraft(kind: .reply, body: "Hemligt svar", resolves: true)
            _ = try await house.desk.write(reply, on: ticket, as: .ada)
            let last = try await caller.read(path)
            #expect(try last.texts("//status") == ["closed"])
            #expect(try last.texts("//status_notes") == ["Besvarat"])
            #expect(try last.texts("//expected_datetime") == [""])
            let updated = try #require(try last.texts("//updated_datetime").first)
            #expect(CityTime.w3(updated) == house.clock.now)
            #expect(!String(buffer: last.body).contains("Hemligt"))
            let json = try await caller.read("/requests/\(number).json").json()
            let only = try #require((json as? [[String: Any]])?.first)
            #expect(Set(only.keys) == Set(Self.members))
            #expect(only["service_request_id"] as? String == String(number))
            #expect(only["lat"] as? Double == 59.3293 && only["zipcode"] is NSNull)
        }
    }

    @Test("are written as they leave, in parts, and read as one list")
    func parts() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, house in
            let words = String(repeating: "Ö&<", count: 1_000)
            var numbers: [Int64] = []
            for place in 0..<20 {
                numbers.append(try await file("DMV66", "\(place) \(words)", as: caller))
            }
            for number in numbers { try await take(number, in: house) }
            let xml = try await caller.read("/requests.xml")
            #expect(xml.body.readableBytes > 2 * ReportFormat.partBytesMin)
            #expect(try xml.texts("//description").count == 20)
            #expect(try Set(xml.texts("//service_request_id")) == Set(numbers.map(String.init)))
            let json = try await caller.read("/requests.json").json()
            #expect((json as? [[String: Any]])?.count == 20)
            let none = try await caller.read("/requests.json?service_request_id=0").json()
            #expect((none as? [Any])?.isEmpty == true)
            let empty = try await caller.read("/requests.xml?service_request_id=0")
            #expect(try empty.xml().name == "service_requests" && empty.texts("/*/*").isEmpty)
        }
    }

    @Test("are refused in the standard's own form also by what stands before the routes")
    func outside() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, _ in
            for path in ["/nothing.xml", "/nothing", "/requests/1/2.xml", ""] {
                let answer = try await caller.read(path)
                #expect(answer.status == .notFound)
                #expect(try answer.errors().count == 1)
            }
            let refused = try await caller.call(.delete, ReportHouse.root + "/discovery")
            #expect(refused.status == .methodNotAllowed)
            #expect(refused.headers[.allow] == "GET, HEAD")
            #expect(try refused.errors().count == 1)
            let json = try await caller.read("/nothing.json")
            let errors = try json.json() as? [[String: Any]]
            #expect(errors?.first?["code"] as? String == "404")
            #expect(try await caller.call(.get, "/open311x").problem?.status == 404)
        }
        #expect(ReportRoutes.format(ofPath: "/open311/v2/requests.json") == .json)
        #expect(ReportRoutes.format(ofPath: "/open311/v2/requests") == .xml)
        #expect(ReportRoutes.format(ofPath: "/open311/v20/requests.xml") == nil)
    }

    @Test("show of a service that is not public nothing that was said, and of nobody who said it")
    func secrecy() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, house in
            let open = try await file(as: caller)
            let closed = try await file("001", as: caller)
            // Nobody has looked at it: whatever anybody wrote would stand there.
            let early = try await caller.read("/requests/\(open).xml")
            for member in Self.spoken {
                #expect(try early.texts("//\(member)") == [""], "\(member)")
            }
            for number in [open, closed] { try await take(number, in: house) }
            for path in ["/requests.xml", "/requests.json"] {
                let text = String(buffer: try await caller.read(path).body)
                for secret in ["Maja", "Lind", "maja@", "1740605", "811218"] {
                    #expect(!text.contains(secret), "\(path): \(secret)")
                }
                // Once: in the one that is public.
                for word in ["granne", "Storgatan", "59.3293", "pictures.example"] {
                    #expect(text.components(separatedBy: word).count == 2, "\(path): \(word)")
                }
            }
            let shown = try await caller.read("/requests/\(open).xml")
            #expect(
                try shown.texts("//description")
                    == ["Min granne Olle Ek, ••••••-••••, parkerar fel"]
            )
            let hidden = try await caller.read("/requests/\(closed).xml")
            for member in Self.spoken {
                #expect(try hidden.texts("//\(member)") == [""], "\(member)")
            }
            #expect(try hidden.texts("//status") == ["open"])
        }
    }

    private static let spoken = ["description", "address", "lat", "long", "media_url"]

    @Test("say no more what they said once they are dismissed", arguments: StoreKind.available)
    func dismissed(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            func spoken(_ number: Int64) async throws -> Set<String> {
                let answer = try await caller.read("/requests/\(number).xml")
                return Set(try Self.spoken.flatMap { try answer.texts("//\($0)") })
            }
            for (outcome, isShown) in [
                (TicketOutcome.answered, true), (.rejected, false), (.duplicate, false),
            ] {
                let number = try await file("DMV66", "\(outcome)", as: caller)
                _ = try await house.desk.resolve(
                    TicketNumber(rawValue: number),
                    at: 1,
                    as: outcome,
                    article: nil,
                    by: .ada
                )
                #expect((try await spoken(number) != [""]) == isShown, "\(outcome)")
            }
            // Whoever dismisses it by merging it has not taken it up either.
            let good = TicketNumber(rawValue: try await file("DMV66", "good", as: caller))
            let bad = TicketNumber(rawValue: try await file("DMV66", "bad", as: caller))
            try await take(good.rawValue, in: house)
            _ = try await house.desk.merge(bad, at: 1, into: good, as: .ada)
            #expect(try await spoken(bad.rawValue) == [""])
            #expect(try await spoken(good.rawValue).contains("good"))
        }
    }

    @Test("say nothing because an incident was answered: nobody has read them")
    func answeredTogether() async throws {
        // What is registered gets no letter to all.
        let settings = ReportHouse.settings { settings in
            settings = ServiceSettings(
                services: settings.services.map { service in
                    var fault = service
                    fault.kind = .fault
                    return fault
                },
                jurisdiction: "city.example",
                takesAnonymous: true,
                postsPerMinuteMax: 1_000,
                readsPerMinuteMax: 1_000
            )
        }
        try await withAPI(settings: settings) { caller, house in
            let draft = IncidentDraft(title: "RFA8", symptom: "code=RFA8")
            let opened = try await house.desk.openIncident(draft, as: .lena).value
            let incident = try #require(opened).incident.number
            let number = try await file("DMV66", "BankID säger RFA8", as: caller)
            let text = NoticeText(swedish: "Vi vet om det.", english: "We know.")
            _ = try await house.desk.answerIncident(
                incident,
                with: IncidentAnswerDraft(text: text, resolves: false),
                as: .lena
            )
            #expect(try await house.desk.carryIncidentAnswers() == 1)
            let ticket = try await house.desk.ticket(TicketNumber(rawValue: number), as: .ada)
            #expect(ticket.state == .waiting)
            let path = "/requests/\(number).xml"
            #expect(try await caller.read(path).texts("//description") == [""])
            _ = try await house.desk.assign(
                ticket.number,
                at: ticket.revision,
                to: "ada",
                as: .ada
            )
            #expect(try await caller.read(path).texts("//description") == ["BankID säger RFA8"])
        }
    }

    @Test("name no person who answers, and nothing of a confidential unit")
    func units() async throws {
        var settings = ReportHouse.settings()
        settings.confidentialQueues = ["social"]
        let board = TestSwitchboard(units: ["school", "social"], handlers: ["eva"])
        try await withAPI(switchboard: board, settings: settings) { caller, house in
            for (unit, agency) in [
                ("school", ["School"]), ("eva", ["Medborgarsupport"]), ("social", []),
            ] {
                let number = try await file("DMV66", unit, as: caller)
                let ticket = TicketNumber(rawValue: number)
                _ = try await house.desk.give(ticket, at: 1, to: unit, as: .ada)
                let answer = try await caller.read("/requests/\(number).xml")
                #expect(try answer.texts("//agency_responsible") == agency, "\(unit)")
            }
        }
    }

    @Test("show no identity number, wherever it was written")
    func identityNumbers() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, house in
            let answer = try await caller.file([
                ("service_code", "DMV66"), ("attribute[WHISHETN]", "123"), ("description", "a"),
                ("address_string", "Storgatan 1, 811218-9876"), ("address_id", "811218-9876"),
                ("media_url", "https://pictures.example/811218-9876.jpg"),
            ])
            let text = try answer.texts("//service_request_id").first ?? ""
            let number = try #require(Int64(text))
            try await take(number, in: house)
            let shown = try await caller.read("/requests/\(number).xml")
            #expect(try shown.texts("//address") == ["Storgatan 1, ••••••-••••"])
            #expect(!String(buffer: shown.body).contains("811218"))
            let staff = try await caller.call(.get, "/v1/tickets/\(number)/service-request")
            #expect(staff.status == .ok)
            #expect(!String(buffer: staff.body).contains("811218"))
            // Or a picture's address would lead nowhere; whoever may read it asks for it.
            let path = "/v1/tickets/\(number)/service-request?identity_numbers=shown"
            let full: ServiceRequestBody = try await caller.call(.get, path).read()
            #expect(full.mediaURL == "https://pictures.example/811218-9876.jpg")
            #expect(full.addressID == "811218-9876")
            await #expect(throws: DeskError.notPermitted) {
                let ticket = TicketNumber(rawValue: number)
                _ = try await house.desk.serviceRequest(of: ticket, inFull: true, as: .rut)
            }
            let reads = try await house.desk.reads(ReadQuery(), as: .rut)
            #expect(reads.entries.contains { $0.record.what == .identityNumbers })
        }
    }

    @Test("say how it stands in the language that is wanted most, Swedish where none is")
    func languages() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, _ in
            let number = try await file(as: caller)
            for (accepted, language, note) in [
                (nil, "sv", "Mottaget"), ("de", "sv", "Mottaget"), ("en, sv", "en", "Received"),
                ("de, en;q=0.8", "en", "Received"), ("en;q=0.1, sv", "sv", "Mottaget"),
            ] as [(String?, String, String)] {
                let fields = accepted.map { ["Accept-Language": $0] } ?? [:]
                let answer = try await caller.read("/requests/\(number).xml", headers: fields)
                #expect(try answer.texts("//status_notes") == [note], "\(accepted ?? "")")
                #expect(answer.headers[.contentLanguage] == language)
                #expect(answer.headers[.vary] == "Accept-Language")
            }
        }
    }

    @Test(
        "are not there for others: of confidential queues, of no followers, of no service",
        arguments: StoreKind.available
    )
    func hidden(on kind: StoreKind) async throws {
        var settings = ReportHouse.settings()
        settings.confidentialQueues = ["social"]
        try await withAPI(on: kind, settings: settings) { caller, house in
            let moved = TicketNumber(rawValue: try await file("DMV66", "a", as: caller))
            var patch = TicketPatch()
            patch.queue = "social"
            _ = try await house.desk.change(moved, at: 1, by: patch, as: .ada)
            _ = try await caller.file([("service_code", "quiet"), ("description", "c")])
            let mail = try await house.desk.receive(.plain("Hej", from: "olle@example.com"))
            // The second ticket is that of the blackbox.
            for number in [moved.rawValue, 2, mail.ticket.rawValue, 999, 0] {
                let answer = try await caller.read("/requests/\(number).xml")
                #expect(answer.status == .notFound, "\(number)")
                #expect(try answer.errors() == ["service_request_id provided was not found"])
            }
            #expect(try await caller.read("/requests.xml").texts("//request").isEmpty)
        }
    }

    @Test(
        "of a person with protected identity look like one that nobody has taken up",
        arguments: StoreKind.available
    )
    func protected(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let known = try await house.desk.receive(.plain("Hej", from: "maja@example.com"))
            let before = try await file("DMV66", "a", as: caller)
            try await take(before, in: house)
            let first = try await caller.read("/requests/\(before).xml")
            #expect(try first.texts("//description") == ["a"])
            try await house.desk.protect(known.ticket, true, as: .ada)
            let after = try await file("DMV66", "b", as: caller)
            let other = try await caller.file([
                ("service_code", "DMV66"), ("attribute[WHISHETN]", "123"), ("description", "c"),
                ("email", "olle@example.com"),
            ])
            let third = try #require(try other.texts("//service_request_id").first)
            house.clock.advance(by: 3_600)
            _ = try await house.desk.resolve(
                TicketNumber(rawValue: after),
                at: 1,
                as: .answered,
                article: nil,
                by: .root
            )
            for number in [String(before), String(after), third] {
                let answer = try await caller.read("/requests/\(number).xml")
                #expect(answer.status == .ok)
                for member in Self.spoken {
                    #expect(try answer.texts("//\(member)") == [""], "\(number) \(member)")
                }
                #expect(try answer.texts("//status_notes") == ["Mottaget"], "\(number)")
                let moments = try ["requested", "updated"].map {
                    try answer.texts("//\($0)_datetime")
                }
                #expect(moments[0] == moments[1], "\(number)")
            }
            let open = try await caller.read("/requests.xml?status=open")
            #expect(try open.texts("//request").count == 3)
            let closed = try await caller.read("/requests.xml?status=closed")
            #expect(try closed.texts("//request").isEmpty)
        }
    }

    @Test("go on with the ticket that theirs went into", arguments: StoreKind.available)
    func merged(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let first = TicketNumber(rawValue: try await file("DMV66", "a", as: caller))
            let second = TicketNumber(rawValue: try await file("DMV66", "b", as: caller))
            let survivor = try await house.desk.merge(second, at: 1, into: first, as: .ada)
            let path = "/requests/\(second.rawValue).xml"
            #expect(try await caller.read(path).texts("//status") == ["open"])
            _ = try await house.desk.resolve(
                first,
                at: survivor.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            let answer = try await caller.read(path)
            #expect(try answer.texts("//status") == ["closed"])
            #expect(try answer.texts("//status_notes") == ["Besvarat"])
        }
    }

    @Test(
        "are found by when they came, by service, by state and by id, newest first",
        arguments: StoreKind.available
    )
    func filters(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let start = house.clock.now
            let first = try await file("001", "a", as: caller)
            house.clock.advance(by: 86_400)
            let second = try await file("DMV66", "b", as: caller)
            house.clock.advance(by: 89 * 86_400)
            let third = try await file("DMV66", "c", as: caller)
            _ = try await house.desk.resolve(
                TicketNumber(rawValue: third),
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            func found(_ query: String) async throws -> [Int64] {
                let answer = try await caller.read("/requests.xml?\(query)")
                #expect(answer.status == .ok, "\(query)")
                return try answer.texts("//service_request_id").compactMap { Int64($0) }
            }
            func text(_ days: Double) -> String { (start + days * 86_400).formatted(.iso8601) }
            #expect(try await found("") == [third, second, first])
            house.clock.advance(by: 1)
            #expect(try await found("") == [third, second])
            #expect(try await found("status=open") == [second])
            #expect(try await found("status=closed") == [third])
            #expect(try await found("status=open,closed") == [third, second])
            #expect(try await found("status=") == [third, second])
            #expect(try await found("service_code=001") == [])
            #expect(try await found("service_code=001,DMV66") == [third, second])
            #expect(try await found("start_date=\(text(0))") == [third, second, first])
            #expect(try await found("start_date=\(text(0.5))") == [third, second])
            #expect(try await found("end_date=\(text(1))") == [second, first])
            #expect(
                try await found("start_date=\(text(0))&end_date=\(text(90))")
                    == [third, second, first]
            )
            #expect(try await found("start_date=2026-01-01T00:00:00+01:00") == [])
            // An id overrides everything else.
            #expect(
                try await found(
                    "service_request_id=\(first),\(third)&status=open&start_date=\(text(9))"
                )
                    == [third, first]
            )
            #expect(try await found("service_request_id=999,x") == [])
        }
    }

    @Test("are refused where the dates, the state or the service make no sense")
    func refused() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            let start = "start_date=2026-01-01T00:00:00Z"
            for (query, status) in [
                ("\(start)&end_date=2026-04-01T00:00:00Z", 200),
                ("\(start)&end_date=2026-04-01T00:00:01Z", 400),
                ("\(start)&end_date=2025-12-31T23:59:59Z", 400), ("start_date=2026-01-01", 400),
                ("end_date=igår", 400), ("status=new", 400), ("status=open,x", 400),
                ("service_code=nope", 404),
                ("service_request_id=" + (1...1_000).map(String.init).joined(separator: ","), 200),
                ("service_request_id=" + (1...1_001).map(String.init).joined(separator: ","), 400),
            ] {
                let query =
                    query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
                let answer = try await caller.read("/requests.xml?\(query)")
                #expect(answer.status.code == status, "\(query.prefix(80))")
                if status != 200 { #expect(try answer.errors().count == 1) }
            }
        }
    }

    @Test(
        "stand in what is kept of the citizen, to the last answer",
        arguments: StoreKind.available
    )
    func extract(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let number = TicketNumber(rawValue: try await file(as: caller))
            let file = try await house.store.read { reading throws(DeskError) in
                try reading.file(of: number)
            }
            #expect(file.facts["open311_service"] == "DMV66")
            #expect(file.facts["latitude"] == "59.3293" && file.facts["longitude"] == "18.0686")
            #expect(file.facts["address"] == "Storgatan 1")
            #expect(file.facts["media_url"] == "https://pictures.example/1.jpg")
            #expect(file.facts["attribute[WHISHETN]"] == "123")
            #expect(file.facts["register"] == "2026-1")
        }
    }

    @Test("forget place and words when their citizen is erased", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let number = try await file(as: caller)
            _ = try await house.desk.resolve(
                TicketNumber(rawValue: number),
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            let person = Person(email: "maja@example.com", phone: nil)
            _ = try await house.desk.erase(person, isDryRun: false, as: .adam)
            let answer = try await caller.read("/requests/\(number).xml")
            #expect(try answer.texts("//status") == ["closed"])
            for member in Self.spoken {
                #expect(try answer.texts("//\(member)") == [""], "\(member)")
            }
            let kept = try await house.desk.serviceRequest(
                of: TicketNumber(rawValue: number),
                as: .ada
            )
            #expect(kept.place == Place() && kept.answers.isEmpty && kept.digest == nil)
        }
    }

    @Test("show staff their place, if they may see the ticket")
    func staff() async throws {
        try await withAPI(as: "stig", settings: ReportHouse.settings()) { caller, house in
            let own = try await file("001", "a", as: caller)
            let foreign = try await file("DMV66", "b", as: caller)
            func status(_ number: Int64) async throws -> Int {
                try await caller.call(.get, "/v1/tickets/\(number)/service-request").status.code
            }
            #expect(try await status(own) == 200)
            #expect(try await status(foreign) == 404)
            let mail = try await house.desk.receive(.plain("Hej"))
            #expect(try await status(mail.ticket.rawValue) == 404)
        }
    }

    @Test("SQL injection: no filter or id is more than a value", arguments: StoreKind.available)
    func injection(on kind: StoreKind) async throws {
        try await withAPI(as: nil, on: kind, settings: ReportHouse.settings()) { caller, house in
            let quiet = [("service_code", "quiet"), ("description", "hemligt")]
            #expect(try await caller.file(quiet).status == .created)
            for attack in ["' OR 1=1 --", "1) OR (1=1", "'; DROP TABLE tickets; --", "\u{0}"] {
                let value =
                    attack.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                for place in [
                    "/requests.xml?status=", "/requests.xml?service_code=", "/tokens/",
                    "/requests.xml?service_request_id=", "/requests.xml?start_date=", "/requests/",
                    "/services/",
                ] {
                    let answer = try await caller.read(place + value)
                    #expect(answer.status.code < 500, "\(place)\(attack)")
                    #expect(!String(buffer: answer.body).contains("hemligt"))
                }
            }
        }
    }
}
