import Foundation
import Testing

@testable import Desk

@Suite("The directory of destinations")
struct DestinationDirectoryTests {
    private func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }
    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private func destination(
        _ id: String,
        named name: String? = nil,
        topics: [String] = [],
        _ calendar: Destination.Calendar = Destination.Calendar()
    ) -> Destination {
        Destination(
            id: id,
            name: name ?? id,
            kind: .unit,
            number: "+46846500410",
            uri: nil,
            topics: topics,
            calendar: calendar
        )
    }

    @Test("sends the district's calls to its old operator through the last day of its contract")
    func dateSwitch() throws {
        let last = try day("2011-07-31")
        let directory = DestinationDirectory([
            destination(
                "hagersten",
                Destination.Calendar(redirections: [
                    .init(through: last, to: "operator"), .init(from: last + 1, to: "common"),
                ])
            ),
            destination("operator", Destination.Calendar(through: last)),
            destination("common"),
        ])
        #expect(directory.faults().isEmpty)
        let before = try directory.route(to: "hagersten", at: moment("2011-07-31T21:59:59Z"))
        #expect(before.destination.id == "operator")
        #expect(before.passed.map(\.id) == ["hagersten"])
        let after = try directory.route(to: "hagersten", at: moment("2011-07-31T22:00:00Z"))
        #expect(after.destination.id == "common")
        let refusal = RouteRefusal.ended(directory.destinations[1], through: last)
        #expect(throws: refusal) {
            try directory.route(to: "operator", at: moment("2011-07-31T22:00:00Z"))
        }
        #expect(refusal.description == "operator takes no calls since 2011-08-01")
    }

    @Test("goes along the overflow to whoever is open, and says who is next")
    func overflow() throws {
        let office = try OpeningHours("Mo-Fr 08:00-16:30")
        let evening = try OpeningHours("Mo-Fr 08:00-20:00")
        let directory = DestinationDirectory([
            destination("bygglov", .init(hours: office, overflow: "vaxel")),
            destination("vaxel", .init(hours: evening, overflow: "jour")),
            destination("jour"),
        ])
        let noon = try directory.route(to: "bygglov", at: moment("2026-11-26T11:00:00Z"))
        #expect(noon.destination.id == "bygglov")
        #expect(noon.passed.isEmpty)
        #expect(noon.next.map(\.id) == ["vaxel", "jour"])
        let dusk = try directory.route(to: "bygglov", at: moment("2026-11-26T17:00:00Z"))
        #expect(dusk.destination.id == "vaxel")
        let night = try directory.route(to: "bygglov", at: moment("2026-11-26T22:00:00Z"))
        #expect(night.destination.id == "jour")
        #expect(night.passed.map(\.id) == ["bygglov", "vaxel"])
        #expect(night.next.isEmpty)
    }

    @Test("says when a closed one opens, not when the one behind it does")
    func closed() throws {
        let directory = DestinationDirectory([
            destination(
                "a",
                named: "Bygglov",
                .init(hours: try OpeningHours("Mo-Fr 08:00-16:30"), overflow: "b")
            ),
            destination("b", .init(hours: try OpeningHours("Mo 09:00-10:00"))),
            destination("c", .init(from: try day("2027-01-01"))),
            destination("d", .init(hours: try OpeningHours("Mo-Su off"))),
        ])
        // The evening before Epiphany, so the next day is closed too.
        let evening = try moment("2027-01-05T19:00:00Z")
        let error = #expect(throws: RouteRefusal.self) {
            try directory.route(to: "a", at: evening)
        }
        #expect(error?.description == "Bygglov is closed until 2027-01-07 08:00")
        #expect(throws: RouteRefusal.notYet(directory.destinations[2], from: try day("2027-01-01")))
        {
            try directory.route(to: "c", at: moment("2026-12-31T22:59:59Z"))
        }
        #expect(throws: Never.self) {
            try directory.route(to: "c", at: moment("2026-12-31T23:00:00Z"))
        }
        #expect(throws: RouteRefusal.closed(directory.destinations[3], opens: nil)) {
            try directory.route(to: "d", at: evening)
        }
        #expect(throws: RouteRefusal.unknown) { try directory.route(to: "e", at: evening) }
    }

    @Test(
        "finds a number however it is written, and by a piece of it",
        arguments: [
            ("08-465 004 10", ["bygglov"]), ("0846500410", ["bygglov"]),
            ("+46 (0)8 465 004 10", ["bygglov"]), ("0046846500410", ["bygglov"]),
            ("+46846500410", ["bygglov"]), ("004 10", ["bygglov"]), ("490", ["jour"]),
            ("08-465 004", ["bygglov", "jour"]), ("0846500411", []),
        ]
    )
    func numbers(written: String, found: [String]) {
        let directory = DestinationDirectory(
            [("bygglov", "+46846500410"), ("jour", "+46846500490")].map { id, number in
                Destination(
                    id: id,
                    name: id,
                    kind: .unit,
                    number: number,
                    uri: nil,
                    topics: []
                )
            }
        )
        #expect(directory.search(written).map(\.id) == found)
    }

    @Test("tells when one takes calls, holidays and half-days considered, and who does meanwhile")
    func availability() throws {
        let hours = try OpeningHours("Mo-Fr 08:00-16:30; HD 08:00-12:00")
        let from = try day("2026-01-01")
        let directory = DestinationDirectory([
            destination("bygglov", .init(from: from, hours: hours, overflow: "vaxel")),
            destination("ensam", .init(through: try day("2026-12-31"), hours: hours)),
            destination("vaxel"),
        ])
        func availability(_ id: String, _ text: String) throws -> Availability {
            directory.availability(of: try #require(directory[id]), at: try moment(text))
        }
        // A Wednesday, the half-day before Christmas.
        let open = try availability("bygglov", "2026-12-23T10:00:00Z")
        #expect(open.takesCalls && open.goesTo == "bygglov")
        #expect(open.reason == nil && open.opensAt == nil)
        #expect(open.from == from && open.through == nil)
        #expect(open.days.map(\.day.description).first == "2026-12-23")
        #expect(open.days.count == DestinationDirectory.daysTold)
        #expect(open.days.map(\.hours).prefix(3) == [["08:00-12:00"], [], []])
        let closed = try availability("bygglov", "2026-12-23T11:00:00Z")
        #expect(closed.takesCalls && closed.goesTo == "vaxel")
        #expect(closed.reason == "bygglov is closed until 2026-12-28 08:00")
        #expect(closed.opensAt == (try moment("2026-12-28T07:00:00Z")))
        let alone = try availability("ensam", "2026-12-23T15:30:00Z")
        #expect(!alone.takesCalls && alone.goesTo == nil)
        let gone = try availability("ensam", "2027-01-04T10:00:00Z")
        #expect(!gone.takesCalls)
        #expect(gone.reason == "ensam takes no calls since 2027-01-01")
        let always = try availability("vaxel", "2026-12-24T22:00:00Z")
        #expect(always.takesCalls && always.days.isEmpty)
    }

    @Test("takes three hops and refuses a fourth, a loop, and what is not there")
    func faults() throws {
        func chain(_ ids: String...) -> [Destination] {
            zip(ids, ids.dropFirst()).map { destination($0, .init(overflow: $1)) }
        }
        let three = chain("a", "b", "c", "d") + [destination("d")]
        #expect(DestinationDirectory(three).faults().isEmpty)
        let always = CivilDay(number: -1)
        let four = DestinationDirectory(chain("a", "b", "c", "d", "e") + [destination("e")])
        #expect(four.faults() == [.tooLong(["a", "b", "c", "d", "e"], on: always)])
        let loop = DestinationDirectory(chain("a", "b", "a"))
        #expect(
            loop.faults() == [
                .loop(["a", "b", "a"], on: always), .loop(["b", "a", "b"], on: always),
            ]
        )
        let moment = try moment("2026-11-26T11:00:00Z")
        #expect(try loop.route(to: "a", at: moment).destination.id == "a")
        let astray = DestinationDirectory([
            destination("a", .init(overflow: "x")),
            destination("b", .init(redirections: [.init(to: "y")])),
        ])
        #expect(
            astray.faults() == [
                .unknownTarget(of: "a", redirection: nil), .unknownTarget(of: "b", redirection: 0),
            ]
        )
    }

    @Test("sees a loop that only exists between two days")
    func datedLoop() throws {
        let (first, last) = (try day("2026-03-01"), try day("2026-03-31"))
        let directory = DestinationDirectory([
            destination("a", .init(redirections: [.init(from: first, to: "b")])),
            destination("b", .init(redirections: [.init(through: last, to: "a")])),
        ])
        #expect(
            directory.faults() == [
                .loop(["a", "b", "a"], on: first), .loop(["b", "a", "b"], on: first),
            ]
        )
        let apart = DestinationDirectory([
            destination("a", .init(redirections: [.init(from: last + 1, to: "b")])),
            destination("b", .init(redirections: [.init(through: last, to: "a")])),
        ])
        #expect(apart.faults().isEmpty)
    }

    @Test("finds by everyday words, by what is half typed, and by number")
    func search() {
        let directory = DestinationDirectory([
            destination("a", named: "Bygglov, Hägersten", topics: ["bygga altan", "marklov"]),
            destination("b", named: "Bygglov, Farsta", topics: ["bygga altan", "marklov"]),
            destination("c", named: "Förskola", topics: ["dagis", "kö", "placering"]),
            destination("d", named: "Parkering", topics: ["p-bot", "boendeparkering"]),
        ])
        #expect(directory.search("bygglov i Hägersten").first?.id == "a")
        #expect(directory.search("jag vill bygga en altan i farsta").first?.id == "b")
        #expect(directory.search("dagisplats").first?.id == "c")
        #expect(directory.search("parkeringsböter").first?.id == "d")
        #expect(directory.search("försk").map(\.id) == ["c"])
        #expect(Set(directory.search("465004").map(\.id)) == ["a", "b", "c", "d"])
        #expect(directory.search("xyzzy").isEmpty)
        #expect(directory.search("  ").count == 4)
    }

    @Test("has its doubts about what can hardly be meant")
    func doubts() throws {
        let directory = DestinationDirectory([
            destination("a", topics: ["x"], .init(through: try day("2020-01-01"))),
            destination("b", topics: ["x"], .init(hours: try OpeningHours("Mo off"))),
            destination("c"),
            destination(
                "d",
                topics: ["x"],
                .init(redirections: [
                    .init(from: try day("2026-01-01"), to: "a"),
                    .init(from: try day("2026-02-01"), through: try day("2026-03-01"), to: "b"),
                ])
            ),
        ])
        #expect(
            directory.doubts(at: try moment("2026-11-26T11:00:00Z")) == [
                .ended("a", through: try day("2020-01-01")), .neverOpen("b"), .withoutTopics("c"),
                .hidden("d", redirection: 1),
            ]
        )
    }
}
