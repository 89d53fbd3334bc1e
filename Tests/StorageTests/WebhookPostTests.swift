import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("What waits for webhooks")
struct WebhookPostTests {
    private static let hour: TimeInterval = 3_600

    private static func post(_ house: TestDesk, _ settings: DeskSettings? = nil) -> WebhookPost {
        WebhookPost(
            store: house.store,
            settings: settings ?? DeskSettings(mailDomain: "example.org")
        ) { house.clock.now }
    }

    private static func open(_ house: TestDesk, queue: String? = nil) async throws -> Ticket {
        var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
        draft.queue = queue
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .root) else {
            throw DeskError.notFound
        }
        return ticket
    }

    private static func plan(_ house: TestDesk, _ post: WebhookPost) async throws {
        while try await house.store.seal(at: house.clock.now) != nil {}
        while try await post.plan() {}
    }

    /// What is due to any of them, so many for each.
    private static func claim(
        _ post: WebhookPost,
        atMost: Int = 9
    ) async throws -> [WebhookPost.Parcel] {
        var parcels: [WebhookPost.Parcel] = []
        for webhook in try await post.awaited() {
            parcels += try await post.claim(for: webhook, atMost: atMost, lease: 60)
        }
        return parcels
    }

    private static func deliveries(
        _ house: TestDesk,
        _ webhook: Webhook
    ) async throws -> [WebhookDelivery] {
        try await house.desk.deliveries(of: webhook.id, before: nil, limit: 99, as: .adam)
            .deliveries
    }

    private static let draft = WebhookDraft(url: "https://example.org/hook")

    @Test("is each event once, though several daemons plan", arguments: StoreKind.available)
    func planning(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await Self.open(house)
            while try await house.store.seal(at: house.clock.now) != nil {}
            let webhook = try await house.desk.createWebhook(Self.draft, as: .adam)
            for _ in 0..<12 { _ = try await Self.open(house) }
            while try await house.store.seal(at: house.clock.now) != nil {}
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let post = Self.post(house)
                        while try await post.plan() {}
                    }
                }
                try await group.waitForAll()
            }
            // Not the ticket of before.
            let told = try await Self.deliveries(house, webhook).map(\.ticket.rawValue)
            #expect(told.sorted() == Array(2...13))
        }
    }

    @Test("is what the webhook wants, and nothing that is confidential")
    func filters() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(settings: settings) { [settings] house in
            let all = try await house.desk.createWebhook(Self.draft, as: .adam)
            var draft = Self.draft
            draft.queues = ["school"]
            let school = try await house.desk.createWebhook(draft, as: .adam)
            draft = Self.draft
            draft.kinds = [.resolved]
            let resolved = try await house.desk.createWebhook(draft, as: .adam)
            draft.queues = ["social"]
            let refused = draft
            await #expect(throws: DeskError.self) {
                try await house.desk.createWebhook(refused, as: .adam)
            }
            for queue in ["e-service", "school", "social"] {
                _ = try await Self.open(house, queue: queue)
            }
            let post = Self.post(house, settings)
            try await Self.plan(house, post)
            #expect(try await Self.deliveries(house, all).map(\.ticket.rawValue) == [2, 1])
            #expect(try await Self.deliveries(house, school).map(\.ticket.rawValue) == [2])
            #expect(try await Self.deliveries(house, resolved).isEmpty)
            // What is protected before it is told is not told.
            try await house.desk.protect(TicketNumber(rawValue: 1), true, as: .root)
            let parcels = try await Self.claim(post)
            let hidden = parcels.filter { $0.announcement == nil }
            #expect(Set(hidden.map(\.delivery.ticket.rawValue)) == [1])
            for parcel in hidden { try await post.drop(parcel) }
            let first = try await Self.deliveries(house, all).last
            #expect(first?.state == .failed)
        }
    }

    @Test("is told only while the webhook wants it", arguments: StoreKind.available)
    func changedWishes(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var draft = Self.draft
            draft.queues = ["school"]
            let webhook = try await house.desk.createWebhook(draft, as: .adam)
            let moved = try await Self.open(house, queue: "school")
            let stays = try await Self.open(house, queue: "school")
            let post = Self.post(house)
            try await Self.plan(house, post)
            var patch = TicketPatch()
            patch.queue = "e-service"
            _ = try await house.desk.change(
                moved.number,
                at: moved.revision,
                by: patch,
                as: .root
            )
            let parcels = try await Self.claim(post)
            #expect(parcels.count == 2)
            let told = parcels.filter { $0.announcement != nil }
            #expect(told.map(\.delivery.ticket) == [stays.number])
            // Narrowed since it was planned, also for what is let go once more.
            draft.kinds = [.resolved]
            _ = try await house.desk.changeWebhook(webhook.id, to: draft, as: .adam)
            house.clock.advance(by: 60)
            let later = try await Self.claim(post)
            #expect(later.count == 2)
            #expect(later.allSatisfy { $0.announcement == nil })
        }
    }

    @Test("is given up when the webhook is switched off", arguments: StoreKind.available)
    func switchedOff(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let webhook = try await house.desk.createWebhook(Self.draft, as: .adam)
            let other = try await house.desk.createWebhook(Self.draft, as: .adam)
            for _ in 0..<3 { _ = try await Self.open(house) }
            let post = Self.post(house)
            try await Self.plan(house, post)
            let carried = try await post.claim(for: webhook.id, atMost: 1, lease: 60)
            _ = try await house.desk.enableWebhook(webhook.id, false, as: .adam)
            let given = try await Self.deliveries(house, webhook)
            #expect(given.allSatisfy { $0.state == .failed && $0.leasedUntil == nil })
            #expect(given.allSatisfy { $0.lastError == "the webhook was switched off" })
            try await post.settle(carried[0], as: .failed(status: nil, detail: "x"))
            _ = try await house.desk.enableWebhook(webhook.id, true, as: .adam)
            #expect(try await post.awaited() == [other.id])
            #expect(try await post.claim(for: other.id, atMost: 9, lease: 60).count == 3)
        }
    }

    @Test("goes again under the same id when its carrier died", arguments: StoreKind.available)
    func leases(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await house.desk.createWebhook(Self.draft, as: .adam)
            _ = try await Self.open(house)
            let post = Self.post(house)
            try await Self.plan(house, post)
            let first = try await Self.claim(post)
            #expect(first.count == 1)
            #expect(try await Self.claim(post).isEmpty)
            house.clock.advance(by: 59)
            #expect(try await Self.claim(post).isEmpty)
            house.clock.advance(by: 1)
            let second = try await Self.claim(post)
            #expect(second.map(\.delivery.id) == first.map(\.delivery.id))
            // Whose lease has run out has no say any more.
            try await post.settle(first[0], as: .failed(status: 500, detail: "answered 500"))
            try await post.settle(second[0], as: .taken(status: 204))
            let told = try await Self.deliveries(house, second[0].webhook)
            #expect(told.map(\.state) == [.delivered])
            #expect(told.map(\.lastStatus) == [204])
            #expect(told.map(\.attempts) == [1])
        }
    }

    @Test("is one at a time where the last attempt failed", arguments: StoreKind.available)
    func probes(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let down = try await house.desk.createWebhook(Self.draft, as: .adam)
            let up = try await house.desk.createWebhook(Self.draft, as: .adam)
            for _ in 0..<5 { _ = try await Self.open(house) }
            let post = Self.post(house)
            try await Self.plan(house, post)
            let first = try await post.claim(for: down.id, atMost: 1, lease: 60)
            try await post.settle(first[0], as: .failed(status: nil, detail: "no connection"))
            #expect(Set(try await post.awaited()) == [down.id, up.id])
            #expect(try await post.claim(for: up.id, atMost: 9, lease: 60).count == 5)
            #expect(try await post.awaited() == [down.id])
            let probe = try await post.claim(for: down.id, atMost: 9, lease: 60)
            #expect(probe.count == 1)
            #expect(probe.map(\.delivery.id) != first.map(\.delivery.id))
            try await post.settle(probe[0], as: .taken(status: 204))
            // It is back: the rest goes at once, and what failed when its pause is over.
            #expect(try await post.claim(for: down.id, atMost: 9, lease: 60).count == 3)
            house.clock.advance(by: 12)
            let late = try await post.claim(for: down.id, atMost: 9, lease: 60)
            #expect(late.map(\.delivery.id) == first.map(\.delivery.id))
            _ = try await house.desk.enableWebhook(down.id, false, as: .adam)
            house.clock.advance(by: 60)
            #expect(try await post.awaited() == [up.id])
            #expect(try await post.claim(for: down.id, atMost: 9, lease: 60).isEmpty)
        }
    }

    @Test("is tried for days and then given up", arguments: StoreKind.available)
    func givingUp(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let webhook = try await house.desk.createWebhook(Self.draft, as: .adam)
            _ = try await Self.open(house)
            let post = Self.post(house)
            try await Self.plan(house, post)
            var attempts = 0
            let start = house.clock.now
            while let parcel = try await Self.next(house, post) {
                attempts += 1
                try await post.settle(parcel, as: .failed(status: nil, detail: "no connection"))
                if house.clock.now.timeIntervalSince(start) >= 72 * Self.hour { break }
            }
            let told = try await Self.deliveries(house, webhook)
            #expect(told.first?.state == .failed)
            #expect((15...40).contains(attempts))
            // By hand it goes once more, and is tried anew.
            let again = try await house.desk.redeliver(told[0].id, of: webhook.id, as: .adam)
            #expect(again.state == .queued)
            let parcel = try #require(try await Self.next(house, post))
            #expect(parcel.delivery.id == told[0].id)
            try await post.settle(parcel, as: .failed(status: 500, detail: "answered 500"))
            #expect(try await Self.deliveries(house, webhook).first?.state == .queued)
        }
    }

    /// Waits until something is due.
    private static func next(
        _ house: TestDesk,
        _ post: WebhookPost
    ) async throws -> WebhookPost.Parcel? {
        for _ in 0..<1_000 {
            if let parcel = try await Self.claim(post, atMost: 1).first { return parcel }
            house.clock.advance(by: 300)
        }
        return nil
    }

    @Test("ends with a webhook that nothing reaches, and a ticket says so")
    func disabled() async throws {
        try await withDesk { house in
            let webhook = try await house.desk.createWebhook(Self.draft, as: .adam)
            let post = Self.post(house)
            var isOff = false
            var days = 0
            while !isOff, days < 10 {
                _ = try await Self.open(house)
                try await Self.plan(house, post)
                for parcel in try await Self.claim(post) {
                    let result = WebhookPost.Result.failed(status: 503, detail: "x")
                    if try await post.settle(parcel, as: result) { isOff = true }
                }
                house.clock.advance(by: 24 * Self.hour)
                days += 1
            }
            #expect(isOff)
            #expect(days == 6)
            let off = try await house.desk.webhook(webhook.id, as: .adam)
            #expect(!off.isEnabled)
            #expect(try await Self.claim(post).isEmpty)
            let given = try await Self.deliveries(house, webhook)
            #expect(given.allSatisfy { $0.state == .failed })
            let tickets = try await house.desk.tickets(TicketQuery(limit: 1), as: .ada).tickets
            #expect(tickets.first?.subject == "En webhook är avstängd")
            // Once it is on again it is told of what happens from then on.
            _ = try await house.desk.enableWebhook(webhook.id, true, as: .adam)
            let before = try await Self.deliveries(house, webhook).count
            try await Self.plan(house, post)
            let ticket = try await Self.open(house)
            try await Self.plan(house, post)
            let after = try await Self.deliveries(house, webhook)
            #expect(after.count <= before + 2)
            #expect(after.first?.ticket == ticket.number)
            #expect(after.count(where: { $0.state == .queued }) == after.count - before)
        }
    }

    @Test("is kept for as long as the log is, and no longer")
    func sweep() async throws {
        try await withDesk { house in
            let webhook = try await house.desk.createWebhook(Self.draft, as: .adam)
            for _ in 0..<2 { _ = try await Self.open(house) }
            let post = Self.post(house)
            try await Self.plan(house, post)
            let parcel = try #require(try await Self.claim(post, atMost: 1).first)
            try await post.settle(parcel, as: .taken(status: 200))
            house.clock.advance(by: 30 * 24 * Self.hour)
            try await post.sweep()
            #expect(try await Self.deliveries(house, webhook).count == 2)
            house.clock.advance(by: 1)
            try await post.sweep()
            // What waits is not forgotten.
            #expect(try await Self.deliveries(house, webhook).map(\.state) == [.queued])
        }
    }
}
