import DeskAPI
import DeskTesting
import Foundation
import NIOHTTP1
import Testing

@Suite("A complaint to the real daemon")
struct ComplaintTests {
    private static let words = "Ingen har svarat på min ansökan om altan"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("complaints") }

    /// A desk with a unit of its own staff, which offers a service by Open311.
    private func house() throws -> SurvivalHouse {
        let hash = SurvivalHouse.hash
        try folder.write(
            """
            staff:
              - { user: anna, name: Anna Åkesson, hash: '\(hash)', roles: [agent] }
              - { user: ulf, name: Ulf Unge, hash: '\(hash)', roles: [agent], queues: [bygg] }
              - { user: eva, name: Eva Ek, hash: '\(hash)', roles: [agent], queues: [skola] }

            """,
            to: "staff.yaml"
        )
        try folder.write(
            """
            destinations:
              - { id: bygglov, name: Bygglovsenheten, number: 08-508 22 000, queue: bygg }

            """,
            to: "destinations.yaml"
        )
        try folder.write(
            """
            services:
              - { code: bygge, name: Klagomål på bygglov, kind: complaint, queue: bygg, place: false }

            """,
            to: "services.yaml"
        )
        return try SurvivalHouse(
            "complaint",
            environment: [
                "HELPDESK_DIRECTORY_FILE": folder.path("staff.yaml"),
                "HELPDESK_SWITCHBOARD_DRIVER": "manual",
                "HELPDESK_SWITCHBOARD_DESTINATIONS": folder.path("destinations.yaml"),
                "HELPDESK_OPEN311_SERVICES": folder.path("services.yaml"),
                "HELPDESK_OPEN311_ANONYMOUS_POSTS": "true",
                "HELPDESK_HTTP_PUBLIC_URL": "https://support.example.org",
            ]
        )
    }

    private func mail(_ name: String) -> CitizenMail {
        CitizenMail(
            sender: "\(name)@example.com",
            subject: "Klagomål på bygglovsenheten",
            text: Self.words,
            messageID: "\(name)@example.com"
        )
    }

    private func tag(_ number: Int64, _ clerk: HouseAPI) async throws -> [String: String] {
        let answer = try await clerk.get("/v1/tickets/\(number)")
        return ["If-Match": try #require(answer.headers["etag"])]
    }

    @Test("is registered, receipted, given to its unit, answered there in time, and closed")
    func life() async throws {
        let house = try house()
        #expect(try house.start())
        let citizen = "klagande-\(UUID().uuidString.prefix(8))".lowercased()
        #expect(try await house.deliver(mail(citizen)) == [250])
        let anna = try await house.clerk()
        let ticket = try #require(try await anna.tickets().first)
        #expect(ticket.kind == "complaint")
        #expect(ticket.register?.hasSuffix("-1") == true)
        let receiptDue = try #require(ticket.due.firstReplyAt)
        let answerDue = try #require(ticket.due.resolutionAt)
        // Working days: whatever day it is, two of them end after one day and ten after twelve.
        #expect(receiptDue.date.timeIntervalSince(ticket.createdAt.date) > 86_400)
        #expect(answerDue.date.timeIntervalSince(ticket.createdAt.date) > 11 * 86_400)
        try await eventually("the receipt is there") {
            try MailSink.shared().mails(for: "\(citizen)@example.com").count == 1
        }
        #expect(try #require(ticket.firstReplyAt) < receiptDue)
        let path = "/v1/tickets/\(ticket.number)"
        let given = try await anna.send(
            .PUT,
            "\(path)/unit",
            form: UnitForm(unit: "bygglov"),
            headers: tag(ticket.number, anna)
        )
        #expect(given.status == 200)

        house.disk.clockShift += 86_400
        let ulf = try await house.api.signedIn("ulf", "annas lösenord")
        let eva = try await house.api.signedIn("eva", "annas lösenord")
        #expect(try await eva.tickets().isEmpty)
        #expect(try await eva.get(path).status == 404)
        #expect(try await ulf.tickets().map(\.number) == [ticket.number])
        let draft = try await ulf.get("\(path)/draft?article=synpunkter").decoded(
            as: DraftBody.self
        )
        #expect(draft.body.hasPrefix("Hej Åsa Öberg!\n"))
        #expect(draft.body.contains("registrerat med nummer \(ticket.register ?? "none")"))
        #expect(draft.body.contains("\nUlf Unge\n"))
        let notice = MessageForm(kind: "reply", body: "Vi har läst det och svarar i tid.")
        #expect(try await ulf.post("\(path)/messages", notice).status == 201)
        let noticed = try await ulf.ticket(ticket.number)
        #expect(noticed.state == "open" && noticed.due.resolutionAt == answerDue)
        let article = try #require(draft.article)
        let reply = MessageForm(
            kind: "reply",
            body: draft.body,
            articles: [article],
            quoted: [article],
            resolve: true
        )
        #expect(try await ulf.post("\(path)/messages", reply).status == 201)
        try await eventually("the answer leaves") {
            try await ulf.messages(ticket.number).last?.delivery?.state == "sent"
        }
        try await checkAnswer(ticket, dueBy: answerDue, as: ulf)
        #expect(house.stop() == 0)
        for secret in [Self.words, citizen, "Öberg"] { #expect(!house.log.contains(secret)) }
    }

    private func checkAnswer(
        _ ticket: TicketBody,
        dueBy due: Timestamp,
        as ulf: HouseAPI
    ) async throws {
        let answered = try await ulf.ticket(ticket.number)
        #expect(answered.state == "resolved" && !answered.due.overdue)
        #expect(answered.firstReplyAt == ticket.firstReplyAt)
        #expect(try #require(answered.resolvedAt) < due)
        let replies = try await ulf.messages(ticket.number).filter { $0.kind == "reply" }
        #expect(answered.unit?.name == "Bygglovsenheten" && replies.count == 2)
        #expect(answered.unit?.answer == replies.first?.id)
        let closed = try await ulf.send(
            .PATCH,
            "/v1/tickets/\(ticket.number)",
            form: ["state": "closed"],
            headers: tag(ticket.number, ulf)
        )
        #expect(try closed.decoded(as: TicketBody.self).state == "closed")
        let history = try await ulf.get("/v1/tickets/\(ticket.number)/history")
            .decoded(as: Page<HistoryBody>.self).items
        #expect(
            history.map(\.kind).filter { $0 != "delivered" } == [
                "opened", "registered", "notified", "unit_assigned", "replied", "replied",
                "resolved", "changed",
            ]
        )
        let stopped = history.first { $0.kind == "resolved" }?.details["clock_resolution"]
        #expect(stopped == "stopped in time")
    }

    @Test("that nobody answers in time calls for help; one without a name is promised nothing")
    func overdue() async throws {
        let house = try house()
        #expect(try house.start())
        #expect(try await house.deliver(mail("glomd")) == [250])
        let anna = try await house.clerk()
        let named = try #require(try await anna.tickets().first)
        #expect(named.priority == "normal")
        let form = TicketForm(
            subject: "Klagomål",
            body: Self.words,
            channel: "web",
            kind: "complaint",
            citizen: CitizenForm()
        )
        let anonymous = try await anna.post("/v1/tickets", form).decoded(as: TicketBody.self)
        #expect(anonymous.register?.hasSuffix("-2") == true)
        #expect(anonymous.due.firstReplyAt == nil && anonymous.due.resolutionAt == nil)
        #expect(house.stop() == 0)
        // Further than ten working days and any holidays between them.
        house.disk.clockShift += 30 * 86_400
        #expect(try house.start())
        let later = try await house.clerk()
        try await eventually("the promise is seen to be broken", within: .seconds(30)) {
            try await later.ticket(named.number).priority == "high"
        }
        #expect(try await later.ticket(named.number).due.overdue)
        let missed = try await facts("clock_missed", on: named.number, later)
        // The receipt was written by itself.
        #expect(missed.map { $0.details["clock"] } == ["resolution"])
        let quiet = try await later.ticket(anonymous.number)
        #expect(!quiet.due.overdue && quiet.priority == "normal")
        #expect(try await facts("clock_missed", on: anonymous.number, later).isEmpty)
        #expect(house.stop() == 0)
    }

    private func facts(
        _ kind: String,
        on number: Int64,
        _ clerk: HouseAPI
    ) async throws -> [HistoryBody] {
        try await clerk.get("/v1/tickets/\(number)/history").decoded(as: Page<HistoryBody>.self)
            .items.filter { $0.kind == kind }
    }

    @Test("by Open311 is kept once it has a number, though the power goes")
    func open311() async throws {
        let house = try house()
        #expect(try house.start())
        let fields = [
            (name: "service_code", value: "bygge"), (name: "description", value: Self.words),
            (name: "email", value: "maja@example.com"),
        ]
        let path = "/open311/v2/requests.json"
        let filed = try await house.api.post(path, fields: fields)
        #expect(filed.status == 201)
        house.kill()
        #expect(try house.start())
        let again = try await house.api.post(path, fields: fields)
        #expect(again.status == 200)
        #expect(again.body == filed.body)
        let ids = try filed.decoded(as: [[String: String?]].self)
        let id = try #require(ids.first?["service_request_id"] ?? nil)
        let followed = try await house.api.get("/open311/v2/requests/\(id).xml")
        #expect(followed.status == 200)
        let text = String(decoding: followed.body, as: UTF8.self)
        #expect(text.contains("<status>open</status>"))
        #expect(!text.contains("altan") && !text.contains("maja"))
        let ulf = try await house.api.signedIn("ulf", "annas lösenord")
        let tickets = try await ulf.tickets()
        #expect(tickets.map(\.kind) == ["complaint"])
        #expect(tickets.first?.register?.hasSuffix("-1") == true)
        #expect(house.stop() == 0)
        for secret in ["altan", "maja"] { #expect(!house.log.contains(secret)) }
    }
}
