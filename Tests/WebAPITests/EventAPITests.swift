import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Storage
import Synchronization
import Testing

@testable import WebAPI

@Suite("Streams of events")
struct EventAPITests {
    /// What a listener has received so far.
    private final class Ear: Sendable {
        private let held = Mutex("")
        var text: String { held.withLock { $0 } }
        func hear(_ text: String) { held.withLock { $0 += text } }

        var events: [EventBody] {
            text.split(separator: "\n").compactMap { line in
                guard line.hasPrefix("data: {\"actor") else { return nil }
                return try? JSONDecoder().decode(EventBody.self, from: Data(line.dropFirst(6).utf8))
            }
        }

        var lastID: String? {
            text.split(separator: "\n").last { $0.hasPrefix("id: ") }.map {
                String($0.dropFirst(4))
            }
        }
    }

    /// What `user` hears of everything from a place on, with a filter.
    private static func heard(
        by user: String,
        of house: TestDesk,
        from place: LogPlace = .start,
        _ filter: EventFilter = EventFilter()
    ) async throws -> Ear {
        let (token, _) = try await house.desk.signIn(
            username: user,
            password: Password(TestStaff.password(of: user))
        )
        return try await heard(by: token, of: house, from: place, filter)
    }

    private static func heard(
        by token: SessionToken,
        of house: TestDesk,
        from place: LogPlace = .start,
        _ filter: EventFilter = EventFilter()
    ) async throws -> Ear {
        try await seal(house)
        let feed = EventFeed()
        let stream = EventStream(
            desk: house.desk,
            token: token,
            filter: filter,
            subscription: try feed.subscribe("somebody")
        )
        // It tells what there is, then finds that the feed has closed.
        feed.close()
        let ear = Ear()
        try await stream.run(from: place) { ear.hear($0) }
        return ear
    }

    private static func seal(_ house: TestDesk) async throws {
        while try await house.store.seal(at: house.clock.now) != nil {}
    }

    @Test("tells ids and kinds, and nobody's words", arguments: StoreKind.available)
    func words(on kind: StoreKind) async throws {
        try await withAPI(on: kind) { caller, house in
            let (ticket, _) = try await caller.open("Hemlig rubrik")
            let ear = try await Self.heard(by: "ada", of: house)
            #expect(ear.events.map(\.type) == ["ticket.opened"])
            #expect(ear.events.first?.ticket == ticket.number)
            #expect(ear.events.first?.actor == EventActorBody(kind: "staff", id: "ada"))
            for word in ["Hemlig", "rubrik", "Olle", "olle@example.com", "lösenord"] {
                #expect(!ear.text.contains(word))
            }
            #expect(ear.text.contains("event: ticket.opened\n"))
        }
    }

    @Test("goes on after the last event that was received", arguments: StoreKind.available)
    func resumes(on kind: StoreKind) async throws {
        try await withAPI(on: kind) { caller, house in
            _ = try await caller.open("Ett")
            let first = try await Self.heard(by: "ada", of: house)
            let place = try #require(first.lastID.flatMap { LogPlace($0) })
            _ = try await caller.open("Två")
            _ = try await caller.open("Tre")
            let second = try await Self.heard(by: "ada", of: house, from: place)
            #expect(second.events.map(\.ticket) == [2, 3])
            let next = try #require(second.events.first.flatMap { LogPlace($0.id) })
            let third = try await Self.heard(by: "ada", of: house, from: next)
            #expect(third.events.map(\.ticket) == [3])
        }
    }

    @Test("applies the rights of the moment it tells", arguments: StoreKind.available)
    func rights(on kind: StoreKind) async throws {
        let settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        try await withAPI(on: kind, settings: settings) { caller, house in
            _ = try await caller.open("Vanlig")
            var draft = TicketDraft(
                subject: "Stöd",
                body: "x",
                channel: .phone,
                kind: .question,
                citizen: Citizen(name: "Olle", email: "olle@example.com", phone: nil)
            )
            draft.queue = "social"
            _ = try await house.desk.open(draft, as: .soley)
            let ada = try await Self.heard(by: "ada", of: house)
            #expect(Set(ada.events.map(\.ticket)) == [1])
            let soley = try await Self.heard(by: "soley", of: house)
            #expect(Set(soley.events.map(\.ticket)) == [2])
            let pelle = try await Self.heard(by: "pelle", of: house)
            #expect(pelle.events.isEmpty)
            // What is passed over is not looked at again.
            #expect(pelle.lastID.flatMap { LogPlace($0) }.map { $0 > .start } == true)
            try await house.desk.protect(TicketNumber(rawValue: 1), true, as: .petra)
            let later = try await Self.heard(by: "ada", of: house)
            #expect(later.events.isEmpty)
        }
    }

