import Cryptography
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("Who changed what is no ticket's")
struct ChangeRecordTests {
    @Test("is recorded of webhooks, without what is secret of them", arguments: StoreKind.available)
    func webhooks(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            var draft = WebhookDraft(url: "https://hooks.example.org:8443/T0/secret?key=x")
            let webhook = try await desk.createWebhook(draft, as: .adam)
            draft.tellsSubject = true
            draft.queues = ["school"]
            _ = try await desk.changeWebhook(webhook.id, to: draft, as: .adam)
            _ = try await desk.enableWebhook(webhook.id, false, as: .adam)
            // Nothing changes by it.
            _ = try await desk.enableWebhook(webhook.id, false, as: .adam)
            _ = try await desk.enableWebhook(webhook.id, true, as: .adam)
            _ = try await desk.rotateSecret(of: webhook.id, as: .root)
            try await desk.deleteWebhook(webhook.id, as: .root)
            let records = try await records(house)
            #expect(
                records.map(\.act) == [
                    .webhookDeleted, .webhookSecretRotated, .webhookEnabled, .webhookDisabled,
                    .webhookChanged, .webhookCreated,
                ]
            )
            #expect(records.map(\.staff) == ["root", "root", "adam", "adam", "adam", "adam"])
            #expect(records.allSatisfy { $0.subject == webhook.id.description })
            #expect(
                records.last?.details == [
                    "host": "https://hooks.example.org:8443", "kinds": "", "queues": "",
                    "subject": "false",
                ]
            )
            #expect(records[4].details == ["queues": "school", "subject": "true"])
            #expect(records[0].details["subject"] == "true")
            #expect(try await self.records(house, by: "ADAM").count == 4)
        }
    }

    @Test("is recorded of held mails, let through or thrown away", arguments: StoreKind.available)
    func heldMails(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            var raws: [[UInt8]] = []
            for id in ["1@x", "2@x"] {
                var mail = ReceivedMail.plain("Hej", messageID: id)
                mail.hold = .loop
                raws.append(mail.raw)
                _ = try await desk.receive(mail)
            }
            let held = try await desk.quarantine(QuarantineQuery(), as: .ada).mails
            let ticket = try await desk.release(held[1].id, into: nil, by: .ada)
            try await desk.discardHeldMail(held[0].id, by: .grace)
            let records = try await records(house)
            #expect(records.map(\.act) == [.mailDiscarded, .mailReleased])
            #expect(records.map(\.staff) == ["grace", "ada"])
            #expect(records.map(\.subject) == [held[0].id.description, held[1].id.description])
            #expect(
                records[0].details == [
                    "reason": "loop", "sha256": Digest(of: raws[1]).hexadecimal,
                ]
            )
            #expect(
                records[1].details == ["reason": "loop", "ticket": "\(ticket.number.rawValue)"]
            )
        }
    }

    @Test("is recorded of incidents and of evidence", arguments: StoreKind.available)
    func incidents(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let draft = IncidentDraft(title: "BankID", service: nil, symptom: nil, notice: nil)
            let opened = try await desk.openIncident(draft, as: .lena)
            let number = try #require(opened.value).incident.number
            var patch = IncidentPatch()
            // As it is.
            patch.title = "BankID"
            _ = try await desk.changeIncident(number, by: patch, as: .lena)
            patch.notice = NoticeText(swedish: "BankID ligger nere.")
            patch.state = .resolved
            _ = try await desk.changeIncident(number, by: patch, as: .lena)
            _ = try await house.resolve(try await house.openTicket())
            #expect(try await desk.forget(article: TestDesk.article, as: .lena) == 1)
            #expect(try await desk.forget(article: TestDesk.article, as: .lena) == 0)
            let records = try await records(house)
            #expect(
                records.map(\.act) == [.evidenceForgotten, .incidentChanged, .incidentOpened]
            )
            #expect(records.map(\.subject) == [TestDesk.article, "\(number)", "\(number)"])
            #expect(records[0].details == ["count": "1"])
            #expect(
                records[1].details == [
                    "state": "resolved", "notice_sv": "BankID ligger nere.", "notice_en": "",
                ]
            )
        }
    }

    @Test("is recorded of planned maintenance", arguments: StoreKind.available)
    func maintenance(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let start = house.clock.now + 3_600
            let draft = Maintenance(
                startsAt: start,
                endsAt: start + 3_600,
                services: ["bygglov"],
                notice: NoticeText(swedish: "Vi uppdaterar."),
                createdBy: ""
            )
            let number = try #require(try await desk.plan(draft, as: .lena).value).number
            var patch = MaintenancePatch()
            // As it is.
            patch.services = ["bygglov"]
            _ = try await desk.changeMaintenance(number, by: patch, as: .lena)
            patch.services = ["bygglov", "parkering"]
            _ = try await desk.changeMaintenance(number, by: patch, as: .lena)
            try await desk.cancelMaintenance(number, as: .lena)
            try await desk.cancelMaintenance(number, as: .lena)
            let records = try await records(house)
            #expect(
                records.map(\.act) == [
                    .maintenanceCancelled, .maintenanceChanged, .maintenancePlanned,
                ]
            )
            #expect(Set(records.map(\.subject)) == ["\(number)"])
            #expect(Set(records.map(\.staff)) == ["lena"])
            #expect(records[1].details == ["services": "bygglov, parkering"])
            #expect(records[2].details["notice_sv"] == "Vi uppdaterar.")
            #expect(records[2].details["starts_at"] == start.formatted(.iso8601))
        }
    }

    @Test("is for auditors", arguments: [StaffIdentity.ada, .lena, .adam])
    func auditors(_ staff: StaffIdentity) async throws {
        try await withDesk { house in
            let desk = house.desk
            await #expect(throws: DeskError.notPermitted) {
                _ = try await desk.changeRecords(by: nil, before: nil, limit: 9, as: staff)
            }
        }
    }

    @Test(
        "stands in the history of every ticket of who is protected",
        arguments: StoreKind.available
    )
    func protection(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let first = try await desk.receive(.plain("1", messageID: "1@x")).ticket
            let other = try await desk.receive(.plain("2", messageID: "2@x")).ticket
            let stranger = try await desk.receive(
                .plain("3", from: "b@example.org", messageID: "3@x")
            ).ticket
            try await desk.protect(first, true, as: .petra)
            try await desk.protect(first, false, as: .petra)
            var kinds: [[TicketEvent.Kind]] = []
            for number in [first, other, stranger] {
                let (events, _) = try await desk.history(
                    of: number,
                    after: nil,
                    limit: 9,
                    as: .petra
                )
                kinds.append(
                    events.map(\.event.kind).filter { [.protected, .unprotected].contains($0) }
                )
                if number == other {
                    let event = try #require(events.first { $0.event.kind == .protected }).event
                    #expect(event.actor == .staff(id: "petra", name: StaffIdentity.petra.name))
                    #expect(event.details == ["ticket": "\(first.rawValue)"])
                }
            }
            #expect(kinds == [[.protected, .unprotected], [.protected, .unprotected], []])
        }
    }

    private func records(
        _ house: TestDesk,
        by staff: String? = nil
    ) async throws -> [ChangeRecord] {
        let (entries, hasMore) = try await house.desk.changeRecords(
            by: staff,
            before: nil,
            limit: 9,
            as: .rut
        )
        #expect(!hasMore)
        return entries.map(\.record)
    }
}