    @Test("lets through what was asked for")
    func filters() async throws {
        try await withAPI { caller, house in
            let (one, tag) = try await caller.open("Ett")
            _ = try await caller.open("Två")
            _ = try await caller.call(
                .put,
                "/v1/tickets/\(one.number)/assignment",
                #"{"assignee":"ada"}"#,
                headers: ["If-Match": tag]
            )
            let mine = try await Self.heard(by: "ada", of: house, EventFilter(isMine: true))
            #expect(Set(mine.events.map(\.ticket)) == [1])
            let second = EventFilter(ticket: TicketNumber(rawValue: 2))
            #expect(try await Self.heard(by: "ada", of: house, second).events.count == 1)
            let school = EventFilter(queue: "school")
            #expect(try await Self.heard(by: "ada", of: house, school).events.isEmpty)
            let queue = EventFilter(queue: one.queue)
            #expect(try await Self.heard(by: "ada", of: house, queue).events.count >= 3)
        }
    }

    @Test("ends with the session, and does not keep it open")
    func sessionEnds() async throws {
        try await withAPI(as: nil) { _, house in
            let (token, session) = try await house.desk.signIn(
                username: "ada",
                password: Password(TestStaff.password(of: "ada"))
            )
            house.clock.advance(by: 90 * 60)
            let ear = try await Self.heard(by: token, of: house)
            #expect(!ear.text.contains("event: ended"))
            // Listening was no use of it: two hours without one have passed.
            house.clock.advance(by: 31 * 60)
            let later = try await Self.heard(by: token, of: house)
            #expect(later.text.hasSuffix("event: ended\ndata: {}\n\n"))
            #expect(session.expiresAt > house.clock.now)
        }
    }

    @Test("is refused where nobody can go on", arguments: ["7-0", "1-5", "rubbish", "0-0"])
    func gone(id: String) async throws {
        try await withAPI { caller, house in
            let fields = ["Last-Event-ID": id]
            let answer = try await caller.call(.get, "/v1/events", headers: fields)
            #expect(answer.status == .gone)
            #expect(answer.problem?.type == "/problems/events-gone")
        }
    }

    @Test("is refused where what was missed is older than what is kept")
    func tooOld() async throws {
        try await withAPI { caller, house in
            _ = try await caller.open()
            try await Self.seal(house)
            house.clock.advance(by: 169 * 3_600)
            let next = try await house.desk.signIn(
                username: "ada",
                password: Password(TestStaff.password(of: "ada"))
            )
            let later = TestCaller(client: caller.client, token: next.token.text)
            let fields = ["Last-Event-ID": "1-0"]
            #expect(try await later.call(.get, "/v1/events", headers: fields).status == .gone)
        }
    }

    @Test("is refused with a query it does not know")
    func unknownQuery() async throws {
        try await withAPI { caller, _ in
            for query in ["qeue=a", "ticket=x", "ticket=0", "mine=perhaps"] {
                let answer = try await caller.call(.get, "/v1/events?\(query)")
                #expect(answer.status == .badRequest, "\(query)")
            }
        }
    }

    @Test("is opened so often for one person, and so often for all")
    func bounds() throws {
        let feed = EventFeed(EventSettings(streamsMax: 3, streamsPerPersonMax: 2))
        var held = [try feed.subscribe("ada"), try feed.subscribe("ada")]
        #expect(throws: Problem.tooManyStreams(2)) { try feed.subscribe("ada") }
        held.append(try feed.subscribe("grace"))
        #expect(throws: Problem.overloaded) { try feed.subscribe("lena") }
        #expect(feed.count == 3)
        held.removeFirst()
        #expect(feed.count == 2)
        held.append(try feed.subscribe("ada"))
        feed.close()
        held.removeAll()
        #expect(throws: Problem.overloaded) { try feed.subscribe("ada") }
    }

    @Test("says that it is there when there is nothing to tell, and wakes for news")
    func signals() async throws {
        try await withAPI { caller, house in
            let (token, _) = try await house.desk.signIn(
                username: "ada",
                password: Password(TestStaff.password(of: "ada"))
            )
            let feed = EventFeed()
            let (texts, written) = AsyncStream<String>.makeStream()
            var said = texts.makeAsyncIterator()
            let stream = EventStream(
                desk: house.desk,
                token: token,
                filter: EventFilter(),
                subscription: try feed.subscribe("ada")
            )
            try await Self.seal(house)
            let place = try await house.desk.eventsEnd()
            async let over: Void = stream.run(from: place) { written.yield($0) }
            feed.beat()
            #expect(await said.next() == ": still here\n\n")
            _ = try await caller.open()
            try await Self.seal(house)
            feed.wake()
            #expect(await said.next()?.contains("event: ticket.opened\n") == true)
            // For nothing, which is no sign of life either.
            feed.wake()
            feed.close()
            try await over
            written.finish()
            while let text = await said.next() {
                #expect(!text.contains("event: ") && !text.contains("still here"))
            }
        }
    }
}
